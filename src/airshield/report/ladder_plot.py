"""Draw the engagement timeline ladder: what can happen when, against each threat."""

from __future__ import annotations

from textwrap import shorten

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from airshield.assessment.model import Assessment, LadderRung
from airshield.report.style import BLUE, GREEN, GREY, INK, ORANGE, SKY, footer, new_figure
from airshield.report.tables import asset_names, unit_names

ROWS_SHOWN = 24
"""More rungs make a figure that fits no page; the table shows all."""
_NAME = 38
_LANE = 0.3
_SENSOR, _LAUNCH, _FLIGHT = -0.27, 0.0, 0.24
"""Lanes of one rung, from the top: sensor, launch window, fly-out."""


def ladder_chart(assessment: Assessment) -> Figure | None:
    """Draw one row per threat family, fire unit and interceptor; None where nothing is engageable.

    **Limits**: nominal values; the first `ROWS_SHOWN` rungs only, and the title says so.
    """
    met = [r for r in assessment.ladder if r.engageable_s is not None]
    if not met:
        return None
    rungs = met[:ROWS_SHOWN]
    figure, axes = new_figure(9.0, 1.6 + 0.72 * len(rungs))
    assets, units = asset_names(assessment), unit_names(assessment)
    for y, rung in enumerate(rungs):
        if y % 2 == 0:
            axes.axhspan(y - 0.5, y + 0.5, color="#F5F7F9", lw=0, zorder=0)
        _sensor(axes, y, rung)
        _launch(axes, y, rung)
        _verdict(axes, y, rung)
    names = [
        shorten(f"{r.threat_name} at {assets.get(r.asset_id, r.asset_id)}", _NAME, placeholder="…")
        + "\n"
        + shorten(f"{r.interceptor} of {units.get(r.unit_id, r.unit_id)}", _NAME, placeholder="…")
        for r in rungs
    ]
    axes.set_yticks(range(len(rungs)), names, fontsize=8)
    axes.set_ylim(len(rungs) - 0.5, -0.5)
    first = max(_earliest(r) for r in rungs)
    axes.set_xlim(1.04 * first, -0.03 * first)
    axes.axvline(0.0, color=INK, lw=1)
    axes.set_xlabel("seconds before impact")
    left_out = len(met) - len(rungs)
    axes.set_title(
        "Engagement timeline ladder"
        + (f" (first {ROWS_SHOWN} of {len(met)} rows)" if left_out else ""),
        pad=24,
    )
    axes.grid(axis="x", color="#DDE2E8", lw=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    axes.legend(
        handles=_key(),
        loc="lower left",
        bbox_to_anchor=(-0.01, 1.0),
        borderaxespad=0.2,
        ncols=4,
        frameon=False,
        fontsize=7.5,
        handlelength=1.6,
        columnspacing=1.4,
    )
    footer(figure, assessment)
    return figure


def _earliest(rung: LadderRung) -> float:
    return max(rung.detected_p95_s or 0.0, rung.detected_s or 0.0, rung.engageable_s or 0.0)


def _key() -> list[Patch | Line2D]:
    return [
        Patch(color=SKY, label="first detection (5–95 %; bar: median)"),
        Patch(color=ORANGE, label="detection to launch"),
        Patch(color=GREEN, label="launch window"),
        Line2D([], [], color=BLUE, lw=1.6, marker="o", ms=5, label="first fly-out, intercept"),
    ]


def _sensor(axes: Axes, y: int, rung: LadderRung) -> None:
    lane = y + _SENSOR
    if rung.detected_p95_s is not None and rung.detected_p05_s is not None:
        span = rung.detected_p95_s - rung.detected_p05_s
        axes.barh(lane, span, _LANE, rung.detected_p05_s, color=SKY)
    if rung.detected_s is not None:
        ready = rung.detected_s - rung.detection_to_launch_s
        axes.barh(lane, rung.detection_to_launch_s, _LANE / 2, ready, color=ORANGE)
        axes.plot(rung.detected_s, lane, "|", color=INK, ms=10, mew=1.8)


def _launch(axes: Axes, y: int, rung: LadderRung) -> None:
    if rung.engageable_s is not None and rung.last_launch_s is not None:
        window = rung.engageable_s - rung.last_launch_s
        axes.barh(y + _LAUNCH, window, _LANE / 1.5, rung.last_launch_s, color=GREEN)
    if rung.launch_s is not None and rung.intercept_s is not None:
        lane = y + _FLIGHT
        axes.plot([rung.launch_s, rung.intercept_s], [lane, lane], color=BLUE, lw=1.6)
        axes.plot(rung.intercept_s, lane, "o", color=BLUE, ms=5)
    if rung.intercept_altitude_m is not None and rung.intercept_s is not None:
        axes.annotate(
            f"{rung.intercept_altitude_m / 1e3:.0f} km up",
            (rung.intercept_s, y + _FLIGHT),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=7.5,
            color=BLUE,
        )


def _verdict(axes: Axes, y: int, rung: LadderRung) -> None:
    """Say beside a row how many looks there are, and how low the last intercept is."""
    looks = f"{rung.looks} look" + ("" if rung.looks == 1 else "s")
    if rung.last_intercept_altitude_m is not None:
        looks += f"\nlast {rung.last_intercept_altitude_m / 1e3:.0f} km up"
    axes.annotate(
        looks,
        (1.0, y),
        xycoords=("axes fraction", "data"),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        fontsize=7.5,
        color=INK if rung.looks else GREY,
    )
