"""Time the projectiles of a gun: flight under drag alone, and the map of one burst."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit

F8 = NDArray[np.float64]

N_BURST_RANGE = 81
"""Slant ranges in the map of a burst: 25 m apart for a gun that reaches 2 km."""


@jit()
def projectile_time_s(range_m: float, muzzle_speed_m_s: float, drag_per_m: float) -> float:
    """Compute the time of flight of a projectile that only drag slows.

    Parameters
    ----------
    range_m : slant range, 0 or more.
    muzzle_speed_m_s : above 0.
    drag_per_m : density times drag area over twice the mass, 0 (no air) or more.

    Returns
    -------
    Seconds: (exp(k r) - 1) / (k v), from dv/dr = -k v.

    **Source.** Flat fire with a constant drag coefficient: McCoy, *Modern Exterior Ballistics*
    (1999), chapter 5.
    **Limits.** No gravity (the gun aims above), constant density, constant drag coefficient: wrong
    by some tenths of a second once the projectile has slowed to the speed of sound.
    """
    x = drag_per_m * range_m
    if x < 1e-9:
        return range_m / muzzle_speed_m_s
    return math.expm1(x) / (drag_per_m * muzzle_speed_m_s)


@jit()
def burst_map(
    muzzle_speed_m_s: float,
    drag_per_m: float,
    range_max_m: float,
    burst_s: float,
    n_range: int,
) -> F8:
    """Tabulate when the last projectile of a burst arrives, as a map for `shot_table`.

    Parameters
    ----------
    muzzle_speed_m_s, drag_per_m : see `projectile_time_s`.
    range_max_m : slant range of the last row.
    burst_s : from the first to the last projectile, 0 or more; added to each time of flight.
    n_range : rows, at least 2 (`N_BURST_RANGE`).

    Returns
    -------
    Seconds from the first projectile, shape (n_range, 2): the same at every elevation.
    """
    tof = np.empty((n_range, 2))
    for i in range(n_range):
        r = range_max_m * i / (n_range - 1)
        tof[i, 0] = burst_s + projectile_time_s(r, muzzle_speed_m_s, drag_per_m)
        tof[i, 1] = tof[i, 0]
    return tof
