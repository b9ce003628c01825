"""Draw why threats got through: all defended assets above, each by itself below."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from airshield.assessment.model import Assessment, ReasonRow
from airshield.report.numbers import error_bar, with_interval
from airshield.report.style import BLUE, INK, SKY, footer, new_figure
from airshield.report.tables import asset_names, reasons_of

GROUPS_SHOWN = 6
"""All assets and the five with most leakers; the tables show every asset."""
_ROW = 0.42
_GAP = 0.8
"""Rows that the heading of a group takes."""


def _groups(assessment: Assessment) -> list[tuple[str, tuple[ReasonRow, ...]]]:
    """Return a heading and rows for each group: all assets first, then by leakers."""
    names = asset_names(assessment)
    *own, whole = (
        (names[a.asset_id], reasons_of(assessment, a.asset_id)) for a in assessment.assets
    )
    # One asset alone says the same as all.
    kept = [group for group in own if group[1]] if len(own) > 1 else []
    kept.sort(key=lambda group: -sum(row.leakers.value for row in group[1]))
    return [whole if kept else ("", whole[1]), *kept][:GROUPS_SHOWN]


def reasons_chart(assessment: Assessment) -> Figure | None:
    """Draw why threats got through, most frequent on top, on one scale for all groups.

    **Limits**: one pair of axes, since those of several do not settle to the same last bit twice.
    """
    groups = _groups(assessment)
    if not groups[0][1]:
        return None
    several = len(groups) > 1
    n_rows = sum(len(rows) for _, rows in groups) + (_GAP * len(groups) if several else 0.0)
    figure, axes = new_figure(7.5, 1.3 + _ROW * n_rows)
    y, ticks, words = 0.0, [], []
    for k, (heading, rows) in enumerate(groups):
        if several:
            y += _GAP
            axes.text(0.0, y - 0.6, f" {heading}", va="center", weight="bold", fontsize=8.5)
        for row in rows:
            _bar(axes, y, row, SKY if k else BLUE)
            ticks.append(y)
            words.append(row.words)
            y += 1.0
    axes.set_yticks(ticks, words)
    axes.set_ylim(y - 0.4, 0.0 if several else -0.6)
    axes.set_xlim(0, 1.5 * max(row.leakers.value for row in groups[0][1]))
    axes.set_xlabel("leakers per raid, with 95 % interval, and share of the leakers there")
    axes.set_title("Why threats got through")
    footer(figure, assessment)
    return figure


def _bar(axes: Axes, y: float, row: ReasonRow, colour: str) -> None:
    bar = error_bar(row.leakers)
    axes.barh(y, row.leakers.value, 0.6, color=colour)
    axes.errorbar(row.leakers.value, y, xerr=bar, color=INK, lw=1, capsize=2)
    axes.annotate(
        f"{with_interval(row.leakers)}, {100 * row.share:.0f} %",
        (row.leakers.value + bar[1][0], y),
        xytext=(5, 0),
        textcoords="offset points",
        va="center",
        fontsize=8,
    )
