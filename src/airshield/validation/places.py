"""Place points and measure lines in cases of geodesy, and read the Earth's constants."""

from __future__ import annotations

import math

from pyproj import Geod

from airshield.kernel.atmosphere import G0_M_S2
from airshield.kernel.earth import (
    AXIS,
    E2,
    EARTH_WGS84,
    GM,
    J2,
    OMEGA,
    ecef_to_geodetic,
    geodetic_to_ecef,
    gravity,
)
from airshield.kernel.flyout import STANDARD_GRAVITY_M_S2
from airshield.kernel.horizon import EFFECTIVE_RADIUS_M
from airshield.validation.model import Given, Value, Wanted


def _half_turn(angle_deg: float) -> float:
    """Bring an angle to -180 .. 180 degrees."""
    return (angle_deg + 180.0) % 360.0 - 180.0


def line(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Measure the geodesic between two points, and walk it from the first.

    Angles are told as differences from the row's own, so that a turn of 360 degrees is none.
    """
    geod = Geod(ellps="WGS84")
    (lat1, lon1), (lat2, lon2) = given["from_deg"], given["to_deg"]
    forward, back, distance = geod.inv(lon1, lat1, lon2, lat2)
    lon, lat, _ = geod.fwd(lon1, lat1, given["azimuth_deg"], given["walk_m"])
    return {
        "distance_m": distance,
        "azimuth_error_deg": _half_turn(forward - given["azimuth_deg"]),
        "arrival_error_deg": _half_turn(back + 180.0 - given["arrival_deg"]),
        "walked_error_deg": max(abs(lat - lat2), abs(_half_turn(lon - lon2))),
    }


def ecef(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Turn a geodetic place into an Earth-centred one, and back."""
    lat, lon, height = given["latitude_deg"], given["longitude_deg"], given["height_m"]
    x, y, z = geodetic_to_ecef(math.radians(lat), math.radians(lon), height, EARTH_WGS84)
    lat2, lon2, height2 = ecef_to_geodetic(x, y, z, EARTH_WGS84)
    angles = abs(math.degrees(lat2) - lat), abs(_half_turn(math.degrees(lon2) - lon))
    return {
        "x_y_z_m": (x, y, z),
        "back_error_m": abs(height2 - height) + 111e3 * (angles[0] + angles[1]),
    }


def constants(_given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Read the constants that production flies with."""
    flattening = 1.0 - math.sqrt(1.0 - float(EARTH_WGS84[E2]))
    return {
        "gm_m3_s2": float(EARTH_WGS84[GM]),
        "semi_major_axis_m": float(EARTH_WGS84[AXIS]),
        "inverse_flattening": 1.0 / flattening,
        "j2": float(EARTH_WGS84[J2]),
        "rotation_rad_s": float(EARTH_WGS84[OMEGA]),
        "standard_gravity_m_s2": G0_M_S2,
        "flyout_gravity_m_s2": STANDARD_GRAVITY_M_S2,
        "effective_radius_m": EFFECTIVE_RADIUS_M,
    }


def normal_gravity(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Return gravity at a place on the ellipsoid, with the centrifugal part."""
    lat = math.radians(given["latitude_deg"])
    x, y, z = geodetic_to_ecef(lat, 0.0, 0.0, EARTH_WGS84)
    gx, _, gz = gravity(x, y, z, EARTH_WGS84)
    spin = float(EARTH_WGS84[OMEGA]) ** 2
    return {"gravity_m_s2": math.hypot(gx + spin * x, gz)}
