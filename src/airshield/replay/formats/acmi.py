"""Write Tacview's ACMI 2.2 text.

**Source** Raia Software, "ACMI 2.2 flight recordings",
https://www.tacview.net/documentation/acmi/en/.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np

from airshield.replay.formats import stem
from airshield.replay.formats.shapes import lon_lat_alt
from airshield.replay.model import End, Entity, Kind, Recording
from airshield.result.store import write_bytes

_TYPES = {
    Kind.ASSET: "Navaid+Static+Waypoint",
    Kind.FIRE_UNIT: "Ground+AntiAircraft",
    Kind.THREAT: "Weapon+Missile",
    Kind.INTERCEPTOR: "Weapon+Missile",
}
_SIDES = {"defence": ("Defence", "Blue"), "raid": ("Raid", "Red")}
_GONE_S = 0.5
"""An object is taken away this long after its end, so that the end is seen."""


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace("\n", "\\\n")


def _number(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")


def _head(entity: Entity, ids: dict[str, str]) -> str:
    side, colour = _SIDES[entity.side]
    parts = [
        f"Type={_TYPES[entity.kind]}",
        f"Name={_escape(entity.type_name)}",
        f"CallSign={_escape(entity.name)}",
        f"Coalition={side}",
        f"Color={colour}",
    ]
    if entity.of in ids and entity.kind is Kind.INTERCEPTOR:
        parts += [f"Parent={ids[entity.of]}", f"LockedTarget={ids[entity.target]}"]
    if entity.radius_m > 0.0:
        parts.append(f"Radius={_number(entity.radius_m, 1)}")
    return ",".join(parts)


def _messages(recording: Recording, ids: dict[str, str]) -> dict[float, list[str]]:
    """Return what is said of each event, by time since the start."""
    lines: dict[float, list[str]] = defaultdict(list)
    for event in recording.events:
        about = [ids[name] for name in (event.who, event.whom) if name in ids]
        kind = "Destroyed" if event.kind == "stopped" else "Message"
        if kind == "Destroyed":
            about = [ids[event.whom]]
        fields = "|".join([kind, *about, event.sentence.replace("|", "/")])
        lines[round(event.t_s - recording.start_s, 2)].append(f"0,Event={_escape(fields)}")
    return lines


def lines(recording: Recording) -> list[str]:
    """Return the lines of the file."""
    seen = [entity for entity in recording.entities if len(entity.track.t_s)]
    ids = {entity.id: f"{number:x}" for number, entity in enumerate(seen, start=1)}
    frames = _messages(recording, ids)
    for entity in seen:
        name, head = ids[entity.id], _head(entity, ids)
        rows = lon_lat_alt(entity.track)
        for t, (lon, lat, alt) in zip(entity.track.t_s, rows, strict=True):
            at = round(float(t) - recording.start_s, 2)
            place = f"T={_number(lon, 7)}|{_number(lat, 7)}|{_number(alt, 2)}"
            frames[at].append(f"{name},{place}{',' + head if head else ''}")
            head = ""
        if entity.end is not End.STANDS:
            gone = round(float(entity.track.t_s[-1]) - recording.start_s + _GONE_S, 2)
            frames[gone].append(f"-{name}")
    start = recording.utc(recording.start_s)
    found = [
        "FileType=text/acmi/tacview",
        "FileVersion=2.2",
        f"0,ReferenceTime={start}",
        f"0,RecordingTime={start}",
        f"0,Title={_escape(recording.title)}",
        "0,DataSource=airshield",
        f"0,DataRecorder=airshield {recording.version}",
        f"0,Comments={_escape(recording.provenance())}",
    ]
    for at in np.sort(np.array(list(frames))):
        found += [f"#{_number(float(at), 2)}", *frames[float(at)]]
    return found


def write(recording: Recording, folder: Path) -> tuple[Path, ...]:
    """Write `<scenario>-r<replication>.txt.acmi`, UTF-8 with the mark that the format asks for."""
    path = folder / f"{stem(recording)}.txt.acmi"
    write_bytes(path, ("\n".join(lines(recording)) + "\n").encode("utf-8-sig"))
    return (path,)
