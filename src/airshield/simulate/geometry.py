"""Place sites on the ellipsoid: origins of approach, neighbours of assets."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

WGS84 = Geod(ellps="WGS84")
NEAR_MARGIN_M = 20_000.0
"""An impact displaced from one asset can fall into another within this of touching it."""


@dataclass(frozen=True)
class Place:
    """A point at site level: geodetic radians and metres above the ellipsoid."""

    latitude_rad: float
    longitude_rad: float
    altitude_m: float

    @staticmethod
    def at(lat_deg: float, lon_deg: float, altitude_m: float) -> Place:
        """Return a place from degrees."""
        return Place(math.radians(lat_deg), math.radians(lon_deg), altitude_m)

    @property
    def lla(self) -> NDArray[np.float64]:
        """Latitude (rad), longitude (rad), altitude (m) as an array."""
        return np.array([self.latitude_rad, self.longitude_rad, self.altitude_m])


def origin_of_approach(target: Place, azimuth_deg: float, ground_range_m: float) -> Place:
    """Return where an approach begins: a geodesic from the target, on the ellipsoid's surface.

    Parameters
    ----------
    target : the defended point; azimuth_deg : bearing from it, degrees clockwise from north;
    ground_range_m : geodesic distance, m.

    **Source**: Karney, "Algorithms for geodesics", J. Geodesy 87 (2013), through PROJ.
    """
    lon, lat, _ = WGS84.fwd(
        target.longitude_rad,
        target.latitude_rad,
        math.radians(azimuth_deg),
        ground_range_m,
        radians=True,
    )
    return Place(float(lat), float(lon), 0.0)


def offset_m(centre: Place, place: Place) -> tuple[float, float]:
    """Return how far east and north of a centre another place lies, m, by the geodesic to it."""
    if centre == place:
        return 0.0, 0.0
    azimuth, _, distance = WGS84.inv(
        centre.longitude_rad,
        centre.latitude_rad,
        place.longitude_rad,
        place.latitude_rad,
        radians=True,
    )
    return float(distance * math.sin(azimuth)), float(distance * math.cos(azimuth))


@dataclass(frozen=True)
class Near:
    """Neighbours of each asset, itself included, in rows ptr[a]:ptr[a + 1]."""

    ptr: tuple[int, ...]
    asset: tuple[int, ...]
    east_m: tuple[float, ...]
    north_m: tuple[float, ...]


def near_assets(places: list[Place], radii_m: list[float]) -> Near:
    """Return which assets an impact aimed at one of them could fall into, and where they are."""
    ptr, asset, east, north = [0], [], [], []
    for a, here in enumerate(places):
        for b, there in enumerate(places):
            to_east, to_north = offset_m(here, there)
            if a != b and math.hypot(to_east, to_north) > radii_m[a] + radii_m[b] + NEAR_MARGIN_M:
                continue
            asset.append(b)
            east.append(to_east)
            north.append(to_north)
        ptr.append(len(asset))
    return Near(tuple(ptr), tuple(asset), tuple(east), tuple(north))
