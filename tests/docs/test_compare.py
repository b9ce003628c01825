"""The comparison: every row is sourced or says so, every name exists, every source is used."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "compare.md").read_text("utf-8")
TOOLS = ("EADSIM", "AFSIM", "Command", "micromissiles-unity", "Medusa", "openBURST")
GROUPS = (
    "Sensors",
    "Interceptors",
    "Command and identification",
    "Doctrine",
    "Threats",
    "Environment",
    "Monte Carlo and statistics",
    "Analysis outputs",
    "Planning",
    "Use and interoperation",
    "Licence and availability",
)
STATES = ("yes", "in part", "landing", "planned", "no")
UNSOURCED = ("not named in what was read", "not in what was read", "none of the material names")


def rows(heading):
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    assert found, f"no section {heading}"
    lines = [line for line in found[1].splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


FEATURES = [(group, row) for group in GROUPS for row in rows(group)]
SOURCES = {int(row[0]): row for row in rows("Sources")}


def cited(text):
    return {int(number) for number in re.findall(r"\[(\d+)\](?!\()", text)}


@pytest.mark.parametrize(("group", "row"), FEATURES, ids=lambda part: part[0][:40])
def test_a_row_has_five_cells_a_state_and_a_source(group, row):
    assert len(row) == 5, (group, row)
    _, says, does, does_not, open_points = row
    assert re.match(rf"\*\*({'|'.join(STATES)})\*\*", does), does
    assert all((does_not, open_points)), row
    assert cited(says) or any(words in says for words in UNSOURCED), says
    assert cited(says) <= set(SOURCES), says


@pytest.mark.parametrize(("group", "row"), FEATURES, ids=lambda part: part[0][:40])
def test_what_a_row_names_in_airshield_exists(group, row):
    for name in re.findall(r"`([\w/]+(?:\.py)?)`", row[2]):
        if name == "terrain":  # an extra
            assert "terrain = [" in (ROOT / "pyproject.toml").read_text("utf-8")
            continue
        assert (ROOT / "src" / "airshield" / name).exists(), (group, name)


def test_each_tool_is_named_and_sourced_and_its_gaps_are_listed():
    gaps = PAGE.split("## What could not be read\n")[1].split("\n## ")[0]
    for tool in TOOLS:
        assert f"- **{tool}**" in gaps, tool
        assert tool in {row[1] for row in SOURCES.values()}, tool
        assert any(tool in cell for _, row in FEATURES for cell in row[:2]), tool


def test_each_source_has_a_title_an_address_a_date_and_a_use():
    body = PAGE.split("## Sources\n")[0]
    assert list(SOURCES) == list(range(1, len(SOURCES) + 1))
    for number, row in SOURCES.items():
        _, tool, title, address, date, extent = row
        assert tool in TOOLS
        assert title
        assert re.fullmatch(r"<https://\S+>", address), address
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", date)
        assert extent in ("whole", "most", "opening", "summary")
        assert number in cited(body), f"source {number} is not used"
