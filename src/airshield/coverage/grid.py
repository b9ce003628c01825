"""Lay aim points around fire units: a regular grid of latitude and longitude."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airshield.errors import Fault, InputError
from airshield.simulate.geometry import WGS84, Place

F8 = NDArray[np.float64]
POINTS_MOST = 600
"""Points along a side: twelve azimuths and three cases then fill 360 MB for each threat."""


@dataclass(frozen=True, eq=False)
class Grid:
    """Aim points on a regular grid, all at one altitude above the ellipsoid."""

    lat_deg: F8
    lon_deg: F8
    altitude_m: float

    @property
    def shape(self) -> tuple[int, int]:
        """Return the numbers of latitudes and of longitudes."""
        return len(self.lat_deg), len(self.lon_deg)

    @property
    def lla(self) -> F8:
        """Latitude (rad), longitude (rad) and altitude (m) of each point, south-west first."""
        lat, lon = np.meshgrid(np.radians(self.lat_deg), np.radians(self.lon_deg), indexing="ij")
        return np.column_stack([lat.ravel(), lon.ravel(), np.full(lat.size, self.altitude_m)])

    @property
    def centre(self) -> Place:
        """Return the middle, where the arrivals are flown."""
        return Place.at(
            0.5 * (self.lat_deg[0] + self.lat_deg[-1]),
            0.5 * (self.lon_deg[0] + self.lon_deg[-1]),
            self.altitude_m,
        )

    @property
    def spacing_m(self) -> tuple[float, float]:
        """Return the distances of neighbours northward and eastward at the middle, m."""
        centre = self.centre
        step_lat = math.radians(self.lat_deg[1] - self.lat_deg[0])
        step_lon = math.radians(self.lon_deg[1] - self.lon_deg[0])
        lat, lon = centre.latitude_rad, centre.longitude_rad
        north = WGS84.inv(lon, lat, lon, lat + step_lat, radians=True)[2]
        east = WGS84.inv(lon, lat, lon + step_lon, lat, radians=True)[2]
        return float(north), float(east)


def _fault(key: str, message: str) -> Fault:
    return Fault("command line", None, key, message)


def check_grid(points: int, margin_m: float | None) -> list[Fault]:
    """Return what is wrong with the size of a grid."""
    faults = []
    if points < 2:
        message = f"{points} points along a side make an empty grid; ask for at least 2"
        faults.append(_fault("points", message))
    elif points > POINTS_MOST:
        message = f"{points} points along a side are too many; ask for at most {POINTS_MOST}"
        faults.append(_fault("points", message))
    if margin_m is not None and not 0.0 < margin_m <= 1e6:
        message = f"a margin of {margin_m / 1e3:g} km makes an empty grid; give above 0, to 1000 km"
        faults.append(_fault("margin_km", message))
    return faults


def grid_around(places: list[Place], margin_m: float, points: int) -> Grid:
    """Lay a grid over places and a margin around them.

    Parameters
    ----------
    places : of the fire units, at least one; margin_m : beyond the outermost, above 0.
    points : along the longer side, at least 2; the shorter side has about the same spacing.

    Raises
    ------
    InputError : the grid would be empty, too large, or reach a pole or across the date line.
    """
    faults = check_grid(points, margin_m)
    if faults:
        raise InputError(faults)
    box = []
    for place in places:
        for azimuth in (0.0, 0.5 * math.pi, math.pi, 1.5 * math.pi):
            lon, lat, _ = WGS84.fwd(
                place.longitude_rad, place.latitude_rad, azimuth, margin_m, radians=True
            )
            box.append((lat, lon))
    (south, west), (north, east) = np.min(box, axis=0), np.max(box, axis=0)
    height_m = (north - south) * 6.371e6
    width_m = (east - west) * 6.371e6 * math.cos(0.5 * (south + north))
    if max(abs(south), abs(north)) > math.radians(85.0) or width_m > 5e6 or height_m > 5e6:
        message = "the grid would reach a pole, the date line or beyond 5000 km; choose fire units"
        raise InputError([_fault("unit", message)])
    longer = max(width_m, height_m)
    n_lat = max(2, round(points * height_m / longer))
    n_lon = max(2, round(points * width_m / longer))
    return Grid(
        np.degrees(np.linspace(south, north, n_lat)),
        np.degrees(np.linspace(west, east, n_lon)),
        float(np.mean([place.altitude_m for place in places])),
    )
