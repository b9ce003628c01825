"""`airshield validate`: what it prints, writes and returns."""

import json
from pathlib import Path

import pytest

from airshield.cli.app import run
from airshield.validation.run import RUNNERS


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


FEW = ("--only", "statistics", "--only", "numbers", "--only", "H07", "--workers", "1")


def test_it_prints_and_writes_expected_got_tolerance_source_and_verdict(here, capsys):
    assert run(["validate", *FEW, "--out", "out"]) == 0
    printed = capsys.readouterr().out
    assert "4 of 4 cases passed" in printed
    assert "H07" in printed
    page = (here / "out" / "validation.html").read_text("utf-8")
    expected = ("A22", "0.033594", "scipy.stats", "Validates no kill probability", "Seattle Times")
    for words in (*expected, "<svg", "the model is wrong", "Limits of validity", "NASA-STD-7009"):
        assert words in page, words
    assert "http-equiv" in page
    assert "<script" not in page
    told = json.loads((here / "out" / "validation.json").read_text("utf-8"))
    assert [case["id"] for case in told["cases"]] == ["P01", "A22", "A23"]
    (raid,) = told["raids"]
    assert raid["label"] == "plausibility"
    assert raid["reported"] == {"low": 0, "high": 0, "unit": "interceptors", "of": "at 1 missile"}
    assert "0 of 1" in raid["facts"][0]
    assert raid["sources"][0]["address"].startswith("http")


def test_a_failure_is_named_and_the_exit_code_is_one(capsys, monkeypatch):
    monkeypatch.setitem(RUNNERS, "wilson_interval", lambda given, wanted: {"interval": (0.1, 0.2)})
    assert run(["validate", *FEW, "--no-page"]) == 1
    printed = capsys.readouterr().out
    assert "FAILED: A22." in printed
    assert "What failed" in printed
    assert "[0.1, 0.2]" in printed


def test_a_failure_in_json(capsys, monkeypatch):
    monkeypatch.setitem(RUNNERS, "sample_size", lambda given, wanted: {})
    assert run(["validate", "--only", "A23", "--workers", "1", "--json", "--no-page"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["exit_code"], told["command"]) == (False, 1, "validate")
    assert told["result"]["failed"] == ["A23"]
    assert told["result"]["cases"][0]["checks"][0]["got"] == "missing"
    assert not Path("airshield-out").exists()


def test_a_failure_stands_on_the_page(here, monkeypatch):
    monkeypatch.setitem(RUNNERS, "sample_size", lambda given, wanted: {"replications": 7})
    assert run(["validate", "--only", "A23", "--workers", "1", "--out", "out"]) == 1
    page = (here / "out" / "validation.html").read_text("utf-8")
    assert "What failed" in page
    assert "FAILED: A23." in page


def test_two_processes_give_what_one_gives(capsys):
    only = ["--only", "numbers", "--only", "K02", "--only", "statistics", "--json", "--no-page"]
    found = []
    for workers in ("1", "2"):
        assert run(["validate", *only, "--workers", workers]) == 0
        cases = json.loads(capsys.readouterr().out)["result"]["cases"]
        found.append([(case["id"], case["checks"]) for case in cases])
    assert found[0] == found[1]


def test_the_list_runs_nothing(capsys):
    assert run(["validate", "--list", "--only", "historical"]) == 0
    printed = capsys.readouterr().out
    assert "H01" in printed
    assert "passed" not in printed


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--only", "Z99"], "no case is called Z99"),
        (["--workers", "0"], "--workers"),
        (["--out", "file", "--only", "A23", "--workers", "1"], "is a file"),
    ],
)
def test_mistakes_are_one_line_and_exit_code_two(capsys, words, told):
    Path("file").write_text("", encoding="utf-8")
    assert run(["validate", *words]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert told in lines[0]
