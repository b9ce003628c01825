"""Write the tables of Dstl's Common Data Format: entities, events, combat power, metadata.

**Source** Dstl, "Common Data Format Processor outputs" and its reference tables, in
github.com/defencedigital/SWAP-Processor_Common (`processor_core/Vignettes/CDFOutputs.md`).
**Limits** an entity is one component and has one unit of combat power: this software weighs
nothing against anything else.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from airshield.replay.formats import stem
from airshield.replay.formats.columns import Columns
from airshield.replay.formats.csv_tables import text
from airshield.replay.model import End, Entity, Event, Kind, Recording
from airshield.result.store import write_text

NOT_SET = "not set"
UNDEFINED = "not defined"
_PREFIX = {
    "status update": "status",
    "location update": "loc",
    "spotted secondary": "spot",
    "seen by secondary": "seen",
    "stopped seeing secondary": "stop",
    "shot": "shot",
    "kill": "kill",
    "loss": "loss",
}
"""How the number of an event of each type begins."""
_COUNTED = (
    ("status_events", "status update"),
    ("location_events", "location update"),
    ("seen_events", "seen by secondary"),
    ("spot_events", "spotted secondary"),
    ("stop_events", "stopped seeing secondary"),
    ("shot_events", "shot"),
    ("kill_events", "kill"),
    ("loss_events", "loss"),
)
_FORCES = {"defence": "defence force", "raid": "raid force"}
_SIDES = ("id", "name", "type", "commander", "level", "affiliation", "force")
_SECONDARY_NAMES = (
    "secondary_entity_id",
    "secondary_entity_name",
    "secondary_entity_type",
    # A space instead of a line, as in the reference tables.
    "secondary_entity commander",
    "secondary_entity_level",
    "secondary_entity_affiliation",
    "secondary_entity_force",
)
Row = dict[str, Any]


def _commander(entity: Entity) -> str:
    return entity.of if entity.kind is Kind.INTERCEPTOR else NOT_SET


class _Book:
    """Keep the events of one recording in the order in which they are told."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.rows: list[Row] = []
        self._number: Counter[str] = Counter()

    def _side(self, entity: Entity, names: tuple[str, ...]) -> Row:
        commander = self.recording.by_id.get(_commander(entity))
        values = (
            entity.id,
            entity.name,
            entity.type_name,
            commander.name if commander else NOT_SET,
            2.0 if commander else 1.0,
            entity.side,
            _FORCES[entity.side],
        )
        return dict(zip(names, values, strict=True))

    @staticmethod
    def _place(entity: Entity, t_s: float, prefix: str) -> Row:
        if not len(entity.track.t_s):
            return {f"{prefix}_x": None, f"{prefix}_y": None}
        lat, lon, _ = entity.track.lla_at(t_s)
        return {f"{prefix}_x": math.degrees(lon), f"{prefix}_y": math.degrees(lat)}

    def tell(
        self, t_s: float, kind: str, first: Entity, detail: Row, second: Entity | None = None
    ) -> str:
        """Add an event and return its id."""
        self._number[kind] += 1
        event_id = f"{_PREFIX[kind]}-{self._number[kind]}"
        row: Row = {"time": round(t_s - self.recording.start_s, 3)}
        row |= self._side(first, tuple(f"primary_entity_{name}" for name in _SIDES))
        row |= self._place(first, t_s, "primary")
        row |= {
            "event_id": event_id,
            "event_type": kind,
            "event_detail": json.dumps({k: str(v) for k, v in detail.items()}, ensure_ascii=False),
        }
        if second is None:
            row |= dict.fromkeys((*_SECONDARY_NAMES, "secondary_x", "secondary_y"))
        else:
            row |= self._side(second, _SECONDARY_NAMES)
            row |= self._place(second, t_s, "secondary")
        self.rows.append(row)
        return event_id


def _detail(event: Event) -> Row:
    return {"event": event.kind, "text": event.text, "reason": event.reason}


def _locations(book: _Book) -> None:
    for entity in book.recording.entities:
        for t, (_, _, alt) in zip(entity.track.t_s, entity.track.lla, strict=True):
            book.tell(float(t), "location update", entity, {"altitude_m": f"{alt:.1f}"})


def _pair(book: _Book, event: Event, kinds: tuple[str, str]) -> str:
    """Tell what one does to another from both sides; return the id of the second."""
    first, second = book.recording.by_id[event.who], book.recording.by_id[event.whom]
    book.tell(event.t_s, kinds[0], first, _detail(event), second)
    return book.tell(event.t_s, kinds[1], second, _detail(event), first)


def _happenings(book: _Book) -> dict[str, tuple[float, str]]:
    """Tell the events; return for each entity that is spent or stopped when, and by which event."""
    lost: dict[str, tuple[float, str]] = {}
    for event in book.recording.events:
        actor = book.recording.by_id.get(event.who)
        if actor is None:
            continue
        if event.kind == "tracked":
            _pair(book, event, ("spotted secondary", "seen by secondary"))
        elif event.kind == "launch":
            unit = book.recording.by_id[actor.of]
            detail = _detail(event) | {"weapon": actor.type_name, "rds": 1, "round": actor.id}
            target = book.recording.by_id[event.whom]
            book.tell(event.t_s, "shot", unit, detail, target)
        elif event.kind == "stopped":
            lost.setdefault(event.whom, (event.t_s, _pair(book, event, ("kill", "loss"))))
        else:
            other = book.recording.by_id.get(event.whom)
            book.tell(event.t_s, "status update", actor, _detail(event), other)
    return lost


def events(recording: Recording) -> tuple[Columns, dict[str, tuple[float, str]]]:
    """Return the events table, and when and by which event each stopped entity was lost."""
    book = _Book(recording)
    _locations(book)
    lost = _happenings(book)
    rows = sorted(book.rows, key=lambda row: row["time"])
    return {name: [row[name] for row in rows] for name in rows[0]}, lost


def entities(recording: Recording, told: Columns) -> Columns:
    """Return the entity table; `told` is the events table."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, kind in zip(told["primary_entity_id"], told["event_type"], strict=True):
        counts[name][kind] += 1
    rows: list[Row] = []
    for entity in recording.entities:
        commander = recording.by_id.get(_commander(entity))
        first_s = float(entity.track.t_s[0]) if len(entity.track.t_s) else recording.start_s
        stands = entity.end is End.STANDS
        rows.append(
            {
                "id": entity.id,
                "name": entity.name,
                "type": entity.type_name,
                "commander_id": _commander(entity),
                "commander_name": commander.name if commander else None,
                "level": 2 if commander else 1,
                "affiliation": entity.side,
                "force": _FORCES[entity.side],
                "init_comps": 1,
                "cbt_per_comp": 1.0,
                "init_cbt_pwr": 1.0,
                "system_entity": False,
                "start_entity": stands,
                "time_added": round(first_s - recording.start_s, 3),
                "total_events": counts[entity.id].total(),
                **{name: counts[entity.id][kind] for name, kind in _COUNTED},
            }
        )
    return {name: [row[name] for row in rows] for name in rows[0]}


def power(recording: Recording, lost: dict[str, tuple[float, str]]) -> Columns:
    """Return components over time by affiliation and force: losses of the raid to the defence."""
    rows: list[Row] = []

    def tell(t_s: float, side: str, left: int, event_id: str) -> None:
        rows.extend(
            {
                "time": round(t_s, 3),
                "item": item,
                "components": left,
                "combat_power": float(left),
                "event_id": event_id,
            }
            for item in (side, _FORCES[side])
        )

    left = Counter(entity.side for entity in recording.entities)
    for side in _FORCES:
        tell(0.0, side, left[side], "none")
    for name, (t_s, event_id) in sorted(lost.items(), key=lambda item: item[1]):
        side = recording.by_id[name].side
        left[side] -= 1
        tell(t_s - recording.start_s, side, left[side], event_id)
    return {name: [row[name] for row in rows] for name in rows[0]}


def _metadata(recording: Recording, told: Columns) -> str:
    """Return the metadata as YAML; JSON strings are YAML strings too."""
    facts: Row = {
        "case": recording.scenario_id,
        "replication": str(recording.replication),
        "serial": "1",
        "model_name": f"airshield {recording.version}",
        "input_location": recording.scenario_id,
        "output_location": ".",
        "distance_unit": "degrees (x longitude, y latitude, WGS84)",
        "time_unit": "seconds since the start of the recording",
        "cbt_pwr_unit": "entities",
        "data_name": recording.title,
        "data_details": recording.provenance(),
        "data_date": recording.date.isoformat() if recording.date else UNDEFINED,
        "force_unique_unit_names": True,
        "entity_data_from_table": False,
        "split_files_by_type": False,
        "drop_location_events": False,
        "drop_seen_events": False,
        "drop_shot_events": False,
        "drop_spot_events": False,
        "status": "complete",
        "total_entities": len(recording.entities),
        "total_events": len(told["event_id"]),
        "total_forces_and_affiliations": 2 * len(_FORCES),
        "time_zero_utc": recording.moment(recording.start_s).isoformat(),
    }
    return "".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in facts.items()
    )


def _named(recording: Recording, columns: Columns) -> Columns:
    n = len(next(iter(columns.values())))
    return {"case": [recording.scenario_id] * n, "rep": [str(recording.replication)] * n} | columns


def write(recording: Recording, folder: Path) -> tuple[Path, ...]:
    """Write `CDF_{EntityTable,Events,Cbt_pwr,Metadata}_<scenario>-r<replication>`, CSV and YAML."""
    told, lost = events(recording)
    tables = {
        "EntityTable": entities(recording, told),
        "Events": told,
        "Cbt_pwr": power(recording, lost),
    }
    paths = []
    for name, columns in tables.items():
        paths.append(folder / f"CDF_{name}_{stem(recording)}.csv")
        write_text(paths[-1], text(_named(recording, columns)))
    paths.append(folder / f"CDF_Metadata_{stem(recording)}.yaml")
    write_text(paths[-1], _metadata(recording, told))
    return tuple(paths)
