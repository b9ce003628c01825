"""Compute when a radar has a family of threats in track: by class, over ground, behind terrain."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

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

    The range against 0.1 m2 holds for ballistic missiles and rockets, that against 1 m2 for
    everything else, never both. A radar without the entry does not see the class (`NO_ENTRY`).
    """
    base = f"radar.{radar}"
    kind = family.threat_class
    reach = f"{base}.{radar_range(kind)}"
    if not pick.has(reach):
        return UnitTrack(False, np.empty(0), np.empty(0), math.nan, Sight.NO_ENTRY)
    rcs_m2 = pick.get(f"threat.{family.threat}.rcs")
    range_ref_m = pick.get(reach)
    rcs_ref_m2 = _reference_rcs_m2(pick, base, kind)
    instrumented_m = pick.get(f"{base}.instrumented_range")
    antenna_m = pick.get(f"{base}.antenna_height")
    path = seen_from(family, place)
    rule = _rule(pick, base)
    hidden = np.empty(0, np.uint8)
    if terrain is not None:
        hidden = terrain.hidden(place, antenna_m, path)
    n, visible, t_s, p = track_table_ground(
        family.arrival.t_s,
        path,
        rcs_m2,
        range_ref_m,
        rcs_ref_m2,
        pick.get(f"{base}.pd_reference"),
        pick.get("radar_scaling.pfa"),
        cue_factor,
        boresight_rad,
        0.5 * pick.get(f"{base}.search_sector"),
        pick.get(f"{base}.elevation_coverage_min"),
        pick.get(f"{base}.elevation_coverage_max"),
        instrumented_m,
        antenna_m,
        pick.get(f"{base}.update_interval"),
        rule.dwells,
        rule.needed,
        rule.window,
        *_clutter(pick, base, kind),
        hidden,
    )
    range_m = detection_range_m(rcs_m2, range_ref_m, rcs_ref_m2, cue_factor, instrumented_m)
    found = Sight.TRACKED if n else Sight.NOT_DETECTED if visible else Sight.NOT_COVERED
    return UnitTrack(bool(visible), t_s, p, float(range_m), found)
