"""Move one arrival over aim points: threads take ranges of them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter, minimum_filter

from airshield.coverage.arrivals import Arrival
from airshield.coverage.defence import Defence
from airshield.kernel import coverage as kernel
from airshield.kernel import track_grid
from airshield.kernel.coverage_columns import FOUND_COLUMNS
from airshield.kernel.earth import EARTH_WGS84
from airshield.kernel.moved_path import path_blocks, within_reach
from airshield.kernel.path import EARTH_RADIUS_M
from airshield.kernel.shots import N_LAUNCHES
from airshield.simulate.run import thread_count

F8 = NDArray[np.float64]
Work = Callable[[int, int], None]
"""What a thread does with a range."""
PIECES = 8
"""Ranges for each thread: points differ in work, so they are dealt out in small shares."""


def _share(pool: ThreadPoolExecutor, n: int, threads: int, work: Work) -> None:
    """Deal n points out to threads, and wait for the last."""
    parts = max(1, min(n, PIECES * threads)) if threads > 1 else 1
    edges = [n * i // parts for i in range(parts + 1)]
    for done in [pool.submit(work, a, b) for a, b in pairwise(edges)]:
        done.result()


def _lines(n: int) -> NDArray[np.int64]:
    """Return the nodes between which cells lie along one axis: every eighth and the last."""
    return np.unique(np.append(np.arange(0, n - 1, track_grid.STRIDE), n - 1))


def _cells(shape: tuple[int, int]) -> NDArray[np.int64]:
    rows, columns = _lines(shape[0]), _lines(shape[1])
    cells = [(y0, x0, y1, x1) for y0, y1 in pairwise(rows) for x0, x1 in pairwise(columns)]
    return np.array(cells, np.int64)


def _tolerance_s(arrival: Arrival, node_m: float) -> float:
    """Return how well track times are known between nodes that are so far apart."""
    steps_m = np.linalg.norm(np.diff(arrival.pos_enu_m, axis=0), axis=1)
    fastest_m_s = float((steps_m / np.diff(arrival.t_s)).max())
    return max(track_grid.TOLERANCE_S, track_grid.TOLERANCE_NODES * node_m / fastest_m_s)


def at_edges(
    shares_s: F8, near: NDArray[np.uint8], guessed: NDArray[np.uint8], shape: tuple[int, int]
) -> NDArray[np.int64]:
    """Return the guessed nodes beside which tracks are of another kind.

    Cells look at five of their nodes, so the corner of a patch that begins in the next cell can
    escape them. From such a seam the nodes are computed one by one until the kinds meet.

    Parameters
    ----------
    shares_s : track times at the nodes, shape (N, shares); near, guessed : marks, shape (N,).
    """
    kinds = np.isnan(shares_s).sum(axis=1)
    most = maximum_filter(np.where(near, kinds, -1).reshape(shape), 3).ravel()
    least = minimum_filter(np.where(near, kinds, shares_s.shape[1] + 1).reshape(shape), 3).ravel()
    return np.flatnonzero(near & guessed & (most > least))


def _earlier(early_s: F8) -> F8:
    """Return a moment in good time for all nodes within a cell, by as much as it varies there."""
    size = 2 * track_grid.STRIDE + 1
    first = minimum_filter(early_s, size)
    last = maximum_filter(np.where(np.isinf(early_s), -np.inf, early_s), size)
    return np.where(np.isinf(first), -np.inf, 2.0 * first - last)


class Sweep:
    """Aim points with what does not change from one arrival to the next.

    Parameters
    ----------
    lla : latitude (rad), longitude (rad), altitude (m) of the aim points, shape (N, 3).
    shape : of the grid they form, each side at least 2; None for points without order.
    threads : how many to use; None: `thread_count`. The numbers do not depend on it.
    """

    def __init__(
        self, lla: F8, shape: tuple[int, int] | None = None, *, threads: int | None = None
    ) -> None:
        self._lla = np.ascontiguousarray(lla, float)
        self._shape = shape
        self._threads = threads or thread_count()
        if shape is not None:
            self._cells = _cells(shape)
            self._node_m = EARTH_RADIUS_M * float(self._lla[shape[1], 0] - self._lla[0, 0])
            corners = np.ix_(_lines(shape[0]), _lines(shape[1]))
            self._corners = np.arange(len(lla)).reshape(shape)[corners].ravel()

    def _tracks(
        self,
        pool: ThreadPoolExecutor,
        arrival: Arrival,
        unit: F8,
        search: F8,
        near: NDArray[np.uint8],
        early_s: F8,
    ) -> F8:
        shares = np.full((len(self._lla), len(track_grid.SHARES)), np.nan)
        path = (arrival.t_s, arrival.pos_enu_m, unit, search, EARTH_WGS84)
        if self._shape is None:
            which = np.flatnonzero(near)

            def points(a: int, b: int) -> None:
                track_grid.tracks_at(a, b, which, self._lla, *path, near, early_s, shares)

            _share(pool, len(which), self._threads, points)
            return shares
        # Three passes: corners of cells are computed, cells between them filled where they agree
        # (`guessed`), and the seams of what was filled computed again until the kinds meet.
        # A corner is wanted where any point of a cell at it is, and in good time for all of them.
        on_grid = near.reshape(self._shape)
        wide = maximum_filter(on_grid, 2 * track_grid.STRIDE + 1).ravel()
        all_early = _earlier(early_s.reshape(self._shape)).ravel()
        at_corners = np.full_like(shares, np.nan)

        columns, tolerance_s = self._shape[1], _tolerance_s(arrival, self._node_m)
        guessed = np.zeros_like(near)

        def corners(a: int, b: int) -> None:
            track_grid.tracks_at(a, b, self._corners, self._lla, *path, wide, all_early, at_corners)

        def cells(a: int, b: int) -> None:
            track_grid.tracks_between(
                a, b, self._cells, columns, self._lla, *path, on_grid, all_early, tolerance_s,
                at_corners, shares, guessed,
            )  # fmt: skip

        def edges(a: int, b: int) -> None:
            track_grid.tracks_at(a, b, which, self._lla, *path, near, all_early, shares)

        _share(pool, len(self._corners), self._threads, corners)
        _share(pool, len(self._cells), self._threads, cells)
        while len(which := at_edges(shares, near, guessed, self._shape)):
            _share(pool, len(which), self._threads, edges)
            guessed[which] = 0
        return shares

    def run(self, arrival: Arrival, defence: Defence) -> F8:
        """Return what is found at each aim point, shape (N, `FOUND_COLUMNS`)."""
        n, n_units = len(self._lla), len(defence.units)
        blocks = path_blocks(arrival.pos_enu_m)
        near = np.zeros((n_units, n), np.uint8)
        shares = np.empty((n_units, n, len(track_grid.SHARES)))
        early_s = np.empty(n)
        known = np.isfinite(defence.tof_s)
        flights_s = np.max(defence.tof_s, axis=(1, 2), initial=0.0, where=known)
        found = np.empty((n, FOUND_COLUMNS))
        with ThreadPoolExecutor(self._threads) as pool:
            for u in range(n_units):
                groups = defence.groups[defence.group_ptr[u] : defence.group_ptr[u + 1]]
                longest_s = flights_s[defence.group_ptr[u] : defence.group_ptr[u + 1]]
                unit, marks = defence.units[u], near[u]

                def reach(
                    a: int, b: int, unit: F8 = unit, groups: F8 = groups, longest: F8 = longest_s,
                    marks: NDArray[np.uint8] = marks,
                ) -> None:  # fmt: skip
                    within_reach(
                        a, b, self._lla, arrival.t_s, blocks, unit, groups, longest, EARTH_WGS84,
                        marks, early_s,
                    )  # fmt: skip

                _share(pool, n, self._threads, reach)
                shares[u] = np.nan
                if near[u].any():
                    shares[u] = self._tracks(
                        pool, arrival, defence.units[u], defence.search[u], near[u], early_s
                    )

            def cover(a: int, b: int) -> None:
                kernel.cover(
                    a, b, self._lla, arrival.t_s, arrival.pos_enu_m, blocks, defence.units,
                    defence.group_ptr, defence.groups, defence.tof_s, defence.first_tof_s, shares,
                    near, defence.p_discriminate, defence.rho, N_LAUNCHES, EARTH_WGS84, found,
                )  # fmt: skip

            _share(pool, n, self._threads, cover)
        return found
