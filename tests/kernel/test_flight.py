"""Flights against conservation laws, the order of the method and an independent integrator."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from airshield.kernel.atmosphere import TOP_M, density
from airshield.kernel.codes import FlightStatus
from airshield.kernel.earth import EARTH_WGS84, SPHERE, enu_axes, geodetic_to_ecef, surface_altitude
from airshield.kernel.flight import (
    END_COLUMNS,
    PATH_COLUMNS,
    STEP_AIR_S,
    STEP_SPACE_S,
    acceleration,
    burnout_state,
    fly,
)


def start(lat_deg, lon_deg, alt_m, azimuth_deg, elevation_deg, speed, earth=EARTH_WGS84):
    az, el = np.radians([azimuth_deg, elevation_deg])
    axes = enu_axes(np.radians(lat_deg), np.radians(lon_deg))
    aim = np.array([np.cos(el) * np.sin(az), np.cos(el) * np.cos(az), np.sin(el)])
    place = geodetic_to_ecef(np.radians(lat_deg), np.radians(lon_deg), alt_m, earth)
    return np.concatenate([place, speed * aim @ axes])


def flown(
    state, stop=0.0, beta=5000.0, air=1.0, steps=(STEP_AIR_S, STEP_SPACE_S), earth=EARTH_WGS84
):
    path, end = np.empty((20_000, PATH_COLUMNS)), np.empty(END_COLUMNS)
    status, n = fly(state, stop, beta, air, *steps, earth, path, end)
    return status, path[:n], end


def energy(path):
    """Of unit mass on WGS84 in the turning frame, with J2: the Jacobi integral."""
    gm, a, _, j2, omega = EARTH_WGS84
    x, v = path[:, 1:4], path[:, 4:7]
    r = np.linalg.norm(x, axis=1)
    sine2 = (x[:, 2] / r) ** 2
    potential = gm / r * (1.0 - j2 * (a / r) ** 2 * 0.5 * (3.0 * sine2 - 1.0))
    spin = 0.5 * omega**2 * (x[:, 0] ** 2 + x[:, 1] ** 2)
    return 0.5 * np.sum(v * v, axis=1) - potential - spin


@settings(deadline=None, max_examples=25)
@given(
    st.floats(-80, 80), st.floats(0, 360), st.floats(20, 80), st.floats(500, 5000)
)  # fmt: skip
def test_energy_is_conserved_without_air(lat, azimuth, elevation, speed):
    status, path, _ = flown(start(lat, 40.0, 1000.0, azimuth, elevation, speed), air=0.0)
    assert status == FlightStatus.OK
    e = energy(path)
    # 1e-5 m2/s2 of 12 km times g is a micrometre of height; long steps in space leave 1e-9 of it.
    assert np.ptp(e) < 1e-3 + 2e-9 * 0.5 * speed**2


def test_air_takes_energy_and_nothing_else_does():
    _, path, _ = flown(start(33.0, 42.0, 30_000.0, 60.0, 45.0, 2000.0))
    assert np.all(np.diff(energy(path)) < 1e-3)
    assert energy(path)[-1] < energy(path)[0] - 5e5


def test_the_method_has_order_four():
    state = start(33.0, 42.0, 130_000.0, 60.0, 60.0, 2500.0)
    times, miss = (20.0, 10.0, 5.0), []
    _, _, exact = flown(state, air=0.0, steps=(0.05, 0.5))
    for h in times:
        _, _, end = flown(state, air=0.0, steps=(h, h))
        miss.append(np.linalg.norm(end[1:4] - exact[1:4]))
    order = np.log2(np.array(miss[:-1]) / np.array(miss[1:]))
    assert np.all(order > 3.7), order
    assert np.all(order < 4.6), order


def test_the_method_has_order_four_in_the_air():
    # Inside one layer, so that no kink of the atmosphere hides the order.
    state = start(33.0, 42.0, 10_500.0, 60.0, -30.0, 1500.0)
    miss = []
    _, _, exact = flown(state, stop=2_000.0, steps=(0.01, 1.0))
    for h in (2.0, 1.0, 0.5):
        _, _, end = flown(state, stop=2_000.0, steps=(h, h))
        miss.append(np.linalg.norm(end[1:4] - exact[1:4]))
    order = np.log2(np.array(miss[:-1]) / np.array(miss[1:]))
    assert np.all(np.abs(order - 4.0) < 0.6), order


def reference(state, beta, stop):
    """The same equations written with vectors, integrated by DOP853 to 1e-12."""
    gm, a, _, j2, omega = EARTH_WGS84
    spin = np.array([0.0, 0.0, omega])

    def slope(_, y):
        x, v = y[:3], y[3:]
        r = np.linalg.norm(x)
        k = 1.5 * j2 * (a / r) ** 2
        s = 5.0 * (x[2] / r) ** 2
        g = -gm / r**3 * x * (1.0 + k * (np.array([1.0, 1.0, 3.0]) - s))
        h = surface_altitude(*x, EARTH_WGS84)
        drag = -0.5 * density(h) / beta * np.linalg.norm(v) * v
        return np.concatenate(
            [v, g - 2.0 * np.cross(spin, v) - np.cross(spin, np.cross(spin, x)) + drag]
        )

    def ground(_, y):
        return surface_altitude(*y[:3], EARTH_WGS84) - stop

    ground.terminal, ground.direction = True, -1.0
    run = solve_ivp(
        slope, (0.0, 2000.0), state, method="DOP853", rtol=1e-11, atol=1e-8, events=ground
    )
    return run.t_events[0][0], run.y_events[0][0]


@pytest.mark.parametrize(
    ("azimuth", "elevation", "speed", "beta"),
    [(60, 42, 2000, 5000), (270, 55, 1400, 12_000), (0, 40, 2500, 2500), (180, 35, 1100, 1500)],
)
def test_impact_agrees_with_an_independent_integrator(azimuth, elevation, speed, beta):
    state = start(33.0, 42.0, 30_000.0, azimuth, elevation, speed)
    status, _, end = flown(state, stop=180.0, beta=beta)
    time, there = reference(state, beta, 180.0)
    assert status == FlightStatus.OK
    # The kinks of the atmosphere limit both; 0.5 s steps leave about half a metre.
    assert np.linalg.norm(end[1:4] - there[:3]) < 1.0
    assert end[0] == pytest.approx(time, abs=2e-3)


def test_forces_of_the_turning_frame_point_the_right_way():
    place = np.array(geodetic_to_ecef(np.radians(33.0), 0.0, 0.0, SPHERE))
    gm, a, _, _, omega = (*SPHERE[:4], 7.292115e-5)
    still = acceleration(*place, 0.0, 0.0, 0.0, 0.0, gm, a, 0.0, 0.0, omega)
    east = acceleration(*place, 0.0, 1000.0, 0.0, 0.0, gm, a, 0.0, 0.0, omega)
    spin = np.array([0.0, 0.0, omega])
    expected = -2.0 * np.cross(spin, [0.0, 1000.0, 0.0])
    np.testing.assert_allclose(np.subtract(east, still), expected, atol=1e-14)
    lift = -np.cross(spin, np.cross(spin, place))
    np.testing.assert_allclose(still, -gm * place / a**3 + lift, atol=1e-12)


def test_the_last_step_ends_on_the_ground_and_steps_restart_at_120_km():
    _, path, end = flown(start(33.0, 42.0, 0.0, 60.0, 50.0, 2600.0), stop=180.0, beta=1e5)
    altitude = np.array([surface_altitude(*row[1:4], EARTH_WGS84) for row in path])
    assert altitude[-1] == pytest.approx(180.0, abs=1e-6)
    assert np.sum(np.abs(altitude - TOP_M) < 1e-6) == 2
    assert end[7] == pytest.approx(altitude.max(), abs=300.0)
    assert end[7] >= altitude.max()


def test_boost_is_a_straight_line_at_constant_acceleration():
    origin, aim, out = np.array([1.0, 2.0, 3.0]), np.array([0.0, 0.6, 0.8]), np.empty(6)
    burnout_state(origin, aim, 1500.0, 60.0, out)
    np.testing.assert_allclose(out[:3] - origin, 45_000.0 * aim)
    np.testing.assert_allclose(out[3:], 1500.0 * aim)


def test_failures_have_names():
    end, few = np.empty(END_COLUMNS), np.empty((5, PATH_COLUMNS))
    up = start(33.0, 42.0, 0.0, 60.0, 45.0, 2000.0)
    assert fly(up, 0.0, 5e3, 1.0, 0.5, 10.0, EARTH_WGS84, few, end)[0] == FlightStatus.PATH_FULL
    away = start(33.0, 42.0, 0.0, 60.0, 80.0, 12_000.0)
    assert flown(away, air=0.0)[0] == FlightStatus.NEVER_LANDS
    low = start(33.0, 42.0, 0.0, 60.0, 45.0, 50.0)
    assert flown(low, stop=1_000.0)[0] == FlightStatus.TOO_LOW
