"""Paths: thinning keeps its tolerance, flights pass the point in the time of the tables."""

import math

import numpy as np
import pytest
from pyproj import Transformer

from airshield.kernel.atmosphere import G0_M_S2
from airshield.kernel.flyout import STEP_S, flyout_map, time_of_flight_s
from airshield.replay.model import Track
from airshield.replay.paths import Motor, flight_through, thin, threat_path, to_ecef
from airshield.simulate.geometry import Place

MOTOR = Motor(1500.0, 5.0, 0.02, 150.0, 0.0)


def test_thinning_keeps_within_its_tolerance():
    t = np.linspace(0.0, 100.0, 401)
    pos = np.column_stack([300.0 * t, 0.0 * t, 900.0 * t - 4.9 * t * t])
    thinned = thin(Track(t, pos), 10.0)
    assert 2 < len(thinned.t_s) < 80
    away = [np.linalg.norm(thinned.at(a) - b) for a, b in zip(t, pos, strict=True)]
    assert max(away) <= 10.0
    assert thinned.t_s[[0, -1]] == pytest.approx([0.0, 100.0])


def test_what_moves_straight_keeps_two_samples():
    t = np.linspace(0.0, 10.0, 11)
    assert len(thin(Track(t, np.outer(t, [1.0, 2.0, 3.0]))).t_s) == 2


@pytest.mark.parametrize(
    ("downrange_m", "height_m"), [(5e3, 8e3), (12e3, 12e3), (15e3, 4e3), (2e3, 15e3)]
)
def test_a_flight_takes_the_time_of_the_production_map(downrange_m, height_m):
    tof = flyout_map(
        MOTOR.speed_max_m_s,
        MOTOR.burn_time_s,
        MOTOR.drag_area_m2,
        MOTOR.burnout_mass_kg,
        0.0,
        25e3,
        120.0,
        G0_M_S2,
        math.nan,
        STEP_S,
        81,
        61,
    )
    wanted = time_of_flight_s(
        math.hypot(downrange_m, height_m), math.atan2(height_m, downrange_m), tof, 25e3
    )
    t, x, h = flight_through(MOTOR, downrange_m, height_m, wanted)
    assert (x[-1], h[-1]) == (downrange_m, height_m)
    # The map is a coarse grid: some tens of milliseconds.
    assert t[-1] == pytest.approx(wanted, abs=0.05)
    assert np.all(np.diff(t) > 0)
    # The last computed step leads to the point: no jump at the end.
    assert math.hypot(x[-1] - x[-2], h[-1] - h[-2]) < MOTOR.speed_max_m_s * 0.11


def test_a_point_that_no_flight_passes_gives_none():
    assert len(flight_through(MOTOR, 200e3, 50e3, 60.0)[0]) == 0


def test_a_displaced_threat_turns_at_the_hit(answered):
    family = answered.lowered.families[0]
    plain = threat_path(family, 100.0, (0.0, 0.0), [], 100.0)
    moved = threat_path(family, 100.0, (0.0, 0.0), [(90.0, 300.0, 400.0)], 100.0)
    away = [np.linalg.norm(plain.at(t) - moved.at(t)) for t in (50.0, 90.0, 95.0, 100.0)]
    # Thinned to 10 m each.
    assert away == pytest.approx([0.0, 0.0, 250.0, 500.0], abs=21.0)


def test_east_north_up_against_proj():
    place = Place.at(33.0, 44.0, 100.0)
    topo = Transformer.from_pipeline(
        "+proj=pipeline +step +inv +proj=topocentric +ellps=WGS84 +lon_0=44 +lat_0=33 +h_0=100"
    )
    enu = np.array([[1e5, -2e5, 3e4], [0.0, 0.0, 0.0]])
    wanted = np.column_stack(topo.transform(*enu.T))
    assert to_ecef(enu, place) == pytest.approx(wanted, abs=1e-3)
