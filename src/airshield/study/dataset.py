"""Open a finished study as an xarray dataset: means with intervals, and the sums behind them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from airshield.extras import late
from airshield.result.intervals import quantile_from_counts, student, wilson
from airshield.simulate.lift import ALL, DEFENDED, DIFFERENCE, UNDEFENDED
from airshield.study.merge import RESULT_SCHEMA
from airshield.study.parts import DamagedError, read_rows
from airshield.study.sums import ASSET_MEASURES, HISTOGRAM, POSTURE
from airshield.study.written import (
    RESULT,
    Design,
    Manifest,
    damaged_result,
    read_design,
    read_manifest,
)

if TYPE_CHECKING:
    import xarray as xr

F8 = NDArray[np.float64]
Sums = tuple[int, float, float]
ARMS = (DEFENDED, UNDEFENDED, DIFFERENCE)
BAND = (0.05, 0.95)
"""Quantiles of the bands of chance, parameters and posture."""
LONG_NAMES = {
    "leakers": "leakers per raid",
    "p_no_leaker": "probability of no leaker",
    "people_exposed": "people exposed per raid",
    "intercepts": "threats hit at least once, per raid",
    "warheads_stopped": "warheads stopped per raid",
    "spent": "rounds spent per raid",
}


class _Rows:
    """The merged rows of a study, by cell."""

    def __init__(self, columns: dict[str, list[Any]]) -> None:
        self.cells: dict[tuple[int, int, str, str, str], Sums] = {}
        self._nominal: dict[tuple[int, str], dict[tuple[str, str], Sums]] = {}
        names = ("point", "sample", "arm", "owner", "measure", "n", "total", "total_sq")
        for *key, n, total, total_sq in zip(*(columns[name] for name in names), strict=True):
            point, sample, arm, owner, measure = key
            sums = (n, total, total_sq)
            self.cells[point, sample, arm, owner, measure] = sums
            if sample == 0:
                self._nominal.setdefault((point, arm), {})[owner, measure] = sums

    def owners(self, measure: str) -> list[str]:
        """Return who a measure is told of, all first."""
        found = {key[3] for key in self.cells if key[2] == DEFENDED and key[4] == measure}
        return [ALL, *sorted(found - {ALL})]

    def of(self, point: int, arm: str) -> dict[tuple[str, str], Sums]:
        """Return the rows of one arm of one point at nominal values, by owner and measure."""
        return self._nominal.get((point, arm), {})


def open_study(folder: str | Path) -> xr.Dataset:
    """Open a finished study.

    Parameters
    ----------
    folder : what `run` wrote.

    Returns
    -------
    Dimensions: one for each axis of a grid (or `point`, with the axes as coordinates along it),
    `sample` (0: nominal values), `arm` (defended, undefended, difference) and `asset` (`all`
    first); `spent` over `group`. For each measure its mean, the ends of its 95 % interval
    (`_low`, `_high`; Wilson for probabilities, else Student) and its sums (`_sum`, `_sum_sq`), with
    `n` raids. Bands over raids, values and postures at 5 and 95 %: `leakers_chance`,
    `leakers_parameters`, `p_no_leaker_parameters`, `leakers_posture`, `p_no_leaker_posture`.
    What is not there (an asset that a point lacks, a sample that could not fly) is nan.

    Raises
    ------
    OutputError : the folder holds no finished study, or a damaged one.
    MissingExtraError : xarray is not installed.
    """
    xarray = late("xarray", "study")
    path = Path(folder)
    manifest = read_manifest(path)
    design = read_design(path, grid=manifest.design == "grid")
    samples = manifest.samples + 1
    rows = _rows(path, len(design.points), samples)
    flat = _variables(rows, len(design.points), samples)
    found = xarray.Dataset(
        {name: (dims, values) for name, (dims, values) in flat.items()},
        coords={
            "sample": np.arange(samples),
            "arm": list(ARMS),
            "asset": rows.owners("leakers"),
            "group": rows.owners("spent"),
            "band": list(BAND),
        },
    )
    return _shaped(found, design, manifest)


def _rows(folder: Path, n_points: int, samples: int) -> _Rows:
    """Return the rows of a result that fits its design."""
    try:
        columns = read_rows(folder / RESULT, RESULT_SCHEMA)
    except DamagedError as reason:
        raise damaged_result(folder, str(reason)) from None
    for name, end in (("point", n_points), ("sample", samples), ("n", None)):
        least, own = (1 if name == "n" else 0), columns[name]
        if not own or min(own) < least or (end is not None and max(own) >= end):
            raise damaged_result(folder, f"column {name} does not fit the design")
    return _Rows(columns)


def _variables(rows: _Rows, n_points: int, samples: int) -> dict[str, tuple[tuple[str, ...], F8]]:
    shape = (n_points, samples, len(ARMS))
    flat: dict[str, tuple[tuple[str, ...], F8]] = {}
    for measure in ASSET_MEASURES:
        owners = rows.owners("leakers")
        dims = ("point", "sample", "arm", "asset")
        flat |= _measure(rows, measure, owners, (*shape, len(owners)), dims)
    owners = rows.owners("spent")
    dims = ("point", "sample", "arm", "group")
    flat |= _measure(rows, "spent", owners, (*shape, len(owners)), dims)
    # Rounds are spent in the defended arm only.
    for name in [name for name in flat if name.startswith("spent")]:
        flat[name] = ("point", "sample", "group"), flat[name][1][:, :, 0]
    leakers, none = flat["leakers"][1], flat["p_no_leaker"][1]
    flat["leakers_chance"] = ("point", "band"), _chance(rows, n_points)
    flat["leakers_parameters"] = ("point", "band"), _parameters(leakers[:, 1:, 0, 0])
    flat["p_no_leaker_parameters"] = ("point", "band"), _parameters(none[:, 1:, 0, 0])
    flat["leakers_posture"] = ("point", "band"), _posture(rows, n_points, "leakers")
    flat["p_no_leaker_posture"] = ("point", "band"), _posture(rows, n_points, "p_no_leaker")
    return flat


def _measure(
    rows: _Rows, measure: str, owners: list[str], shape: tuple[int, ...], dims: tuple[str, ...]
) -> dict[str, tuple[tuple[str, ...], F8]]:
    names = ("", "_low", "_high", "_sum", "_sum_sq")
    values = {name: np.full(shape, np.nan) for name in names}
    counts = np.zeros(shape)
    of_owner = {owner: k for k, owner in enumerate(owners)}
    of_arm = {arm: k for k, arm in enumerate(ARMS)}
    for (point, sample, arm, owner, own), (n, total, total_sq) in rows.cells.items():
        if own != measure or arm not in of_arm:
            continue
        at = (point, sample, of_arm[arm], of_owner[owner])
        share = measure == "p_no_leaker" and arm != DIFFERENCE
        low, high = wilson(total, n) if share else student(total, total_sq, n)
        counts[at] = n
        for name, value in zip(names, (total / n, low, high, total, total_sq), strict=True):
            values[name][at] = value
    found = {f"{measure}{name}": (dims, array) for name, array in values.items()}
    if measure == "leakers":
        found["n"] = ("point", "sample"), counts[:, :, 0, 0]
    return found


def _chance(rows: _Rows, n_points: int) -> F8:
    """Return the quantiles of leakers over raids at nominal values, (points, 2)."""
    found = np.full((n_points, len(BAND)), np.nan)
    for point in range(n_points):
        own = rows.of(point, HISTOGRAM)
        if own:
            counts = np.zeros(1 + max(int(measure) for _, measure in own), dtype=np.int64)
            for (_, measure), (n, _, _) in own.items():
                counts[int(measure)] = n
            found[point] = [quantile_from_counts(counts, q) for q in BAND]
    return found


def _parameters(means: F8) -> F8:
    """Return the quantiles of the mean over samples of the values, (points, 2)."""
    found = np.full((len(means), len(BAND)), np.nan)
    for point, own in enumerate(means):
        known = own[np.isfinite(own)]
        if len(known) > 1:
            found[point] = np.quantile(known, BAND)
    return found


def _posture(rows: _Rows, n_points: int, measure: str) -> F8:
    """Return the quantiles of the mean given the posture, weighted by how often each was drawn."""
    found = np.full((n_points, len(BAND)), np.nan)
    for point in range(n_points):
        own = [
            (total / n, n)
            for (_, name), (n, total, _) in rows.of(point, POSTURE).items()
            if name == measure
        ]
        if own:
            means, weights = (np.array(column) for column in zip(*sorted(own), strict=True))
            shares = np.cumsum(weights) / weights.sum()
            found[point] = [means[np.searchsorted(shares, q - 1e-12)] for q in BAND]
    return found


def _shaped(found: xr.Dataset, design: Design, manifest: Manifest) -> xr.Dataset:
    """Give a grid its axes as dimensions, a Latin hypercube as coordinates along `point`."""
    axes, points = design.axes, design.points
    if manifest.design == "grid":
        sizes = [len(axis.values) for axis in axes]
        names = [axis.id for axis in axes]
        out = {}
        for name, variable in found.data_vars.items():
            rest = variable.dims[1:]
            values = variable.values.reshape(*sizes, *variable.shape[1:])
            out[name] = ((*names, *rest), values)
        coords = {axis.id: axis.values for axis in axes}
        coords |= {name: found.coords[name].values for name in found.coords}
        shaped: xr.Dataset = type(found)(out, coords=coords)
    else:
        along = {axis.id: ("point", [row[k] for row in points]) for k, axis in enumerate(axes)}
        shaped = found.assign_coords(point=np.arange(len(points)), **along)
    for axis in axes:
        shaped[axis.id].attrs["long_name"] = axis.name
    for name, words in LONG_NAMES.items():
        shaped[name].attrs["long_name"] = words
    keep = ("study_id", "title", "question", "scenario_id", "design", "run_hash")
    shaped.attrs = {key: getattr(manifest, key) for key in keep}
    shaped.attrs["axes"] = [axis.id for axis in axes]
    return shaped
