"""Quantiles of quantities against SciPy's triangular distribution."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import triang

from airshield.catalogue.quantity import Quantity, triangular_quantile


@given(
    low=st.floats(-1e3, 1e3),
    left=st.floats(0.01, 1e3),
    right=st.floats(0.01, 1e3),
    u=st.floats(0.0, 1.0),
)
def test_quantiles_are_those_of_scipy(low, left, right, u):
    expected = triang.ppf(u, left / (left + right), loc=low, scale=left + right)
    got = triangular_quantile(u, low, low + left, low + left + right)
    assert got == pytest.approx(expected, rel=1e-9, abs=1e-6)


def test_a_value_without_range_is_a_point():
    assert triangular_quantile(0.3, 5.0, 5.0, 5.0) == 5.0


def test_si_ends_follow_the_unit():
    quantity = Quantity("a.b.c", 90, 180, 360, "deg", "estimate", note="x")
    assert quantity.si_nominal == pytest.approx(3.141592653589793)
    assert quantity.quantile_si(0.0) == pytest.approx(quantity.si_low)
    assert quantity.quantile_si(1.0) == pytest.approx(quantity.si_high)
