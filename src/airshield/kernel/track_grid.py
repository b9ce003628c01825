"""Find when the tracks of one arrival begin, at every aim point of a grid."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit
from airshield.kernel.coverage_columns import SEES
from airshield.kernel.detection import track_table_ground
from airshield.kernel.lookup import track_time
from airshield.kernel.moved_path import frame_of, move
from airshield.kernel.path import slant_range_m

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
U1 = NDArray[np.uint8]

STRIDE = 8
"""Nodes of a grid between two at which tracks are always computed."""
SHARES = np.append((np.arange(8) + 0.5) / 8.0, 0.5)
"""Shares of tracks whose times are kept: eight of equal weight, then the median."""
MEDIAN = 8
TOLERANCE_S = 0.05
"""A track time is interpolated where the middle of a cell agrees with its corners this well."""
_SURE = 0.95
"""Above the largest of `SHARES`: looks after it change nothing that is kept."""


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
    move(pos_enu_m, frame_of(aim_lla, unit, earth), 0, n - 1, moved)
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
