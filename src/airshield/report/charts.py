"""Draw the charts that analysts paste into a paper: ladder, leakers, reasons, stock, swings."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from airshield.assessment.model import Assessment, LadderRung
from airshield.report.style import (
    BLUE,
    CYCLE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    RED,
    SKY,
    footer,
    new_figure,
)
from airshield.report.tables import swing_rows

_ROW = 0.42


def ladder_chart(assessment: Assessment) -> Figure | None:
    """Draw the engagement timeline ladder: one row per threat family, unit and interceptor."""
    rungs = [r for r in assessment.ladder if r.engageable_s is not None]
    if not rungs:
        return None
    figure, axes = new_figure(9.0, 1.7 + 0.62 * len(rungs))
    for y, rung in enumerate(rungs):
        _rung(axes, y, rung)
    axes.set_yticks(range(len(rungs)))
    axes.set_yticklabels(
        [f"{r.threat_name} at {r.asset_id}\n{r.interceptor} of {r.unit_id}" for r in rungs],
        fontsize=8,
    )
    axes.set_ylim(len(rungs) - 0.4, -0.75)
    first = max(max(r.detected_p95_s or 0.0, r.engageable_s or 0.0) for r in rungs)
    axes.set_xlim(1.04 * first, -2)
    axes.set_xlabel("seconds before impact")
    axes.set_title("Engagement timeline ladder (nominal values)")
    axes.axvline(0.0, color=INK, lw=1)
    axes.grid(axis="x", color="#E4E8ED", lw=0.6)
    axes.set_axisbelow(True)
    axes.legend(
        handles=[
            Patch(color=SKY, label="first detection, 5–95 %"),
            Patch(color=ORANGE, label="detection to launch"),
            Patch(color=GREEN, label="launch window"),
            axes.plot([], [], "k|", ms=9, label="detection, median")[0],
            axes.plot([], [], "o", color=BLUE, label="first intercept (km up)")[0],
        ],
        loc="upper center",
        bbox_to_anchor=(0.45, -0.18 if len(rungs) < 4 else -0.1),
        ncols=5,
        frameon=False,
        fontsize=7.5,
    )
    footer(figure, assessment)
    return figure


def _rung(axes: Axes, y: int, rung: LadderRung) -> None:
    if rung.detected_p95_s is not None and rung.detected_p05_s is not None:
        axes.barh(
            y, rung.detected_p95_s - rung.detected_p05_s, _ROW, rung.detected_p05_s, color=SKY
        )
    if rung.detected_s is not None:
        axes.plot(rung.detected_s, y, "k|", ms=13)
        ready = rung.detected_s - rung.detection_to_launch_s
        axes.barh(y, rung.detection_to_launch_s, _ROW / 2, ready, color=ORANGE)
    if rung.engageable_s is not None and rung.last_launch_s is not None:
        axes.barh(y, rung.engageable_s - rung.last_launch_s, _ROW, rung.last_launch_s, color=GREEN)
    if rung.intercept_s is not None and rung.intercept_altitude_m is not None:
        axes.plot(rung.intercept_s, y, "o", color=BLUE, ms=6)
        axes.annotate(
            f"{rung.intercept_altitude_m / 1e3:.0f}",
            (rung.intercept_s, y),
            xytext=(0, 8),
            textcoords="offset points",
            ha="center",
            fontsize=7.5,
            color=BLUE,
        )
    looks = f"{rung.looks} look" + ("" if rung.looks == 1 else "s")
    axes.annotate(
        looks,
        (1.0, y),
        xycoords=("axes fraction", "data"),
        xytext=(4, 0),
        textcoords="offset points",
        va="center",
        fontsize=8,
    )


def leakers_chart(assessment: Assessment) -> Figure:
    """Draw how many get through over raids, defended and undefended."""
    figure, axes = new_figure(7.5, 3.6)
    values = [row[0] for row in assessment.leaker_histogram]
    whole = assessment.assets[-1]
    for shift, column, colour, label, mean in (
        (-0.2, 1, BLUE, "defended", whole.defended.leakers),
        (0.2, 2, ORANGE, "no defence", whole.undefended.leakers),
    ):
        shares = [100 * row[column] for row in assessment.leaker_histogram]
        text = f"{label}: mean {mean.value:.2f} ({mean.low:.2f}–{mean.high:.2f})"
        axes.bar([v + shift for v in values], shares, 0.4, color=colour, label=text)
        axes.axvline(mean.value, color=colour, lw=1.4, ls="--")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("threats that get through, per raid")
    axes.set_ylabel("share of raids (%)")
    axes.set_title(f"What gets through: {whole.n_threats} threats, all defended assets")
    axes.legend(frameon=False, fontsize=8)
    footer(figure, assessment)
    return figure


def reasons_chart(assessment: Assessment) -> Figure | None:
    """Draw why threats got through, most frequent on top."""
    rows = [r for r in assessment.reasons if r.asset_id == "all"]
    if not rows:
        return None
    figure, axes = new_figure(7.5, 1.3 + _ROW * len(rows))
    for y, row in enumerate(rows):
        low = max(0.0, row.leakers.value - row.leakers.low)
        high = max(0.0, row.leakers.high - row.leakers.value)
        axes.barh(y, row.leakers.value, 0.6, color=BLUE, xerr=[[low], [high]], error_kw={"lw": 1})
        axes.annotate(
            f"{row.leakers.value:.2f}  ({100 * row.share:.0f} %)",
            (row.leakers.high, y),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
        )
    axes.set_yticks(range(len(rows)), [r.words for r in rows])
    axes.invert_yaxis()
    axes.set_xlim(0, 1.22 * max(r.leakers.high for r in rows))
    axes.set_xlabel("leakers per raid, with 95 % interval")
    axes.set_title("Why threats got through")
    footer(figure, assessment)
    return figure


def expenditure_chart(assessment: Assessment) -> Figure | None:
    """Draw rounds spent and left by fire unit and interceptor."""
    rows = assessment.expenditure
    if not rows:
        return None
    figure, axes = new_figure(7.5, 1.3 + _ROW * len(rows))
    for y, row in enumerate(rows):
        axes.barh(y, row.spent.value, 0.6, color=RED)
        axes.barh(y, row.left.value, 0.6, row.spent.value, color="#DCE3EA")
        error = [[max(0.0, row.spent.value - row.spent.low)], [row.spent.high - row.spent.value]]
        axes.errorbar(row.spent.value, y, xerr=error, color=INK, lw=1, capsize=2)
        axes.annotate(
            f"{row.spent.value:.1f} spent, {row.left.value:.1f} of {row.ready} left",
            (row.ready, y),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
        )
    axes.set_yticks(range(len(rows)), [f"{r.unit_id}\n{r.interceptor_name}" for r in rows])
    axes.tick_params(axis="y", labelsize=8)
    axes.invert_yaxis()
    axes.set_xlim(0, 1.45 * max(r.ready for r in rows))
    axes.set_xlabel("rounds per raid (mean, 95 % interval of what is spent)")
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
        axes.barh(y, low, 0.6, color=ORANGE)
        axes.barh(y, high, 0.6, color=BLUE)
        for value, end in ((row.low, low), (row.high, high)):
            inward = 4 if end >= 0 else -4
            axes.annotate(
                f"{value:g}",
                (end, y),
                xytext=(inward, 0),
                textcoords="offset points",
                ha="left" if end >= 0 else "right",
                va="center",
                fontsize=7,
            )
    names = [r.path.split(".", 1)[1] + (" *" if r.is_prior else "") for r in rows]
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


def spread_chart(assessment: Assessment) -> Figure | None:
    """Draw the shares of chance, parameters and posture."""
    if not assessment.spread:
        return None
    figure, axes = new_figure(7.5, 1.4 + 0.5 * len(assessment.spread))
    for y, row in enumerate(assessment.spread):
        left = 0.0
        parts = (row.chance_share, row.parameter_share, row.posture_share)
        for colour, part in zip(CYCLE, parts, strict=False):
            axes.barh(y, 100 * part, 0.6, 100 * left, color=colour)
            if part > 0.06:
                axes.text(
                    100 * (left + part / 2),
                    y,
                    f"{100 * part:.0f} %",
                    ha="center",
                    va="center",
                    color="white",
                    fontsize=8,
                )
            left += part
    names = [r.quantity.replace("no_leaker", "P(no leaker)") for r in assessment.spread]
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xlabel("share of the variance over raids, of the ranges chosen (%)")
    axes.set_title("Three kinds of uncertainty")
    labels = ("chance", "parameters", "posture")
    axes.legend(
        handles=[Patch(color=c, label=t) for c, t in zip(CYCLE, labels, strict=False)],
        loc="upper left",
        bbox_to_anchor=(1.0, 1.0),
        frameon=False,
        fontsize=8,
    )
    axes.spines["left"].set_color(GREY)
    footer(figure, assessment)
    return figure
