"""Doctrines against the best static assignment, where the answer is known on paper."""

import json
from dataclasses import replace

import pytest

import airshield as ash
from airshield.cli.app import run
from airshield.errors import InputError
from airshield.plan.doctrine import doctrine_gap
from airshield.scenario.models import Estimate, Order


def estimate(x):
    return Estimate(low=x, nominal=x, high=x)


def test_the_textbook_raid_has_its_closed_forms():
    # Sixteen rounds at four missiles leave 4 x 0.3^4 at best; two at each leave 4 x 0.3^2.
    found = doctrine_gap(ash.load("textbook"), methods=[("shoot_shoot", 2)])
    assert found.optimum.optimal
    assert found.optimum.expected_surviving_value == pytest.approx(4 * 0.3**4)
    two = found.played[0]
    assert two.surviving_low <= 4 * 0.3**2 <= two.surviving_high
    assert two.spent == 8.0
    assert two.excess == pytest.approx(two.surviving - 4 * 0.3**4)


def test_a_raid_without_fire_units_has_nothing_to_assign():
    with pytest.raises(InputError, match="no fire unit"):
        doctrine_gap(ash.load("al-asad-2020-01-08"))


def test_friends_decoys_orders_and_mistakes_are_no_part_of_it():
    bare = ash.load("textbook")
    one = bare.scenario.volley[0]
    decoys = one.model_copy(update={"id": "zz_decoys", "decoy": True, "count": 30})
    order = Order(time_s=-1e4, order="hold_fire")
    held = bare.scenario.doctrine[0].model_copy(update={"control_status": "hold"})
    more = bare.scenario.model_copy(
        update={"volley": (one, decoys), "order": (order,), "doctrine": (held,)}
    )
    plain = doctrine_gap(bare, replications=300)
    found = doctrine_gap(replace(bare, scenario=more), replications=300)
    assert found.optimum.targets == plain.optimum.targets
    assert found.played == plain.played


def test_rounds_kept_back_are_no_part_of_it_and_those_in_reserve_are():
    bare = ash.load("textbook")
    back = bare.scenario.doctrine[0].model_copy(update={"reserve": 0.5})
    few = bare.scenario.model_copy(update={"doctrine": (back,)})
    assert doctrine_gap(replace(bare, scenario=few), replications=2).optimum.rounds.sum() == 8
    (unit,) = bare.scenario.fire_unit
    (group,) = unit.launcher_group
    group = group.model_copy(update={"reserve_rounds": 4, "reload_s": estimate(600.0)})
    unit = unit.model_copy(update={"launcher_group": (group,)})
    more = bare.scenario.model_copy(update={"fire_unit": (unit,)})
    assert doctrine_gap(replace(bare, scenario=more), replications=2).optimum.rounds.sum() == 20


def test_decoys_alone_are_worth_no_round():
    bare = ash.load("textbook")
    decoys = bare.scenario.volley[0].model_copy(update={"decoy": True})
    only = bare.scenario.model_copy(update={"volley": (decoys,)})
    with pytest.raises(InputError, match="only decoys come"):
        doctrine_gap(replace(bare, scenario=only))


def test_the_command_takes_a_scenario(capsys):
    assert run(["plan", "assign", "textbook", "--replications", "500", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)["result"]
    assert result["expected_surviving_value"] == pytest.approx(0.0324)
    assert [one["doctrine"] for one in result["played"]][:2] == ["shoot_shoot", "shoot_look_shoot"]
    assert run(["plan", "assign", "textbook", "--replications", "500"]) == 0
    assert "shoot-look-shoot" in capsys.readouterr().out
    assert run(["plan", "assign", "textbook", "--replications", "0"]) == 2
