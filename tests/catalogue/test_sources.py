"""Citations: grouped by source, what was read apart from what was not."""

from dataclasses import replace

import pytest

from airshield.catalogue import bundled
from airshield.catalogue.sources import KINDS, cite
from airshield.errors import CatalogueError

READ = "interceptor.pac3_cri.mass"
MIRROR = "interceptor.pac3_cri.range_vs_tbm"
RECALLED = "threat.fateh_313.length"
PRIOR = "interceptor.pac3_cri.sskp_tbm"


def test_citations_cover_every_path_and_keep_kinds_apart():
    paths = [PRIOR, MIRROR, READ, RECALLED]
    rows = cite(paths, bundled())
    kinds = {row.kind: row.paths for row in rows if row.kind != "read"}
    assert kinds == {"recalled": (RECALLED,), "cited there": (MIRROR,), "estimate": (PRIOR,)}
    assert {path for row in rows if row.kind == "read" for path in row.paths} == {READ, MIRROR}
    assert [KINDS.index(row.kind) for row in rows] == sorted(KINDS.index(row.kind) for row in rows)


def test_a_source_is_listed_once_with_all_that_rests_on_it():
    paths = ["battery.patriot.per_launcher_pac2_gem", "battery.patriot.per_launcher_pac3_cri"]
    (row,) = cite([*paths, paths[0]], bundled())
    assert row.kind == "read"
    assert row.paths == tuple(paths)
    assert row.source == bundled().quantity(paths[0]).source


def test_a_page_that_was_not_opened_is_never_listed_as_read():
    catalogue = bundled()
    rows = cite(catalogue.quantities, catalogue)
    read = {row.source for row in rows if row.kind == "read"}
    said = {q.source for q in catalogue.quantities.values() if q.basis in ("seen", "secondary")}
    assert read == said
    estimates = next(r for r in rows if (r.kind, r.source) == ("estimate", "no source"))
    assert PRIOR in estimates.paths


def test_a_value_that_the_scenario_sets_is_its_own_word_unless_it_cites():
    own = replace(bundled().quantity(PRIOR), basis="scenario", source="", claims_to_cite="")
    assert cite([PRIOR], bundled().with_overrides({PRIOR: own}))[0].kind == "scenario"
    cited = replace(own, source="a paper")
    assert cite([PRIOR], bundled().with_overrides({PRIOR: cited}))[0].kind == "read"


def test_an_unknown_path_is_refused():
    with pytest.raises(CatalogueError):
        cite(["interceptor.pac3_cri.colour"], bundled())


def test_a_fact_brings_its_own_basis_and_source():
    facts = ["site.al_asad.position", "battery.patriot.operational_split"]
    position, split = cite([], bundled(), facts)
    assert (position.kind, position.paths) == ("read", ("site.al_asad.position",))
    assert position.source.startswith("https://ourairports.com/data/")
    assert (split.kind, split.source) == ("estimate", "no source")
