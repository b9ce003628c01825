from __future__ import annotations

import pytest
from scenario.sample import SMALL, faults

OLD = "ground_range_m = 430000"


def message(ground: str, threat: str = "fateh_313") -> str:
    found = faults(SMALL.replace(OLD, f"ground_range_m = {ground}").replace("fateh_313", threat))
    assert len(found) <= 1
    return found[0].message if found else ""


# Fateh-313 in the catalogue: range 450, 500, 500 km, minimum 80, 120, 200 km.
@pytest.mark.parametrize(
    ("ground", "words"),
    [
        ("500000", ""),
        ("500001", "500 km is 0.001 km beyond the range of Fateh-313 (500 km)"),
        ("120000", ""),
        ("119000", "119 km is 1 km inside the minimum range of Fateh-313 (120 km)"),
        ("{ low = 80000, nominal = 300000, high = 500000 }", ""),
        ("{ low = 79000, nominal = 300000, high = 400000 }", "the near end, 79 km, is 1 km inside"),
        (
            "{ low = 90000, nominal = 300000, high = 520000 }",
            "the far end, 520 km, is 20 km beyond",
        ),
    ],
)
def test_the_band_is_held_against_the_missiles(ground, words):
    assert words in message(ground)
    assert bool(words) == bool(message(ground))


def test_another_missile_goes_further():
    assert message("700000", "qiam_1") == ""
    assert "beyond the range of Fateh-313" in message("700000")


def test_what_is_no_number_or_no_missile_is_left_to_others():
    assert "is not a number" in message('"far"')
    assert "no threat of the catalogue" in message("900000", "no_such")
