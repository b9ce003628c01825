"""Draw posture and answer week by week, as known that day and with hindsight."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence

import matplotlib.dates as mdates
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from airshield.assessment.model import Assessment, AssetWeek, Measure, Timeline, Week
from airshield.report.style import (
    BLUE,
    GREEN,
    GREY,
    GRID_LINE,
    INK,
    ORANGE,
    PURPLE,
    RED,
    SKY,
    footer,
    styled,
)
from airshield.report.tables import asset_names, unit_names
from airshield.simulate.lift import ALL

_COLOURS = (BLUE, PURPLE, GREEN, RED, SKY, INK)
"""Of fire units: without the orange of no defence."""
UNITS_SHOWN = len(_COLOURS)
ASSETS_SHOWN = 6
HALO = 0.2
_ENDS = ("low", "high")


@styled
def timeline_chart(assessment: Assessment) -> Figure | None:
    """Draw P(operational) of each unit above; leakers and P(no leaker) of each base below.

    None where no time line was asked for. Lines of units are missing where nobody had reported yet:
    no reporting is not a probability.

    **Limits**: six fire units and six bases; the table has all.
    """
    line = assessment.timeline
    if line is None:
        return None
    bases = [a.asset_id for a in line.undefended if a.asset_id != ALL][:ASSETS_SHOWN]
    figure = Figure(figsize=(8.5, 3.4 + 1.9 * len(bases)), layout="constrained")
    grid = figure.add_gridspec(1 + len(bases), 2, height_ratios=(1.25, *([1.0] * len(bases))))
    top = figure.add_subplot(grid[0, :])
    _units(top, assessment, line)
    for row, base in enumerate(bases, 1):
        name = asset_names(assessment)[base]
        left, right = (figure.add_subplot(grid[row, k], sharex=top) for k in (0, 1))
        _leakers(left, line, base, name)
        _no_leaker(right, line, base, name)
    figure.legend(
        handles=_handles(),
        title="The same raid, week by week",
        title_fontproperties={"weight": "bold", "size": 11},
        loc="outside upper center",
        ncols=3,
        fontsize=7.5,
        frameon=False,
    )
    footer(figure, assessment)
    return figure


def _handles() -> list[Line2D | Patch]:
    return [
        Line2D([], [], color=INK, lw=1.8, label="as known that day"),
        Line2D([], [], color=INK, lw=1.2, ls="--", label="with hindsight, where that differs"),
        Line2D([], [], color=ORANGE, lw=1.2, ls=":", label="no defence"),
    ]


def _days(weeks: Iterable[Week]) -> list[float]:
    return [float(mdates.date2num(dt.date.fromisoformat(week.on))) for week in weeks]


def _calendar(axes: Axes) -> None:
    locator = mdates.MonthLocator()
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))
    axes.grid(axis="y", color=GRID_LINE, lw=0.6)


def _clocks(line: Timeline) -> tuple[tuple[Sequence[Week], str, float], ...]:
    return ((line.in_hindsight, "--", 1.2), (line.as_known, "-", 1.8))


def _units(axes: Axes, assessment: Assessment, line: Timeline) -> None:
    names = unit_names(assessment)
    for n, first in enumerate(line.as_known[0].units[:UNITS_SHOWN]):
        for weeks, style, width in _clocks(line):
            told = [week.units[n] for week in weeks]
            p = [100 * unit.p_operational if unit.reported else math.nan for unit in told]
            label = names.get(first.unit_id, first.unit_id) if style == "-" else None
            axes.plot(_days(weeks), p, color=_COLOURS[n], ls=style, lw=width, label=label)
    days = _days(line.as_known)
    silent = [all(not unit.reported for unit in week.units) for week in line.as_known]
    if silent[0]:
        until = days[silent.index(False)] if False in silent else days[-1]
        middle = 0.5 * (days[0] + until)
        axes.text(middle, 50, "no reporting yet", ha="center", color=GREY, fontsize=8.5)
    axes.set_ylim(-4, 104)
    axes.set_ylabel("operational (%)")
    axes.set_title("Fire units: operational (support-based probability, uncalibrated)", fontsize=9)
    axes.legend(frameon=False, fontsize=7.5, loc="lower right")
    _calendar(axes)


def _of(weeks: Iterable[Week], base: str, measure: str) -> list[Measure]:
    return [getattr(_asset(week.assets, base), measure) for week in weeks]


def _asset(assets: Iterable[AssetWeek], base: str) -> AssetWeek:
    return next(asset for asset in assets if asset.asset_id == base)


def _lines(axes: Axes, line: Timeline, base: str, measure: str, scale: float, colour: str) -> None:
    for weeks, style, width in _clocks(line):
        found = _of(weeks, base, measure)
        days = _days(weeks)
        axes.plot(days, [scale * m.value for m in found], color=colour, ls=style, lw=width)
        if style == "-":
            low, high = (np.array([scale * getattr(m, end) for m in found]) for end in _ENDS)
            axes.fill_between(days, low, high, color=colour, alpha=HALO, lw=0)
    bare = scale * getattr(_asset(line.undefended, base), measure).value
    axes.axhline(bare, color=ORANGE, lw=1.2, ls=":")
    _calendar(axes)


def _leakers(axes: Axes, line: Timeline, base: str, name: str) -> None:
    _lines(axes, line, base, "leakers", 1.0, BLUE)
    bare = _asset(line.undefended, base).leakers.value
    axes.set_ylim(0.0, 1.12 * bare if bare > 0.0 else 1.0)
    axes.set_title(f"{name}: threats that get through", fontsize=9)
    axes.set_ylabel("per raid")


def _no_leaker(axes: Axes, line: Timeline, base: str, name: str) -> None:
    _lines(axes, line, base, "p_no_leaker", 100.0, GREEN)
    axes.set_ylim(-4, 104)
    axes.set_title(f"{name}: none gets through", fontsize=9)
    axes.set_ylabel("of raids (%)")
