"""Draw reported outcomes of historical raids in the model's distributions."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from airshield import __version__
from airshield.report.style import BLUE, ORANGE, RED, new_figure, small_print, styled
from airshield.report.validation_tables import WHERE
from airshield.validation import RaidResult

ROOM = 1.32
"""Room above the highest bar for the legend."""


@styled
def raid_chart(result: RaidResult) -> Figure:
    """Draw the share of raids with each outcome, the reported number or band marked.

    The band is drawn half a unit beyond its ends: an outcome is a whole number, and its bar is as
    wide.
    """
    raid = result.raid
    figure, axes = new_figure(7.0, 3.2)
    _bars(axes, result)
    colour = ORANGE if result.inside else RED
    told = f"reported: {result.reported} {raid.unit} ({raid.denominator})"
    axes.axvspan(
        raid.low - 0.5,
        raid.high + 0.5,
        ymax=1.0 / ROOM,
        color=colour,
        alpha=0.25,
        lw=0,
        label=told,
    )
    for edge in sorted({raid.low, raid.high}):
        axes.axvline(edge, color=colour, lw=1.6, ymax=1.0 / ROOM)
    axes.set_xlim(min(result.values[0], raid.low) - 0.8, max(result.values[-1], raid.high) + 0.8)
    axes.set_ylim(0.0, ROOM * 100.0 * max(result.shares))
    axes.set_yticks([tick for tick in axes.get_yticks() if tick <= 100.0 * max(result.shares)])
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel(f"{raid.unit} per raid")
    axes.set_ylabel("share of raids (%)")
    axes.set_title(raid.title)
    axes.legend(frameon=False, fontsize=8, loc="upper left")
    small_print(
        figure,
        f"{raid.id}, {raid.scenario}, {raid.label}: {WHERE[result.inside, raid.outside]}. "
        f"Validates no kill probability. airshield {__version__}",
    )
    return figure


def _bars(axes: Axes, result: RaidResult) -> None:
    shares = [100.0 * share for share in result.shares]
    label = f"model at nominal values: mean {result.mean:.2f}"
    if result.raid.change is not None:
        changed = result.raid.change
        label = f"model, {changed.path.split('.')[-1]} = {changed.value:g}: mean {result.mean:.2f}"
    axes.bar(result.values, shares, 0.8, color=BLUE, label=label)
    axes.axvline(result.mean, color=BLUE, lw=1.2, ls="--", ymax=1.0 / ROOM)
