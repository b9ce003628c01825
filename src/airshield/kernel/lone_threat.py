"""Follow the engagements of a single threat that nobody hits, and the chance that they stop it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit
from airshield.kernel.coverage_columns import (
    ASSESS_S,
    INTERVAL_S,
    P_FALSE_KILL,
    P_FLOOR,
    P_SHOT,
    P_WARHEAD,
    ROUNDS_LAST,
    ROUNDS_LOOK,
    SPACING_S,
)

F8 = NDArray[np.float64]
I4 = NDArray[np.int32]

ENGAGEMENTS_MAX = 64
SHOTS_MAX = 256


@jit()
def read_launch(values: F8, launch: float, opens: float, closes: float) -> float:
    """Read a table by launch time, linear between its equally spaced nodes."""
    last = values.shape[0] - 1
    if closes <= opens:
        return float(values[0])
    y = min(max((launch - opens) / (closes - opens), 0.0), 1.0) * last
    i = min(int(y), last - 1)
    return float(values[i] + (y - i) * (values[i + 1] - values[i]))


@jit()
def _best(
    t: float, groups: F8, lo: int, hi: int, opens: F8, closes: F8, stock: F8, floor: float
) -> tuple[int, float]:
    """Return the group to fire at time t (-1 for none) and when the next window opens."""
    best, p_best, next_open = -1, -1.0, math.inf
    for g in range(lo, hi):
        p = groups[g, P_SHOT]
        if math.isnan(opens[g]) or stock[g] <= 0.0:
            continue
        if opens[g] <= t <= closes[g]:
            if p >= floor and 0.0 < p and p > p_best:
                best, p_best = g, p
        elif opens[g] > t:
            next_open = min(next_open, opens[g])
    return best, next_open


@jit()
def engage_alone(
    ready_s: F8, units: F8, group_ptr: I4, groups: F8, opens: F8, closes: F8, intercept_s: F8,
    stock: F8, shot_unit: I4, shot_group: I4, shot_of: I4, first_launch: F8,
) -> tuple[int, int]:  # fmt: skip
    """Follow the engagements of a single threat that nobody ever hits.

    Order and rules are those of the engagement kernel under central control: the unit that can
    launch first fires the rounds of its doctrine; after the assessment whoever has a window goes
    on. Rounds of one look go where the window holds another, those of the last look where not; a
    single look is kept for a better group whose window opens yet.

    Parameters
    ----------
    ready_s : track plus detection-to-launch time of each unit, NaN for never, shape (U,).
    units, group_ptr, groups : see `cover`.
    opens, closes, intercept_s : windows and shot tables, shapes (G,), (G,) and (G, n).
    stock : rounds of each group, shape (G,); spent.
    shot_unit, shot_group, shot_of : unit, group and engagement of each round; written.
    first_launch : launch time of the first round; written in place 0.

    Returns
    -------
    Rounds and engagements.
    """
    n_units = units.shape[0]
    n_shots = n_looks = 0
    first_launch[0] = math.nan
    waits = np.empty(n_units)
    for u in range(n_units):
        waits[u] = ready_s[u] if not math.isnan(ready_s[u]) else math.inf
    while n_looks < ENGAGEMENTS_MAX:
        # Who can launch next: the earliest moment, then the order of the units.
        t, u = math.inf, -1
        for v in range(n_units):
            best, next_open = -1, math.inf
            if waits[v] < math.inf:
                best, next_open = _best(
                    waits[v], groups, group_ptr[v], group_ptr[v + 1], opens, closes, stock,
                    units[v, P_FLOOR],
                )  # fmt: skip
            if best < 0:
                waits[v] = next_open
            if waits[v] < t:
                t, u = waits[v], v
        if u < 0:
            break
        lo, hi = group_ptr[u], group_ptr[u + 1]
        g, next_open = _best(t, groups, lo, hi, opens, closes, stock, units[u, P_FLOOR])
        if g < 0:
            continue
        met = read_launch(intercept_s[g], t, opens[g], closes[g])
        held, better = False, math.inf
        for j in range(lo, hi):
            left = stock[j] - 1.0 if j == g else stock[j]
            if closes[j] >= met + units[u, ASSESS_S] and left > 0.0:
                held = True
            p = groups[j, P_SHOT]
            if opens[j] > t and stock[j] > 0.0 and p >= units[u, P_FLOOR] and p > groups[g, P_SHOT]:
                better = min(better, opens[j])
        if not held and better < math.inf:
            waits[u] = better
            continue
        rounds = int(units[u, ROUNDS_LOOK] if held else units[u, ROUNDS_LAST])
        last_met = -math.inf
        if n_shots == 0:
            first_launch[0] = t
        while rounds > 0 and n_shots < SHOTS_MAX:
            g, next_open = _best(t, groups, lo, hi, opens, closes, stock, units[u, P_FLOOR])
            if g < 0:
                if next_open == math.inf:
                    break
                t = next_open
                continue
            last_met = max(last_met, read_launch(intercept_s[g], t, opens[g], closes[g]))
            stock[g] -= 1.0
            shot_unit[n_shots], shot_group[n_shots], shot_of[n_shots] = u, g, n_looks
            n_shots += 1
            rounds -= 1
            t += max(units[u, INTERVAL_S], units[u, SPACING_S])
        n_looks += 1
        for v in range(n_units):
            waits[v] = max(waits[v], last_met + units[u, ASSESS_S])
    return n_shots, n_looks


@jit()
def p_stop_of(
    n_shots: int, shot_unit: I4, shot_group: I4, shot_of: I4, units: F8, groups: F8,
    p_discriminate: float, rho: float, p_largest: float,
) -> float:  # fmt: skip
    """Compute the probability that a sequence of engagements stops one threat.

    Shots are correlated as in the engagement kernel: one uniform common to all shots below t and
    an own one below b make a hit, b = p / t, where t belongs to the largest p. A hit stops by the
    group's share of warheads destroyed. A unit that mistakes a spent body for the warhead does so
    in all its shots. After each engagement a survivor is left alone with the probability of a
    false kill.

    Parameters
    ----------
    n_shots, shot_unit, shot_group, shot_of : of `engage_alone`.
    p_discriminate : probability that a unit picks the warhead, 1 where nothing separates.
    rho : pairwise correlation, 0 to 1; p_largest : largest kill probability of any shot, above 0.

    Returns
    -------
    Probability, given that the threat flies and that the units are up.

    **Source.** `docs/theory/coverage.md`; without correlation, assessment errors and bodies it is
    1 - (1 - p)^n.
    """
    if n_shots == 0 or p_largest <= 0.0:
        return 0.0
    common = p_largest / (p_largest + rho * (1.0 - p_largest))
    n_units = units.shape[0]
    place = np.full(n_units, -1)
    engaged = 0
    for s in range(n_shots):
        if place[shot_unit[s]] < 0:
            place[shot_unit[s]] = engaged
            engaged += 1
    patterns = 1 if p_discriminate >= 1.0 else 1 << min(engaged, 16)
    total = 0.0
    for pattern in range(patterns):
        weight = 1.0
        if patterns > 1:
            for i in range(min(engaged, 16)):
                weight *= p_discriminate if (pattern >> i) & 1 else 1.0 - p_discriminate
        alive, stopped, s = 1.0, 0.0, 0
        while s < n_shots:
            survive, look, u = 1.0, shot_of[s], shot_unit[s]
            genuine = patterns == 1 or ((pattern >> min(place[u], 15)) & 1) == 1
            while s < n_shots and shot_of[s] == look:
                g = shot_group[s]
                if genuine:
                    b = min(1.0, groups[g, P_SHOT] / common)
                    survive *= 1.0 - b * groups[g, P_WARHEAD]
                s += 1
            stopped += alive * (1.0 - survive)
            alive *= survive * (1.0 - units[u, P_FALSE_KILL])
        total += weight * stopped
    return common * total
