"""Find by simulation how many rounds a scenario's fire units need for no leaker."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from airshield.assessment.meet import lower_resolved
from airshield.errors import Fault, InputError
from airshield.kernel.codes import Fate
from airshield.posture import resolve
from airshield.result.intervals import wilson
from airshield.scenario import Loaded
from airshield.simulate.run import run_block
from airshield.simulate.tables import Tables

I8 = NDArray[np.int64]
UNLIMITED = 100_000
"""Rounds of a launcher group that no raid of this version empties."""
STEPS_MOST = 4096


@dataclass(frozen=True)
class Stocked:
    """Rounds that reach a probability of no leaker in simulation.

    Attributes
    ----------
    wanted : probability asked for; now : (value, low, high) with the scenario's rounds.
    unlimited : (value, low, high) with rounds without end.
    rounds : by launcher group id, ready at once, the smallest found that reach it; None: infeasible
        at any stock.
    reached : (value, low, high) with these.
    replications : of each run.
    """

    wanted: float
    now: tuple[float, float, float]
    unlimited: tuple[float, float, float]
    rounds: dict[str, int] | None
    reached: tuple[float, float, float] | None
    replications: int


def _chance(
    tables: Tables, stock: NDArray[np.integer], seed: int, n: int
) -> tuple[float, float, float]:
    played = run_block(replace(tables, group_stock=stock.astype(np.int32)), seed, 0, n)
    none = int(((played.out_fate == Fate.IMPACT_IN_ASSET).sum(axis=1) == 0).sum())
    return none / n, *wilson(none, n)


def _stock(base: I8, k: int) -> I8:
    """Return the stock of step k: the largest group has k rounds, the others their share."""
    scaled: I8 = np.ceil(base * (k / base.max())).astype(np.int64)
    return scaled


def stock_by_simulation(
    loaded: Loaded, wanted: float, *, seed: int = 1, replications: int = 10_000
) -> Stocked:
    """Find the smallest stock of a scenario's units that reaches a probability of no leaker.

    All launcher groups grow and shrink in the proportion of the scenario, ready rounds and those in
    reserve together, and the same random numbers are used for every stock. The rounds found are
    ready at once: nothing is reloaded.

    Parameters
    ----------
    loaded : the scenario; wanted : probability of no leaker, above 0 and below 1.
    seed : 64-bit; replications : of each run.

    Returns
    -------
    `Stocked`; `rounds` is None where even rounds without end leave the upper end of the interval
    below what is wanted: then posture, detection, time, slots or correlation forbid it.

    Raises
    ------
    InputError : `wanted` out of range, or a scenario without rounds.
    """
    resolved = resolve(loaded)
    loaded = resolved.loaded
    with_reload = lower_resolved(resolved).tables
    tables = replace(with_reload, group_reserve=np.zeros_like(with_reload.group_reserve))
    base = with_reload.group_stock.astype(np.int64) + with_reload.group_reserve
    if not 0.0 < wanted < 1.0:
        raise InputError([Fault("ash.plan.stock", None, "wanted", f"{wanted:g} is not in (0, 1)")])
    if base.sum() == 0:
        message = "no rounds to scale; add a `[[fire_unit]]` with launchers"
        raise InputError([Fault(loaded.file, None, "fire_unit", message)])
    now = _chance(with_reload, with_reload.group_stock, seed, replications)
    endless = _chance(tables, np.full_like(base, UNLIMITED), seed, replications)
    if endless[0] < wanted:
        return Stocked(wanted, now, endless, None, None, replications)
    low, high = 0, 1
    while _chance(tables, _stock(base, high), seed, replications)[0] < wanted:
        low, high = high, 2 * high
        if high > STEPS_MOST:
            return Stocked(wanted, now, endless, None, None, replications)
    while high - low > 1:
        middle = (low + high) // 2
        enough = _chance(tables, _stock(base, middle), seed, replications)[0] >= wanted
        low, high = (low, middle) if enough else (middle, high)
    stock = _stock(base, high)
    rounds = dict(zip(tables.group_ids, stock.tolist(), strict=True))
    return Stocked(
        wanted, now, endless, rounds, _chance(tables, stock, seed, replications), replications
    )
