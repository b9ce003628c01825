"""The page of plan files names every key of every table, and its examples hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from plan_questions import MODULES, models, whole

from airshield.plan.files import parse_plan

PAGE = (Path(__file__).parents[2] / "docs" / "formats" / "plan.md").read_text("utf-8")
MODELS = [model for question in MODULES for model in models(question)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_has_a_row_and_no_row_is_left_over(model):
    found = re.search(rf"^### {model.__name__}\n(.*?)(?=^#|\Z)", PAGE, re.M | re.S)
    assert found, model.__name__
    rows = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| (.*) \|$", found[1], re.M))
    assert list(rows) == list(model.model_fields)
    for key, words in rows.items():
        assert words.startswith("required") == model.model_fields[key].is_required(), key


@pytest.mark.parametrize("question", MODULES)
def test_the_example_is_sound(question):
    part = re.search(rf"^## {question.title()}\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    assert part
    check = getattr(MODULES[question], f"check_{question}")
    examples = re.findall(r"```toml\n(.*?)```", part[1], re.S)
    assert examples
    for example in examples:
        assert parse_plan("example", example, whole(question), check)
