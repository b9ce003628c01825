"""Every direct dependency has its licence on the page, which agrees with what is installed."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "licences.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NOT_FOR_USERS = ("dev", "docs", "all")
# What a classifier or a free field must hold, where the metadata has no SPDX expression.
WORDS = {
    "MIT": r"\bMIT\b",
    "ISC": r"\bISC\b",
    "MPL-2.0": r"MPL-2\.0|Mozilla",
    "Apache-2.0": r"Apache",
    "BSD-2-Clause": r"\bBSD\b|Redistribution and use",
    "BSD-3-Clause": r"\bBSD\b|Redistribution and use",
}


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def table():
    lines = [line for line in PAGE.splitlines() if line.startswith("| ")][2:]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    assert all(len(row) == 5 for row in rows)
    return {row[0]: row[1:] for row in rows}


ROWS = table()


def direct():
    found = {"core": PROJECT["dependencies"]}
    extras = PROJECT["optional-dependencies"]
    found |= {f"`{e}`": extras[e] for e in extras if e not in NOT_FOR_USERS}
    names = re.compile(r"[A-Za-z0-9._-]+")
    return [(canonical(names.match(r)[0]), who) for who, all_ in found.items() for r in all_]


@pytest.mark.parametrize(("name", "who"), direct(), ids=str)
def test_each_direct_dependency_has_a_row_that_says_who_needs_it(name, who):
    assert name in ROWS, f"{name} of {who}: add its row to docs/reference/licences.md"
    assert who in ROWS[name][2].split(", "), (name, who)


def test_rows_stand_once_in_order_and_need_each_other():
    names = re.findall(r"^\| ([a-z][\w-]*) \| \d", PAGE, re.M)
    assert names == sorted(set(names)) == list(ROWS)
    for name, (_, _, needed_by, read_from) in ROWS.items():
        assert read_from in ("expression", "classifier", "field", "text"), name
        for by in needed_by.split(", "):
            assert by == "core" or by.startswith("`") or by in ROWS, (name, by)


def test_no_package_of_its_own_is_strong_copyleft():
    for name, (_, licence, _, _) in ROWS.items():
        # Where the licence may be chosen, one choice without copyleft is enough.
        assert not all(re.search(r"\bA?GPL", choice) for choice in licence.split(" OR ")), name


def test_the_audit_is_documented_and_outside_every_test_run():
    recipes = (ROOT / "Makefile").read_text("utf-8") + (ROOT / ".ci" / "run").read_text("utf-8")
    for target in ("audit", "sbom"):
        assert re.search(rf"^{target}: ", recipes, re.M), target
        assert f"| `make {target}` |" in (ROOT / "docs" / "testing.md").read_text("utf-8")
        assert not re.search(rf"^(test|check|demo): .*\b{target}\b|make {target}", recipes, re.M)


@pytest.mark.parametrize("name", ROWS)
def test_the_installed_package_of_that_version_says_the_same(name):
    version, licence, _, read_from = ROWS[name]
    try:
        found = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return  # needed on another system, or by an extra that is not installed
    if found["Version"] != version:
        return  # the page speaks of the version that was read
    expression = found.get("License-Expression")
    assert (read_from == "expression") == bool(expression)
    if expression:
        assert expression == licence
    elif licence in WORDS:
        said = [found.get("License") or "", *found.get_all("Classifier", [])]
        assert any(re.search(WORDS[licence], text) for text in said), said
