"""Price targets: the best columns at given prices of rounds, and the bound that they prove."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from airshield.kernel.pricing import columns_within, price_targets
from airshield.plan.problem import Problem

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

NODES_MOST = 20_000_000
"""Nodes of the search of one target, about a second, before it gives a bound only."""
NOTHING_LEFT = 41.0
"""exp(-41) is 1e-18: more rounds of one kind than leave this share change no bit of the sum."""


@dataclass(frozen=True)
class Column:
    """How many rounds of which weapons fly at one target.

    Attributes
    ----------
    target : kind of target; items : weapon kind of each round, sorted; value : what survives.
    """

    target: int
    items: tuple[int, ...]
    value: float


@dataclass(frozen=True)
class Limits:
    """Bounds on the rounds of each weapon at each target: what branching has decided.

    Attributes
    ----------
    least, most : (K, C) rounds.
    """

    least: I8
    most: I8

    def allow(self, column: Column) -> bool:
        """Tell whether a column keeps the bounds."""
        x = np.bincount(column.items, minlength=self.least.shape[1])
        low, high = self.least[column.target], self.most[column.target]
        return bool(((low <= x) & (x <= high)).all())

    def tightened(self, target: int, weapon: int, *, least: int = -1, most: int = -1) -> Limits:
        """Return these bounds with one of them moved."""
        own = self.least if least < 0 else self.least.copy()
        top = self.most if most < 0 else self.most.copy()
        if least >= 0:
            own[target, weapon] = least
        if most >= 0:
            top[target, weapon] = most
        return replace(self, least=own, most=top)


def free_limits(problem: Problem) -> Limits:
    """Return the bounds before any branching: no more rounds than there are, or than can matter."""
    with np.errstate(divide="ignore"):
        useful = np.maximum(1.0, np.ceil(NOTHING_LEFT / -np.log1p(-problem.p)))
    most = np.minimum(problem.rounds, np.minimum(useful, 2.0**62)).astype(np.int64)
    most[problem.p <= 0.0] = 0
    return Limits(np.zeros_like(most), most)


@dataclass(frozen=True)
class Priced:
    """The answer at one vector of prices.

    Attributes
    ----------
    mu : (C,) price of a round of each kind; bound : proved lower bound on the surviving value.
    low : (K,) least reduced value of each kind of target; columns : the best column of each, which
    reaches it unless its search was cut short.
    """

    mu: F8
    bound: float
    low: F8
    columns: tuple[Column, ...]


def surviving_value(problem: Problem, target: int, items: tuple[int, ...]) -> float:
    """Return what survives of one target under the rounds of a column."""
    left = 1.0 - problem.p[target, list(items)]
    return float(problem.value[target] * np.prod(left))


def column(problem: Problem, target: int, items: tuple[int, ...]) -> Column:
    """Return the column of these rounds at this kind of target."""
    return Column(target, items, surviving_value(problem, target, items))


def _items(row: I8) -> tuple[int, ...]:
    used = np.flatnonzero(row)
    return tuple(int(i) for i in np.repeat(used, row[used]))


def columns_of(problem: Problem, x: I8) -> tuple[Column, ...]:
    """Return the columns of (T, C) rounds of each kind at each target."""
    return tuple(
        column(problem, int(kind), _items(row))
        for kind, row in zip(problem.target_kind, x, strict=True)
    )


def price(problem: Problem, mu: F8, limits: Limits, nodes: int = NODES_MOST) -> Priced:
    """Return the best column of each kind of target at prices `mu`, and the bound they prove.

    The bound is that of Lagrange: the least reduced values over all targets less the worth of all
    rounds at their prices. It holds for any prices >= 0.
    """
    n_targets, n_weapons = problem.p.shape
    x = np.empty((n_targets, n_weapons), np.int64)
    reduced, low = np.empty(n_targets), np.empty(n_targets)
    status = np.empty(n_targets, np.int64)
    price_targets(
        problem.value, problem.p, mu, limits.least, limits.most, nodes, x, reduced, low, status
    )
    bound = float(problem.copies @ low - mu @ problem.rounds)
    found = tuple(column(problem, j, _items(x[j])) for j in range(n_targets))
    return Priced(mu, bound, low, found)


def list_within(
    problem: Problem, priced: Priced, limits: Limits, delta: float, most: int
) -> tuple[Column, ...] | None:
    """Return every column within `delta` of the best of its target; None if more than `most`."""
    end, items = np.empty(most, np.int64), np.empty(16 * most, np.int64)
    found: list[Column] = []
    for j in range(len(problem.value)):
        best = float(priced.low[j])
        n = columns_within(
            float(problem.value[j]), problem.p[j], priced.mu, limits.least[j], limits.most[j],
            best, best + delta, end[: most - len(found)], items,
        )  # fmt: skip
        if n < 0:
            return None
        begin = 0
        for stop in end[:n]:
            rounds = tuple(sorted(int(i) for i in items[begin:stop]))
            found.append(column(problem, j, rounds))
            begin = int(stop)
    return tuple(found)
