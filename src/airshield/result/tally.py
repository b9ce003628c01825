"""Keep counts, sums and sums of squares of per-replication columns; merging is addition."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

GRAIN = 512
"""Replications are summed in grains of this many, in order, so that sums of floats do not depend
on how a run was cut into blocks. Every block but the last is a multiple of it."""

Key = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Tally:
    """Sums over n replications of named columns.

    Attributes
    ----------
    keys : names of the columns; n : number of replications.
    total, total_sq : float64 (n_columns,), sums and sums of squares.
    """

    keys: tuple[Key, ...]
    n: int
    total: NDArray[np.float64]
    total_sq: NDArray[np.float64]
    index: dict[Key, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", {key: i for i, key in enumerate(self.keys)})

    @staticmethod
    def empty(keys: tuple[Key, ...]) -> Tally:
        """Return a tally of nothing."""
        zeros = np.zeros(len(keys))
        return Tally(keys, 0, zeros, zeros.copy())

    def plus(self, values: NDArray[np.float64]) -> Tally:
        """Return this tally with more replications, float64 (n, n_columns), in their order.

        All calls but the last must bring a multiple of `GRAIN` rows.
        """
        total, total_sq = self.total.copy(), self.total_sq.copy()
        for start in range(0, len(values), GRAIN):
            grain = values[start : start + GRAIN]
            total += grain.sum(axis=0)
            total_sq += (grain * grain).sum(axis=0)
        return Tally(self.keys, self.n + len(values), total, total_sq)

    def __add__(self, other: Tally) -> Tally:
        """Merge two tallies of the same columns.

        Raises
        ------
        ValueError : the columns differ.
        """
        if self.keys != other.keys:
            raise ValueError("tallies of different columns cannot be merged")
        return Tally(
            self.keys,
            self.n + other.n,
            self.total + other.total,
            self.total_sq + other.total_sq,
        )

    def sums(self, *key: str) -> tuple[float, float]:
        """Return (sum, sum of squares) of one column."""
        i = self.index[key]
        return float(self.total[i]), float(self.total_sq[i])

    def mean(self, *key: str) -> float:
        """Return the mean of one column."""
        return float(self.total[self.index[key]]) / self.n

    def variance(self, *key: str) -> float:
        """Return the variance of one column over replications (n in the denominator)."""
        total, total_sq = self.sums(*key)
        mean = total / self.n
        return max(0.0, total_sq / self.n - mean * mean)
