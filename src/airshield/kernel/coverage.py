"""Count what fire units can do about one arrival, at aim points of a grid.

Windows and tracks come from the same functions that fill the tables of a simulation (`shot_table`,
`track_table_ground`).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit
from airshield.kernel.coverage_columns import (
    DELAY_S,
    EARLIEST_M,
    EARLIEST_S,
    IS_GUN,
    KEEP_OUT_M,
    LATEST_S,
    LOOKS,
    P_FLOOR,
    P_SHOT,
    P_STOP,
    PROTECTED_M,
    SHOTS,
    STOCK,
)
from airshield.kernel.lone_threat import SHOTS_MAX, engage_alone, p_stop_of, read_launch
from airshield.kernel.moved_path import BLOCK, blocks_within, frame_of, ground_m, move
from airshield.kernel.shots import shot_table
from airshield.kernel.track_grid import MEDIAN, SHARES

F8 = NDArray[np.float64]
I4 = NDArray[np.int32]
U1 = NDArray[np.uint8]


@jit()
def windows_at(
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
        if ground_m(frame) > groups[g, PROTECTED_M]:
            continue
        first, last = blocks_within(blocks, frame, groups[g], rise_m)
        if first < 0:
            continue
        # One sample more at either end: edges are bisected towards it.
        i = max(first * BLOCK - 1, 0)
        j = min((last + 1) * BLOCK + 1, last_sample)
        move(pos_enu_m, frame, i, j, moved)
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
            windows_at(
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
            first = read_launch(intercept_s[g], launch, opens[g], closes[g])
            if math.isnan(row[EARLIEST_S]) or first < row[EARLIEST_S]:
                row[EARLIEST_S] = first
                row[EARLIEST_M] = read_launch(altitude_m[g], launch, opens[g], closes[g])
            last = intercept_s.shape[1] - 1
            if math.isnan(row[LATEST_S]) or intercept_s[g, last] > row[LATEST_S]:
                row[LATEST_S] = intercept_s[g, last]
            if math.isnan(row[KEEP_OUT_M]) or altitude_m[g, last] < row[KEEP_OUT_M]:
                row[KEEP_OUT_M] = altitude_m[g, last]
