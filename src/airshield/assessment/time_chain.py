"""Check the catalogue's time chain: who sees far enough for the envelope that is claimed."""

from __future__ import annotations

import math
from dataclasses import dataclass

from airshield.catalogue import Catalogue
from airshield.catalogue.classes import radar_range
from airshield.errors import CatalogueError
from airshield.kernel.shots import Limit, time_chain
from airshield.simulate.family import Family, lower_family, seen_from
from airshield.simulate.geometry import Place
from airshield.simulate.picker import Picker
from airshield.simulate.shots import lower_shots
from airshield.simulate.sight import Sight, lower_track

GROUND_RANGE_M = 430_000.0
"""The bundled range; a shorter-legged threat is flown at its nominal maximum, a longer-legged one
at no less than its nominal minimum."""
APPROACH_DEG = 80.0
TARGET = Place.at(33.8, 42.4, 190.0)
REQUIRED_PAIRS = tuple(
    ("an_mpq_65", interceptor, threat)
    for interceptor in ("pac3_cri", "gem_t")
    for threat in ("fateh_313", "qiam_1")
)
"""Pairs that must hold at nominal values: else the published envelope could not be used."""
WORDS = {
    Limit.NO_WINDOW: "no window",
    Limit.RADAR: "radar-limited",
    Limit.KINEMATIC: "kinematically limited",
}


@dataclass(frozen=True)
class ChainRow:
    """One radar, interceptor and threat: the inequality R_detect >= R_intercept + closing.

    Distances in metres, None where an input is missing (then `missing` names it) or no window
    exists. `required`: must hold in the bundled catalogue.
    """

    radar: str
    interceptor: str
    threat: str
    detected_range_m: float | None
    required_range_m: float | None
    intercept_range_m: float | None
    closing_m: float | None
    limit: str
    missing: str
    required: bool

    @property
    def holds(self) -> bool:
        """Tell whether the radar sees far enough for the first intercept of the envelope."""
        return self.limit == WORDS[Limit.KINEMATIC]


def battery_of(catalogue: Catalogue, radar: str) -> str:
    """Return a battery whose delay goes with a radar, the Patriot's where none names it."""
    for battery in catalogue.ids("battery"):
        has_delay = catalogue.has(f"battery.{battery}.detection_to_launch_tbm")
        if has_delay and catalogue.facts.get(f"battery.{battery}.radar") == radar:
            return battery
    return "patriot"


def _number(x: float) -> float | None:
    return None if math.isnan(x) else float(x)


def _family(pick: Picker, threat: str) -> Family:
    most = pick.get(f"threat.{threat}.range_max")
    least = pick.get(f"threat.{threat}.range_min")
    return lower_family(
        pick,
        threat=threat,
        asset_id="check",
        target=TARGET,
        azimuth_deg=APPROACH_DEG,
        ground_range_m=max(least, min(most, GROUND_RANGE_M)),
        style="nominal",
        family_id=threat,
    )


def chain_row(catalogue: Catalogue, radar: str, interceptor: str, threat: str) -> ChainRow:
    """Judge one combination at nominal values, the radar facing the approach."""
    pick = Picker(catalogue, {})
    required = (radar, interceptor, threat) in REQUIRED_PAIRS
    boresight = math.radians(APPROACH_DEG)
    try:
        family = _family(pick, threat)
        track = lower_track(pick, radar, TARGET, boresight, family)
        if track.sight is Sight.NO_ENTRY:
            # A radar without this range sees no such class; here that is an input to be named.
            catalogue.quantity(f"radar.{radar}.{radar_range(family.threat_class)}")
        shots = lower_shots(pick, interceptor, radar, TARGET, boresight, family)
        delay_s = pick.get(f"battery.{battery_of(catalogue, radar)}.detection_to_launch_tbm")
    except CatalogueError as error:
        missing = error.faults[0].key
        nothing = (None, None, None, None)
        return ChainRow(radar, interceptor, threat, *nothing, "missing input", missing, required)
    first = float(shots.intercept_s[0]) if len(shots.intercept_s) else math.nan
    limit, needed, intercept, closing = time_chain(
        family.arrival.t_s,
        seen_from(family, TARGET),
        shots.open_s,
        first,
        track.range_m,
        delay_s,
    )
    return ChainRow(
        radar,
        interceptor,
        threat,
        track.range_m,
        _number(needed),
        _number(intercept),
        _number(closing),
        WORDS[Limit(limit)],
        "",
        required,
    )


def time_chain_table(catalogue: Catalogue) -> list[ChainRow]:
    """Return one row for each radar, interceptor against ballistic missiles and such a missile.

    Radars and interceptors without any value against ballistic missiles are left out.
    """
    interceptors = [
        name
        for name in catalogue.ids("interceptor")
        if catalogue.has(f"interceptor.{name}.range_vs_tbm")
        and catalogue.quantity(f"interceptor.{name}.range_vs_tbm").nominal > 0.0
    ]
    threats = [
        name
        for name in catalogue.ids("threat")
        if catalogue.facts.get(f"threat.{name}.class") == "ballistic"
    ]
    return [
        chain_row(catalogue, radar, interceptor, threat)
        for radar in catalogue.ids("radar")
        for interceptor in interceptors
        for threat in threats
    ]
