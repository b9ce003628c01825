"""The shape of the code keeps to the aims that the design notes state, or the notes say why not."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTES = (ROOT / "docs" / "design-notes.md").read_text("utf-8")
VERY_LONG = 100
TOO_LARGE = 600


@pytest.fixture(scope="module")
def shape():
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import shape  # noqa: PLC0415
    finally:
        sys.path.pop(0)
    return shape


@pytest.fixture(scope="module")
def measured(shape):
    return shape.measure(ROOT)


@pytest.fixture(scope="module")
def modules(shape):
    return [shape.read(path) for path in sorted((ROOT / "src" / "airshield").rglob("*.py"))]


def test_what_is_never_allowed_is_not_there(measured):
    for name in (
        "broad excepts",
        "`global` statements",
        "values at module level that code changes",
    ):
        assert measured[name] == "0", name


def test_the_aims_hold(measured):
    assert int(measured["rooms at the top"]) <= 18
    module = measured["code lines of a module: median / 90 % / largest"]
    assert 60 <= float(module.split(" / ")[0]) <= 200
    function = measured["code lines of a function: median / 90 % / largest"]
    assert float(function.split(" / ")[0]) < 10
    assert int(measured["own classes that a class stands on (errors apart), most"]) <= 2
    assert measured["public functions with a docstring"].startswith("100 %")


def test_what_is_very_long_is_excused_by_name(shape, modules):
    """A long function or module needs its reason in the notes."""
    for module in modules:
        where = f"{module.path.parent.name}/{module.path.name}"
        if len(module.lines) > TOO_LARGE:
            assert f"`{where}`" in NOTES, where
        for function in shape.functions(module):
            if shape.length(module, function) > VERY_LONG:
                assert f"`{where}:{function.name}`" in NOTES, (where, function.name)


def test_code_lines_are_counted_without_words(shape, tmp_path):
    path = tmp_path / "m.py"
    path.write_text(
        '"""Doc."""\n\n# why\nX = [\n    1,\n]\n"""What X is."""\n\n\n'
        'def f(a_m):\n    """Do."""\n    X.append(a_m)  # note\n    return a_m\n',
        "utf-8",
    )
    module = shape.read(path)
    assert list(module.lines) == [4, 5, 6, 10, 12, 13]
    (function,) = shape.functions(module)
    assert shape.length(module, function) == 3
    assert shape.changed(module) == 1


def test_a_run_that_stands_twice_is_one_duplicate(shape, tmp_path):
    run = "".join(f"    a{k} = f({k})\n" for k in range(8))
    for name in "ab":
        (tmp_path / f"{name}.py").write_text(f"def {name}():\n{run}", "utf-8")
    both = [shape.read(tmp_path / f"{name}.py") for name in "ab"]
    assert len(shape.runs(both)) == 1
    assert not shape.runs(both[:1])
