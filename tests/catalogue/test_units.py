"""The closed list of units."""

import math

import pytest

from airshield.catalogue.units import SI_FACTOR, SI_UNIT, units_like


@pytest.mark.parametrize(
    ("amount", "unit", "si", "si_unit"),
    [
        (1.5, "km", 1500.0, "m"),
        (45.0, "min", 2700.0, "s"),
        (12.0, "h", 43_200.0, "s"),
        (7.0, "day", 604_800.0, "s"),
        (1.6, "km/s", 1600.0, "m/s"),
        (150.0, "km2", 1.5e8, "m2"),
        (90.0, "deg", math.pi / 2, "rad"),
        (300.0, "kW", 3e5, "W"),
        (1.1, "BUSD", 1.1e9, "USD"),
        (4500.0, "count/min", 75.0, "count/s"),
        (0.3, "1", 0.3, "1"),
    ],
)
def test_factors(amount, unit, si, si_unit):
    assert amount * SI_FACTOR[unit] == pytest.approx(si, rel=1e-12)
    assert SI_UNIT[unit] == si_unit


def test_si_units_of_the_list_have_factor_one():
    assert all(SI_FACTOR[unit] == 1.0 for unit in SI_FACTOR if SI_UNIT[unit] == unit)


def test_counts_and_shares_are_not_the_same_thing():
    assert units_like("1") == ("1",)
    assert units_like("count") == ("count",)
    assert units_like("km") == ("m", "km")
