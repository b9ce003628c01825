from __future__ import annotations

import datetime as dt
import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from scenario.sample import SMALL

from airshield.scenario import bundled_names, dump, load, read
from airshield.scenario.models import (
    Asset,
    Doctrine,
    Estimate,
    FireUnit,
    LauncherGroup,
    Override,
    Scenario,
    SubArea,
    Volley,
)
from airshield.scenario.shape import validate
from airshield.scenario.source import read_document

FINITE = st.floats(allow_nan=False, allow_infinity=False)
IDS = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
# TOML cannot hold lone surrogates; everything else, quotes and line ends included, must survive.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
BASIS = st.sampled_from(["seen", "secondary", "memory", "estimate", "scenario"])
SHARE = st.floats(0, 1)


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
ASSETS = st.builds(
    Asset,
    id=IDS,
    site=IDS,
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
    basis=BASIS,
    note=TEXT,
)
UNITS = st.builds(
    FireUnit,
    id=IDS,
    name=TEXT,
    battery=IDS,
    site=IDS,
    radar=some(IDS),
    boresight_deg=number(),
    status=st.sampled_from(["none", "in_transit", "operational", "withdrawn"]),
    p_operational=number(),
    doctrine=IDS,
    launch_spacing_s=number(),
    launcher_group=rows(GROUPS),
    note=TEXT,
)
DOCTRINES = st.builds(
    Doctrine,
    id=IDS,
    method=st.sampled_from(["shoot_shoot", "shoot_look_shoot", "ripple", "salvo"]),
    control_status=st.sampled_from(["free", "tight", "hold"]),
    rounds=some(COUNT),
    rounds_last=some(COUNT),
    interval_s=some(number()),
    kill_probability_floor=SHARE,
    reserve=SHARE,
    note=TEXT,
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
    basis=BASIS,
    source=TEXT,
    note=TEXT,
)
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
    volley=rows(VOLLEYS),
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
    again, faults = validate(read_document("again.toml", dump(scenario)))
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


def test_the_adapter_agrees_that_the_strategy_is_broad():
    # The strategy above names every field; a new field must be added there.
    schema = TypeAdapter(Scenario).json_schema()
    assert len(schema["$defs"]) == 8
