"""The page of exports names every format, kind of event and column."""

import re
from pathlib import Path

from airshield.cli.app import run
from airshield.replay.formats import FORMATS
from airshield.replay.formats.columns import TABLES
from airshield.replay.model import Recording
from airshield.replay.steps import STEPS, Row, tell

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "formats" / "exports.md").read_text("utf-8")
CLI = (DOCS / "reference" / "cli.md").read_text("utf-8").split("## export\n")[1].split("\n## ")[0]


def _rows(heading):
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("| `")]


def test_every_format_has_a_row_and_is_listed(capsys):
    table = re.findall(r"^\| `(\w+)` \|", PAGE.split("## What")[0], re.M)
    assert sorted(table) == sorted(FORMATS)
    assert "`--list`" in CLI
    assert run(["export", "--list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(FORMATS)


def test_every_kind_of_event_is_explained():
    named = {word for row in _rows("Kinds of events") for word in re.findall(r"`(\w+)`", row)}
    told = {tell(Row(step, 0.0, "u", "m", "g", "a", (2.0, 2.0, 0.0))) for step in STEPS}
    kinds = {each.kind for each in told if each} | {"impact_elsewhere"}
    assert kinds | {"hit", "stopped", "miss", "void"} == named


def test_every_column_is_named():
    empty = Recording(*("", "", None, "", 0, 0, "", "", "", 0, 0.0, 0.0), (), (), ())
    for (name, columns), row in zip(TABLES, _rows("Tables"), strict=True):
        found = re.findall(r"`(\w+)`", row)
        assert found == [name, *columns(empty)]
