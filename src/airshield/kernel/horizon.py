"""Bend radar beams by an enlarged Earth: horizon, beam height and apparent elevation."""

from __future__ import annotations

import math

from airshield.kernel._jit import jit
from airshield.kernel.path import EARTH_RADIUS_M, height_above_m, slant_range_m

REFRACTION_FACTOR = 4.0 / 3.0
"""Ratio of the effective to the true radius of the Earth in a standard atmosphere."""

EFFECTIVE_RADIUS_M = REFRACTION_FACTOR * EARTH_RADIUS_M


@jit()
def horizon_range_m(
    antenna_height_m: float, target_height_m: float, effective_radius_m: float
) -> float:
    """Compute the longest line of sight between two heights over a smooth Earth.

    Parameters
    ----------
    antenna_height_m, target_height_m : heights above the ground, 0 or more.
    effective_radius_m : radius of the Earth times the refraction factor.

    Returns
    -------
    The sum of both tangent distances, in metres.

    **Source.** Skolnik, *Introduction to Radar Systems*, 3rd ed. (2001), with the square of
    the height kept, which the usual form neglects.
    **Limits.** No terrain, no diffraction beyond the horizon, standard refraction only.
    """
    a = 2.0 * effective_radius_m
    h = max(antenna_height_m, 0.0)
    z = max(target_height_m, 0.0)
    return math.sqrt(a * h + h * h) + math.sqrt(a * z + z * z)


@jit()
def beam_height_m(
    range_m: float, elevation_rad: float, antenna_height_m: float, effective_radius_m: float
) -> float:
    """Compute the height above ground of a beam at a slant range.

    Parameters
    ----------
    range_m : slant range, 0 or more.
    elevation_rad : elevation at which the beam leaves the antenna.
    antenna_height_m : height of the antenna above the ground.
    effective_radius_m : radius of the Earth times the refraction factor.

    **Source.** Doviak and Zrnic, *Doppler Radar and Weather Observations*, 2nd ed. (1993),
    equation 2.28b.
    **Limits.** Elevations of a few degrees; higher up the bending is overstated but small.
    """
    a = effective_radius_m + antenna_height_m
    return (
        math.sqrt(range_m * range_m + a * a + 2.0 * range_m * a * math.sin(elevation_rad))
        - effective_radius_m
    )


@jit()
def apparent_elevation_rad(
    east: float, north: float, up: float, antenna_height_m: float, effective_radius_m: float
) -> float:
    """Return the elevation at which a bent beam must leave to meet a target.

    The inverse of `beam_height_m`, so that a target below the geometric horizon of the tangent
    plane is still seen where refraction lifts it.

    Parameters
    ----------
    east, north, up : position relative to the antenna, metres.
    antenna_height_m : height of the antenna above the ground.
    effective_radius_m : radius of the Earth times the refraction factor.
    """
    r = slant_range_m(east, north, up)
    if r == 0.0:
        return 0.5 * math.pi
    a = effective_radius_m + antenna_height_m
    b = effective_radius_m + antenna_height_m + height_above_m(east, north, up)
    sine = (b * b - a * a - r * r) / (2.0 * r * a)
    return math.asin(min(1.0, max(-1.0, sine)))
