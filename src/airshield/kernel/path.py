"""Read a threat's path, sampled in a local east-north-up frame, as an observer in it sees it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit

F8 = NDArray[np.float64]

EARTH_RADIUS_M = 6_371_000.0
"""Mean radius of the Earth: for curvature over tens of kilometres, never for placing a site."""


@jit()
def position_at(t: float, t_s: F8, pos_enu_m: F8) -> tuple[float, float, float]:
    """Interpolate a sampled path linearly; outside the samples, return the nearest end.

    Parameters
    ----------
    t : time on the clock of `t_s`.
    t_s : times, increasing, shape (n,), n >= 1.
    pos_enu_m : positions east, north, up of the observer, shape (n, 3).

    Returns
    -------
    East, north and up in metres.

    **Limits.** A straight chord between samples: at half-second samples a path that bends with 3 g
    is cut by less than 1 m.
    """
    last = t_s.shape[0] - 1
    i = np.searchsorted(t_s, t)
    if i <= 0:
        return pos_enu_m[0, 0], pos_enu_m[0, 1], pos_enu_m[0, 2]
    if i > last:
        return pos_enu_m[last, 0], pos_enu_m[last, 1], pos_enu_m[last, 2]
    w = (t - t_s[i - 1]) / (t_s[i] - t_s[i - 1])
    return (
        pos_enu_m[i - 1, 0] + w * (pos_enu_m[i, 0] - pos_enu_m[i - 1, 0]),
        pos_enu_m[i - 1, 1] + w * (pos_enu_m[i, 1] - pos_enu_m[i - 1, 1]),
        pos_enu_m[i - 1, 2] + w * (pos_enu_m[i, 2] - pos_enu_m[i - 1, 2]),
    )


@jit()
def slant_range_m(east: float, north: float, up: float) -> float:
    """Return the straight distance from the observer, in metres."""
    return math.sqrt(east * east + north * north + up * up)


@jit()
def elevation_rad(east: float, north: float, up: float) -> float:
    """Return the geometric elevation above the observer's tangent plane, in radians."""
    return math.atan2(up, math.sqrt(east * east + north * north))


@jit()
def height_above_m(east: float, north: float, up: float) -> float:
    """Return the height above the sphere through the observer, in metres.

    **Limits.** Spherical Earth of the mean radius: within 1 m of the ellipsoid inside 30 km.
    """
    flat = east * east + north * north
    return math.sqrt(flat + (EARTH_RADIUS_M + up) ** 2) - EARTH_RADIUS_M


@jit()
def inside_azimuth(east: float, north: float, boresight_rad: float, half_width_rad: float) -> bool:
    """Tell whether a direction lies within a sector about a boresight.

    Parameters
    ----------
    east, north : horizontal position in metres; the point overhead lies in every sector.
    boresight_rad : clockwise from north.
    half_width_rad : half of the sector's total width, 0 to pi (pi: all round).
    """
    # The cosine needs no care about the jump at north; the margin takes the round-off on the edge.
    flat = math.sqrt(east * east + north * north)
    along = east * math.sin(boresight_rad) + north * math.cos(boresight_rad)
    return along >= flat * (math.cos(min(half_width_rad, math.pi)) - 1e-12)
