"""Assignment files: read, refused with place and mend, and solved from the command line."""

import json

import pytest

import airshield as ash
from airshield.cli.app import run
from airshield.errors import InputError
from airshield.plan.files import bundled_plans, is_scenario, read_text

TEXT = read_text("eight-interceptors")[1]


def faults(tmp_path, old, new):
    assert old in TEXT
    path = tmp_path / "mine.toml"
    path.write_text(TEXT.replace(old, new, 1))
    with pytest.raises(InputError) as caught:
        ash.plan.load_assignment(path)
    return [str(fault).removeprefix(f"{path}:") for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("0.3, 0.2, 0.5]", "0.3]", "9: weapon.short_range.kill_probability: 1 numbers for 3"),
        ("0.3, 0.2, 0.5]", "0.3, 0.2, 1.5]", "kill_probability.3: 1.5 must be at most 1"),
        ("rounds = 5", "rounds = 5.5", "8: weapon.short_range.rounds: 5.5 is not a whole number"),
        ("rounds = 5", "round = 5", '8: weapon.short_range.round: unknown key; did you mean "rou'),
        ("value = 5.0", "value = -1", "23: target.missile_1.value: -1 must be at least 0"),
        ("value = 5.0", "", "21: target.missile_1.value: missing; add this key"),
        ("value = 5.0", 'value = "5"', '23: target.missile_1.value: "5" is not a number'),
        ('"missile_2"', '"missile_1"', '26: target.missile_1.id: "missile_1" stands twice'),
        ('"missile_2"', '"Missile"', '26: target.Missile.id: "Missile" is not an id'),
        (
            "schema_version = 1",
            "schema_version = 2",
            "schema_version: 2: this version of airshield reads",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, old, new, expected):
    found = faults(tmp_path, old, new)
    assert len(found) == 1
    assert expected in found[0]


@pytest.mark.parametrize("text", ["", "a = ", "\0", "target = 5"])
def test_what_is_no_plan_is_refused(tmp_path, text):
    path = tmp_path / "mine.toml"
    path.write_text(text)
    assert run(["plan", "assign", str(path)]) == 2


def test_no_such_file_names_the_bundled_ones(capsys):
    assert run(["plan", "assign", "eight-interceptor"]) == 2
    assert 'did you mean "eight-interceptors"' in capsys.readouterr().err


def test_a_directory_is_refused(tmp_path, capsys):
    assert run(["plan", "assign", str(tmp_path)]) == 2
    assert "this is a directory" in capsys.readouterr().err


def test_scenarios_and_plans_are_told_apart():
    assert is_scenario("iraq-2020")
    assert not any(is_scenario(name) for name in bundled_plans())


def test_the_command_prints_the_answer_and_its_proof(capsys):
    assert run(["plan", "assign", "eight-interceptors"]) == 0
    words = " ".join(capsys.readouterr().out.split())
    assert "leave 4.95 of 35 (14.1%) expected to survive. Proved optimal" in words
    assert "missile_3 4 short_range 20 1.25" in words


def test_json_holds_the_assignment(capsys):
    assert run(["plan", "assign", "eight-interceptors", "--method", "greedy", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)["result"]
    assert result["method"] == "greedy"
    assert result["lower_bound"] <= 4.95 <= result["expected_surviving_value"]
    assert sum(row["rounds"] for row in result["assignment"]) == 8
