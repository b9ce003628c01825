"""Count the engagement opportunities of every candidate, boresight, asset and axis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airshield.assessment.ladder import ladder
from airshield.catalogue import Catalogue
from airshield.catalogue.classes import against
from airshield.errors import Fault, InputError
from airshield.plan.raids import Approach, Stand, approaches, scenario, volley
from airshield.plan.sites_file import SitesFile
from airshield.scenario import Loaded, adopt
from airshield.simulate.geometry import WGS84
from airshield.simulate.lower import lower

F8 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SiteCoverage:
    """Engagement opportunities, from wherever they were computed.

    Attributes
    ----------
    stands : J of them; demands : D approaches of axes to assets.
    shots : (J, D) engagement opportunities at nominal values: looks, best launcher group.
    """

    stands: tuple[Stand, ...]
    demands: tuple[Approach, ...]
    shots: F8

    def row(self, stand: Stand) -> F8:
        """Return the opportunities of one stand."""
        found: F8 = self.shots[self.stands.index(stand)]
        return found


def stands_of(plan: SitesFile) -> tuple[Stand, ...]:
    """Return every candidate with every boresight for every kind, and what stands already."""
    kinds = dict.fromkeys(one.kind for one in plan.arrival)
    free = [
        Stand(kind, one.site, float(look) % 360.0)
        for kind in kinds
        for one in plan.candidate
        for look in plan.boresights_deg
    ]
    held = [Stand(one.kind, one.site, one.boresight_deg % 360.0) for one in plan.placed]
    return tuple(dict.fromkeys([*free, *held]))


def reach_m(plan: SitesFile, catalogue: Catalogue) -> float:
    """Return how far any battery of the plan can reach what comes on its axes, m, highest value."""
    classes = {str(catalogue.facts[f"threat.{axis.threat}.class"]) for axis in plan.axis}
    rounds = {group.interceptor for kind in plan.battery_kind for group in kind.launcher_group}
    ranges = [
        catalogue.quantity(f"interceptor.{name}.{keys.range_max}").si_high
        for name in rounds
        for one in classes
        if not (keys := against(catalogue.has, name, one)).lacks
    ]
    return max(ranges, default=0.0)


def _must_reach(plan: SitesFile, demands: tuple[Approach, ...]) -> None:
    """Refuse axes on which nothing can come."""
    reached = {one.axis for one in demands}
    faults = [
        Fault(
            plan.id,
            None,
            f"axis.{axis.id}",
            f"no {axis.threat} reaches any of the assets from there; take another threat, "
            "another launch area or distance, or leave the axis out",
        )
        for axis in plan.axis
        if axis.id not in reached
    ]
    if faults:
        raise InputError(faults)


def site_coverage(plan: SitesFile, catalogue: Catalogue) -> SiteCoverage:
    """Compute the coverage of a siting file through the shot tables that a raid is played with.

    Opportunities are the looks that a threat allows between the time by which it is in track in
    half of the cases and impact: the number that the ladder of `assess` prints. Only pairs within
    the interceptors' reach of each other are computed; beyond, there is none.

    Raises
    ------
    InputError : an axis that reaches no asset or that no trajectory flies, entries that the
        catalogue lacks.
    """
    stands, demands = stands_of(plan), approaches(plan, catalogue)
    _must_reach(plan, demands)
    shots = np.zeros((len(stands), len(demands)))
    places = {name: catalogue.site(name) for name in {one.site for one in stands}}
    most_m = reach_m(plan, catalogue)
    axes = {axis.id: axis for axis in plan.axis}
    for asset in plan.asset:
        here = catalogue.site(asset.site)
        near = [
            j
            for j, stand in enumerate(stands)
            if WGS84.inv(
                here.lon_deg, here.lat_deg, places[stand.site].lon_deg, places[stand.site].lat_deg
            )[2]
            <= most_m
        ]
        own = [d for d, one in enumerate(demands) if one.asset == asset.id]
        if not near or not own:
            continue
        raids = [volley(axes[demands[d].axis], demands[d], 1) for d in own]
        made = adopt(
            scenario(plan, [asset], [stands[j] for j in near], raids, certain=True), catalogue
        )
        found = _opportunities(made)
        for j in near:
            for d, raid in zip(own, raids, strict=True):
                shots[j, d] = found.get((stands[j].id, raid.id), 0)
    return SiteCoverage(stands, demands, shots)


def _opportunities(loaded: Loaded) -> dict[tuple[str, str], int]:
    lowered = lower(loaded.scenario, loaded.catalogue)
    best: dict[tuple[str, str], int] = {}
    for rung in ladder(lowered, loaded.catalogue):
        key = (rung.unit_id, rung.family_id)
        best[key] = max(best.get(key, 0), rung.looks)
    return best
