"""Draw the theatre: borders, bases, sectors of the fire units, approach bands; site level only."""

from __future__ import annotations

import math
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Polygon
from numpy.typing import NDArray

from airshield.assessment.model import Assessment, AssetAnswer, VolleyAnswer
from airshield.report.ground import GEOD, draw_land, scale_bar
from airshield.report.style import (
    BLUE,
    DARK_RED,
    INK,
    LAND,
    ORANGE,
    RED,
    SKY,
    WATER,
    footer,
    new_figure,
)
from airshield.report.tables import short_name

SECTOR_RADIUS_M = 100_000.0
"""Sectors are drawn to this stated radius: a direction, not a range."""
MARGIN_DEG = 0.9
NAME_ROOM = 0.22
"""Share of the width left free in the west, where the names of the places stand."""
_STEPS = 40
_NAME_WIDTH = 13
_MANY_PLACES = 12


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
    """Draw each asset's bands and, along their middle, how many threats come that way."""
    drawn: list[NDArray[np.float64]] = []
    for asset in assessment.assets:
        aimed = [v for v in assessment.volleys if v.asset_id == asset.asset_id]
        shapes = {shape.tobytes(): shape for shape in (_band(v, asset) for v in aimed)}
        for shape in shapes.values():
            axes.add_patch(Polygon(shape, facecolor=ORANGE, alpha=0.22, lw=0, zorder=2))
            axes.add_patch(Polygon(shape, fill=False, edgecolor=RED, lw=0.7, zorder=3))
        drawn += shapes.values()
        for azimuth in {v.approach_azimuth_deg for v in aimed}:
            _axis(axes, asset, [v for v in aimed if v.approach_azimuth_deg == azimuth])
    return drawn


def _axis(axes: Axes, asset: AssetAnswer, volleys: list[VolleyAnswer]) -> None:
    """Draw the middle of one approach as a dashed line, labelled where it enters the band."""
    azimuth = volleys[0].approach_azimuth_deg
    count = sum(v.count for v in volleys)
    near_m = min(v.ground_range_low_m for v in volleys)
    line = [
        GEOD.fwd(asset.lon_deg, asset.lat_deg, azimuth, x)[:2] for x in np.linspace(0, near_m, 20)
    ]
    axes.plot(*np.transpose(line), color=RED, lw=0.9, ls=(0, (4, 3)), zorder=3)
    axes.annotate(
        f"{count} threat{'' if count == 1 else 's'}",
        line[-6],
        xytext=(0, 4),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=7.5,
        color=DARK_RED,
        bbox={"facecolor": LAND, "alpha": 0.85, "lw": 0, "pad": 1.0},
        zorder=6,
    )


def _box(points: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """Return west, east, south and north of a view of all points, with room for names."""
    west, south = (float(x) for x in points.min(axis=0))
    east, north = (float(x) for x in points.max(axis=0))
    room = max(MARGIN_DEG, NAME_ROOM * (east - west))
    return west - room, east + MARGIN_DEG, south - MARGIN_DEG, north + MARGIN_DEG


def map_chart(assessment: Assessment) -> Figure:
    """Draw the map. Coordinates are plate carrée, stretched at the mean latitude."""
    figure, axes = new_figure(7.4, 6.2)
    shapes = _sectors(axes, assessment) + _bands(axes, assessment)
    places = [a for a in assessment.assets if a.site]
    points = np.vstack([*shapes, np.array([[a.lon_deg, a.lat_deg] for a in places])])
    box = _box(points)
    west, east, south, north = box
    draw_land(axes, box, shapes)
    for asset in places[:_MANY_PLACES]:
        axes.plot(asset.lon_deg, asset.lat_deg, "o", color=INK, ms=5, zorder=5)
        axes.annotate(
            fill(short_name(asset.name), _NAME_WIDTH),
            (asset.lon_deg, asset.lat_deg),
            xytext=(-7, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=8.5,
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
    scale_bar(axes, box, 100.0)
    handles: list[Patch | Line2D] = [
        Line2D([], [], marker="o", color=INK, ls="", label="defended asset"),
        Patch(color=ORANGE, alpha=0.4, label="approach band (coarse, as reported)"),
    ]
    if assessment.units:
        handles += [
            Patch(color=BLUE, alpha=0.6, label="search sector (drawn to 100 km)"),
            Patch(color=SKY, alpha=0.6, label="track sector (drawn to 100 km)"),
        ]
    axes.legend(
        handles=handles,
        loc="upper center",
        bbox_to_anchor=(0.5, -0.1),
        ncols=2,
        fontsize=8,
        frameon=False,
    )
    footer(figure, assessment)
    return figure
