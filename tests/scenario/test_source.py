from __future__ import annotations

import pytest
from scenario.sample import SMALL

from airshield.errors import ScenarioError
from airshield.scenario.source import bundled_text, read_text


def test_a_file_in_the_folder_does_not_hide_the_bundled_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "textbook").write_text(SMALL)
    assert read_text("textbook")[1] == bundled_text("textbook")
    assert read_text("./textbook")[1] == SMALL


def test_there_is_no_such_bundled_scenario():
    with pytest.raises(ScenarioError, match='did you mean "textbook"'):
        bundled_text("textbok")
