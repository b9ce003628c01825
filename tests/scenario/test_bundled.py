from __future__ import annotations

import datetime as dt
import math
import time

import pytest
from pyproj import Geod

from airshield.catalogue import bundled
from airshield.scenario import bundled_names, bundled_text, load, parameters
from airshield.scenario.models import Estimate, Scenario

NAMES = (
    "al-asad-2020-01-08",
    "iraq-2020",
    "mixed-raid",
    "taji-2020-03-11",
    "taji-2020-03-11-gun",
    "textbook",
)
REPORTED = ("al-asad-2020-01-08", "iraq-2020", "taji-2020-03-11", "taji-2020-03-11-gun")
"""Scenarios that play what was reported, so that every number has a source or a reason."""
KERMANSHAH = (34.32, 47.07)
"""The city, as in the catalogue's coarse launch areas."""
RADIUS_M = 100e3


def test_these_scenarios_are_bundled():
    assert bundled_names() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_loads_clean_and_is_named_as_its_file(name):
    loaded = load(name)
    assert loaded.scenario.id == name
    assert loaded.file == name
    assert loaded.scenario.title
    assert loaded.scenario.question.endswith("?")
    assert loaded.scenario.assumptions


@pytest.mark.parametrize("name", REPORTED)
def test_every_spread_has_a_source_or_is_an_estimate_with_a_reason(name):
    for path, number in parameters(load(name).scenario).items():
        if number.low == number.high and number.basis == "scenario":
            continue
        assert number.basis in ("seen", "estimate"), path
        assert number.source or number.basis == "estimate", path
        assert number.note, path


def raid(scenario: Scenario) -> dict[str, int]:
    counts: dict[str, int] = {}
    for volley in scenario.volley:
        counts[volley.asset] = counts.get(volley.asset, 0) + volley.count
    return counts


@pytest.mark.parametrize("name", ["al-asad-2020-01-08", "iraq-2020"])
def test_the_raid_is_that_of_the_officials_count(name):
    scenario = load(name).scenario
    assert len(scenario.volley) == 4
    assert raid(scenario) == {"al_asad": 15, "erbil": 1}
    observed = bundled().quantity("observed.al_asad_erbil_2020_01_08.failure_fraction")
    for volley in scenario.volley:
        assert volley.p_failure is not None
        assert (volley.p_failure.low, volley.p_failure.nominal, volley.p_failure.high) == (
            observed.low,
            observed.nominal,
            observed.high,
        )
        assert volley.p_failure.source == observed.source


def seen_from(site: str) -> tuple[list[float], list[float]]:
    """Bearings and distances of a circle of 100 km around the city, seen from a base."""
    geod = Geod(ellps="WGS84")
    place = bundled().site(site)
    bearings, distances = [], []
    for turn in range(360):
        lon, lat, _ = geod.fwd(KERMANSHAH[1], KERMANSHAH[0], turn, RADIUS_M)
        bearing, _, distance = geod.inv(place.lon_deg, place.lat_deg, lon, lat)
        bearings.append(bearing % 360)
        distances.append(distance)
    return bearings, distances


@pytest.mark.parametrize("name", ["al-asad-2020-01-08", "iraq-2020"])
def test_the_bands_are_those_of_the_reported_province(name):
    loaded = load(name)
    for volley in loaded.scenario.volley:
        bearings, distances = seen_from(volley.asset)
        top = loaded.catalogue.quantity(f"threat.{volley.threat}.range_max").si_high
        azimuth, ground = volley.approach_azimuth_deg, volley.ground_range_m
        assert azimuth.low == pytest.approx(min(bearings), abs=0.1)
        assert azimuth.high == pytest.approx(max(bearings), abs=0.1)
        assert ground.low == pytest.approx(min(distances), abs=1000)
        assert ground.high == pytest.approx(min(max(distances), top), abs=1000)
        assert azimuth.basis == ground.basis == "estimate"


def test_the_batteries_look_toward_the_province_and_see_the_whole_band():
    loaded = load("iraq-2020")
    sector = loaded.catalogue.quantity("radar.an_mpq_65.search_sector").nominal
    volleys = {volley.asset: volley for volley in loaded.scenario.volley}
    for unit in loaded.scenario.fire_unit:
        assert unit.boresight_deg.basis == "estimate"
        band = volleys[unit.site].approach_azimuth_deg
        assert unit.boresight_deg.nominal == pytest.approx(band.nominal, abs=0.5)
        assert band.low > unit.boresight_deg.nominal - sector / 2
        assert band.high < unit.boresight_deg.nominal + sector / 2


def test_the_posture_is_the_one_of_the_issue():
    units = {unit.site: unit for unit in load("iraq-2020").scenario.fire_unit}
    posture = load("iraq-2020").scenario.posture
    day = dt.date(2020, 4, 12)
    assert (posture.ledger, posture.on, posture.known_by) == ("iraq-2020", day, day)
    for unit in units.values():
        assert (unit.p_operational, unit.posture.system) == (None, "patriot")
    for unit in units.values():
        groups = {group.interceptor: group for group in unit.launcher_group}
        assert {name: group.launchers for name, group in groups.items()} == {
            "gem_t": 4,
            "pac3_cri": 2,
        }
        assert all(group.basis == "estimate" for group in groups.values())


def test_the_raid_as_it_happened_is_undefended_and_warned_for_hours():
    scenario = load("al-asad-2020-01-08").scenario
    assert scenario.fire_unit == ()
    for asset in scenario.asset:
        assert asset.warning_s is not None
        assert asset.warning_s.nominal >= 3600


def test_both_raids_are_the_same():
    assert load("iraq-2020").scenario.volley == load("al-asad-2020-01-08").scenario.volley


def test_the_textbook_states_its_own_closed_form():
    scenario, text = load("textbook").scenario, bundled_text("textbook")
    p = load("textbook").catalogue.quantity("interceptor.pac3_cri.sskp_tbm").nominal
    n, rounds = scenario.volley[0].count, scenario.doctrine[0].rounds
    assert rounds == 2
    leak = (1 - p) ** rounds
    for value in (f"{leak:.2f}", f"{n * leak:.2f}", f"{(1 - leak) ** n:.8f}", f"{n * rounds}"):
        assert value in text
    assert math.isclose((1 - leak) ** n, 0.68574961)


def test_nothing_in_the_textbook_is_uncertain():
    loaded = load("textbook")
    for path, number in parameters(loaded.scenario).items():
        assert number.low == number.high, path
    for entry, values in loaded.scenario.override.items():
        for name in values:
            quantity = loaded.catalogue.quantity(f"{entry}.{name}")
            assert quantity.low == quantity.high, quantity.path


def test_no_bundled_scenario_is_finer_than_a_site():
    for name in NAMES:
        for asset in load(name).scenario.asset:
            assert asset.sub_area == ()
        assert "lat" not in {line.split(" = ")[0] for line in bundled_text(name).splitlines()}


def test_loading_is_quick():
    load("iraq-2020")
    start = time.process_time()
    for _ in range(10):
        load("iraq-2020")
    assert (time.process_time() - start) / 10 < 0.05


def test_plain_numbers_have_no_spread():
    unit = load("taji-2020-03-11-gun").scenario.fire_unit[0]
    p = unit.p_operational.nominal
    assert unit.p_operational == Estimate(low=p, nominal=p, high=p)
