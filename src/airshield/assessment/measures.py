"""Turn counts and sums over replications into measures: the one place that picks an interval."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from airshield.assessment.model import Measure
from airshield.result.intervals import LEVEL, student, wilson
from airshield.result.tally import Tally

Values = NDArray[np.float64] | NDArray[np.bool_]


def share_of(successes: float, n: int) -> Measure:
    """Return a share of n replications with its Wilson interval."""
    return Measure(successes / n, *wilson(successes, n), "wilson", LEVEL, n)


def mean_of(total: float, total_sq: float, n: int, *, paired: bool = False) -> Measure:
    """Return a mean over n replications with its t interval.

    Parameters
    ----------
    total, total_sq : sum and sum of squares of the n values; paired : they are differences of two
        arms on common random numbers.
    """
    low, high = student(total, total_sq, n)
    return Measure(total / n, low, high, "paired_t" if paired else "t", LEVEL, n)


def share(values: Values) -> Measure:
    """Return the share of replications in which something holds, (n,) of 0 and 1."""
    return share_of(float(values.sum()), len(values))


def mean(values: NDArray[np.float64], *, paired: bool = False) -> Measure:
    """Return the mean of a value of each replication, (n,)."""
    return mean_of(float(values.sum()), float((values**2).sum()), len(values), paired=paired)


def proportion(tally: Tally, *key: str) -> Measure:
    """Return a share of replications by its column."""
    return share_of(tally.sums(*key)[0], tally.n)


def average(tally: Tally, *key: str, paired: bool = False) -> Measure:
    """Return a mean over replications by its column."""
    return mean_of(*tally.sums(*key), tally.n, paired=paired)
