"""Write names beside places on a map so that none hides another name or a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from airshield.report.style import INK, LAND

F8 = NDArray[np.float64]
NEAR_PT = 4.0
"""Gap between a mark and the name beside it."""
RINGS_PT = (NEAR_PT, 10.0, 18.0, 28.0, 40.0)
"""Gaps that are tried, nearest first."""
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
_HALO_PT = 2.0
_HIDES = 10.0
"""What a square point hidden costs, in points of distance."""
_MISLEADS = 2.0
"""What a point nearer to another mark than to its own costs, in points of distance."""
_TURNS = 20


@dataclass(frozen=True)
class Place:
    """What is named: its name, its point in data coordinates, the radius of its mark in points."""

    name: str
    x: float
    y: float
    mark_pt: float


def _shared(boxes: F8, others: F8) -> F8:
    """Return the areas that boxes (x0, y0, x1, y1), (n, 4), share with others, (m, 4): (n, m)."""
    a, b = boxes[:, None, :], others[None, :, :]
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])
    shared: F8 = sides.clip(0.0).prod(axis=2)
    return shared


def arrange(points: F8, sizes: F8, marks: F8, frame: F8, taken: F8) -> F8:
    """Choose where each name stands: hiding nothing, as near to its mark as that allows.

    Parameters
    ----------
    points : middles of the marks, (n, 2); sizes : width and height of the names, (n, 2).
    marks : radii of the marks, (n,).
    frame : box that names stay in, (4,) as x0, y0, x1, y1; taken : boxes kept free, (m, 4).
        All in points of the page.

    Returns
    -------
    Boxes of the names, (n, 4).

    Notes
    -----
    **Limits** A search from n beginnings, each of which lets another name choose first. Where
    there is no free spot within the farthest ring, a name stands where it hides least.
    """
    n, m = len(points), len(RINGS_PT) * len(_SIDES)
    spots = np.array([_spots(*one) for one in zip(points, sizes, marks, strict=True)])
    flat = spots.reshape(-1, 4)
    busy = np.vstack([np.column_stack([points - marks[:, None], points + marks[:, None]]), taken])
    outside = (sizes.prod(axis=1)[:, None] - _shared(flat, frame[None]).reshape(n, m)).clip(0.0)
    far = np.repeat(RINGS_PT, len(_SIDES)) + 0.5 * (np.arange(m) % len(_SIDES))
    alone = far + _MISLEADS * _nearer(flat, points, marks).reshape(n, m)
    alone += _HIDES * (_shared(flat, busy).sum(axis=1).reshape(n, m) + outside)
    among = _HIDES * _shared(flat, flat).reshape(n, m, n, m)
    found = min((_settle(alone, among, first) for first in range(n)), key=lambda one: one[0])
    boxes: F8 = spots[np.arange(n), found[1]]
    return boxes


def _nearer(boxes: F8, points: F8, marks: F8) -> F8:
    """Return by how much each name stands nearer to another mark than to its own, (n x spots,)."""
    gap = np.clip(points, boxes[:, None, :2], boxes[:, None, 2:]) - points
    away = np.hypot(gap[..., 0], gap[..., 1]) - marks
    owner = np.repeat(np.arange(len(points)), len(boxes) // len(points))
    rows = np.arange(len(boxes))
    own = away[rows, owner].copy()
    away[rows, owner] = np.inf
    nearer: F8 = (own - away.min(axis=1)).clip(0.0)
    return nearer


def _settle(alone: F8, among: F8, first: int) -> tuple[float, NDArray[np.intp]]:
    """Let each name in turn take its best spot until none moves; return the cost and the spots."""
    n = len(alone)
    order = [first, *(k for k in range(n) if k != first)]
    chosen = alone.argmin(axis=1)
    for _ in range(_TURNS):
        before = chosen.copy()
        for k in order:
            beside = sum((among[k, :, j, chosen[j]] for j in order if j != k), alone[k])
            chosen[k] = np.argmin(beside)
        if (chosen == before).all():
            break
    hidden = sum(among[k, chosen[k], j, chosen[j]] for k in range(n) for j in range(k))
    return float(alone[np.arange(n), chosen].sum() + hidden), chosen


def _spots(point: F8, size: F8, mark: float) -> F8:
    """Return the boxes that a name may take around its mark, nearest first, (m, 4)."""
    gaps = np.repeat(RINGS_PT, len(_SIDES))[:, None] + mark
    middle = point + np.tile(_SIDES, (len(RINGS_PT), 1)) * (gaps + 0.5 * size)
    return np.column_stack([middle - 0.5 * size, middle + 0.5 * size])


def name_places(
    axes: Axes, places: Sequence[Place], *, size_pt: float = 7.5, taken: F8 | None = None
) -> None:
    """Name places on axes whose limits are set; what stands away from its mark gets a line to it.

    Parameters
    ----------
    axes : with their limits and legend; places : what to name.
    size_pt : of the letters; taken : further boxes to keep free, (m, 4), pixels of the canvas.
    """
    figure = axes.figure.get_figure(root=True)
    if figure is None or not places:
        return
    words = [axes.text(one.x, one.y, one.name, fontsize=size_pt, zorder=7) for one in places]
    figure.draw_without_rendering()
    scale = figure.dpi / 72.0
    to_page = axes.transData
    points = to_page.transform([(one.x, one.y) for one in places]) / scale
    sizes = np.array([[w.width, w.height] for w in (word.get_window_extent() for word in words)])
    legend = axes.get_legend()
    kept = [] if taken is None else list(taken)
    if legend is not None:
        kept.append(legend.get_window_extent().extents)
    boxes = arrange(
        points,
        sizes / scale,
        np.array([one.mark_pt for one in places]),
        np.array(axes.bbox.extents) / scale,
        np.array(kept).reshape(-1, 4) / scale,
    )
    for one, word, box, point in zip(places, words, boxes, points, strict=True):
        word.remove()
        middle = 0.5 * (box[:2] + box[2:])
        gap = np.hypot(*(point - np.clip(point, box[:2], box[2:]))) - one.mark_pt
        axes.annotate(
            one.name, (one.x, one.y), xytext=tuple(middle - point), textcoords="offset points",
            ha="center", va="center", fontsize=size_pt, zorder=7,
            path_effects=[withStroke(linewidth=_HALO_PT, foreground=LAND)],
            arrowprops={"arrowstyle": "-", "color": INK, "lw": 0.5, "shrinkA": 1.0}
            if gap > 1.2 * NEAR_PT else None,
        )  # fmt: skip
