from __future__ import annotations

import pytest
from scenario.sample import SMALL

from airshield.errors import ScenarioError
from airshield.scenario.source import bundled_text, read_document, read_text

DOCUMENT = read_document("mine.toml", SMALL)


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


def test_a_file_in_the_folder_does_not_hide_the_bundled_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "textbook").write_text(SMALL)
    assert read_text("textbook")[1] == bundled_text("textbook")
    assert read_text("./textbook")[1] == SMALL


def test_there_is_no_such_bundled_scenario():
    with pytest.raises(ScenarioError, match='did you mean "textbook"'):
        bundled_text("textbok")


def test_a_file_that_may_not_be_read_says_so(tmp_path, monkeypatch):
    path = tmp_path / "mine.toml"
    path.write_text(SMALL)

    def refuse(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", refuse)
    with pytest.raises(ScenarioError, match="cannot be read: Permission denied"):
        read_text(path)
