"""Common areas of discs against Monte Carlo and limits."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshield.kernel.damage import lens_area, normal_pair


@pytest.mark.parametrize(
    ("d", "big", "small", "area"),
    [(5, 2, 3, 0.0), (9, 2, 3, 0.0), (0, 2, 3, 4 * math.pi), (1, 3, 1, math.pi)],
)
def test_limits(d, big, small, area):
    assert lens_area(float(d), float(big), float(small)) == pytest.approx(area)


def test_two_unit_discs_one_radius_apart():
    # The vesica: 2 pi / 3 - sqrt(3) / 2.
    assert lens_area(1.0, 1.0, 1.0) == pytest.approx(2 * math.pi / 3 - math.sqrt(3) / 2)


@given(st.floats(0.0, 6.0), st.floats(0.2, 3.0), st.floats(0.2, 3.0))
def test_area_is_symmetric_and_bounded(d, a, b):
    area = lens_area(d, a, b)
    assert area == pytest.approx(lens_area(d, b, a), abs=1e-9)
    assert 0.0 <= area <= math.pi * min(a, b) ** 2 * (1 + 1e-12)


def test_area_agrees_with_points_thrown_at_random():
    rng = np.random.default_rng(4)
    x, y = rng.uniform(-2, 2, (2, 400_000))
    inside = (x * x + y * y < 4) & ((x - 1.5) ** 2 + y * y < 1.2**2)
    share = inside.mean()
    error = 16 * math.sqrt(share * (1 - share) / len(x))
    assert abs(lens_area(1.5, 2.0, 1.2) - 16 * share) < 4 * error


def test_normal_pairs_are_standard_and_independent():
    u = np.random.default_rng(5).random((20_000, 2))
    z = np.array([normal_pair(a, b) for a, b in u])
    assert np.abs(z.mean(axis=0)).max() < 4 / math.sqrt(20_000)
    assert np.abs(z.var(axis=0) - 1).max() < 4 * math.sqrt(2 / 20_000)
    assert abs(np.corrcoef(z.T)[0, 1]) < 4 / math.sqrt(20_000)
