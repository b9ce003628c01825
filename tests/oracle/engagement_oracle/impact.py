"""Play an impact: the fate of the threat, people exposed, fire units struck."""

from __future__ import annotations

import math

from .battle import (
    DISPERSION,
    DISPLACED_AFTER_HIT,
    ELSEWHERE_HARMLESS,
    HIT_NOT_STOPPED,
    IMPACT_ELSEWHERE,
    IMPACT_IN_ASSET,
    PASSED,
    PREDICTED_HARMLESS,
    STOPPED,
    Battle,
    PairState,
    ThreatState,
    UnitState,
    within,
)
from .raid import Asset
from .serve import end_engagement, serve


def on_impact(battle: Battle, threat: ThreatState, t: float) -> None:
    """End a threat."""
    threat.done = True
    for pair in battle.pairs_of_threat(threat):
        if pair in pair.unit.waiting:
            pair.unit.waiting.remove(pair)
            end_engagement(battle, pair, t)
    east, north = threat.offset
    displaced = False
    for shot in threat.shots:
        if shot.intercept > threat.t_stop:
            continue
        threat.hits += shot.hit
        if shot.displacement is not None:
            displaced = True
            east, north = east + shot.displacement[0], north + shot.displacement[1]
    if threat.t_stop <= t:
        threat.fate = STOPPED
    elif threat.of.threat_side != 0 or threat.of.decoy:
        threat.fate = PASSED
    else:
        fall(battle, threat, east, north, displaced)
        threat.out_dud = int(threat.dud)
        if not threat.dud:
            expose(battle, threat, east, north, t)
            strike_units(battle, threat, east, north, t)


def fall(battle: Battle, threat: ThreatState, east: float, north: float, displaced: bool) -> None:
    """Find the asset that is struck, or why none is."""
    for asset, near_east, near_north in battle.near(threat.of.threat_asset):
        if within(east - near_east, north - near_north, asset.asset_radius_m):
            threat.fate, threat.asset = IMPACT_IN_ASSET, asset.index
            threat.out_reason = HIT_NOT_STOPPED if threat.hits > 0 else threat.reason
            return
    threat.fate = IMPACT_ELSEWHERE
    if displaced:
        threat.elsewhere = DISPLACED_AFTER_HIT
    elif threat.reason == PREDICTED_HARMLESS:
        threat.elsewhere = ELSEWHERE_HARMLESS
    else:
        threat.elsewhere = DISPERSION


def expose(battle: Battle, threat: ThreatState, east: float, north: float, t: float) -> None:
    """Take from each sub-area the share of its people that this impact exposes."""
    for asset, near_east, near_north in battle.near(threat.of.threat_asset):
        factor = shelter_factor(battle, asset, t)
        for area in battle.raid.areas[asset.index]:
            de = (east - near_east) - area.sub_east_m
            dn = (north - near_north) - area.sub_north_m
            covered = lens_area(
                math.sqrt(de * de + dn * dn), area.sub_radius_m, threat.of.consequence_radius_m
            )
            share = covered / (math.pi * (area.sub_radius_m * area.sub_radius_m))
            if share > 0.0:
                battle.clear[area.index] *= 1.0 - share * factor


def shelter_factor(battle: Battle, asset: Asset, t: float) -> float:
    """Return the risk of an average person over that of one in the open."""
    warned = battle.warn[asset.index]
    if t <= warned:
        return 1.0
    x = (t - warned) / battle.raid.shelter_tau_s
    sheltered = asset.shelter_max * (1.0 - math.exp(-x))
    return 1.0 - (1.0 - battle.raid.shelter_ratio) * sheltered


def lens_area(d: float, R: float, r: float) -> float:
    """Return the area common to circles of radii R and r whose centres are d apart."""
    if d >= R + r:
        return 0.0
    if d <= abs(R - r):
        smaller = min(R, r)
        return math.pi * (smaller * smaller)
    # Rounding may leave the domain by one part in 1e16 where the circles just touch.
    cos_r = min(1.0, max(-1.0, (d * d + r * r - R * R) / (2.0 * d * r)))
    cos_R = min(1.0, max(-1.0, (d * d + R * R - r * r) / (2.0 * d * R)))
    kite = max(0.0, (-d + r + R) * (d + r - R) * (d - r + R) * (d + r + R))
    return r * r * math.acos(cos_r) + R * R * math.acos(cos_R) - 0.5 * math.sqrt(kite)


# --- Fire units lost -------------------------------------------------------------------------


def strike_units(battle: Battle, threat: ThreatState, east: float, north: float, t: float) -> None:
    """Put out the units near the impact; others of their nets take over what they engaged."""
    asset = threat.of.threat_asset
    lost = [
        unit
        for unit in battle.units
        if unit.sees
        and not unit.struck
        and unit.of.vulnerable_m > 0.0
        and within(
            east - unit.of.own_east_m[asset],
            north - unit.of.own_north_m[asset],
            unit.of.vulnerable_m,
        )
    ]
    if not lost:
        return
    heard = {
        (other.of.index, unit.of.index): other.hears(unit, t)
        for unit in lost
        for other in battle.units
    }
    released = [pair for unit in lost for pair in lose(battle, unit, t)]
    for pair in released:
        for other in battle.pairs_of_threat(pair.threat):
            u, v = other.unit, pair.unit
            if not u.struck and heard[u.of.index, v.of.index] and other.can_rejoin:
                u.waiting.add(other)
    for unit in battle.units:
        serve(battle, unit, t)


def lose(battle: Battle, unit: UnitState, t: float) -> list[PairState]:
    """Put a unit out: its rounds in flight miss; return its engagements, now free for others."""
    unit.struck = True
    unit.waiting.clear()
    for threat in battle.threats:
        for shot in threat.shots:
            if shot.pair.unit is unit and shot.intercept > t:
                shot.strike_out()
        threat.find_stop()
    released = [
        pair for (u, _), pair in battle.pairs.items() if u == unit.of.index and pair.engaged
    ]
    for pair in released:
        pair.engaged = False
    return released
