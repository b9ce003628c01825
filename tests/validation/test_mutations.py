"""Change one constant or exponent of the physics, and see `airshield validate` fail.

Each mutation is made in a copy of the package, and the copy's own command line is run with the
cases that ought to notice. Where these are cheap the kernels run uncompiled: a changed kernel would
have to be compiled anew, which takes up to a minute.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import airshield

PACKAGE = Path(airshield.__file__).parent
LEFT_OUT = shutil.ignore_patterns("__pycache__", "static", "page", "*.geojson", "texts")


@dataclass(frozen=True)
class Mutation:
    """One text that is replaced in one file, and the cases that must fail."""

    name: str
    file: str
    old: str
    new: str
    cases: tuple[str, ...]
    compiled: bool = False


QUICK = (
    Mutation(
        "earth rotation", "kernel/earth.py", "7.292115e-5", "7.292115e-4", ("D03", "W01")
    ),
    Mutation("radar range law", "kernel/detection.py", "* ratio * ratio * ratio * ratio",
             "* ratio * ratio * ratio", ("A21", "E11")),
    Mutation("multiplier of Philox", "kernel/philox.py", "0xD2511F53", "0xD2511F51", ("P01",)),
)  # fmt: skip
REST = (
    Mutation("gravity of the Earth", "kernel/earth.py", "3.986004418e14", "3.99e14",
             ("D02", "W01", "W02")),
    Mutation("flattening", "kernel/earth.py", "298.257223563", "297.0", ("E09", "W01")),
    Mutation("J2", "kernel/earth.py", "1.0826298213e-3", "1.0826298213e-2", ("W01", "W02")),
    Mutation("lapse of the troposphere", "kernel/atmosphere.py", "(-0.0065, 0.0", "(-0.0060, 0.0",
             ("E10",)),
    Mutation("scale of the stratosphere", "kernel/atmosphere.py", "8314.32 /", "8414.32 /",
             ("E10", "D07")),
    Mutation("drag in flight", "kernel/flight.py", "q = 0.5 * drag", "q = 0.45 * drag", ("D04",)),
    Mutation("fourth root of the cross-section", "kernel/detection.py", "rcs_reference_m2, 0.25)",
             "rcs_reference_m2, 0.5)", ("E11",)),
    Mutation("Swerling 1", "kernel/detection.py", "math.log(pfa) / (1.0 + snr)",
             "math.log(pfa) / (1.0 + 2.0 * snr)", ("A21",)),
    Mutation("horizon of 4/3", "kernel/horizon.py", "4.0 / 3.0", "1.0", ("E05", "E06", "W01")),
    Mutation("speed of the fly-out", "kernel/flyout.py", "along = 0.5 * acceleration",
             "along = 0.4 * acceleration", ("N01",)),
    Mutation("gravity of the fly-out", "kernel/flyout.py", "STANDARD_GRAVITY_M_S2 = 9.80665",
             "STANDARD_GRAVITY_M_S2 = 9.0", ("N01", "W01")),
    Mutation("drag of the fly-out", "kernel/flyout.py", "drag = 0.5 * drag_area_m2",
             "drag = drag_area_m2", ("N01",)),
    Mutation("spread of a barrage", "plan/annihilation.py", "** (threats - more) *",
             "** threats *", ("A26",)),
)  # fmt: skip
COMPILED = (
    Mutation("correlation of shots", "kernel/engagement.py", "(chance + rho * (1.0 - chance))",
             "(chance + 0.5 * rho * (1.0 - chance))", ("A25", "K07"), compiled=True),
    Mutation("kill combination", "kernel/engagement.py", "shared_t[m] = chance /",
             "shared_t[m] = 0.9 * chance /", ("A01", "A03"), compiled=True),
    Mutation("dispersion", "kernel/damage.py", "math.sqrt(-2.0 *", "math.sqrt(-1.8 *",
             ("F01", "F04"), compiled=True),
)  # fmt: skip


def mutate(mutation, folder):
    """Copy the package with one text replaced."""
    copy = folder / "airshield"
    shutil.copytree(PACKAGE, copy, ignore=LEFT_OUT)
    path = copy / mutation.file
    text = path.read_text(encoding="utf-8")
    assert mutation.old in text, "the constant is written otherwise now: mend this test"
    path.write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")
    return copy


def validated(folder, cases, compiled):
    """Return (exit code, ids of what failed) of the copy's own command line."""
    only = [word for case in cases for word in ("--only", case)]
    environment = os.environ | {
        "PYTHONPATH": str(folder),
        "AIRSHIELD_CACHE_DIR": str(folder / "cache"),
        "NUMBA_DISABLE_JIT": "0" if compiled else "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "airshield", "validate", *only, "--workers", "1", "--no-page",
         "--json"],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr
    told = json.loads(done.stdout)
    assert told["exit_code"] == done.returncode
    return done.returncode, set(told["result"]["failed"])


def caught(mutation, folder):
    mutate(mutation, folder)
    code, failed = validated(folder, mutation.cases, mutation.compiled)
    assert code == 1
    assert failed == set(mutation.cases)


def named(mutation):
    return mutation.name.replace(" ", "-")


@pytest.mark.slow
@pytest.mark.parametrize("mutation", QUICK, ids=named)
def test_a_changed_constant_is_caught(mutation, tmp_path):
    caught(mutation, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("mutation", [*REST, *COMPILED], ids=named)
def test_every_changed_constant_is_caught(mutation, tmp_path):
    caught(mutation, tmp_path)


@pytest.mark.slow
def test_an_unchanged_copy_passes(tmp_path):
    """Else the copy, and not the mutation, would be what is caught."""
    mutate(Mutation("nothing", "kernel/earth.py", "7.292115e-5", "7.292115e-5", ()), tmp_path)
    cases = sorted({case for m in (*QUICK, *REST) for case in m.cases})
    assert validated(tmp_path, cases, compiled=False) == (0, set())


def test_there_are_enough_mutations():
    assert len((*QUICK, *REST, *COMPILED)) >= 16
