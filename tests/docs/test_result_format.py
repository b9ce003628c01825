"""The result's format page names every key and file that a run writes."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest
import typer.main

from airshield.assessment.comparison import ArmDifference, Comparison
from airshield.assessment.model import Assessment, DecoyAnswer, FlightAnswer, Measure, TradeOff
from airshield.cli.app import app, run
from airshield.report import plots

PAGE = (Path(__file__).parents[2] / "docs" / "formats" / "result.md").read_text("utf-8")


def rows(heading):
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    assert found, f"no section {heading}"
    return re.findall(r"^\| (`.*?`) \|", found[1], re.M)


def names(heading):
    return [name.strip("`") for row in rows(heading) for name in row.split(", ")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("run") / "textbook"
    asked = ["--nominal", "--replications", "200", "--out", str(out)]
    assert run(["assess", "textbook", *asked]) == 0
    return out


def test_every_file_of_a_run_has_a_row(folder):
    named = set(names("The folder"))
    files = {"report.html", "assessment.json", "comparison.json", "manifest.json"}
    assert named - files == set(plots._DRAW)
    for path in folder.iterdir():
        assert path.name in named or path.stem in named, path.name
    nominal = {path.stem for path in folder.glob("*.svg")}
    assert set(plots._DRAW) - nominal == {"swings", "spread", "fratricide", "timeline"}


def test_the_manifest_has_the_keys_of_the_page(folder):
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert list(manifest) == names("The manifest")
    assert set(manifest["files"]) == {p.name for p in folder.iterdir()} - {"manifest.json"}


def test_the_assessment_has_the_keys_of_the_page(folder):
    assessment = json.loads((folder / "assessment.json").read_text("utf-8"))
    assert list(assessment) == [field.name for field in fields(Assessment)]
    assert list(assessment) == names("The assessment")
    words = ", ".join(field.name for field in fields(Measure))
    assert f"`{{{words}}}`" in PAGE
    assert not assessment["spread"]


@pytest.mark.parametrize(
    ("key", "model"), [("flights", FlightAnswer), ("trade_off", TradeOff), ("decoys", DecoyAnswer)]
)
def test_the_rows_of_flights_and_decoys_name_every_key(key, model):
    (row,) = re.findall(rf"^\| `{key}` \| (.*) \|$", PAGE, re.M)
    for field in fields(model):
        assert f"`{field.name}`" in row, field.name


def test_the_comparison_has_the_keys_of_the_page(tmp_path, capsys):
    asked = ["--nominal", "--no-plots", "--replications", "200", "--out", str(tmp_path / "out")]
    assert run(["assess", "textbook", "--against", "textbook", *asked]) == 0
    assert "not distinguishable" in " ".join(capsys.readouterr().out.split())
    comparison = json.loads((tmp_path / "out" / "comparison.json").read_text("utf-8"))
    assert list(comparison) == [field.name for field in fields(Comparison)]
    assert list(comparison) == names("The comparison")
    text = PAGE.split("## The comparison")[1].split("\n## ")[0]
    for field in fields(ArmDifference):
        assert f"`{field.name}`" in text, field.name
    for row in comparison["rows"]:
        assert f"`{row['measure']}`" in text


def test_the_envelope_of_a_mistake_has_the_keys_of_the_page(capsys):
    shown = json.loads(re.findall(r"```json\n(.*?)```", PAGE, re.S)[0])
    assert run(["assess", "no-such-scenario", "--json"]) == shown["exit_code"]
    found = json.loads(capsys.readouterr().out)
    assert list(found) == list(shown)
    assert list(found["faults"][0]) == list(shown["faults"][0])


@pytest.mark.parametrize("command", ["check", "catalogue", "cite"])
def test_each_command_that_speaks_json_gives_a_result(command, capsys):
    arguments = [] if command == "catalogue" else ["textbook"]
    assert run([command, *arguments, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["ok"]
    assert found["result"]


def test_each_command_with_an_envelope_has_a_row():
    commands = typer.main.get_command(app).commands.items()
    speaking = [
        name for name, command in commands if "--json" in str([p.opts for p in command.params])
    ]
    assert names("The envelope") == speaking
