"""Write CZML: a scene with a clock that Cesium opens.

**Source** CZML Guide, https://github.com/AnalyticalGraphicsInc/czml-writer/wiki/CZML-Guide.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from airshield.replay.formats import stem
from airshield.replay.formats.shapes import COLOURS, lon_lat_alt, wedge
from airshield.replay.model import Entity, Kind, Recording
from airshield.result.store import write_text

Packet = dict[str, Any]
_TRAIL_S = 600.0
_PIXELS = {"asset": 8, "fire_unit": 10, "threat": 7, "interceptor": 5}


def _colour(kind: Kind, alpha: int = 255) -> dict[str, list[int]]:
    return {"rgba": [*COLOURS[kind], alpha]}


def _interval(recording: Recording, start_s: float, end_s: float) -> str:
    return f"{recording.utc(start_s)}/{recording.utc(end_s)}"


def _document(recording: Recording) -> Packet:
    return {
        "id": "document",
        "name": recording.title,
        "description": recording.provenance(),
        "version": "1.0",
        "clock": {
            "interval": _interval(recording, recording.start_s, recording.end_s),
            "currentTime": recording.utc(recording.start_s),
            "multiplier": 10,
            "range": "LOOP_STOP",
            "step": "SYSTEM_CLOCK_MULTIPLIER",
        },
    }


def _label(entity: Entity) -> Packet:
    return {
        "text": entity.name,
        "font": "12px sans-serif",
        "fillColor": {"rgba": [255, 255, 255, 255]},
        "outlineColor": {"rgba": [0, 0, 0, 255]},
        "outlineWidth": 2,
        "style": "FILL_AND_OUTLINE",
        "pixelOffset": {"cartesian2": [10, -10]},
        "horizontalOrigin": "LEFT",
    }


def _standing(entity: Entity) -> Packet:
    packet = {
        "id": entity.id,
        "name": entity.name,
        "position": {"cartesian": [float(x) for x in entity.track.pos_ecef_m[0]]},
        "point": {"pixelSize": _PIXELS[entity.kind], "color": _colour(entity.kind)},
        "label": _label(entity),
    }
    if entity.radius_m > 0.0:
        packet["ellipse"] = {
            "semiMajorAxis": entity.radius_m,
            "semiMinorAxis": entity.radius_m,
            "material": {"solidColor": {"color": _colour(entity.kind, 90)}},
        }
    return packet


def _flying(recording: Recording, entity: Entity) -> Packet:
    track = entity.track
    first = float(track.t_s[0])
    samples: list[float] = []
    for t, position in zip(track.t_s, track.pos_ecef_m, strict=True):
        samples += [round(float(t) - first, 3), *(round(float(x), 1) for x in position)]
    return {
        "id": entity.id,
        "name": entity.name,
        "description": entity.ending,
        "availability": _interval(recording, first, float(track.t_s[-1])),
        "position": {
            "epoch": recording.utc(first),
            "interpolationAlgorithm": "LINEAR",
            "interpolationDegree": 1,
            "cartesian": samples,
        },
        "point": {"pixelSize": _PIXELS[entity.kind], "color": _colour(entity.kind)},
        "path": {
            "width": 2,
            "leadTime": 0,
            "trailTime": _TRAIL_S,
            "resolution": 1,
            "material": {"solidColor": {"color": _colour(entity.kind, 200)}},
        },
    }


def _sectors(recording: Recording) -> list[Packet]:
    packets = []
    for sector in recording.sectors:
        unit = recording.by_id[sector.unit]
        height = float(lon_lat_alt(unit.track)[0, 2])
        flat = [number for lon, lat in wedge(sector, unit)[:-1] for number in (lon, lat, height)]
        packets.append(
            {
                "id": f"{sector.unit}_{sector.use}_sector",
                "name": f"{unit.name}: {sector.use} sector, drawn as a direction, not a range",
                "polygon": {
                    "positions": {"cartographicDegrees": flat},
                    "perPositionHeight": True,
                    "material": {"solidColor": {"color": _colour(Kind.FIRE_UNIT, 40)}},
                    "outline": True,
                    "outlineColor": _colour(Kind.FIRE_UNIT, 120),
                },
            }
        )
    return packets


def packets(recording: Recording) -> list[Packet]:
    """Return the packets of a recording, the document first."""
    return [
        _document(recording),
        *_sectors(recording),
        *(_standing(entity) for entity in recording.entities if len(entity.track.t_s) == 1),
        *(_flying(recording, entity) for entity in recording.entities if entity.moves),
    ]


def write(recording: Recording, folder: Path) -> tuple[Path, ...]:
    """Write `<scenario>-r<replication>.czml`."""
    path = folder / f"{stem(recording)}.czml"
    write_text(path, json.dumps(packets(recording), ensure_ascii=False) + "\n")
    return (path,)
