"""Hold the values of one axis of a study against each other, or two studies, point by point."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import stdtrit

from airshield.errors import Fault, InputError
from airshield.result.intervals import LEVEL
from airshield.study.blocks import BLOCKS_LEAST, Blocks, blocks_of, paired
from airshield.study.dataset import open_study
from airshield.study.pick import known_axis
from airshield.study.written import read_manifest

if TYPE_CHECKING:
    import xarray as xr

BETTER_LOW = ("leakers", "people_exposed", "spent")
MEASURES = ("p_no_leaker", "leakers", "people_exposed", "spent")


Sums = tuple[float, float, float]
OfPoint = Mapping[tuple[int, str], Blocks]


@dataclass(frozen=True)
class Row:
    """One value of an axis against the first, at one place of the other axes.

    Attributes
    ----------
    at : values of the other axes; value, reference : of the axis, or the names of two folders.
    difference : value less reference, with the ends of its 95 % interval; verdict : in words.
    method : "paired" over common blocks, or "Welch".
    """

    at: dict[str, object]
    measure: str
    reference: object
    value: object
    difference: float
    low: float
    high: float
    verdict: str
    method: str


def welch(a: Sums, b: Sums) -> Sums:
    """Return mean of a less mean of b, with Welch's interval.

    Parameters
    ----------
    a, b : (n, sum, sum of squares), n at least 2.

    **Source**: Welch, "The generalization of Student's problem when several different population
    variances are involved", Biometrika 34 (1947) 28-35.

    **Limits**: takes the two as independent. Where they share their draws, most differences are
    surer than this interval says: it errs to the wide side.
    """
    means, parts, freedom = [], [], 0.0
    for n, total, total_sq in (a, b):
        mean = total / n
        part = max(0.0, (total_sq - n * mean * mean) / (n - 1)) / n
        means.append(mean)
        parts.append(part)
        freedom += part * part / (n - 1)
    difference, variance = means[0] - means[1], sum(parts)
    if variance == 0.0:
        return difference, difference, difference
    half = float(stdtrit(variance**2 / freedom, 0.5 + LEVEL / 2)) * math.sqrt(variance)
    return difference, difference - half, difference + half


@dataclass(frozen=True, eq=False)
class _Side:
    """One point of a study: its sums, and its blocks where the parts are at hand."""

    dataset: xr.Dataset
    blocks: OfPoint
    seed: object

    def sums(self, measure: str) -> Sums:
        place = {"group": "all"} if measure == "spent" else {"asset": "all", "arm": "defended"}
        own = self.dataset.sel(place)
        total, total_sq = own[f"{measure}_sum"].item(), own[f"{measure}_sum_sq"].item()
        return float(self.dataset["n"].item()), total, total_sq

    def own_blocks(self, measure: str) -> Blocks:
        return self.blocks.get((int(self.dataset["number"].item()), measure), {})


def compare(study: str | Path | xr.Dataset, axis: str) -> list[Row]:
    """Compare every value of one axis with its first value, at each point of the other axes.

    All points of a study share their draws. Given its folder, with blocks enough, differences are
    paired block by block; given the dataset of `open`, which has no blocks, they are Welch's.

    Parameters
    ----------
    study : a folder, or the dataset of `open`; axis : its id.

    Raises
    ------
    InputError : no such axis, or the study is no grid.
    OutputError : the folder holds no finished study.
    """
    whole, blocks = _opened(study)
    _check(whole, axis)
    values = list(whole[axis].values)
    others = [name for name in whole.attrs["axes"] if name != axis]
    stacked = whole.stack(place=others) if others else whole.expand_dims("place")
    rows = []
    for place in range(stacked.sizes["place"]):
        at = stacked.isel(place=place)
        where = {name: at[name].item() for name in others}
        first = _Side(at.sel({axis: values[0]}), blocks, 0)
        for measure in MEASURES:
            for value in values[1:]:
                side = _Side(at.sel({axis: value}), blocks, 0)
                rows += _row(first, side, measure, (values[0].item(), value.item()), where)
    return rows


def compare_folders(first: str | Path, second: str | Path) -> list[Row]:
    """Compare two studies of the same points: the second less the first, at each point.

    Parameters
    ----------
    first, second : folders that `run` wrote. Where both have one seed and blocks of one size, the
        differences are paired.

    Raises
    ------
    InputError : their points differ.
    OutputError : a folder holds no finished study.
    """
    datasets, blocks = zip(*(_opened(folder) for folder in (first, second)), strict=True)
    axes = datasets[0].attrs["axes"]
    names = [str(name) for name in (first, second)]
    if axes != datasets[1].attrs["axes"] or not all(
        datasets[0][axis].equals(datasets[1][axis]) for axis in axes
    ):
        message = f"has other points than {first}; compare studies of the same axes and values"
        raise InputError([Fault(str(second), None, "", message)])
    seeds = [read_manifest(Path(folder)).inputs.get("seed") for folder in (first, second)]
    grid = datasets[0].attrs["design"] == "grid"
    stacked = [one.stack(place=axes) if grid else one.rename(point="place") for one in datasets]
    rows = []
    for place in range(stacked[0].sizes["place"]):
        sides = [
            _Side(one.isel(place=place), own, seed)
            for one, own, seed in zip(stacked, blocks, seeds, strict=True)
        ]
        where = {axis: sides[0].dataset[axis].item() for axis in axes}
        for measure in MEASURES:
            rows += _row(sides[0], sides[1], measure, (names[0], names[1]), where)
    return rows


def _opened(study: str | Path | xr.Dataset) -> tuple[xr.Dataset, OfPoint]:
    """Return the nominal values of a study with the number of each point, and its blocks."""
    if isinstance(study, str | Path):
        found, blocks = open_study(study), blocks_of(Path(study), MEASURES)
    else:
        found, blocks = study, {}
    own = found.isel(sample=0)
    dims = list(own.attrs["axes"]) if own.attrs["design"] == "grid" else ["point"]
    sizes = [own.sizes[name] for name in dims]
    return own.assign(number=(dims, np.arange(math.prod(sizes)).reshape(sizes))), blocks


def _check(found: xr.Dataset, axis: str) -> None:
    known_axis(list(found.attrs["axes"]), axis, "axis")
    if found.attrs["design"] != "grid":
        message = "the points of a Latin hypercube have no neighbours along an axis; use a grid"
        raise InputError([Fault("command line", None, "axis", message)])


def _row(
    first: _Side, side: _Side, measure: str, names: tuple[Any, Any], where: dict[str, object]
) -> list[Row]:
    """Return one row, or none where a side was not played enough."""
    sums = [one.sums(measure) for one in (side, first)]
    if not all(n >= 2 and math.isfinite(total) for n, total, _ in sums):
        return []
    found, method = None, "paired"
    if side.seed == first.seed:
        found = paired(side.own_blocks(measure), first.own_blocks(measure))
    if found is None:
        found, method = welch(sums[0], sums[1]), "Welch"
    difference, low, high = found
    verdict = _verdict(measure, low, high)
    return [Row(where, measure, names[0], names[1], difference, low, high, verdict, method)]


def _verdict(measure: str, low: float, high: float) -> str:
    if low <= 0.0 <= high:
        return "not distinguishable"
    better = (high < 0.0) == (measure in BETTER_LOW)
    if measure == "spent":
        return "spends fewer" if better else "spends more"
    return "better" if better else "worse"


def in_words(rows: Sequence[Row]) -> str:
    """Say by which method the intervals of some rows were found."""
    methods = {row.method for row in rows}
    if methods == {"paired"}:
        return "Intervals are paired: block by block, on common draws."
    if methods == {"Welch"}:
        return (
            "Intervals are Welch's, of independent samples: too wide where draws are common. "
            f"Paired ones need one seed and {BLOCKS_LEAST} common blocks: a smaller `block`."
        )
    return "Intervals are paired where a point has blocks enough, else Welch's (see --json)."
