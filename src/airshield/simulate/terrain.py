"""Read a user's elevation file and tell which parts of a path the ground hides from a radar."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from airshield.errors import Fault, ScenarioError
from airshield.extras import late
from airshield.kernel.horizon import EFFECTIVE_RADIUS_M
from airshield.kernel.path import EARTH_RADIUS_M
from airshield.simulate.geometry import WGS84, Place

if TYPE_CHECKING:
    from pyproj import Transformer

F8 = NDArray[np.float64]
U1 = NDArray[np.uint8]

MAX_CELLS = 60_000_000
"""Largest file that is read whole: 0.5 GB as float64."""
N_BEARINGS = 1440
PROFILE_NODES = 600
"""Points along one line of sight."""
REACH_LEAST_M, REACH_MOST_M = 25e3, 400e3
"""Lines of sight are this long; what flies beyond the greatest is above every hill."""


@dataclass(frozen=True, eq=False)
class Terrain:
    """Elevations on a grid, in metres above the surface that site elevations are given above.

    Attributes
    ----------
    file : as the user named it.
    crs : coordinate system of the grid, in words that pyproj reads.
    affine : a, b, c, d, e, f of x = a col + b row + c and y = d col + e row + f (corners of cells).
    elevation_m : (rows, columns), NaN where the file has no value.
    """

    file: str
    crs: str
    affine: tuple[float, float, float, float, float, float]
    elevation_m: F8

    def at(self, latitude_rad: F8, longitude_rad: F8) -> F8:
        """Return elevations, bilinear between centres of cells; NaN outside and next to gaps."""
        x, y = _transformer(self.crs).transform(np.degrees(longitude_rad), np.degrees(latitude_rad))
        a, b, c, d, e, f = self.affine
        # Points that the projection cannot hold come back as infinity: they are outside.
        with np.errstate(invalid="ignore"):
            dx, dy = np.asarray(x) - c, np.asarray(y) - f
            col = (e * dx - b * dy) / (a * e - b * d) - 0.5
            row = (a * dy - d * dx) / (a * e - b * d) - 0.5
            rows, columns = self.elevation_m.shape
            inside = (row >= 0) & (row <= rows - 1) & (col >= 0) & (col <= columns - 1)
        out = np.full(np.shape(col), np.nan)
        i = np.minimum(row[inside].astype(int), rows - 2)
        j = np.minimum(col[inside].astype(int), columns - 2)
        u, v = row[inside] - i, col[inside] - j
        z = self.elevation_m
        out[inside] = (1 - u) * ((1 - v) * z[i, j] + v * z[i, j + 1]) + u * (
            (1 - v) * z[i + 1, j] + v * z[i + 1, j + 1]
        )
        return out

    def hidden(self, place: Place, antenna_height_m: float, pos_enu_m: F8) -> U1:
        """Tell which samples of a path the ground hides from a radar.

        Parameters
        ----------
        place : the radar's site; antenna_height_m : of the antenna above the ground there.
        pos_enu_m : path east, north, up of the place, shape (n, 3).

        Returns
        -------
        1 where hidden, else 0, shape (n,).

        Raises
        ------
        ScenarioError : the radar stands outside the elevations.

        **Source.** Straight rays over an Earth of 4/3 radius: Skolnik, *Introduction to Radar
        Systems*, 3rd ed. (2001), chapter 8.
        **Limits.** No diffraction. The radar stands on the ground of the file, the path keeps the
        heights of the scenario. Ground outside the file, or without a value, hides nothing. Lines
        of sight are drawn every quarter of a degree (220 m at 50 km) with `PROFILE_NODES` nodes.
        """
        here = np.array([place.latitude_rad]), np.array([place.longitude_rad])
        ground = float(self.at(*here)[0])
        if math.isnan(ground):
            message = "holds no elevation at a radar's site; take a file that covers every site"
            raise ScenarioError([Fault(self.file, None, "", message)])
        east, north, up = pos_enu_m.T
        flat = np.hypot(east, north)
        # Heights and distances along the Earth, on the sphere of the horizon formulas.
        height = np.hypot(flat, EARTH_RADIUS_M + up) - EARTH_RADIUS_M + place.altitude_m
        along = EARTH_RADIUS_M * np.arctan2(flat, EARTH_RADIUS_M + up)
        eye = ground + antenna_height_m
        nodes_m, profiles_m = _profiles(self, place, _reach(float(along.max())))
        steepest = _steepest(nodes_m, profiles_m, eye)
        node = np.searchsorted(nodes_m, along) - 1
        bearing = np.rint(np.arctan2(east, north) / (2 * math.pi) * N_BEARINGS).astype(int)
        seen = (height - eye) / np.maximum(along, 1.0) - 0.5 * along / EFFECTIVE_RADIUS_M
        hidden = steepest[bearing % N_BEARINGS, np.maximum(node, 0)] > seen
        out: U1 = (hidden & (node >= 0)).astype(np.uint8)
        return out


def _reach(farthest_m: float) -> float:
    """Return a round reach at least as far: profiles are kept and serve many paths."""
    reach = REACH_LEAST_M
    while reach < farthest_m and reach < REACH_MOST_M:
        reach *= 2.0
    return reach


@lru_cache(maxsize=32)
def _profiles(terrain: Terrain, place: Place, reach_m: float) -> tuple[F8, F8]:
    """Return distances from a place and the ground along each bearing, (nodes,), (bearings, nodes).

    Nodes are closer together near the radar, where a hill hides more.
    """
    nodes = reach_m * (np.arange(1, PROFILE_NODES + 1) / PROFILE_NODES) ** 1.5
    bearings = np.arange(N_BEARINGS) * (2 * math.pi / N_BEARINGS)
    size = N_BEARINGS * PROFILE_NODES
    lon, lat, _ = WGS84.fwd(
        np.full(size, place.longitude_rad),
        np.full(size, place.latitude_rad),
        np.repeat(bearings, PROFILE_NODES),
        np.tile(nodes, N_BEARINGS),
        radians=True,
    )
    ground = terrain.at(np.asarray(lat), np.asarray(lon))
    return nodes, ground.reshape(N_BEARINGS, PROFILE_NODES)


def _steepest(nodes_m: F8, profiles_m: F8, eye_m: float) -> F8:
    """Return, up to each node, the steepest slope to the ground on the enlarged Earth."""
    slope = (profiles_m - eye_m) / nodes_m - 0.5 * nodes_m / EFFECTIVE_RADIUS_M
    known = np.where(np.isnan(slope), -math.inf, slope)
    rising: F8 = np.maximum.accumulate(known, axis=1)
    return rising


@lru_cache(maxsize=8)
def _transformer(crs: str) -> Transformer:
    from pyproj import Transformer  # noqa: PLC0415

    return Transformer.from_crs("EPSG:4326", crs, always_xy=True)


def _fault(file: Path | str, message: str) -> ScenarioError:
    return ScenarioError([Fault(str(file), None, "", message)])


def read_terrain(file: Path | str, places: tuple[Place, ...] = ()) -> Terrain:
    """Read elevations from a GeoTIFF (first band) in any coordinate system.

    Parameters
    ----------
    file : path of the user's file; elevations in metres.
    places : sites of radars; each must lie on the grid.

    Raises
    ------
    ScenarioError : the file cannot be read, has no coordinate system, holds no elevation, is too
        large, or does not reach a site.
    MissingExtraError : rasterio is not installed.
    """
    rasterio = late("rasterio", "terrain")
    errors = late("rasterio.errors", "terrain")
    import warnings  # noqa: PLC0415

    # A damaged file may hold values that no type takes; what is not finite counts as missing below.
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):
        warnings.simplefilter("ignore", errors.NotGeoreferencedWarning)
        try:
            with rasterio.open(file) as source:
                if source.crs is None:
                    message = "has no coordinate system; give it one, for example with gdal_edit"
                    raise _fault(file, message)
                if source.width * source.height > MAX_CELLS:
                    message = f"has more than {MAX_CELLS} cells; cut it to the area of the scenario"
                    raise _fault(file, message)
                if min(source.width, source.height) < 2:
                    raise _fault(file, "is one cell wide; elevations need two rows and two columns")
                band = source.read(1, masked=True).astype(float)
                crs, affine = source.crs.to_wkt(), tuple(source.transform)[:6]
        except errors.RasterioError as error:
            raise _fault(file, "cannot be read as a GeoTIFF of elevations") from error
    elevation = np.where(np.isfinite(filled := band.filled(np.nan)), filled, np.nan)
    if np.isnan(elevation).all():
        raise _fault(file, "holds no elevation: every cell is without a value")
    terrain = Terrain(str(file), crs, affine, elevation)
    for place in places:
        if np.isnan(terrain.at(np.array([place.latitude_rad]), np.array([place.longitude_rad]))[0]):
            lat, lon = math.degrees(place.latitude_rad), math.degrees(place.longitude_rad)
            message = f"holds no elevation at {lat:.3f} N {lon:.3f} E, the site of a radar"
            raise _fault(file, message)
    return terrain


@lru_cache(maxsize=4)
def terrain_of(file: str, places: tuple[Place, ...]) -> Terrain:
    """Read a scenario's terrain once for all its variations; as `read_terrain` otherwise."""
    return read_terrain(file, places)
