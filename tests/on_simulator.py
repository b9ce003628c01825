"""Play battlefields on the processor and under the simulator of CUDA: a program of its own.

The simulator is chosen by the environment before Numba is loaded, so tests start this file.
Usage: on_simulator.py CASES REPLICATIONS; prints one line of JSON.
"""

import json
import sys

import numpy as np
import synthetic
from battlefield import random_battlefield

from airshield.simulate.device import player
from airshield.simulate.run import run_block

FIRST, SEED = 5, 20_200_311


def cases(n):
    """Return a plain raid, one without units, and random battlefields."""
    rng = np.random.default_rng(7)
    raid = synthetic.notional_raid(16, 1)
    return [raid, raid.without_units(), *(random_battlefield(rng) for _ in range(n))]


def main():
    n_cases, replications = (int(word) for word in sys.argv[1:])
    device = player("cuda")
    found = []
    for tables in cases(n_cases):
        here = run_block(tables, SEED, FIRST, replications, threads=1)
        there = device.play(tables, SEED, FIRST, replications)
        found.append([here.digest(), there.digest(), int(here.out_shots.sum())])
    print(json.dumps({"device": device.name, "found": found}))


if __name__ == "__main__":
    main()
