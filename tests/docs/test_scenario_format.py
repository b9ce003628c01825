"""The scenario's format page names every key of every table, and its examples hold."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest

from airshield.errors import ScenarioError
from airshield.scenario import bundled_names, dump, load, models, read
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


def parts(annotation: object) -> list[object]:
    """Return everything that an annotation is made of."""
    inner = [part for arg in get_args(annotation) for part in parts(arg)]
    return [annotation, *inner]


def used_by(model: type[models.Model]) -> list[type[models.Model]]:
    """Return a model and every model that its keys hold, however deep."""
    found = [model]
    for field in model.model_fields.values():
        for part in parts(field.annotation):
            if isinstance(part, type) and issubclass(part, models.Model):
                found += used_by(part)
    return found


def test_the_page_is_held_against_every_table_of_a_file():
    assert set(used_by(Scenario)) == set(MODELS)


@pytest.mark.parametrize("model", MODELS)
def test_every_key_has_a_row_and_no_row_is_left_over(model):
    found = rows(HEADINGS.get(model, model.__name__))
    assert list(found) == list(model.keys())
    assert all(len(cells) == 3 and cells[1] and cells[2] for cells in found.values())


@pytest.mark.parametrize("model", MODELS)
def test_every_choice_of_a_key_is_named_in_its_row(model):
    classes = dict(rows("Classes"))
    assert tuple(classes) == models.CLASSES
    for key, cells in rows(HEADINGS.get(model, model.__name__)).items():
        for part in parts(model.model_fields[model.keys()[key]].annotation):
            # The bases stand once, with the number; the classes in a table of their own.
            if get_origin(part) is not Literal or get_args(part) == models.CLASSES:
                continue
            if (key == "basis" and model is not Estimate) or cells[1].startswith("as above"):
                continue
            for choice in get_args(part):
                assert str(choice) in cells[1], (key, choice)


@pytest.mark.parametrize("model", [model for model in MODELS if model not in (Estimate, Override)])
def test_required_keys_say_so_and_the_others_do_not(model):
    for key, cells in rows(HEADINGS.get(model, model.__name__)).items():
        required = model.model_fields[model.keys()[key]].is_required()
        assert cells[2].startswith("required") == required, key


@pytest.mark.parametrize("model", MODELS)
def test_the_unit_of_the_row_is_that_of_the_key(model):
    for key, cells in rows(HEADINGS.get(model, model.__name__)).items():
        for suffix, unit in (("_m_s", "m/s"), ("_m", "m"), ("_s", "s"), ("_deg", "deg")):
            if key.endswith(suffix):
                assert cells[0] == unit, key
                break


def test_the_example_is_a_sound_scenario():
    examples = re.findall(r"```toml\n(.*?)```", section("Example"), re.S)
    assert len(examples) == 1
    assert read(examples[0]).scenario.id == "one-battery"


def short_examples() -> list[tuple[str, str]]:
    sections = re.findall(r"^## (\w[\w ]*)\n", PAGE, re.M)
    own = [heading for heading in sections if heading not in ("Override", "Example")]
    return [
        (heading, example)
        for heading in own
        for example in re.findall(r"```toml\n(.*?)```", section(heading), re.S)
    ]


def test_each_new_feature_has_an_example():
    assert {heading for heading, _ in short_examples()} >= {
        "WarningSources", "FireUnit", "LauncherGroup", "Against", "Order", "SeenAs", "Volley",
        "Waypoint", "Flight", "Terrain",
    }  # fmt: skip


@pytest.mark.parametrize(("heading", "example"), short_examples())
def test_a_short_example_loads_at_the_end_of_the_whole_one(heading, example, tmp_path):
    whole = re.findall(r"```toml\n(.*?)```", section("Example"), re.S)[0]
    (tmp_path / "elevations.tif").write_bytes(b"II*\0")
    path = tmp_path / "whole.toml"
    path.write_text(f"{whole}\n{example}", encoding="utf-8")
    assert load(path).scenario != read(whole).scenario, heading


def test_every_bundled_scenario_is_named():
    for name in bundled_names():
        assert f"`{name}`" in PAGE.split("\n## ")[0], name


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
