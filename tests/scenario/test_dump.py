from __future__ import annotations

import datetime as dt
import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from scenario.sample import SMALL

from airshield.files.shape import validate_as
from airshield.scenario import bundled_names, dump, load, read
from airshield.scenario.models import (
    CLASSES,
    Against,
    Asset,
    Confusion,
    Doctrine,
    Estimate,
    FireUnit,
    Flight,
    Identification,
    LauncherGroup,
    Order,
    Override,
    Posture,
    Reported,
    Scenario,
    SeenAs,
    SubArea,
    Terrain,
    Volley,
    WarningSources,
    Waypoint,
)
from airshield.scenario.source import read_document

FINITE = st.floats(allow_nan=False, allow_infinity=False)
IDS = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
# TOML cannot hold lone surrogates; everything else, quotes and line ends included, must survive.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
BASIS = st.sampled_from(["seen", "secondary", "memory", "estimate", "scenario"])
SHARE = st.floats(0, 1)
CLASS = st.sampled_from(CLASSES)
STATUS = st.sampled_from(["free", "tight", "hold"])
METHOD = st.sampled_from(["shoot_shoot", "shoot_look_shoot", "ripple", "salvo"])


def number(cls=Estimate):
    return st.builds(
        cls, low=FINITE, nominal=FINITE, high=FINITE, basis=BASIS, source=TEXT, note=TEXT
    ) | FINITE.map(lambda x: cls(low=x, nominal=x, high=x))


def some(strategy):
    return st.none() | strategy


def rows(strategy):
    return st.lists(strategy, max_size=2).map(tuple)


COUNT = st.integers(1, 16)
SUB_AREAS = st.builds(
    SubArea,
    id=IDS,
    east_m=FINITE,
    north_m=FINITE,
    radius_m=st.floats(1e-3, 1e6),
    people=number(),
)
WARNINGS = st.builds(
    WarningSources,
    intelligence=st.booleans(),
    intelligence_s=some(number()),
    early_warning=st.booleans(),
    early_warning_delay_s=some(number()),
    siren=st.booleans(),
    siren_delay_s=some(number()),
)
ASSETS = st.builds(
    Asset,
    id=IDS,
    site=IDS,
    priority=st.integers(1, 1000),
    warning=some(WARNINGS),
    shelter_max=some(number()),
    radius_m=some(number()),
    warning_s=some(number()),
    people=some(number()),
    sub_area=rows(SUB_AREAS),
)
GROUPS = st.builds(
    LauncherGroup,
    interceptor=IDS,
    launchers=COUNT,
    rounds_per_launcher=some(COUNT),
    reserve_rounds=st.integers(0, 1000),
    reload_rounds=some(COUNT),
    reload_s=some(number()),
    basis=BASIS,
    note=TEXT,
)
WORDS = TEXT.filter(lambda word: 0 < len(word) <= 80)
REPORTED = st.builds(Reported, system=WORDS, site=some(WORDS), lot=WORDS)
UNITS = st.builds(
    FireUnit,
    id=IDS,
    name=TEXT,
    battery=IDS,
    site=IDS,
    radar=some(IDS),
    boresight_deg=number(),
    status=st.sampled_from(["none", "in_transit", "operational", "withdrawn"]),
    p_operational=some(number()),
    posture=some(REPORTED),
    p_radar_only=some(number()),
    p_autonomous=some(number()),
    operational_split=st.booleans(),
    doctrine=some(IDS),
    launch_spacing_s=some(number()),
    command=st.sampled_from(["centralised", "decentralised", "autonomous"]),
    net=some(IDS),
    share_delay_s=some(number()),
    track_net=some(IDS),
    link_delay_s=some(number()),
    p_link_lost=some(number()),
    link_lost_s=some(number()),
    p_interrogator=some(number()),
    protected_m=some(number()),
    self_defence_m=some(number()),
    vulnerable_m=some(number()),
    launcher_group=rows(GROUPS),
    note=TEXT,
)
AGAINST = st.builds(
    Against,
    threat_class=CLASS,
    engage=st.booleans(),
    method=some(METHOD),
    control_status=some(STATUS),
    control_without_link=some(STATUS),
    p_hostile=some(number()),
    rounds=some(COUNT),
    rounds_last=some(COUNT),
    interval_s=some(number()),
    kill_probability_floor=some(SHARE),
    note=TEXT,
)
DOCTRINES = st.builds(
    Doctrine,
    id=IDS,
    method=METHOD,
    control_status=STATUS,
    control_without_link=some(STATUS),
    hostile_by_class=rows(CLASS),
    p_hostile=some(number()),
    against=rows(AGAINST),
    rounds=some(COUNT),
    rounds_last=some(COUNT),
    interval_s=some(number()),
    kill_probability_floor=SHARE,
    reserve=SHARE,
    note=TEXT,
)
WAYPOINTS = st.builds(
    Waypoint,
    bearing_deg=st.floats(-360, 360),
    range_m=st.floats(0, 5e6),
    height_m=st.floats(1e-3, 4e4),
)
VOLLEYS = st.builds(
    Volley,
    id=IDS,
    threat=IDS,
    count=st.integers(1, 10_000),
    asset=IDS,
    approach_azimuth_deg=number(),
    ground_range_m=number(),
    style=st.sampled_from(["nominal", "lofted", "depressed"]),
    first_impact_s=FINITE,
    spacing_s=number(),
    p_failure=some(number()),
    p_dud=some(number()),
    aim_error_m=some(number()),
    height_m=some(number()),
    speed_m_s=some(number()),
    waypoint=rows(WAYPOINTS),
    decoy=st.booleans(),
    p_recognise=some(number()),
    basis=BASIS,
    source=TEXT,
    note=TEXT,
)
FLIGHTS = st.builds(
    Flight,
    id=IDS,
    side=st.sampled_from(["friendly", "neutral"]),
    type=IDS,
    count=COUNT,
    asset=IDS,
    waypoint=rows(WAYPOINTS),
    leaves_s=FINITE,
    spacing_s=some(number()),
    speed_m_s=some(number()),
    p_reply=some(number()),
    p_cleared=number(),
    basis=BASIS,
    source=TEXT,
    note=TEXT,
)
SEEN_AS = st.builds(SeenAs, **{c: some(number()) for c in CLASSES})
IDENTIFICATIONS = st.builds(
    Identification,
    catalogue=st.booleans(),
    attacks_unit=rows(CLASS),
    confusion=some(st.builds(Confusion, **{c: some(SEEN_AS) for c in CLASSES})),
)
ORDERS = st.builds(
    Order,
    time_s=FINITE,
    fire_unit=some(IDS),
    threat_class=some(CLASS),
    order=st.sampled_from(["engage", "cease_engagement", "hold_fire", "free", "tight", "hold"]),
    note=TEXT,
)
DAYS = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))
POSTURES = st.builds(Posture, ledger=TEXT.filter(bool), on=DAYS, known_by=some(DAYS))
SCENARIOS = st.builds(
    Scenario,
    schema_version=st.just(1),
    id=st.from_regex(r"[a-z0-9][a-z0-9-]{0,12}", fullmatch=True),
    title=TEXT,
    question=TEXT,
    date=some(st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))),
    summary=TEXT,
    assumptions=rows(TEXT),
    asset=rows(ASSETS),
    fire_unit=rows(UNITS),
    doctrine=rows(DOCTRINES),
    order=rows(ORDERS),
    identification=some(IDENTIFICATIONS),
    posture=some(POSTURES),
    terrain=some(st.builds(Terrain, file=TEXT.filter(bool))),
    volley=rows(VOLLEYS),
    flight=rows(FLIGHTS),
    override=st.dictionaries(
        st.just("interceptor.pac3_cri") | IDS,
        st.dictionaries(IDS, number(Override), max_size=2),
        max_size=2,
    ),
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(SCENARIOS)
def test_any_scenario_survives_the_round_trip(scenario):
    again, faults = validate_as(Scenario, read_document("again.toml", dump(scenario)))
    assert faults == ()
    assert again == scenario


@pytest.mark.parametrize("name", bundled_names())
def test_bundled_scenarios_survive_and_check_clean(name):
    scenario = load(name).scenario
    again = read(dump(scenario), name)
    assert again.scenario == scenario
    assert again.catalogue.hash == load(name).catalogue.hash


def test_defaults_and_plain_numbers_stay_short():
    data = tomllib.loads(dump(read(SMALL).scenario))
    (unit,) = data["fire_unit"]
    assert unit["boresight_deg"] == 80
    assert "status" not in unit
    assert unit["launch_spacing_s"] == {"low": 0.5, "nominal": 1.0, "high": 2.0}
    assert data["schema_version"] == 1


def test_the_override_is_written_under_the_entry():
    data = tomllib.loads(dump(read(SMALL).scenario))
    assert data["override"]["interceptor.pac3_cri"]["sskp_tbm"]["nominal"] == 0.6


def test_a_spread_with_a_note_is_not_shortened():
    noted = Estimate(low=1, nominal=1, high=1, note="why")
    volley = read(SMALL).scenario.volley[0].model_copy(update={"spacing_s": noted})
    scenario = read(SMALL).scenario.model_copy(update={"volley": (volley,)})
    assert read(dump(scenario)).scenario.volley[0].spacing_s.note == "why"


def test_the_strategy_names_every_field():
    """A new field must be added to the strategy above, else the round trip does not test it."""
    for strategy, model in (
        (SUB_AREAS, SubArea),
        (WARNINGS, WarningSources),
        (ASSETS, Asset),
        (GROUPS, LauncherGroup),
        (REPORTED, Reported),
        (UNITS, FireUnit),
        (POSTURES, Posture),
        (AGAINST, Against),
        (DOCTRINES, Doctrine),
        (WAYPOINTS, Waypoint),
        (VOLLEYS, Volley),
        (FLIGHTS, Flight),
        (SEEN_AS, SeenAs),
        (ORDERS, Order),
        (IDENTIFICATIONS, Identification),
        (SCENARIOS, Scenario),
    ):
        named = strategy.wrapped_strategy.kwargs
        assert set(named) == set(model.model_fields), model
    assert len(TypeAdapter(Scenario).json_schema()["$defs"]) == 19
