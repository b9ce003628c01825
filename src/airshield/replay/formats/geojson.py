"""Write GeoJSON: paths, sites, sectors and events as features, times as properties.

**Source** RFC 7946, "The GeoJSON Format" (2016).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from airshield.replay.formats import stem
from airshield.replay.formats.shapes import degrees, lon_lat_alt, wedge
from airshield.replay.model import Entity, Event, Recording
from airshield.result.store import write_text

Feature = dict[str, Any]


def _feature(geometry: Feature | None, properties: Feature) -> Feature:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _position(lon: float, lat: float, alt: float) -> list[float]:
    return [round(lon, 7), round(lat, 7), round(alt, 1)]


def _entity(recording: Recording, entity: Entity) -> Feature:
    points = [_position(*map(float, row)) for row in lon_lat_alt(entity.track)]
    properties: Feature = {
        "id": entity.id,
        "kind": str(entity.kind),
        "name": entity.name,
        "type": entity.type,
        "side": entity.side,
        "of": entity.of,
        "target": entity.target,
        "end": str(entity.end),
        "reason": entity.reason,
        "radius_m": entity.radius_m,
    }
    if not points:
        return _feature(None, properties)
    if not entity.moves:
        return _feature({"type": "Point", "coordinates": points[0]}, properties)
    properties["times"] = [
        recording.moment(float(t)).isoformat(timespec="milliseconds") for t in entity.track.t_s
    ]
    return _feature({"type": "LineString", "coordinates": points}, properties)


def _event(recording: Recording, event: Event) -> Feature:
    geometry = (
        None
        if event.place is None
        else {"type": "Point", "coordinates": _position(*degrees(event.place))}
    )
    properties = {
        "kind": "event",
        "event": event.kind,
        "t_s": round(event.t_s, 3),
        "time": recording.moment(event.t_s).isoformat(timespec="milliseconds"),
        "who": event.who,
        "whom": event.whom,
        "text": event.text,
        "reason": event.reason,
    }
    return _feature(geometry, properties)


def _sectors(recording: Recording) -> list[Feature]:
    found = []
    for sector in recording.sectors:
        ring = [list(point) for point in wedge(sector, recording.by_id[sector.unit])]
        properties = {
            "kind": "sector",
            "of": sector.unit,
            "use": sector.use,
            "note": "a direction, not a range",
        }
        found.append(_feature({"type": "Polygon", "coordinates": [ring]}, properties))
    return found


def collection(recording: Recording) -> Feature:
    """Return the feature collection of a recording."""
    return {
        "type": "FeatureCollection",
        "airshield": recording.provenance(),
        "features": [
            *_sectors(recording),
            *(_entity(recording, entity) for entity in recording.entities),
            *(_event(recording, event) for event in recording.events),
        ],
    }


def write(recording: Recording, folder: Path) -> tuple[Path, ...]:
    """Write `<scenario>-r<replication>.geojson`."""
    path = folder / f"{stem(recording)}.geojson"
    write_text(path, json.dumps(collection(recording), ensure_ascii=False) + "\n")
    return (path,)
