"""Fly cases of ballistics and of the air through the kernel's own flights."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

from airshield.kernel.arrival import ArrivalTrajectory, arrival_trajectory
from airshield.kernel.atmosphere import G0_M_S2, density, pressure, sound_speed, temperature
from airshield.kernel.earth import (
    EARTH_WGS84,
    GM,
    OMEGA,
    SPHERE,
    ecef_to_geodetic,
    enu_axes,
    geodetic_to_ecef,
)
from airshield.kernel.flight import fly
from airshield.validation.model import Given, Value, Wanted

F8 = NDArray[np.float64]
RADIUS_M = float(SPHERE[1])
VACUUM_BETA = 1e4
"""Any ballistic coefficient will do where there is no air."""


def _coast(
    state: list[float] | F8,
    stop_m: float = 0.0,
    beta: float = VACUUM_BETA,
    air: float = 0.0,
    earth: F8 = SPHERE,
) -> tuple[F8, F8]:
    """Fly a state down to a height; return the rows and the end (see `fly`)."""
    path, end = np.empty((5000, 10)), np.empty(8)
    _, rows = fly(np.asarray(state, float), stop_m, beta, air, 0.5, 10.0, earth, path, end)
    return path[:rows], end


def _over_equator(altitude_m: float, speed_m_s: float, elevation_rad: float) -> list[float]:
    climb, along = speed_m_s * math.sin(elevation_rad), speed_m_s * math.cos(elevation_rad)
    return [RADIUS_M + altitude_m, 0.0, 0.0, climb, along, 0.0]


def _distance_m(end: F8) -> float:
    return math.atan2(end[2], end[1]) * RADIUS_M


def minimum_energy(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Fly the arrival of least energy over `range_km` of a still sphere without air."""
    found = arrival_trajectory(
        (0.0, 0.0, 0.0), (0.0, given["range_km"] * 1e3 / RADIUS_M), 1.0, 0.0, VACUUM_BETA,
        earth=SPHERE, density_scale=0.0,
    )  # fmt: skip
    return {
        "speed_km_s": found.impact_speed_m_s / 1e3,
        "angle_deg": math.degrees(found.impact_angle_rad),
        "apogee_km": found.apogee_m / 1e3,
        "time_s": found.flight_time_s,
    }


def coast(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Fly a burn-out of `speed_km_s` and `elevation_deg` over the still sphere without air."""
    elevation = math.radians(given["elevation_deg"])
    _, end = _coast(_over_equator(0.0, given["speed_km_s"] * 1e3, elevation))
    return {
        "range_km": _distance_m(end) / 1e3,
        "apogee_km": float(end[7]) / 1e3,
        "time_s": float(end[0]),
    }


def turning_sphere(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Fly from longitude 0 over a sphere that turns as production's Earth does."""
    earth = SPHERE.copy()
    earth[OMEGA] = EARTH_WGS84[OMEGA]
    latitude = math.radians(given["latitude_deg"])
    azimuth, elevation = math.radians(given["azimuth_deg"]), math.radians(given["elevation_deg"])
    flat = math.cos(elevation)
    aim = np.array([flat * math.sin(azimuth), flat * math.cos(azimuth), math.sin(elevation)])
    velocity = given["speed_km_s"] * 1e3 * aim @ enu_axes(latitude, 0.0)
    start = geodetic_to_ecef(latitude, 0.0, 0.0, earth)
    _, end = _coast(np.array([*start, *velocity]), earth=earth)
    found = ecef_to_geodetic(end[1], end[2], end[3], earth)
    return {
        "latitude_deg": math.degrees(found[0]),
        "longitude_deg": math.degrees(found[1]),
        "time_s": float(end[0]),
        "apogee_km": float(end[7]) / 1e3,
    }


def descent(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Fall from 80 km through the standard atmosphere to `down_to_km`.

    The peak of the drag is sought among rows half a second apart.
    """
    beta = given["beta_kg_m2"]
    state = _over_equator(80e3, given["speed_km_s"] * 1e3, -math.radians(given["angle_deg"]))
    path, end = _coast(state, given["down_to_km"] * 1e3, beta, 1.0)
    out, speed = end[1:4] / np.linalg.norm(end[1:4]), float(np.linalg.norm(end[4:7]))
    heights = np.linalg.norm(path[:, 1:4], axis=1) - RADIUS_M
    speeds = np.linalg.norm(path[:, 4:7], axis=1)
    drag = [0.5 * density(h) * v * v / beta for h, v in zip(heights, speeds, strict=True)]
    return {
        "speed_km_s": speed / 1e3,
        "angle_at_end_deg": math.degrees(math.asin(float(-out @ end[4:7]) / speed)),
        "time_s": float(end[0]),
        "range_km": _distance_m(end) / 1e3,
        "peak_drag_g": max(drag) / G0_M_S2,
        "peak_height_km": float(heights[int(np.argmax(drag))]) / 1e3,
    }


def terminal_speed(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Balance weight and drag at `height_km`, and let a body fall there, from 5 km above."""
    beta, height = given["beta_kg_m2"], given["height_km"] * 1e3
    balance = math.sqrt(2.0 * beta * G0_M_S2 / density(height))
    _, end = _coast(_over_equator(height + 5e3, 1.0, -1.5), height, beta, 1.0)
    local = math.sqrt(SPHERE[GM] / (RADIUS_M + height) ** 2 / G0_M_S2)
    return {"balance_m_s": balance, "fallen_m_s": float(np.linalg.norm(end[4:7])) / local}


def arrival_of_test(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Let a reported test arrive: from `range_km` away, in the style that has `apogee_km`.

    `burn_s` is the boost; `still_vacuum = true` takes the plain sphere instead of the Earth.
    """
    from scipy.optimize import brentq  # noqa: PLC0415  (half a second to load)

    vacuum = given.get("still_vacuum", False)
    earth, thickness = (SPHERE, 0.0) if vacuum else (EARTH_WGS84, 1.0)
    east = given["range_km"] * 1e3
    target = (0.0, 0.0, 0.0) if vacuum else (math.radians(40.0), math.radians(130.0), 0.0)
    origin = (0.0, -east / RADIUS_M)
    if not vacuum:
        lon, lat, _ = Geod(ellps="WGS84").fwd(130.0, 40.0, 270.0, east)
        origin = math.radians(lat), math.radians(lon)

    def arrival(style: float) -> ArrivalTrajectory:
        return arrival_trajectory(
            target, origin, style, given["burn_s"], given["beta_kg_m2"],
            earth=earth, density_scale=thickness,
        )  # fmt: skip

    low, high = given["styles"]
    style = brentq(lambda s: arrival(s).apogee_m - given["apogee_km"] * 1e3, low, high)
    return {"time_min": arrival(style).flight_time_s / 60.0}


def air(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Read the atmosphere at `height_km`."""
    height = given["height_km"] * 1e3
    return {
        "temperature_k": temperature(height),
        "pressure_mbar": pressure(height) / 100.0,
        "density_kg_m3": density(height),
        "sound_m_s": sound_speed(height),
    }
