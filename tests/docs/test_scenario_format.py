"""The scenario's format page names every key of every table, and its examples hold."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from airshield.errors import ScenarioError
from airshield.scenario import dump, load, models, read
from airshield.scenario.models import Estimate, Override, Scenario

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "formats" / "scenario.md").read_text("utf-8")
HOW_TO = (DOCS / "how-to" / "your-own-scenario.md").read_text("utf-8")
HEADINGS = {Scenario: "Top level", Estimate: "Number"}
MODELS = [
    model
    for model in vars(models).values()
    if isinstance(model, type) and issubclass(model, models.Model) and model is not models.Model
]


def section(heading: str) -> str:
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    assert found, f"no section {heading}"
    return found[1]


def rows(heading: str) -> dict[str, list[str]]:
    table = re.findall(r"^\| `(\w+)` \|(.*)\|$", section(heading), re.M)
    return {key: [cell.strip() for cell in rest.split(" | ")] for key, rest in table}


@pytest.mark.parametrize("model", MODELS)
def test_every_key_has_a_row_and_no_row_is_left_over(model):
    found = rows(HEADINGS.get(model, model.__name__))
    assert list(found) == list(model.model_fields)
    assert all(len(cells) == 3 and cells[1] and cells[2] for cells in found.values())


@pytest.mark.parametrize("model", [model for model in MODELS if model not in (Estimate, Override)])
def test_required_keys_say_so_and_the_others_do_not(model):
    for key, cells in rows(HEADINGS.get(model, model.__name__)).items():
        required = model.model_fields[key].is_required()
        # A fire unit without launchers is refused on loading, though the table may be absent.
        if key == "launcher_group":
            continue
        assert cells[2].startswith("required") == required, key


@pytest.mark.parametrize("model", MODELS)
def test_the_unit_of_the_row_is_that_of_the_key(model):
    for key, cells in rows(HEADINGS.get(model, model.__name__)).items():
        for unit in ("m", "s", "deg"):
            if key.endswith(f"_{unit}"):
                assert cells[0] == unit, key


def test_the_example_is_a_sound_scenario():
    examples = re.findall(r"```toml\n(.*?)```", section("Example"), re.S)
    assert len(examples) == 1
    assert read(examples[0]).scenario.id == "one-battery"


def test_the_smaller_examples_are_toml():
    for page in (PAGE, HOW_TO):
        for example in re.findall(r"```toml\n(.*?)```", page, re.S):
            # The first example shows two ways to write one key.
            lines = example if example.count("launch_spacing_s") < 2 else example.split("\n")[1]
            assert tomllib.loads(lines)


def test_the_how_tos_override_and_python_hold():
    example = re.findall(r"```toml\n(.*?)```", section("Example"), re.S)[0]
    override = re.findall(r"```toml\n(.*?)```", HOW_TO, re.S)[0]
    own = read(example + override).catalogue.quantity("interceptor.pac3_cri.sskp_tbm")
    assert own.nominal == 0.3
    space: dict[str, object] = {}
    exec(re.findall(r"```python\n(.*?)```", HOW_TO, re.S)[0], space)
    assert read(str(space["text"])).scenario.fire_unit == load("iraq-2020").scenario.fire_unit[:1]
    assert dump(load("iraq-2020").scenario) != space["text"]


def test_the_faults_of_the_how_to_are_the_real_ones():
    example = re.findall(r"```toml\n(.*?)```", section("Example"), re.S)[0]
    shown = re.findall(r"```text\n(.*?)```", HOW_TO, re.S)[0].splitlines()
    wrong = example.replace('site = "taji"', 'site = "tajj"', 1)
    wrong = re.sub(r"ground_range_m = .*", "ground_range_m = 530000", wrong)
    with pytest.raises(ScenarioError) as caught:
        read(wrong, "one-battery.toml")
    assert [str(fault) for fault in caught.value.faults] == shown
