"""Answer how many rounds a raid needs, how long they last, and what the exchange costs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airshield.catalogue import Catalogue, Quantity, bundled
from airshield.plan.annihilation import (
    Shots,
    barrage,
    ceiling,
    infeasible,
    kill_with,
    looks,
    salvo,
    salvo_needed,
    smallest,
    two_waves,
)
from airshield.plan.depletion import Depletion, Supply, demand_per_raid, deplete
from airshield.plan.stock_file import StockDoctrine, StockFile, load_stock
from airshield.result.notebook import shown
from airshield.scenario.models import Estimate
from airshield.simulate.lower.groups import warhead_path
from airshield.simulate.picker import Picker
from airshield.simulate.shots import kill_probability

F8 = NDArray[np.float64]
ENDS = ("low", "nominal", "high")
Three = tuple[float, float, float]


@dataclass(frozen=True)
class Need:
    """Rounds that one doctrine needs for the raid.

    Attributes
    ----------
    doctrine, kind : as in the file; rounds : at nominal values; None: infeasible at any stock.
    fewest, most : over the ranges of kill probability, correlation and track; None as above.
    ceiling, ceiling_low, ceiling_high : chance of no leaker that this doctrine can at best reach.
    each : rounds at each threat where the doctrine is a salvo.
    """

    doctrine: str
    kind: str
    rounds: int | None
    fewest: int | None
    most: int | None
    ceiling: float
    ceiling_low: float
    ceiling_high: float
    each: int | None


@dataclass(frozen=True)
class Exchange:
    """What the rounds of one raid cost, and what the raid cost.

    Attributes
    ----------
    rounds : spent in one raid, mean at nominal values; round_musd, threat_musd : (low, nominal,
        high) of one; ratio : (low, nominal, high) of their products, None without a price.
    sources : where the prices come from; missing : what has no public price, empty if nothing.
    """

    rounds: float
    round_musd: Three | None
    threat_musd: Three | None
    ratio: Three | None
    sources: tuple[str, ...]
    missing: str


@dataclass(frozen=True)
class StockPlan:
    """The answer to a stock question.

    Attributes
    ----------
    title, question : of the file; threats : of the raid; wanted : chance of no leaker asked for.
    p_kill, given_hit, correlation, p_track : (low, nominal, high) taken: a hit by one round, a stop
        given the hit, correlation of two rounds at one threat, a threat in track.
    needs : one for each doctrine; lasts : (few raids, nominal, many raids), or None.
    exchange : one for each doctrine with stated rounds.
    """

    title: str
    question: str
    threats: int
    wanted: float
    p_kill: Three
    given_hit: Three
    correlation: Three
    p_track: Three
    needs: tuple[Need, ...]
    lasts: tuple[Depletion, Depletion, Depletion] | None
    supply: Supply | None
    exchange: tuple[tuple[str, Exchange], ...]

    def summary(self) -> str:
        """Return the answer in a sentence for each doctrine."""
        return " ".join(self._sentence(need) for need in self.needs)

    def _repr_html_(self) -> str:
        rows = (
            (
                need.doctrine.replace("_", "-"),
                *(
                    "none is enough" if n is None else str(n)
                    for n in (need.fewest, need.rounds, need.most)
                ),
            )
            for need in self.needs
        )
        head = ("rounds needed", "at best values", "nominal", "at worst values")
        return shown(self.summary(), head, rows)

    def _sentence(self, need: Need) -> str:
        name = need.doctrine.replace("_", "-")
        asked = f"a probability of {self.wanted:g} that none of {self.threats} gets through"
        never = "infeasible at any stock"
        if need.fewest is None:
            top = need.ceiling_high
            return f"{name}: {never} over all ranges: it reaches at most {top:.2g}, for {asked}."
        if need.rounds is None:
            middle = f"{never} at nominal values, where it reaches at most {need.ceiling:.2g}"
        else:
            middle = f"{need.rounds} rounds at nominal values"
        ends = f"{need.fewest} to {need.most}" if need.most else f"{need.fewest} to {never}"
        return f"{name}: {middle}; over the ranges {ends}, for {asked}."


def _three(band: Estimate | None, default: Three) -> Three:
    return default if band is None else (band.low, band.nominal, band.high)


def _catalogue_three(catalogue: Catalogue, path: str) -> Three:
    found = catalogue.quantity(path)
    return found.si_low, found.si_nominal, found.si_high


def hit_and_stop(
    catalogue: Catalogue, interceptor: str, threat: str | None = None
) -> tuple[Three, Three]:
    """Return (low, nominal, high) chance of a kill by one round, and of a stop given the kill.

    The kill probability is the one that a raid is played with; ballistic where no threat is named.
    Only a ballistic missile can be hit and yet arrive: against other classes a kill is a stop.
    """
    kind = "ballistic" if threat is None else catalogue.text(f"threat.{threat}.class")
    pick = Picker(catalogue, {})
    kill_probability(pick, interceptor, threat or "", kind)
    kill = _catalogue_three(catalogue, pick.used[-1])
    if kind != "ballistic":
        return kill, (1.0, 1.0, 1.0)
    return kill, _catalogue_three(
        catalogue, warhead_path(catalogue.text(f"interceptor.{interceptor}.kill"))
    )


def _salvo_stock(rounds: tuple[int, ...], shots: Shots, threats: int, wanted: float) -> int | None:
    each = salvo_needed(shots, threats, wanted)
    if rounds:
        each = rounds[0] if salvo(shots, threats, rounds[0]) >= wanted else None
    return None if each is None else each * threats


def _looks_stock(rounds: tuple[int, ...], shots: Shots, threats: int, wanted: float) -> int | None:
    if (shots.p_track * kill_with(shots, sum(rounds))) ** threats < wanted:
        return None
    whole = threats * sum(rounds)
    # Rounding of the sum over all ways may leave the whole stock a hair below its own ceiling.
    return smallest(lambda n: looks(shots, threats, min(n, whole), rounds) + 1e-12, wanted, threats)


def needed(doctrine: StockDoctrine, shots: Shots, threats: int, wanted: float) -> int | None:
    """Return the smallest stock with which a doctrine reaches the chance wanted, or None."""
    if infeasible(shots, threats, wanted):
        return None
    if doctrine.kind == "salvo":
        return _salvo_stock(doctrine.rounds, shots, threats, wanted)
    if doctrine.kind == "looks":
        return _looks_stock(doctrine.rounds, shots, threats, wanted)
    if doctrine.kind == "two_waves":
        return smallest(lambda n: two_waves(shots, threats, n), wanted, threats)
    return smallest(lambda n: barrage(shots, threats, n), wanted)


def best_of(doctrine: StockDoctrine, shots: Shots, threats: int) -> float:
    """Return the chance of no leaker that a doctrine reaches with any stock."""
    if not doctrine.rounds:
        return ceiling(shots, threats)
    return (shots.p_track * kill_with(shots, sum(doctrine.rounds))) ** threats


def _need(plan: StockFile, doctrine: StockDoctrine, values: dict[str, tuple[float, ...]]) -> Need:
    threats, wanted = plan.raid.threats, plan.p_no_leaker
    corners = {
        at: Shots(*(values[name][end] for name, end in zip(values, at, strict=True)))
        for at in product(range(3), repeat=4)
    }
    stocks = {at: needed(doctrine, one, threats, wanted) for at, one in corners.items()}
    tops = {at: best_of(doctrine, one, threats) for at, one in corners.items()}
    found = [n for n in stocks.values() if n is not None]
    middle = stocks[1, 1, 1, 1]
    return Need(
        doctrine=doctrine.id,
        kind=doctrine.kind,
        rounds=middle,
        fewest=min(found, default=None),
        most=max(found) if len(found) == len(stocks) else None,
        ceiling=tops[1, 1, 1, 1],
        ceiling_low=min(tops.values()),
        ceiling_high=max(tops.values()),
        each=middle // threats if doctrine.kind == "salvo" and middle is not None else None,
    )


def _cited(found: Quantity) -> str:
    claims = f", which cites {found.claims_to_cite}" if found.claims_to_cite else ""
    return f"{found.path} ({found.basis}): {found.source or found.note}{claims}"


def _exchange(plan: StockFile, rounds: float, catalogue: Catalogue) -> Exchange:
    own = f"interceptor.{plan.rounds.interceptor}.unit_cost"
    theirs = f"threat.{plan.raid.threat}.unit_cost"
    sources, missing = [], []
    fire = threat = None
    if catalogue.has(own):
        found = catalogue.quantity(own)
        fire = (found.low, found.nominal, found.high)
        sources.append(_cited(found))
    else:
        missing.append(plan.rounds.interceptor)
    if plan.threat_price is not None:
        price = plan.threat_price
        threat = (price.low, price.nominal, price.high)
        sources.append(f"threat: {price.source or price.note} ({price.basis})")
    elif plan.raid.threat and catalogue.has(theirs):
        found = catalogue.quantity(theirs)
        threat = (found.low, found.nominal, found.high)
        sources.append(_cited(found))
    else:
        missing.append(plan.raid.threat or "the threat")
    ratio = None
    if fire and threat:
        each = rounds / plan.raid.threats
        ratio = (
            each * fire[0] / threat[2],
            each * fire[1] / threat[1],
            each * fire[2] / threat[0],
        )
    without = f"no public price in the catalogue for {', '.join(missing)}" if missing else ""
    return Exchange(rounds, fire, threat, ratio, tuple(sources), without)


def _mean(raid: F8) -> float:
    return float(np.arange(len(raid)) @ raid)


def _stop_values(found: StockFile, catalogue: Catalogue) -> tuple[Three, Three]:
    own = found.rounds.p_kill
    if own is not None:
        return (own.low, own.nominal, own.high), (1.0, 1.0, 1.0)
    return hit_and_stop(catalogue, found.rounds.interceptor, found.raid.threat)


def stock(plan: str | Path | StockFile, catalogue: Catalogue | None = None) -> StockPlan:
    """Answer a stock question: rounds by doctrine, days to empty, cost exchange.

    Parameters
    ----------
    plan : a bundled name, a path or a `StockFile`; catalogue : the bundled one where None.

    Returns
    -------
    `StockPlan`; where no stock reaches the chance asked for, its rounds are None and `summary()`
    says so.

    Raises
    ------
    InputError : every fault of the file at once.

    Notes
    -----
    **Source** closed forms of `annihilation` and `depletion`: docs/theory/stock.md.

    **Limits** Threats are alike; the time and the slots for all rounds are there; no unit fails.
    A scenario's own limits are simulated by `stock_by_simulation`.

    Examples
    --------
    >>> import airshield as ash
    >>> print(ash.plan.stock("stock-textbook").needs[0].rounds)
    33
    """
    found = plan if isinstance(plan, StockFile) else load_stock(plan)
    held = bundled() if catalogue is None else catalogue
    rho = _catalogue_three(held, "doctrine.parameters.shot_correlation")
    hit, given = _stop_values(found, held)
    values = {
        "p": hit,
        "rho": _three(found.rounds.correlation, rho),
        "p_track": _three(found.raid.p_track, (1.0, 1.0, 1.0)),
        "given_hit": given,
    }
    nominal = Shots(*(three[1] for three in values.values()))
    spending = {
        one.id: demand_per_raid(nominal, found.raid.threats, one.rounds)
        for one in found.doctrine
        if one.rounds
    }
    supply = lasts = None
    if found.supply is not None:
        table = found.supply
        three = [
            Supply(
                table.stock, getattr(table.raids_per_day, end), table.resupply_rounds,
                table.resupply_every_days, table.horizon_days,
            )
            for end in ENDS
        ]  # fmt: skip
        supply = three[1]
        first, second, third = (deplete(spending[table.doctrine], one) for one in three)
        lasts = (first, second, third)
    return StockPlan(
        title=found.title,
        question=found.question,
        threats=found.raid.threats,
        wanted=found.p_no_leaker,
        p_kill=values["p"],
        given_hit=values["given_hit"],
        correlation=values["rho"],
        p_track=values["p_track"],
        needs=tuple(_need(found, one, dict(values)) for one in found.doctrine),
        lasts=lasts,
        supply=supply,
        exchange=tuple(
            (name, _exchange(found, _mean(raid), held)) for name, raid in spending.items()
        ),
    )
