"""The bundled catalogue: complete, in known units, with a source or a reason for every value."""

import pytest

from airshield.catalogue import bundled, load_catalogue
from airshield.catalogue.sources import cite
from airshield.catalogue.units import SI_FACTOR
from airshield.errors import CatalogueError, InputError

SITES = (
    "al_asad erbil harir taji k1 q_west balad besmaya union_iii bdsc_victory mosul_nineveh al_qaim "
    "taqaddum arifjan ali_al_salem al_udeid buehring abu_ghraib baghdad iraq kuwait saudi_arabia "
    "kurdistan_region"
).split()


def test_every_value_has_a_known_unit_and_a_source_or_a_reason():
    for quantity in bundled().quantities.values():
        assert quantity.unit in SI_FACTOR, quantity.path
        assert quantity.source or (quantity.is_estimate and quantity.note), quantity.path


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
    with pytest.raises(CatalogueError, match="country or region"):
        catalogue.site("iraq")


def test_radius_is_half_of_the_extent():
    catalogue = bundled()
    assert catalogue.quantity("site.al_asad.radius").si_nominal == 2500.0
    assert catalogue.quantity("site.al_asad.extent").si_nominal == 5000.0


def test_positions_stay_at_site_level():
    # No position is claimed to better than a kilometre, and nothing is named after a launcher.
    catalogue = bundled()
    for name in catalogue.ids("site"):
        if f"site.{name}.lat" in catalogue.facts:
            assert catalogue.site(name).position_error_m >= 1000.0
    assert not [p for p in catalogue.facts if "launcher" in p and p.endswith((".lat", ".lon"))]


@pytest.mark.parametrize(
    ("path", "unit", "si"),
    [
        ("interceptor.pac3_cri.range_vs_tbm", "km", 20_000.0),
        ("battery.patriot.detection_to_launch_tbm", "s", 9.0),
        ("radar.an_mpq_65.range_tbm_rcs_0p1", "km", 90_000.0),
        ("interceptor.lpws.rate_of_fire", "count/min", 75.0),
        ("battery.patriot.cost", "BUSD", 1.1e9),
    ],
)
def test_values_of_the_source_files_arrive_in_si(path, unit, si):
    quantity = bundled().quantity(path)
    assert quantity.unit == unit
    assert quantity.si_nominal == pytest.approx(si, rel=1e-12)


def test_old_unit_spellings_stay_in_the_note():
    assert "missiles" in bundled().quantity("interceptor.pac3_cri.per_launcher").note


def test_kill_probabilities_and_consequences_are_priors():
    catalogue = bundled()
    for path in (
        "interceptor.gem_t.sskp_tbm",
        "interceptor.lpws.pk_rocket",
        "outcome.displacement",
        "consequence.shelter_risk_ratio",
        "radar.an_mpq_65.uplink_slots",
    ):
        assert catalogue.quantity(path).is_prior, path
    assert not catalogue.quantity("interceptor.pac3_cri.range_vs_tbm").is_prior


def test_unknown_paths_name_the_nearest():
    with pytest.raises(CatalogueError, match=r'did you mean "interceptor.pac3_cri.sskp_tbm"'):
        bundled().quantity("interceptor.pac3_cri.sskp_tmb")


def _user(tmp_path, body, schema='schema = "airshield-catalogue/1"\n'):
    path = tmp_path / "mine.toml"
    path.write_text(schema + body)
    return path


GOOD = 'low = 1, nominal = 2, high = 3, unit = "km", basis = "estimate", note = "guess"'


def test_a_users_file_stands_beside_the_bundled_one(tmp_path):
    mine = _user(
        tmp_path,
        "[interceptor.pac3_cri]\nrange_vs_tbm = "
        '{ low = 20, nominal = 25, high = 30, unit = "km", basis = "estimate", note = "mine" }\n',
    )
    catalogue = load_catalogue([mine])
    assert catalogue.quantity("interceptor.pac3_cri.range_vs_tbm").si_nominal == 25_000
    assert catalogue.quantity("interceptor.gem_t.range_vs_tbm").si_nominal == 20_000
    assert catalogue.hash != bundled().hash
    assert str(mine) in catalogue.files


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        (f"[radar.x]\nr = {{ {GOOD.replace('km', 'miles')} }}", 3, '"miles" is not a unit'),
        (f"[radar.x]\nr = {{ {GOOD.replace('low = 1', 'low = 9')} }}", 3, "not in order"),
        (f"[radar.x]\nr = {{ {GOOD.replace('nominal = 2, ', '')} }}", 3, "nominal is missing"),
        (f"[radar.x]\nr = {{ {GOOD.replace('= 2', '= true')} }}", 3, "is not a number"),
        (f"[radar.x]\n\nr = {{ {GOOD}, colour = 1 }}", 4, "unknown key"),
        (
            "[radar.x]\nr = { low = 1, nominal = 2, high = 3, unit = 'm', basis = 'seen' }",
            3,
            "source",
        ),
        ("[site.x]\nname = 'x'\nlat = 91.0\nlon = 1.0", 4, "outside -90..90"),
        ("[radar.x]\nr = {", 3, "not valid TOML"),
    ],
)
def test_faults_name_file_line_and_mend(tmp_path, body, line, words):
    mine = _user(tmp_path, body)
    with pytest.raises(InputError) as caught:
        load_catalogue([mine])
    fault = caught.value.faults[0]
    assert fault.file == str(mine)
    assert fault.line == line
    assert words in fault.message


def test_a_wrong_schema_and_several_faults_come_at_once(tmp_path):
    mine = _user(tmp_path, "[radar.x]\na = { unit = 'm' }\n", schema="")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue([mine])
    assert len(caught.value.faults) >= 4


@pytest.mark.parametrize("what", ["missing", "folder", "empty", "binary", "latin"])
def test_unreadable_files_are_named(tmp_path, what):
    path = tmp_path / "f.toml"
    if what == "folder":
        path.mkdir()
    elif what != "missing":
        path.write_bytes({"empty": b" \n", "binary": b"a\0b", "latin": b"\xff\xfe\xe9"}[what])
    with pytest.raises(CatalogueError) as caught:
        load_catalogue([path])
    assert len(caught.value.faults) == 1
    assert str(path) in str(caught.value)


def test_citations_cover_every_path_and_keep_kinds_apart():
    catalogue = bundled()
    paths = [
        "interceptor.pac3_cri.sskp_tbm",
        "interceptor.pac3_cri.range_vs_tbm",
        "interceptor.pac3_cri.mass",
        "threat.fateh_313.length",
    ]
    rows = cite(paths, catalogue)
    assert {path for row in rows for path in row.paths} == set(paths)
    assert {row.kind for row in rows} == {"read", "recalled", "cited there", "estimate"}
