"""Choose where batteries stand and which way they look: the linearised problem, proved by HiGHS."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from airshield.plan.mip import End, Programme, Solved

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
Choice = tuple[int, int]
"""(group of batteries, column)."""


@dataclass(frozen=True, eq=False)
class SitingProblem:
    """A siting problem on arrays.

    Shapes: J columns (a site with a boresight), D demands (an asset from an axis), S sites, G
    groups of batteries that arrive together, P periods between the dates of changes.

    Attributes
    ----------
    shots : (J, D) engagement opportunities of one battery, sparse by column of D.
    need : (D,) opportunities with which a demand counts as covered, at least 1.
    weight : (D,) people times likelihood; days : (P,) length of the periods.
    site : (J,) of each column; capacity : (S,) batteries that a site takes.
    batteries : (G,) in each group; first : (G, J) first period in which a battery of the group at
        this column is up, P for never.
    base : (P, D) opportunities that batteries already there give.
    required : (P, D) opportunities that must be there, 0 where nothing is required.
    """

    shots: csc_array
    need: I8
    weight: F8
    days: F8
    site: I8
    capacity: I8
    batteries: I8
    first: I8
    base: F8
    required: F8


@dataclass(frozen=True)
class Siting:
    """A plan and what is proved about it.

    Attributes
    ----------
    choices : (group, column) of each battery that is placed, sorted.
    value : weight times days that is covered; bound : proved: no plan covers more.
    end : "optimal", "infeasible" or "time limit".
    """

    choices: tuple[Choice, ...]
    value: float
    bound: float
    end: End

    @property
    def gap(self) -> float:
        """Return how far the plan may be from the best, as a share of it."""
        return max(0.0, self.bound - self.value) / max(abs(self.bound), 1e-12)


def problem(
    shots: F8 | csc_array,
    weight: F8,
    site: I8,
    batteries: int,
    *,
    need: I8 | int = 1,
    capacity: int = 1,
) -> SitingProblem:
    """Return a siting problem with one group of batteries and one period."""
    held = csc_array(shots)
    n_columns, n_demands = held.shape
    return SitingProblem(
        shots=held,
        need=np.broadcast_to(np.asarray(need, np.int64), (n_demands,)).copy(),
        weight=np.asarray(weight, np.float64),
        days=np.ones(1),
        site=np.asarray(site, np.int64),
        capacity=np.full(int(site.max()) + 1, capacity, np.int64),
        batteries=np.array([batteries]),
        first=np.zeros((1, n_columns), np.int64),
        base=np.zeros((1, n_demands)),
        required=np.zeros((1, n_demands)),
    )


def covered(given: SitingProblem, choices: tuple[Choice, ...]) -> NDArray[np.bool_]:
    """Return (P, D), whether each demand has its opportunities in each period under a plan."""
    have = opportunities(given, choices)
    return np.asarray(have >= given.need[None, :], np.bool_)


def opportunities(given: SitingProblem, choices: tuple[Choice, ...]) -> F8:
    """Return (P, D) engagement opportunities under a plan."""
    have = given.base.copy()
    rows = given.shots.tocsr()
    for group, column in choices:
        at = int(given.first[group, column])
        have[at:] += rows[[column], :].toarray()
    return have


def worth(given: SitingProblem, choices: tuple[Choice, ...]) -> float:
    """Return the weight times days that a plan covers."""
    return float(given.days @ (covered(given, choices) @ given.weight))


def _grouped(given: SitingProblem) -> tuple[SitingProblem, I8]:
    """Return the problem with demands merged that no plan can tell apart."""
    shots = given.shots
    keys: dict[tuple[object, ...], int] = {}
    kind = np.empty(shots.shape[1], np.int64)
    # Beyond its need more opportunities of one column make no difference.
    for d in range(shots.shape[1]):
        lo, hi = shots.indptr[d], shots.indptr[d + 1]
        useful = np.minimum(shots.data[lo:hi], max(given.need[d], given.required[:, d].max()))
        key = (
            shots.indices[lo:hi].tobytes(), useful.tobytes(), int(given.need[d]),
            given.base[:, d].tobytes(), given.required[:, d].tobytes(),
        )  # fmt: skip
        kind[d] = keys.setdefault(key, len(keys))
    first = np.full(len(keys), -1, np.int64)
    first[kind[::-1]] = np.arange(len(kind))[::-1]
    return (
        replace(
            given,
            shots=csc_array(shots[:, first]),
            need=given.need[first],
            weight=np.bincount(kind, weights=given.weight, minlength=len(keys)).astype(np.float64),
            base=given.base[:, first],
            required=given.required[:, first],
        ),
        first,
    )


class _Model:
    """The programme of one siting problem, kept for cuts."""

    def __init__(self, given: SitingProblem) -> None:
        self.given = given
        self.programme = Programme(maximise=True)
        groups, columns = given.first.shape
        periods = len(given.days)
        self.pairs = [
            (g, j) for g in range(groups) for j in range(columns) if given.first[g, j] < periods
        ]
        self.x = self.programme.columns(len(self.pairs))
        self._limits()
        self._demands(periods)

    def _limits(self) -> None:
        given = self.given
        group = np.array([g for g, _ in self.pairs], np.int64)
        site = given.site[[j for _, j in self.pairs]] if self.pairs else np.empty(0, np.int64)
        for g, number in enumerate(given.batteries):
            self.programme.row(self.x[group == g], 1.0, high=float(number))
        for s in np.unique(site):
            own = self.x[site == s]
            if len(own) > given.capacity[s]:
                self.programme.row(own, 1.0, high=float(given.capacity[s]))

    def _demands(self, periods: int) -> None:
        given = self.given
        by_column: dict[int, list[tuple[int, int]]] = {}
        for k, (g, j) in enumerate(self.pairs):
            by_column.setdefault(j, []).append((k, g))
        shots = given.shots
        for d in range(shots.shape[1]):
            lo, hi = shots.indptr[d], shots.indptr[d + 1]
            terms = [
                (k, int(given.first[g, j]), float(n))
                for j, n in zip(shots.indices[lo:hi].tolist(), shots.data[lo:hi], strict=True)
                for k, g in by_column.get(j, ())
            ]
            for p in range(periods):
                self._demand(d, p, [(k, n) for k, at, n in terms if at <= p])

    def _demand(self, d: int, p: int, terms: list[tuple[int, float]]) -> None:
        given, programme = self.given, self.programme
        base, required = float(given.base[p, d]), float(given.required[p, d])
        at = self.x[[k for k, _ in terms]] if terms else np.empty(0, np.int64)
        if required > base:
            useful = np.array([min(n, required - base) for _, n in terms])
            programme.row(at, useful, low=required - base)
        worth = float(given.weight[d] * given.days[p])
        need = float(given.need[d]) - base
        if worth <= 0.0:
            return
        if need <= 0.0:
            programme.columns(1, cost=worth, lower=1.0, whole=False)
            return
        useful = np.array([min(n, need) for _, n in terms])
        if useful.sum() < need:
            return
        # With one opportunity needed the share covered is whole by itself where the sites are.
        y = programme.columns(1, cost=worth, whole=need > 1.0)
        programme.row(np.append(at, y), np.append(useful, -need), low=0.0)

    def forbid(self, choices: tuple[Choice, ...]) -> None:
        """Cut off every plan that puts each group's batteries on the same sites, or on fewer."""
        taken = {(g, int(self.given.site[j])) for g, j in choices}
        own = [k for k, (g, j) in enumerate(self.pairs) if (g, int(self.given.site[j])) in taken]
        self.programme.row(self.x[own], 1.0, high=len(choices) - 1.0)

    def place(self, number: int) -> None:
        """Demand that so many batteries are placed."""
        self.programme.row(self.x, 1.0, low=float(number), high=float(number))

    def solve(self, time_limit_s: float) -> Siting:
        if not self.programme.n:
            lacking = bool((self.given.required > self.given.base).any())
            return Siting((), 0.0, 0.0, "infeasible" if lacking else "optimal")
        return self.read(self.programme.solve(time_limit_s))

    def read(self, solved: Solved) -> Siting:
        """Return a solved programme as a plan, valued exactly."""
        if len(solved.x) == 0:
            return Siting((), float("nan"), float("inf"), solved.end)
        chosen = tuple(
            pair for pair, x in zip(self.pairs, solved.x[self.x], strict=True) if x > 0.5
        )
        value = worth(self.given, chosen)
        return Siting(chosen, value, max(value, solved.bound), solved.end)


def solve_siting(given: SitingProblem, time_limit_s: float = 60.0) -> Siting:
    """Find the plan that covers the most weight over time, and prove it.

    **Source** maximal covering (Church and ReVelle 1974) with directions (the directional sensor
    problem of Ai and Abouzeid 2006), times and permissions.
    """
    return _Model(_grouped(given)[0]).solve(time_limit_s)


def alternatives(
    given: SitingProblem,
    best: Siting,
    *,
    within: float = 0.01,
    most: int = 20,
    time_limit_s: float = 60.0,
) -> tuple[Siting, ...]:
    """List the plans on other sites that cover at least (1 - within) of the best, best first.

    Plans that differ in boresights only count as one; each places as many batteries as the best.
    """
    found: list[Siting] = []
    held = _grouped(given)[0]
    model = _Model(held)
    model.place(len(best.choices))
    model.forbid(best.choices)
    while len(found) < most and best.choices:
        plan = model.solve(time_limit_s)
        if plan.end != "optimal" or plan.value < (1.0 - within) * best.value - 1e-9:
            break
        found.append(plan)
        model.forbid(plan.choices)
    return tuple(found)
