"""Place points on the ellipsoid and evaluate gravity: WGS84, or a plain sphere for closed forms.

Every function takes the Earth as an argument: float64 array [gm, a, e2, j2, omega] with
gravitational parameter (m3/s2), semi-major axis (m), squared first eccentricity, J2 and rate of
rotation (rad/s). `EARTH_WGS84` and `SPHERE` are two of them.

Source: NIMA TR8350.2, "Department of Defense World Geodetic System 1984", 3rd ed. (2000), chapter 3
(a, 1/f, GM, omega; J2 from the second zonal coefficient as -sqrt(5) C20).

Limits: gravity stops at J2; heights are above the ellipsoid, not above the geoid.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit

F8 = NDArray[np.float64]

GM, AXIS, E2, J2, OMEGA = range(5)
"""Places in the array of an Earth."""

WGS84_FLATTENING = 1.0 / 298.257223563
EARTH_WGS84: F8 = np.array(
    [
        3.986004418e14,
        6_378_137.0,
        WGS84_FLATTENING * (2.0 - WGS84_FLATTENING),
        1.0826298213e-3,
        7.292115e-5,
    ]
)
"""WGS84: rotating ellipsoid with J2."""

SPHERE: F8 = np.array([3.986004418e14, 6_371_000.0, 0.0, 0.0, 0.0])
"""A sphere of 6,371 km that does not turn: the Earth of the closed forms."""

EARTH_WGS84.setflags(write=False)
SPHERE.setflags(write=False)


@jit()
def geodetic_to_ecef(
    latitude_rad: float, longitude_rad: float, altitude_m: float, earth: F8
) -> tuple[float, float, float]:
    """Convert geodetic coordinates to Earth-centred, Earth-fixed ones.

    Parameters
    ----------
    latitude_rad, longitude_rad : geodetic, rad; altitude_m : above the ellipsoid.
    earth : see the module.

    Returns
    -------
    x, y, z : m.

    **Source** NIMA TR8350.2, equation 4-14.
    """
    sine = math.sin(latitude_rad)
    normal = earth[AXIS] / math.sqrt(1.0 - earth[E2] * sine * sine)
    across = (normal + altitude_m) * math.cos(latitude_rad)
    return (
        across * math.cos(longitude_rad),
        across * math.sin(longitude_rad),
        (normal * (1.0 - earth[E2]) + altitude_m) * sine,
    )


@jit()
def ecef_to_geodetic(x: float, y: float, z: float, earth: F8) -> tuple[float, float, float]:
    """Convert Earth-centred, Earth-fixed coordinates to geodetic ones.

    Parameters
    ----------
    x, y, z : m, farther than 50 km from the centre of the Earth.
    earth : see the module.

    Returns
    -------
    latitude_rad, longitude_rad, altitude_m.

    **Source** Bowring, "Transformation from spatial to geographical coordinates", Survey Review 23
    (1976), iterated on the reduced latitude.

    **Limits** round trips within 1e-8 m from -5 km to 10,000 km altitude.
    """
    a, e2 = earth[AXIS], earth[E2]
    ratio = math.sqrt(1.0 - e2)
    b = a * ratio
    p = math.sqrt(x * x + y * y)
    reduced = math.atan2(z, p * ratio)
    latitude = reduced
    for _ in range(3):
        s, c = math.sin(reduced), math.cos(reduced)
        latitude = math.atan2(z + e2 / (1.0 - e2) * b * s * s * s, p - e2 * a * c * c * c)
        reduced = math.atan2(ratio * math.sin(latitude), math.cos(latitude))
    sine, cosine = math.sin(latitude), math.cos(latitude)
    # This form of the altitude has no singularity at the poles.
    altitude = p * cosine + z * sine - a * math.sqrt(1.0 - e2 * sine * sine)
    return latitude, math.atan2(y, x), altitude


@jit()
def surface_altitude(x: float, y: float, z: float, earth: F8) -> float:
    """Return the altitude along the geocentric radius, in m: a cheap stand-in for the geodetic one.

    Parameters
    ----------
    x, y, z : Earth-centred, Earth-fixed, m; earth : see the module.

    **Limits** exact on the ellipsoid; too large by at most 6e-6 of the altitude elsewhere (0.6 m at
    100 km), because the radius leans at most 0.0034 rad from the vertical.
    """
    r = math.sqrt(x * x + y * y + z * z)
    e2 = earth[E2]
    if e2 == 0.0:
        return r - float(earth[AXIS])
    cosine2 = (x * x + y * y) / (r * r)
    return r - float(earth[AXIS]) * math.sqrt((1.0 - e2) / (1.0 - e2 * cosine2))


@jit()
def enu_axes(latitude_rad: float, longitude_rad: float) -> F8:
    """Return the local east, north and up directions.

    Parameters
    ----------
    latitude_rad, longitude_rad : geodetic, rad.

    Returns
    -------
    (3, 3) : rows east, north, up in Earth-fixed components; the matrix turns ECEF into ENU.
    """
    sp, cp = math.sin(latitude_rad), math.cos(latitude_rad)
    sl, cl = math.sin(longitude_rad), math.cos(longitude_rad)
    axes = np.empty((3, 3))
    axes[0, 0], axes[0, 1], axes[0, 2] = -sl, cl, 0.0
    axes[1, 0], axes[1, 1], axes[1, 2] = -sp * cl, -sp * sl, cp
    axes[2, 0], axes[2, 1], axes[2, 2] = cp * cl, cp * sl, sp
    return axes


@jit()
def rotate_enu(vector_enu: F8, from_lat_lon_rad: F8, to_lat_lon_rad: F8) -> F8:
    """Turn vectors from the local axes of one point into those of another.

    Parameters
    ----------
    vector_enu : (n, 3), any unit, for example velocities.
    from_lat_lon_rad, to_lat_lon_rad : (2,) geodetic latitude and longitude, rad.

    Returns
    -------
    (n, 3) in the unit of the input.
    """
    here = enu_axes(from_lat_lon_rad[0], from_lat_lon_rad[1])
    there = enu_axes(to_lat_lon_rad[0], to_lat_lon_rad[1])
    turn = np.zeros((3, 3))
    for i in range(3):
        for j in range(3):
            for k in range(3):
                turn[i, j] += there[i, k] * here[j, k]
    out = np.empty_like(vector_enu)
    for n in range(vector_enu.shape[0]):
        for i in range(3):
            out[n, i] = (
                turn[i, 0] * vector_enu[n, 0]
                + turn[i, 1] * vector_enu[n, 1]
                + turn[i, 2] * vector_enu[n, 2]
            )
    return out


@jit()
def move_enu(pos_enu_m: F8, from_lla: F8, to_lla: F8, earth: F8) -> F8:
    """Express positions given in the local axes of one point in those of another.

    Parameters
    ----------
    pos_enu_m : (n, 3) east, north, up of the first point, m.
    from_lla, to_lla : (3,) geodetic latitude (rad), longitude (rad), altitude (m).
    earth : see the module.

    Returns
    -------
    (n, 3) east, north, up of the second point, m.
    """
    x0, y0, z0 = geodetic_to_ecef(from_lla[0], from_lla[1], from_lla[2], earth)
    x1, y1, z1 = geodetic_to_ecef(to_lla[0], to_lla[1], to_lla[2], earth)
    axes = enu_axes(to_lla[0], to_lla[1])
    out = rotate_enu(pos_enu_m, from_lla[:2], to_lla[:2])
    for n in range(out.shape[0]):
        for i in range(3):
            out[n, i] += axes[i, 0] * (x0 - x1) + axes[i, 1] * (y0 - y1) + axes[i, 2] * (z0 - z1)
    return out


@jit()
def gravity(x: float, y: float, z: float, earth: F8) -> tuple[float, float, float]:
    """Return the acceleration of gravity with J2, without the centrifugal part.

    Parameters
    ----------
    x, y, z : Earth-fixed position, m; earth : see the module.

    Returns
    -------
    Earth-fixed components, m/s2.

    **Source** gradient of the potential of Vallado, "Fundamentals of Astrodynamics and
    Applications", 4th ed. (2013), equation 8-19, with J2 alone.
    """
    r2 = x * x + y * y + z * z
    g = -earth[GM] / (r2 * math.sqrt(r2))
    k = 1.5 * earth[J2] * earth[AXIS] * earth[AXIS] / r2
    z2 = 5.0 * z * z / r2
    across = g * (1.0 + k * (1.0 - z2))
    return across * x, across * y, g * (1.0 + k * (3.0 - z2)) * z
