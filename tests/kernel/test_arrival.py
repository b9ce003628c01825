"""Arrivals end on the target, mean what their style says, do not depend on the meridian."""

import dataclasses
import json
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from airshield.kernel.arrival import (
    STYLE_FACTOR,
    ArrivalTrajectory,
    arrival_trajectory,
    kepler_speed,
)
from airshield.kernel.codes import FlightStatus
from airshield.kernel.earth import EARTH_WGS84, SPHERE, geodetic_to_ecef, surface_altitude
from airshield.kernel.flight import END_COLUMNS, burnout_state, fly

GEOD = Geod(ellps="WGS84")


def arrive(range_m, azimuth_deg=60.0, style="nominal", burn_s=25.0, beta=13_700.0, **more):
    lat, lon, alt = more.pop("target", (33.8, 42.4, 180.0))
    lon0, lat0, _ = GEOD.fwd(lon, lat, azimuth_deg, range_m)
    return arrival_trajectory(
        (np.radians(lat), np.radians(lon), alt), (np.radians(lat0), np.radians(lon0)),
        STYLE_FACTOR[style], burn_s, beta, **more,
    )  # fmt: skip


# Range (km), burn time (s), ballistic coefficient (kg/m2): the corners of the catalogue, from the
# shortest rocket to the longest missile.
DOMAIN = [
    (3, 1.0, 5500), (8.5, 1.5, 7100), (20, 2.0, 9000), (43, 4.0, 9000), (75, 6.0, 12_000),
    (50, 65.0, 6600), (80, 18.0, 7600), (120, 25.0, 13_700), (300, 35.0, 25_700),
    (300, 65.0, 6600), (500, 18.0, 6800), (500, 100.0, 5800), (700, 35.0, 4400),
    (750, 95.0, 3600), (1000, 35.0, 10_600), (1300, 110.0, 3700), (1450, 50.0, 7100),
    (2000, 115.0, 15_100), (4000, 150.0, 10_000),
]  # fmt: skip


@pytest.mark.parametrize("style", STYLE_FACTOR)
@pytest.mark.parametrize(("range_km", "burn_s", "beta"), DOMAIN)
def test_each_kind_of_flight_ends_on_the_target(range_km, burn_s, beta, style):
    for azimuth in (10.0, 135.0, 250.0):
        a = arrive(range_km * 1e3, azimuth, style, burn_s, beta)
        assert a.status == FlightStatus.OK
        assert np.linalg.norm(a.pos_enu_m[-1]) < 1e-3
        assert a.t_s[-1] == 0.0


def test_samples_are_even_and_velocity_is_the_slope_of_position():
    a = arrive(500e3)
    np.testing.assert_allclose(np.diff(a.t_s), 0.5)
    assert 0.0 <= a.flight_time_s - a.burn_time_s + a.t_s[0] < 0.5
    slope = (a.pos_enu_m[2:] - a.pos_enu_m[:-2]) / 1.0
    # Central differences over 1 s miss h2/6 of the third derivative: 1 m/s where drag grows fast.
    np.testing.assert_allclose(slope, a.vel_enu_m_s[1:-1], rtol=0, atol=1.5)
    high = a.pos_enu_m[1:-1, 2] > 60_000.0
    np.testing.assert_allclose(slope[high], a.vel_enu_m_s[1:-1][high], rtol=0, atol=0.02)


def test_it_comes_from_the_asked_azimuth_and_range():
    a = arrive(500e3, azimuth_deg=60.0)
    first = a.pos_enu_m[0]
    assert np.degrees(np.arctan2(first[0], first[1])) == pytest.approx(60.0, abs=2.0)
    assert 400e3 < np.hypot(first[0], first[1]) < 500e3
    assert a.vel_enu_m_s[0] @ first < 0.0


def test_style_orders_apogee_and_time():
    low, middle, high = (arrive(500e3, style=s) for s in ("depressed", "nominal", "lofted"))
    assert low.apogee_m < middle.apogee_m < high.apogee_m
    assert low.flight_time_s < middle.flight_time_s < high.flight_time_s
    speeds = [np.linalg.norm(a.vel_enu_m_s[0]) for a in (low, middle, high)]
    assert speeds[1] < speeds[0] < speeds[2]
    # Without air over a flat Earth apogee is R tan(e) / 4: the factors are the apogee band.
    assert high.apogee_m / middle.apogee_m == pytest.approx(1.5, rel=0.03)
    assert low.apogee_m / middle.apogee_m == pytest.approx(0.85, rel=0.03)


@pytest.mark.parametrize(("range_km", "burn_s", "beta"), [(120, 25, 13_700), (300, 65, 4000)])
def test_nominal_needs_the_least_burnout_speed(range_km, burn_s, beta):
    lon0, lat0, _ = GEOD.fwd(42.4, 33.8, 60.0, range_km * 1e3)

    def speed(factor):
        a = arrival_trajectory(
            (np.radians(33.8), np.radians(42.4), 180.0), (np.radians(lat0), np.radians(lon0)),
            factor, burn_s, beta,
        )  # fmt: skip
        # The first sample lies up to 0.5 s after burn-out: go back along its own deceleration.
        wait = a.flight_time_s - a.burn_time_s + a.t_s[0]
        v = np.linalg.norm(a.vel_enu_m_s[:2], axis=1)
        return v[0] - wait * (v[1] - v[0]) / 0.5

    best = speed(1.0)
    for factor in (0.8, 0.9, 1.1, 1.2):
        assert speed(factor) > best


@settings(deadline=None, max_examples=20)
@given(st.floats(-179.0, 179.0), st.floats(0.0, 360.0), st.floats(40e3, 1500e3))
def test_turning_both_longitudes_changes_nothing(turn, azimuth, range_m):
    lon0, lat0, _ = GEOD.fwd(10.0, 33.8, azimuth, range_m)
    shift = np.radians(turn)
    a, b = (
        arrival_trajectory(
            (np.radians(33.8), np.radians(10.0) + s, 180.0),
            (np.radians(lat0), np.radians(lon0) + s), 1.0, 35.0, 8000.0,
        )
        for s in (0.0, shift)
    )  # fmt: skip
    assert a.status == b.status == FlightStatus.OK
    np.testing.assert_allclose(a.pos_enu_m, b.pos_enu_m, rtol=0.0, atol=1e-6)
    assert a.flight_time_s == pytest.approx(b.flight_time_s, abs=1e-9)


def test_the_date_line_and_the_southern_hemisphere_are_no_obstacle():
    for target in ((10.0, 179.9, 50.0), (-35.0, -179.5, 50.0), (0.0, 0.0, 0.0), (70.0, 20.0, 0.0)):
        a = arrive(600e3, 80.0, target=target)
        assert a.status == FlightStatus.OK
        assert np.linalg.norm(a.pos_enu_m[-1]) < 1e-3


def test_no_air_no_rotation_gives_the_minimum_energy_ellipse():
    # Bate, Mueller & White: apogee of the minimum-energy flight R/2 (sin + cos - 1) of psi/2.
    psi = 500e3 / SPHERE[1]
    a = arrival_trajectory(
        (0.0, 0.0, 0.0), (0.0, psi), 1.0, 0.0, 1e4, earth=SPHERE, density_scale=0.0
    )
    half = psi / 2.0
    apogee = SPHERE[1] / 2.0 * (np.sin(half) + np.cos(half) - 1.0)
    assert a.apogee_m == pytest.approx(apogee, rel=2e-5)
    assert a.impact_speed_m_s == pytest.approx(kepler_speed(psi, (np.pi - psi) / 4, 0.0, SPHERE))


@pytest.mark.parametrize("range_km", [5, 20, 60])
def test_vacuum_bound(range_km):
    """No flight at speed v goes farther than v2/g, but for the Earth's curvature (R/2a of it)."""
    g = SPHERE[0] / SPHERE[1] ** 2
    psi = range_km * 1e3 / SPHERE[1]
    a = arrival_trajectory(
        (0.0, 0.0, 0.0), (0.0, psi), 1.0, 0.0, 1e4, earth=SPHERE, density_scale=0.0
    )
    bound = a.impact_speed_m_s**2 / g
    assert bound == pytest.approx(range_km * 1e3, rel=range_km * 1e3 / SPHERE[1])
    with_air = arrive(range_km * 1e3, burn_s=0.0, beta=8000.0)
    assert np.linalg.norm(with_air.vel_enu_m_s[0]) ** 2 / g > range_km * 1e3


@pytest.mark.parametrize("elevation_deg", [25.0, 45.0, 60.0])
@pytest.mark.parametrize(("range_km", "burn_s"), [(300, 0.0), (300, 65.0), (3000, 120.0)])
def test_first_guess_spans_its_angle(range_km, burn_s, elevation_deg):
    """The closed form with a straight boost, flown without air on a still sphere."""
    e, psi = np.radians(elevation_deg), range_km * 1e3 / SPHERE[1]
    speed = kepler_speed(psi, e, burn_s, SPHERE)
    state, end = np.empty(6), np.empty(END_COLUMNS)
    aim = np.array([np.sin(e), np.cos(e), 0.0])
    burnout_state(np.array([SPHERE[1], 0.0, 0.0]), aim, speed, burn_s, state)
    status, _ = fly(state, 0.0, 1e4, 0.0, 0.5, 10.0, SPHERE, np.empty((0, 10)), end)
    assert status == FlightStatus.OK
    # With a boost the guess is the eighth of a damped iteration, not its limit.
    assert np.arctan2(end[2], end[1]) == pytest.approx(psi, rel=1e-6 if burn_s == 0.0 else 0.02)


def test_apogee_and_impact_belong_to_the_samples():
    a = arrive(500e3)
    lat, lon = np.radians(33.8), np.radians(42.4)
    place = np.array(geodetic_to_ecef(lat, lon, 180.0, EARTH_WGS84))
    up = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    east = np.array([-np.sin(lon), np.cos(lon), 0.0])
    ecef = place + a.pos_enu_m @ np.array([east, np.cross(up, east), up])
    altitude = np.array([surface_altitude(*p, EARTH_WGS84) for p in ecef])
    assert a.apogee_m == pytest.approx(altitude.max(), abs=1.0)
    v = a.vel_enu_m_s[-1]
    assert a.impact_speed_m_s == pytest.approx(np.linalg.norm(v), rel=1e-9)
    assert a.impact_angle_rad == pytest.approx(np.arcsin(-v[2] / np.linalg.norm(v)), rel=1e-9)


def test_no_launch_setting_is_returned():
    names = {field.name for field in dataclasses.fields(ArrivalTrajectory)}
    assert names == {
        "status", "t_s", "pos_enu_m", "vel_enu_m_s", "flight_time_s", "burn_time_s", "apogee_m",
        "impact_speed_m_s", "impact_angle_rad",
    }  # fmt: skip


def test_what_cannot_arrive_has_a_name():
    near = arrive(500.0)
    assert near.status == FlightStatus.ORIGIN_AT_TARGET
    assert near.t_s.shape == (0,)
    assert near.pos_enu_m.shape == (0, 3)
    assert np.isnan(near.flight_time_s)
    assert arrive(17_000e3).status == FlightStatus.BEYOND_REACH
    # A feather is stopped by the air at any speed.
    assert arrive(1_000e3, burn_s=0.0, beta=2000.0).status == FlightStatus.BEYOND_REACH


def test_compiled_and_interpreted_agree():
    code = (
        "import json, numpy as np; from airshield.kernel.arrival import arrival_trajectory as f;"
        "a = f((.59, .74, 180.), (.6, .76), 1.5, 25., 9000.);"
        "print(json.dumps([a.flight_time_s, a.apogee_m, a.pos_enu_m[::50].tolist()]))"
    )
    done = [
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True,
            env=os.environ | {"NUMBA_DISABLE_JIT": flag},
        ).stdout
        for flag in ("0", "1")
    ]  # fmt: skip
    (t0, h0, p0), (t1, h1, p1) = (json.loads(text) for text in done)
    assert t0 == pytest.approx(t1, abs=1e-9)
    assert h0 == pytest.approx(h1, abs=1e-6)
    np.testing.assert_allclose(p0, p1, rtol=0.0, atol=1e-4)
