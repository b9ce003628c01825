"""Commands that are killed leave whole files, honest manifests, and can be given again."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

DRIVER = Path(__file__).with_name("kill_driver.py")
REPORT = (
    "One of two Patriot batteries has arrived at Ain al-Asad base and is being assembled, a U.S. "
    "official said on Monday. The other was to be deployed to Erbil within days, he said.\n"
)
FORMATS = ["czml", "kml", "geojson", "acmi", "dis", "asi", "cdf", "parquet", "csv", "netcdf"]
COMMANDS = {
    "assess": (["assess", "textbook", "--nominal", "--replications", "500"], "--out"),
    "coverage": (["coverage", "textbook", "--points", "12", "--azimuths", "4"], "--out"),
    "export": (["export", "textbook", "--replications", "64",
                *(word for name in FORMATS for word in ("--format", name))], "--out"),
    "plan": (["plan", "bases", "bases-2020", "--replications", "2"], "--out"),
    "posture": (["posture", "iraq-2020", "--on", "2020-04-12"], "--plots"),
    "replay": (["replay", "textbook", "--html", "--replications", "64"], "--out"),
    "read": (["read", "REPORT", "--published", "2020-03-30", "--source", "Reuters"], "--out"),
}  # fmt: skip


def drive(name, count, seed, base):
    words, option = COMMANDS[name]
    (base / "report.txt").write_text(REPORT * 20)
    words = [str(base / "report.txt") if word == "REPORT" else word for word in words]
    done = subprocess.run(
        [sys.executable, str(DRIVER), json.dumps(words), option, str(base), str(count), str(seed)],
        capture_output=True,
        text=True,
        check=False,
        timeout=1500,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def judged(found, count):
    assert found["killed"] == count
    assert found["faults"] == []
    assert found["same"], found
    return found


# One of each way to write: a page and plots, a plan, ten formats, a draft. The rest by `test-long`.
@pytest.mark.slow
@pytest.mark.parametrize("name", ["assess", "plan", "export", "read"])
def test_a_killed_command_leaves_whole_files_and_goes_on(name, tmp_path):
    judged(drive(name, 3, 5, tmp_path), 3)


@pytest.mark.long
@pytest.mark.parametrize("name", COMMANDS)
def test_fifty_kills_of_a_command_leave_whole_files(name, tmp_path):
    found = judged(drive(name, 50, 6, tmp_path), 50)
    print(name, found)
    # Enough moments fell between the first file and the last for the above to mean something.
    assert found["partly"] >= 3 or found["files"] < 3
