from __future__ import annotations

from scenario.sample import SMALL

from airshield.files import Document, parse

DOCUMENT = Document("mine.toml", parse(SMALL, "mine.toml"), SMALL)


def test_a_place_is_named_by_ids():
    place = ("fire_unit", 0, "launcher_group", 0, "launchers")
    assert DOCUMENT.key(place) == "fire_unit.battery.launcher_group.1.launchers"
    assert DOCUMENT.key(("override", "interceptor.pac3_cri", "sskp_tbm")) == (
        'override."interceptor.pac3_cri".sskp_tbm'
    )


def test_a_fault_stands_at_its_line_or_at_its_tables():
    assert DOCUMENT.fault(("volley", 0, "count"), "m").line == 28
    assert DOCUMENT.fault(("volley", 0, "missing"), "m").line == 25
    assert DOCUMENT.fault(("missing",), "m").line is None


def test_value_of_a_place_that_is_not_there():
    assert DOCUMENT.value(("volley", 0, "count")) == 4
    assert DOCUMENT.value(("volley", 7, "count")) is None
    assert DOCUMENT.value(("title", "x")) is None
