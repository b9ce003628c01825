"""Draw the beliefs of one day on a map; site level only."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from airshield.posture.beliefs import Belief, Beliefs
from airshield.posture.places import Place
from airshield.report.ground import draw_land
from airshield.report.posture_numbers import shown, system_name
from airshield.report.style import BLUE, BORDER, GREY, INK, RED, WATER, new_figure, small_print

MARGIN_DEG = 0.8
MOST_LABELS = 30
_WIDTH_PT = 500.0
"""Width of the map on the page, in points."""
_LETTER_PT, _LINE_PT = 3.9, 9.0
"""Room of one letter and one line at the size of the labels."""
_AROUND = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 0.7), (1, -0.7), (-1, 0.7), (-1, -0.7))
Box = tuple[float, float, float, float]


def map_chart(beliefs: Beliefs) -> Figure | None:
    """Draw each place: a disc as full as P(operational), open where nobody had reported."""
    sites = _by_place(beliefs)
    if not sites:
        return None
    lat = [place.lat_deg for place, _ in sites if place.lat_deg is not None]
    lon = [place.lon_deg for place, _ in sites if place.lon_deg is not None]
    figure, axes = new_figure(8.0, 7.0)
    box = (
        min(lon) - MARGIN_DEG,
        max(lon) + 3 * MARGIN_DEG,
        min(lat) - MARGIN_DEG,
        max(lat) + MARGIN_DEG,
    )
    draw_land(axes, box, [], names=False)
    axes.set_facecolor(WATER)
    for place, rows in sites:
        _disc(axes, place, rows)
    stretch = math.cos(math.radians(float(np.mean(lat))))
    scale = _WIDTH_PT / ((box[1] - box[0]) * stretch)
    taken: list[Box] = []
    points = [(p.lon_deg or 0.0, p.lat_deg or 0.0) for p, _ in sites]
    for x, y in points:
        taken.append(_boxed(x * stretch * scale, y * scale, 12.0, 12.0))
    for (place, rows), (x, y) in zip(sites[:MOST_LABELS], points, strict=False):
        words = _words(beliefs, place, rows)
        offset = _spot(words, (x * stretch * scale, y * scale), taken)
        _label(axes, words, (x, y), offset, told=any(r.p_on_site is not None for r in rows))
    axes.set_xlim(box[0], box[1])
    axes.set_ylim(box[2], box[3])
    axes.set_aspect(1.0 / math.cos(math.radians(float(np.mean(lat)))))
    axes.set_xlabel("longitude (°E)")
    axes.set_ylabel("latitude (°N)")
    axes.set_title(f"Who was where on {beliefs.on}, known by {beliefs.known_by}")
    _legend(figure)
    small_print(
        figure,
        f"Support-based probabilities (policy weights, uncalibrated). {beliefs.loaded.file}, "
        "site level only",
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


def _disc(axes: Axes, place: Place, rows: list[Belief]) -> None:
    point = (place.lon_deg or 0.0, place.lat_deg or 0.0)
    up = [row.p_operational for row in rows if row.p_operational is not None]
    gone = [row.p_handed_over for row in rows if row.p_handed_over is not None]
    if up:
        axes.plot(*point, "o", mfc=WATER, mec=BLUE, ms=12, zorder=4)
        axes.plot(*point, "o", color=BLUE, ms=12, alpha=min(max(*up, 0.05), 1.0), zorder=5)
    else:
        axes.plot(*point, "o", mfc="none", mec=GREY, ms=7, zorder=4)
    if gone and gone[0] > 0.5:
        axes.plot(*point, "x", color=RED, ms=9, mew=1.8, zorder=6)


def _words(beliefs: Beliefs, place: Place, rows: list[Belief]) -> list[str]:
    words = [place.name.split(" (")[0].split(",")[0].split(" / ")[0]]
    for row in rows:
        if row.p_operational is not None:
            up = shown(row.p_operational)
            words.append(f"{system_name(beliefs, row.key.system)}: up {up}")
        elif row.p_handed_over is not None:
            words.append(f"handed over {shown(row.p_handed_over)}")
    return words


def _boxed(x: float, y: float, width: float, height: float) -> Box:
    """Return a box about its middle: west, east, south, north, points."""
    return (x - width / 2, x + width / 2, y - height / 2, y + height / 2)


def _clear(box: Box, taken: list[Box]) -> bool:
    return all(
        box[1] < other[0] or box[0] > other[1] or box[3] < other[2] or box[2] > other[3]
        for other in taken
    )


def _spot(words: list[str], point: tuple[float, float], taken: list[Box]) -> tuple[float, float]:
    """Return where the middle of a label goes, in points from its disc, and take the room."""
    width = _LETTER_PT * max(len(line) for line in words)
    height = _LINE_PT * len(words)
    for gap in (9.0, 24.0, 42.0, 64.0, 90.0):
        for across, up in _AROUND:
            x, y = across * (gap + width / 2), up * (gap + height / 2)
            box = _boxed(point[0] + x, point[1] + y, width, height)
            if _clear(box, taken):
                taken.append(box)
                return x, y
    return 0.0, -height


def _label(
    axes: Axes,
    words: list[str],
    point: tuple[float, float],
    offset: tuple[float, float],
    *,
    told: bool,
) -> None:
    axes.annotate(
        "\n".join(words),
        point,
        xytext=offset,
        textcoords="offset points",
        ha="center",
        va="center",
        fontsize=6.5,
        color=INK if told else GREY,
        arrowprops={"arrowstyle": "-", "color": BORDER, "lw": 0.6, "shrinkA": 0, "shrinkB": 5},
        zorder=7,
    )


def _legend(figure: Figure) -> None:
    handles = [
        Line2D([], [], marker="o", color=BLUE, ls="", ms=9, label="the fuller, the likelier up"),
        Line2D([], [], marker="o", mfc="none", mec=GREY, ls="", ms=7, label="no reporting"),
        Line2D([], [], marker="x", color=RED, ls="", ms=8, label="base probably handed over"),
    ]
    figure.legend(handles=handles, loc="outside upper center", ncols=3, fontsize=8, frameon=False)
