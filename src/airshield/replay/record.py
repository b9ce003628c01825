"""Play one replication again with the full trace and turn it into a recording."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import airshield
from airshield.assessment.answer import REASON_WORDS
from airshield.assessment.assess import REPLICATIONS, Answered, answer
from airshield.catalogue.classes import is_gun
from airshield.kernel.codes import Fate, Reason, Step
from airshield.replay.choose import number_of
from airshield.replay.draws import displacement_m, impact_offset_m
from airshield.replay.model import End, Entity, Event, Kind, Recording, Sector, Track
from airshield.replay.paths import (
    Motor,
    interceptor_path,
    standing,
    threat_path,
    unseen,
)
from airshield.replay.steps import Row, tell
from airshield.scenario import Loaded
from airshield.simulate.lower import Lowered, radar_of
from airshield.simulate.run import run_traced

F8 = NDArray[np.float64]
LEAD_S = 5.0
"""A recording begins this long before the first and ends this long after the last happening."""
_HIT, _DESTROYED, _DIVERTED = 1, 2, 4
"""Bits of the third value of a launch in the trace."""


@dataclass(frozen=True)
class Shot:
    """One launch of the trace and what became of it."""

    id: str
    unit: int
    threat: int
    group: int
    ordinal: int
    launch_s: float
    intercept_s: float
    p_kill: float
    hit: bool
    destroyed: bool
    diverted: bool


@dataclass(frozen=True, eq=False)
class _Play:
    """One replication as the trace tells it."""

    loaded: Loaded
    lowered: Lowered
    seed: int
    replication: int
    trace: F8
    fate: NDArray[np.int8]
    reason: NDArray[np.int8]
    shots: tuple[Shot, ...]
    stop_s: dict[int, float]
    """Time at which a stopped threat was stopped."""
    names: dict[str, str]


def _of_step(trace: F8, step: str) -> F8:
    code = Step.__members__.get(step)
    chosen: F8 = trace[trace[:, 1] == code] if code is not None else trace[:0]
    return chosen


def _shots(lowered: Lowered, trace: F8) -> tuple[Shot, ...]:
    lost = {int(row[2]): float(row[0]) for row in _of_step(trace, "UNIT_LOST")}
    fired: dict[int, int] = {}
    shots = []
    for t, _, unit, threat, group, meets, p_kill, bits in _of_step(trace, "LAUNCH"):
        u, m, g, flags = int(unit), int(threat), int(group), int(bits)
        ordinal = fired.get(m, 0)
        fired[m] = ordinal + 1
        # Rounds in the air when their unit is lost find nothing.
        if meets > lost.get(u, math.inf):
            flags = 0
        shots.append(
            Shot(
                id=f"{lowered.tables.threat_ids[m]}_shot_{ordinal + 1}",
                unit=u,
                threat=m,
                group=g,
                ordinal=ordinal,
                launch_s=float(t),
                intercept_s=float(meets),
                p_kill=float(p_kill),
                hit=bool(flags & _HIT),
                destroyed=bool(flags & _DESTROYED),
                diverted=bool(flags & _DIVERTED),
            )
        )
    return tuple(shots)


def _names(loaded: Loaded, lowered: Lowered) -> dict[str, str]:
    """Return the names for people of assets, units, threats and interceptors, by id."""
    catalogue, tables = loaded.catalogue, lowered.tables
    named = {asset.id: catalogue.site(asset.site).name for asset in lowered.assets}
    named |= {unit.id: unit.name or unit.id for unit in lowered.units}
    for threat, kind in zip(tables.threat_ids, tables.threat_types, strict=True):
        volley, _, number = threat.rpartition("_")
        named[threat] = f"{catalogue.text(f'threat.{kind}.name')} {volley}/{int(number)}"
    for group, kind in zip(tables.group_ids, tables.group_interceptors, strict=True):
        named[group] = catalogue.text(f"interceptor.{kind}.name")
    return named


def _play(answered: Answered, replication: int) -> _Play:
    loaded, lowered = answered.loaded, answered.lowered
    outcome, trace = run_traced(lowered.tables, answered.seed, replication)
    shots = _shots(lowered, trace)
    stop_s: dict[int, float] = {}
    for shot in shots:
        if shot.destroyed:
            earliest = min(shot.intercept_s, stop_s.get(shot.threat, math.inf))
            stop_s[shot.threat] = earliest
    return _Play(
        loaded,
        lowered,
        answered.seed,
        replication,
        trace,
        outcome.out_fate[0],
        outcome.out_reason[0],
        shots,
        stop_s,
        _names(loaded, lowered),
    )


def _counts(play: _Play, shot: Shot) -> bool:
    """Tell whether a shot met its threat before that was stopped."""
    return shot.intercept_s <= play.stop_s.get(shot.threat, math.inf)


def _threat_end(play: _Play, m: int) -> tuple[End, str, float]:
    """Return how, why and when (scenario time) one threat ends."""
    fate, t_impact_s = Fate(int(play.fate[m])), float(play.lowered.tables.t_impact_s[m])
    if fate is Fate.STOPPED:
        return End.STOPPED, "", play.stop_s[m]
    if fate is Fate.IMPACT_IN_ASSET:
        return End.IN_ASSET, REASON_WORDS[Reason(int(play.reason[m]))], t_impact_s
    if fate is Fate.IMPACT_ELSEWHERE:
        return End.ELSEWHERE, "", t_impact_s
    return End.FAILED, "in-flight failure", t_impact_s


def _threat_track(play: _Play, m: int, end_s: float) -> Track:
    lowered, tables = play.lowered, play.lowered.tables
    key = (play.seed, play.replication)
    moves = [
        (shot.intercept_s, *displacement_m(tables, m, shot.group, shot.ordinal, *key))
        for shot in play.shots
        if shot.threat == m and shot.diverted and _counts(play, shot)
    ]
    return threat_path(
        lowered.families[int(tables.threat_family[m])],
        float(tables.t_impact_s[m]),
        impact_offset_m(tables, m, *key),
        moves,
        end_s,
    )


def _threats(play: _Play) -> list[Entity]:
    tables, found = play.lowered.tables, []
    for m, name in enumerate(tables.threat_ids):
        end, reason, end_s = _threat_end(play, m)
        kind = tables.threat_types[m]
        found.append(
            Entity(
                id=name,
                name=play.names[name],
                kind=Kind.THREAT,
                type=kind,
                type_name=play.loaded.catalogue.text(f"threat.{kind}.name"),
                side="raid",
                track=unseen() if end is End.FAILED else _threat_track(play, m, end_s),
                of=tables.asset_ids[int(tables.threat_asset[m])],
                target="",
                end=end,
                reason=reason,
            )
        )
    return found


def _shot_end(play: _Play, shot: Shot) -> tuple[End, str]:
    if not _counts(play, shot):
        return End.VOID, "the threat had been stopped before"
    if not shot.hit:
        return End.MISSED, f"a draw against a kill probability of {shot.p_kill:.2f}, a prior"
    if shot.destroyed:
        return End.HIT, "warhead stopped"
    return End.HIT, "warhead not stopped, it falls displaced" if shot.diverted else (
        "the spent body was hit, not the warhead"
    )


def _interceptors(play: _Play, threats: list[Entity]) -> list[Entity]:
    lowered, tables, catalogue = play.lowered, play.lowered.tables, play.loaded.catalogue
    found = []
    for shot in play.shots:
        kind, place = tables.group_interceptors[shot.group], lowered.unit_places[shot.unit]
        # The tables hold the density of the site's altitude, rounded as in `simulate.shots`.
        motor = (
            None
            if is_gun(catalogue.has, kind)
            else Motor.of(catalogue, kind, round(place.altitude_m, -1))
        )
        track = interceptor_path(
            motor,
            place,
            lowered.families[int(tables.threat_family[shot.threat])],
            shot.launch_s,
            shot.intercept_s,
            float(tables.t_impact_s[shot.threat]),
            threats[shot.threat].track.at(shot.intercept_s),
        )
        end, reason = _shot_end(play, shot)
        target = threats[shot.threat]
        name = play.names[tables.group_ids[shot.group]]
        found.append(
            Entity(
                id=shot.id,
                name=f"{name} no. {shot.ordinal + 1} at {target.name}",
                kind=Kind.INTERCEPTOR,
                type=kind,
                type_name=name,
                side="defence",
                track=track,
                of=tables.unit_ids[shot.unit],
                target=target.id,
                end=end,
                reason=reason,
            )
        )
    return found


def _ground(play: _Play, start_s: float) -> list[Entity]:
    """Return what stands: defended assets, then fire units, each at its site."""
    lowered, found = play.lowered, []
    for a, asset in enumerate(lowered.assets):
        found.append(
            Entity(
                id=asset.id,
                name=play.names[asset.id],
                kind=Kind.ASSET,
                type=asset.site,
                type_name=play.names[asset.id],
                side="defence",
                track=standing(lowered.places[a], start_s),
                of="",
                target="",
                end=End.STANDS,
                reason="",
                radius_m=float(lowered.tables.asset_radius_m[a]),
            )
        )
    for u, unit in enumerate(lowered.units):
        found.append(
            Entity(
                id=unit.id,
                name=play.names[unit.id],
                kind=Kind.FIRE_UNIT,
                type=unit.battery,
                type_name=play.loaded.catalogue.text(f"battery.{unit.battery}.name"),
                side="defence",
                track=standing(lowered.unit_places[u], start_s),
                of="",
                target="",
                end=End.STANDS,
                reason="",
            )
        )
    return found


def _sectors(play: _Play) -> tuple[Sector, ...]:
    found = []
    for unit in play.lowered.units:
        radar = radar_of(play.loaded.catalogue, unit)
        boresight_rad = math.radians(unit.boresight_deg.nominal)
        for use in ("search", "track"):
            path = f"radar.{radar}.{use}_sector"
            if play.loaded.catalogue.has(path):
                width_rad = play.loaded.catalogue.quantity(path).si_nominal
                found.append(Sector(unit.id, use, boresight_rad, width_rad))
    return tuple(found)


def _pick(ids: tuple[str, ...], index: float) -> str:
    return ids[int(index)] if index >= 0 else ""


def _intercept_event(entity: Entity, by_id: dict[str, Entity]) -> Event:
    """Tell how a shot ends: the trace holds it with the launch."""
    end_s = float(entity.track.t_s[-1])
    target = by_id[entity.target]
    kind = {End.HIT: "hit", End.MISSED: "miss"}.get(entity.end, "void")
    if entity.end is End.HIT and entity.reason == "warhead stopped":
        kind = "stopped"
    verb = {"hit": "hits", "stopped": "stops", "miss": "misses", "void": "finds nothing of"}[kind]
    lat, lon, alt = (float(number) for number in entity.track.lla[-1])
    text = f"{entity.type_name} {verb} {target.name}"
    return Event(end_s, kind, entity.id, entity.target, text, entity.reason, (lat, lon, alt))


def _place(entity: Entity, t_s: float) -> tuple[float, float, float] | None:
    if len(entity.track.t_s) == 0:
        return None
    return entity.track.lla_at(t_s)


def _trace_events(play: _Play, by_id: dict[str, Entity], start_s: float) -> list[Event]:
    tables, names = play.lowered.tables, {"": "", **play.names}
    launched = iter([entity for entity in by_id.values() if entity.kind is Kind.INTERCEPTOR])
    events: list[Event] = []
    said: dict[tuple[str, str, str], tuple[str, str]] = {}
    for t, step, unit, threat, group, a, b, c in play.trace:
        u, m = _pick(tables.unit_ids, unit), _pick(tables.threat_ids, threat)
        name = Step(int(step)).name
        struck = _pick(tables.asset_ids, c) if name == "IMPACT" else ""
        row = Row(
            name,
            float(t),
            names[u],
            names[m],
            names[_pick(tables.group_ids, group)],
            names[struck],
            (float(a), float(b), float(c)),
        )
        told = tell(row)
        if told is None:
            continue
        # A unit that stays blocked says so once.
        if told.kind == "blocked" and said.get((u, m, told.kind)) == (told.text, told.reason):
            continue
        said[u, m, told.kind] = (told.text, told.reason)
        t_s = float(t) if math.isfinite(t) else start_s
        who, whom = u or m, struck if name == "IMPACT" else m if u else ""
        if name == "LAUNCH":
            who = next(launched).id
        where = by_id[u if name in ("UNIT_STATE", "LAUNCH") else m or u]
        events.append(Event(t_s, told.kind, who, whom, told.text, told.reason, _place(where, t_s)))
    return events


def _span(play: _Play, moving: list[Entity]) -> tuple[float, float]:
    times = [t for entity in moving for t in (entity.track.t_s[0], entity.track.t_s[-1])]
    times += [float(t) for t in play.lowered.tables.t_impact_s]
    times += [float(t) for t in play.trace[:, 0] if math.isfinite(t)]
    return float(min(times)) - LEAD_S, float(max(times)) + LEAD_S


def from_answer(answered: Answered, replication: int, choice: str = "") -> Recording:
    """Record one replication of a scenario that was answered.

    Parameters
    ----------
    answered : what `assessment.assess.answer` returned: the tables and the seed.
    replication : its number, from 0; choice : a word for it, or "".
    """
    play = _play(answered, replication)
    threats = _threats(play)
    flying = threats + _interceptors(play, threats)
    start_s, end_s = _span(play, [entity for entity in flying if entity.moves])
    entities = (*_ground(play, start_s), *flying)
    by_id = {entity.id: entity for entity in entities}
    events = _trace_events(play, by_id, start_s)
    events += [_intercept_event(e, by_id) for e in flying if e.kind is Kind.INTERCEPTOR]
    scenario = play.loaded.scenario
    return Recording(
        scenario_id=scenario.id,
        title=scenario.title,
        date=scenario.date,
        version=airshield.__version__,
        seed=play.seed,
        replication=replication,
        scenario_hash=play.loaded.text_hash,
        catalogue_hash=play.loaded.catalogue.hash,
        choice=choice,
        leakers=int((play.fate == Fate.IMPACT_IN_ASSET).sum()),
        start_s=start_s,
        end_s=end_s,
        entities=entities,
        sectors=_sectors(play),
        events=tuple(sorted(events, key=lambda event: event.t_s)),
    )


def record(
    scenario: str | Path | Loaded,
    replication: int | str = "typical",
    *,
    seed: int = 1,
    replications: int = REPLICATIONS,
) -> Recording:
    """Play a scenario and record one of its replications.

    Parameters
    ----------
    scenario : a bundled name, a path, or a loaded scenario.
    replication : a number from 0, or "typical", "low-loss", "high-loss" (`choose`).
    seed : 64-bit; replications : how many raids the choice is made from. They also settle the rule
        of shot correlation as `assess` does, so that the numbers are those of the same assessment.

    Raises
    ------
    InputError : faults of the scenario, the seed or the number.

    Example
    -------
    >>> import airshield as ash  # doctest: +SKIP
    >>> ash.replay.record("iraq-2020", "high-loss").leakers  # doctest: +SKIP
    """
    answered = answer(scenario, seed=seed, replications=replications)
    number = number_of(answered, replication)
    recording = from_answer(answered, number)
    return replace(recording, choice=replication) if isinstance(replication, str) else recording
