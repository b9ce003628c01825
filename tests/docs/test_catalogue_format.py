"""The catalogue's format page says what the loader says, and its example loads."""

import re
from pathlib import Path

import pytest

from airshield.catalogue import bundled, load_catalogue
from airshield.catalogue.classes import CLASSES
from airshield.catalogue.constraints import RELATIONS
from airshield.catalogue.quantity import BASES
from airshield.catalogue.reader import QUANTITY_KEYS
from airshield.catalogue.units import SI_FACTOR
from airshield.catalogue.vocabulary import GROUPS, RECORDS, split
from airshield.posture import resolve
from airshield.scenario import bundled_names, load
from airshield.simulate.lower import lower

PAGE = (Path(__file__).parents[2] / "docs" / "formats" / "catalogue.md").read_text("utf-8")


def section(heading):
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    assert found, f"no section {heading}"
    return found[1]


def rows(heading):
    lines = re.findall(r"^\| `.*\|$", section(heading), re.M)
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize(
    ("heading", "words"), [("Units", SI_FACTOR), ("Basis", BASES), ("Quantity", QUANTITY_KEYS)]
)
def test_closed_lists_are_complete(heading, words):
    found = rows(heading)
    assert sorted(row[0] for row in found) == sorted(words)
    assert all(row[1] for row in found)


def test_every_kind_has_a_row_that_says_whether_it_is_computed_with():
    found = {row[0]: row for row in rows("Kinds")}
    assert sorted(found) == sorted(bundled().kinds)
    for kind, (_, words, used) in found.items():
        assert ("(no ids)" in words) == (kind in GROUPS), kind
        assert (used == "for the reader") == (kind in RECORDS), kind
    order = [row[2] for row in rows("Kinds")]
    assert order[-6:] == ["for the reader"] * 6
    assert "for the reader" not in order[:-6]


def computed_with() -> dict[str, set[str]]:
    """Return the names on the page by kind."""
    found: dict[str, set[str]] = {}
    for kind, names, _ in rows("What is computed with"):
        found.setdefault(kind, set()).update(re.findall(r"\w+", names))
    return found


@pytest.mark.parametrize("name", bundled_names())
def test_every_quantity_that_a_scenario_uses_is_on_the_page(name):
    loaded, on_the_page = resolve(load(name)).loaded, computed_with()
    for path in lower(loaded.scenario, loaded.catalogue).used:
        kind, _, key = split(path)
        if kind != "scenario":
            assert key in on_the_page[kind], path


def test_every_name_on_the_page_is_one_of_the_catalogue():
    known = {(kind, key) for kind, _, key in map(split, bundled().quantities)}
    for kind, names in computed_with().items():
        for name in names:
            assert (kind, name) in known, (kind, name)
    confused = {key for kind, key in known if kind == "outcome" and "_seen_as_" in key}
    assert confused <= computed_with()["outcome"]


def test_every_class_is_named():
    text = section("Kinds")
    for threat_class in CLASSES:
        assert f"`{threat_class}`" in text


def test_every_key_of_a_site_has_a_row():
    catalogue = bundled()
    paths = (*catalogue.facts, *catalogue.quantities)
    used = {split(path)[2] for path in paths if path.startswith("site.")}
    remarks = {"icao_note", "distance_note", "personnel_country"}
    assert {row[0] for row in rows("Sites")} == used - remarks


def test_the_relations_are_those_of_the_code():
    assert [tuple(row) for row in rows("Relations")] == list(RELATIONS)


def test_the_example_loads(tmp_path):
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE, re.S)
    path = tmp_path / "mine.toml"
    path.write_text(example, encoding="utf-8")
    catalogue = load_catalogue([path])
    assert catalogue.quantity("interceptor.pac3_cri.range_vs_tbm").nominal == 25
    assert catalogue.site("my_camp").position_error_m == 5000.0
    assert catalogue.quantity("site.my_camp.radius").si_nominal == 1000.0


def test_more_than_half_are_estimates_as_the_page_says():
    quantities = bundled().quantities.values()
    assert "More than half of the bundled values are estimates" in PAGE
    assert sum(q.basis == "estimate" for q in quantities) > len(quantities) / 2
