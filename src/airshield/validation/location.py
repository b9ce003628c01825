"""Solve classical questions of location, whose optima are published, with the planner's solver.

Covering most is a siting problem and goes through `plan.siting`; these are what is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from airshield.errors import InfeasibleError
from airshield.plan.mip import End, Programme, Solved

F8 = NDArray[np.float64]
B1 = NDArray[np.bool_]


@dataclass(frozen=True)
class Located:
    """Sites chosen.

    Attributes
    ----------
    sites : their indices; value : distance, or number of sites.
    bound : proved; end : how the search ended.
    """

    sites: tuple[int, ...]
    value: float
    bound: float
    end: End


def _located(solved: Solved, sites: NDArray[np.int64]) -> Located:
    chosen = tuple(int(k) for k in np.flatnonzero(solved.x[sites] > 0.5))
    return Located(chosen, solved.value, solved.bound, solved.end)


def cover_all(covers: B1, time_limit_s: float = 60.0) -> Located:
    """Choose the fewest sites that cover every point: the location set covering problem.

    **Source** Toregas, Swain, ReVelle, Bergman, Operations Research 19 (1971).

    Raises
    ------
    InfeasibleError : a point that no site covers.
    """
    if not covers.any(axis=1).all():
        lost = int(np.flatnonzero(~covers.any(axis=1))[0])
        raise InfeasibleError(f"no site covers point {lost + 1}")
    programme = Programme()
    x = programme.columns(covers.shape[1], cost=1.0)
    for row in np.unique(covers, axis=0):
        programme.row(x[row], 1.0, low=1.0)
    return _located(programme.solve(time_limit_s), x)


def least_distance(distance: F8, weight: F8, n_sites: int, time_limit_s: float = 60.0) -> Located:
    """Choose n sites so that the weighted distance to the nearest is least: the p-median problem.

    Parameters
    ----------
    distance : (D, S); weight : (D,); n_sites : 1 to S.

    **Source** Hakimi, Operations Research 12 (1964); programme of ReVelle and Swain, Geographical
    Analysis 2 (1970), by the order of distances (Cornuejols, Nemhauser, Wolsey 1980): a point pays
    each step to the next farther site unless a nearer one is chosen.
    """
    programme = Programme()
    x = programme.columns(distance.shape[1])
    programme.row(x, 1.0, low=float(n_sites), high=float(n_sites))
    nearest = 0.0
    for row, mass in zip(distance, weight, strict=True):
        steps = np.unique(row)
        nearest += mass * steps[0]
        # Beyond the n-th farthest site at the latest, one of the chosen is nearer.
        for before, after in pairwise(steps):
            near = x[row <= before]
            if distance.shape[1] - len(near) < n_sites:
                break
            far = programme.columns(1, cost=mass * (after - before), whole=False)
            programme.row(np.append(near, far), 1.0, low=1.0)
    fixed = programme.columns(1, cost=nearest, lower=1.0, whole=False)
    del fixed
    return _located(programme.solve(time_limit_s), x)


def least_worst(distance: F8, n_sites: int, time_limit_s: float = 60.0) -> Located:
    """Choose n sites so that the greatest distance to the nearest is least: the p-centre problem.

    **Source** Minieka, SIAM Review 12 (1970): halving over the distances that occur, a covering
    problem at each.
    """
    steps = np.unique(distance)
    least = int(np.searchsorted(steps, distance.min(axis=1).max()))
    low, high, best = least - 1, len(steps) - 1, Located((), np.inf, 0.0, "optimal")
    while high - low > 1 or not best.sites:
        middle = (low + high) // 2 if high - low > 1 else high
        found = cover_all(distance <= steps[middle], time_limit_s)
        if len(found.sites) <= n_sites:
            high = middle
            best = Located(found.sites, float(steps[middle]), float(steps[middle]), "optimal")
        elif found.bound > n_sites + 1e-6:
            low = middle
        else:
            return Located(best.sites, best.value, float(steps[low + 1]), "time limit")
    return best
