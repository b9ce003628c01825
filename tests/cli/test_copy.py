"""`airshield copy`: every bundled file can be taken home, changed and read again."""

import json

import pytest

from airshield.cli.app import run
from airshield.cli.shelves import SHELVES
from airshield.files import bundled_names, bundled_text


@pytest.mark.parametrize(
    ("kind", "name"), [(k, n) for k, shelf in SHELVES.items() for n in bundled_names(shelf)]
)
def test_every_bundled_file_is_copied_to_the_byte(kind, name, tmp_path, capsys):
    path = tmp_path / "mine.toml"
    assert run(["copy", name, "--out", str(path), "--kind", kind]) == 0
    assert path.read_text("utf-8") == bundled_text(SHELVES[kind], name)
    assert f"the {kind} {name}" in capsys.readouterr().out


def test_a_copy_has_no_fault(tmp_path, capsys):
    assert run(["copy", "textbook", "--out", str(tmp_path / "mine.toml")]) == 0
    assert run(["check", str(tmp_path / "mine.toml")]) == 0
    assert "no fault; scenario" in capsys.readouterr().out


def test_without_a_file_it_has_the_name_of_the_original(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["copy", "iraq-2020", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["result"]
    assert found == {"file": "iraq-2020.toml", "kind": "scenario", "name": "iraq-2020"}
    assert (tmp_path / "iraq-2020.toml").is_file()


def test_a_file_that_is_there_is_kept_unless_forced(tmp_path, capsys):
    path = tmp_path / "mine.toml"
    path.write_text("mine")
    assert run(["copy", "textbook", "--out", str(path)]) == 2
    assert "--force" in capsys.readouterr().err
    assert path.read_text() == "mine"
    assert run(["copy", "textbook", "--out", str(path), "--force"]) == 0
    assert path.read_text() != "mine"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["txtbook"], 'did you mean "textbook"?'),
        (["textbook", "--kind", "plan"], '"textbook" is not bundled'),
        (["textbook", "--kind", "report"], "report"),
        ([], "argument 'name'"),
    ],
)
def test_mistakes_are_one_line(words, told, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["copy", *words]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(tmp_path, capsys):
    assert run(["copy", "textbook", "--out", str(tmp_path / "nowhere" / "mine.toml")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
