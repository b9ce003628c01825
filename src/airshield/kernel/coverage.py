"""Move one arrival over aim points and count what fire units can do about it there.

The path relative to the aim point is the same at every point of a grid, so a fire unit sees it
turned and shifted by the aim point's place alone. Windows and tracks come from the same functions
that fill the tables of a simulation (`shot_table`, `track_table_ground`).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit
from airshield.kernel.detection import track_table_ground
from airshield.kernel.earth import enu_axes, geodetic_to_ecef
from airshield.kernel.lookup import track_time
from airshield.kernel.path import height_above_m, slant_range_m
from airshield.kernel.shots import shot_table

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
I4 = NDArray[np.int32]
U1 = NDArray[np.uint8]

BLOCK = 8
"""Samples of a path that share one bounding sphere."""
STRIDE = 8
"""Nodes of a grid between two at which tracks are always computed."""
SHARES = np.append((np.arange(8) + 0.5) / 8.0, 0.5)
"""Shares of tracks whose times are kept: eight of equal weight, then the median."""
MEDIAN = 8
TOLERANCE_S = 0.05
"""A track time is interpolated where the middle of a cell agrees with its corners this well."""
_SURE = 0.95
"""Above the largest of `SHARES`: looks after it change nothing that is kept."""
ENGAGEMENTS_MAX = 64
SHOTS_MAX = 256

# Columns of the numbers of a group: the eight limits of `shot_table`, then these.
P_SHOT, P_WARHEAD, PROTECTED_M, STOCK, IS_GUN = 8, 9, 10, 11, 12
GROUP_COLUMNS = 13
# Columns of the numbers of a unit: latitude (rad), longitude (rad), altitude (m), then these.
DELAY_S, ASSESS_S, P_FALSE_KILL, ROUNDS_LOOK, ROUNDS_LAST = 3, 4, 5, 6, 7
INTERVAL_S, SPACING_S, P_FLOOR, SEES = 8, 9, 10, 11
UNIT_COLUMNS = 12
# Columns of what is found at an aim point.
SHOTS, LOOKS, P_STOP, EARLIEST_S, LATEST_S, EARLIEST_M, KEEP_OUT_M = 0, 1, 2, 3, 4, 5, 6
FOUND_COLUMNS = 7


@jit()
def path_blocks(pos_enu_m: F8) -> F8:
    """Enclose every `BLOCK` samples of a path, and the one after them, in a sphere.

    Parameters
    ----------
    pos_enu_m : east, north, up of the aim point, shape (n, 3).

    Returns
    -------
    Centre (3), radius, lowest and highest height above the sphere through the aim point, all m;
    shape (blocks, 6).
    """
    n = pos_enu_m.shape[0]
    blocks = np.empty(((n + BLOCK - 1) // BLOCK, 6))
    for b in range(blocks.shape[0]):
        first, last = b * BLOCK, min((b + 1) * BLOCK, n - 1)
        for i in range(3):
            blocks[b, i] = 0.5 * (pos_enu_m[first, i] + pos_enu_m[last, i])
        radius, lowest, highest = 0.0, math.inf, -math.inf
        for k in range(first, last + 1):
            east, north, up = pos_enu_m[k, 0], pos_enu_m[k, 1], pos_enu_m[k, 2]
            away = slant_range_m(east - blocks[b, 0], north - blocks[b, 1], up - blocks[b, 2])
            height = height_above_m(east, north, up)
            radius, lowest, highest = (
                max(radius, away),
                min(lowest, height),
                max(highest, height),
            )
        blocks[b, 3], blocks[b, 4], blocks[b, 5] = radius, lowest, highest
    return blocks


@jit()
def frame_of(aim_lla: F8, unit: F8, earth: F8) -> F8:
    """Return what turns and shifts the axes of an aim point into those of a unit.

    Returns
    -------
    Rows of the rotation, the shift (m) as fourth row, and the unit's place in the axes of the aim
    point (m) as fifth; shape (5, 3).
    """
    here = enu_axes(aim_lla[0], aim_lla[1])
    there = enu_axes(unit[0], unit[1])
    x0, y0, z0 = geodetic_to_ecef(aim_lla[0], aim_lla[1], aim_lla[2], earth)
    x1, y1, z1 = geodetic_to_ecef(unit[0], unit[1], unit[2], earth)
    frame = np.zeros((5, 3))
    for i in range(3):
        for j in range(3):
            for k in range(3):
                frame[i, j] += there[i, k] * here[j, k]
        frame[3, i] = there[i, 0] * (x0 - x1) + there[i, 1] * (y0 - y1) + there[i, 2] * (z0 - z1)
        frame[4, i] = here[i, 0] * (x1 - x0) + here[i, 1] * (y1 - y0) + here[i, 2] * (z1 - z0)
    return frame


@jit()
def _move(pos_enu_m: F8, frame: F8, first: int, last: int, out: F8) -> None:
    """Write samples first..last of a path into the axes of a unit."""
    for k in range(first, last + 1):
        east, north, up = pos_enu_m[k, 0], pos_enu_m[k, 1], pos_enu_m[k, 2]
        for i in range(3):
            out[k - first, i] = (
                frame[i, 0] * east + frame[i, 1] * north + frame[i, 2] * up + frame[3, i]
            )


@jit()
def _outside_sector(east: float, north: float, radius: float, group: F8) -> bool:
    """Tell whether a disc lies outside a track sector; a disc about the unit never does."""
    away = math.sqrt(east * east + north * north)
    half = group[5]
    if away <= radius or half >= math.pi:
        return False
    off = abs(math.atan2(east, north) - group[4]) % (2.0 * math.pi)
    off = min(off, 2.0 * math.pi - off)
    return off - math.asin(radius / away) > half + 1e-6


@jit()
def _within(blocks: F8, frame: F8, group: F8, rise_m: float) -> tuple[int, int]:
    """Return the first and last block of a path that an envelope could reach; -1 for none.

    Heights are those above the aim point; `rise_m` is that of the aim point above the unit. A
    kilometre of slack stands for the difference of the two spheres.
    """
    reach, slack = group[1], 1000.0 + abs(rise_m)
    first, last = -1, -1
    for b in range(blocks.shape[0]):
        if blocks[b, 5] < group[2] - slack or blocks[b, 4] > group[3] + slack:
            continue
        x, y, z = blocks[b, 0] - frame[4, 0], blocks[b, 1] - frame[4, 1], blocks[b, 2] - frame[4, 2]
        if slant_range_m(x, y, z) > reach + blocks[b, 3]:
            continue
        east = frame[0, 0] * x + frame[0, 1] * y + frame[0, 2] * z
        north = frame[1, 0] * x + frame[1, 1] * y + frame[1, 2] * z
        if _outside_sector(east, north, blocks[b, 3], group):
            continue
        last = b
        if first < 0:
            first = b
    return first, last


@jit()
def _ground_m(frame: F8) -> float:
    """Return the horizontal distance between aim point and unit."""
    return math.sqrt(frame[4, 0] * frame[4, 0] + frame[4, 1] * frame[4, 1])


@jit()
def within_reach(
    start: int, stop: int, aim_lla: F8, blocks: F8, unit: F8, groups: F8, earth: F8, near: U1
) -> None:
    """Mark aim points start..stop at which an envelope of a unit could reach the path.

    Parameters
    ----------
    aim_lla : latitude (rad), longitude (rad), altitude (m), shape (N, 3).
    blocks : of `path_blocks`; unit : (UNIT_COLUMNS,); groups : (g, GROUP_COLUMNS) of the unit.
    near : 1 where reached, shape (N,); written.
    """
    for k in range(start, stop):
        near[k] = 0
        frame = frame_of(aim_lla[k], unit, earth)
        for g in range(groups.shape[0]):
            if _ground_m(frame) > groups[g, PROTECTED_M]:
                continue
            first, _ = _within(blocks, frame, groups[g], aim_lla[k, 2] - unit[2])
            if first >= 0:
                near[k] = 1


@jit()
def track_shares(
    aim_lla: F8, t_s: F8, pos_enu_m: F8, unit: F8, search: F8, earth: F8, moved: F8, out: F8
) -> None:
    """Compute when given shares of a unit's tracks of one arrival have begun.

    Parameters
    ----------
    aim_lla : of one aim point, shape (3,).
    t_s, pos_enu_m : the path, shapes (n,) and (n, 3); 0 is the impact.
    unit : (UNIT_COLUMNS,); search : arguments of `track_table_ground` after the path, shape (19,).
    moved : scratch, shape (n, 3); out : seconds relative to impact for each of `SHARES`, NaN where
        fewer are ever tracked; written.
    """
    out[:] = np.nan
    if unit[SEES] == 0.0:
        return
    n = t_s.shape[0]
    _move(pos_enu_m, frame_of(aim_lla, unit, earth), 0, n - 1, moved)
    hidden = np.empty(0, np.uint8)
    # Nobody looks beyond the instrumented range, and a slow flyer spends most of its path there.
    first = 0
    while (
        first < n and slant_range_m(moved[first, 0], moved[first, 1], moved[first, 2]) > search[10]
    ):
        first += 1
    if first == n:
        return
    first = max(0, first - 1)
    # Looks long after the track is sure are not worth their time: lengthen the path until it is.
    m = min(n, first + max((n - first) // 8, 64))
    while True:
        nodes, _, at_s, p = track_table_ground(
            t_s[first:m],
            moved[first:m],
            search[0],
            search[1],
            search[2],
            search[3],
            search[4],
            search[5],
            search[6],
            search[7],
            search[8],
            search[9],
            search[10],
            search[11],
            search[12],
            int(search[13]),
            int(search[14]),
            int(search[15]),
            search[16],
            search[17],
            search[18],
            hidden,
        )
        if m == n or (nodes > 2 and p[nodes - 3] >= _SURE):
            break
        m = min(n, first + 2 * (m - first))
    for q in range(SHARES.shape[0]):
        out[q] = track_time(at_s, p, 0, nodes, SHARES[q])


@jit()
def tracks_at(
    start: int, stop: int, which: I8, aim_lla: F8, t_s: F8, pos_enu_m: F8, unit: F8, search: F8,
    earth: F8, near: U1, shares_s: F8,
) -> None:  # fmt: skip
    """Compute `track_shares` at the aim points which[start..stop], where they are near.

    Parameters
    ----------
    which : indices of aim points; near : of `within_reach`.
    shares_s : rows of shape (len(SHARES),), shape (N, 9); written, NaN where not near.
    """
    moved = np.empty((t_s.shape[0], 3))
    for k in which[start:stop]:
        if near[k]:
            track_shares(aim_lla[k], t_s, pos_enu_m, unit, search, earth, moved, shares_s[k])
        else:
            shares_s[k, :] = np.nan


@jit()
def _alike(values: F8, wanted: F8) -> bool:
    """Tell whether two rows of times agree, never with never."""
    for q in range(values.shape[0]):
        if math.isnan(values[q]) != math.isnan(wanted[q]):
            return False
        if abs(values[q] - wanted[q]) > TOLERANCE_S:
            return False
    return True


@jit()
def _mix(cell: F8, known: I8, y: int, x: int, out: F8) -> None:
    """Interpolate between the corners known = (y0, x0, y1, x1) of a cell, bilinear."""
    y0, x0, y1, x1 = known[0], known[1], known[2], known[3]
    b = (y - y0) / (y1 - y0) if y1 > y0 else 0.0
    a = (x - x0) / (x1 - x0) if x1 > x0 else 0.0
    for q in range(out.shape[0]):
        low = (1.0 - a) * cell[y0, x0, q] + a * cell[y0, x1, q]
        high = (1.0 - a) * cell[y1, x0, q] + a * cell[y1, x1, q]
        out[q] = (1.0 - b) * low + b * high


@jit()
def tracks_between(
    start: int, stop: int, cells: I8, n_x: int, aim_lla: F8, t_s: F8, pos_enu_m: F8, unit: F8,
    search: F8, earth: F8, near: U1, corner_s: F8, shares_s: F8,
) -> None:  # fmt: skip
    """Fill cells start..stop of a grid with track times, computed only where they bend.

    A cell whose middle agrees with its corners is interpolated, another one is quartered. Cells
    touch nothing of each other's, so the numbers do not depend on threads.

    Parameters
    ----------
    cells : first and last node of each cell along y and x, inclusive, shape (C, 4).
    n_x : nodes along x; node (y, x) is row y * n_x + x.
    corner_s : rows of `tracks_at` at the corners of all cells, shape (N, 9).
    shares_s : the same at every node, shape (N, 9); written. A cell writes its first rows and
        columns, the last cells of the grid their last ones too.

    **Limits.** A patch of coverage that lies inside one cell and touches neither its corners nor
    its middle is missed.
    """
    moved = np.empty((t_s.shape[0], 3))
    n_y = aim_lla.shape[0] // n_x
    size = STRIDE + 1
    cell = np.empty((size, size, SHARES.shape[0]))
    done = np.empty((size, size), np.uint8)
    guess = np.empty(SHARES.shape[0])
    stack = np.empty((4 * STRIDE * STRIDE, 4), np.int64)
    for c in range(start, stop):
        y_at, x_at, y_end, x_end = cells[c, 0], cells[c, 1], cells[c, 2], cells[c, 3]
        wanted = False
        for y in range(y_at, y_end + 1):
            for x in range(x_at, x_end + 1):
                if near[y * n_x + x]:
                    wanted = True
        done[:, :] = 0
        n_stack = 0
        if wanted:
            for y in (y_at, y_end):
                for x in (x_at, x_end):
                    cell[y - y_at, x - x_at] = corner_s[y * n_x + x]
                    done[y - y_at, x - x_at] = 1
            stack[0, 0], stack[0, 1] = 0, 0
            stack[0, 2], stack[0, 3] = y_end - y_at, x_end - x_at
            n_stack = 1
        while n_stack > 0:
            n_stack -= 1
            known = stack[n_stack].copy()
            y0, x0, y1, x1 = known[0], known[1], known[2], known[3]
            y, x = (y0 + y1) // 2, (x0 + x1) // 2
            if y1 - y0 <= 1 and x1 - x0 <= 1:
                continue
            if not done[y, x]:
                row = (y + y_at) * n_x + x + x_at
                track_shares(aim_lla[row], t_s, pos_enu_m, unit, search, earth, moved, cell[y, x])
                done[y, x] = 1
            _mix(cell, known, y, x, guess)
            if _alike(cell[y, x], guess):
                for j in range(y0, y1 + 1):
                    for i in range(x0, x1 + 1):
                        if not done[j, i]:
                            _mix(cell, known, j, i, cell[j, i])
                            done[j, i] = 1
                continue
            for j in (y0, y, y1):
                for i in (x0, x, x1):
                    if not done[j, i]:
                        row = (j + y_at) * n_x + i + x_at
                        track_shares(
                            aim_lla[row], t_s, pos_enu_m, unit, search, earth, moved, cell[j, i]
                        )
                        done[j, i] = 1
            for j0, j1 in ((y0, y), (y, y1)):
                for i0, i1 in ((x0, x), (x, x1)):
                    if (j1 > j0 or y1 == y0) and (i1 > i0 or x1 == x0):
                        stack[n_stack, 0], stack[n_stack, 1] = j0, i0
                        stack[n_stack, 2], stack[n_stack, 3] = j1, i1
                        n_stack += 1
        for y in range(y_at, y_end + 1 if y_end == n_y - 1 else y_end):
            for x in range(x_at, x_end + 1 if x_end == n_x - 1 else x_end):
                if done[y - y_at, x - x_at]:
                    shares_s[y * n_x + x] = cell[y - y_at, x - x_at]
                else:
                    shares_s[y * n_x + x, :] = np.nan


@jit()
def _read(values: F8, launch: float, opens: float, closes: float) -> float:
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
        met = _read(intercept_s[g], t, opens[g], closes[g])
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
            last_met = max(last_met, _read(intercept_s[g], t, opens[g], closes[g]))
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


@jit()
def _windows(
    k: int, aim_lla: F8, t_s: F8, pos_enu_m: F8, blocks: F8, unit: F8, lo: int, hi: int, groups: F8,
    tof_s: F8, first_tof_s: F8, earth: F8, moved: F8, opens: F8, closes: F8, intercept_s: F8,
    altitude_m: F8,
) -> None:  # fmt: skip
    """Fill the windows and shot tables of one unit's groups against one aim point."""
    frame = frame_of(aim_lla[k], unit, earth)
    rise_m = aim_lla[k, 2] - unit[2]
    last_sample = t_s.shape[0] - 1
    for g in range(lo, hi):
        opens[g], closes[g] = math.nan, math.nan
        if _ground_m(frame) > groups[g, PROTECTED_M]:
            continue
        first, last = _within(blocks, frame, groups[g], rise_m)
        if first < 0:
            continue
        # One sample more at either end: edges are bisected towards it.
        i = max(first * BLOCK - 1, 0)
        j = min((last + 1) * BLOCK + 1, last_sample)
        _move(pos_enu_m, frame, i, j, moved)
        near_t, near = t_s[i : j + 1], moved[: j + 1 - i]
        e = groups[g]
        not_before = -math.inf
        if e[IS_GUN] != 0.0:
            _, not_before, _, _, _, _ = shot_table(
                near_t, near, first_tof_s[g], e[1], e[0], e[1], e[2], e[3], e[4], e[5], e[6], e[7],
                not_before, intercept_s.shape[1],
            )  # fmt: skip
            if math.isnan(not_before):
                continue
        status, opened, closed, met, height, _ = shot_table(
            near_t, near, tof_s[g], e[1], e[0], e[1], e[2], e[3], e[4], e[5], e[6], e[7],
            not_before, intercept_s.shape[1],
        )  # fmt: skip
        if status != 0:
            opens[g], closes[g] = opened, closed
            intercept_s[g], altitude_m[g] = met, height


@jit()
def cover(
    start: int, stop: int, aim_lla: F8, t_s: F8, pos_enu_m: F8, blocks: F8, units: F8,
    group_ptr: I4, groups: F8, tof_s: F8, first_tof_s: F8, shares_s: F8, near: U1,
    p_discriminate: float, rho: float, n_launches: int, earth: F8, found: F8,
) -> None:  # fmt: skip
    """Find shots, looks, probability of a stop and intercepts at aim points start..stop.

    Parameters
    ----------
    aim_lla : latitude (rad), longitude (rad), altitude (m) of the aim points, shape (N, 3).
    t_s, pos_enu_m, blocks : the arrival relative to its aim point, shapes (n,), (n, 3), and its
        `path_blocks`.
    units : (U, UNIT_COLUMNS); group_ptr : groups of unit u are group_ptr[u]..group_ptr[u + 1].
    groups : (G, GROUP_COLUMNS); tof_s, first_tof_s : maps of each group, shape (G, rows, columns).
    shares_s : track times of each unit at the aim points, shape (U, N, 9).
    near : of `within_reach` by unit, shape (U, N).
    p_discriminate, rho : see `p_stop_of`; n_launches : nodes of a shot table.
    found : (N, FOUND_COLUMNS); written. Times are seconds relative to impact, heights metres above
        the unit that intercepts; NaN where nobody has a shot.

    **Limits.** Those of the tables; one threat alone; one share of tracks holds for all units at
    once. Rounds, looks and intercepts are those with the median track.
    """
    n_units, n_groups = units.shape[0], groups.shape[0]
    moved = np.empty((t_s.shape[0], 3))
    opens, closes = np.empty(n_groups), np.empty(n_groups)
    intercept_s = np.empty((n_groups, n_launches))
    altitude_m = np.empty((n_groups, n_launches))
    stock = np.empty(n_groups)
    ready_s = np.empty(n_units)
    shot_unit = np.empty(SHOTS_MAX, np.int32)
    shot_group = np.empty(SHOTS_MAX, np.int32)
    shot_of = np.empty(SHOTS_MAX, np.int32)
    launch = np.empty(1)
    for k in range(start, stop):
        found[k, SHOTS], found[k, LOOKS], found[k, P_STOP] = 0.0, 0.0, 0.0
        found[k, EARLIEST_S:] = np.nan
        p_largest = 0.0
        anyone, spread = False, False
        for u in range(n_units):
            lo, hi = group_ptr[u], group_ptr[u + 1]
            for g in range(lo, hi):
                opens[g], closes[g] = math.nan, math.nan
            if near[u, k] == 0:
                continue
            _windows(
                k, aim_lla, t_s, pos_enu_m, blocks, units[u], lo, hi, groups, tof_s, first_tof_s,
                earth, moved, opens, closes, intercept_s, altitude_m,
            )  # fmt: skip
            for g in range(lo, hi):
                if math.isnan(opens[g]):
                    continue
                anyone = True
                p_largest = max(p_largest, groups[g, P_SHOT])
                if not shares_s[u, k, MEDIAN - 1] + units[u, DELAY_S] <= opens[g]:
                    spread = True
        if not anyone:
            continue
        for q in range(SHARES.shape[0]):
            if q < MEDIAN and not spread:
                continue
            for u in range(n_units):
                ready_s[u] = math.nan
                if near[u, k]:
                    ready_s[u] = shares_s[u, k, q] + units[u, DELAY_S]
            stock[:] = groups[:, STOCK]
            n_shots, n_looks = engage_alone(
                ready_s, units, group_ptr, groups, opens, closes, intercept_s, stock, shot_unit,
                shot_group, shot_of, launch,
            )  # fmt: skip
            p = p_stop_of(
                n_shots, shot_unit, shot_group, shot_of, units, groups, p_discriminate, rho,
                p_largest,
            )  # fmt: skip
            if q < MEDIAN:
                found[k, P_STOP] += p / MEDIAN
                continue
            found[k, SHOTS], found[k, LOOKS] = n_shots, n_looks
            if not spread:
                found[k, P_STOP] = p
        _intercepts(ready_s, units, group_ptr, opens, closes, intercept_s, altitude_m, groups,
                    found[k])  # fmt: skip


@jit()
def _intercepts(
    ready_s: F8, units: F8, group_ptr: I4, opens: F8, closes: F8, intercept_s: F8, altitude_m: F8,
    groups: F8, row: F8,
) -> None:  # fmt: skip
    """Write the first and last intercept that any unit could make, and their heights."""
    for u in range(units.shape[0]):
        if math.isnan(ready_s[u]):
            continue
        for g in range(group_ptr[u], group_ptr[u + 1]):
            usable = groups[g, P_SHOT] >= units[u, P_FLOOR] and groups[g, P_SHOT] > 0.0
            if not usable or groups[g, STOCK] < 1.0 or not ready_s[u] <= closes[g]:
                continue
            launch = max(ready_s[u], opens[g])
            first = _read(intercept_s[g], launch, opens[g], closes[g])
            if math.isnan(row[EARLIEST_S]) or first < row[EARLIEST_S]:
                row[EARLIEST_S] = first
                row[EARLIEST_M] = _read(altitude_m[g], launch, opens[g], closes[g])
            last = intercept_s.shape[1] - 1
            if math.isnan(row[LATEST_S]) or intercept_s[g, last] > row[LATEST_S]:
                row[LATEST_S] = intercept_s[g, last]
            if math.isnan(row[KEEP_OUT_M]) or altitude_m[g, last] < row[KEEP_OUT_M]:
                row[KEEP_OUT_M] = altitude_m[g, last]
