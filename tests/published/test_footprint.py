"""The constant-speed footprint through the code that draws coverage: case A15."""

import math

import numpy as np
import pytest
from cases import case, numbers

from airshield.coverage.arrivals import Arrival
from airshield.coverage.defence import Defence
from airshield.coverage.grid import grid_around
from airshield.coverage.sweep import Sweep
from airshield.kernel import coverage_columns as column
from airshield.simulate.geometry import Place

A15 = case("A15")
HOME = Place.at(33.0, 44.0, 0.0)
AZIMUTH = math.radians(30.0)
REACH_M = 120e3


def straight(speed_m_s, angle_rad, first_s):
    """A threat that flies straight at constant speed and is first there at -first_s."""
    t_s = np.linspace(-first_s, 0.0, 241)
    flat = -t_s * speed_m_s * math.cos(angle_rad)
    path = [
        flat * math.sin(AZIMUTH),
        flat * math.cos(AZIMUTH),
        -t_s * speed_m_s * math.sin(angle_rad),
    ]
    return Arrival(t_s, np.column_stack(path))


def battery(speed_m_s, delay_s, lowest_m):
    """An interceptor of constant speed, a radar that has a track as soon as there is a threat."""
    group = np.zeros(column.GROUP_COLUMNS)
    group[:8] = 0.0, REACH_M, lowest_m, 1e6, 0.0, math.pi, -0.1, math.pi
    group[[column.P_SHOT, column.P_WARHEAD, column.PROTECTED_M, column.STOCK]] = 1.0, 1.0, 1e9, 9
    unit = np.zeros(column.UNIT_COLUMNS)
    unit[:3] = HOME.lla
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


@pytest.mark.parametrize("label", A15["inputs"]["cases"])
def test_a15_footprint_is_the_disc(label):
    given = numbers(label)
    lowest_m = 1e3 * given["h"]
    arrival = straight(1e3 * given["vt"], math.radians(given["g"]), given["td"])
    grid = grid_around([HOME], 65e3, 180)
    found = Sweep(grid.lla, grid.shape).run(
        arrival, battery(1e3 * given["vi"], given["t0"], lowest_m)
    )
    inside = found[:, column.SHOTS].reshape(grid.shape) > 0
    radius_km, shift_km, area_km2 = A15["expected"]["radius_km,shift_km,area_km2"][label]
    north_m, east_m = grid.spacing_m
    area = inside.sum() * north_m * east_m / 1e6
    assert area == pytest.approx(area_km2, rel=A15["tolerance"]["grid_code"]["area_rel"])
    assert math.sqrt(area / math.pi) == pytest.approx(radius_km, rel=0.01)
    y, x = (index.mean() for index in np.nonzero(inside))
    north = (y - 0.5 * (grid.shape[0] - 1)) * north_m / 1e3
    east = (x - 0.5 * (grid.shape[1] - 1)) * east_m / 1e3
    # Downrange of the fire unit: away from where the threat comes from.
    assert -north * math.cos(AZIMUTH) - east * math.sin(AZIMUTH) == pytest.approx(shift_km, abs=0.3)
    assert abs(north * math.sin(AZIMUTH) - east * math.cos(AZIMUTH)) < 0.3
    stopped = found[inside.ravel(), column.P_STOP]
    assert stopped.max() == 1.0
    heights = found[inside.ravel(), column.KEEP_OUT_M]
    assert heights.min() >= lowest_m - 1.0
    assert np.median(heights) == pytest.approx(lowest_m, abs=10.0)
