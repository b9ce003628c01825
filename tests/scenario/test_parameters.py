from __future__ import annotations

from scenario.sample import SMALL

from airshield.scenario import load, parameters, read

SUB = (
    '[[asset.sub_area]]\nid = "tents"\nradius_m = 200\npeople = { low = 5, nominal = 9, high = 12 }'
)


def test_the_paths_name_every_number_of_the_file():
    assert set(parameters(read(SMALL).scenario)) == {
        "scenario.asset.base.radius_m",
        "scenario.asset.base.people",
        "scenario.fire_unit.battery.boresight_deg",
        "scenario.fire_unit.battery.p_operational",
        "scenario.fire_unit.battery.launch_spacing_s",
        "scenario.volley.raid.approach_azimuth_deg",
        "scenario.volley.raid.ground_range_m",
        "scenario.volley.raid.spacing_s",
    }


def test_the_values_are_those_of_the_file():
    azimuth = parameters(read(SMALL).scenario)["scenario.volley.raid.approach_azimuth_deg"]
    assert (azimuth.low, azimuth.nominal, azimuth.high) == (70, 80, 90)


def test_sub_areas_and_doctrines_are_reached():
    text = SMALL.replace("people = 1500", SUB).replace(
        'method = "shoot_shoot"', 'method = "shoot_shoot"\ninterval_s = 3'
    )
    found = parameters(read(text).scenario)
    assert found["scenario.asset.base.sub_area.tents.people"].high == 12
    assert found["scenario.doctrine.pairs.interval_s"].nominal == 3


def test_the_order_in_the_file_does_not_change_the_set():
    scenario = load("iraq-2020").scenario
    turned = scenario.model_copy(
        update={"volley": scenario.volley[::-1], "fire_unit": scenario.fire_unit[::-1]}
    )
    assert parameters(turned) == parameters(scenario)
