"""Draw the edges of coverage as polygons: where one, two or three shots are possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from airshield.coverage.bounds import CASES
from airshield.extras import late

if TYPE_CHECKING:
    import xarray as xr
    from shapely import MultiPolygon

F8 = NDArray[np.float64]
LEVELS = (1, 2, 3)
_SMOOTHING = 0.1
"""Share of the grid's spacing by which a line may be simplified."""


def contours(lon_deg: F8, lat_deg: F8, field: F8, level: float) -> MultiPolygon:
    """Return where a field on a grid is at or above a level.

    Parameters
    ----------
    lon_deg, lat_deg : of columns and rows, increasing; field : shape (lat, lon), no NaN.
    level : the edge runs where the field, linear between nodes, passes it.

    Returns
    -------
    `shapely.MultiPolygon` in degrees, empty where the field is below everywhere.

    Raises
    ------
    MissingExtraError : contourpy or shapely is not installed.
    """
    contourpy, shapely = late("contourpy", "coverage"), late("shapely", "coverage")
    drawn = contourpy.contour_generator(
        lon_deg, lat_deg, np.asarray(field, float), fill_type=contourpy.FillType.OuterOffset
    )
    step = min(float(np.diff(lon_deg).min()), float(np.diff(lat_deg).min()))
    parts = []
    for points, offsets in zip(*drawn.filled(level, np.inf), strict=True):
        rings = [points[a:b] for a, b in pairwise(offsets)]
        parts.append(shapely.make_valid(shapely.Polygon(rings[0], rings[1:])))
    whole = shapely.simplify(shapely.union_all(parts), _SMOOTHING * step)
    polygons = [g for g in shapely.get_parts(whole) if g.geom_type == "Polygon"]
    return shapely.MultiPolygon([shapely.orient_polygons(g) for g in polygons])


def edge(
    dataset: xr.Dataset, threat: str, case: str, azimuth_deg: float, shots: int
) -> MultiPolygon:
    """Return where at least so many shots are possible against one threat from one azimuth.

    Parameters
    ----------
    dataset : of `airshield.coverage.compute`; threat, case : labels of its axes.
    azimuth_deg : one of its azimuths; shots : 1 or more.
    """
    field = dataset["shots"].sel(threat=threat, case=case, azimuth=azimuth_deg)
    return contours(dataset["lon"].values, dataset["lat"].values, field.values, shots - 0.5)


def _features(dataset: xr.Dataset, levels: Sequence[int]) -> Iterator[dict[str, Any]]:
    shapely = late("shapely", "coverage")
    for threat in dataset["threat"].values:
        for azimuth in dataset["azimuth"].values:
            for case in CASES:
                for shots in levels:
                    shape = edge(dataset, str(threat), case, float(azimuth), shots)
                    if not shape.is_empty:
                        yield {
                            "type": "Feature",
                            "properties": {
                                "threat": str(threat),
                                "azimuth_deg": float(azimuth),
                                "case": case,
                                "shots": shots,
                            },
                            "geometry": shapely.geometry.mapping(shape),
                        }


def to_geojson(dataset: xr.Dataset, levels: Sequence[int] = LEVELS) -> dict[str, Any]:
    """Return the edges of coverage as a GeoJSON feature collection.

    Parameters
    ----------
    dataset : of `airshield.coverage.compute`; levels : numbers of shots, 1 or more.

    Returns
    -------
    One feature for each threat, azimuth, case and number of shots that is possible anywhere, with
    these four as properties; WGS 84 longitude and latitude (RFC 7946).
    """
    return {
        "type": "FeatureCollection",
        "comment": str(dataset.attrs.get("comment", "")),
        "features": list(_features(dataset, levels)),
    }
