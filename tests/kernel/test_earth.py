"""Coordinates against pyproj, gravity against the gradient of its own potential."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from airshield.kernel.earth import (
    EARTH_WGS84,
    SPHERE,
    ecef_to_geodetic,
    enu_axes,
    geodetic_to_ecef,
    gravity,
    move_enu,
    rotate_enu,
    surface_altitude,
)

LATITUDE = st.floats(-90.0, 90.0)
LONGITUDE = st.floats(-180.0, 180.0)
ALTITUDE = st.floats(-500.0, 1_200_000.0)


@settings(deadline=None)  # the first call compiles
@given(LATITUDE, LONGITUDE, ALTITUDE)
def test_ecef_agrees_with_proj(lat, lon, alt):
    proj = Transformer.from_crs(4979, 4978, always_xy=True)
    ours = geodetic_to_ecef(np.radians(lat), np.radians(lon), alt, EARTH_WGS84)
    np.testing.assert_allclose(ours, proj.transform(lon, lat, alt), rtol=0, atol=1e-6)


@settings(deadline=None)  # the first call compiles
@given(LATITUDE, LONGITUDE, ALTITUDE)
def test_geodetic_coordinates_survive_a_round_trip(lat, lon, alt):
    x, y, z = geodetic_to_ecef(np.radians(lat), np.radians(lon), alt, EARTH_WGS84)
    back = geodetic_to_ecef(*ecef_to_geodetic(x, y, z, EARTH_WGS84), EARTH_WGS84)
    np.testing.assert_allclose(back, (x, y, z), rtol=0, atol=1e-8)


@settings(deadline=None)  # the first call compiles
@given(LATITUDE, st.floats(0.0, 120_000.0))
def test_altitude_along_the_radius_is_as_good_as_stated(lat, alt):
    x, y, z = geodetic_to_ecef(np.radians(lat), 0.3, alt, EARTH_WGS84)
    excess = surface_altitude(x, y, z, EARTH_WGS84) - alt
    assert -1e-8 < excess <= 6e-6 * alt + 1e-8


def test_axes_are_right_handed_and_local():
    axes = enu_axes(np.radians(33.8), np.radians(42.4))
    np.testing.assert_allclose(axes @ axes.T, np.eye(3), rtol=0, atol=1e-15)
    assert np.linalg.det(axes) == pytest.approx(1.0, abs=1e-15)
    # Up is the normal of the ellipsoid: the way altitude grows.
    low = np.array(geodetic_to_ecef(np.radians(33.8), np.radians(42.4), 0.0, EARTH_WGS84))
    high = np.array(geodetic_to_ecef(np.radians(33.8), np.radians(42.4), 1e3, EARTH_WGS84))
    np.testing.assert_allclose(axes @ (high - low), [0.0, 0.0, 1e3], rtol=0, atol=1e-8)


def test_moving_positions_agrees_with_proj():
    here, there = (np.radians(36.2), np.radians(44.0), 410.0), (np.radians(33.8), 0.74, 180.0)
    points = np.array([[0.0, 0.0, 0.0], [1e5, -2e4, 3e4], [-5e3, 7e3, 9e4]])

    def topocentric(lla, prefix):
        lat, lon = (float(np.degrees(angle)) for angle in lla[:2])
        place = f"+lat_0={lat!r} +lon_0={lon!r} +h_0={lla[2]!r}"
        step = f"+step {prefix} +proj=topocentric +ellps=WGS84 {place}"
        return Transformer.from_pipeline(f"+proj=pipeline {step}")

    ecef = topocentric(here, "+inv").transform(*points.T)
    expected = np.array(topocentric(there, "").transform(*ecef)).T
    moved = move_enu(points, np.array(here), np.array(there), EARTH_WGS84)
    np.testing.assert_allclose(moved, expected, rtol=0, atol=1e-6)
    # Differences of positions turn like velocities.
    turned = rotate_enu(np.diff(points, axis=0), np.array(here[:2]), np.array(there[:2]))
    np.testing.assert_allclose(turned, np.diff(moved, axis=0), rtol=0, atol=1e-8)


def potential(point, earth):
    """-V of a point: Vallado (2013), equation 8-19, J2 alone; here as a scalar, not a gradient."""
    gm, a, _, j2, _ = earth
    r = np.linalg.norm(point)
    sine = point[2] / r
    return gm / r * (1.0 - j2 * (a / r) ** 2 * 0.5 * (3.0 * sine**2 - 1.0))


@pytest.mark.parametrize("earth", [EARTH_WGS84, SPHERE], ids=["wgs84", "sphere"])
@pytest.mark.parametrize("point", [(6.4e6, 0, 0), (3.9e6, 3.5e6, 3.6e6), (1e5, -2e5, 6.5e6)])
def test_gravity_is_the_gradient_of_the_potential(earth, point):
    point = np.array(point, float)
    step = 50.0
    slope = [
        (potential(point + step * axis, earth) - potential(point - step * axis, earth)) / (2 * step)
        for axis in np.eye(3)
    ]
    np.testing.assert_allclose(gravity(*point, earth), slope, rtol=0, atol=2e-8)


@pytest.mark.parametrize(("lat", "gamma"), [(0.0, 9.7803253359), (90.0, 9.8321849379)])
def test_gravity_at_equator_and_pole_is_normal_gravity(lat, gamma):
    # NIMA TR8350.2, table 3.4: normal gravity, which contains the centrifugal part. J4, which is
    # left out here, makes 1.2e-4 m/s2 at the pole.
    x, y, z = geodetic_to_ecef(np.radians(lat), 0.0, 0.0, EARTH_WGS84)
    gx, gy, gz = gravity(x, y, z, EARTH_WGS84)
    felt = np.linalg.norm([gx + EARTH_WGS84[4] ** 2 * x, gy, gz])
    assert felt == pytest.approx(gamma, abs=1.5e-4)
