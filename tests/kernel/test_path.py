import math

import numpy as np
import pytest
from pyproj import Transformer

from airshield.kernel.path import (
    elevation_rad,
    height_above_m,
    inside_azimuth,
    position_at,
    slant_range_m,
)

T_S = np.array([0.0, 1.0, 3.0])
POS = np.array([[0.0, 0.0, 0.0], [10.0, 0.0, 5.0], [10.0, -20.0, 25.0]])


@pytest.mark.parametrize(
    ("t", "expected"),
    [
        (-1.0, (0.0, 0.0, 0.0)),
        (0.25, (2.5, 0.0, 1.25)),
        (1.0, (10.0, 0.0, 5.0)),
        (2.0, (10.0, -10.0, 15.0)),
        (9.0, (10.0, -20.0, 25.0)),
    ],
)
def test_position_is_linear_between_samples_and_held_outside(t, expected):
    assert position_at(t, T_S, POS) == pytest.approx(expected, abs=1e-12)


def test_one_sample_is_enough():
    assert position_at(5.0, T_S[:1], POS[1:2]) == (10.0, 0.0, 5.0)


def test_slant_range_and_elevation_of_a_3_4_5_triangle():
    assert slant_range_m(0.0, 4000.0, 3000.0) == 5000.0
    assert elevation_rad(0.0, 4000.0, 3000.0) == pytest.approx(math.asin(0.6), rel=1e-15)
    assert elevation_rad(0.0, 0.0, 1.0) == pytest.approx(math.pi / 2, rel=1e-15)


@pytest.mark.parametrize("azimuth_deg", [0.0, 90.0, 215.0])
@pytest.mark.parametrize(("flat_m", "up_m"), [(20e3, 15e3), (30e3, 0.0), (0.0, 24e3)])
def test_height_agrees_with_the_ellipsoid_within_a_metre(azimuth_deg, flat_m, up_m):
    east = flat_m * math.sin(math.radians(azimuth_deg))
    north = flat_m * math.cos(math.radians(azimuth_deg))
    to_geodetic = Transformer.from_pipeline(
        "+proj=pipeline +step +inv +proj=topocentric +ellps=WGS84 +lon_0=43 +lat_0=33.8 +h_0=0 "
        "+step +inv +proj=cart +ellps=WGS84"
    )
    _, _, height = to_geodetic.transform(east, north, up_m)
    assert height_above_m(east, north, up_m) == pytest.approx(height, abs=1.0)


@pytest.mark.parametrize(
    ("azimuth_deg", "boresight_deg", "half_deg", "inside"),
    [
        (44.9, 0.0, 45.0, True),
        (45.1, 0.0, 45.0, False),
        (350.0, 10.0, 45.0, True),
        (324.9, 10.0, 45.0, False),
        (10.0, 350.0, 45.0, True),
        (190.0, 350.0, 170.0, True),
        (171.0, 350.0, 170.0, False),
        (171.0, 350.0, 180.0, True),
        (45.0, 0.0, 45.0, True),
    ],
)
def test_sectors_do_not_care_about_north(azimuth_deg, boresight_deg, half_deg, inside):
    azimuth = math.radians(azimuth_deg)
    seen = inside_azimuth(
        70e3 * math.sin(azimuth),
        70e3 * math.cos(azimuth),
        math.radians(boresight_deg),
        math.radians(half_deg),
    )
    assert seen == inside


def test_overhead_lies_in_every_sector():
    assert inside_azimuth(0.0, 0.0, 1.0, 0.1)
