"""Terminals without Unicode, names that are no text, warnings as errors, clocks that jump."""

import itertools
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from study.sample import SMALL

from airshield.cli.app import run
from airshield.scenario import bundled_text
from airshield.study.files import read_study
from airshield.study.run import run as play

pytestmark = pytest.mark.slow

C = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
SHORT = ["--nominal", "--no-plots", "--replications", "64"]


def program(*words, **environment):
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "airshield", *words],
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        timeout=600,
    )


@pytest.mark.parametrize(
    "words",
    [
        ("assess", "textbook", *SHORT),
        ("assess", "textbook", *SHORT, "--json"),
        ("posture", "iraq-2020", "--on", "2020-04-12"),
        ("catalogue", "interceptor.pac3_cri"),
        ("cite", "iraq-2020"),
    ],
    ids=" ".join,
)
def test_a_terminal_that_knows_ascii_only_gets_an_answer(words, tmp_path):
    out = ("--out", str(tmp_path / "out")) if words[0] == "assess" else ()
    done = program(*words, *out, **C)
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    done.stdout.decode("ascii")
    if "--json" in words:
        assert json.loads(done.stdout)["command"] == "assess"


def test_a_terminal_of_ascii_gets_a_fault_in_one_line():
    done = program("assess", "bagdád–☃", **C)
    assert done.returncode == 2
    assert len(done.stderr.decode("ascii").splitlines()) == 1


def test_names_that_are_no_text(tmp_path):
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    scenario, out = (str(folder / os.fsdecode(end)) for end in (b"own\xff.toml", b"o\xfft"))
    Path(scenario).write_bytes(bundled_text("textbook").encode())
    done = program("assess", scenario, *SHORT, "--out", out)
    assert done.returncode == 0, done.stderr
    for words in (
        ["assess", scenario, *SHORT, "--json", "--out", out],
        ["runs", str(folder)],
    ):
        done = program(*words)
        assert done.returncode == 0, done.stderr
    done = program("assess", scenario + "x")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert b"\\udcff" in done.stderr


@pytest.mark.parametrize("changed", [-1e9, 0.0, 4e11, 2e9])
def test_runs_of_any_age_are_found(changed, tmp_path, capsys):
    manifest = {"format": "airshield-result/1", "inputs": {}, "scenario_id": "x"}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    os.utime(tmp_path / "manifest.json", (changed, changed))
    assert run(["runs", str(tmp_path), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["result"]
    assert row["scenario"] == "x"


def test_a_clock_that_runs_backwards_changes_nothing(tmp_path, monkeypatch):
    play(read_study(SMALL), tmp_path / "clean")
    backwards = itertools.count(2e9, -1e6)
    monkeypatch.setattr(time, "time", lambda: next(backwards))
    play(read_study(SMALL), tmp_path / "jumped")
    monkeypatch.undo()
    files = [
        {str(p.relative_to(f)): p.read_bytes() for p in f.rglob("*") if p.is_file()}
        for f in (tmp_path / "clean", tmp_path / "jumped")
    ]
    assert files[0] == files[1]
