import math

import pytest

from airshield.kernel.horizon import (
    EFFECTIVE_RADIUS_M,
    apparent_elevation_rad,
    beam_height_m,
    horizon_range_m,
)
from airshield.kernel.path import EARTH_RADIUS_M, height_above_m


@pytest.mark.parametrize("elevation_deg", [0.0, 0.5, 3.0, 20.0])
@pytest.mark.parametrize("range_m", [5e3, 60e3, 150e3])
def test_apparent_elevation_inverts_the_beam_height(elevation_deg, range_m):
    antenna_m = 4.0
    elevation = math.radians(elevation_deg)
    height = beam_height_m(range_m, elevation, antenna_m, EFFECTIVE_RADIUS_M)
    # Where that height lies at that slant range, seen from the antenna over the true Earth.
    above = height - antenna_m
    up = (above * (2 * EARTH_RADIUS_M + above) - range_m**2) / (2 * EARTH_RADIUS_M)
    east = math.sqrt(range_m**2 - up**2)
    assert height_above_m(east, 0.0, up) == pytest.approx(above, abs=1e-6)
    assert apparent_elevation_rad(east, 0.0, up, antenna_m, EFFECTIVE_RADIUS_M) == pytest.approx(
        elevation, abs=1e-9
    )


def test_refraction_lifts_by_a_tenth_of_a_degree_at_100_km():
    geometric = math.atan2(2000.0, 100e3)
    seen = apparent_elevation_rad(0.0, 100e3, 2000.0, 4.0, EFFECTIVE_RADIUS_M)
    # Half the range over the radius, times one quarter: 100 km / 2 / 6371 km / 4.
    assert seen - geometric == pytest.approx(100e3 / 2 / EARTH_RADIUS_M / 4, rel=0.02)


def test_a_beam_along_the_horizon_grazes_the_ground():
    antenna_m = 30.0
    distance = horizon_range_m(antenna_m, 0.0, EFFECTIVE_RADIUS_M)
    dip = -math.acos(EFFECTIVE_RADIUS_M / (EFFECTIVE_RADIUS_M + antenna_m))
    assert beam_height_m(distance, dip, antenna_m, EFFECTIVE_RADIUS_M) == pytest.approx(
        0.0, abs=1e-3
    )


def test_overhead_and_at_the_antenna_are_straight_up():
    assert apparent_elevation_rad(0.0, 0.0, 0.0, 4.0, EFFECTIVE_RADIUS_M) == math.pi / 2
    assert apparent_elevation_rad(0.0, 0.0, 9e3, 4.0, EFFECTIVE_RADIUS_M) == pytest.approx(
        math.pi / 2, abs=1e-6
    )


def test_heights_below_ground_count_as_ground():
    assert horizon_range_m(-5.0, -5.0, EFFECTIVE_RADIUS_M) == 0.0
