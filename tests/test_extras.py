"""Optional packages come through one room, which says which extra brings them."""

import ast
import importlib
import sys
import tomllib
from pathlib import Path

import pytest

from airshield.cli.app import run
from airshield.errors import MissingExtraError
from airshield.extras import late

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "airshield"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
TEXTS = {path: path.read_text("utf-8") for path in sorted(SRC.rglob("*.py"))}
MODULES = {path: ast.parse(text) for path, text in TEXTS.items()}
# Their rooms are reached only after `cli.serve` has asked for the extra.
WEB = ("fastapi", "uvicorn", "starlette")


def names(requirements):
    plain = [one.split(">=")[0].split("[")[0].replace("-", "_") for one in requirements]
    return {name for name in plain if name != "airshield"}


def optional():
    extras = PROJECT["optional-dependencies"]
    users = [name for name in extras if name not in ("dev", "docs", "all")]
    return set().union(*(names(extras[name]) for name in users)) - names(PROJECT["dependencies"])


def imported(tree):
    """Return the packages that a module imports when it runs, not for type checkers alone."""
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (one.name.split(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def test_no_module_imports_an_optional_package_in_a_way_of_its_own():
    for path, tree in MODULES.items():
        if path == SRC / "extras.py":
            continue
        mine = set(imported(tree)) & optional()
        if path.parent == SRC / "web":
            mine -= set(WEB)
        assert not mine, (path.relative_to(SRC), mine)
        assert path == SRC / "errors.py" or "MissingExtraError(" not in TEXTS[path], path


def calls():
    for path, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("late", "ask_for"):
                yield path, [one.value for one in node.args if isinstance(one, ast.Constant)]


def test_each_package_is_asked_for_under_an_extra_that_brings_it():
    found = [(path, words) for path, words in calls() if len(words) == 2]
    assert len(found) >= 15
    for path, (package, extra) in found:
        brought = names(PROJECT["optional-dependencies"][extra])
        assert package.split(".")[0] in brought, (path, package, extra)


@pytest.mark.parametrize("package", ["highspy", "pypdf", "rasterio", "trafilatura"])
def test_what_is_missing_is_told_with_its_extra(package, monkeypatch):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=rf"{package} is not installed: pip install"):
        late(package, "any")


@pytest.mark.parametrize(
    ("package", "words"),
    [
        ("pyarrow", ["study", "run", "raid-size", "--out", "DIR"]),
        ("highspy", ["plan", "sites", "march-2020", "--out", "DIR"]),
        ("highspy", ["plan", "bases", "bases-2020", "--out", "DIR"]),
        ("xarray", ["coverage", "textbook", "--out", "DIR"]),
        ("xarray", ["export", "textbook", "--format", "netcdf", "--out", "DIR"]),
    ],
)
def test_long_work_asks_before_it_begins(package, words, monkeypatch, tmp_path, capsys):
    def played(*_):
        raise AssertionError("work began")

    monkeypatch.setattr("airshield.simulate.run.outputs", played)
    for room in ("sites", "bases"):  # by name: the package has functions of the same names
        module = importlib.import_module(f"airshield.plan.{room}")
        monkeypatch.setattr(module, "site_coverage", played)
    monkeypatch.setitem(sys.modules, package, None)
    assert run([str(tmp_path / "out") if word == "DIR" else word for word in words]) == 2
    told = capsys.readouterr().err.strip().splitlines()[-1]
    assert told.startswith(f"airshield: {package} is not installed: pip install 'airshield[")
    assert not list((tmp_path / "out").rglob("*.json"))


def test_a_page_without_its_packages_is_one_line(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "fastapi", None)
    assert run(["serve", "--port", "0", "--no-browser"]) == 2
    told = capsys.readouterr().err.strip()
    assert told == "airshield: fastapi is not installed: pip install 'airshield[web]'"
