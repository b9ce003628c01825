"""Constants of W01, W02 and N03, computed again by what does not share our code."""

import math

import pytest
from pyproj import Geod
from scipy.integrate import solve_ivp

from airshield.validation.case_file import load_cases

CASES = {case.id: case for case in load_cases()}
A, F, GM, OMEGA = 6378137.0, 1.0 / 298.257223563, 3.986004418e14, 7.292115e-5


def test_the_ellipsoid_is_that_of_proj():
    (row,) = CASES["W01"].row
    earth = Geod(ellps="WGS84")
    assert row.expected["semi_major_axis_m"] == earth.a == A
    assert row.expected["inverse_flattening"] == pytest.approx(1.0 / earth.f, rel=1e-12)


def level_ellipsoid():
    """Return normal gravity at equator and pole and J2 (Moritz, Geodetic Reference System 1980)."""
    b = A * (1.0 - F)
    e2 = F * (2.0 - F)
    e = math.sqrt(e2 / (1.0 - e2))
    m = OMEGA**2 * A**2 * b / GM
    q = 0.5 * ((1.0 + 3.0 / e**2) * math.atan(e) - 3.0 / e)
    dq = 3.0 * (1.0 + 1.0 / e**2) * (1.0 - math.atan(e) / e) - 1.0
    equator = GM / (A * b) * (1.0 - m - m * e * dq / (6.0 * q))
    pole = GM / A**2 * (1.0 + m * e * dq / (3.0 * q))
    return equator, pole, e2 / 3.0 * (1.0 - 2.0 / 15.0 * m * e / q)


def test_normal_gravity_follows_from_the_four_constants():
    at = {row.given["latitude_deg"]: row.expected["gravity_m_s2"] for row in CASES["W02"].row}
    equator, pole, j2 = level_ellipsoid()
    # To the last of the ten printed decimals.
    assert at == pytest.approx({0.0: equator, 90.0: pole}, abs=1e-10)
    assert CASES["W01"].row[0].expected["j2"] == pytest.approx(j2, abs=5e-10)


def test_the_projectile_is_that_of_an_integrator():
    for row in CASES["N03"].row:
        k, v, r = (row.given[key] for key in ("drag_per_m", "speed_m_s", "range_m"))
        # Time over distance: dt/dr = 1/v, dv/dr = -k v.
        found = solve_ivp(
            lambda _, y, k=k: (1.0 / y[1], -k * y[1]), (0.0, r), (0.0, v), rtol=1e-11, atol=1e-12
        )
        assert row.expected["time_s"] == pytest.approx(found.y[0, -1], rel=1e-8)
