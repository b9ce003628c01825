"""Read the bundled borders: Natural Earth, the whole world, public domain."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

Ring = NDArray[np.float64]


@lru_cache(maxsize=1)
def borders() -> tuple[tuple[str, tuple[Ring, ...]], ...]:
    """Return (country, rings) for every country; a ring is (n, 2) longitude and latitude, degrees.

    **Source**: Natural Earth 1:50m admin-0 countries, simplified (`docs/reference/basemap.md`).
    """
    folder = resources.files("airshield.report") / "data"
    content = json.loads((folder / "borders.geojson").read_text("utf-8"))
    countries = []
    for feature in content["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        rings = tuple(np.array(ring, float) for polygon in polygons for ring in polygon)
        countries.append((str(feature["properties"]["name"]), rings))
    return tuple(countries)


def in_view(west: float, east: float, south: float, north: float) -> list[tuple[str, list[Ring]]]:
    """Return the countries with the rings that touch a box of degrees."""
    found = []
    for name, rings in borders():
        own = [
            ring
            for ring in rings
            if ring[:, 0].max() >= west
            and ring[:, 0].min() <= east
            and ring[:, 1].max() >= south
            and ring[:, 1].min() <= north
        ]
        if own:
            found.append((name, own))
    return found
