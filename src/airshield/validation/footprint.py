"""Draw the constant-speed footprint through the code that draws coverage."""

from __future__ import annotations

import math

import numpy as np

from airshield.coverage.arrivals import Arrival
from airshield.coverage.defence import Defence
from airshield.coverage.grid import grid_around
from airshield.coverage.sweep import Sweep
from airshield.kernel import coverage_columns as column
from airshield.simulate.geometry import Place
from airshield.validation.model import Given, Value, Wanted

AZIMUTH_RAD = math.radians(30.0)
REACH_M = 120e3
HALF_WIDTH_M = 65e3
POINTS = 180


def _straight(speed_m_s: float, angle_rad: float, first_s: float) -> Arrival:
    """Return a threat that flies straight at constant speed and is first there at -first_s."""
    t_s = np.linspace(-first_s, 0.0, 241)
    flat = -t_s * speed_m_s * math.cos(angle_rad)
    up = -t_s * speed_m_s * math.sin(angle_rad)
    path = [flat * math.sin(AZIMUTH_RAD), flat * math.cos(AZIMUTH_RAD), up]
    return Arrival(t_s, np.column_stack(path))


def _battery(home: Place, speed_m_s: float, delay_s: float, lowest_m: float) -> Defence:
    """Return an interceptor of constant speed and a radar that tracks what there is at once."""
    group = np.zeros(column.GROUP_COLUMNS)
    group[:8] = 0.0, REACH_M, lowest_m, 1e6, 0.0, math.pi, -0.1, math.pi
    group[[column.P_SHOT, column.P_WARHEAD, column.PROTECTED_M, column.STOCK]] = 1.0, 1.0, 1e9, 9
    unit = np.zeros(column.UNIT_COLUMNS)
    unit[:3] = home.lla
    unit[[column.DELAY_S, column.ASSESS_S, column.SEES]] = delay_s, 1e3, 1.0
    unit[[column.ROUNDS_LOOK, column.ROUNDS_LAST]] = 1, 1
    search = np.array(
        [1.0, 1e7, 1.0, 0.999999, 1e-6, 1.0, 0.0, math.pi, -1.0, 2.0, 1e7, 1000.0, 0.05, 1, 1, 1,
         1.0, 0.0, 0.0]
    )  # fmt: skip
    tof_s = np.linspace(0.0, REACH_M, 81)[:, None] / speed_m_s * np.ones((1, 3))
    return Defence(
        ("unit",), ("group",), unit[None], np.array([0, 1], np.int32), group[None], tof_s[None],
        tof_s[None], search[None], 1.0, 0.0,
    )  # fmt: skip


def footprint(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Sweep a grid of aim points: where one shot is possible must be a disc."""
    home = Place.at(33.0, 44.0, 0.0)
    lowest_m = 1e3 * given["lowest_km"]
    threat = _straight(
        1e3 * given["threat_km_s"], math.radians(given["angle_deg"]), given["detected_s"]
    )
    grid = grid_around([home], HALF_WIDTH_M, POINTS)
    unit = _battery(home, 1e3 * given["interceptor_km_s"], given["delay_s"], lowest_m)
    found = Sweep(grid.lla, grid.shape).run(threat, unit)
    inside = found[:, column.SHOTS].reshape(grid.shape) > 0
    north_m, east_m = grid.spacing_m
    area_km2 = float(inside.sum()) * north_m * east_m / 1e6
    y, x = (float(index.mean()) for index in np.nonzero(inside))
    north = (y - 0.5 * (grid.shape[0] - 1)) * north_m / 1e3
    east = (x - 0.5 * (grid.shape[1] - 1)) * east_m / 1e3
    heights = found[inside.ravel(), column.KEEP_OUT_M]
    return {
        "area_km2": area_km2,
        "radius_km": math.sqrt(area_km2 / math.pi),
        # Downrange of the fire unit: away from where the threat comes from.
        "shift_km": -north * math.cos(AZIMUTH_RAD) - east * math.sin(AZIMUTH_RAD),
        "sideways_km": north * math.sin(AZIMUTH_RAD) - east * math.cos(AZIMUTH_RAD),
        "p_stop": float(found[inside.ravel(), column.P_STOP].max()),
        "keep_out_km": float(np.median(heights)) / 1e3,
    }
