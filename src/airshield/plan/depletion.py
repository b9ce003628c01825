"""Compute how long a stock lasts under raids at random times and regular resupply."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airshield.plan.annihilation import Shots, kill_with

F8 = NDArray[np.float64]


@dataclass(frozen=True)
class Supply:
    """What a stock lives on.

    Attributes
    ----------
    stock : rounds at the start, and the most that is held; raids_per_day : mean, at random times.
    resupply_rounds : that come every `resupply_every_days` days; horizon_days : looked ahead.
    """

    stock: int
    raids_per_day: float
    resupply_rounds: int
    resupply_every_days: int
    horizon_days: int


@dataclass(frozen=True)
class Depletion:
    """When a stock is first too small for what comes.

    Attributes
    ----------
    p05_days, median_days, p95_days : quantiles of the first day on which rounds are lacking; None
        beyond the horizon.
    p_within_horizon : chance that rounds are lacking at all within it.
    rounds_per_raid, rounds_per_day : mean demand; resupply_per_day : mean supply.
    """

    p05_days: int | None
    median_days: int | None
    p95_days: int | None
    p_within_horizon: float
    rounds_per_raid: float
    rounds_per_day: float
    resupply_per_day: float


def demand_per_raid(shots: Shots, threats: int, rounds: tuple[int, ...]) -> F8:
    """Return the distribution of rounds that a raid calls for, with looks of so many rounds each.

    A threat that is not in track draws no fire.
    """
    one = np.zeros(sum(rounds) + 1)
    one[0] = 1.0 - shots.p_track
    before = 0
    for k, n in enumerate(rounds):
        missed_so_far = 1.0 - kill_with(shots, before)
        stopped = kill_with(shots, before + n) - kill_with(shots, before)
        last = k == len(rounds) - 1
        one[before + n] += shots.p_track * (missed_so_far if last else stopped)
        before += n
    raid = np.ones(1)
    for _ in range(threats):
        raid = np.convolve(raid, one)
    return raid


def _per_day(raid: F8, raids_per_day: float, most: int) -> F8:
    """Return the distribution of a day's demand, 0 to `most`, all above it in the last place.

    **Source** recursion for compound Poisson sums: Panjer, ASTIN Bulletin 12 (1981).
    """
    pmf = np.zeros(most + 2)
    pmf[0] = math.exp(-raids_per_day * (1.0 - raid[0]))
    sizes = np.arange(1, len(raid))
    weights = raids_per_day * sizes * raid[1:]
    for n in range(1, most + 1):
        k = min(n, len(sizes))
        pmf[n] = float(weights[:k] @ pmf[n - sizes[:k]]) / n
    pmf[-1] = max(0.0, 1.0 - float(pmf[:-1].sum()))
    return pmf


def deplete(raid: F8, supply: Supply) -> Depletion:
    """Return when the stock is first too small.

    Parameters
    ----------
    raid : distribution of rounds that one raid calls for (`demand_per_raid`); supply : as above.

    Resupply comes at the end of its day and never fills beyond the stock at the start.
    """
    stock = supply.stock
    day = _per_day(raid, supply.raids_per_day, stock)
    left = np.zeros(stock + 1)
    left[stock] = 1.0
    lacking = np.zeros(supply.horizon_days)
    for d in range(supply.horizon_days):
        # left[s] rounds; a demand of k <= s leaves s - k.
        after = np.convolve(left[::-1], day[: stock + 1])[: stock + 1][::-1]
        lacking[d] = max(0.0, float(left.sum() - after.sum()))
        left = after
        if supply.resupply_rounds and (d + 1) % supply.resupply_every_days == 0:
            left = _resupplied(left, supply.resupply_rounds)
    by_day = np.cumsum(lacking)
    mean = float(np.arange(len(raid)) @ raid)
    return Depletion(
        p05_days=_first(by_day, 0.05),
        median_days=_first(by_day, 0.5),
        p95_days=_first(by_day, 0.95),
        p_within_horizon=min(1.0, float(by_day[-1])),
        rounds_per_raid=mean,
        rounds_per_day=mean * supply.raids_per_day,
        resupply_per_day=supply.resupply_rounds / supply.resupply_every_days,
    )


def _first(by_day: F8, q: float) -> int | None:
    return int(np.argmax(by_day >= q)) + 1 if by_day[-1] >= q else None


def _resupplied(left: F8, rounds: int) -> F8:
    out = np.zeros_like(left)
    most = len(left) - 1
    add = min(rounds, most)
    out[add:] = left[: most + 1 - add]
    out[most] += float(left[most + 1 - add :].sum())
    return out
