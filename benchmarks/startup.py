"""Time what a user waits for: help, lowering, the first nominal answer."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time

from airshield.posture import resolve
from airshield.scenario import load
from airshield.simulate import family, shots
from airshield.simulate.lower import lower

ROUNDS = 5
KEPT = (family._arrival, family._rocket, family._route, shots._time_of_flight)
"""What lowering remembers from one call to the next."""


def _first_words(*arguments: str) -> float:
    """Return the median wall seconds from the start of a process to the first it prints."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            assert process.stdout is not None
            process.stdout.read(1)
            times.append(time.perf_counter() - start)
            process.stdout.read()
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, arguments)
    return sorted(times)[ROUNDS // 2]


def _lowering_ms() -> float:
    """Return the median milliseconds of lowering iraq-2020 with nothing remembered."""
    loaded = resolve(load("iraq-2020")).loaded
    lower(loaded.scenario, loaded.catalogue)
    times = []
    for _ in range(20):
        for kept in KEPT:
            kept.cache_clear()
        start = time.perf_counter()
        lower(loaded.scenario, loaded.catalogue)
        times.append(1e3 * (time.perf_counter() - start))
    return sorted(times)[10]


def run() -> dict[str, float]:
    """Return seconds of help and of a nominal answer, and milliseconds of lowering."""
    with tempfile.TemporaryDirectory() as out:
        assess = ("-m", "airshield", "assess", "iraq-2020", "--nominal", "--force")
        nominal = _first_words(*assess, "--out", out)
    return {
        "help_s": _first_words("-m", "airshield", "--help"),
        "lower_ms": _lowering_ms(),
        "nominal_s": nominal,
    }


def main() -> None:
    """Print the three."""
    found = run()
    print("what a user waits for (medians, warm cache)")
    print(f"  airshield --help      {found['help_s']:.2f} s (aim 0.4)")
    print(f"  lowering iraq-2020    {found['lower_ms']:.0f} ms (aim 20)")
    print(f"  nominal answer        {found['nominal_s']:.2f} s to the first words (aim 2)")


if __name__ == "__main__":
    main()
