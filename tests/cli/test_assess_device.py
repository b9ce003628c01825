"""`airshield assess --device`: the record says what played, another device is another run."""

import json
import os
import subprocess
import sys

import pytest

SMALL = ["--replications", "12", "--nominal", "--no-plots"]


def _assess(folder, *options, simulated=False):
    return subprocess.run(
        [sys.executable, "-m", "airshield", "assess", "textbook", *SMALL, "--out", "out", *options],
        cwd=folder,
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join(sys.path)}
        | ({"NUMBA_ENABLE_CUDASIM": "1"} if simulated else {}),
        capture_output=True,
        text=True,
        check=False,
    )


def _written(folder):
    found = [
        json.loads((folder / "out" / n).read_text()) for n in ("manifest.json", "assessment.json")
    ]
    return found[0], found[1]["provenance"]


@pytest.mark.slow
def test_a_simulated_device_is_recorded_and_gives_the_same_bits(tmp_path):
    assert _assess(tmp_path).returncode == 0
    here, provenance = _written(tmp_path)
    assert "device" not in here["inputs"]
    assert provenance["device"] == "cpu"
    refused = _assess(tmp_path, "--device", "cuda", simulated=True)
    assert refused.returncode == 2
    assert "another run" in refused.stderr
    assert _assess(tmp_path, "--device", "cuda", "--force", simulated=True).returncode == 0
    there, provenance = _written(tmp_path)
    assert there["inputs"]["device"] == provenance["device"] == "cuda simulator"
    assert there["outcome_hash"] == here["outcome_hash"]
