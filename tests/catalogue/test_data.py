"""The bundled data: complete, in known units, each value with a source or a reason."""

import pytest

from airshield.catalogue import bundled
from airshield.catalogue.quantity import is_share
from airshield.catalogue.units import SI_FACTOR

CATALOGUE = bundled()


def test_every_value_has_a_known_unit_and_a_source_or_a_reason():
    for quantity in CATALOGUE.quantities.values():
        assert quantity.unit in SI_FACTOR, quantity.path
        assert quantity.low <= quantity.nominal <= quantity.high, quantity.path
        if quantity.basis == "estimate":
            assert quantity.note, quantity.path
        else:
            assert quantity.source, quantity.path


def test_every_unit_of_the_list_but_area_loading_is_used_by_a_value():
    # A closed list without idle units; the hour stands with the warnings.
    used = {quantity.unit for quantity in CATALOGUE.quantities.values()}
    assert used == set(SI_FACTOR)


def test_what_claims_a_publisher_is_not_called_an_estimate_of_nothing():
    # A page that was not opened stands beside what was read, never in its place.
    for quantity in CATALOGUE.quantities.values():
        assert not quantity.claims_to_cite or quantity.source, quantity.path


def test_probabilities_lie_between_0_and_1():
    shares = [q for q in CATALOGUE.quantities.values() if is_share(q.path.rsplit(".", 1)[-1])]
    assert len(shares) > 60
    assert all(0.0 <= q.low <= q.high <= 1.0 and q.unit == "1" for q in shares)


# Read by hand in the source files that this catalogue was imported from.
@pytest.mark.parametrize(
    ("path", "band", "unit", "basis"),
    [
        ("interceptor.pac3_cri.range_vs_tbm", (15, 20, 35), "km", "secondary"),
        ("interceptor.pac3_cri.sskp_tbm", (0.4, 0.65, 0.85), "1", "estimate"),
        ("interceptor.gem_t.sskp_tbm", (0.2, 0.4, 0.6), "1", "estimate"),
        ("interceptor.lpws.rate_of_fire", (3000, 4500, 4500), "count/min", "seen"),
        ("battery.patriot.detection_to_launch_tbm", (5, 9, 15), "s", "estimate"),
        ("battery.patriot.cost", (1.0, 1.1, 1.3), "BUSD", "seen"),
        ("battery.patriot.first_setup_after_arrival", (3, 7, 18), "day", "estimate"),
        ("battery.patriot.launch_spacing", (0.5, 1, 2), "s", "estimate"),
        ("battery.patriot.rejudge_interval", (1, 2, 5), "s", "estimate"),
        ("radar.an_mpq_65.range_tbm_rcs_0p1", (55, 90, 130), "km", "estimate"),
        ("radar.an_mpq_65.impact_prediction_rate", (5, 15, 40), "m/s", "estimate"),
        ("radar.an_mpq_53.judgement_margin", (0.5, 1, 2), "km", "estimate"),
        ("threat.qiam_1.range_max", (700, 750, 800), "km", "seen"),
        ("doctrine.parameters.shot_correlation", (0, 0.3, 0.7), "1", "estimate"),
        ("observed.al_asad_erbil_2020_01_08.failure_fraction", (0.1, 0.25, 0.49), "1", "seen"),
        ("consequence.consequence_scaled_distance", (2.5, 4, 6), "m/kg^(1/3)", "estimate"),
        ("site.al_asad.personnel_2020", (1000, 1500, 1570), "count", "seen"),
    ],
)
def test_values_stand_as_in_the_source_files(path, band, unit, basis):
    q = CATALOGUE.quantity(path)
    assert (q.low, q.nominal, q.high) == band
    assert (q.unit, q.basis) == (unit, basis)


def test_old_unit_spellings_stay_in_the_note():
    assert "unit in the source file: missiles" in (
        CATALOGUE.quantity("interceptor.pac3_cri.per_launcher").note
    )
    assert "deg each side" in CATALOGUE.quantity("battery.patriot.launcher_traverse").note


def test_shares_without_a_range_keep_their_meaning():
    facts = CATALOGUE.entry("battery", "patriot").facts
    split = [facts[f"operational_split.{name}"] for name in ("radar_only", "autonomous", "linked")]
    assert split == [0.05, 0.25, 0.7]
    assert sum(split) == pytest.approx(1.0)
    mix = [facts[f"mix_2020.{name}"] for name in ("gem_t_launchers", "pac3_launchers")]
    assert sum(mix) == CATALOGUE.quantity("battery.patriot.launchers").nominal


def test_radius_is_half_of_the_extent():
    assert CATALOGUE.quantity("site.al_asad.extent").si_nominal == 5000.0
    assert CATALOGUE.quantity("site.al_asad.radius").si_nominal == 2500.0


def test_airfields_of_the_claims_file_stand_where_the_runways_are():
    # Means of runway ends, OurAirports (public domain), to 4 digits.
    for name, lat, lon in (
        ("al_asad", 33.7856, 42.4412),
        ("erbil", 36.238, 43.9627),
        ("harir", 36.5337, 44.34),
        ("taji", 33.5239, 44.2568),
        ("q_west", 35.7681, 43.125),
    ):
        site = CATALOGUE.site(name)
        assert (site.lat_deg, site.lon_deg) == (lat, lon)
        assert site.position_basis == "seen"


def test_checks_are_named_as_checks():
    for name in ("burnout_speed", "apogee"):
        for threat in CATALOGUE.ids("threat"):
            path = f"threat.{threat}.{name}"
            if CATALOGUE.has(path):
                assert CATALOGUE.quantity(path).basis == "estimate", path


def test_batteries_name_radars_of_the_catalogue():
    for name in CATALOGUE.ids("battery"):
        radar = CATALOGUE.facts.get(f"battery.{name}.radar")
        assert radar is None or radar in CATALOGUE.ids("radar")
