"""Assign rounds to targets so that least is expected to survive, and prove it."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from airshield.errors import Fault, InputError
from airshield.plan.branching import Search, bound_root, prove
from airshield.plan.heuristics import greedy, local
from airshield.plan.model import Assignment, Method, Stop
from airshield.plan.problem import PLACE, Problem, pose, share_out, surviving

METHODS = ("optimal", "greedy", "local")


def _check_options(method: str, gap: float, time_limit_s: float) -> None:
    faults = []
    if method not in METHODS:
        message = f'"{method}" is not a method; take one of {", ".join(METHODS)}'
        faults.append(Fault(PLACE, None, "method", message))
    if not 0.0 <= gap < 1.0:
        faults.append(Fault(PLACE, None, "gap", f"{gap:g} is not from 0 up to, but not, 1"))
    if not time_limit_s > 0.0:
        faults.append(Fault(PLACE, None, "time_limit_s", f"{time_limit_s:g} is not above 0"))
    if faults:
        raise InputError(faults)


def _names(given: Sequence[str] | None, n: int, kind: str) -> tuple[str, ...]:
    if given is None:
        return tuple(f"{kind}_{k + 1}" for k in range(n))
    names = tuple(str(name) for name in given)
    if len(names) != n or len(set(names)) != n:
        message = f"{len(names)} names ({len(set(names))} different) for {n}; give one name each"
        raise InputError([Fault(PLACE, None, f"{kind}s", message)])
    return names


def _stop(search: Search, method: Method, bound: float) -> Stop:
    if search.proves(bound):
        return "proved"
    if method != "optimal":
        return "not asked"
    return "time limit" if search.expired() else "node limit"


def assign(
    kill_probability: ArrayLike,
    value: ArrayLike,
    rounds: ArrayLike | None = None,
    method: Method = "optimal",
    *,
    gap: float = 1e-6,
    time_limit_s: float = 60.0,
    weapons: Sequence[str] | None = None,
    targets: Sequence[str] | None = None,
) -> Assignment:
    """Assign rounds to targets so that the least value is expected to survive.

    The static weapon-target assignment: minimise sum over t of V_t prod over w of (1 - p_wt)^x_wt
    with at most n_w rounds of weapon w in all, x whole.

    Parameters
    ----------
    kill_probability : (W, T), 0 to 1: one round of weapon w at target t.
    value : (T,) worth of each target if it survives, >= 0, in any unit.
    rounds : (W,) rounds of each weapon; one each where None.
    method : "optimal" searches until the gap is closed; "greedy" gives each round where it takes
        most; "local" betters that by moves and swaps. Each comes with a proved lower bound.
    gap : relative gap at which "optimal" is done, 0 to 1.
    time_limit_s : wall time after which the best assignment so far and its gap are returned.
    weapons, targets : names for tables, all different.

    Returns
    -------
    `Assignment` with the rounds, what survives, the bound and the gap.

    Raises
    ------
    InputError : shapes that do not fit, values out of range, an unknown method.
    MissingExtraError : HiGHS is not installed (`airshield[plan]`).

    Notes
    -----
    **Source** column generation over sets of rounds for each target; stabilised by smoothing
    (Wentges 1997), priced exactly, closed by listing and branching: `docs/theory/assignment.md`.

    **Limits** One salvo, no second look; hits are independent; each kill probability is known.
    Bounds hold up to the rounding of floats and the tolerances of HiGHS, about 1e-9 relative; a
    gap below 1e-12 of the whole worth counts as closed. The problem is NP-hard (Lloyd and
    Witsenhausen 1986): large uneven instances may end at the time limit.

    Examples
    --------
    >>> import airshield as ash
    >>> found = ash.plan.assign([[0.7, 0.5], [0.6, 0.6]], [10.0, 5.0])
    >>> found.assignment.tolist(), round(found.expected_surviving_value, 6)
    ([[1, 0], [0, 1]], 5.0)
    """
    began = time.monotonic()
    _check_options(method, gap, time_limit_s)
    problem = pose(kill_probability, value, rounds)
    n_weapons, n_targets = len(problem.weapon_kind), len(problem.target_kind)
    names = _names(weapons, n_weapons, "weapon"), _names(targets, n_targets, "target")
    search = Search(
        problem,
        greedy(problem) if method == "greedy" else local(problem),
        gap if method == "optimal" else 0.0,
        lambda: began + time_limit_s - time.monotonic(),
    )
    bound = prove(search) if method == "optimal" else _bound_only(search)
    return _lift(problem, search, names, method, bound, time.monotonic() - began)


def _bound_only(search: Search) -> float:
    """Return the linear bound; nothing is bettered."""
    return 0.0 if search.value == 0.0 else max(0.0, bound_root(search)[0].best.bound)


def _lift(
    problem: Problem,
    search: Search,
    names: tuple[tuple[str, ...], tuple[str, ...]],
    method: Method,
    bound: float,
    elapsed_s: float,
) -> Assignment:
    """Return the answer in the terms of the question."""
    left = problem.unit * surviving(problem, search.x)
    total = math.fsum(left)
    # A bound above the value by rounding alone is the value.
    proved = min(max(bound, 0.0) * problem.unit, total)
    stopped_by = _stop(search, method, bound)
    kind = np.ix_(problem.target_kind, problem.weapon_kind)
    return Assignment(
        weapons=names[0],
        targets=names[1],
        assignment=share_out(problem, search.x),
        kill_probability=problem.p[kind].T.copy(),
        value=problem.unit * problem.value[problem.target_kind],
        rounds=problem.weapon_rounds.copy(),
        surviving_value=left,
        expected_surviving_value=total,
        lower_bound=proved,
        gap=0.0 if total - proved <= search.floor() * problem.unit else (total - proved) / total,
        method=method,
        stopped_by=stopped_by,
        iterations=search.iterations,
        nodes=search.nodes,
        columns=search.columns,
        elapsed_s=elapsed_s,
    )
