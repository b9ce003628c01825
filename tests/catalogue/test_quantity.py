"""Quantiles of quantities against SciPy's triangular distribution."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import triang

from airshield.catalogue import bundled
from airshield.catalogue.quantity import Quantity, is_share, triangular_quantile


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
    assert quantity.si_low == pytest.approx(quantity.si_nominal / 2)
    assert quantity.si_high == pytest.approx(2 * quantity.si_nominal)


@given(u=st.floats(0.0, 1.0), v=st.floats(0.0, 1.0))
def test_quantiles_rise_and_stay_in_the_range(u, v):
    low, high = sorted((u, v))
    for band in ((0.0, 0.0, 1.0), (0.0, 1.0, 1.0), (-2.0, 0.5, 4.0)):
        a, b = triangular_quantile(low, *band), triangular_quantile(high, *band)
        assert band[0] <= a <= b + 1e-12
        assert b <= band[2]


@pytest.mark.parametrize(
    ("path", "prior"),
    [
        ("interceptor.gem_t.sskp_tbm", True),
        ("interceptor.lpws.pk_rocket", True),
        ("outcome.displacement", True),
        ("consequence.shelter_risk_ratio", True),
        ("consequence.warning_siren", True),
        ("battery.cram.warning_time_gain", True),
        ("radar.an_mpq_65.uplink_slots", True),
        ("doctrine.parameters.shot_correlation", True),
        ("interceptor.pac3_cri.range_vs_tbm", False),
        ("radar.an_mpq_65.search_sector", False),
    ],
)
def test_values_that_no_source_states_are_priors(path, prior):
    quantity = bundled().quantity(path)
    assert quantity.is_prior == prior
    # A prior is never called anything but an estimate.
    assert quantity.basis == "estimate" or not prior


def test_every_prior_of_the_catalogue_is_an_estimate():
    assert all(q.basis == "estimate" for q in bundled().quantities.values() if q.is_prior)


@pytest.mark.parametrize(
    ("name", "share"),
    [("sskp_drone", True), ("pk_rocket", True), ("pfa", True), ("cue_factor", False)],
)
def test_shares_lie_between_0_and_1(name, share):
    assert is_share(name) == share
