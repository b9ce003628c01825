"""Turn counts, sums and sums of squares into numbers with intervals."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

LEVEL = 0.95


def _z(level: float) -> float:
    return float(ndtri(0.5 + level / 2))


def wilson(successes: float, n: int, level: float = LEVEL) -> tuple[float, float]:
    """Return the Wilson score interval of a proportion.

    Parameters
    ----------
    successes : number of successes, 0..n; n : number of trials, at least 1; level : confidence.

    **Source**: Wilson, "Probable inference, the law of succession, and statistical inference",
    J. Am. Stat. Assoc. 22 (1927) 209-212.
    """
    z = _z(level)
    p = successes / n
    centre = p + z * z / (2 * n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # At the ends the exact limits are 0 and 1: say so despite rounding.
    low = 0.0 if successes <= 0 else max(0.0, (centre - half) / scale)
    high = 1.0 if successes >= n else min(1.0, (centre + half) / scale)
    return low, high


def student(total: float, total_sq: float, n: int, level: float = LEVEL) -> tuple[float, float]:
    """Return Student's t interval of a mean from the sum and the sum of squares of n values.

    With a single value the interval is unbounded: (-inf, inf).

    **Source**: Student, "The probable error of a mean", Biometrika 6 (1908) 1-25.
    """
    mean = total / n
    if n < 2:
        return -math.inf, math.inf
    variance = max(0.0, (total_sq - n * mean * mean) / (n - 1))
    half = float(stdtrit(n - 1, 0.5 + level / 2)) * math.sqrt(variance / n)
    return mean - half, mean + half


def welch(
    first: tuple[float, float, int], second: tuple[float, float, int], level: float = LEVEL
) -> tuple[float, float]:
    """Return Welch's t interval of the difference of two means, first minus second.

    Parameters
    ----------
    first, second : mean, unbiased variance and number of values of two independent samples. With a
        single value on one side the interval is unbounded.

    **Source**: Welch, "The generalization of 'Student's' problem when several different population
    variances are involved", Biometrika 34 (1947) 28-35.
    """
    gap = first[0] - second[0]
    if min(first[2], second[2]) < 2:
        return -math.inf, math.inf
    parts = [variance / n for _, variance, n in (first, second)]
    error = sum(parts)
    if error == 0.0:
        return gap, gap
    freedom = error**2 / sum(
        part**2 / (n - 1) for part, (_, _, n) in zip(parts, (first, second), strict=True)
    )
    half = float(stdtrit(freedom, 0.5 + level / 2)) * math.sqrt(error)
    return gap - half, gap + half


def replications_for(p: float, half_width: float, level: float = LEVEL) -> int:
    """Return how many replications give a proportion near p this half-width (normal theory).

    **Source**: the textbook sample size n = z^2 p (1 - p) / h^2, rounded up.
    """
    return math.ceil(_z(level) ** 2 * p * (1 - p) / half_width**2)


def quantile_from_counts(counts: NDArray[np.int64], q: float) -> float:
    """Return the smallest value whose cumulative share reaches q; counts[v] counts value v."""
    cumulative = np.cumsum(counts)
    return float(np.searchsorted(cumulative, q * cumulative[-1]))
