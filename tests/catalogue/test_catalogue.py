"""Looking things up: quantities, texts, flags, entries and sites, by path."""

import pytest

from airshield.catalogue import Catalogue, Quantity, bundled
from airshield.errors import CatalogueError

SITES = [
    "al_asad",
    "erbil",
    "harir",
    "taji",
    "k1",
    "q_west",
    "balad",
    "besmaya",
    "union_iii",
    "bdsc_victory",
    "mosul_nineveh",
    "al_qaim",
    "taqaddum",
    "arifjan",
    "ali_al_salem",
    "al_udeid",
    "buehring",
    "abu_ghraib",
    "baghdad",
    "iraq",
    "kuwait",
    "saudi_arabia",
    "kurdistan_region",
]


def value(path, nominal=2.0, **changes):
    facts = {"low": 1.0, "high": 3.0, "unit": "km", "basis": "estimate", "note": "x"} | changes
    return Quantity(path=path, nominal=nominal, **facts)


def test_there_is_one_site_table_with_the_ids_of_the_catalogue():
    assert sorted(bundled().ids("site")) == sorted(SITES)


def test_bases_have_coordinates_radius_and_people_and_countries_do_not():
    catalogue = bundled()
    for name in ("al_asad", "erbil", "taji", "k1", "union_iii", "harir", "abu_ghraib"):
        site = catalogue.site(name)
        assert 33 < site.lat_deg < 37
        assert 40 < site.lon_deg < 45
        assert catalogue.quantity(f"site.{name}.radius").si_nominal > 0
        assert catalogue.quantity(f"site.{name}.people").si_nominal > 0
    for name in ("iraq", "kuwait", "saudi_arabia", "kurdistan_region"):
        with pytest.raises(CatalogueError, match="country or region"):
            catalogue.site(name)


def test_positions_stay_at_site_level():
    # No position is claimed to better than a kilometre, and nothing is named after a launcher.
    catalogue = bundled()
    for name in catalogue.ids("site"):
        if f"site.{name}.lat" in catalogue.facts:
            assert catalogue.site(name).position_error_m >= 1000.0
    placed = {p.split(".")[0] for p in catalogue.facts if p.endswith((".lat", ".lon"))}
    assert placed == {"site", "launch_area"}
    for name in catalogue.ids("launch_area"):
        # Whole provinces, as the press named them.
        assert catalogue.facts[f"launch_area.{name}.radius_km"] >= 80


def test_a_site_carries_its_names_and_how_its_position_is_known():
    site = bundled().site("al_asad")
    assert site.name == "Ayn al-Asad Air Base"
    assert "عين الأسد" in site.aliases
    assert site.position_basis == "seen"
    assert "OurAirports".lower() in site.position_source
    assert (site.geo_precision, site.country) == (1, "IQ")


def test_an_alias_belongs_to_one_site():
    catalogue = bundled()
    owners = [
        alias.lower()
        for name in catalogue.ids("site")
        for alias in catalogue.facts[f"site.{name}.aliases"]
    ]
    assert len(owners) == len(set(owners))


def test_within_names_sites_of_the_table():
    catalogue = bundled()
    for name in catalogue.ids("site"):
        within = catalogue.facts.get(f"site.{name}.within")
        assert within is None or within in catalogue.ids("site"), name


@pytest.mark.parametrize(
    ("look", "words"),
    [
        (lambda c: c.quantity("interceptor.pac3_cri.sskp_tmb"), "interceptor.pac3_cri.sskp_tbm"),
        (lambda c: c.text("interceptor.pac3_cri.kil"), "interceptor.pac3_cri.kill"),
        (lambda c: c.entry("radar", "an_mpq65"), "radar.an_mpq_65"),
        (lambda c: c.entry("interceptor", "gem_t").quantity("speed_maxx"), '"speed_max"'),
        (lambda c: c.site("al_assad"), "site.al_asad"),
    ],
)
def test_what_is_not_there_names_the_nearest(look, words):
    with pytest.raises(CatalogueError, match="did you mean") as caught:
        look(bundled())
    assert words in str(caught.value)


def test_a_text_where_a_flag_stands_is_refused():
    with pytest.raises(CatalogueError, match="no such text"):
        bundled().text("threat.qiam_1.separating_warhead")


def test_flags_are_false_where_the_catalogue_is_silent():
    assert bundled().flag("threat.qiam_1.separating_warhead")
    assert not bundled().flag("threat.fateh_313.separating_warhead")
    assert not bundled().flag("threat.shahed_136.manoeuvring_descent")


def test_an_entry_holds_everything_under_its_id_and_nothing_else():
    entry = bundled().entry("radar", "an_mpq_65")
    assert entry.quantity("search_sector").path == "radar.an_mpq_65.search_sector"
    assert entry.facts["band"] == "C (NATO G/H)"
    # The id of the -65A begins alike.
    assert "range_factor_vs_mpq65" not in entry.quantities


def test_overrides_change_the_copy_and_its_hash_only():
    before = bundled().hash
    path = "interceptor.gem_t.range_vs_tbm"
    other = bundled().with_overrides({path: value(path)})
    assert other.quantity(path).si_nominal == 2000.0
    assert other.hash != before
    assert bundled().hash == before
    assert bundled().quantity(path).si_nominal == 20_000.0


def test_the_hash_hangs_on_content_not_on_order():
    a, b = value("radar.x.a"), value("radar.x.b")
    first = Catalogue({"radar.x.a": a, "radar.x.b": b}, {"radar.x.name": "X", "radar.x.on": True})
    second = Catalogue({"radar.x.b": b, "radar.x.a": a}, {"radar.x.on": True, "radar.x.name": "X"})
    assert first.hash == second.hash
    for change in ({"note": "y"}, {"unit": "m"}, {"high": 4.0}, {"basis": "scenario"}):
        third = first.with_overrides({"radar.x.a": value("radar.x.a", **change)})
        assert third.hash != first.hash
    assert (
        Catalogue(first.quantities, {"radar.x.name": "X", "radar.x.on": False}).hash != first.hash
    )
