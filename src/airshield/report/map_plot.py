"""Draw the theatre: borders, bases, sectors of the fire units, approach bands; site level only."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Polygon
from matplotlib.path import Path
from numpy.typing import NDArray
from pyproj import Geod

from airshield.assessment.model import Assessment, AssetAnswer, VolleyAnswer
from airshield.report.basemap import in_view
from airshield.report.style import (
    BLUE,
    BORDER,
    GREY,
    INK,
    LAND,
    ORANGE,
    RED,
    SKY,
    WATER,
    footer,
    new_figure,
)

GEOD = Geod(ellps="WGS84")
SECTOR_RADIUS_M = 100_000.0
"""Sectors are drawn to this stated radius: a direction, not a range."""
MARGIN_DEG = 0.9
_STEPS = 40
_MANY_PLACES = 12
_GRID = 30
_SLIVER = 0.02


def wedge(
    lat: float, lon: float, left_deg: float, right_deg: float, near_m: float, far_m: float
) -> NDArray[np.float64]:
    """Return a wedge between two bearings and two geodesic distances, (n, 2) lon and lat."""
    bearings = np.linspace(left_deg, right_deg, _STEPS)
    outer = [GEOD.fwd(lon, lat, b, far_m)[:2] for b in bearings]
    inner = [GEOD.fwd(lon, lat, b, near_m)[:2] for b in bearings[::-1]] if near_m else [(lon, lat)]
    return np.array(outer + inner)


def _sectors(axes: Axes, assessment: Assessment) -> list[NDArray[np.float64]]:
    drawn = []
    for unit in assessment.units:
        for width, colour, alpha in (
            (unit.track_sector_deg, SKY, 0.35),
            (unit.search_sector_deg, BLUE, 0.35),
        ):
            half = width / 2
            shape = wedge(
                unit.lat_deg,
                unit.lon_deg,
                unit.boresight_deg - half,
                unit.boresight_deg + half,
                0.0,
                SECTOR_RADIUS_M,
            )
            axes.add_patch(Polygon(shape, color=colour, alpha=alpha, lw=0, zorder=3))
            drawn.append(shape)
    return drawn


def _band(volley: VolleyAnswer, asset: AssetAnswer) -> NDArray[np.float64]:
    return wedge(
        asset.lat_deg,
        asset.lon_deg,
        volley.approach_azimuth_low_deg,
        volley.approach_azimuth_high_deg,
        volley.ground_range_low_m,
        volley.ground_range_high_m,
    )


def _bands(axes: Axes, assessment: Assessment) -> list[NDArray[np.float64]]:
    assets = {a.asset_id: a for a in assessment.assets}
    shapes: dict[bytes, NDArray[np.float64]] = {}
    for volley in assessment.volleys:
        shape = _band(volley, assets[volley.asset_id])
        shapes.setdefault(shape.tobytes(), shape)
    for shape in shapes.values():
        axes.add_patch(
            Polygon(shape, facecolor=ORANGE, edgecolor=RED, alpha=0.28, lw=0.8, zorder=2)
        )
    return list(shapes.values())


def _label_spot(
    rings: list[NDArray[np.float64]], box: tuple[float, float, float, float]
) -> tuple[float, float] | None:
    """Return a point well inside the part of a country that is in view; None for a sliver."""
    west, east, south, north = box
    x, y = np.meshgrid(np.linspace(west, east, _GRID)[1:-1], np.linspace(south, north, _GRID)[1:-1])
    points = np.column_stack([x.ravel(), y.ravel()])
    inside = np.zeros(len(points), bool)
    for ring in rings:
        inside |= Path(ring).contains_points(points)
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


def _land(axes: Axes, box: tuple[float, float, float, float]) -> None:
    patches = []
    for name, rings in in_view(*box):
        patches += [Polygon(ring) for ring in rings]
        spot = _label_spot(rings, box)
        if spot is not None:
            axes.text(
                *spot, name.upper(), color=GREY, fontsize=8, ha="center", va="center", zorder=4
            )
    axes.add_collection(
        PatchCollection(patches, facecolor=LAND, edgecolor=BORDER, lw=0.8, zorder=1)
    )


def _scale_bar(axes: Axes, box: tuple[float, float, float, float]) -> None:
    west, east, south, north = box
    lat = south + 0.05 * (north - south)
    lon = west + 0.05 * (east - west)
    end, _, _ = GEOD.fwd(lon, lat, 90.0, 100_000.0)
    axes.plot([lon, end], [lat, lat], color=INK, lw=2.2, zorder=6, solid_capstyle="butt")
    axes.text(
        (lon + end) / 2, lat + 0.012 * (north - south), "100 km", ha="center", fontsize=8, zorder=6
    )


def map_chart(assessment: Assessment) -> Figure:
    """Draw the map. Coordinates are plate carrée, stretched at the mean latitude."""
    figure, axes = new_figure(7.4, 6.2)
    shapes = _sectors(axes, assessment) + _bands(axes, assessment)
    places = [a for a in assessment.assets if a.site]
    points = np.vstack([*shapes, np.array([[a.lon_deg, a.lat_deg] for a in places])])
    (west, south), (east, north) = points.min(axis=0) - MARGIN_DEG, points.max(axis=0) + MARGIN_DEG
    box = (float(west), float(east), float(south), float(north))
    _land(axes, box)
    for asset in places[:_MANY_PLACES]:
        axes.plot(asset.lon_deg, asset.lat_deg, "o", color=INK, ms=5, zorder=5)
        axes.annotate(
            asset.asset_id.replace("_", "-"),
            (asset.lon_deg, asset.lat_deg),
            xytext=(-6, 6),
            textcoords="offset points",
            ha="right",
            fontsize=9,
            fontweight="bold",
            zorder=6,
        )
    axes.set_facecolor(WATER)
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect(1.0 / math.cos(math.radians((south + north) / 2)))
    axes.set_xlabel("longitude (°E)")
    axes.set_ylabel("latitude (°N)")
    axes.set_title("Who defends what, and from where the raid comes")
    _scale_bar(axes, box)
    handles: list[Patch | Line2D] = [
        Line2D([], [], marker="o", color=INK, ls="", label="defended asset"),
        Patch(color=ORANGE, alpha=0.4, label="approach band (coarse, as reported)"),
    ]
    if assessment.units:
        handles += [
            Patch(color=BLUE, alpha=0.6, label="search sector (drawn to 100 km)"),
            Patch(color=SKY, alpha=0.6, label="track sector"),
        ]
    axes.legend(handles=handles, loc="lower right", fontsize=7.5, framealpha=0.95, edgecolor=GREY)
    footer(figure, assessment)
    return figure
