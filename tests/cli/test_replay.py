"""Exports and replays on the command line: files where asked, one line per mistake."""

import json

import pytest

from airshield.cli.app import run

SMALL = ["--replications", "200"]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_export_writes_each_format_and_names_its_files(here, capsys):
    asked = ["export", "textbook", *SMALL, "--format", "czml", "--format", "csv", "--out", "o"]
    assert run(asked) == 0
    said = capsys.readouterr().out.splitlines()
    files = sorted(path.name for path in (here / "o").iterdir())
    assert len(files) == 5
    assert sorted(line.strip().rsplit("/", 1)[-1] for line in said[1:]) == files
    assert said[0].startswith("replication ")
    assert "(typical)" in said[0]


def test_export_keeps_other_files_of_the_folder(here, capsys):
    folder = here / "airshield-out" / "textbook"
    folder.mkdir(parents=True)
    (folder / "mine.txt").write_text("mine")
    assert run(["export", "textbook", *SMALL, "--format", "geojson", "--replication", "3"]) == 0
    assert {path.name for path in folder.iterdir()} == {"mine.txt", "textbook-r3.geojson"}
    assert "(typical)" not in capsys.readouterr().out


def test_json_names_the_files_and_the_replication(here, capsys):
    asked = ["export", "textbook", *SMALL, "--format", "acmi", "--replication", "high-loss"]
    assert run([*asked, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)["result"]
    assert result["choice"] == "high-loss"
    assert [path for path in result["files"] if (here / path).is_file()] == result["files"] != []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["export", "textbook", "--format", "xls"], "not a format; take one of czml"),
        (["export", "textbook"], "--format"),
        (["export", "textbook", "--format", "kml", "--replication", "worst"], "typical"),
        (["export", "textbook", "--format", "kml", "--replication", "-1"], "from 0"),
        (["export", "textbook", "--format", "kml", "--replications", "0"], "replications"),
        (["export", "textbook", "--format", "kml", "--seed", "-1"], "seed"),
        (["export", "no-such", "--format", "kml"], "no-such"),
        (
            ["export", "textbook", *SMALL, "--format", "kml", "--out", "/dev/null/x"],
            "cannot be written",
        ),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(here, capsys, arguments, words):
    assert run(arguments) == 2
    lines = [line for line in capsys.readouterr().err.splitlines() if line]
    assert len(lines) == 1, lines
    assert words in lines[0]
    assert list(here.iterdir()) == []


def test_every_wrong_format_is_named(here, capsys):
    assert run(["export", "textbook", "--format", "xls", "--format", "doc"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
