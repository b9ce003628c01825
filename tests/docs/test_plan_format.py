"""The page of plan files names every key of every table, and its examples hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from airshield.plan import assignment_file, bases_file, sites_file, stock_file
from airshield.plan.files import parse_plan
from airshield.scenario.models import Model

PAGE = (Path(__file__).parents[2] / "docs" / "formats" / "plan.md").read_text("utf-8")
FILES = {
    "Assignment": (assignment_file.AssignmentFile, assignment_file.check_assignment),
    "Bases": (bases_file.BasesFile, bases_file.check_bases),
    "Sites": (sites_file.SitesFile, sites_file.check_sites),
    "Stock": (stock_file.StockFile, stock_file.check_stock),
}
MODELS = [
    model
    for module in (assignment_file, bases_file, sites_file, stock_file)
    for model in vars(module).values()
    if isinstance(model, type) and issubclass(model, Model) and model.__module__ == module.__name__
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_has_a_row_and_no_row_is_left_over(model):
    found = re.search(rf"^### {model.__name__}\n(.*?)(?=^#|\Z)", PAGE, re.M | re.S)
    assert found, model.__name__
    rows = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| (.*) \|$", found[1], re.M))
    assert list(rows) == list(model.model_fields)
    for key, words in rows.items():
        assert words.startswith("required") == model.model_fields[key].is_required(), key


@pytest.mark.parametrize("heading", FILES)
def test_the_example_is_sound(heading):
    part = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    assert part
    model, check = FILES[heading]
    for example in re.findall(r"```toml\n(.*?)```", part[1], re.S):
        assert parse_plan("example", example, model, check)
