"""Pose a siting file as arrays: who is where, what may stand where from when, what is required."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array

from airshield.catalogue import Catalogue
from airshield.plan.raids import Stand, likelihoods
from airshield.plan.site_coverage import SiteCoverage
from airshield.plan.sites_file import SitesFile
from airshield.plan.siting import Choice, SitingProblem
from airshield.simulate.lower.assets import lower_assets
from airshield.simulate.picker import Picker


@dataclass(frozen=True)
class Placement:
    """A battery that is placed: of which arrival, where, looking which way, up from when."""

    arrival: str
    site: str
    boresight_deg: float
    up_from: dt.date


@dataclass(frozen=True, eq=False)
class Posed:
    """A siting file as arrays, and what their places mean."""

    plan: SitesFile
    coverage: SiteCoverage
    dates: tuple[dt.date, ...]
    given: SitingProblem
    weight: tuple[float, ...]

    def placement(self, choice: Choice) -> Placement:
        """Return what a choice means."""
        group, column = choice
        stand = self.coverage.stands[column]
        return Placement(
            self.plan.arrival[group].id,
            stand.site,
            stand.boresight_deg,
            self.dates[int(self.given.first[group, column])],
        )


def permits(plan: SitesFile, refused: Sequence[str] = ()) -> dict[str, dt.date | None]:
    """Return from when each candidate site may be used, None for never."""
    hosts = {one.id: None if one.id in refused else one.permits_from for one in plan.host}
    found: dict[str, dt.date | None] = {}
    for one in plan.candidate:
        host = hosts[one.host]
        later = one.permits_from
        found[one.site] = None if host is None else max(host, later) if later else host
    return found


def people(plan: SitesFile, catalogue: Catalogue) -> dict[str, float]:
    """Return the people of each asset, nominal, as a raid is played with them."""
    ground = lower_assets(Picker(catalogue, {}), plan.asset)
    return {one.id: n for one, n in zip(plan.asset, ground.people, strict=True)}


def _dates(plan: SitesFile) -> tuple[dt.date, ...]:
    inside = {
        *(one.ready_from for one in plan.arrival),
        *(one.ready_from for one in plan.placed),
        *(date for date in permits(plan).values() if date),
        *(one.by for one in plan.requirement),
    }
    return (plan.begins, *sorted(date for date in inside if plan.begins < date < plan.ends))


def pose(
    plan: SitesFile,
    coverage: SiteCoverage,
    catalogue: Catalogue,
    refused: Sequence[str] = (),
) -> Posed:
    """Turn a siting file and its coverage into arrays.

    Parameters
    ----------
    plan : the file; coverage : opportunities of every stand, asset and axis.
    catalogue : for the people of sites; refused : hosts that allow nothing.
    """
    dates = _dates(plan)
    stands, demands = coverage.stands, coverage.demands
    allowed = permits(plan, refused)
    names = list(dict.fromkeys(stand.site for stand in stands))
    capacity = {one.site: one.capacity for one in plan.candidate}
    for one in plan.placed:
        capacity[one.site] = max(0, capacity.get(one.site, 0) - 1)
    never = len(dates)

    def period(date: dt.date | None) -> int:
        if date is None or date >= plan.ends:
            return never
        return sum(date > begin for begin in dates)

    first = np.full((len(plan.arrival), len(stands)), never, np.int64)
    for g, arrival in enumerate(plan.arrival):
        for j, stand in enumerate(stands):
            date = allowed.get(stand.site)
            if stand.kind == arrival.kind and date is not None:
                first[g, j] = period(max(date, arrival.ready_from))
    base = np.zeros((never, len(demands)))
    for placed in plan.placed:
        at = period(max(plan.begins, placed.ready_from))
        base[at:] += coverage.row(Stand(placed.kind, placed.site, placed.boresight_deg % 360.0))
    required = np.zeros_like(base)
    for need in plan.requirement:
        for d, demand in enumerate(demands):
            if demand.asset == need.asset and need.axis in (None, demand.axis):
                at = period(max(plan.begins, need.by))
                required[at:, d] = np.maximum(required[at:, d], need.opportunities)
    crowd = people(plan, catalogue)
    chance = likelihoods(plan, demands)
    ends = (*dates[1:], plan.ends)
    given = SitingProblem(
        shots=csc_array(coverage.shots),
        need=np.full(len(demands), plan.opportunities, np.int64),
        weight=np.array([p * crowd[d.asset] for p, d in zip(chance, demands, strict=True)]),
        days=np.array([float((b - a).days) for a, b in zip(dates, ends, strict=True)]),
        site=np.array([names.index(stand.site) for stand in stands], np.int64),
        capacity=np.array([capacity.get(name, 0) for name in names], np.int64),
        batteries=np.array([one.number for one in plan.arrival], np.int64),
        first=first,
        base=base,
        required=required,
    )
    return Posed(plan, coverage, dates, given, tuple(chance))
