"""Doctrines against the best static assignment, where the answer is known on paper."""

import json

import pytest

import airshield as ash
from airshield.cli.app import run
from airshield.errors import InputError
from airshield.plan.doctrine import doctrine_gap


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


def test_the_command_takes_a_scenario(capsys):
    assert run(["plan", "assign", "textbook", "--replications", "500", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)["result"]
    assert result["optimum"] == pytest.approx(0.0324)
    assert [one["doctrine"] for one in result["played"]][:2] == ["shoot_shoot", "shoot_look_shoot"]
    assert run(["plan", "assign", "textbook", "--replications", "500"]) == 0
    assert "shoot-look-shoot" in capsys.readouterr().out
    assert run(["plan", "assign", "textbook", "--replications", "0"]) == 2
