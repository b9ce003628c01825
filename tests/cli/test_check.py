"""`airshield check`: the catalogue, or files of every kind."""

import json
from pathlib import Path

import pytest

from airshield.cli.app import run
from airshield.cli.check_files import kind_of

LEDGER = Path(__file__).parents[2] / "src/airshield/posture/data/iraq-2020-claims.toml"
KINDS = {
    "iraq-2020": "scenario",
    "textbook": "scenario",
    "raid-size": "study",
    "march-2020": "sites plan",
    "bases-2020": "bases plan",
    "stock-2020": "stock plan",
    "eight-interceptors": "assignment plan",
    str(LEDGER): "ledger",
}


@pytest.mark.parametrize("name", KINDS)
def test_a_file_is_what_it_holds(name):
    assert kind_of(name) == KINDS[name]


def test_files_of_every_kind_are_checked_at_once(capsys):
    assert run(["check", *KINDS, "--json"]) == 0
    files = json.loads(capsys.readouterr().out)["result"]["files"]
    assert {entry["file"]: entry["kind"] for entry in files} == KINDS
    assert all(count > 0 for entry in files for count in entry["holds"].values())


def test_a_person_reads_a_line_for_each(capsys):
    assert run(["check", "textbook", "eight-interceptors"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("textbook: no fault; scenario with ")
    assert lines[1] == ("eight-interceptors: no fault; assignment plan with 3 weapons, 3 targets")


def test_faults_of_all_files_are_told_in_their_order(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("one.toml").write_text("schema_version = 1\nid = 3\n", encoding="utf-8")
    Path("two.toml").write_text("schema_version = \n", encoding="utf-8")
    Path("plan.toml").write_text(
        "schema_version = 1\ntitle = 'p'\n[[weapon]]\nid = 'w'\n", encoding="utf-8"
    )
    assert run(["check", "one.toml", "textbook", "two.toml", "plan.toml", "none.toml"]) == 2
    lines = capsys.readouterr().err.splitlines()
    files = list(dict.fromkeys(line.split(":")[0] for line in lines))
    assert files == ["one.toml", "two.toml", "plan.toml", "none.toml"]
    assert any("not valid TOML" in line for line in lines)
