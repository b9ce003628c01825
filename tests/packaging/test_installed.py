"""What users install: a wheel from the source distribution, alone in a clean environment."""

import json
import os
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "airshield"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PYTHONS = ("3.11", "3.12", "3.13")
OWN = {"PYTHONPATH": "", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}

pytestmark = pytest.mark.slow


def call(*words, cwd=ROOT, **more):
    done = subprocess.run(
        [*map(str, words)],
        cwd=cwd,
        env={**os.environ, **OWN, **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    code = "import sys; from hatchling.build import build_sdist; print(build_sdist(sys.argv[1]))"
    return folder / call(sys.executable, "-c", code, folder).splitlines()[-1]


@pytest.fixture(scope="module")
def wheel(sdist):
    """Build from the source distribution alone; a `node` on the way would fail."""
    bad = sdist.parent / "bin"
    bad.mkdir()
    for name in ("node", "npm", "npx"):
        (bad / name).write_text("#!/bin/sh\nexit 99\n")
        (bad / name).chmod(0o755)
    path = f"{bad}{os.pathsep}{os.environ['PATH']}"
    call(sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", sdist.parent, sdist, PATH=path)
    (found,) = sdist.parent.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Return the folder of programs of an environment with the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder, with_pip=True)
    call(folder / "bin" / "python", "-m", "pip", "install", "-q", wheel)
    return folder / "bin"


def test_the_source_distribution_holds_what_the_wheel_is_made_of(sdist):
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "docs/index.md"} <= names
    assert not [name for name in names if "node_modules" in name or name.startswith("tests")]


def test_the_wheel_holds_every_file_of_the_package(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    own = {
        str(path.relative_to(PACKAGE.parent))
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert names - own == {name for name in names if ".dist-info/" in name}
    assert own <= names
    assert {"airshield/web/static/index.html", "airshield/report/data/borders.geojson"} <= names


def test_the_installed_kernels_compile(installed, tmp_path):
    code = (
        "import airshield; from airshield.kernel.damage import lens_area;"
        "print(lens_area(0.0, 1.0, 2.0), len(lens_area.signatures), airshield.__file__)"
    )
    own = {"AIRSHIELD_CACHE_DIR": str(tmp_path / "cache")}
    area, compiled, place = call(installed / "python", "-c", code, cwd=tmp_path, **own).split()
    assert (area, compiled) == ("3.141592653589793", "1")
    assert place.startswith(str(installed.parent))
    assert list((tmp_path / "cache").rglob("*.nbi"))


def test_the_installed_program_answers(installed, tmp_path):
    """Interpreted: the whole kernel takes a minute and a half to compile, by `make test-long`."""
    version = call(installed / "airshield", "--version", cwd=tmp_path)
    assert version == f"airshield {PROJECT['version']}\n"
    answers(installed, tmp_path, NUMBA_DISABLE_JIT="1")


@pytest.mark.long
def test_the_installed_program_answers_compiled_and_validates(installed, tmp_path):
    answers(installed, tmp_path, NUMBA_DISABLE_JIT="0")
    told = json.loads(call(installed / "airshield", "validate", "--json", cwd=tmp_path))
    assert told["ok"]
    assert told["result"]["failed"] == []


def answers(installed, folder, **settings):
    words = ["assess", "textbook", "--nominal", "--replications", "200", "--json"]
    run = [installed / "python", "-W", "error", "-m", "airshield", *words]
    result = json.loads(call(*run, cwd=folder, **settings))["result"]
    assert result["provenance"]["replications"] == 200
    assert (folder / "airshield-out" / "textbook" / "report.html").stat().st_size > 100_000


def test_what_an_extra_brings_is_named_where_it_lacks(installed, tmp_path):
    done = subprocess.run(
        [installed / "airshield", "study", "run", "raid-size"],
        cwd=tmp_path,
        env={**os.environ, **OWN},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "pip install 'airshield[study]'" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "python", [PYTHONS[0], pytest.param(PYTHONS[1], marks=pytest.mark.long), PYTHONS[2]]
)
def test_the_dependencies_resolve(python, wheel, tmp_path):
    """As wheels, for every extra of users, by a dry run."""
    report = tmp_path / "report.json"
    call(
        sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet",
        "--python-version", python, "--only-binary=:all:", "--target", tmp_path / "never",
        "--report", report, f"{wheel}[all]",
    )  # fmt: skip
    names = {row["metadata"]["name"].lower() for row in json.loads(report.read_text())["install"]}
    assert {"airshield", "numba", "duckdb", "distributed", "fastapi", "highspy"} <= names
