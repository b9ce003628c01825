"""Each question of a plan is wired through: named, checked, bundled, fuzzed, kept readable."""

from pathlib import Path

import pytest
from plan_questions import MODULES

import airshield as ash
from airshield.catalogue import bundled
from airshield.cli.check_files import check_files
from airshield.plan.files import bundled_plans

TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("question", MODULES)
def test_a_question_can_be_asked_from_python(question):
    assert f"load_{question}" in ash.plan.__all__


@pytest.mark.parametrize("name", bundled_plans())
def test_a_bundled_plan_is_known_to_check(name):
    (found,) = check_files([name], bundled())
    assert found.kind.endswith(" plan")


@pytest.mark.parametrize("question", MODULES)
def test_a_question_has_a_bundled_file(question):
    kinds = {one.kind for one in check_files(list(bundled_plans()), bundled())}
    assert f"{question} plan" in kinds


@pytest.mark.parametrize("question", MODULES)
def test_files_of_a_question_are_fuzzed_and_their_first_version_is_kept(question):
    assert f"load_{question}" in (TESTS / "fuzz" / "readers.py").read_text("utf-8")
    assert (TESTS / "old" / "v1" / f"plan-{question}.toml").is_file()
