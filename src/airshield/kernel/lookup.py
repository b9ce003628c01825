"""Read track tables and shot tables during a replication."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit

F8 = NDArray[np.float64]
I4 = NDArray[np.int32]

CERTAIN = 1.0 - 2.0**-33
"""Above the largest 32-bit uniform: such a track is certain, so its draw may be skipped."""


@jit()
def certain_track(track_ptr: I4, track_t_s: F8, track_p: F8, row: int) -> float:
    """Return the time by which a track is certain, +inf where it never is."""
    for k in range(track_ptr[row], track_ptr[row + 1]):
        if track_p[k] >= CERTAIN:
            return track_t_s[k]
    return math.inf


@jit(inline=True)
def track_time(track_t_s: F8, track_p: F8, lo: int, hi: int, v: float) -> float:
    """Read a track table with one uniform: the track's time before impact, NaN where none."""
    if hi == lo or v > track_p[hi - 1]:
        return math.nan
    below, k = lo - 1, hi - 1
    while k - below > 1:
        middle = (below + k) // 2
        if track_p[middle] < v:
            below = middle
        else:
            k = middle
    if k == lo:
        return track_t_s[lo]
    before = track_p[k - 1]
    if track_p[k] == before:
        return track_t_s[k]
    return track_t_s[k - 1] + (v - before) / (track_p[k] - before) * (
        track_t_s[k] - track_t_s[k - 1]
    )


@jit(inline=True)
def node_place(n: int, t: float, opens: float, closes: float) -> float:
    """Return where time t falls among n equally spaced launch times, 0 to n - 1."""
    return 0.0 if closes == opens else (t - opens) / (closes - opens) * (n - 1)


@jit(inline=True)
def read_node(values: F8, lo: int, n: int, x: float) -> float:
    """Interpolate a table of n launch times, which begins at row lo, at place x."""
    i = min(max(int(x), 0), n - 2)
    w = x - i
    return values[lo + i] + w * (values[lo + i + 1] - values[lo + i])
