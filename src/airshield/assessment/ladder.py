"""Draw up the engagement timeline ladder: what happens when, and what sets it."""

from __future__ import annotations

import math

import numpy as np

from airshield.assessment.model import LadderRung
from airshield.catalogue import Catalogue, Quantity
from airshield.kernel.codes import Side
from airshield.kernel.path import position_at, slant_range_m
from airshield.kernel.shots import look_sequence
from airshield.scenario.capability import DELAY, first_there
from airshield.scenario.models import CLASSES, ThreatClass
from airshield.simulate.family import Family, seen_from
from airshield.simulate.lower import Lowered
from airshield.simulate.shots import GroupShots, Shot
from airshield.simulate.sight import UnitTrack

LOOKS_MAX = 16


def track_quantile(track: UnitTrack, q: float) -> float | None:
    """Return the time (s, relative to impact) by which a share q of tracks has begun, or None."""
    if len(track.p) == 0 or track.p[-1] < q:
        return None
    return float(np.interp(q, track.p, track.t_s))


def _range_at(family: Family, lowered: Lowered, unit: int, t: float) -> float:
    place = lowered.unit_places[unit]
    east, north, up = position_at(t, family.arrival.t_s, seen_from(family, place))
    return float(slant_range_m(east, north, up))


def _looks(shots: GroupShots, ready_s: float | None, assess_s: float) -> int:
    if ready_s is None or math.isnan(shots.open_s):
        return 0
    looks, _, _ = look_sequence(
        shots.open_s, shots.close_s, shots.intercept_s, ready_s, assess_s, LOOKS_MAX
    )
    return int(looks)


def _limited_by(
    detected: float | None, delay_s: float, shots: GroupShots, looks: int, visible: bool
) -> str:
    """Say what sets the first launch and the number of looks."""
    if not visible:
        return "never inside the search sector"
    if math.isnan(shots.open_s):
        return "no intercept inside the envelope and the track sector"
    if detected is None:
        return "not detected in half of the cases"
    ready = detected + delay_s
    if ready > shots.close_s:
        return "detection and delay: ready after the last launch"
    if ready > shots.open_s:
        first = "first launch set by detection plus delay"
    else:
        first = "first launch set by the interceptor's envelope (range or altitude)"
    last = "the lowest intercept altitude and the fly-out end the window"
    return f"{first}; {last}" if looks <= 1 else f"{first}; room for {looks} looks, then {last}"


def _delay(catalogue: Catalogue, battery: str, seen_class: ThreatClass) -> Quantity:
    """Return the battery's time from detection to launch at a class that it can engage."""
    path = first_there(catalogue, f"battery.{battery}", DELAY[seen_class])
    return catalogue.quantity(path or f"battery.{battery}.{DELAY[seen_class][0]}")


def _negative(t: float | None) -> float | None:
    return None if t is None else -t


def _rung(
    lowered: Lowered, catalogue: Catalogue, family_index: int, group_index: int
) -> LadderRung:
    unit_index = lowered.group_unit[group_index]
    family = lowered.families[family_index]
    track = lowered.tracks[unit_index][family_index]
    shots = lowered.shots[group_index][family_index]
    unit = lowered.units[unit_index]
    assess_s = float(lowered.tables.assess_delay_s[unit_index])
    seen_class = CLASSES.index(family.threat_class)
    delay_s = float(lowered.tables.delay_s[unit_index, seen_class])
    detected = track_quantile(track, 0.5)
    ready = None if detected is None else detected + delay_s
    looks = _looks(shots, ready, assess_s)
    delay = _delay(catalogue, unit.battery, CLASSES[seen_class])
    by_delay = tuple(
        (d, _looks(shots, None if detected is None else detected + d, assess_s))
        for d in (delay.si_low, delay.si_nominal, delay.si_high)
    )
    launch: float | None = None
    intercept = altitude = reach = last_altitude = None
    if looks > 0 and ready is not None:
        launch = max(ready, shots.open_s)
        grid = np.linspace(shots.open_s, shots.close_s, len(shots.intercept_s))
        intercept = float(np.interp(launch, grid, shots.intercept_s))
        altitude = float(np.interp(launch, grid, shots.altitude_m))
        reach = float(np.interp(launch, grid, shots.range_m))
        last_altitude = float(shots.altitude_m[-1])
    has_window = not math.isnan(shots.open_s)
    return LadderRung(
        family_id=family.id,
        threat=family.threat,
        threat_name=catalogue.text(f"threat.{family.threat}.name"),
        asset_id=family.asset_id,
        unit_id=unit.id,
        interceptor=lowered.tables.group_interceptors[group_index],
        detection_to_launch_s=delay_s,
        flight_time_s=family.arrival.flight_time_s,
        apogee_m=family.arrival.apogee_m,
        detected_s=_negative(detected),
        detected_p05_s=_negative(track_quantile(track, 0.95)),
        detected_p95_s=_negative(track_quantile(track, 0.05)),
        detected_range_m=None
        if detected is None
        else _range_at(family, lowered, unit_index, detected),
        engageable_s=-shots.open_s if has_window else None,
        launch_s=_negative(launch),
        last_launch_s=-shots.close_s if has_window else None,
        intercept_s=_negative(intercept),
        intercept_altitude_m=altitude,
        intercept_range_m=reach,
        last_intercept_altitude_m=last_altitude,
        looks=looks,
        limited_by=_limited_by(detected, delay_s, shots, looks, track.visible),
        looks_by_delay=by_delay,
    )


def ladder(lowered: Lowered, catalogue: Catalogue) -> list[LadderRung]:
    """Return one rung per hostile family and launcher group that is made for its class.

    Pairs that never see each other are left out where another unit does: a rung that says "never
    inside the search sector" stays only if nobody at all has a window against the family.
    """
    rungs = []
    tables = lowered.tables
    hostile = set(tables.threat_family[tables.threat_side == Side.HOSTILE].tolist())
    for f in sorted(hostile):
        own = [
            _rung(lowered, catalogue, f, g)
            for g, row in enumerate(lowered.shots)
            if row[f].shot not in (Shot.NO_ENTRY, Shot.NOT_ITS_TASK)
        ]
        meeting = [rung for rung in own if rung.engageable_s is not None]
        rungs += meeting or own
    return rungs
