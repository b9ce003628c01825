"""Assign rounds without a proof: greedily, and bettered by moves and swaps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from airshield.kernel.swaps import better_by_swaps, fill_greedily
from airshield.plan.problem import Problem, apart

I8 = NDArray[np.int64]


def filled(problem: Problem, x: I8) -> I8:
    """Return (T, C) rounds with those that are still spare given greedily."""
    single = apart(problem)
    out = x.copy()
    fill_greedily(single.value, single.p, problem.rounds - x.sum(axis=0), out)
    return out


def greedy(problem: Problem) -> I8:
    """Return (T, C) rounds given one at a time, each where it takes most from what survives.

    **Source** denBroeder, Ellison, Emerling (1959), who prove it optimal where a round's kill
    probability depends on the target alone.
    """
    return filled(problem, np.zeros((len(problem.target_kind), len(problem.rounds)), np.int64))


def local(problem: Problem) -> I8:
    """Return the greedy rounds, bettered by moving single rounds and swapping pairs of them."""
    single = apart(problem)
    out = greedy(problem)
    better_by_swaps(single.value, single.p, out)
    return out
