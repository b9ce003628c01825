"""Generate columns until the linear bound is reached, with prices smoothed towards the best.

The prices of the linear master jump about while few columns are known. They are therefore mixed
with those of the best bound so far (Wentges 1997; Pessoa, Sadykov, Uchoa, Vanderbeck 2018), which
start from what the rounds of a good assignment are worth in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airshield.plan.master import Master, Relaxed
from airshield.plan.pricing import Column, Limits, Priced, column, price
from airshield.plan.problem import Problem

F8 = NDArray[np.float64]

SMOOTHING = 0.7
"""Weight of the best prices. Of 0.5 to 0.9 the least slow on its slowest of eight instances."""
TIGHT = 1e-9
"""Relative distance between master and bound at which the linear bound counts as reached."""


@dataclass(frozen=True)
class Bounded:
    """Where column generation ended.

    Attributes
    ----------
    best : prices with the best bound, and its columns; relaxed : the last linear master.
    columns : all columns held by it; iterations : rounds of pricing.
    finished : the linear bound is reached (false at the time limit).
    """

    best: Priced
    relaxed: Relaxed
    columns: tuple[Column, ...]
    iterations: int
    finished: bool


def start_prices(problem: Problem, columns: Iterable[Column]) -> F8:
    """Return what a round is worth in an assignment: the least that taking one away would lose.

    Rounds that fly nowhere are worth nothing there, but at least nine tenths of what one more
    would take.
    """
    lost = np.full(len(problem.rounds), np.inf)
    more = np.zeros(len(problem.rounds))
    for one in columns:
        p = problem.p[one.target]
        more = np.maximum(more, one.value * p)
        for item in set(one.items):
            rest = list(one.items)
            rest.remove(item)
            without = column(problem, one.target, tuple(rest)).value
            lost[item] = min(lost[item], without - one.value)
    return np.maximum(np.where(np.isfinite(lost), lost, 0.0), 0.9 * more)


def _reduced(columns: Iterable[Column], relaxed: Relaxed) -> float:
    """Return the least reduced value of columns at the prices of a master."""
    return min(
        one.value + float(relaxed.mu[list(one.items)].sum()) - float(relaxed.pi[one.target])
        for one in columns
    )


def generate(
    problem: Problem,
    limits: Limits,
    columns: Iterable[Column],
    mu: F8,
    size: float,
    expired: Callable[[], bool],
) -> Bounded:
    """Solve the linear master problem over all columns that keep the limits.

    Parameters
    ----------
    problem, limits : what to assign; columns : a start that holds a feasible choice.
    mu : (C,) first prices; size : surviving value of a good assignment, for scaling.
    expired : tells that time is up; the bound of the best prices then holds all the same.
    """
    master = Master(problem, columns, size)
    best = price(problem, mu, limits)
    master.add(best.columns)
    iterations = 1
    while True:
        relaxed = master.relax()
        # Near nothing surviving, differences are rounding of the whole value.
        near = relaxed.value - best.bound <= TIGHT * abs(relaxed.value)
        if near or expired():
            return Bounded(best, relaxed, tuple(master.columns), iterations, near)
        weight, advanced = SMOOTHING, False
        while not advanced:
            mixed = price(problem, weight * best.mu + (1.0 - weight) * relaxed.mu, limits)
            iterations += 1
            added = master.add(mixed.columns)
            advanced = added > 0 and _reduced(mixed.columns, relaxed) < -TIGHT * size
            if mixed.bound > best.bound:
                best = mixed
                advanced = advanced or added > 0
            if weight == 0.0:
                break
            weight = weight - 0.3 if weight > 0.3 else 0.0
        if not advanced:
            # Exact prices found nothing: the master is at its optimum up to rounding.
            return Bounded(best, relaxed, tuple(master.columns), iterations, True)
