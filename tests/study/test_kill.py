"""A study that was killed ends with the same bytes; a lost worker too; memory does not grow."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from study.sample import SMALL

DRIVER = Path(__file__).with_name("driver.py")
# Tiny blocks and small parts, so that most moments lie between two of them.
TINY = (
    SMALL.replace("replications = 300", "replications = 12000")
    .replace("block = 100", "block = 120")
    .replace("blocks_per_part = 2", "blocks_per_part = 3")
)


def drive(*words, threads="2"):
    done = subprocess.run(
        [sys.executable, str(DRIVER), *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
        env={**os.environ, "AIRSHIELD_THREADS": threads},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def written(folder, text, name="tiny"):
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_kills_at_random_moments_leave_the_same_bytes(tmp_path):
    found = drive("kills", written(tmp_path, TINY), tmp_path, 4, 1)
    assert found["killed"] == 4
    assert found["same"], found


@pytest.mark.long
def test_sixty_kills_leave_the_same_bytes(tmp_path):
    found = drive("kills", written(tmp_path, TINY), tmp_path, 60, 2)
    assert found["killed"] == 60
    assert found["same"], found


def test_a_lost_worker_changes_no_bit(tmp_path):
    found = drive("worker", written(tmp_path, SMALL.replace("= 300", "= 3000")), tmp_path)
    assert found == {"same": True, "ended": "finished", "lost": True}


def test_peak_memory_does_not_grow_with_the_replications(tmp_path):
    # The arrays of the larger one, kept, would be some 60 MiB: 200,000 raids of 4 threats.
    many = SMALL.replace("values = [2, 4]", "values = [4]").replace("[0.5, 0.7]", "[0.7]")
    many = many.replace("samples = 2", "samples = 0").replace("block = 100", "block = 2000")
    small = written(tmp_path, many.replace("= 300", "= 20000"), "less")
    large = written(tmp_path, many.replace("= 300", "= 200000"), "more")
    found = drive("weigh", small, large, tmp_path)
    assert found["large"] - found["small"] < 12.0, found
