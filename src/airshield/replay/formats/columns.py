"""Lay a recording out as tables: entities, tracks, events, sectors; one dictionary of columns each.

Column names carry their unit; degrees and metres, as in the other files of airshield.
"""

from __future__ import annotations

import math
from typing import Any

from airshield.replay.formats.shapes import degrees, lon_lat_alt
from airshield.replay.model import Recording

Columns = dict[str, list[Any]]


def entities(recording: Recording) -> Columns:
    """Return one row per entity."""
    rows = recording.entities
    return {
        "id": [e.id for e in rows],
        "kind": [str(e.kind) for e in rows],
        "name": [e.name for e in rows],
        "type": [e.type for e in rows],
        "type_name": [e.type_name for e in rows],
        "side": [e.side for e in rows],
        "of": [e.of for e in rows],
        "target": [e.target for e in rows],
        "end": [str(e.end) for e in rows],
        "reason": [e.reason for e in rows],
        "radius_m": [e.radius_m for e in rows],
        "samples": [len(e.track.t_s) for e in rows],
    }


def tracks(recording: Recording) -> Columns:
    """Return one row per sample of a track."""
    names = ("id", "t_s", "lat_deg", "lon_deg", "altitude_m", "x_ecef_m", "y_ecef_m", "z_ecef_m")
    found: Columns = {name: [] for name in names}
    for entity in recording.entities:
        rows = zip(
            entity.track.t_s, lon_lat_alt(entity.track), entity.track.pos_ecef_m, strict=True
        )
        for t, (lon, lat, alt), (x, y, z) in rows:
            values = (entity.id, *map(float, (t, lat, lon, alt, x, y, z)))
            for name, value in zip(names, values, strict=True):
                found[name].append(value)
    return found


def events(recording: Recording) -> Columns:
    """Return one row per event; places are missing (None) where there is none."""
    rows = recording.events
    places = [(None, None, None) if e.place is None else degrees(e.place) for e in rows]
    return {
        "t_s": [e.t_s for e in rows],
        "time_utc": [recording.moment(e.t_s).isoformat(timespec="milliseconds") for e in rows],
        "kind": [e.kind for e in rows],
        "who": [e.who for e in rows],
        "whom": [e.whom for e in rows],
        "text": [e.text for e in rows],
        "reason": [e.reason for e in rows],
        "lat_deg": [place[1] for place in places],
        "lon_deg": [place[0] for place in places],
        "altitude_m": [place[2] for place in places],
    }


def sectors(recording: Recording) -> Columns:
    """Return one row per sector of a radar."""
    rows = recording.sectors
    return {
        "unit_id": [s.unit for s in rows],
        "use": [s.use for s in rows],
        "boresight_deg": [math.degrees(s.boresight_rad) for s in rows],
        "width_deg": [math.degrees(s.width_rad) for s in rows],
    }


TABLES = (
    ("entities", entities),
    ("tracks", tracks),
    ("events", events),
    ("sectors", sectors),
)
