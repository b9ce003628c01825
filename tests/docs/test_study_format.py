"""The page of studies names every key of both tables and every file, and its example is sound."""

import re
from pathlib import Path

import pytest

from airshield.study.files import bundled_studies, read_study
from airshield.study.models import Axis, StudyFile
from airshield.study.run import run

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "formats" / "study.md").read_text("utf-8")


@pytest.mark.parametrize("model", [StudyFile, Axis], ids=lambda model: model.__name__)
def test_every_key_has_a_row_and_no_row_is_left_over(model):
    found = re.search(rf"^### {model.__name__}\n(.*?)(?=^#|\Z)", PAGE, re.M | re.S)
    assert found
    rows = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| (.*) \|$", found[1], re.M))
    assert list(rows) == list(model.keys())
    for key, name in model.keys().items():
        assert rows[key].startswith("required") == model.model_fields[name].is_required(), key


def test_the_example_is_sound():
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE, re.S)
    assert len(read_study(example).points) == 18


def test_every_bundled_study_is_introduced():
    text = (DOCS / "how-to" / "run-a-study.md").read_text("utf-8")
    for name in bundled_studies():
        assert f"`{name}`" in text, name


def test_every_file_of_a_study_has_a_row(tmp_path):
    text = re.findall(r"```toml\n(.*?)```", PAGE, re.S)[0]
    text = text.replace("4096", "64").replace("samples = 32\n", "").replace("[4, 8, 16]", "[4]")
    run(read_study(text.replace('"shoot_shoot", ', "").replace("0.5, 0.65, ", "")), tmp_path)
    named = re.findall(r"^\| `([\w./-]+)` \|", PAGE.split("## The folder")[1], re.M)
    files = {str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()}
    plain = {re.sub(r"\d\d-\d{7}", "SS-NNNNNNN", name) for name in files}
    assert plain == set(named)
