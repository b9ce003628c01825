"""Assign rounds to targets greedily, and better an assignment by moves and swaps of rounds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

BETTER = 1e-12
"""A change counts from this share of the whole value on: rounding alone must not go in circles."""


@jit(inline=True)
def _surviving(value: float, q: F8, x: I8) -> float:
    """Return what survives of one target's value."""
    for i in range(len(x)):
        if x[i] > 0:
            value *= q[i] ** x[i]
    return value


@jit()
def fill_greedily(value: F8, p: F8, spare: I8, x: I8) -> None:
    """Give every spare round, one at a time, where it takes most; stop where none takes anything.

    Parameters
    ----------
    value : (T,) worth of the targets; p : (T, W) kill probability per round.
    spare : (W,) in and out, rounds left; x : (T, W) in and out, rounds of each weapon at each
        target.
    """
    n_targets, n_weapons = p.shape
    left = np.empty(n_targets)
    for j in range(n_targets):
        left[j] = _surviving(value[j], 1.0 - p[j], x[j])
    top, where = np.empty(n_weapons), np.full(n_weapons, -1)
    stale = np.ones(n_weapons, np.bool_)
    while True:
        best, weapon = 0.0, -1
        for i in range(n_weapons):
            if spare[i] == 0:
                continue
            if stale[i]:
                # Only the target just hit has changed, and downwards.
                top[i], stale[i] = -1.0, False
                for j in range(n_targets):
                    if left[j] * p[j, i] > top[i]:
                        top[i], where[i] = left[j] * p[j, i], j
            if top[i] > best:
                best, weapon = top[i], i
        if weapon < 0:
            return
        hit = where[weapon]
        x[hit, weapon] += 1
        spare[weapon] -= 1
        left[hit] *= 1.0 - p[hit, weapon]
        for i in range(n_weapons):
            stale[i] = stale[i] or where[i] == hit


@jit()
def _without(j: int, i: int, left: F8, value: F8, q: F8, x: I8) -> float:
    """Return what survives of target j with one round of weapon i less."""
    if q[j, i] > 1e-9:
        return left[j] / q[j, i]
    x[j, i] -= 1
    without = _surviving(value[j], q[j], x[j])
    x[j, i] += 1
    return without


@jit()
def better_by_swaps(value: F8, p: F8, x: I8) -> int:
    """Move single rounds and swap pairs of rounds until nothing betters; return the changes.

    Parameters
    ----------
    value : (T,) worth; p : (T, W) kill probability per round; x : (T, W) in and out, rounds.
    """
    n_targets, n_weapons = p.shape
    q = 1.0 - p
    left = np.empty(n_targets)
    for j in range(n_targets):
        left[j] = _surviving(value[j], q[j], x[j])
    least = BETTER * value.sum()
    rounds = x.sum()
    at, of = np.empty(rounds, np.int64), np.empty(rounds, np.int64)
    r = 0
    for j in range(n_targets):
        for i in range(n_weapons):
            for _ in range(x[j, i]):
                at[r], of[r] = j, i
                r += 1
    changes, changed = 0, True
    while changed:
        changed = False
        for r in range(rounds):
            j, i = at[r], of[r]
            without = _without(j, i, left, value, q, x)
            lost, best, target = without - left[j], least, -1
            for k in range(n_targets):
                if k != j and left[k] * p[k, i] - lost > best:
                    best, target = left[k] * p[k, i] - lost, k
            if target >= 0:
                x[j, i] -= 1
                x[target, i] += 1
                at[r] = target
                left[j] = _surviving(value[j], q[j], x[j])
                left[target] = _surviving(value[target], q[target], x[target])
                changes, changed = changes + 1, True
                continue
            for s in range(r):
                k, h = at[s], of[s]
                if k == j or h == i:
                    continue
                other = _without(k, h, left, value, q, x)
                gain = left[j] + left[k] - without * q[j, h] - other * q[k, i]
                if gain > least:
                    x[j, i] -= 1
                    x[j, h] += 1
                    x[k, h] -= 1
                    x[k, i] += 1
                    at[r], at[s] = k, j
                    left[j] = _surviving(value[j], q[j], x[j])
                    left[k] = _surviving(value[k], q[k], x[k])
                    changes, changed = changes + 1, True
                    break
    return changes
