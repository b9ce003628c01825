"""Write a SIMDIS ASCII scenario (ASI): platforms with their positions in degrees and metres.

**Source** the keywords as public writers and readers of the format use them (R package sandTable;
the SIMDIS SDK of the US Naval Research Laboratory). **Limits** SIMDIS itself was not run on it.
"""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import numpy as np

from airshield.kernel.earth import enu_axes
from airshield.replay.formats import stem
from airshield.replay.formats.shapes import lon_lat_alt
from airshield.replay.model import End, Entity, Kind, Recording
from airshield.result.store import write_text

VERSION = 21
_TYPES = {
    Kind.ASSET: ("ground site", "F"),
    Kind.FIRE_UNIT: ("ground site", "F"),
    Kind.THREAT: ("missile", "H"),
    Kind.INTERCEPTOR: ("missile", "F"),
}
_COLOURS = {
    Kind.ASSET: "green",
    Kind.FIRE_UNIT: "blue",
    Kind.THREAT: "red",
    Kind.INTERCEPTOR: "cyan",
}


def quoted(text: str) -> str:
    """Return a text in double quotes; the format knows no escape, so inner ones become single."""
    return '"' + text.replace('"', "'").replace("\n", " ") + '"'


def day_time(recording: Recording, t_s: float) -> str:
    """Return a scenario time as SIMDIS writes it: day of the year, year, hours."""
    moment = recording.moment(t_s) + dt.timedelta(microseconds=500)
    return f"{moment:%j %Y %H:%M:%S}.{moment.microsecond // 1000:03d}"


def _attitude_deg(entity: Entity, k: int) -> tuple[float, float]:
    """Return yaw and pitch of a sample: what flies points where it goes."""
    lat, lon, _ = entity.track.lla[k]
    east, north, up = enu_axes(lat, lon) @ entity.track.velocity_at(float(entity.track.t_s[k]))
    level = math.hypot(east, north)
    if level == 0.0 and up == 0.0:
        return 0.0, 0.0
    return math.degrees(math.atan2(east, north)) % 360.0, math.degrees(math.atan2(up, level))


def _head(entity: Entity, number: int) -> list[str]:
    kind, stance = _TYPES[entity.kind]
    return [
        f"PlatformID {number}",
        f"PlatformName {number} {quoted(entity.name)}",
        f"PlatformIcon {number} {quoted(kind)}",
        f"PlatformType {number} {quoted(kind)}",
        f"PlatformFHN {number} {stance}",
        f'PlatformInterpolate {number} "1"',
        f'GenericData {number} "SIMDIS_TrackColor" "{_COLOURS[entity.kind]}" "0"',
    ]


def _samples(recording: Recording, entity: Entity, number: int) -> list[str]:
    rows = lon_lat_alt(entity.track)
    times = entity.track.t_s
    found = []
    for k, (lon, lat, alt) in enumerate(rows):
        yaw, pitch = _attitude_deg(entity, k) if entity.moves else (0.0, 0.0)
        when = quoted(day_time(recording, float(times[k])))
        place = f"{lat:.7f} {lon:.7f} {alt:.2f}"
        found.append(f"PlatformData {number} {when} {place} {yaw:.2f} {pitch:.2f} 0.00")
    if not entity.moves:
        # Told again at the end, so that it stands there throughout.
        when = quoted(day_time(recording, recording.end_s))
        lon, lat, alt = rows[0]
        found.append(f"PlatformData {number} {when} {lat:.7f} {lon:.7f} {alt:.2f} 0.00 0.00 0.00")
    return found


def _events(recording: Recording, numbers: dict[str, int]) -> list[str]:
    """Return what is said of each event, beside the platform that it concerns."""
    found = []
    for event in recording.events:
        number = next((numbers[n] for n in (event.who, event.whom) if n in numbers), None)
        if number is None:
            continue
        when = quoted(day_time(recording, event.t_s))
        found.append(
            f'GenericData {number} {quoted(event.kind)} {quoted(event.sentence)} {when} "10"'
        )
    return found


def lines(recording: Recording) -> list[str]:
    """Return the lines of the file."""
    seen = [entity for entity in recording.entities if len(entity.track.t_s)]
    numbers = {entity.id: n for n, entity in enumerate(seen, start=1)}
    lat, lon, _ = np.degrees(seen[0].track.lla[0])
    found = [
        f"# {recording.provenance()}",
        f"Version {VERSION}",
        f"RefLLA {lat:.7f} {lon:.7f} 0.0",
        'CoordSystem "LLA"',
        "DegreeAngles 1",
        f"ReferenceYear {recording.epoch.year}",
        f"ScenarioInfo {quoted(recording.title)}",
    ]
    for entity in seen:
        found += ["", *_head(entity, numbers[entity.id])]
        found += _samples(recording, entity, numbers[entity.id])
        if entity.end is not End.STANDS:
            when = quoted(day_time(recording, float(entity.track.t_s[-1])))
            words = quoted(entity.ending)
            found.append(f'GenericData {numbers[entity.id]} "end" {words} {when} "-1"')
    return [*found, "", *_events(recording, numbers)]


def write(recording: Recording, folder: Path) -> tuple[Path, ...]:
    """Write `<scenario>-r<replication>.asi`."""
    path = folder / f"{stem(recording)}.asi"
    write_text(path, "\n".join(lines(recording)) + "\n")
    return (path,)
