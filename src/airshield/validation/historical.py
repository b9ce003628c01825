"""Play historical raids and say where the reported outcome lies in the model's distribution.

Nothing here validates a kill probability: the numbers are few, the sources disagree, and most
raids were not engaged or were engaged once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from airshield.catalogue import Catalogue, load_catalogue
from airshield.kernel.codes import Fate, Side
from airshield.scenario import bundled_names, load
from airshield.scenario.load import Loaded
from airshield.simulate.lower import lower
from airshield.simulate.run import Outcome, run_block
from airshield.simulate.tables import Tables
from airshield.validation.model import Verdict
from airshield.validation.raid_file import Fact, Raid, Source, load_reports

SEED = 1
TAIL = 0.05
"""The central 90 % leave this much on either side."""
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class RaidResult:
    """The distribution of one statistic with the reported outcome in it.

    Attributes
    ----------
    raid : what is compared; facts, sources : who says so, and where it was read.
    values, shares : outcomes that occurred, and the share of raids with each.
    mean : of the model; below, at, above : shares of raids against the reported band.
    seconds : what it took.
    """

    raid: Raid
    facts: tuple[Fact, ...]
    sources: tuple[Source, ...]
    values: tuple[int, ...]
    shares: tuple[float, ...]
    mean: float
    below: float
    at: float
    above: float
    elapsed_s: float

    @property
    def inside(self) -> bool:
        """Tell whether some reported value lies in the central 90 % of the distribution."""
        return self.below + self.at >= TAIL and self.at + self.above >= TAIL

    @property
    def verdict(self) -> Verdict:
        """Pass if the report lies where the case says that it does: inside, or known outside."""
        return Verdict.PASSED if self.inside is not self.raid.outside else Verdict.FAILED

    @property
    def reported(self) -> str:
        """Return the reported number or band."""
        low, high = self.raid.low, self.raid.high
        return str(low) if low == high else f"{low}–{high}"


def _failed(outcome: Outcome, _tables: Tables, _raid: Raid) -> Counts:
    return np.asarray((outcome.out_fate == Fate.FAILED).sum(axis=1), np.int64)


def _leakers(outcome: Outcome, _tables: Tables, _raid: Raid) -> Counts:
    return np.asarray((outcome.out_fate == Fate.IMPACT_IN_ASSET).sum(axis=1), np.int64)


def _impacts(outcome: Outcome, tables: Tables, raid: Raid) -> Counts:
    asset = tables.asset_ids.index(raid.asset)
    return np.asarray((outcome.out_asset == asset).sum(axis=1), np.int64)


def _spent(outcome: Outcome, _tables: Tables, _raid: Raid) -> Counts:
    return np.asarray(outcome.out_spent.sum(axis=1), np.int64)


def _own_shot_down(outcome: Outcome, tables: Tables, _raid: Raid) -> Counts:
    flights = tables.threat_side != Side.HOSTILE
    return np.asarray((outcome.out_fate[:, flights] == Fate.STOPPED).sum(axis=1), np.int64)


_STATISTICS: dict[str, Callable[[Outcome, Tables, Raid], Counts]] = {
    "failed": _failed,
    "impacts": _impacts,
    "leakers": _leakers,
    "spent": _spent,
    "own_shot_down": _own_shot_down,
}


@lru_cache(maxsize=1)
def _catalogue() -> Catalogue:
    with resources.as_file(resources.files("airshield.validation") / "data") as folder:
        return load_catalogue([Path(folder) / "historical" / "catalogue.toml"])


@lru_cache(maxsize=8)
def loaded_scenario(name: str) -> Loaded:
    """Load the scenario of a historical raid: a bundled one, or one that only lies here."""
    if name in bundled_names():
        return load(name, _catalogue())
    with resources.as_file(resources.files("airshield.validation") / "data") as folder:
        return load(Path(folder) / "historical" / f"{name}.toml", _catalogue())


def played(raid: Raid) -> Counts:
    """Return the statistic of each replication, at nominal values but for the raid's change."""
    loaded = loaded_scenario(raid.scenario)
    changes = {raid.change.path: raid.change.value} if raid.change else {}
    tables = lower(loaded.scenario, loaded.catalogue, changes).tables
    outcome = run_block(tables, SEED, 0, raid.replications)
    return _STATISTICS[raid.statistic](outcome, tables, raid)


def run_raid(raid: Raid, clock: Callable[[], float] = perf_counter) -> RaidResult:
    """Play one raid and place the report in what the model gives.

    Parameters
    ----------
    raid : what is compared; clock : seconds, for the time it took.

    **Limits** the distribution is that of chance at nominal values (and of a changed one where the
    raid says so); ranges of the catalogue are not sampled, so it is narrower than what is believed.
    """
    start, reports = clock(), load_reports()
    counts = played(raid)
    values, times = np.unique(counts, return_counts=True)
    below, above = float(np.mean(counts < raid.low)), float(np.mean(counts > raid.high))
    facts = reports.facts(raid)
    return RaidResult(
        raid,
        facts,
        tuple(reports.source[key] for key in dict.fromkeys(fact.source for fact in facts)),
        tuple(int(v) for v in values),
        tuple(float(t) / len(counts) for t in times),
        float(counts.mean()),
        below,
        1.0 - below - above,
        above,
        clock() - start,
    )
