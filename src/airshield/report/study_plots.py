"""Draw studies: probability of no leaker and leakers over an axis, expenditure, a heat map."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from airshield.report.style import CYCLE, GREY, GRID_LINE, INK, new_figure, small_print, styled

if TYPE_CHECKING:
    import xarray as xr

MARKS = ("o", "s", "^", "D", "v", "P")
"""Hollow, so that lines that meet in a point are all seen there; none is moved off its value."""
WORDS = {
    "p_no_leaker": "probability of no leaker",
    "leakers": "leakers per raid",
    "spent": "rounds spent per raid",
}


@styled
def study_figures(found: xr.Dataset, x: str, by: str | None) -> dict[str, Figure]:
    """Draw every plot of a study whose axes are `x`, `by` and no other.

    Parameters
    ----------
    found : as of `airshield.study.open`, the other axes fixed; x : the axis that runs; by : the
        axis of the lines, None for one line.

    Returns
    -------
    By name: `no-leaker`, `leakers`, `expenditure`, and with two axes `heat-map`; `no-leaker` and
    `leakers` only of a Latin hypercube.
    """
    drawn = {
        "no-leaker": lines(found, "p_no_leaker", x, by),
        "leakers": lines(found, "leakers", x, by),
    }
    if found.attrs["design"] == "grid":
        drawn["expenditure"] = lines(found, "spent", x, by)
        if by is not None:
            drawn["heat-map"] = heat_map(found, "p_no_leaker", x, by)
    return drawn


def _of(found: xr.Dataset, name: str, arm: str = "defended") -> Any:
    """Return a variable at nominal values, for all assets or groups."""
    own = found[name]
    places = {"sample": 0, "asset": "all", "group": "all", "arm": arm}
    return own.sel({dim: value for dim, value in places.items() if dim in own.dims})


@styled
def lines(found: xr.Dataset, measure: str, x: str, by: str | None) -> Figure:
    """Draw a measure over one axis, a line for each value of another, with its bands.

    Error bars are 95 % intervals of the simulation. The dark band is what the values' ranges make
    (5 to 95 %); the light one chance, for leakers, over single raids. Posture is a dotted band.
    """
    figure, axes = new_figure(7.5, 4.8)
    if found.attrs["design"] != "grid":
        return _scatter(figure, axes, found, measure, x)
    at = found[x].values
    numeric = np.issubdtype(at.dtype, np.number)
    where = at.astype(float) if numeric else np.arange(len(at), dtype=float)
    values = [None] if by is None else list(found[by].values)
    for k, (value, colour) in enumerate(zip(values, cycle(CYCLE), strict=False)):
        own = found if value is None else found.sel({by: value})
        _bands(axes, own, measure, where, colour, light=len(values) == 1)
        mark = MARKS[k % len(MARKS)]
        _line(axes, own, measure, where, (colour, mark), "" if value is None else _shown(value))
    if measure == "leakers":
        bare = _of(found if by is None else found.isel({by: 0}), measure, "undefended")
        axes.plot(where, bare.values, color=GREY, ls="--", lw=1.2, label="no defence")
    axes.set_xticks(where, [_shown(value) for value in at])
    _finish(figure, axes, found, measure, x, by)
    return figure


def _bands(
    axes: Axes, own: xr.Dataset, measure: str, where: Any, colour: str, *, light: bool
) -> None:
    if measure == "leakers" and light:
        low, high = own["leakers_chance"].values.T
        axes.fill_between(where, low, high, color=colour, alpha=0.12, lw=0, label="chance, 5–95 %")
    for kind, alpha, words in (("parameters", 0.22, "values"), ("posture", 0.0, "posture")):
        name = f"{measure}_{kind}"
        if name not in own or not np.isfinite(own[name].values).any():
            continue
        low, high = own[name].values.T
        if kind == "posture":
            if not light or np.allclose(low, high):
                continue
            axes.plot(where, low, color=INK, ls=":", lw=1, label=f"{words}, 5–95 %")
            axes.plot(where, high, color=INK, ls=":", lw=1)
            continue
        label = f"{words}, 5–95 %" if light else None
        axes.fill_between(where, low, high, color=colour, alpha=alpha, lw=0, label=label)


def _line(
    axes: Axes, own: xr.Dataset, measure: str, where: Any, look: tuple[str, str], label: str
) -> None:
    colour, mark = look
    mean, low, high = (_of(own, f"{measure}{end}").values for end in ("", "_low", "_high"))
    axes.errorbar(
        where,
        mean,
        yerr=(np.maximum(0.0, mean - low), np.maximum(0.0, high - mean)),
        color=colour,
        marker=mark,
        ms=4.5,
        markerfacecolor="none",
        lw=1.4,
        capsize=2,
        label=label or "mean, 95 % interval",
    )


def _scatter(figure: Figure, axes: Axes, found: xr.Dataset, measure: str, x: str) -> Figure:
    """Draw the points of a Latin hypercube over one axis."""
    where = found[x].values
    axes.plot(where, _of(found, measure).values, ls="", marker="o", ms=4, color=CYCLE[0])
    _finish(figure, axes, found, measure, x, None)
    return figure


def _finish(
    figure: Figure, axes: Axes, found: xr.Dataset, measure: str, x: str, by: str | None
) -> None:
    if measure == "p_no_leaker":
        axes.set_ylim(-0.02, 1.02)
    else:
        axes.set_ylim(bottom=0.0)
    axes.set_xlabel(found[x].attrs.get("long_name", x))
    axes.set_ylabel(WORDS[measure])
    axes.grid(axis="y", color=GRID_LINE, lw=0.6)
    axes.set_title(found.attrs["title"])
    handles, _ = axes.get_legend_handles_labels()
    if len(handles) > 1 or by is not None:
        title = None if by is None else found[by].attrs.get("long_name", by)
        axes.legend(
            frameon=False, fontsize=8, title=title, title_fontsize=8,
            loc="upper left", bbox_to_anchor=(1.0, 1.0),
        )  # fmt: skip
    _footer(figure, found)


@styled
def heat_map(found: xr.Dataset, measure: str, x: str, y: str) -> Figure:
    """Draw a measure over two axes, each field with its number."""
    own = _of(found, measure).transpose(y, x).values
    rows, columns = own.shape
    figure, axes = new_figure(max(5.5, 2.2 + 0.62 * columns), max(2.6, 1.6 + 0.5 * rows))
    top = 1.0 if measure == "p_no_leaker" else max(1e-9, float(np.nanmax(own)))
    image = axes.imshow(own, cmap="cividis", vmin=0.0, vmax=top, aspect="auto", origin="lower")
    for (row, column), value in np.ndenumerate(own):
        ink = "white" if value < 0.55 * top else INK
        axes.text(column, row, f"{value:.2f}", ha="center", va="center", color=ink, fontsize=8)
    axes.set_xticks(range(columns), [_shown(value) for value in found[x].values])
    axes.set_yticks(range(rows), [_shown(value) for value in found[y].values])
    axes.set_xlabel(found[x].attrs.get("long_name", x))
    axes.set_ylabel(found[y].attrs.get("long_name", y))
    axes.set_title(found.attrs["title"])
    figure.colorbar(image, ax=axes, label=WORDS[measure])
    _footer(figure, found)
    return figure


def _shown(value: Any) -> str:
    return str(value).replace("_", "-") if isinstance(value, str) else f"{value:g}"


def _footer(figure: Figure, found: xr.Dataset) -> None:
    fixed = ", ".join(f"{name} = {value}" for name, value in found.attrs.get("fixed", {}).items())
    bands = "Bands: 5–95 % over the values' ranges. " if found.sizes["sample"] > 1 else ""
    said = f"{bands}Kill probabilities are priors. {fixed + '; ' if fixed else ''}"
    text = f"{said}{found.attrs['scenario_id']}, study {found.attrs['study_id']}"
    small_print(figure, text)
