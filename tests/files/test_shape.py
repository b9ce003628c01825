from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import tomli_w
from scenario.sample import SMALL, edited, faults

from airshield.errors import ScenarioError
from airshield.files import Document, Place
from airshield.files.shape import validate_as
from airshield.scenario import bundled_text, read
from airshield.scenario.models import Scenario
from airshield.scenario.source import read_document

WEIRD = ("x", "", -1, 0, 1.5, 10**30, True, [], [1], [{}], {}, {"low": 1}, dt.date(2020, 1, 1),
         dt.datetime(2020, 1, 1, 12), dt.time(1), float("inf"), float("nan"))  # fmt: skip


def places(node: Any, place: Place = ()) -> Iterator[Place]:
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for step, value in items:
        yield (*place, step)
        if isinstance(value, dict | list):
            yield from places(value, (*place, step))


def put(data: dict[str, Any], place: Place, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(data)
    node: Any = changed
    for step in place[:-1]:
        node = node[step]
    node[place[-1]] = value
    return changed


WHOLE = SMALL.replace(
    "people = 1500",
    '[[asset.sub_area]]\nid = "tents"\neast_m = 5\nradius_m = 200\n'
    'people = { low = 5, nominal = 9, high = 12, basis = "seen", source = "s" }',
)
DATA = read_document("whole.toml", WHOLE).data


@pytest.mark.parametrize("place", list(places(DATA)), ids=lambda p: ".".join(map(str, p)))
def test_no_value_anywhere_makes_anything_but_plain_faults(place):
    for value in WEIRD:
        text = tomli_w.dumps(put(DATA, place, value))
        try:
            read(text, "weird.toml")
        except ScenarioError as error:
            for fault in error.faults:
                assert fault.line is not None or len(place) == 1
                assert "\n" not in fault.message
                assert "does not fit here" not in fault.message
                assert "Estimate" not in fault.message


KEYS = [p for p in places(DATA) if isinstance(p[-1], str) and p[0] != "override"]


@pytest.mark.parametrize("place", KEYS, ids=lambda p: ".".join(map(str, p)))
def test_a_key_with_a_slip_is_named(place):
    changed = put(DATA, place, None)
    parent: Any = changed
    for step in place[:-1]:
        parent = parent[step]
    del parent[place[-1]]
    wrong = f"{place[-1]}x"
    original: Any = DATA
    for step in place:
        original = original[step]
    parent[wrong] = original
    _, found = validate_as(Scenario, Document("slip.toml", changed))
    assert [fault.key.split(".")[-1] for fault in found] == [wrong]
    assert f'did you mean "{place[-1]}"?' in found[0].message


def test_a_wrong_unit_is_told_for_every_unit_users_write():
    for suffix in ("km", "ft", "nmi", "mi", "cm", "metres"):
        (fault,) = faults(edited(31, f"ground_range_{suffix} = 400"))
        assert "write `ground_range_m`, in metres" in fault.message
    for suffix in ("min", "h", "ms", "minutes"):
        (fault,) = faults(edited(32, f"spacing_{suffix} = 400"))
        assert "write `spacing_s`, in seconds" in fault.message


def test_text_that_holds_a_number_is_not_quietly_a_number():
    (fault,) = faults(edited(28, 'count = "4"'))
    assert fault.message == '"4" is not a whole number'


def test_a_long_value_is_cut():
    (fault,) = faults(edited(9, f'radius_m = "{"x" * 500}"'))
    assert len(fault.message) < 200


def test_a_bundled_scenario_has_the_shape():
    scenario, found = validate_as(Scenario, read_document("iraq-2020", bundled_text("iraq-2020")))
    assert found == ()
    assert scenario is not None
