"""Close the gap between the linear bound and the best assignment known, and prove it closed.

First by listing: a column whose reduced value lies further above the best of its target than the
gap is wide cannot stand in a better assignment (reduced-cost fixing, as in Baldacci, Christofides,
Mingozzi 2008). What is left is often a few thousand columns, and the integer programme over them
is solved by HiGHS. Where the list is too long, by branching on the rounds of one weapon at one
target; then each node is priced, listed or branched again.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count

import numpy as np
from numpy.typing import NDArray

from airshield.plan.generation import Bounded, generate, start_prices
from airshield.plan.heuristics import filled
from airshield.plan.master import Master
from airshield.plan.pricing import (
    Column,
    Limits,
    Priced,
    column,
    columns_of,
    free_limits,
    list_within,
)
from airshield.plan.problem import Problem, apart, spread, surviving

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

LISTED_MOST = 60_000
"""Columns that are listed before branching: HiGHS still solves so many in seconds."""
LISTED_AT_ONCE = 2_000
"""A list of at most so many columns is solved whole; a longer one is begun with its best part."""
FIRST_DELTA = 1e-4
"""First part of a long list, as a share of the surviving value."""
WIDER = 3.0
NEGLIGIBLE = 1e-12
"""Share of the whole worth below which a gap is rounding."""
NODES_MOST = 100_000


@dataclass
class Search:
    """What a search knows and may still spend.

    Attributes
    ----------
    problem : what is to be assigned; x : (T, C) best rounds known; value : what survives of all.
    gap : relative gap at which to stop; left_s : seconds left.
    listed_most : columns that may be listed before branching.
    iterations, nodes, columns : rounds of pricing, nodes and columns so far.
    """

    problem: Problem
    x: I8
    gap: float
    left_s: Callable[[], float]
    listed_most: int = LISTED_MOST
    value: float = field(init=False)
    iterations: int = 0
    nodes: int = 0
    columns: int = 0

    def __post_init__(self) -> None:
        """Take the worth of the rounds given."""
        self.value = float(surviving(self.problem, self.x).sum())

    def offer(self, x: I8) -> None:
        """Keep an assignment if it is better; spare rounds are used up first."""
        better = filled(self.problem, x)
        value = float(surviving(self.problem, better).sum())
        if value < self.value:
            self.x, self.value = better, value

    def proves(self, bound: float) -> bool:
        """Tell whether a bound leaves no gap worth closing."""
        return self.value - bound <= max(self.gap * self.value, self.floor())

    def floor(self) -> float:
        """Return the gap that is rounding."""
        return NEGLIGIBLE * float(self.problem.copies @ self.problem.value)

    def expired(self) -> bool:
        """Tell whether time is up."""
        return self.left_s() <= 0.0

    def size(self) -> float:
        """Return the surviving value for scaling, never so small that the scaled costs overflow."""
        return max(self.value, 1e-9 * float(self.problem.copies @ self.problem.value))


def bounded(
    search: Search, problem: Problem, limits: Limits, columns: Iterable[Column], mu: F8
) -> Bounded:
    """Generate the columns of a node."""
    found = generate(problem, limits, columns, mu, search.size(), search.expired)
    search.iterations += found.iterations
    search.columns = max(search.columns, len(found.columns))
    return found


def close_by_listing(search: Search, problem: Problem, limits: Limits, at: Priced) -> float:
    """List the columns that may still stand in a better assignment and choose among them.

    Returns
    -------
    A proved lower bound under these limits; the search keeps any better assignment found.
    """
    bound = at.bound
    at_once = min(LISTED_AT_ONCE, search.listed_most)
    gap = search.value - bound
    delta = FIRST_DELTA * search.value
    if list_within(problem, at, limits, gap, at_once) is not None:
        delta = gap
    while not search.proves(bound) and not search.expired():
        # A hair wider than the gap: a column exactly at its edge must not fall out by rounding.
        delta = min(delta, (search.value - at.bound) * (1.0 + 1e-6))
        listed = list_within(problem, at, limits, delta, search.listed_most)
        if listed is None:
            return bound
        search.columns = max(search.columns, len(listed))
        chosen = Master(problem, listed, search.size()).choose(search.left_s())
        if chosen.columns:
            pairs = ((one.target, one.items) for one in chosen.columns)
            search.offer(spread(problem, pairs))
        bound = max(bound, min(at.bound + delta, chosen.bound))
        if delta >= search.value - at.bound:
            return bound
        delta *= WIDER
    return bound


def _means(problem: Problem, at: Bounded) -> F8:
    """Return (K, C) rounds of each weapon at each target that the linear master takes."""
    x = np.zeros(problem.p.shape)
    for one, weight in zip(at.columns, at.relaxed.weight, strict=True):
        if weight > 0.0:
            np.add.at(x[one.target], list(one.items), weight)
    return x


def _children(limits: Limits, means: F8) -> tuple[Limits, Limits] | None:
    """Return the two branches on the mean nearest to a half, or None where all are whole."""
    part = means - np.floor(means + 1e-6)
    target, weapon = np.unravel_index(int(np.argmin(np.abs(part - 0.5))), part.shape)
    if part[target, weapon] < 1e-6:
        return None
    low = int(np.floor(means[target, weapon] + 1e-6))
    j, i = int(target), int(weapon)
    return limits.tightened(j, i, most=low), limits.tightened(j, i, least=low + 1)


def _least_columns(problem: Problem, limits: Limits) -> list[Column]:
    """Return the columns that hold only what branching demands: always a feasible choice."""
    return [
        column(problem, j, tuple(int(i) for i in np.repeat(np.arange(len(row)), row)))
        for j, row in enumerate(limits.least)
    ]


def _single(problem: Problem, columns: Iterable[Column]) -> list[Column]:
    """Return columns of kinds of targets as columns of each target by itself."""
    places = [np.flatnonzero(problem.target_kind == k) for k in range(len(problem.value))]
    return [Column(int(j), one.items, one.value) for one in columns for j in places[one.target]]


def branch(search: Search, root: Bounded) -> float:
    """Branch and price, best bound first, until the gap is closed or time is up.

    Targets stand by themselves here: rounds of a merged target cannot be branched on. Branching on
    rounds is complete, since what survives is convex in them: where all means are whole, the
    assignment of the means is at least as good as the linear master.
    """
    problem = apart(search.problem)
    order = count()
    known = _single(search.problem, root.columns)
    open_nodes = [(root.best.bound, next(order), free_limits(problem), root.best.mu)]
    proved = np.inf
    while open_nodes and not search.expired() and search.nodes < NODES_MOST:
        bound, _, limits, mu = heapq.heappop(open_nodes)
        search.nodes += 1
        if search.proves(bound):
            proved = min(proved, bound)
            break
        start = [one for one in known if limits.allow(one)]
        at = bounded(search, problem, limits, [*start, *_least_columns(problem, limits)], mu)
        bound = max(bound, at.best.bound)
        if not search.proves(bound):
            bound = max(bound, close_by_listing(search, problem, limits, at.best))
        if search.proves(bound):
            proved = min(proved, bound)
            continue
        means = _means(problem, at)
        pair = _children(limits, means)
        if pair is None:
            search.offer(np.rint(means).astype(np.int64))
            proved = min(proved, max(bound, at.best.bound))
            continue
        for child in pair:
            if (child.least.sum(axis=0) <= problem.rounds).all():
                heapq.heappush(open_nodes, (bound, next(order), child, at.best.mu))
    open_bound = open_nodes[0][0] if open_nodes else np.inf
    return float(min(proved, open_bound, search.value))


def prove(search: Search) -> float:
    """Better the assignment of a search until it is proved optimal; return the lower bound."""
    problem = search.problem
    if search.proves(0.0):
        return 0.0
    root, limits = bound_root(search)
    bound = root.best.bound
    if not search.proves(bound):
        bound = max(bound, close_by_listing(search, problem, limits, root.best))
    if not search.proves(bound) and not search.expired():
        bound = max(bound, branch(search, root))
    return bound


def bound_root(search: Search) -> tuple[Bounded, Limits]:
    """Generate columns without any branching; return where that ended, and the free limits."""
    limits = free_limits(search.problem)
    columns = columns_of(search.problem, search.x)
    mu = start_prices(search.problem, columns)
    search.nodes = 1
    return bounded(search, search.problem, limits, columns, mu), limits
