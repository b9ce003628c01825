"""Exports and replays on the command line: files where asked, one line per mistake."""

import json

import pytest

from airshield.cli.app import run
from airshield.cli.replay import clock_text

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


def test_replay_tells_the_events_in_order(here, capsys):
    assert run(["replay", "textbook", *SMALL]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert "(typical)" in head
    assert all(line.startswith("T") for line in lines)
    assert list(here.iterdir()) == []
    assert run(["replay", "textbook", *SMALL, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)["result"]
    assert len(result) == 1
    assert len(result[0]["events"]) == len(lines) > 2
    times = [event["t_s"] for event in result[0]["events"]]
    assert times == sorted(times)


def test_replay_writes_one_page_of_three(here, capsys):
    assert run(["replay", "textbook", *SMALL, "--html"]) == 0
    said = capsys.readouterr().out
    (page,) = (here / "airshield-out" / "textbook").iterdir()
    assert page.name == "textbook-replay.html"
    assert [word in said for word in ("typical", "low-loss", "high-loss")] == [True] * 3
    text = page.read_text("utf-8")
    data = json.loads(text.split('id="data">')[1].split("</script>")[0])
    assert [each["choice"] for each in data["runs"]] == ["typical", "low-loss", "high-loss"]


@pytest.mark.parametrize(
    ("t_s", "words"),
    [(0.0, "T+00:00.0"), (-9.26, "T-00:09.3"), (59.96, "T+01:00.0"), (3661.0, "T+61:01.0")],
)
def test_the_clock_in_words(t_s, words):
    assert clock_text(t_s) == words


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["export", "textbook", "--format", "xls"], "not a format; take one of czml"),
        (["export", "textbook"], "--format"),
        (["export", "textbook", "--format", "kml", "--replication", "worst"], "typical"),
        (["export", "textbook", "--format", "kml", "--replication", "-1"], "from 0"),
        (["export", "textbook", "--format", "kml", "--replications", "0"], "replications"),
        (["export", "textbook", "--format", "kml", "--seed", "-1"], "seed"),
        (["replay", "textbook", "--replication", "best"], "typical"),
        (["replay", "textbook", *SMALL, "--html", "--out", "/dev/null/x"], "cannot be written"),
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
