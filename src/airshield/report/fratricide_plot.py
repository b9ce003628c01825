"""Draw the trade of leakers against fratricide by weapons control status."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from airshield.assessment.model import Assessment, TradeOff
from airshield.report.numbers import error_bar
from airshield.report.style import BLUE, GREEN, GREY, GRID_LINE, INK, RED, footer, new_figure

_LOOK = {"hold": ("s", GREEN), "tight": ("o", BLUE), "free": ("D", RED)}


def fratricide_chart(assessment: Assessment) -> Figure | None:
    """Draw leakers against the probability of fratricide, with intervals.

    None where no friendly or neutral flight is in the air.
    """
    points = assessment.trade_off
    if not points:
        return None
    figure, axes = new_figure(7.0, 4.2)
    curve = [point for point in points if point.control_status == "tight"]
    axes.plot(
        [point.leakers.value for point in curve],
        [100 * point.p_fratricide.value for point in curve],
        color=GREY,
        lw=1.2,
        zorder=1,
    )
    named: set[str] = set()
    for point in points:
        marker, colour = _LOOK[point.control_status]
        share_arms = [[100 * arm[0]] for arm in error_bar(point.p_fratricide)]
        axes.errorbar(
            point.leakers.value,
            100 * point.p_fratricide.value,
            xerr=error_bar(point.leakers),
            yerr=share_arms,
            fmt=marker,
            ms=6,
            color=colour,
            ecolor=INK,
            capsize=2,
            label=None if point.control_status in named else f"weapons {point.control_status}",
        )
        named.add(point.control_status)
    for point in (curve[0], curve[-1]) if curve else ():
        _note(axes, point)
    axes.set_xlabel("threats that get through, per raid")
    axes.set_ylabel("runs with a flight shot down (%)")
    axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))
    axes.grid(color=GRID_LINE, lw=0.6)
    axes.set_title("Leakers against fratricide, by weapons control status")
    axes.legend(frameon=False, fontsize=8)
    footer(figure, assessment)
    return figure


def _note(axes: Axes, point: TradeOff) -> None:
    axes.annotate(
        point.label.removeprefix("tight, "),
        (point.leakers.value, 100 * point.p_fratricide.value),
        xytext=(6, 6),
        textcoords="offset points",
        fontsize=7.5,
        color=INK,
    )
