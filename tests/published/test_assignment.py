"""Optima of the static weapon-target assignment: certified instances and a worked example."""

import pytest
from cases import case
from plan.recipe import recipe

import airshield as ash

INSTANCES = case("B01")["inputs"]["instances"]


def _made(name):
    size, _, seed = name.split(" ")
    weapons, targets = map(int, size.split("x"))
    return recipe(weapons, targets, int(seed))


@pytest.mark.parametrize("name", INSTANCES)
def test_b01_the_recipe_makes_the_stated_instances(name):
    p, value = _made(name)
    expected = case("B01")["expected"][name]
    assert value[:3].tolist() == expected["V_first3"]
    assert p[0, 0] == pytest.approx(expected["p[0][0]"], abs=1e-9)
    assert p[-1, -1] == pytest.approx(expected["p_last"], abs=1e-9)


@pytest.mark.parametrize("name", INSTANCES)
def test_b01_certified_optima(name):
    found = ash.plan.assign(*_made(name))
    expected = case("B01")["expected"][name]["optimum"]
    assert found.optimal
    assert found.gap <= 1e-6
    assert found.expected_surviving_value == pytest.approx(expected, rel=1e-6)
    assert found.lower_bound <= expected * (1 + 1e-6)


@pytest.mark.parametrize("name", INSTANCES)
def test_b01_greedy_as_published(name):
    found = ash.plan.assign(*_made(name), method="greedy")
    expected = case("B01")["expected"][name]["greedy_max_marginal"]
    assert found.expected_surviving_value == pytest.approx(expected, rel=1e-6)


def test_b02_eight_interceptors_against_three_missiles():
    # The bundled example holds the numbers of the case.
    given = case("B02")["inputs"]
    read = ash.plan.load_assignment("eight-interceptors")
    assert [target.value for target in read.target] == given["V"]
    assert [list(one.kill_probability) for one in read.weapon] == list(given["p"].values())
    assert [f"x{one.rounds}" for one in read.weapon] == [key.split()[-1] for key in given["p"]]
    found = ash.plan.assign_file("eight-interceptors")
    assert found.optimal
    assert found.expected_surviving_value == pytest.approx(case("B02")["expected"]["optimum"])
    assert found.assignment.tolist() == [[1, 0, 4], [0, 2, 0], [1, 0, 0]]
