"""Compare two scenarios on common random numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airshield.assessment.assess import Progress, check_options, silent
from airshield.assessment.comparison import ArmDifference, Comparison
from airshield.assessment.measures import mean, share
from airshield.assessment.model import Measure
from airshield.kernel.codes import Fate
from airshield.posture import Resolved, resolve
from airshield.result.tally import GRAIN
from airshield.scenario import Loaded, load
from airshield.simulate.lift import ALL, flights, flights_down, leakers
from airshield.simulate.lower import lower
from airshield.simulate.run import run_block
from airshield.simulate.tables import Tables

REPLICATIONS = 20_000
_BLOCK = 32 * GRAIN
_FEWER_IS_BETTER = {"leakers": True, "people_exposed": True, "p_fratricide": True}
_WORDS = {
    "leakers": "leakers",
    "p_no_leaker": "probability of no leaker",
    "people_exposed": "people exposed",
    "rounds": "interceptors spent",
    "p_fratricide": "probability of fratricide",
}

Columns = dict[tuple[str, str], NDArray[np.float64]]


def _columns(tables: Tables, seed: int, first: int, n: int) -> Columns:
    """Play n replications; return the columns that are compared, by (asset, measure)."""
    outcome = run_block(tables, seed, first, n)
    leaks = outcome.out_fate == Fate.IMPACT_IN_ASSET
    found: Columns = {}
    for a, asset in enumerate(tables.asset_ids):
        found[asset, "leakers"] = (leaks & (outcome.out_asset == a)).sum(axis=1).astype(float)
        found[asset, "people_exposed"] = outcome.out_exposed[:, a]
    found[ALL, "leakers"] = leakers(outcome).astype(float)
    found[ALL, "people_exposed"] = outcome.out_exposed.sum(axis=1)
    for asset in (*tables.asset_ids, ALL):
        found[asset, "p_no_leaker"] = (found[asset, "leakers"] == 0).astype(float)
    found[ALL, "rounds"] = outcome.out_spent.sum(axis=1).astype(float)
    if flights(tables).any():
        found[ALL, "p_fratricide"] = (flights_down(tables, outcome) > 0).astype(float)
    return found


def _verdict(measure: str, difference: Measure) -> str:
    """Say which is better, or that the difference cannot be told from none."""
    if difference.low <= 0.0 <= difference.high:
        return "not distinguishable under these assumptions"
    lower_first = difference.value < 0
    if measure == "rounds":
        return f"the {'first' if lower_first else 'second'} spends fewer, under these assumptions"
    better_first = lower_first if _FEWER_IS_BETTER.get(measure, False) else not lower_first
    return f"the {'first' if better_first else 'second'} is better, under these assumptions"


def _difference(asset: str, measure: str, a: Columns, b: Columns) -> ArmDifference:
    key = (asset, measure)
    difference = mean(a[key] - b[key], paired=True)
    one = share if measure.startswith("p_") else mean
    return ArmDifference(
        asset_id=asset,
        measure=measure,
        words=_WORDS[measure],
        first=one(a[key]),
        second=one(b[key]),
        difference=difference,
        verdict=_verdict(measure, difference),
    )


def compare(
    first: str | Path | Loaded | Resolved,
    second: str | Path | Loaded | Resolved,
    *,
    seed: int = 1,
    replications: int = REPLICATIONS,
    progress: Progress = silent,
) -> Comparison:
    """Compare what gets through in two scenarios, paired on common random numbers.

    Threats of the same id fly, fail and fall alike in both, and units of the same id are there or
    not alike, so a difference is one of the defence: another layout, doctrine, status or raid.
    Units that hang on a ledger stand or fall with the same origins in both.

    Parameters
    ----------
    first, second : bundled names, paths or loaded scenarios; seed : 64-bit.
    replications : raids to play of each.
    progress : called with (stage, done, wanted).

    Returns
    -------
    Comparison: one row per measure of all assets, and per asset that both scenarios defend.

    Raises
    ------
    InputError : every fault of a scenario at once, an impossible seed or number of replications.
    """
    check_options(seed, replications, None)
    resolved = [resolve(load(s) if isinstance(s, str | Path) else s) for s in (first, second)]
    loaded = [one.loaded for one in resolved]
    tables = [
        lower(one.loaded.scenario, one.loaded.catalogue, draw_up=one.draw_up).tables
        for one in resolved
    ]
    parts: list[tuple[Columns, Columns]] = []
    for start in range(0, replications, _BLOCK):
        n = min(_BLOCK, replications - start)
        a, b = (_columns(one, seed, start, n) for one in tables)
        parts.append((a, b))
        progress("replications", start + n, replications)
    whole = [
        {key: np.concatenate([part[arm][key] for part in parts]) for key in parts[0][arm]}
        for arm in (0, 1)
    ]
    shared = [key for key in whole[0] if key in whole[1]]
    # All assets first, then each: the order of the measures is that of `_WORDS`.
    order = list(_WORDS)
    shared.sort(key=lambda key: (key[0] != ALL, key[0], order.index(key[1])))
    rows = tuple(_difference(asset, measure, *whole) for asset, measure in shared)
    ids = [one.scenario.id for one in loaded]
    return Comparison(ids[0], ids[1], rows, seed, replications)
