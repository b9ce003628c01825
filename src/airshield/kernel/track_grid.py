"""Find when the tracks of one arrival begin, at every aim point of a grid."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit
from airshield.kernel.coverage_columns import SEES
from airshield.kernel.detection import in_coverage, track_table_ground
from airshield.kernel.lookup import track_time
from airshield.kernel.moved_path import frame_of, move

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
U1 = NDArray[np.uint8]

STRIDE = 8
"""Nodes of a grid between two at which tracks are always computed."""
SHARES = np.append((np.arange(8) + 0.5) / 8.0, 0.5)
"""Shares of tracks whose times are kept: eight of equal weight, then the median."""
MEDIAN = 8
TOLERANCE_S, TOLERANCE_NODES = 0.05, 0.1
"""A track time is interpolated where the middle of a cell agrees with its corners to this time, or
to the time in which the threat flies this share of the way between two nodes."""
_SURE = 0.95
"""Above the largest of `SHARES`: looks after it change nothing that is kept."""
_TRIED_LOOKS, _FIRST_LOOKS = 32, 4
_GUESSED = 2


@jit()
def _covered(moved: F8, search: F8, k: int) -> bool:
    """Tell whether the radar could look at a sample of a path."""
    return in_coverage(
        moved[k, 0], moved[k, 1], moved[k, 2], search[6], search[7], search[8], search[9],
        search[10], search[11],
    )  # fmt: skip


@jit()
def _seen_between(moved: F8, search: F8) -> tuple[int, int]:
    """Return the first sample that the radar covers, len(moved) where none, and after the last."""
    first, stop = 0, moved.shape[0]
    while first < stop and not _covered(moved, search, first):
        first += 1
    while first < stop and not _covered(moved, search, stop - 1):
        stop -= 1
    return first, stop


@jit()
def _looked_at(t_s: F8, moved: F8, search: F8, first: int, stop: int) -> tuple[int, F8, F8]:
    """Return the track table of samples first..stop of a path in the axes of a unit."""
    nodes, _, at_s, p = track_table_ground(
        t_s[first:stop],
        moved[first:stop],
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
        np.empty(0, np.uint8),
    )
    return nodes, at_s, p


@jit()
def _in_good_time(t_s: F8, moved: F8, search: F8, early_s: float) -> bool:
    """Tell whether the last looks before a moment make a track sure, whatever was seen before.

    Fewer looks never find a track earlier, so that a table from all of them need not be made.
    """
    before_s = _TRIED_LOOKS * search[12]
    if not t_s[0] <= early_s - before_s:
        return False
    first = max(np.searchsorted(t_s, early_s - before_s) - 1, 0)
    stop = np.searchsorted(t_s, early_s - search[12])
    if stop - first < 2:
        return False
    nodes, _, p = _looked_at(t_s, moved, search, first, stop)
    return bool(nodes > 2 and p[nodes - 3] >= _SURE)


@jit()
def track_shares(
    aim_lla: F8, t_s: F8, pos_enu_m: F8, unit: F8, search: F8, earth: F8, early_s: float,
    expected: I8, moved: F8, out: F8,
) -> None:  # fmt: skip
    """Compute when given shares of a unit's tracks of one arrival have begun.

    Parameters
    ----------
    aim_lla : of one aim point, shape (3,).
    t_s, pos_enu_m : the path, shapes (n,) and (n, 3); 0 is the impact.
    unit : (UNIT_COLUMNS,); search : arguments of `track_table_ground` after the path, shape (19,).
    early_s : a track before this is in good time, however early; -inf to know in any case.
    expected : how many looks a sure track took at the last aim point, shape (1,); written. It saves
        time and changes no number.
    moved : scratch, shape (n, 3); out : seconds relative to impact for each of `SHARES`, -inf for
        all where they are in good time, NaN where fewer are ever tracked; written.
    """
    out[:] = np.nan
    if unit[SEES] == 0.0:
        return
    n = t_s.shape[0]
    move(pos_enu_m, frame_of(aim_lla, unit, earth), 0, n - 1, moved)
    if _in_good_time(t_s, moved, search, early_s):
        out[:] = -np.inf
        return
    seen, gone = _seen_between(moved, search)
    if seen == n:
        return
    n = min(n, gone + 1)
    # Looks long after the track is sure are not worth their time: add some until it is.
    first, looks = max(0, seen - 2), max(expected[0], _FIRST_LOOKS)
    while True:
        stop = min(n, np.searchsorted(t_s, t_s[seen] + looks * search[12]) + 1)
        nodes, at_s, p = _looked_at(t_s, moved, search, first, stop)
        if stop == n or (nodes > 2 and p[nodes - 3] >= _SURE):
            break
        looks *= 2
    sure_s = track_time(at_s, p, 0, nodes, _SURE)
    if not math.isnan(sure_s):
        expected[0] = int((sure_s - t_s[seen]) / search[12]) + _FIRST_LOOKS
    for q in range(SHARES.shape[0]):
        out[q] = track_time(at_s, p, 0, nodes, SHARES[q])


@jit()
def tracks_at(
    start: int, stop: int, which: I8, aim_lla: F8, t_s: F8, pos_enu_m: F8, unit: F8, search: F8,
    earth: F8, near: U1, early_s: F8, shares_s: F8,
) -> None:  # fmt: skip
    """Compute `track_shares` at the aim points which[start..stop], where they are near.

    Parameters
    ----------
    which : indices of aim points; near : of `within_reach`; early_s : see `track_shares`, (N,).
    shares_s : rows of shape (len(SHARES),), shape (N, 9); written, NaN where not near.
    """
    moved, expected = np.empty((t_s.shape[0], 3)), np.zeros(1, np.int64)
    for k in which[start:stop]:
        if near[k]:
            track_shares(
                aim_lla[k], t_s, pos_enu_m, unit, search, earth, early_s[k], expected, moved,
                shares_s[k],
            )  # fmt: skip
        else:
            shares_s[k, :] = np.nan


@jit()
def _alike(values: F8, wanted: F8, tolerance_s: float) -> bool:
    """Tell whether two rows of times agree, never with never."""
    for q in range(values.shape[0]):
        if math.isnan(values[q]) != math.isnan(wanted[q]):
            return False
        if abs(values[q] - wanted[q]) > tolerance_s:
            return False
    return True


@jit()
def _between(u: float, v: float, w: float) -> float:
    """Return (1 - w) u + w v; two infinities alike are themselves."""
    return u if u == v else (1.0 - w) * u + w * v


@jit()
def _mix(cell: F8, known: I8, y: int, x: int, out: F8) -> None:
    """Interpolate between the corners known = (y0, x0, y1, x1) of a cell, bilinear."""
    y0, x0, y1, x1 = known[0], known[1], known[2], known[3]
    b = (y - y0) / (y1 - y0) if y1 > y0 else 0.0
    a = (x - x0) / (x1 - x0) if x1 > x0 else 0.0
    for q in range(out.shape[0]):
        low = _between(cell[y0, x0, q], cell[y0, x1, q], a)
        high = _between(cell[y1, x0, q], cell[y1, x1, q], a)
        out[q] = _between(low, high, b)


@jit()
def tracks_between(
    start: int, stop: int, cells: I8, n_x: int, aim_lla: F8, t_s: F8, pos_enu_m: F8, unit: F8,
    search: F8, earth: F8, near: U1, early_s: F8, tolerance_s: float, corner_s: F8,
    shares_s: F8, guessed: U1,
) -> None:  # fmt: skip
    """Fill cells start..stop of a grid with track times, computed only where they bend.

    A cell whose middle agrees with its corners is interpolated, another one is quartered. Cells
    touch nothing of each other's, so the numbers do not depend on threads.

    Parameters
    ----------
    cells : first and last node of each cell along y and x, inclusive, shape (C, 4).
    n_x : nodes along x; node (y, x) is row y * n_x + x.
    near : 1 where a node is wanted, shape (n_y, n_x); early_s : see `track_shares`, shape (N,).
    tolerance_s : how well a time is known between nodes, above 0.
    corner_s : rows of `tracks_at` at the corners of all cells, shape (N, 9).
    shares_s : the same at every node, shape (N, 9); written. A cell writes its first rows and
        columns, the last cells of the grid their last ones too.
    guessed : 1 where a node was interpolated, shape (N,); written.

    **Limits.** A patch of coverage inside one cell that touches neither its corners nor its middle
    is missed, with what of a larger patch lies in the cell: see `at_edges`.
    """
    moved, expected = np.empty((t_s.shape[0], 3)), np.zeros(1, np.int64)
    n_y = near.shape[0]
    size = STRIDE + 1
    cell = np.empty((size, size, SHARES.shape[0]))
    done = np.empty((size, size), np.uint8)
    guess = np.empty(SHARES.shape[0])
    stack = np.empty((4 * STRIDE * STRIDE, 4), np.int64)
    for c in range(start, stop):
        y_at, x_at, y_end, x_end = cells[c, 0], cells[c, 1], cells[c, 2], cells[c, 3]
        done[:, :] = 0
        n_stack = 0
        if near[y_at : y_end + 1, x_at : x_end + 1].any():
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
            if not near[y0 + y_at : y1 + y_at + 1, x0 + x_at : x1 + x_at + 1].any():
                continue
            if not done[y, x]:
                row = (y + y_at) * n_x + x + x_at
                track_shares(
                    aim_lla[row], t_s, pos_enu_m, unit, search, earth, early_s[row],
                    expected, moved,
                    cell[y, x],
                )  # fmt: skip
                done[y, x] = 1
            _mix(cell, known, y, x, guess)
            if _alike(cell[y, x], guess, tolerance_s):
                for j in range(y0, y1 + 1):
                    for i in range(x0, x1 + 1):
                        if not done[j, i]:
                            _mix(cell, known, j, i, cell[j, i])
                            done[j, i] = _GUESSED
                continue
            for j in (y0, y, y1):
                for i in (x0, x, x1):
                    if not done[j, i]:
                        row = (j + y_at) * n_x + i + x_at
                        track_shares(
                            aim_lla[row], t_s, pos_enu_m, unit, search, earth, early_s[row],
                    expected, moved,
                            cell[j, i],
                        )  # fmt: skip
                        done[j, i] = 1
            for j0, j1 in ((y0, y), (y, y1)):
                for i0, i1 in ((x0, x), (x, x1)):
                    if (j1 > j0 or y1 == y0) and (i1 > i0 or x1 == x0):
                        stack[n_stack, 0], stack[n_stack, 1] = j0, i0
                        stack[n_stack, 2], stack[n_stack, 3] = j1, i1
                        n_stack += 1
        for y in range(y_at, y_end + 1 if y_end == n_y - 1 else y_end):
            for x in range(x_at, x_end + 1 if x_end == n_x - 1 else x_end):
                guessed[y * n_x + x] = done[y - y_at, x - x_at] == _GUESSED
                if done[y - y_at, x - x_at]:
                    shares_s[y * n_x + x] = cell[y - y_at, x - x_at]
                else:
                    shares_s[y * n_x + x, :] = np.nan
