"""Time the engagement kernel against a careful plain-Python peer of the same specification."""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "oracle")]

import plain_peer as peer_program  # noqa: E402
import synthetic  # noqa: E402

from airshield.errors import AirshieldError  # noqa: E402
from airshield.simulate.device import DEVICES, player  # noqa: E402
from airshield.simulate.run import run_block, thread_count  # noqa: E402

SIZES = (
    # threats, units, kernel replications, peer replications, bar, aim
    (16, 1, 30_000, 600, 30, 45),
    (16, 4, 20_000, 400, 30, 50),
    (100, 10, 4_000, 100, 35, 60),
    (500, 20, 1_000, 25, 50, 120),
)
DEVICE_SIZES = ((16, 1, 262_144), (16, 4, 262_144), (100, 10, 65_536), (500, 20, 16_384))
ROUNDS = 3
MILLION = 1_000_000
BLOCK = 65_536


def _cpu(work, n: int) -> float:
    """Return the best rate of several rounds, replications per CPU second."""
    best = 0.0
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        best = max(best, n / (time.process_time() - start))
    return best


def run() -> dict[str, list[dict[str, float]]]:
    """Return one row per size: rates of kernel and peer, their ratio, the bar and the aim.

    The peer plays the plain engagement only (no sides, orders, nets or losses: the raids have none)
    and draws from `random.random()`; both run on one thread, turn by turn.
    """
    rows = []
    for threats, units, n_kernel, n_peer, bar, aim in SIZES:
        tables = synthetic.notional_raid(threats, units)
        run_block(tables, 1, 0, 64, threads=1)
        kernel = _cpu(lambda t=tables, n=n_kernel: run_block(t, 1, 0, n, threads=1), n_kernel)
        draws = peer_program.stdlib_draws(random.Random(1))
        peer = _cpu(lambda t=tables, n=n_peer, d=draws: peer_program.run(t, 1, 0, n, d), n_peer)
        rows.append(
            {
                "threats": threats,
                "units": units,
                "kernel_per_s": kernel,
                "peer_per_s": peer,
                "ratio": kernel / peer,
                "bar": bar,
                "aim": aim,
            }
        )
    return {"rows": rows}


def million() -> float:
    """Return the wall seconds of a million replications of 16 x 4 on all cores."""
    tables = synthetic.notional_raid(16, 4)
    run_block(tables, 1, 0, 1024)
    start = time.perf_counter()
    for first in range(0, MILLION, BLOCK):
        run_block(tables, 1, first, min(BLOCK, MILLION - first))
    return time.perf_counter() - start


def _wall(play, tables, n: int) -> float:
    """Return the best rate of several rounds, replications per second of wall time."""
    best = 0.0
    for _ in range(ROUNDS):
        start = time.perf_counter()
        play(tables, 1, 0, n)
        best = max(best, n / (time.perf_counter() - start))
    return best


def on_device(name: str) -> None:
    """Print the rates of a device beside those of all threads of the processor, by wall time.

    Everything that a block takes is counted but compiling: set-up, transfers both ways.
    """
    device = player(name)
    print(f"{device.name}; processor: {thread_count()} threads, load {os.getloadavg()[0]:.2f}")
    start = time.perf_counter()
    device.play(synthetic.notional_raid(16, 1), 1, 0, 64)
    print(f"  first block, compiled or loaded: {time.perf_counter() - start:.1f} s")
    for threats, units, n in DEVICE_SIZES:
        tables = synthetic.notional_raid(threats, units)
        run_block(tables, 1, 0, 64)
        here, there = _wall(run_block, tables, n), _wall(device.play, tables, n)
        print(
            f"  {threats:>3} x {units:<2}  device {there:>11,.0f}/s  processor {here:>9,.0f}/s  "
            f"x{there / here:.1f}"
        )


def main() -> None:
    """Print the table, the load and the cores."""
    print(f"cores {os.cpu_count()}, threads {thread_count()}, load {os.getloadavg()[0]:.2f}")
    print("engagement kernel against the plain-Python peer, one thread, CPU time")
    for row in run()["rows"]:
        print(
            f"  {row['threats']:>3} x {row['units']:<2}  kernel {row['kernel_per_s']:>9,.0f}/s  "
            f"peer {row['peer_per_s']:>7,.1f}/s  x{row['ratio']:.0f}  "
            f"(bar x{row['bar']}, aim x{row['aim']})"
        )
    print(f"  1,000,000 replications of 16 x 4: {million():.1f} s wall (bar 6 s, aim 3 s idle)")
    print(f"load after {os.getloadavg()[0]:.2f}")


def command() -> None:
    """Time the processor against the peer, or a device that is named against the processor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--device", choices=DEVICES, default=DEVICES[0])
    asked = parser.parse_args().device
    if asked == DEVICES[0]:
        main()
        return
    try:
        on_device(asked)
    except AirshieldError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    command()
