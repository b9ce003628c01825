"""Fuzz one reader in a process of its own, whose memory is bounded.

`python tests/fuzz/driver.py READER [--examples N | --seconds S] [--seed K] [--keep DIR]`; not a
test module: `test_fuzz.py` and `make fuzz` start it.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import logging
import resource
import shutil
import signal
import sys
import tempfile
import time
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fuzz.mutations import RECIPES, spoiled
from fuzz.readers import MAKERS
from hypothesis import HealthCheck, Phase, given, seed, settings
from peak_memory import peak_bytes

from airshield.errors import AirshieldError, InputError

SECONDS_MOST = 10.0
"""CPU time of one example: a file that takes longer hangs."""
MEMORY_MOST = 2**30


class HangError(BaseException):
    """One example took too long; no reader catches it."""


def _ring(*_):
    raise HangError(f"an example took more than {SECONDS_MOST:g} s")


def _one(reader, content, folder):
    """Read one spoiled file; return whether it was accepted."""
    path = folder / reader.name
    path.write_bytes(content)
    signal.setitimer(signal.ITIMER_PROF, SECONDS_MOST)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
            warnings.simplefilter("error")
            reader.call(path)
        said = None
    except AirshieldError as error:
        said = error
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
    if isinstance(said, InputError):
        # One line for each fault: no fault tells nothing, and none is broken over lines.
        assert len(str(said).splitlines()) == len(said.faults) > 0, said.faults
    return said is None


def fuzz(name, reader, examples, number, keep):
    """Spoil and read; return (files read, files accepted). What fails raises."""
    counts = [0, 0]
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base) / "own"
        folder.mkdir()

        @seed(number)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        )
        @given(RECIPES)
        def trial(recipe):
            shutil.rmtree(folder)
            folder.mkdir()
            content = spoiled(recipe, reader.seeds, reader.kind)
            try:
                counts[1] += _one(reader, content, folder)
            except BaseException:
                if keep is not None:
                    keep.mkdir(parents=True, exist_ok=True)
                    (keep / f"{name}-{reader.name}").write_bytes(content)
                raise
            counts[0] += 1

        trial()
    return counts


def _read_sound(reader):
    """Read the sound files: everything is loaded then, before memory is bounded."""
    with tempfile.TemporaryDirectory() as base:
        for k, content in enumerate(reader.seeds):
            folder = Path(base) / str(k)
            folder.mkdir()
            _one(reader, content, folder)


def _bounded():
    """Let the process grow by a gibibyte at most from here."""
    own = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (own + MEMORY_MOST, own + MEMORY_MOST))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", choices=sorted(MAKERS))
    parser.add_argument("--examples", type=int)
    parser.add_argument("--seconds", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    logging.disable()
    signal.signal(signal.SIGPROF, _ring)
    reader = MAKERS[asked.reader]()
    _read_sound(reader)
    _bounded()
    start, number, total = time.monotonic(), asked.seed, [0, 0]
    while True:
        own = fuzz(asked.reader, reader, asked.examples or reader.examples, number, asked.keep)
        total = [a + b for a, b in zip(total, own, strict=True)]
        number += 1
        if time.monotonic() - start >= asked.seconds:
            break
    peak = peak_bytes()
    found = {"read": total[0], "accepted": total[1], "seeds": number - asked.seed}
    found |= {"seconds": round(time.monotonic() - start, 1), "peak_mib": peak // 2**20}
    print(json.dumps(found))
    return 0 if peak < MEMORY_MOST else 1


if __name__ == "__main__":
    sys.exit(main())
