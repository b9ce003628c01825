"""Fly interceptors, and count their shots, in cases with a closed form."""

from __future__ import annotations

import math

import numpy as np

from airshield.kernel import flyout
from airshield.kernel.burst import projectile_time_s
from airshield.kernel.shots import N_LAUNCHES, look_sequence, shot_table
from airshield.validation.model import Given, Value, Wanted


def fly_out(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Fly one interceptor to `until_s`: speed, burn time, drag area and mass as in the catalogue.

    `gravity = true` takes production's; `air_kg_m3` is a constant density.
    """
    burn_s = given["burn_s"]
    step = (given["until_s"] - burn_s) / given["steps"]
    rows = given["steps"] + math.ceil(burn_s / step) + 8
    t, x, h = np.empty(rows), np.empty(rows), np.empty(rows)
    n = flyout.fly_out(
        math.radians(given["elevation_deg"]), given["speed_m_s"], burn_s, given["drag_area_m2"],
        given["mass_kg"], 0.0, flyout.STANDARD_GRAVITY_M_S2 if given["gravity"] else 0.0,
        given["air_kg_m3"], step, 1e9, t, x, h,
    )  # fmt: skip
    last = int(np.argmin(np.abs(t[:n] - given["until_s"])))
    return {
        "time_s": float(t[last]),
        "across_m": float(x[last]),
        "height_m": float(h[last]),
        "along_m": float(math.hypot(x[last], h[last])),
    }


def map_time(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Read the time to a point from a map of fly-out times, in free space."""
    reach_m = given["reach_km"] * 1e3
    tof = flyout.flyout_map(
        given["speed_m_s"], given["burn_s"], 0.045, 400.0, 0.0, reach_m, 210.0, 0.0, 0.0,
        flyout.STEP_S, flyout.N_RANGE, flyout.N_ELEVATION,
    )  # fmt: skip
    found = flyout.time_of_flight_s(
        given["range_km"] * 1e3, math.radians(given["elevation_deg"]), tof, reach_m
    )
    return {"time_s": float(found)}


def projectile(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Time a gun's projectile that only drag slows."""
    drag = given["drag_per_m"]
    return {"time_s": projectile_time_s(given["range_m"], given["speed_m_s"], drag)}


def opportunities(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Meet a head-on threat along the ground by shoot-look-shoot, all speeds constant."""
    distance_m, threat_m_s, interceptor_m_s = (
        1e3 * given[name] for name in ("detected_km", "threat_km_s", "interceptor_km_s")
    )
    t_s = np.linspace(0.0, distance_m / threat_m_s, 101)
    pos = np.column_stack([0.0 * t_s, distance_m - threat_m_s * t_s, 0.0 * t_s])
    tof_s = np.linspace(0.0, distance_m, 9)[:, None] / interceptor_m_s * np.ones((1, 3))
    _, opens, closes, intercept_s, _, _ = shot_table(
        t_s, pos, tof_s, distance_m, 1e3 * given["least_km"], distance_m, -1e4, 1e4,
        0.0, 0.1, -0.1, 0.1, -math.inf, N_LAUNCHES,
    )  # fmt: skip
    n, _, met_s = look_sequence(
        opens, closes, intercept_s, given["reaction_s"], given["assess_s"], 100
    )
    met_km = (distance_m - threat_m_s * np.asarray(met_s)) / 1e3
    return {"shots": float(n), "intercepts_km": tuple(met_km.tolist())}
