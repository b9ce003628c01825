"""The page of validation shows the packaged cases, raids and limits.

`pytest tests/docs/test_validation_page.py --rewrite-regression` writes its tables anew.
"""

from pathlib import Path

import pytest
from cases import REFERENCE, case

from airshield.report.validation_tables import catalogue_of_cases, limits_table

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "validation.md"


def _markdown(table):
    lines = [table.head, ("---",) * len(table.head), *table.rows]
    return "\n".join(f"| {' | '.join(c.replace('|', '/') for c in cells)} |" for cells in lines)


def _tables():
    cases, raids = catalogue_of_cases()
    return {"cases": cases, "raids": raids, "limits": limits_table()}


@pytest.mark.parametrize("name", ["cases", "raids", "limits"])
def test_the_page_shows_what_is_packaged(name, request):
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    block = f"{begin}\n{_markdown(_tables()[name])}\n{end}"
    text = PAGE.read_text(encoding="utf-8")
    if request.config.getoption("--rewrite-regression"):
        head, tail = text.split(begin)[0], text.split(end)[1]
        PAGE.write_text(f"{head}{block}{tail}", encoding="utf-8")
        text = PAGE.read_text(encoding="utf-8")
    assert block in text


def test_the_page_names_the_cases_of_the_tests_alone():
    text = PAGE.read_text(encoding="utf-8").split("Not in the program")[1].split("\n\n")[0]
    for name in ("A17", "A24", "C01", "D05", "D06", "D08", "E01", "E02", "E03", "E04", "F02"):
        assert case(name)["id"] == name
        assert name in text
    assert REFERENCE.read_text(encoding="utf-8").count('"id":') == 11


@pytest.mark.parametrize("part", limits_table().rows, ids=lambda row: row[0])
def test_what_checks_a_part_exists(part):
    held = {row[0] for table in catalogue_of_cases() for row in table.rows}
    for name in part[3].split(", "):
        assert name in held or (ROOT / name).exists() or name.startswith("airshield "), name


def test_the_page_counts_its_mutations():
    mutations = (ROOT / "tests" / "validation" / "test_mutations.py").read_text(encoding="utf-8")
    assert mutations.count("    Mutation(") == 19
    assert "nineteen constants" in PAGE.read_text(encoding="utf-8")
