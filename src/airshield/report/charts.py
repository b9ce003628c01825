"""Draw the bar charts that analysts paste into a paper: stock, swings, spread."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from airshield.assessment.model import Assessment
from airshield.report.numbers import error_bar, with_interval
from airshield.report.style import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    RED,
    SKY,
    footer,
    new_figure,
)
from airshield.report.tables import swing_rows, unit_names

_ROW = 0.42
PALE = "#DCE3EA"
KINDS = (("chance", BLUE, "white"), ("parameters", ORANGE, INK), ("posture", SKY, INK))
"""Kind of uncertainty, its colour, and the ink that can be read on it."""


def expenditure_chart(assessment: Assessment) -> Figure | None:
    """Draw rounds spent and left by fire unit and interceptor."""
    rows = assessment.expenditure
    if not rows:
        return None
    units = unit_names(assessment)
    figure, axes = new_figure(7.5, 1.3 + _ROW * len(rows))
    for y, row in enumerate(rows):
        axes.barh(y, row.spent.value, 0.6, color=RED)
        axes.barh(y, row.left.value, 0.6, row.spent.value, color=PALE)
        if row.spent.high > row.spent.low:
            bar = error_bar(row.spent)
            axes.errorbar(row.spent.value, y, xerr=bar, color=INK, lw=1, capsize=2)
        axes.annotate(
            f"spent {with_interval(row.spent)} of {row.ready}",
            (row.ready, y),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
        )
    axes.set_yticks(
        range(len(rows)), [f"{units.get(r.unit_id, r.unit_id)}\n{r.interceptor_name}" for r in rows]
    )
    axes.tick_params(axis="y", labelsize=8)
    axes.invert_yaxis()
    axes.set_xlim(0, 1.45 * max(r.ready for r in rows))
    axes.set_xlabel("rounds per raid: mean spent (95 % interval) of the rounds ready")
    axes.legend(
        handles=[Patch(color=RED, label="spent"), Patch(color=PALE, label="left")],
        loc="upper right",
        frameon=False,
        fontsize=8,
    )
    axes.set_title("Interceptors spent and left")
    footer(figure, assessment)
    return figure


def swings_chart(assessment: Assessment) -> Figure | None:
    """Draw what the answer hangs on: the change of mean leakers over each value's range."""
    rows = swing_rows(assessment)
    if not rows:
        return None
    figure, axes = new_figure(8.0, 1.4 + _ROW * len(rows))
    for y, row in enumerate(rows):
        low, high = row.swing or (0.0, 0.0)
        # Half a row each: where both ends move the answer the same way, neither hides the other.
        _end(axes, y - 0.16, low, row.low, ORANGE)
        _end(axes, y + 0.16, high, row.high, BLUE)
    names = [
        r.path.split(".", 1)[1]
        + ("" if r.unit in ("1", "count") else f" ({r.unit})")
        + (" *" if r.is_prior else "")
        for r in rows
    ]
    axes.set_yticks(range(len(rows)), names)
    axes.tick_params(axis="y", labelsize=8)
    axes.invert_yaxis()
    axes.axvline(0.0, color=INK, lw=1)
    axes.margins(x=0.16)
    axes.set_xlabel(
        "change of mean leakers per raid (others nominal); * prior that no source states"
    )
    axes.set_title("What the answer hangs on")
    axes.legend(
        handles=[Patch(color=ORANGE, label="at its low"), Patch(color=BLUE, label="at its high")],
        frameon=False,
        fontsize=8,
    )
    footer(figure, assessment)
    return figure


def _end(axes: Axes, y: float, swing: float, value: float, colour: str) -> None:
    """Draw one end of a swing and write the value that makes it."""
    axes.barh(y, swing, 0.32, color=colour)
    side = 1 if swing >= 0 else -1
    axes.annotate(
        f"{value:g}",
        (swing, y),
        xytext=(4 * side, 0),
        textcoords="offset points",
        ha="left" if side > 0 else "right",
        va="center",
        fontsize=7,
    )


def spread_chart(assessment: Assessment) -> Figure | None:
    """Draw the shares of chance, parameters and posture."""
    if not assessment.spread:
        return None
    figure, axes = new_figure(7.5, 1.4 + 0.5 * len(assessment.spread))
    for y, row in enumerate(assessment.spread):
        left = 0.0
        parts = (row.chance_share, row.parameter_share, row.posture_share)
        for (_, colour, ink), part in zip(KINDS, parts, strict=True):
            axes.barh(y, 100 * part, 0.6, 100 * left, color=colour)
            if part > 0.06:
                axes.text(
                    100 * (left + part / 2),
                    y,
                    f"{100 * part:.0f} %",
                    ha="center",
                    va="center",
                    color=ink,
                    fontsize=8,
                )
            left += part
    names = [r.quantity.replace("p_no_leaker", "P(no leaker)") for r in assessment.spread]
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xlabel("share of the variance over raids, of the ranges chosen (%)")
    axes.set_title("Three kinds of uncertainty")
    axes.legend(
        handles=[Patch(color=colour, label=kind) for kind, colour, _ in KINDS],
        loc="upper left",
        bbox_to_anchor=(1.0, 1.0),
        frameon=False,
        fontsize=8,
    )
    axes.spines["left"].set_color(GREY)
    footer(figure, assessment)
    return figure
