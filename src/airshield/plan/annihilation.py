"""Compute in closed form how likely a stock of rounds stops a whole raid, by doctrine.

Shots at one threat go together as in the simulation: with single-shot probability p and pairwise
correlation rho, c = p + rho (1 - p) and t = p / c; a threat can be hit at all with t, and each shot
then hits with c, independently, and a hit stops with a chance of its own. Every threat must be in
track, each with p_track.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F8 = NDArray[np.float64]
ROUNDS_MOST = 100_000
"""No inventory beyond this is looked for; what needs more is as good as infeasible."""


@dataclass(frozen=True)
class Shots:
    """What one round does.

    Attributes
    ----------
    p : chance that a single round hits a threat in track; rho : correlation of two at one threat.
    p_track : chance that a threat is in track at all; given_hit : that a hit stops it.
    """

    p: float
    rho: float = 0.0
    p_track: float = 1.0
    given_hit: float = 1.0

    @property
    def hittable(self) -> float:
        """Return t: the chance that any number of rounds can stop a threat in track."""
        return self.p / (self.p + self.rho * (1.0 - self.p)) if self.p > 0.0 else 0.0

    @property
    def each(self) -> float:
        """Return b: the chance that one round stops a threat that can be hit."""
        return (self.p + self.rho * (1.0 - self.p)) * self.given_hit

    @property
    def stop(self) -> float:
        """Return the chance that a single round stops a threat in track."""
        return self.p * self.given_hit

    def kill(self, n: float) -> float:
        """Return the chance that n rounds at a threat in track stop it."""
        return self.hittable * -math.expm1(n * _log_miss(self.each))


def _log_miss(b: float) -> float:
    return math.log1p(-b) if b < 1.0 else -math.inf


def kill_with(shots: Shots, n: int) -> float:
    """Return the chance that n rounds stop a threat in track; none stop nothing."""
    return shots.kill(n) if n else 0.0


def ceiling(shots: Shots, threats: int) -> float:
    """Return the chance of no leaker that no stock exceeds, whatever the doctrine."""
    return (shots.p_track * shots.hittable) ** threats


def salvo(shots: Shots, threats: int, rounds_each: int) -> float:
    """Return the chance of no leaker when so many rounds fly at each threat.

    **Source** K = p_track (1 - (1 - p)^n), P = K^W: the form of Wilkening, Science & Global
    Security 8 (2000); with correlation as above.
    """
    return (shots.p_track * kill_with(shots, rounds_each)) ** threats


def barrage(shots: Shots, threats: int, stock: int) -> float:
    """Return the chance of no leaker when a stock is spread as evenly as possible, at once."""
    each, more = divmod(stock, threats)
    tracked = shots.p_track**threats
    return tracked * kill_with(shots, each) ** (threats - more) * kill_with(shots, each + 1) ** more


def two_waves(shots: Shots, threats: int, stock: int) -> float:
    """Return the chance of no leaker: one round each, a look, all others evenly at survivors.

    With p the chance of a stop by one round, a threat that survived one can be stopped with
    t (1 - b) / (1 - p).
    """
    if stock < threats:
        return 0.0
    p, b = shots.stop, shots.each
    if p >= 1.0:
        return shots.p_track**threats
    later = shots.hittable * (1.0 - b) / (1.0 - p)
    total = p**threats
    for s in range(1, threats + 1):
        each, more = divmod(stock - threats, s)
        few, many = (later * (1.0 - (1.0 - b) ** n) for n in (each, each + 1))
        weight = math.comb(threats, s) * (1.0 - p) ** s * p ** (threats - s)
        total += weight * few ** (s - more) * many**more
    return shots.p_track**threats * total


def looks(shots: Shots, threats: int, stock: int, rounds: tuple[int, ...]) -> float:
    """Return the chance of no leaker with looks, threat after threat, until the stock is empty.

    Parameters
    ----------
    rounds : in each look; a threat that survives the last has leaked. A look that the stock cannot
        fill flies with what is left.
    """
    still = np.zeros(stock + 1)
    still[0] = 1.0
    for _ in range(threats):
        still = _serve(shots, still, rounds)
    return shots.p_track**threats * float(still.sum())


def _serve(shots: Shots, spent: F8, rounds: tuple[int, ...]) -> F8:
    """Return the distribution of rounds spent after one more threat, where it is stopped."""
    stock = len(spent) - 1
    out = np.zeros_like(spent)
    before = 0
    for n in rounds:
        here = kill_with(shots, before + n) - kill_with(shots, before)
        step = before + n
        if step <= stock:
            out[step:] += here * spent[: stock + 1 - step]
        # The stock ends within this look: what is left flies, and it is empty then.
        for short in range(max(0, stock + 1 - step), stock - before):
            left = stock - short - before
            part = kill_with(shots, before + left) - kill_with(shots, before)
            out[stock] += part * spent[short]
        before = step
    return out


def smallest(chance: Callable[[int], float], wanted: float, least: int = 1) -> int | None:
    """Return the smallest stock with at least the chance wanted, None if there is none.

    `chance` must not fall with the stock.
    """
    high = max(1, least)
    while chance(high) < wanted:
        high *= 2
        if high > ROUNDS_MOST:
            return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if chance(middle) >= wanted else (middle, high)
    return high


def salvo_needed(shots: Shots, threats: int, wanted: float) -> int | None:
    """Return the rounds at each threat for a chance of no leaker, None if no number gives it."""
    if infeasible(shots, threats, wanted):
        return None
    return smallest(lambda n: salvo(shots, threats, n), wanted)


def continuous_stock(shots: Shots, threats: int, wanted: float) -> float | None:
    """Return the stock for a chance of no leaker if rounds could be split, None if none does."""
    if infeasible(shots, threats, wanted):
        return None
    share = wanted ** (1.0 / threats) / (shots.p_track * shots.hittable)
    return threats * math.log1p(-share) / _log_miss(shots.each)


def infeasible(shots: Shots, threats: int, wanted: float) -> bool:
    """Tell whether no stock at all gives the chance wanted.

    With b < 1 the ceiling is approached and never reached.
    """
    top = ceiling(shots, threats)
    return top < wanted or (top == wanted and shots.each < 1.0)
