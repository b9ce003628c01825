"""Compare two scenarios on common random numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airshield.assessment.assess import check_options
from airshield.assessment.model import Comparison, Measure
from airshield.kernel.codes import Fate
from airshield.result.intervals import LEVEL, student
from airshield.result.tally import GRAIN
from airshield.scenario import Loaded, load
from airshield.simulate.lower import lower
from airshield.simulate.run import run_block

REPLICATIONS = 20_000
_BLOCK = 32 * GRAIN


def _leakers(loaded: Loaded, seed: int, n: int) -> NDArray[np.float64]:
    tables = lower(loaded.scenario, loaded.catalogue).tables
    parts = [
        (
            run_block(tables, seed, first, min(_BLOCK, n - first)).out_fate == Fate.IMPACT_IN_ASSET
        ).sum(axis=1)
        for first in range(0, n, _BLOCK)
    ]
    return np.concatenate(parts).astype(float)


def _paired(difference: NDArray[np.float64]) -> Measure:
    n = len(difference)
    low, high = student(float(difference.sum()), float((difference**2).sum()), n)
    return Measure(float(difference.mean()), low, high, "paired_t", LEVEL, n)


def _verdict(leakers: Measure) -> str:
    if leakers.low <= 0.0 <= leakers.high:
        return "not distinguishable under these assumptions"
    fewer = "first" if leakers.value < 0 else "second"
    return f"the {fewer} lets fewer through, under these assumptions"


def compare(
    first: str | Path | Loaded,
    second: str | Path | Loaded,
    *,
    seed: int = 1,
    replications: int = REPLICATIONS,
) -> Comparison:
    """Compare what gets through in two scenarios, paired on common random numbers.

    Threats of the same id fly, fail and fall alike in both, so a difference is one of the defence.

    Parameters
    ----------
    first, second : bundled names, paths or loaded scenarios; seed : 64-bit.
    replications : raids to play of each.

    Raises
    ------
    InputError : every fault of a scenario at once, an impossible seed or number of replications.
    """
    check_options(seed, replications, None)
    loaded = [s if isinstance(s, Loaded) else load(s) for s in (first, second)]
    a, b = (_leakers(one, seed, replications) for one in loaded)
    leakers = _paired(a - b)
    none = _paired((a == 0).astype(float) - (b == 0))
    ids = [one.scenario.id for one in loaded]
    return Comparison(ids[0], ids[1], leakers, none, _verdict(leakers))
