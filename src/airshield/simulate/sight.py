"""Compute when a radar has a family of threats in track: by class, over ground, behind terrain."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from airshield.catalogue.classes import FALLING, radar_range
from airshield.kernel.detection import detection_range_m, track_table_ground
from airshield.simulate.family import Family, Values, seen_from
from airshield.simulate.geometry import Place
from airshield.simulate.terrain import Terrain

F8 = NDArray[np.float64]
REFERENCE_RCS_TBM_M2 = 0.1
"""What `range_tbm_rcs_0p1` of the catalogue is stated against."""


class Sight(StrEnum):
    """What became of a radar's looks at a family."""

    TRACKED = "tracked"
    NOT_DETECTED = "inside the coverage, but never confirmed"
    NOT_COVERED = "never inside the coverage"
    NO_ENTRY = "the catalogue has no range of this radar against this class"


@dataclass(frozen=True, eq=False)
class UnitTrack:
    """Cumulative probability that one unit has one family in track, by time before impact."""

    visible: bool
    t_s: F8
    p: F8
    range_m: float
    """Range at which the family is seen with the reference probability; nan without an entry."""
    sight: Sight = Sight.TRACKED


@dataclass(frozen=True)
class _Rule:
    """How looks become a track: dwells in one look, hits needed among the last looks."""

    dwells: int
    needed: int
    window: int


def _rule(pick: Values, base: str) -> _Rule:
    """Return M of N for a rotating radar; a fixed agile array confirms an alert at once."""
    if not pick.flag(f"{base}.rotating"):
        return _Rule(2, 1, 1)
    window = max(1, min(16, round(pick.get(f"{base}.track_looks"))))
    needed = max(1, round(pick.get(f"{base}.track_hits")))
    return _Rule(1, min(needed, window), window)


def _reference_rcs_m2(pick: Values, base: str, threat_class: str) -> float:
    if threat_class in FALLING:
        return REFERENCE_RCS_TBM_M2
    path = f"{base}.reference_target_rcs"
    return pick.get(path) if pick.has(path) else 1.0


def _clutter(pick: Values, base: str, threat_class: str) -> tuple[float, float, float]:
    """Return factor, speed and elevation of clutter; a falling body is neither low nor slow."""
    path = f"{base}.clutter_factor_slow"
    if threat_class in FALLING or not pick.has(path):
        return 1.0, 0.0, 0.0
    return (
        pick.get(path),
        pick.get("radar_scaling.clutter_speed"),
        pick.get("radar_scaling.clutter_elevation"),
    )


@dataclass(frozen=True)
class Search:
    """What one radar looks for a type of threat with, path and terrain apart."""

    rcs_m2: float
    range_reference_m: float
    rcs_reference_m2: float
    pd_reference: float
    pfa: float
    cue_factor: float
    boresight_rad: float
    half_width_rad: float
    elevation_min_rad: float
    elevation_max_rad: float
    range_max_m: float
    antenna_height_m: float
    update_interval_s: float
    dwells: int
    needed: int
    window: int
    clutter_factor: float
    clutter_speed_m_s: float
    clutter_elevation_rad: float

    @property
    def arguments(self) -> tuple[Any, ...]:
        """Return the numbers in the order of `track_table_ground`."""
        return tuple(getattr(self, field.name) for field in fields(self))


def search_of(
    pick: Values,
    radar: str,
    boresight_rad: float,
    threat: str,
    threat_class: str,
    *,
    cue_factor: float = 1.0,
) -> Search | None:
    """Return what a radar looks for a threat with; None where it does not see the class.

    The range against 0.1 m2 holds for ballistic missiles and rockets, that against 1 m2 for
    everything else, never both.

    Parameters
    ----------
    pick : reads the catalogue; radar, threat : ids; boresight_rad : clockwise from north.
    threat_class : one of `airshield.catalogue.classes.CLASSES`.
    cue_factor : factor on detection range from a cue, 1 for none.
    """
    base = f"radar.{radar}"
    reach = f"{base}.{radar_range(threat_class)}"
    if not pick.has(reach):
        return None
    rule = _rule(pick, base)
    return Search(
        pick.get(f"threat.{threat}.rcs"),
        pick.get(reach),
        _reference_rcs_m2(pick, base, threat_class),
        pick.get(f"{base}.pd_reference"),
        pick.get("radar_scaling.pfa"),
        cue_factor,
        boresight_rad,
        0.5 * pick.get(f"{base}.search_sector"),
        pick.get(f"{base}.elevation_coverage_min"),
        pick.get(f"{base}.elevation_coverage_max"),
        pick.get(f"{base}.instrumented_range"),
        pick.get(f"{base}.antenna_height"),
        pick.get(f"{base}.update_interval"),
        rule.dwells,
        rule.needed,
        rule.window,
        *_clutter(pick, base, threat_class),
    )


def lower_track(
    pick: Values,
    radar: str,
    place: Place,
    boresight_rad: float,
    family: Family,
    *,
    terrain: Terrain | None = None,
    cue_factor: float = 1.0,
) -> UnitTrack:
    """Compute when one radar has one family in track.

    Parameters
    ----------
    pick : reads the catalogue; radar : its id; place : where it stands.
    boresight_rad : clockwise from north; family : what flies.
    terrain : elevations that may hide the family; None: a smooth Earth.
    cue_factor : factor on detection range from a cue, 1 for none.

    A radar without an entry for the class does not see it (`NO_ENTRY`).
    """
    search = search_of(
        pick, radar, boresight_rad, family.threat, family.threat_class, cue_factor=cue_factor
    )
    if search is None:
        return UnitTrack(False, np.empty(0), np.empty(0), math.nan, Sight.NO_ENTRY)
    path = seen_from(family, place)
    hidden = np.empty(0, np.uint8)
    if terrain is not None:
        hidden = terrain.hidden(place, search.antenna_height_m, path)
    looks = (*search.arguments, hidden)
    n, visible, t_s, p = track_table_ground(family.arrival.t_s, path, *looks)
    range_m = detection_range_m(
        search.rcs_m2,
        search.range_reference_m,
        search.rcs_reference_m2,
        cue_factor,
        search.range_max_m,
    )
    found = Sight.TRACKED if n else Sight.NOT_DETECTED if visible else Sight.NOT_COVERED
    return UnitTrack(bool(visible), t_s, p, float(range_m), found)
