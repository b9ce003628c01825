from __future__ import annotations

import math

import pytest

from airshield.files import Document
from airshield.scenario.bands import RULES, band, check_numbers, in_order, is_number, shown
from airshield.scenario.models import Asset, Doctrine, Estimate, FireUnit, SubArea, Volley


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, (3.0, 3.0, 3.0)),
        ({"low": 1, "nominal": 2, "high": 3, "note": "n"}, (1.0, 2.0, 3.0)),
        ({"low": 1, "nominal": 2}, None),
        ({"low": "1", "nominal": 2, "high": 3}, None),
        (True, None),
        ("3", None),
        (math.inf, None),
    ],
)
def test_a_band_is_read_or_left_to_others(value, expected):
    assert band(value) == expected


def test_every_key_with_a_spread_has_a_rule():
    keys = {
        name
        for model in (Asset, SubArea, FireUnit, Doctrine, Volley)
        for name, field in model.model_fields.items()
        if "Estimate" in str(field.annotation)
    }
    assert keys <= set(RULES)
    assert keys >= {"people", "boresight_deg", "p_failure"}


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("p_failure", (0, 1), (-1e-9, 1 + 1e-9)),
        ("boresight_deg", (-360, 360), (-360.1, 360.1)),
        ("spacing_s", (0, 1e6), (-1e-9,)),
        ("radius_m", (1e-9, 1e6), (0, -1)),
        ("people", (0, 1e6), (-1,)),
    ],
)
def test_the_ends_of_each_rule(key, good, bad):
    for value in good:
        assert list(check_numbers(Document("f", {"volley": [{key: value}]}))) == []
    for value in bad:
        (fault,) = check_numbers(Document("f", {"volley": [{key: value}]}))
        assert fault.key == f"volley.1.{key}"


def test_one_end_of_a_band_outside_is_enough():
    data = {"volley": [{"p_failure": {"low": 0.5, "nominal": 0.9, "high": 1.1}}]}
    (fault,) = check_numbers(Document("f", data))
    assert fault.message == "0.5, 0.9, 1.1: a probability lies between 0 and 1"


def test_order_and_words():
    assert in_order((1, 1, 1)) == ""
    assert "in that order" in in_order((1, 0.5, 2))
    assert shown((1.0, 1.0, 1.0)) == "1"
    assert is_number(2)
    assert not is_number(False)


def test_an_estimate_of_the_model_reads_the_same():
    number = Estimate(low=1, nominal=2, high=3)
    assert band(number.model_dump()) == (1.0, 2.0, 3.0)
