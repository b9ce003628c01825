"""Start a replication: states of units, flights, tracks, classes, first launches, warnings."""

from __future__ import annotations

from . import draws
from .battle import (
    AUTONOMOUS,
    COMMON_FAULT,
    INF,
    NO_WINDOW,
    NOT_DETECTED,
    NOT_OPERATIONAL,
    OUT_OF_SECTOR,
    RADAR_ONLY,
    UNAVAILABLE,
    UP,
    Battle,
    GroupState,
    PairState,
    ThreatState,
    UnitState,
)
from .draws import Block
from .raid import Raid, Threat, Unit

Tracks = dict[tuple[int, int], float]
"""Absolute track time by (unit, threat); no entry: no track."""


def begin(raid: Raid, block: Block, up: list[int] | None = None) -> Battle:
    """Return the battle as it stands before the first event; `up`: as `draw_unit`, by unit."""
    battle = Battle(
        raid=raid,
        block=block,
        units=[draw_unit(unit, block, up[unit.index] if up else -1) for unit in raid.units],
        threats=draw_threats(raid, block),
        groups=[GroupState(g, stock=g.group_stock, reserve=g.group_reserve) for g in raid.groups],
        clear=[1.0 for areas in raid.areas for _ in areas],
    )
    own = own_tracks(battle)
    for unit in battle.units:
        if unit.fires:
            meet_all(battle, unit, own)
    battle.warn = warnings(battle, own)
    for unit in battle.units:
        if unit.lost_t < INF:
            battle.push_wake(unit.lost_t, unit)
    for threat in battle.threats:
        if not threat.failed:
            battle.push_impact(threat)
    return battle


def draw_unit(unit: Unit, block: Block, up: int = -1) -> UnitState:
    """Draw what a fire unit is in this replication; `up`: 1 or 0 where others drew it."""
    posture, available, fault, _ = block(draws.UNIT, unit.unit_key, 0, 0)
    mode, interrogator, link, _ = block(draws.UNIT, unit.unit_key, 0, 1)
    there = posture < unit.p_posture if up < 0 else up == 1
    if not there:
        state = NOT_OPERATIONAL
    elif available >= unit.p_available:
        state = UNAVAILABLE
    elif fault < unit.p_fault:
        state = COMMON_FAULT
    elif mode < unit.p_radar_only:
        state = RADAR_ONLY
    elif mode < unit.p_radar_only + unit.p_autonomous:
        state = AUTONOMOUS
    else:
        state = UP
    return UnitState(
        unit,
        state=state,
        interrogates=interrogator < unit.p_interrogator,
        lost_t=unit.link_lost_s if link < unit.p_link_lost else INF,
    )


def draw_threats(raid: Raid, block: Block) -> list[ThreatState]:
    """Draw failures, impact points and identities; one aim error serves a whole salvo."""
    aims = {
        key: draws.normal_pair(*block(draws.AIM, key, 0, 0)[:2])
        for key in dict.fromkeys(threat.salvo_key for threat in raid.threats)
    }
    return [draw_threat(threat, aims[threat.salvo_key], block) for threat in raid.threats]


def draw_threat(threat: Threat, aim: tuple[float, float], block: Block) -> ThreatState:
    failure, u1, u2, shared = block(draws.FLIGHT, threat.threat_key, 0, 0)
    reply, clearance, dud, _ = block(draws.IDENT, threat.threat_key, 0, 0)
    east, north = threat.aim_east_m, threat.aim_north_m
    if threat.sigma_aim_m > 0.0:
        east, north = east + threat.sigma_aim_m * aim[0], north + threat.sigma_aim_m * aim[1]
    if threat.sigma_round_m > 0.0:
        n1, n2 = draws.normal_pair(u1, u2)
        east, north = east + threat.sigma_round_m * n1, north + threat.sigma_round_m * n2
    return ThreatState(
        threat,
        failed=failure < threat.p_fail,
        shared=shared,
        offset=(east, north),
        reply=reply,
        clearance=clearance,
        dud=dud < threat.p_dud,
    )


# --- Tracks ----------------------------------------------------------------------------------


def own_tracks(battle: Battle) -> Tracks:
    """Return when each unit that sees tracks each threat by its own radar."""
    found = {}
    for unit in battle.units:
        for threat in battle.threats:
            family = threat.of.threat_family
            if not unit.sees or threat.failed or not unit.of.visible[family]:
                continue
            uniform = track_block(battle, unit, threat)[0]
            relative = track_time(battle.raid.tracks[unit.of.index][family], uniform)
            if relative is not None:
                found[unit.of.index, threat.of.index] = threat.of.t_impact_s + relative
    return found


def track_block(battle: Battle, unit: UnitState, threat: ThreatState) -> tuple[float, ...]:
    return battle.block(draws.TRACK, threat.of.threat_key, unit.of.unit_key, 0)


def track_time(table: list[tuple[float, float]], v: float) -> float | None:
    """Return where the cumulative table reaches v, or None if it never does."""
    if not table or v > table[-1][1]:
        return None
    k = next(i for i, (_, p) in enumerate(table) if p >= v)
    t_k, p_k = table[k]
    if k == 0:
        return t_k
    t_before, p_before = table[k - 1]
    if p_k == p_before:
        return t_k
    return t_before + (v - p_before) / (p_k - p_before) * (t_k - t_before)


def shared_tracks(battle: Battle, unit: UnitState, threat: ThreatState, own: Tracks) -> list[float]:
    """Return when the unit receives the tracks that others of its track net hold."""
    if unit.of.track_net < 0 or not unit.has_link:
        return []
    received = []
    for other in battle.units:
        theirs = own.get((other.of.index, threat.of.index))
        if (
            other is unit
            or theirs is None
            or other.of.track_net != unit.of.track_net
            or not other.has_link
        ):
            continue
        arrives = theirs + unit.of.link_delay_s
        if arrives < unit.lost_t and theirs < other.lost_t:
            received.append(arrives)
    return received


# --- First launches --------------------------------------------------------------------------


def meet_all(battle: Battle, unit: UnitState, own: Tracks) -> None:
    """Find each threat's track at a unit that fires; plan the first look at it."""
    for threat in battle.threats:
        if threat.failed:
            continue
        tracks = shared_tracks(battle, unit, threat, own)
        if (unit.of.index, threat.of.index) in own:
            tracks.append(own[unit.of.index, threat.of.index])
        if tracks:
            meet(battle, unit, threat, min(tracks))
        elif unit.of.visible[threat.of.threat_family]:
            threat.at_least(NOT_DETECTED)
        elif unit.of.could_reach[threat.of.threat_family]:
            threat.at_least(OUT_OF_SECTOR)


def meet(battle: Battle, unit: UnitState, threat: ThreatState, track: float) -> None:
    """Classify a tracked threat and push its first READY."""
    class_draw, hostile_draw, decoy_draw, _ = battle.block(
        draws.CLASS, threat.of.threat_key, unit.of.unit_key, 0
    )
    row = unit.of.class_cdf[threat.of.threat_class]
    seen = next(x for x, below in enumerate(row) if class_draw < below)
    earliest = track + unit.of.delay_s[seen]
    windows = battle.raid.windows[unit.of.index][threat.of.index]
    usable = [max(earliest, window.opens) for window in windows if earliest <= window.closes]
    if not usable:
        threat.at_least(NO_WINDOW)
        return
    _, u1, u2, discrimination = track_block(battle, unit, threat)
    pair = battle.pairs[unit.of.index, threat.of.index] = PairState(
        unit,
        threat,
        windows=windows,
        seen=seen,
        hostile_draw=hostile_draw,
        recognised=bool(threat.of.decoy) and decoy_draw < threat.of.p_recognise,
        genuine=discrimination < threat.of.p_discriminate,
        earliest=earliest,
        prediction=draws.normal_pair(u1, u2),
    )
    battle.push_ready(min(usable), pair)


# --- Warning ---------------------------------------------------------------------------------


def warnings(battle: Battle, own: Tracks) -> list[float]:
    """Return when the people of each asset are warned: as stated, or by the siren."""
    times = []
    for asset in battle.raid.assets:
        t = asset.warn_s
        if asset.siren_delay_s < INF:
            for (_, m), track in own.items():
                threat = battle.raid.threats[m]
                if (
                    threat.threat_asset == asset.index
                    and threat.threat_side == 0
                    and not threat.decoy
                ):
                    t = min(t, track + asset.siren_delay_s)
        times.append(t)
    return times
