"""Fly one arrival for each approach azimuth; coverage moves it over the grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airshield.catalogue.classes import FALLING
from airshield.simulate.family import Family, lower_family, lower_route, threat_class
from airshield.simulate.geometry import Place
from airshield.simulate.picker import Picker

F8 = NDArray[np.float64]
ROUTE_START_M = 400_000.0
"""What flies a route comes from this far: beyond every radar of the catalogue, wherever on the grid
it goes."""
_SHARE_OF_RANGE = 2.0 / 3.0
_CHORD_M = 400.0
"""Samples of a slow flyer are thinned to this distance: a chord of it sags by 3 mm."""
_BEND_M = 0.5


@dataclass(frozen=True, eq=False)
class Arrival:
    """One threat's path relative to its aim point; 0 is the impact."""

    t_s: F8
    pos_enu_m: F8


def thinned(t_s: F8, pos_enu_m: F8) -> Arrival:
    """Leave out samples of a straight and slow path.

    Bends and both ends stay, and the whole of what follows the last bend: in a dive seconds count.
    """
    if len(t_s) < 4:
        return Arrival(t_s, pos_enu_m)
    step_m = float(np.median(np.linalg.norm(np.diff(pos_enu_m, axis=0), axis=1)))
    every = max(1, int(_CHORD_M / max(step_m, 1e-3)))
    keep = np.arange(len(t_s) - 1, -1, -1) % every == 0
    bend = np.linalg.norm(np.diff(pos_enu_m, n=2, axis=0), axis=1) > _BEND_M
    for shift in range(3):
        keep[shift : len(t_s) - 2 + shift] |= bend
    if bend.any():
        keep[int(np.flatnonzero(bend)[-1]) :] = True
    keep[[0, -1]] = True
    return Arrival(np.ascontiguousarray(t_s[keep]), np.ascontiguousarray(pos_enu_m[keep]))


def usual_range_m(pick: Picker, threat: str) -> float:
    """Return from how far a type is flown where nobody says: within the catalogue's limits."""
    falls = threat_class(pick, threat) in FALLING
    most = f"threat.{threat}.range_max"
    if not falls:
        return min(ROUTE_START_M, pick.get(most)) if pick.has(most) else ROUTE_START_M
    least = f"threat.{threat}.range_min"
    range_m = _SHARE_OF_RANGE * pick.get(most)
    return max(range_m, pick.get(least)) if pick.has(least) else range_m


def fly_in(
    pick: Picker, threat: str, target: Place, azimuth_deg: float, range_m: float, style: str
) -> Family:
    """Fly one family of a type to a point on one approach azimuth.

    Raises
    ------
    ScenarioError : the type cannot fly it.
    """
    if threat_class(pick, threat) in FALLING:
        return lower_family(
            pick,
            threat=threat,
            asset_id="coverage",
            target=target,
            azimuth_deg=azimuth_deg,
            ground_range_m=range_m,
            style=style,
            family_id=threat,
        )
    return lower_route(
        pick,
        threat=threat,
        asset_id="coverage",
        target=target,
        waypoints=(),
        azimuth_deg=azimuth_deg,
        ground_range_m=range_m,
        speed_m_s=None,
        family_id=threat,
    )


def arrival_of(family: Family) -> Arrival:
    """Return the path of a family, thinned where it is slow and straight."""
    if family.threat_class in FALLING:
        return Arrival(family.arrival.t_s, family.arrival.pos_enu_m)
    return thinned(family.arrival.t_s, family.arrival.pos_enu_m)
