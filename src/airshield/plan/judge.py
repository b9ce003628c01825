"""Judge plans by simulation: people exposed by raids on the bases, on common random numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from airshield.catalogue import Catalogue
from airshield.kernel.codes import Fate
from airshield.plan.raids import Approach, Stand, scenario, volley
from airshield.plan.sites_file import SitesFile
from airshield.result.intervals import LEVEL, student
from airshield.scenario import adopt
from airshield.simulate.geometry import WGS84
from airshield.simulate.lower import lower
from airshield.simulate.run import run_block

F8 = NDArray[np.float64]
Progress = Callable[[str, int, int], None]
"""Called with (stage, done, wanted)."""


def silent(stage: str, done: int, wanted: int) -> None:
    """Say nothing of progress."""
    del stage, done, wanted


@dataclass(frozen=True)
class Mean:
    """A mean over replications with its 95 % interval (Student's t)."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        """Return it in words, as a table shows it."""
        return f"{self.value:.3g} ({self.low:.3g} to {self.high:.3g})"


def mean_of(sample: F8) -> Mean:
    """Return the mean of a sample with its interval."""
    low, high = student(float(sample.sum()), float((sample**2).sum()), len(sample), LEVEL)
    return Mean(float(sample.mean()), low, high)


@dataclass
class Judge:
    """Play raids and remember what came of them.

    Attributes
    ----------
    plan, catalogue : what is played; demands : the raids, one for each approach.
    reach_m : beyond which no battery can take part; seed : 64-bit; replications : of each raid.

    A raid's random numbers depend on seed, replication and its own identity only: two plans are
    compared on the same raids.
    """

    plan: SitesFile
    catalogue: Catalogue
    demands: tuple[Approach, ...]
    reach_m: float
    seed: int = 1
    replications: int = 2000
    _played: dict[tuple[int, tuple[Stand, ...]], tuple[F8, F8]] = field(default_factory=dict)

    def raid(self, d: int, stands: Sequence[Stand]) -> tuple[F8, F8]:
        """Return (people exposed, leakers) of one raid by replication, under some batteries."""
        near = tuple(sorted((s for s in stands if self._near(d, s)), key=lambda s: s.id))
        if (d, near) not in self._played:
            self._played[d, near] = self._play(d, near)
        return self._played[d, near]

    def _near(self, d: int, stand: Stand) -> bool:
        asset = next(one for one in self.plan.asset if one.id == self.demands[d].asset)
        here, there = (self.catalogue.site(name) for name in (asset.site, stand.site))
        distance = WGS84.inv(here.lon_deg, here.lat_deg, there.lon_deg, there.lat_deg)[2]
        return bool(distance <= self.reach_m)

    def _play(self, d: int, near: tuple[Stand, ...]) -> tuple[F8, F8]:
        approach = self.demands[d]
        axis = next(one for one in self.plan.axis if one.id == approach.axis)
        asset = next(one for one in self.plan.asset if one.id == approach.asset)
        raid = volley(axis, approach, axis.threats)
        made = adopt(scenario(self.plan, [asset], near, [raid]), self.catalogue)
        played = run_block(
            lower(made.scenario, made.catalogue).tables, self.seed, 0, self.replications
        )
        leakers = (played.out_fate == Fate.IMPACT_IN_ASSET).sum(axis=1).astype(float)
        return played.out_exposed.sum(axis=1), leakers

    def sample(self, weights: Sequence[float], stands: Sequence[Stand]) -> tuple[F8, F8]:
        """Return (people exposed, leakers) by replication, weighted over the raids."""
        exposed, leakers = np.zeros(self.replications), np.zeros(self.replications)
        for d, weight in enumerate(weights):
            if weight > 0.0:
                own = self.raid(d, stands)
                exposed += weight * own[0]
                leakers += weight * own[1]
        return exposed, leakers
