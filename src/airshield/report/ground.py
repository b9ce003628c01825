"""Draw what maps stand on: land, borders, names of countries, a scale."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.patches import Polygon
from matplotlib.path import Path
from numpy.typing import NDArray
from pyproj import Geod

from airshield.report.basemap import in_view
from airshield.report.style import BORDER, GREY, INK, LAND

GEOD = Geod(ellps="WGS84")
_GRID = 30
_SLIVER = 0.06


def _label_spot(
    rings: list[NDArray[np.float64]],
    box: tuple[float, float, float, float],
    taken: list[NDArray[np.float64]],
) -> tuple[float, float] | None:
    """Return a point inside the visible part of a country, clear of what is drawn over it.

    None where the country shows as a sliver only.
    """
    west, east, south, north = box
    x, y = np.meshgrid(np.linspace(west, east, _GRID)[1:-1], np.linspace(south, north, _GRID)[1:-1])
    points = np.column_stack([x.ravel(), y.ravel()])
    inside = np.zeros(len(points), bool)
    for ring in rings:
        inside |= Path(ring).contains_points(points)
    for shape in taken:
        inside &= ~Path(shape).contains_points(points)
    if inside.mean() < _SLIVER:
        return None
    own = points[inside]
    outside = np.vstack([points[~inside], [[west, south], [east, north]]])
    # The grid point farthest from what is not this country: clear of borders and of the frame.
    distance = np.sqrt(((own[:, None, :] - outside[None, :, :]) ** 2).sum(axis=2)).min(axis=1)
    edge = np.minimum.reduce(
        [own[:, 0] - west, east - own[:, 0], own[:, 1] - south, north - own[:, 1]]
    )
    x_best, y_best = own[np.argmax(np.minimum(distance, edge))]
    return float(x_best), float(y_best)


def draw_land(
    axes: Axes,
    box: tuple[float, float, float, float],
    taken: list[NDArray[np.float64]],
    *,
    names: bool = True,
) -> None:
    """Draw the land inside a box of degrees (west, east, south, north), named clear of `taken`."""
    patches = []
    for name, rings in in_view(*box):
        patches += [Polygon(ring) for ring in rings]
        spot = _label_spot(rings, box, taken) if names else None
        if spot is not None:
            axes.text(
                *spot, name.upper(), color=GREY, fontsize=8, ha="center", va="center", zorder=4
            )
    axes.add_collection(
        PatchCollection(patches, facecolor=LAND, edgecolor=BORDER, lw=0.8, zorder=1)
    )


def scale_bar(axes: Axes, box: tuple[float, float, float, float], length_km: float) -> None:
    """Draw a bar of a length in the south-west of a box of degrees (west, east, south, north)."""
    west, east, south, north = box
    lat = south + 0.05 * (north - south)
    lon = west + 0.05 * (east - west)
    end, _, _ = GEOD.fwd(lon, lat, 90.0, 1e3 * length_km)
    axes.plot([lon, end], [lat, lat], color=INK, lw=2.2, zorder=6, solid_capstyle="butt")
    axes.text(
        (lon + end) / 2,
        lat + 0.012 * (north - south),
        f"{length_km:g} km",
        ha="center",
        fontsize=8,
        zorder=6,
    )
