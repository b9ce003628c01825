"""Draw coverage: footprints with low, nominal and high edges, all azimuths, means, roses."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from airshield.coverage.contours import LEVELS
from airshield.report.drawn import write_figure
from airshield.report.ground import GEOD, draw_land, scale_bar
from airshield.report.style import BLUE, GREY, INK, ORANGE, RED, SETTINGS, WATER

if TYPE_CHECKING:
    import xarray as xr

F8 = NDArray[np.float64]
SHADES = ("#CFE3F2", "#7DB6DD", "#2F7FB8")
"""One, two, three shots and more at nominal values."""
EDGES = (BLUE, "#00507D", "#001F33")
LINES = {"low": (0, (1, 1.4)), "nominal": "solid", "high": (0, (6, 2.5))}
_PANELS_ACROSS = 4
_BAR_LENGTHS_KM = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0)
_ROOM = 0.06


def _way(dataset: xr.Dataset) -> str:
    """Say how far low and high go, for the key."""
    spread = float(dataset.attrs["spread"])
    return "at" if spread == 1.0 else f"{spread:.0%} of the way to"


def _key(dataset: xr.Dataset, case: str) -> str:
    if case == "nominal":
        return case
    return f"{case}: all values {_way(dataset)} their {'worse' if case == 'low' else 'better'} end"


def _parts(width: float, height: float, foot: float) -> tuple[Figure, SubFigure, SubFigure]:
    """Return a figure with a part for panels and a foot (inches) for the key and the footer."""
    figure = Figure(figsize=(width, height + foot), layout="constrained")
    parts: NDArray[Any] = np.array(figure.subfigures(2, 1, height_ratios=[height, foot]))
    return figure, parts[0], parts[1]


def _foot(
    part: SubFigure, dataset: xr.Dataset, handles: list[Patch | Line2D], columns: int
) -> None:
    """Write the key, and under it what every plot must say."""
    if handles:
        part.legend(handles=handles, loc="upper center", ncols=columns, fontsize=8, frameon=False)
    made = f"{dataset.attrs['scenario_id']}, {dataset.attrs['source']}"
    part.text(
        0.99,
        0.02,
        f"Kill probabilities are priors. low and high: all values {_way(dataset)} one end at once, "
        f"no interval of any probability. {made}",
        fontsize=6.5,
        color=GREY,
        ha="right",
        va="bottom",
    )


def _box(dataset: xr.Dataset, fields: NDArray[np.generic]) -> tuple[float, float, float, float]:
    """Return west, east, south, north around the units and what any of the fields covers."""
    lat, lon = dataset["lat"].values, dataset["lon"].values
    rows, columns = np.nonzero(fields.reshape(-1, len(lat), len(lon)).max(axis=0) > 0)
    lats = np.concatenate([dataset["unit_lat"].values, lat[rows]])
    lons = np.concatenate([dataset["unit_lon"].values, lon[columns]])
    stretch = math.cos(math.radians(float(lats.mean())))
    width, height = (lons.max() - lons.min()) * stretch, lats.max() - lats.min()
    half = 0.5 * max(width, height, 0.2) * (1.0 + 2.0 * _ROOM)
    x, y = 0.5 * (lons.max() + lons.min()), 0.5 * (lats.max() + lats.min())
    return (
        max(x - half / stretch, lon[0]),
        min(x + half / stretch, lon[-1]),
        max(y - half, lat[0]),
        min(y + half, lat[-1]),
    )


def _ground(
    axes: Axes, box: tuple[float, float, float, float], dataset: xr.Dataset, *, names: bool = True
) -> None:
    west, east, south, north = box
    x, y = 0.15 * (east - west), 0.06 * (north - south)
    marks = [
        np.array([[lon - x, lat - y], [lon + x, lat - y], [lon + x, lat + y], [lon - x, lat + y]])
        for lon, lat in zip(dataset["unit_lon"].values, dataset["unit_lat"].values, strict=True)
    ]
    draw_land(axes, box, marks, names=names)
    axes.set_facecolor(WATER)
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect(1.0 / math.cos(math.radians(0.5 * (south + north))))


def _bar(axes: Axes, box: tuple[float, float, float, float]) -> None:
    west, east, south, _ = box
    wide_km = GEOD.inv(west, south, east, south)[2] / 1e3
    fitting = [length for length in _BAR_LENGTHS_KM if length < 0.35 * wide_km]
    scale_bar(axes, box, fitting[-1] if fitting else _BAR_LENGTHS_KM[0])


def _stands(axes: Axes, dataset: xr.Dataset, size: float) -> None:
    """Mark fire units and assets that lie in view."""
    west, east = axes.get_xlim()
    south, north = axes.get_ylim()

    def seen(lon: F8, lat: F8) -> NDArray[np.bool_]:
        return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)

    for kind, marker, colour, grown in (("asset", "o", INK, 2.2), ("unit", "^", ORANGE, 1.6)):
        lon, lat = dataset[f"{kind}_lon"].values, dataset[f"{kind}_lat"].values
        inside = seen(lon, lat)
        axes.scatter(
            lon[inside],
            lat[inside],
            s=(grown * size) ** 2,
            marker=marker,
            color=colour,
            zorder=7,
            lw=0.6,
            ec="white",
        )


def _arrow(axes: Axes, azimuth_deg: float, *, named: bool) -> None:
    """Draw from where the threat comes, into the middle of the upper or lower edge of the view."""
    angle = math.radians(azimuth_deg)
    x, y = 0.5 + 0.47 * math.sin(angle), 0.5 + 0.47 * math.cos(angle)
    inner = (0.5 + 0.34 * math.sin(angle), 0.5 + 0.34 * math.cos(angle))
    axes.annotate(
        "",
        inner,
        xytext=(x, y),
        xycoords="axes fraction",
        textcoords="axes fraction",
        arrowprops={"arrowstyle": "-|>", "color": RED, "lw": 1.8},
        zorder=8,
    )
    if named:
        axes.text(
            x,
            y + (0.03 if y < 0.9 else -0.05),
            f"from {azimuth_deg:g}°",
            bbox={"facecolor": "white", "alpha": 0.8, "lw": 0, "pad": 1.0},
            transform=axes.transAxes,
            color="#8F3E00",
            fontsize=8.5,
            ha="right" if x > 0.5 else "left",
            zorder=8,
        )


def _shots(dataset: xr.Dataset, threat: str) -> NDArray[np.generic]:
    """Return shots by case, azimuth, lat and lon."""
    own = dataset["shots"].sel(threat=threat).transpose("case", "azimuth", "lat", "lon")
    values: NDArray[np.generic] = own.values
    return values


def _fill(axes: Axes, lon: F8, lat: F8, shots: NDArray[np.generic]) -> None:
    levels = [0.5, 1.5, 2.5, 1e6]
    axes.contourf(lon, lat, shots, levels=levels, colors=SHADES, alpha=0.85, zorder=2)


def _best_azimuth(dataset: xr.Dataset, threat: str) -> int:
    nominal = _shots(dataset, threat)[1]
    return int(np.argmax((nominal > 0).sum(axis=(1, 2)) + 1e-6 * nominal.sum(axis=(1, 2))))


def footprint_chart(dataset: xr.Dataset, threat: str, azimuth_deg: float | None = None) -> Figure:
    """Draw where one, two, three shots are possible from one azimuth: low, nominal and high.

    Parameters
    ----------
    dataset : of `airshield.coverage.compute`; threat : one of its types.
    azimuth_deg : the nearest of its azimuths is drawn; None: that with most ground covered.
    """
    azimuths = dataset["azimuth"].values
    a = _best_azimuth(dataset, threat)
    if azimuth_deg is not None:
        a = int(np.argmin(abs((azimuths - azimuth_deg + 180.0) % 360.0 - 180.0)))
    shots = _shots(dataset, threat)[:, a]
    lon, lat = dataset["lon"].values, dataset["lat"].values
    figure, above, below = _parts(7.2, 6.6, 0.8)
    axes = above.add_subplot()
    box = _box(dataset, shots)
    _ground(axes, box, dataset)
    _fill(axes, lon, lat, shots[1])
    for case, values in zip(dataset["case"].values, shots, strict=True):
        for level, colour in zip(LEVELS, EDGES, strict=True):
            if values.max() >= level:
                axes.contour(
                    lon,
                    lat,
                    values,
                    levels=[level - 0.5],
                    colors=[colour],
                    linestyles=[LINES[str(case)]],
                    linewidths=1.3,
                    zorder=4,
                )
    _stands(axes, dataset, 5.0)
    _arrow(axes, float(azimuths[a]), named=True)
    _bar(axes, box)
    axes.set_xlabel("longitude of the aim point (°E)")
    axes.set_ylabel("latitude of the aim point (°N)")
    axes.set_title(f"Shots possible at one {threat}, by where it is aimed")
    handles: list[Patch | Line2D] = [
        Patch(color=shade, label=f"{level}{' or more' if level == 3 else ''} at nominal values")
        for level, shade in zip(LEVELS, SHADES, strict=True)
    ]
    for case, values in zip(LINES, shots, strict=True):
        label = _key(dataset, case) if values.max() else f"{case}: no shot anywhere"
        handles.append(Line2D([], [], color=BLUE, ls=LINES[case], label=label))
    handles.append(Line2D([], [], color=ORANGE, marker="^", ls="", label="fire unit (site)"))
    handles.append(Line2D([], [], color=INK, marker="o", ls="", label="defended asset"))
    _foot(below, dataset, handles, 3)
    return figure


def _panel(
    axes: Axes,
    dataset: xr.Dataset,
    shots: NDArray[np.generic],
    box: tuple[float, float, float, float],
    azimuth_deg: float,
) -> None:
    """Draw one footprint, shots by case, lat and lon, into a small panel without numbers."""
    lon, lat = dataset["lon"].values, dataset["lat"].values
    _ground(axes, box, dataset, names=False)
    _fill(axes, lon, lat, shots[1])
    for case, values in zip(dataset["case"].values, shots, strict=True):
        if values.max() > 0:
            axes.contour(
                lon, lat, values, levels=[0.5], colors=[BLUE], linestyles=[LINES[str(case)]],
                linewidths=0.8, zorder=4,
            )  # fmt: skip
    _stands(axes, dataset, 3.0)
    _arrow(axes, azimuth_deg, named=False)
    axes.set_xticks([])
    axes.set_yticks([])


def _panel_key() -> list[Patch | Line2D]:
    handles: list[Patch | Line2D] = [
        Patch(color=shade, label=f"{level}{'+' if level == 3 else ''} nominal")
        for level, shade in zip(LEVELS, SHADES, strict=True)
    ]
    handles += [
        Line2D([], [], color=BLUE, ls=LINES[case], lw=0.9, label=f"edge of one shot, {case}")
        for case in LINES
    ]
    return handles


def classes_chart(found: Sequence[tuple[str, xr.Dataset]]) -> Figure:
    """Draw one footprint beside the other, each with a scale of its own.

    Parameters
    ----------
    found : a title and a dataset of `airshield.coverage.compute` each; of its first threat that
        azimuth is drawn from which most ground is covered.
    """
    across = min(_PANELS_ACROSS, len(found))
    down = math.ceil(len(found) / across)
    figure, above, below = _parts(2.9 * across, 3.2 * down + 0.5, 0.5)
    for n, (title, dataset) in enumerate(found):
        threat = str(dataset["threat"].values[0])
        a = _best_azimuth(dataset, threat)
        shots = _shots(dataset, threat)[:, a]
        box = _box(dataset, shots)
        azimuth_deg = float(dataset["azimuth"].values[a])
        axes = above.add_subplot(down, across, n + 1)
        _panel(axes, dataset, shots, box, azimuth_deg)
        _bar(axes, box)
        axes.set_title(f"{title}\n{threat}, from {azimuth_deg:g}°", fontsize=9)
    above.suptitle("Shots possible at one threat, by class\n", fontweight="bold", x=0.01, ha="left")
    _foot(below, found[0][1], _panel_key(), min(6, 3 * max(1, across // 2)))
    return figure


def azimuths_chart(dataset: xr.Dataset, threat: str) -> Figure:
    """Draw the footprint from every azimuth, each in a panel of its own."""
    shots = _shots(dataset, threat)
    azimuths = dataset["azimuth"].values
    across = min(_PANELS_ACROSS, len(azimuths))
    down = math.ceil(len(azimuths) / across)
    figure, above, below = _parts(2.6 * across, 2.75 * down + 0.3, 0.5)
    box = _box(dataset, shots)
    for a, azimuth in enumerate(azimuths):
        axes = above.add_subplot(down, across, a + 1)
        _panel(axes, dataset, shots[:, a], box, float(azimuth))
        axes.set_title(f"from {azimuth:g}°", fontsize=9)
        if a == 0:
            _bar(axes, box)
    above.suptitle(
        f"Shots possible at one {threat} by approach azimuth", fontweight="bold", x=0.01, ha="left"
    )
    _foot(below, dataset, _panel_key(), min(6, 3 * max(1, across // 2)))
    return figure


def mean_chart(dataset: xr.Dataset, threat: str) -> Figure:
    """Draw the mean number of shots over the azimuths, and where the gap lies."""
    lon, lat = dataset["lon"].values, dataset["lat"].values
    own = dataset.sel(threat=threat)
    mean = own["shots_mean"].transpose("case", "lat", "lon").values
    gap = own["least_covered_azimuth_deg"].transpose("case", "lat", "lon").values[1]
    figure, above, below = _parts(11.0, 5.0, 0.45)
    box = _box(dataset, mean)
    left, right = above.subplots(1, 2)
    for axes in (left, right):
        _ground(axes, box, dataset)
        axes.set_xlabel("longitude of the aim point (°E)")
    left.set_ylabel("latitude of the aim point (°N)")
    top = max(float(mean[1].max()), 0.5)
    shown = np.ma.masked_less_equal(mean[1], 0.0)
    drawn = left.pcolormesh(lon, lat, shown, cmap="Blues", vmin=0.0, vmax=top, zorder=2)
    for case, values in zip(dataset["case"].values, mean, strict=True):
        if values.max() > 0.5:
            left.contour(
                lon, lat, values, levels=[0.5], colors=[BLUE], linestyles=[LINES[str(case)]],
                linewidths=1.2, zorder=4,
            )  # fmt: skip
    above.colorbar(drawn, ax=left, shrink=0.8, label="mean shots, nominal")
    left.set_title(f"Mean over {dataset.sizes['azimuth']} azimuths, {threat}")
    wheel = right.pcolormesh(
        lon, lat, np.ma.masked_invalid(gap), cmap="twilight", vmin=0.0, vmax=360.0, zorder=2
    )
    bar = above.colorbar(wheel, ax=right, shrink=0.8, label="azimuth (°)")
    bar.set_ticks([0, 90, 180, 270, 360])
    right.set_title("Least covered: middle of the widest gap")
    for axes in (left, right):
        _stands(axes, dataset, 4.0)
        _bar(axes, box)
    handles: list[Patch | Line2D] = [
        Line2D([], [], color=BLUE, ls=LINES[case], label=f"mean of 0.5 shots, {case}")
        for case in LINES
    ]
    _foot(below, dataset, handles, 3)
    return figure


def rose_chart(dataset: xr.Dataset) -> Figure:
    """Draw shots by approach azimuth for each asset and threat, north up."""
    assets, threats = dataset["asset"].values, dataset["threat"].values
    azimuth = np.radians(dataset["rose_azimuth"].values)
    step = azimuth[1] - azimuth[0] if len(azimuth) > 1 else 2.0 * math.pi
    width = max(4.8, 3.1 * len(threats) + 0.6)
    figure, above, below = _parts(width, 3.3 * len(assets) + 0.4, 0.55)
    whole = np.append(azimuth, azimuth[:1])
    for i, asset in enumerate(assets):
        for j, threat in enumerate(threats):
            axes = above.add_subplot(
                len(assets), len(threats), i * len(threats) + j + 1, projection="polar"
            )
            shots = dataset["rose_shots"].sel(asset=asset, threat=threat)
            low, nominal, high = shots.transpose("case", "rose_azimuth").values
            axes.set_theta_zero_location("N")  # type: ignore[attr-defined]
            axes.set_theta_direction(-1)  # type: ignore[attr-defined]
            axes.bar(azimuth, nominal, width=step, color=SHADES[1], ec="white", lw=0.4, zorder=2)
            for case, values in (("low", low), ("high", high)):
                ring = np.append(values, values[:1])
                axes.plot(whole, ring, color=BLUE, ls=LINES[case], lw=1.1, zorder=3)
            top = max(int(high.max()), 1)
            axes.set_ylim(0, 1.05 * top)
            axes.set_yticks(sorted({max(1, round(top / 2)), top}))
            axes.tick_params(labelsize=7)
            axes.set_title(f"{asset}, {threat}", fontsize=9, loc="center")
    handles: list[Patch | Line2D] = [
        Patch(color=SHADES[1], label="shots at nominal values"),
        *(Line2D([], [], color=BLUE, ls=LINES[case], label=case) for case in ("low", "high")),
    ]
    above.suptitle("Shots by approach azimuth", fontweight="bold", x=0.01, ha="left")
    _foot(below, dataset, handles, 3)
    return figure


def coverage_figures(
    dataset: xr.Dataset, azimuth_deg: dict[str, float] | None = None
) -> Iterator[tuple[str, Figure]]:
    """Yield every figure of a coverage with its name.

    Parameters
    ----------
    dataset : of `airshield.coverage.compute`.
    azimuth_deg : by threat, from where the footprint is drawn; else from the best azimuth.
    """
    wanted = azimuth_deg or {}
    for threat in (str(name) for name in dataset["threat"].values):
        yield f"footprint_{threat}", footprint_chart(dataset, threat, wanted.get(threat))
        yield f"azimuths_{threat}", azimuths_chart(dataset, threat)
        yield f"mean_{threat}", mean_chart(dataset, threat)
    yield "roses", rose_chart(dataset)


def save_coverage(
    dataset: xr.Dataset,
    folder: Path,
    azimuth_deg: dict[str, float] | None = None,
    formats: tuple[str, ...] = ("png", "svg"),
) -> list[Path]:
    """Write every figure of a coverage as `<name>.<format>` into a folder; return the paths.

    Raises
    ------
    OutputError : a file cannot be written.
    """
    written = []
    with rc_context(SETTINGS):
        for name, figure in coverage_figures(dataset, azimuth_deg):
            written += write_figure(figure, folder, name, formats)
    return written
