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
    Envelope,
    GroupShots,
    Shot,
    could_reach,
    envelope_of,
    kill_probability,
    lower_shots,
)
from airshield.simulate.sight import (
    REFERENCE_RCS_TBM_M2,
    Search,
    Sight,
    UnitTrack,
    lower_track,
    search_of,
)

__all__ = [
    "FLIGHT_TIME_MAX_S",
    "REFERENCE_RCS_TBM_M2",
    "Envelope",
    "Family",
    "GroupShots",
    "Search",
    "Shot",
    "Sight",
    "UnitTrack",
    "Values",
    "Waypoint",
    "could_reach",
    "dud_fraction",
    "envelope_of",
    "failure_fraction",
    "kill_probability",
    "lower_family",
    "lower_route",
    "lower_shots",
    "lower_track",
    "rocket_errors",
    "search_of",
    "seen_from",
    "threat_class",
]
