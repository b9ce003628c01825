"""Draw the beliefs of one day on a map; site level only."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon

from airshield.posture.beliefs import Belief, Beliefs
from airshield.posture.places import Place
from airshield.report.basemap import in_view
from airshield.report.posture_numbers import shown, system_name
from airshield.report.style import BLUE, BORDER, GREY, INK, LAND, ORANGE, RED, WATER

MARGIN_DEG = 0.8
MOST_LABELS = 30
_NEAR_DEG = 0.35


def map_chart(beliefs: Beliefs) -> Figure | None:
    """Draw each place: a disc as full as P(operational), open where nobody had reported."""
    sites = _by_place(beliefs)
    if not sites:
        return None
    lat = [place.lat_deg for place, _ in sites if place.lat_deg is not None]
    lon = [place.lon_deg for place, _ in sites if place.lon_deg is not None]
    figure = Figure(figsize=(8.0, 7.0), layout="constrained")
    axes = figure.add_subplot()
    box = (
        min(lon) - MARGIN_DEG,
        max(lon) + 3 * MARGIN_DEG,
        min(lat) - MARGIN_DEG,
        max(lat) + MARGIN_DEG,
    )
    _land(axes, box)
    for order, (place, rows) in enumerate(sites):
        _site(axes, place, rows, _below(place, sites), beliefs, label=order < MOST_LABELS)
    axes.set_xlim(box[0], box[1])
    axes.set_ylim(box[2], box[3])
    axes.set_aspect(1.0 / math.cos(math.radians(float(np.mean(lat)))))
    axes.set_xlabel("longitude (°E)")
    axes.set_ylabel("latitude (°N)")
    axes.set_title(f"Who was where on {beliefs.on}, known by {beliefs.known_by}")
    _legend(figure)
    figure.supxlabel(
        f"Support-based probabilities (policy weights, uncalibrated). {beliefs.loaded.file}, "
        "site level only",
        fontsize=7,
        color=GREY,
        x=0.99,
        ha="right",
    )
    return figure


def _by_place(beliefs: Beliefs) -> list[tuple[Place, list[Belief]]]:
    found: dict[str, list[Belief]] = {}
    for row in beliefs.rows:
        if row.place.lat_deg is not None and row.place.lon_deg is not None:
            found.setdefault(row.key.site, []).append(row)
    # Places with something to say are labelled first.
    order = sorted(found.values(), key=lambda rows: -max(_most(row) for row in rows))
    return [(rows[0].place, rows) for rows in order]


def _most(row: Belief) -> float:
    return max(row.p_on_site or 0.0, 0.5 * (row.p_handed_over or 0.0))


def _land(axes: Axes, box: tuple[float, float, float, float]) -> None:
    rings = [Polygon(ring) for _, country in in_view(*box) for ring in country]
    axes.add_collection(PatchCollection(rings, facecolor=LAND, edgecolor=BORDER, lw=0.8, zorder=1))
    axes.set_facecolor(WATER)


def _below(place: Place, sites: list[tuple[Place, list[Belief]]]) -> bool:
    """Tell whether a label must go below the disc, since another place stands close by."""
    return any(
        other.id != place.id
        and abs((other.lat_deg or 0.0) - (place.lat_deg or 0.0)) < _NEAR_DEG
        and 0 < (other.lon_deg or 0.0) - (place.lon_deg or 0.0) < 3 * _NEAR_DEG
        for other, _ in sites
    )


def _site(
    axes: Axes,
    place: Place,
    rows: list[Belief],
    below: bool,
    beliefs: Beliefs,
    *,
    label: bool,
) -> None:
    point = (place.lon_deg or 0.0, place.lat_deg or 0.0)
    told = [row for row in rows if row.p_on_site is not None]
    gone = [row for row in rows if row.p_handed_over is not None]
    best = max((row.p_operational or 0.0 for row in told), default=None)
    if best is None:
        axes.plot(*point, "o", mfc="none", mec=GREY, ms=7, zorder=4)
    else:
        axes.plot(*point, "o", mfc=WATER, mec=BLUE, ms=12, zorder=4)
        axes.plot(*point, "o", color=BLUE, ms=12, alpha=min(max(best, 0.05), 1.0), zorder=5)
    if gone and (gone[0].p_handed_over or 0.0) > 0.5:
        axes.plot(*point, "x", color=RED, ms=9, mew=1.8, zorder=6)
    if not label:
        return
    words = [place.name.split(" (")[0].split(",")[0]]
    words += [
        f"{system_name(beliefs, r.key.system)}: up {shown(r.p_operational or 0)}" for r in told
    ]
    words += [f"handed over {shown(r.p_handed_over or 0)}" for r in gone]
    axes.annotate(
        "\n".join(words),
        point,
        xytext=(0, -9) if below else (9, 0),
        textcoords="offset points",
        ha="right" if below else "left",
        va="top" if below else "center",
        fontsize=6.5,
        color=INK if told else ORANGE if not gone and not rows else GREY,
        zorder=7,
    )


def _legend(figure: Figure) -> None:
    handles = [
        Line2D([], [], marker="o", color=BLUE, ls="", ms=9, label="the fuller, the likelier up"),
        Line2D([], [], marker="o", mfc="none", mec=GREY, ls="", ms=7, label="no reporting"),
        Line2D([], [], marker="x", color=RED, ls="", ms=8, label="base probably handed over"),
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=3, fontsize=8, frameon=False)
