"""Choose which bases to keep, who moves where, and where batteries stand, all at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airshield.plan.mip import End, Programme

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class KeepingProblem:
    """A problem of bases and batteries on arrays.

    Shapes: B bases, A axes, J columns (a site with a boresight), S sites.

    Attributes
    ----------
    people : (B,) now; capacity : (B,) most that a base takes if it is kept, its own included.
    likelihood : (B, A) of a raid that aims at the base from the axis, given that it is kept.
    stopped : (B, A) share of the exposure that a covered base is spared, 0 to 1.
    shots : (J, B, A) engagement opportunities; need : opportunities with which a base is covered.
    base : (B, A) opportunities that batteries already there give.
    site : (J,) of each column; room : (S,) batteries that a site takes; batteries : to be placed.
    at_base : (S,) base at each site, -1 where there is none: batteries stand at kept bases only.
    kept : number of bases to keep, exactly; must_keep : (B,) bases that stay whatever is saved.
    stay : whoever is at a kept base stays there; False: anybody may move.
    """

    people: F8
    capacity: F8
    likelihood: F8
    stopped: F8
    shots: F8
    need: int
    base: F8
    site: I8
    room: I8
    at_base: I8
    batteries: int
    kept: int
    must_keep: B1
    stay: bool = True


@dataclass(frozen=True, eq=False)
class Keeping:
    """Bases kept, people moved, batteries placed.

    Attributes
    ----------
    kept : bases, sorted; columns : of the batteries, sorted.
    people : (B,) after the move; moved : (B, B) from each base to each.
    people_exposed : per raid in the linearised model; bound : proved: no plan less.
    end : how the search ended.
    """

    kept: tuple[int, ...]
    columns: tuple[int, ...]
    people: F8
    moved: F8
    people_exposed: float
    bound: float
    end: End


def exposure(given: KeepingProblem, people: F8, columns: tuple[int, ...]) -> float:
    """Return the people exposed per raid under a distribution of people and some batteries."""
    have = given.base + given.shots[list(columns)].sum(axis=0)
    spared = np.where(have >= given.need, given.stopped, 0.0)
    return float((given.likelihood * people[:, None] * (1.0 - spared)).sum())


def solve_keeping(given: KeepingProblem, time_limit_s: float = 60.0) -> Keeping:
    """Find bases, moves and batteries with the fewest people exposed, and prove it.

    Everybody is at a kept base in the end, within its capacity. People times cover is made linear
    with the capacity: exact, since a base is covered or not.

    **Source** capacitated location with covering; the product of a flow and a choice after
    McCormick, Mathematical Programming 10 (1976).
    """
    programme = Programme()
    n, axes = given.likelihood.shape
    keep = programme.columns(n, lower=given.must_keep.astype(float))
    x = programme.columns(len(given.site))
    flow = programme.columns(n * n, upper=np.inf, whole=False).reshape(n, n)
    programme.row(keep, 1.0, low=float(given.kept), high=float(given.kept))
    programme.row(x, 1.0, high=float(given.batteries))
    for s, room in enumerate(given.room):
        own = x[given.site == s]
        if given.at_base[s] >= 0:
            limit = np.append(np.ones(len(own)), -float(room))
            programme.row(np.append(own, keep[given.at_base[s]]), limit, high=0.0)
        elif len(own) > room:
            programme.row(own, 1.0, high=float(room))
    for b in range(n):
        programme.row(flow[b], 1.0, low=float(given.people[b]), high=float(given.people[b]))
        programme.row(
            np.append(flow[:, b], keep[b]),
            np.append(np.ones(n), -float(given.capacity[b])),
            high=0.0,
        )
        if given.stay:
            own = np.array([flow[b, b], keep[b]])
            programme.row(own, np.array([1.0, -float(given.people[b])]), low=0.0)
        for a in range(axes):
            if given.likelihood[b, a] > 0.0:
                _expose(programme, given, flow[:, b], x, b, a)
    solved = programme.solve(time_limit_s)
    if len(solved.x) == 0:
        nothing = np.zeros((n, n))
        return Keeping((), (), np.zeros(n), nothing, np.nan, -np.inf, solved.end)
    moved = np.round(solved.x[flow], 6)
    columns = tuple(int(j) for j in np.flatnonzero(solved.x[x] > 0.5))
    after = moved.sum(axis=0)
    value = exposure(given, after, columns)
    chosen = tuple(int(b) for b in np.flatnonzero(solved.x[keep] > 0.5))
    return Keeping(chosen, columns, after, moved, value, min(value, solved.bound), solved.end)


def _expose(programme: Programme, given: KeepingProblem, people: I8, x: I8, b: int, a: int) -> None:
    """Add the people exposed at one base on one axis: all there, less what a cover spares."""
    spared = float(given.stopped[b, a])
    exposed = programme.columns(1, cost=float(given.likelihood[b, a]), upper=np.inf, whole=False)
    ones = np.ones(len(people))
    short = float(given.need) - float(given.base[b, a])
    if short <= 0.0:
        programme.row(np.append(exposed, people), np.append(1.0, -(1.0 - spared) * ones), low=0.0)
        return
    useful = np.minimum(given.shots[:, b, a], short)
    if useful.sum() < short or spared == 0.0:
        programme.row(np.append(exposed, people), np.append(1.0, -ones), low=0.0)
        return
    cover = programme.columns(1)
    own = useful > 0.0
    programme.row(np.append(x[own], cover), np.append(useful[own], -short), low=0.0)
    programme.row(np.append(exposed, people), np.append(1.0, -(1.0 - spared) * ones), low=0.0)
    most = spared * float(given.capacity[b])
    programme.row(
        np.concatenate([exposed, people, cover]), np.concatenate([[1.0], -ones, [most]]), low=0.0
    )
