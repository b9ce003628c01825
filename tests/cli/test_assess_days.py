"""`assess --on`, `--known-by` and `--timeline` on the command line."""

import json

import pytest

from airshield.cli.app import run

SMALL = ("--replications", "512", "--nominal", "--no-plots")


def answered(tmp_path, capsys, *days):
    assert run(["assess", "iraq-2020", *SMALL, *days, "--json", "--out", str(tmp_path)]) == 0
    return json.loads(capsys.readouterr().out)["result"]


def test_march_and_april_differ(tmp_path, capsys):
    march = answered(tmp_path / "march", capsys, "--on", "2020-03-30")
    april = answered(tmp_path / "april", capsys, "--on", "2020-04-12", "--known-by", "2020-04-12")
    own = answered(tmp_path / "own", capsys)
    leakers = [one["assets"][-1]["defended"]["leakers"]["value"] for one in (march, april)]
    assert leakers[0] > leakers[1] + 3
    assert "2020-03-30" in march["headline"]
    assert april["assets"] == own["assets"]
    assert [u["p_basis"] for u in own["units"]] == ["ledger", "ledger"]
    assert own["timeline"] is None


def test_another_day_is_another_run(tmp_path, capsys):
    answered(tmp_path, capsys)
    again = ["assess", "iraq-2020", *SMALL, "--on", "2020-03-30", "--out", str(tmp_path)]
    assert run(again) == 2
    assert run([*again, "--force"]) == 0


def test_the_time_line_is_printed_and_saved(tmp_path, capsys):
    asked = ["assess", "iraq-2020", *SMALL, "--timeline", "--out", str(tmp_path)]
    assert run(asked) == 0
    assert "2020-04-15" in capsys.readouterr().out
    saved = json.loads((tmp_path / "assessment.json").read_text("utf-8"))
    assert len(saved["timeline"]["as_known"]) == 35


@pytest.mark.parametrize(
    ("words", "key", "holds"),
    [
        (["iraq-2020", "--on", "30 March"], "--on", "is no date"),
        (["iraq-2020", "--known-by", "2020-13-01"], "--known-by", "is no date"),
        (["iraq-2020", "--on", "2019-03-30"], "--on", "before the ledger's coverage"),
        (["textbook", "--on", "2020-03-30"], "--on", "names no ledger"),
        (["textbook", "--timeline"], "--timeline", "no time line"),
    ],
)
def test_each_mistake_is_one_line(words, key, holds, tmp_path, capsys):
    assert run(["assess", *words, "--out", str(tmp_path / "out")]) == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert key in line
    assert holds in line
