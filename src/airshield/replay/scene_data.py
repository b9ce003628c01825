"""Lay a recording out for the scene of the page: kilometres about one centre, short and rounded.

Axes are those of the scene: x east, y up, z south, in the local frame of the mean of the sites.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from airshield.kernel.earth import EARTH_WGS84, ecef_to_geodetic, enu_axes
from airshield.replay.formats.shapes import wedge
from airshield.replay.model import Entity, Event, Kind, Lla, Recording
from airshield.replay.paths import ecef
from airshield.simulate.geometry import WGS84, Place

F8 = NDArray[np.float64]
Points = Sequence[tuple[float, float]] | F8
Land = Callable[[float, float, float, float], list[tuple[str, list[F8]]]]
"""Countries with the rings (longitude, latitude, degrees) that touch a box west, east, south,
north."""
MARGIN = 1.35
"""The ground reaches this much farther than anything that is drawn on it."""
REACH_LEAST_M = 150_000.0
_CIRCLE = 48
_GRATICULE_STEP_M = 20_000.0
_GRATICULES_DEG = (0.5, 1.0, 2.0, 5.0, 10.0)
_LINES_MOST = 12
_SPOTS = 32
_NAMES_WITHIN = 0.85
_SLIVER = 6
"""Fewer points of the grid than these, and a country bears no name."""
Json = dict[str, Any]


class Frame:
    """The scene's frame: kilometres about the mean of the sites."""

    def __init__(self, recording: Recording) -> None:
        stands = [e.track.pos_ecef_m[0] for e in recording.entities if len(e.track.t_s) == 1]
        x, y, z = np.mean(stands, axis=0)
        lat, lon, _ = ecef_to_geodetic(x, y, z, EARTH_WGS84)
        self.centre = Place(lat, lon, 0.0)
        self._origin = ecef(self.centre)
        self._axes = enu_axes(lat, lon)
        seen = [e.track.pos_ecef_m for e in recording.entities if len(e.track.t_s)]
        away = np.concatenate(seen) - self._origin
        flat = away - np.outer(away @ self._axes[2], self._axes[2])
        self.reach_m = max(REACH_LEAST_M, MARGIN * float(np.linalg.norm(flat, axis=1).max()))

    def of_ecef(self, pos_ecef_m: F8) -> list[float]:
        """Return positions, ECEF m (n, 3), as a flat list in the scene's axes, km."""
        enu = (np.atleast_2d(pos_ecef_m) - self._origin) @ self._axes.T
        scene = np.column_stack([enu[:, 0], enu[:, 2], -enu[:, 1]]) / 1e3
        return [float(number) for number in np.round(scene, 3).ravel()]

    def of_lon_lat(
        self, points: Sequence[tuple[float, float]] | F8, alt_m: float = 0.0
    ) -> list[float]:
        """Return points, longitude and latitude in degrees, as a flat list in the scene, km."""
        rows = [ecef(Place.at(lat, lon, alt_m)) for lon, lat in points]
        return self.of_ecef(np.array(rows).reshape(-1, 3))

    def of_place(self, place: Lla) -> list[float]:
        """Return one geodetic place in the scene, km."""
        return self.of_ecef(ecef(Place(*place)))


def _sites(recording: Recording, frame: Frame) -> list[Json]:
    found = []
    for entity in recording.entities:
        if entity.kind not in (Kind.ASSET, Kind.FIRE_UNIT):
            continue
        lat, lon, alt = (float(number) for number in entity.track.lla[0])
        ring: list[float] = []
        if entity.radius_m > 0.0:
            bearings = np.linspace(0.0, 360.0, _CIRCLE, endpoint=False)
            here = (math.degrees(lon), math.degrees(lat))
            edge = [WGS84.fwd(*here, bearing, entity.radius_m)[:2] for bearing in bearings]
            ring = frame.of_lon_lat(edge, alt)
        sectors = [
            {"use": s.use, "ring": frame.of_lon_lat(wedge(s, entity)[:-1], alt)}
            for s in recording.sectors
            if s.unit == entity.id
        ]
        found.append(
            {
                "id": entity.id,
                "name": entity.name,
                "kind": str(entity.kind),
                "p": frame.of_place((lat, lon, alt)),
                "ring": ring,
                "sectors": sectors,
            }
        )
    return found


def _mover(entity: Entity, frame: Frame) -> Json:
    return {
        "id": entity.id,
        "name": entity.name,
        "kind": str(entity.kind),
        "type": entity.type_name,
        "of": entity.of,
        "target": entity.target,
        "end": str(entity.end),
        "reason": entity.reason,
        "t": [round(float(t), 2) for t in entity.track.t_s],
        "p": frame.of_ecef(entity.track.pos_ecef_m) if len(entity.track.t_s) else [],
    }


def _event(event: Event, frame: Frame) -> Json:
    return {
        "t": round(event.t_s, 2),
        "kind": event.kind,
        "who": event.who,
        "whom": event.whom,
        "text": event.text,
        "reason": event.reason,
        "p": None if event.place is None else frame.of_place(event.place),
    }


def run(recording: Recording, frame: Frame) -> Json:
    """Return one recording for the scene."""
    return {
        "replication": recording.replication,
        "choice": recording.choice,
        "leakers": recording.leakers,
        "start": round(recording.start_s, 2),
        "end": round(recording.end_s, 2),
        "provenance": recording.provenance(),
        "sites": _sites(recording, frame),
        "movers": [
            _mover(e, frame)
            for e in recording.entities
            if e.kind in (Kind.THREAT, Kind.INTERCEPTOR)
        ],
        "events": [_event(event, frame) for event in recording.events],
    }


def _box(frame: Frame) -> tuple[float, float, float, float]:
    """Return west, east, south, north of the ground, degrees."""
    lon, lat = math.degrees(frame.centre.longitude_rad), math.degrees(frame.centre.latitude_rad)
    edge = [WGS84.fwd(lon, lat, bearing, frame.reach_m)[:2] for bearing in (0, 90, 180, 270)]
    return edge[3][0], edge[1][0], edge[2][1], edge[0][1]


def _inside(points: F8, reach_km: float) -> NDArray[np.bool_]:
    scene = points.reshape(-1, 3)
    inside: NDArray[np.bool_] = np.hypot(scene[:, 0], scene[:, 2]) <= reach_km
    return inside


def _within(lon: F8, lat: F8, rings: list[F8]) -> NDArray[np.bool_]:
    """Tell which points lie inside rings, by counting the edges east of each (even or odd)."""
    odd = np.zeros(lon.shape, bool)
    for ring in rings:
        for (x0, y0), (x1, y1) in pairwise(ring):
            if y0 != y1:
                between = (lat < y0) != (lat < y1)
                odd ^= between & (lon < x0 + (lat - y0) * (x1 - x0) / (y1 - y0))
    return odd


def _name_spot(frame: Frame, rings: list[F8]) -> list[float] | None:
    """Return the point of a country nearest to the middle of what is seen of it; None: a sliver."""
    west, east, south, north = _box(frame)
    x, y = np.linspace(west, east, _SPOTS)[1:-1], np.linspace(south, north, _SPOTS)[1:-1]
    lon, lat = (each.ravel() for each in np.meshgrid(x, y))
    points = np.array(frame.of_lon_lat(np.column_stack([lon, lat])))
    own = _within(lon, lat, rings) & _inside(points, _NAMES_WITHIN * frame.reach_m / 1e3)
    if own.sum() < _SLIVER:
        return None
    seen = points.reshape(-1, 3)[own]
    nearest = int(np.linalg.norm(seen - seen.mean(axis=0), axis=1).argmin())
    return [round(float(number), 1) for number in seen[nearest]]


def ground(frame: Frame, land: Land) -> Json:
    """Return the ground: its reach, border lines, names of countries, a graticule."""
    reach_km = frame.reach_m / 1e3
    box = _box(frame)
    lines, names = [], []
    for name, rings in land(*box):
        for ring in rings:
            points = np.array(frame.of_lon_lat(ring))
            kept = _inside(points, reach_km)
            # Runs of points inside become lines; what lies outside is not drawn.
            edges = np.flatnonzero(np.diff(np.concatenate([[0], kept.astype(int), [0]])))
            lines += [
                [float(x) for x in points.reshape(-1, 3)[a:b].ravel()]
                for a, b in edges.reshape(-1, 2)
                if b - a > 1
            ]
        spot = _name_spot(frame, rings)
        if spot is not None:
            names.append({"name": name, "p": spot})
    return {
        "reach": round(reach_km, 1),
        "borders": lines,
        "names": names,
        "graticule": _graticule(frame, box),
    }


def _graticule(frame: Frame, box: tuple[float, float, float, float]) -> list[list[float]]:
    west, east, south, north = box
    span = max(east - west, north - south)
    step = next((s for s in _GRATICULES_DEG if span / s <= _LINES_MOST), _GRATICULES_DEG[-1])
    n = max(8, math.ceil(2.0 * frame.reach_m / _GRATICULE_STEP_M))
    meridians = np.arange(math.ceil(west / step) * step, east, step)
    parallels = np.arange(math.ceil(south / step) * step, north, step)
    lines = [[(lon, lat) for lat in np.linspace(south, north, n)] for lon in meridians]
    lines += [[(lon, lat) for lon in np.linspace(west, east, n)] for lat in parallels]
    found = []
    for line in lines:
        points = np.array(frame.of_lon_lat(line))
        kept = points.reshape(-1, 3)[_inside(points, frame.reach_m / 1e3)]
        if len(kept) > 1:
            found.append([float(x) for x in kept.ravel()])
    return found


def scene(recordings: Sequence[Recording], land: Land) -> Json:
    """Return everything that the page draws, ready for JSON.

    Parameters
    ----------
    recordings : of one scenario, the first is shown first; land : the borders.
    """
    first = recordings[0]
    widest = max((Frame(recording) for recording in recordings), key=lambda frame: frame.reach_m)
    return {
        "title": first.title,
        "date": first.date.isoformat() if first.date else "",
        "ground": ground(widest, land),
        "runs": [run(recording, widest) for recording in recordings],
    }
