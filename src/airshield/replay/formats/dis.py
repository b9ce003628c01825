"""Write DIS 7 entity states, fires and detonations as a capture file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from airshield.errors import Fault, OutputError
from airshield.replay.formats import dis_pdu, stem
from airshield.replay.formats.pcap import capture
from airshield.replay.model import End, Entity, Kind, Recording
from airshield.result.store import write_bytes

STATE_EVERY_S = 1.0
"""What flies tells its state so often, and at its ends."""
HEARTBEAT_S = 5.0
"""What stands tells its state so often: the standard's own heartbeat."""
_TYPES: dict[Kind, dis_pdu.EntityType] = {
    Kind.ASSET: (5, 1, 0, 0, 0, 0, 0),
    Kind.FIRE_UNIT: (1, 1, 0, 28, 0, 0, 0),
    Kind.THREAT: (2, 11, 0, 1, 0, 0, 0),
    Kind.INTERCEPTOR: (2, 3, 0, 1, 0, 0, 0),
}
"""Cultural feature; land platform for air and missile defence; guided munition, tactical; guided
munition against guided weapons."""
NUMBERS_MOST = 65_534
"""Zero is nobody and the largest is everybody."""
Timed = tuple[float, bytes]


class _Exercise:
    """Number the entities and stamp the units of one recording."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        seen = [entity for entity in recording.entities if len(entity.track.t_s)]
        if len(seen) > NUMBERS_MOST:
            message = f"DIS numbers {NUMBERS_MOST:,} entities at most, this raid has {len(seen):,}"
            raise OutputError([Fault("format dis", None, "", f"{message}; take another format")])
        self.seen = tuple(seen)
        self.number = {entity.id: n for n, entity in enumerate(seen, start=1)}

    def stamp(self, t_s: float) -> int:
        """Return the DIS timestamp of a scenario time."""
        moment = self.recording.moment(t_s)
        return dis_pdu.timestamp(60.0 * moment.minute + moment.second + moment.microsecond / 1e6)

    def of(self, name: str) -> int:
        """Return the number of an entity, that of nobody where it is not seen."""
        return self.number.get(name, dis_pdu.NOBODY)


def _times(entity: Entity, recording: Recording) -> list[float]:
    if not entity.moves:
        return list(np.arange(recording.start_s, recording.end_s, HEARTBEAT_S))
    first, last = float(entity.track.t_s[0]), float(entity.track.t_s[-1])
    return [*np.arange(first, last, STATE_EVERY_S), last]


def _states(exercise: _Exercise, entity: Entity) -> Iterator[Timed]:
    times = _times(entity, exercise.recording)
    for t in times:
        over = entity.moves and t == times[-1]
        state = dis_pdu.State(
            exercise.of(entity.id),
            dis_pdu.FRIENDLY if entity.side == "defence" else dis_pdu.OPPOSING,
            _TYPES[entity.kind],
            entity.track.at(t),
            entity.track.velocity_at(t),
            entity.id[-11:],
            dis_pdu.DEACTIVATED if over else 0,
        )
        yield float(t), dis_pdu.entity_state(exercise.stamp(t), state)


def _shot(exercise: _Exercise, entity: Entity, event: int) -> Iterator[Timed]:
    """Yield the fire and the detonation of one interceptor."""
    track = entity.track
    first, last = float(track.t_s[0]), float(track.t_s[-1])
    shooter, target, munition = map(exercise.of, (entity.of, entity.target, entity.id))
    kind, away = (
        _TYPES[entity.kind],
        float(np.linalg.norm(track.pos_ecef_m[-1] - track.pos_ecef_m[0])),
    )
    yield (
        first,
        dis_pdu.fire(
            exercise.stamp(first),
            shooter=shooter,
            target=target,
            munition=munition,
            event=event,
            kind=kind,
            pos_ecef_m=track.pos_ecef_m[0],
            velocity_ecef_m_s=track.velocity_at(first),
            range_m=away,
        ),
    )
    hit = entity.end is End.HIT
    yield (
        last,
        dis_pdu.detonation(
            exercise.stamp(last),
            shooter=shooter,
            target=target,
            munition=munition,
            event=event,
            kind=kind,
            pos_ecef_m=track.pos_ecef_m[-1],
            velocity_ecef_m_s=track.velocity_at(last),
            result=dis_pdu.IMPACT_ENTITY if hit else dis_pdu.NO_DETONATION,
        ),
    )


def _impact(exercise: _Exercise, entity: Entity, event: int) -> Timed:
    track = entity.track
    last = float(track.t_s[-1])
    struck = exercise.of(entity.of) if entity.end is End.IN_ASSET else dis_pdu.NOBODY
    return last, dis_pdu.detonation(
        exercise.stamp(last),
        shooter=dis_pdu.NOBODY,
        target=struck,
        munition=exercise.of(entity.id),
        event=event,
        kind=_TYPES[entity.kind],
        pos_ecef_m=track.pos_ecef_m[-1],
        velocity_ecef_m_s=track.velocity_at(last),
        result=dis_pdu.IMPACT_GROUND,
    )


def units(recording: Recording) -> list[Timed]:
    """Return every protocol data unit of a recording with its scenario time, in order.

    Raises
    ------
    OutputError : more entities than the protocol can number.
    """
    exercise = _Exercise(recording)
    found: list[Timed] = []
    for event, entity in enumerate(exercise.seen, start=1):
        found += _states(exercise, entity)
        if entity.kind is Kind.INTERCEPTOR:
            found += _shot(exercise, entity, event)
        elif entity.end in (End.IN_ASSET, End.ELSEWHERE):
            found.append(_impact(exercise, entity, event))
    return sorted(found, key=lambda each: each[0])


def write(recording: Recording, folder: Path) -> tuple[Path, ...]:
    """Write `<scenario>-r<replication>.pcap`: UDP datagrams to port 3000, one unit each."""
    path = folder / f"{stem(recording)}.pcap"
    epoch_s = recording.epoch.timestamp()
    write_bytes(path, capture((epoch_s + t, unit) for t, unit in units(recording)))
    return (path,)
