"""Digits follow the interval."""

import pytest

from airshield.assessment.model import Measure
from airshield.report.numbers import band, error_bar, share_with_interval, with_interval


def _measure(value, low, high, method="t"):
    return Measure(value, low, high, method, 0.95, 1000)


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        (_measure(7.4501, 7.4083, 7.4919), "7.45 (7.41–7.49)"),
        (_measure(7.4501, 6.9, 8.0), "7.5 (6.9–8.0)"),
        (_measure(12.3, 8.0, 17.0), "12 (8–17)"),
        (_measure(0.0, 0.0, 0.0), "0 (none in 1,000)"),
        (_measure(5.0, 5.0, 5.0), "5"),
        (_measure(5.0, float("-inf"), float("inf")), "5 (one replication: no interval)"),
    ],
)
def test_a_value_shows_the_digits_that_its_interval_bears(measure, text):
    assert with_interval(measure) == text


def test_shares_are_in_per_cent():
    assert share_with_interval(_measure(0.5774, 0.5701, 0.5842, "wilson")) == "57.7 % (57.0–58.4)"


def test_bands_without_width_are_one_number():
    assert band(3, 3, 3) == "3"
    assert band(331000, 431000, 500000, 1e3) == "431 (331–500)"


def test_error_bars_are_none_without_an_interval():
    assert error_bar(_measure(5.0, 4.0, 7.0)) == [[1.0], [2.0]]
    assert error_bar(_measure(5.0, float("-inf"), float("inf"))) == [[0.0], [0.0]]
