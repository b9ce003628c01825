"""Spoiled files of every kind: faults in one line each, no traceback, no hang, bounded memory.

Short here, with fixed seeds; `make fuzz` goes on for as long as one likes.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fuzz.readers import MAKERS

DRIVER = Path(__file__).with_name("driver.py")
LONG_SECONDS = os.environ.get("AIRSHIELD_FUZZ_SECONDS", "60")


def drive(name, *words):
    done = subprocess.run(
        [sys.executable, str(DRIVER), name, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )
    assert done.returncode == 0, done.stderr[-4000:] + done.stdout
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("name", MAKERS)
def test_no_spoiled_file_breaks_a_reader(name, tmp_path):
    found = drive(name, "--keep", str(tmp_path))
    assert found["read"] >= 40
    assert found["peak_mib"] < 1024


@pytest.mark.long
@pytest.mark.parametrize("name", MAKERS)
def test_no_spoiled_file_breaks_a_reader_for_long(name, tmp_path):
    found = drive(name, "--seconds", LONG_SECONDS, "--seed", "1000", "--keep", str(tmp_path))
    print(name, found)
    assert found["peak_mib"] < 1024


@pytest.mark.parametrize("what", ["raise ValueError('bug')", "while True: pass", "'x' * 2**31"])
def test_the_fuzzing_finds_a_traceback_a_hang_and_a_bomb(what, tmp_path):
    """A reader that is spoiled itself is told: otherwise the tests above could not fail."""
    code = (
        f"import sys; sys.path.insert(0, {str(DRIVER.parent)!r}); import driver\n"
        "from fuzz.readers import MAKERS, Reader\n"
        "driver.SECONDS_MOST = 0.5\n"
        "def bad(path):\n"
        "    if b'good' not in path.read_bytes():\n"
        f"        {what}\n"
        "MAKERS['policy'] = lambda: Reader((b'good = 1',), 'toml', bad, 20)\n"
        "sys.argv = ['driver', 'policy']; driver.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode != 0
    word = {"r": "ValueError: bug", "w": "took more than", "'": "MemoryError"}[what[0]]
    assert word in done.stderr
