"""Offer the physics tables of one scenario: families of threats, tracks, shots."""

from __future__ import annotations

from airshield.simulate.family import (
    Family,
    Values,
    Waypoint,
    dud_fraction,
    failure_fraction,
    lower_family,
    lower_route,
    rocket_errors,
    seen_from,
    threat_class,
)
from airshield.simulate.shots import (
    FLIGHT_TIME_MAX_S,
    FLYOUT_STEP_S,
    GRAVITY_M_S2,
    MAP_NODES,
    GroupShots,
    Gun,
    Shot,
    could_reach,
    gun_of,
    kill_probability,
    lower_shots,
)
from airshield.simulate.sight import REFERENCE_RCS_TBM_M2, Sight, UnitTrack, lower_track

__all__ = [
    "FLIGHT_TIME_MAX_S",
    "FLYOUT_STEP_S",
    "GRAVITY_M_S2",
    "MAP_NODES",
    "REFERENCE_RCS_TBM_M2",
    "Family",
    "GroupShots",
    "Gun",
    "Shot",
    "Sight",
    "UnitTrack",
    "Values",
    "Waypoint",
    "could_reach",
    "dud_fraction",
    "failure_fraction",
    "gun_of",
    "kill_probability",
    "lower_family",
    "lower_route",
    "lower_shots",
    "lower_track",
    "rocket_errors",
    "seen_from",
    "threat_class",
]
