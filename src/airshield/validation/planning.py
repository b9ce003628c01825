"""Solve published cases of assignment, location and stock through the planner."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from airshield.plan.annihilation import Shots, barrage, continuous_stock, salvo_needed, two_waves
from airshield.plan.assign import assign
from airshield.plan.assignment_file import assign_file
from airshield.plan.files import parse_plan
from airshield.plan.stock import stock
from airshield.plan.stock_file import StockFile, check_stock
from airshield.validation.location import least_distance, least_worst
from airshield.validation.model import Given, Value, Wanted

F8 = NDArray[np.float64]
_NONE = "infeasible"
_DOCTRINES = "".join(
    f'[[doctrine]]\nid = "{kind}"\nkind = "{kind}"\n' for kind in ("salvo", "barrage", "two_waves")
)


def recipe(
    weapons: int,
    targets: int,
    seed: int,
    chances: tuple[float, float] = (0.60, 0.90),
    worths: tuple[int, int] = (25, 100),
) -> tuple[F8, F8]:
    """Make an assignment problem of the literature's recipe from a stated random generator.

    Parameters
    ----------
    weapons, targets : how many; seed : of the generator, which is written out so that anybody can
        make the same instances.
    chances : ends of the kill probability; worths : ends of the worth, whole numbers.

    Returns
    -------
    Kill probability, shape (weapons, targets), and worth, shape (targets,).

    **Source** Ahuja, Kumar, Jha and Orlin, Operations Research 55 (2007).
    """
    state = seed

    def draw() -> float:
        nonlocal state
        state = (1_103_515_245 * state + 12_345) % 2**31
        return float(state / 2**31)

    for _ in range(10):
        draw()
    low, high = worths
    value = [low + int((high - low + 1) * draw()) for _ in range(targets)]
    span = chances[1] - chances[0]
    p = [[chances[0] + span * draw() for _ in range(targets)] for _ in range(weapons)]
    return np.array(p), np.array(value, float)


def assignment(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Assign the rounds of an instance of `recipe`: proved optimal, and by greedy choice."""
    p, value = recipe(given["weapons"], given["targets"], given["seed"])
    best, quick = assign(p, value), assign(p, value, method="greedy")
    return {
        "first_worths": tuple(value[:3].tolist()),
        "first_p": float(p[0, 0]),
        "last_p": float(p[-1, -1]),
        "surviving_worth": best.expected_surviving_value,
        "lower_bound": best.lower_bound,
        "gap": best.gap,
        "greedy_surviving_worth": quick.expected_surviving_value,
    }


def worked_example(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Solve a bundled assignment file."""
    found = assign_file(given["file"])
    return {
        "surviving_worth": found.expected_surviving_value,
        "proved": "optimal" if found.optimal else "not optimal",
        "assignment": tuple(float(x) for x in np.asarray(found.assignment).ravel()),
    }


def _needs(given: Given) -> dict[str, Any]:
    text = (
        f'schema_version = 1\ntitle = "case"\np_no_leaker = {given["p_no_leaker"]}\n'
        f"raid = {{ threats = {given['threats']}, p_track = {given.get('p_track', 1.0)} }}\n"
        f'rounds = {{ interceptor = "pac3_cri", p_kill = {given["p_kill"]}, correlation = 0 }}\n'
        f"{_DOCTRINES}"
    )
    found = stock(parse_plan("case", text, StockFile, check_stock))
    return {need.doctrine: need for need in found.needs}


def _or_none(value: float | None) -> Value:
    return _NONE if value is None else float(value)


def rounds_needed(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Plan the stock for a wanted probability of no leaker, by method of fire."""
    needs = _needs(given)
    shots = Shots(given["p_kill"], 0.0, given.get("p_track", 1.0))
    threats, wanted = given["threats"], given["p_no_leaker"]
    return {
        "salvo_rounds": _or_none(needs["salvo"].rounds),
        "salvo_each": _or_none(needs["salvo"].each),
        "salvo_each_by_formula": _or_none(salvo_needed(shots, threats, wanted)),
        "continuous_rounds": _or_none(continuous_stock(shots, threats, wanted)),
        "barrage_rounds": _or_none(needs["barrage"].rounds),
        "two_waves_rounds": _or_none(needs["two_waves"].rounds),
    }


def annihilation(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Return P(no leaker) of the planner's own closed forms, which no dice are thrown for."""
    shots, threats, rounds = Shots(given["p_kill"]), given["threats"], given["stock"]
    return {
        "barrage_p_none": float(barrage(shots, threats, rounds)),
        "two_waves_p_none": float(two_waves(shots, threats, rounds)),
    }


def location(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Place sites on a published graph: least distance in all, and least worst distance."""
    from scipy.sparse.csgraph import floyd_warshall  # noqa: PLC0415

    n, sites = given["nodes"], given["sites"]
    cost = np.full((n, n), np.inf)
    # A pair that stands twice counts with its last length, as the library's note says.
    for i, j, length in np.reshape(given["edges"], (-1, 3)):
        cost[i - 1, j - 1] = cost[j - 1, i - 1] = length
    distance = floyd_warshall(cost, directed=False)
    near = least_distance(distance, np.ones(n), sites)
    worst = least_worst(distance, sites)
    return {
        "summed_distance": near.value,
        "summed_again": float(distance[:, list(near.sites)].min(axis=1).sum()),
        "worst_distance": worst.value,
        "sites": float(len(near.sites)),
    }
