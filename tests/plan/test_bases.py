"""The question of which bases to keep: the bundled frontier, and mistakes."""

import json

import pytest

from airshield.catalogue import bundled
from airshield.cli.app import run
from airshield.errors import InfeasibleError, InputError
from airshield.plan.bases import bases
from airshield.plan.bases_file import BasesFile, check_bases
from airshield.plan.files import parse_plan, read_text
from airshield.plan.sites import people
from airshield.plan.sites_file import load_sites

TEXT = read_text("bases-2020")[1]


def mine(*changes):
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return parse_plan("mine", text, BasesFile, check_bases)


SMALL = [("keep = [3, 4, 5, 6, 7, 8]", "keep = [3, 5]"), ("[0, 1, 2, 3]", "[0, 1]")]


@pytest.fixture(scope="module")
def found():
    return bases(mine(*SMALL), replications=300)


def test_the_frontier_has_every_pair_and_its_intervals(found):
    assert [(one.kept, one.batteries) for one in found.frontier] == [(3, 0), (3, 1), (5, 0), (5, 1)]
    for one in found.frontier:
        assert one.feasible
        assert len(one.bases) == one.kept
        assert "union_iii" in one.bases
        assert one.gap <= 1e-6
        assert one.people_exposed.low <= one.people_exposed.value <= one.people_exposed.high


def test_a_battery_more_exposes_fewer_people(found):
    by = {(one.kept, one.batteries): one for one in found.frontier}
    for kept in (3, 5):
        assert by[kept, 1].linear <= by[kept, 0].linear + 1e-9
        assert by[kept, 1].people_exposed.value <= by[kept, 0].people_exposed.value
        assert by[kept, 0].placements == ()


def test_everybody_is_at_a_kept_base_within_its_places(found):
    plan = mine(*SMALL)
    places = {one.asset: one.capacity for one in plan.base}
    crowd = people(load_sites(plan.sites), bundled())
    for one in found.frontier:
        after = dict(one.people)
        assert sum(after.values()) == pytest.approx(sum(crowd[base] for base in places))
        assert all(n <= places[name] + 1e-6 for name, n in after.items())
        assert all(after[name] >= crowd[name] - 1e-6 for name in one.bases)
        assert all(name not in one.bases for name, _, _ in one.moves)


def test_the_linear_model_is_near_the_simulation_without_further_batteries(found):
    # Its coefficients come from the same raids, one base at a time, with the best boresight.
    for one in found.frontier:
        assert one.linear == pytest.approx(one.people_exposed.value, rel=0.35)


def test_too_few_places_are_named():
    few = mine(("keep = [3, 4, 5, 6, 7, 8]", "keep = [1, 8]"), ("[0, 1, 2, 3]", "[0]"))
    points = bases(few, replications=50).frontier
    assert [one.feasible for one in points] == [False, True]
    none = mine(("keep = [3, 4, 5, 6, 7, 8]", "keep = [1]"), ("[0, 1, 2, 3]", "[0]"))
    with pytest.raises(InfeasibleError, match="the capacity of the bases binds: 7950 people"):
        bases(none, replications=50)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("keep = [3,", "keep = [9,", "keep.1: 9 bases of 8"),
        ("keep = [3,", "keep = [0,", "keep.1: 0 bases of 8"),
        ("batteries = [0,", "batteries = [40,", "more than the candidate sites take"),
        ('asset = "harir"', 'asset = "hariri"', '"hariri" is no asset of march-2020'),
        ('asset = "harir"', 'asset = "balad"', '"balad" stands twice'),
        ("capacity = 800", "capacity = 100", "100 places for the 200 people"),
        ("capacity = 800", "capacity = -1", "must be at least 0"),
        ('sites = "march-2020"', 'sites = "march"', "there is no such file"),
        ("on = 2020-05-15", "on = 5", "is not a date"),
    ],
)
def test_a_mistake_is_named(old, new, expected):
    with pytest.raises(InputError) as caught:
        mine((old, new))
    assert any(expected in str(fault) for fault in caught.value.faults), caught.value


def test_all_bases_too_small_is_one_line():
    text = TEXT.replace('title = "', 'all_may_move = true\ntitle = "', 1)
    for line in TEXT.splitlines():
        if line.startswith("capacity"):
            text = text.replace(line, "capacity = 10", 1)
    with pytest.raises(InputError, match="all bases together take 80 people"):
        mine((TEXT, text))


def test_the_command_saves_table_and_plot(tmp_path, capsys):
    path, out = tmp_path / "mine.toml", tmp_path / "out"
    text = TEXT
    for old, new in SMALL:
        text = text.replace(old, new, 1)
    path.write_text(text)
    words = ["plan", "bases", str(path), "--out", str(out), "--replications", "50"]
    assert run(words) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "Fewest people exposed per raid" in printed
    assert {"bases.json", "frontier.png", "frontier.svg", "manifest.json"} == {
        one.name for one in out.iterdir()
    }
    assert len(json.loads((out / "bases.json").read_text())["frontier"]) == 4
    assert run([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["result"]["people"] == 7950.0
    assert run([*words[:-1], "0"]) == 2
