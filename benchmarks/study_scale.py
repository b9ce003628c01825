"""Time a study on one and on two Dask workers, and what a part costs whoever hands parts out.

Run with `python -m benchmarks.study_scale` on an idle machine with two cores.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

from airshield.study.executors import dask_client, on_dask
from airshield.study.files import read_study
from airshield.study.run import Ran, run

STUDY = """schema_version = 1
id = "scale"
title = "Scale"
scenario = "iraq-2020"
replications = {replications}
block = {block}
blocks_per_part = {parts}

[[axis]]
id = "batteries"
keys = ["fire_unit"]
values = [2]
"""
REPEATS = 5


def _played(client: object, text: str) -> tuple[float, float, Ran]:
    """Return wall seconds, CPU seconds of client and scheduler, and how it ended."""
    with tempfile.TemporaryDirectory() as base:
        wall, cpu = time.perf_counter(), time.process_time()
        ran = run(read_study(text), Path(base) / "out", executor=lambda jobs: on_dask(client, jobs))
        return time.perf_counter() - wall, time.process_time() - cpu, ran


def main() -> None:
    print(f"load before: {os.getloadavg()}")
    long = STUDY.format(replications=400_000, block=2000, parts=10)
    many = STUDY.format(replications=3000, block=10, parts=1)
    walls: dict[int, list[float]] = {1: [], 2: []}
    with dask_client(None, 1) as one, dask_client(None, 2) as two:
        clients = {1: one, 2: two}
        for client in clients.values():
            _played(client, STUDY.format(replications=4000, block=1000, parts=1))
        # Turn by turn, so that other work on the machine hits both alike.
        for _ in range(REPEATS):
            for workers, client in clients.items():
                walls[workers].append(_played(client, long)[0])
        overheads = []
        for _ in range(3):
            _, cpu, ran = _played(two, many)
            overheads.append(cpu / ran.parts_wanted)
    ratio = [a / b for a, b in zip(walls[1], walls[2], strict=True)]
    print(f"one worker: {[round(t, 2) for t in walls[1]]} s")
    print(f"two workers: {[round(t, 2) for t in walls[2]]} s")
    print(f"median of the ratios: {statistics.median(ratio):.2f}")
    per_part = statistics.median(overheads)
    print(f"client and scheduler, CPU per part: {1e3 * per_part:.1f} ms")
    print(f"parts for 1,000 busy workers: at least {1000 * per_part:.1f} s each")
    print(f"load after: {os.getloadavg()}")


if __name__ == "__main__":
    main()
