"""Every class of error, exit code and variable of the environment is documented; lines are real."""

import inspect
import re
from pathlib import Path

import pytest

from airshield import errors
from airshield.errors import Fault

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
PAGE = (REFERENCE / "errors.md").read_text("utf-8")
CLASSES = [
    found
    for _, found in inspect.getmembers(errors, inspect.isclass)
    if issubclass(found, errors.AirshieldError)
]


@pytest.mark.parametrize("found", CLASSES, ids=lambda found: found.__name__)
def test_every_class_has_a_row_with_its_exit_code(found):
    rows = re.findall(rf"^\| `{found.__name__}` \| (\d+) \| (.+) \| (.+) \|$", PAGE, re.M)
    assert len(rows) == 1, found
    code, _, holds = rows[0]
    assert int(code) == found.exit_code
    assert ("`faults`" in holds) == issubclass(found, errors.InputError)


def test_no_row_is_left_over_and_every_code_has_one():
    named = re.findall(r"^\| `(\w+Error)` \|", PAGE, re.M)
    assert sorted(named) == sorted(found.__name__ for found in CLASSES)
    codes = {int(code) for code in re.findall(r"^\| (\d+) \| [^|]+ \| [^|]+ \|$", PAGE, re.M)}
    assert codes == {0, 130, *(found.exit_code for found in CLASSES)}
    other = (ROOT / "docs" / "formats" / "result.md").read_text("utf-8").split("## Exit codes")[1]
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", other, re.M)} == codes


def test_the_fields_of_a_fault_are_those_of_the_page():
    for name in inspect.signature(Fault).parameters:
        assert f"`{name}`" in PAGE, name


def test_the_example_prints_what_the_page_says(capsys):
    exec(re.findall(r"```python\n(.*?)```", PAGE, re.S)[0], {})
    assert "no-such-scenario" in capsys.readouterr().out


def test_every_error_elsewhere_comes_from_the_tree():
    own = {found.__name__ for found in CLASSES}
    for path in (ROOT / "src" / "airshield").rglob("*.py"):
        for name, parent in re.findall(
            r"^class (\w+Error)\((\w+)\)", path.read_text("utf-8"), re.M
        ):
            assert name in own or parent in own, (path.name, name)


def test_every_variable_of_the_environment_is_named():
    text = "".join(path.read_text("utf-8") for path in REFERENCE.glob("*.md"))
    for path in (ROOT / "src" / "airshield").rglob("*.py"):
        for name in re.findall(r'"(AIRSHIELD_[A-Z_]+)"', path.read_text("utf-8")):
            assert f"`{name}`" in text, (path.name, name)
