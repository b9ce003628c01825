"""Lay out the points of a study: a full grid, or a Latin hypercube."""

from __future__ import annotations

import itertools
import math

import numpy as np

from airshield.study.models import Axis, StudyFile, Value

Point = dict[str, Value]
"""One value for each axis, by its id."""
POINTS_MOST = 100_000
_SEED_OF_DESIGN = 0xA1E5


def points_of(axis: Axis) -> tuple[Value, ...]:
    """Return what an axis is tried with: its values, or the ends of its range."""
    if axis.values:
        return axis.values
    return tuple(end for end in (axis.low, axis.high) if end is not None)


def first_values(spec: StudyFile) -> Point:
    """Return the first value of every axis."""
    return {axis.id: points_of(axis)[0] for axis in spec.axis}


def _value(axis: Axis, u: float) -> Value:
    """Return the value of an axis at a point of its unit interval."""
    if axis.values:
        return axis.values[min(int(u * len(axis.values)), len(axis.values) - 1)]
    low, high = axis.low, axis.high
    if low is None or high is None:
        raise ValueError("an axis has values, or low and high")
    if isinstance(low, int) and isinstance(high, int):
        return low + min(int(u * (high - low + 1)), high - low)
    return float(low + u * (high - low))


def design(spec: StudyFile) -> tuple[Point, ...] | None:
    """Return the points of a study in order, the last axis moving fastest.

    Returns
    -------
    None where a grid has more than `POINTS_MOST` points.

    **Source**: McKay, Beckman & Conover, Technometrics 21 (1979) 239-245, for the Latin hypercube;
    drawn by SciPy.
    """
    ids = [axis.id for axis in spec.axis]
    if spec.design == "grid":
        if math.prod(len(axis.values) for axis in spec.axis) > POINTS_MOST:
            return None
        rows = itertools.product(*(axis.values for axis in spec.axis))
        return tuple(dict(zip(ids, row, strict=True)) for row in rows)
    from scipy.stats import qmc  # noqa: PLC0415  (heavy, and only here)

    rng = np.random.default_rng([_SEED_OF_DESIGN, spec.seed])
    unit = qmc.LatinHypercube(len(ids), rng=rng).random(spec.points or 2)
    return tuple(
        {axis.id: _value(axis, float(u)) for axis, u in zip(spec.axis, row, strict=True)}
        for row in unit
    )
