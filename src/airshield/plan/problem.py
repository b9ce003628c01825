"""Pose a weapon-target assignment: check it, merge what is alike, and take the answer apart again.

Weapons with equal rows are rounds of one kind, targets with equal columns and value are one target
several times: merged, the search does not try the same thing under many names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from airshield.errors import Fault, InputError

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

PLACE = "ash.plan.assign"
ROUNDS_MOST = 100_000


@dataclass(frozen=True)
class Problem:
    """A weapon-target assignment with what is alike merged.

    Attributes
    ----------
    unit : power of two that the worths are divided by, so that the greatest is 1 to 2.
    value : (K,) worth of one target of each kind, in units; copies : (K,) targets of that kind.
    p : (K, C) kill probability of one round of a kind of weapon; rounds : (C,) rounds of that kind.
    target_kind : (T,) kind of each target; weapon_kind : (W,) kind of each weapon.
    weapon_rounds : (W,) rounds of each weapon.
    """

    unit: float
    value: F8
    copies: I8
    p: F8
    rounds: I8
    target_kind: I8
    weapon_kind: I8
    weapon_rounds: I8


def _numbers(name: str, given: ArrayLike, dimensions: int, faults: list[Fault]) -> F8 | None:
    try:
        found = np.array(given, dtype=np.float64)
    except (TypeError, ValueError):
        faults.append(Fault(PLACE, None, name, "is not an array of numbers"))
        return None
    if found.ndim != dimensions:
        shape = "(weapons, targets)" if dimensions == 2 else "one number each"
        faults.append(Fault(PLACE, None, name, f"has {found.ndim} dimensions; give {shape}"))
        return None
    return found


def _first(wrong: NDArray[np.bool_], found: F8) -> tuple[str, float]:
    """Return the place, counted from 0 as Python does, and the value of the first wrong entry."""
    at = tuple(int(k) for k in np.argwhere(wrong)[0])
    return str(list(at)), float(found[at])


def _check(name: str, found: F8, wrong: NDArray[np.bool_], rule: str, faults: list[Fault]) -> None:
    if wrong.any():
        at, value = _first(wrong, found)
        faults.append(Fault(PLACE, None, name + at, f"{value:g} {rule}"))


def _read(
    kill_probability: ArrayLike, value: ArrayLike, rounds: ArrayLike | None
) -> tuple[F8, F8, I8]:
    faults: list[Fault] = []
    p = _numbers("kill_probability", kill_probability, 2, faults)
    worth = _numbers("value", value, 1, faults)
    n = _numbers("rounds", 1.0 if rounds is None else rounds, 0 if rounds is None else 1, faults)
    if p is None or worth is None or n is None:
        raise InputError(faults)
    if rounds is None:
        n = np.ones(p.shape[0])
    if 0 in p.shape:
        message = f"its shape is {p.shape}; give at least one weapon and one target"
        faults.append(Fault(PLACE, None, "kill_probability", message))
    for name, found, length, of in (
        ("value", worth, p.shape[1], "targets"),
        ("rounds", n, p.shape[0], "weapons"),
    ):
        if len(found) != length:
            message = f"has {len(found)} numbers for {length} {of} of kill_probability"
            faults.append(Fault(PLACE, None, name, message))
    _check("kill_probability", p, ~((p >= 0.0) & (p <= 1.0)), "is not between 0 and 1", faults)
    _check("value", worth, ~((worth >= 0.0) & np.isfinite(worth)), "is not a worth >= 0", faults)
    whole = (n >= 0.0) & (n == np.floor(n)) & (n <= ROUNDS_MOST)
    _check("rounds", n, ~whole, f"is not a whole number from 0 to {ROUNDS_MOST}", faults)
    if faults:
        raise InputError(faults)
    return p, worth, n.astype(np.int64)


def _kinds(rows: F8) -> tuple[I8, I8]:
    """Return (index of the first row of each kind, kind of each row), in order of appearance."""
    _, first, kind = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return first[order].astype(np.int64), rank[kind.reshape(-1)]


def pose(kill_probability: ArrayLike, value: ArrayLike, rounds: ArrayLike | None = None) -> Problem:
    """Check an assignment problem and merge what is alike.

    Parameters
    ----------
    kill_probability : (W, T), 0 to 1, of one round of weapon w at target t.
    value : (T,) worth of each target if it survives, >= 0.
    rounds : (W,) rounds of each weapon, whole numbers; one each where None.

    Raises
    ------
    InputError : with every fault of shape and range.
    """
    p, worth, n = _read(kill_probability, value, rounds)
    first_weapon, weapon_kind = _kinds(p)
    first_target, target_kind = _kinds(np.column_stack([worth, p[first_weapon].T]))
    # A power of two changes no digit, and the tolerances of the solver see worths near one.
    unit = 2.0 ** float(np.floor(np.log2(worth.max()))) if worth.max() > 0.0 else 1.0
    return Problem(
        unit=unit,
        value=worth[first_target] / unit,
        copies=np.bincount(target_kind).astype(np.int64),
        p=np.ascontiguousarray(p[first_weapon][:, first_target].T),
        rounds=np.bincount(weapon_kind, weights=n).astype(np.int64),
        target_kind=target_kind,
        weapon_kind=weapon_kind,
        weapon_rounds=n,
    )


def apart(problem: Problem) -> Problem:
    """Return the same problem with each target by itself (weapons stay merged)."""
    kind = problem.target_kind
    return Problem(
        unit=problem.unit,
        value=problem.value[kind],
        copies=np.ones(len(kind), np.int64),
        p=np.ascontiguousarray(problem.p[kind]),
        rounds=problem.rounds,
        target_kind=np.arange(len(kind)),
        weapon_kind=problem.weapon_kind,
        weapon_rounds=problem.weapon_rounds,
    )


def spread(problem: Problem, chosen: Iterable[tuple[int, Sequence[int]]]) -> I8:
    """Return (T, C) rounds of each kind at each target from the columns chosen for target kinds."""
    x = np.zeros((len(problem.target_kind), len(problem.rounds)), np.int64)
    places = [list(np.flatnonzero(problem.target_kind == k)) for k in range(len(problem.value))]
    for kind, items in chosen:
        np.add.at(x[places[kind].pop(0)], np.asarray(items, np.int64), 1)
    return x


def share_out(problem: Problem, x: I8) -> I8:
    """Return (W, T) rounds of each weapon at each target from those of each kind of weapon."""
    out = np.zeros((len(problem.weapon_kind), x.shape[0]), np.int64)
    spare = problem.weapon_rounds.copy()
    owners = [np.flatnonzero(problem.weapon_kind == c) for c in range(x.shape[1])]
    for target, kind in np.argwhere(x > 0):
        wanted = int(x[target, kind])
        for weapon in owners[kind]:
            taken = min(wanted, int(spare[weapon]))
            out[weapon, target] += taken
            spare[weapon] -= taken
            wanted -= taken
    return out


def surviving(problem: Problem, x: I8) -> F8:
    """Return (T,) what survives of each target, in units, under (T, C) rounds of each kind."""
    kind = problem.target_kind
    left: Any = np.prod((1.0 - problem.p[kind]) ** x, axis=1)
    return problem.value[kind] * np.asarray(left, np.float64)
