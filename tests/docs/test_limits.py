"""The limits name each part of the theory and which way each errs; how to cite is up to date."""

import re
import tomllib
from pathlib import Path

import yaml

import airshield

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
LIMITS = (DOCS / "limits.md").read_text("utf-8")
WAYS = {"the defence", "the raid", "either"}


def rows():
    part = LIMITS.split("## Part by part")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| [")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def test_each_row_names_a_part_a_gap_and_a_direction():
    assert len(rows()) > 20
    for row in rows():
        assert len(row) == 3, row
        assert row[2] in WAYS, row
    assert {row[2] for row in rows()} == WAYS


def test_every_theory_page_has_limits_and_is_in_the_table():
    named = {re.search(r"\(theory/(\w+)\.md\)", row[0])[1] for row in rows()}
    pages = {path.stem for path in (DOCS / "theory").glob("*.md")} - {"index"}
    assert named == pages
    for page in pages:
        text = (DOCS / "theory" / f"{page}.md").read_text("utf-8")
        assert re.search(r"^## (Validity and l|L)imits$", text, re.M), page


def test_what_every_report_says_is_said_here():
    for words in ("Kill probabilities are priors", "Jamming", "does not adapt"):
        assert words in LIMITS


def test_the_citation_is_that_of_this_version():
    found = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert found["version"] == project["version"] == airshield.__version__
    assert found["license"] == project["license"]
    assert found["cff-version"] == "1.2.0"
    assert {"message", "title", "authors", "type"} <= set(found)
    cite = (DOCS / "cite.md").read_text("utf-8")
    assert f"version = {{{project['version']}}}" in cite
    assert found["title"] in cite
    assert found["authors"][0]["name"] == project["authors"][0]["name"]
