"""Hold the values of one axis of a study against each other, all other axes alike."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scipy.special import stdtrit

from airshield.errors import Fault, InputError
from airshield.result.intervals import LEVEL
from airshield.study.dataset import open_study

if TYPE_CHECKING:
    import xarray as xr

BETTER_LOW = ("leakers", "people_exposed", "spent")
MEASURES = ("p_no_leaker", "leakers", "people_exposed", "spent")


Sums = tuple[float, float, float]


@dataclass(frozen=True)
class Row:
    """One value of an axis against the first, at one place of the other axes.

    Attributes
    ----------
    at : values of the other axes; value, reference : of the axis.
    difference : value less reference, with the ends of its 95 % interval; verdict : in words.
    """

    at: dict[str, object]
    measure: str
    reference: object
    value: object
    difference: float
    low: float
    high: float
    verdict: str


def welch(a: Sums, b: Sums) -> Sums:
    """Return mean of a less mean of b, with Welch's interval.

    Parameters
    ----------
    a, b : (n, sum, sum of squares), n at least 2.

    **Source**: Welch, "The generalization of Student's problem when several different population
    variances are involved", Biometrika 34 (1947) 28-35.

    **Limits**: takes the two as independent. Points of a study share their draws, which makes most
    differences smaller than this interval says: it errs to the wide side.
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


def compare(study: str | Path | xr.Dataset, axis: str) -> list[Row]:
    """Compare every value of one axis with its first value, at each point of the other axes.

    Parameters
    ----------
    study : a folder, or the dataset of `open`; axis : its id.

    Raises
    ------
    InputError : no such axis, or the study is no grid.
    """
    found = open_study(study) if isinstance(study, str | Path) else study
    _check(found, axis)
    own = found.isel(sample=0)
    values = list(own[axis].values)
    rows = []
    others = [name for name in found.attrs["axes"] if name != axis]
    stacked = own.stack(place=others) if others else own.expand_dims("place")
    for place in range(stacked.sizes["place"]):
        at = stacked.isel(place=place)
        where = {name: at[name].item() for name in others}
        for measure in MEASURES:
            for value in values[1:]:
                row = _row(at, axis, measure, values[0], value, where)
                if row is not None:
                    rows.append(row)
    return rows


def _check(found: xr.Dataset, axis: str) -> None:
    axes = list(found.attrs["axes"])
    if axis not in axes:
        message = f"no such axis; the study has {', '.join(axes)}"
        raise InputError([Fault("command line", None, axis, message)])
    if found.attrs["design"] != "grid":
        message = "the points of a Latin hypercube have no neighbours along an axis; use a grid"
        raise InputError([Fault("command line", None, axis, message)])


def _raids(here: xr.Dataset) -> float:
    return float(here["n"].item())


def _row(
    at: xr.Dataset, axis: str, measure: str, first: Any, value: Any, where: dict[str, object]
) -> Row | None:
    sums = []
    for one in (value, first):
        here = at.sel({axis: one})
        place = {"group": "all"} if measure == "spent" else {"asset": "all", "arm": "defended"}
        own = here.sel(place)
        sums.append((_raids(here), own[f"{measure}_sum"].item(), own[f"{measure}_sum_sq"].item()))
    if not all(n >= 2 and math.isfinite(total) for n, total, _ in sums):
        return None
    difference, low, high = welch(sums[0], sums[1])
    verdict = _verdict(measure, low, high)
    return Row(where, measure, first.item(), value.item(), difference, low, high, verdict)


def _verdict(measure: str, low: float, high: float) -> str:
    if low <= 0.0 <= high:
        return "not distinguishable"
    better = (high < 0.0) == (measure in BETTER_LOW)
    if measure == "spent":
        return "spends fewer" if better else "spends more"
    return "better" if better else "worse"
