"""What the catalogue says of itself: counts by basis, missing inputs."""

import pytest

from airshield.catalogue import Catalogue, bundled
from airshield.catalogue.checks import NEEDED, count_by_basis, missing_inputs
from airshield.catalogue.quantity import BASES
from airshield.posture import resolve
from airshield.scenario import load
from airshield.simulate.lower import lower


def test_each_value_is_counted_once_by_basis():
    counts = count_by_basis(bundled())
    assert tuple(counts) == BASES
    # 18 sites repeat their extent as radius, 17 and one their people.
    derived = sum(p.endswith((".radius", ".people")) for p in bundled().quantities)
    assert sum(counts.values()) == len(bundled().quantities) - derived
    assert counts["scenario"] == 0
    assert counts["estimate"] > counts["seen"] > 50


def test_nothing_is_missing_for_the_patriot_that_is_played():
    lacking = {(row.kind, row.id) for row in missing_inputs(bundled())}
    for complete in (
        ("radar", "an_mpq_65"),
        ("radar", "an_mpq_53"),
        ("battery", "patriot"),
        *(("interceptor", name) for name in ("pac2", "gem_t", "pac3_cri", "pac3_mse")),
        *(("threat", name) for name in ("fateh_313", "qiam_1", "scud_b", "shahab_3")),
    ):
        assert complete not in lacking


def test_what_is_missing_is_named():
    rows = {(row.kind, row.id): row.names for row in missing_inputs(bundled())}
    assert "range_tbm_rcs_0p1" in rows["radar", "an_tpy_2"]
    assert rows["interceptor", "stinger"] == ("sskp_tbm",)
    assert not any(kind == "threat" for kind, _ in rows)


def test_each_needed_input_is_missed_when_it_is_taken_away():
    catalogue = bundled()
    for kind, entry in (
        ("radar", "an_mpq_65"),
        ("interceptor", "gem_t"),
        ("threat", "qiam_1"),
        ("battery", "patriot"),
    ):
        for name in NEEDED[kind]:
            path = f"{kind}.{entry}.{name}"
            left = {p: q for p, q in catalogue.quantities.items() if p != path}
            rows = {
                (r.kind, r.id): r.names for r in missing_inputs(Catalogue(left, catalogue.facts))
            }
            assert rows[kind, entry] == (name,)


OPTIONAL = {"sskp_tbm_manoeuvring", "altitude_min_tbm"}
"""Lowering falls back on `sskp_tbm` and `altitude_min` where these are absent."""


@pytest.mark.parametrize("name", ["iraq-2020", "textbook"])
def test_the_list_of_needs_is_what_lowering_reads(name):
    loaded = resolve(load(name)).loaded
    used = [path.split(".") for path in lower(loaded.scenario, loaded.catalogue).used]
    read = {kind: {path[-1] for path in used if path[0] == kind} for kind in NEEDED}
    for kind, names in read.items():
        assert names - OPTIONAL <= set(NEEDED[kind]), kind
    if name == "iraq-2020":
        assert set(NEEDED["radar"]) == read["radar"]
        assert set(NEEDED["interceptor"]) == read["interceptor"] - OPTIONAL
        # The raid's own number stands for the failure fraction; ranges are checked on loading.
        checked = {"failure_fraction", "range_min", "range_max"}
        assert set(NEEDED["threat"]) - checked == read["threat"] - checked


def test_the_class_rules_whatever_the_kind_is_called():
    own = {"threat.own.class": "ballistic", "threat.own.kind": "short-range missile"}
    rows = {(row.kind, row.id) for row in missing_inputs(Catalogue({}, own))}
    assert rows == {("threat", "own")}
