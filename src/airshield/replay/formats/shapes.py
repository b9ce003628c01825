"""Lay out what several formats draw: sectors as wedges, positions in degrees."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from airshield.replay.model import Entity, Lla, Sector, Track
from airshield.simulate.geometry import WGS84

F8 = NDArray[np.float64]
SECTOR_RADIUS_M = 100_000.0
"""Sectors are drawn to this stated radius: a direction, not a range."""
_STEP_RAD = math.radians(3.0)

# Okabe & Ito (2008): told apart with every common colour vision.
COLOURS = {
    "asset": (0, 158, 115),
    "fire_unit": (0, 114, 178),
    "threat": (213, 94, 0),
    "interceptor": (86, 180, 233),
}


def lon_lat_alt(track: Track) -> F8:
    """Return the samples of a track as longitude, latitude (degrees) and altitude (m), (n, 3)."""
    lla = track.lla
    return np.column_stack([np.degrees(lla[:, 1]), np.degrees(lla[:, 0]), lla[:, 2]])


def degrees(place: Lla) -> tuple[float, float, float]:
    """Return a place as longitude, latitude (degrees) and altitude (m)."""
    return math.degrees(place[1]), math.degrees(place[0]), place[2]


def wedge(sector: Sector, unit: Entity) -> list[tuple[float, float]]:
    """Return a sector as a closed ring of longitude and latitude, degrees, anticlockwise."""
    lon, lat, _ = lon_lat_alt(unit.track)[0]
    half = 0.5 * min(sector.width_rad, 2.0 * math.pi)
    n = max(3, math.ceil(2.0 * half / _STEP_RAD) + 1)
    bearings = np.degrees(np.linspace(sector.boresight_rad + half, sector.boresight_rad - half, n))
    edge = [WGS84.fwd(lon, lat, bearing, SECTOR_RADIUS_M)[:2] for bearing in bearings]
    whole = half >= math.pi - 1e-9
    ring = [(float(x), float(y)) for x, y in (edge[:-1] if whole else [(lon, lat), *edge])]
    return [*ring, ring[0]]
