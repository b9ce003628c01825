"""The two trips through the code: each function is there, and each part goes one way."""

import importlib
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-data-flows.md").read_text("utf-8")
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
    "contracts"
][0]["layers"]
FLOOR = {
    room.strip().removeprefix("airshield."): -number
    for number, rooms in enumerate(LAYERS)
    for room in rooms.split("|")
}
NAMES = re.findall(r"`((?:%s)\.[\w.]+\w)`" % "|".join(FLOOR), PAGE)  # noqa: UP031
NAMES = [name for name in NAMES if name != "report.html"]
TABLES = re.findall(r"\*\*([A-Z][\w ]+)\*\*[^\n]*(?:\n[^|\n]+)*\n\n((?:\|.*\n)+)", PAGE)


@pytest.mark.parametrize("name", sorted(set(NAMES)))
def test_what_is_named_is_there(name):
    module, own = name.rsplit(".", 1)
    assert callable(getattr(importlib.import_module(f"airshield.{module}"), own))


def rooms(table):
    return [row.split("`")[1].split(".")[0] for row in table.splitlines()[2:]]


def test_the_trips_go_down_and_up_once():
    assert [way for way, _ in TABLES] == [
        "Read", "Hand down", "Come up", "Read", "Infer", "Hand down", "Come up"
    ]  # fmt: skip
    for way, table in TABLES:
        floors = [FLOOR[room] for room in rooms(table)]
        assert len(floors) >= 3
        assert floors == sorted(floors, reverse=way == "Hand down"), (way, rooms(table))
        assert way != "Infer" or len(set(floors)) == 1


def test_the_two_trips_meet_in_one_function():
    down = [set(re.findall(r"^\| `([\w.]+)`", table, re.M)) for way, table in TABLES
            if way == "Hand down"]  # fmt: skip
    assert down[0] & down[1] == {"assessment.meet.lower_resolved"}
    texts = {path: path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py")}
    # Nobody else hands the draws of a ledger to lowering.
    passed = [path.name for path, text in texts.items() if "draw_up=resolved.draw_up" in text]
    assert passed == ["meet.py"]
