"""Draw beliefs: over time with the claims as marks, and under other policy values."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.dates as mdates
import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from airshield.errors import Fault, OutputError
from airshield.posture.beliefs import Belief, Beliefs, infer
from airshield.posture.explanation import Step, explain
from airshield.posture.inference import Track, track
from airshield.posture.policy_file import ASSEMBLING, HANDED_OVER, OPERATIONAL
from airshield.posture.sensitivity import Sensitivity
from airshield.report.drawn import write_figure
from airshield.report.posture_map import map_chart
from airshield.report.posture_numbers import name, system_name
from airshield.report.style import BLUE, GREY, INK, ORANGE, RED, SETTINGS, SKY

COLUMNS = 2
MOST_PANELS = 16
YEAR_DAYS = 366
LOOK = {**SETTINGS, "text.parse_math": False}
"""The house style; names of a user's ledger are never read as formulae."""


def footer(figure: Figure, beliefs: Beliefs) -> None:
    """Say under a plot what every plot of beliefs must say."""
    figure.supxlabel(
        f"Support-based probabilities (policy weights, uncalibrated). {beliefs.loaded.file}, "
        f"known by {beliefs.known_by}, {beliefs.rule} rule",
        fontsize=7,
        color=GREY,
        x=0.99,
        ha="right",
    )


def _end(beliefs: Beliefs) -> dt.date:
    """Return the last day drawn: the coverage, and up to a year more where one asked beyond it."""
    covered = beliefs.loaded.ledger.coverage_end.toordinal()
    return dt.date.fromordinal(max(covered, min(beliefs.on.toordinal(), covered + YEAR_DAYS)))


def _days(beliefs: Beliefs) -> list[dt.date]:
    start = beliefs.loaded.ledger.coverage_start
    n = (_end(beliefs) - start).days
    return [start + dt.timedelta(days=k) for k in range(n + 1)]


def time_chart(beliefs: Beliefs) -> Figure | None:
    """Draw each answer over the ledger's time, a panel each, with its claims as marks.

    Where nobody had reported yet the line is missing: no reporting is not a probability.
    """
    told = [row for row in beliefs.rows if row.reported]
    rows = sorted(told, key=lambda row: row.key.ladder == "base")[:MOST_PANELS]
    if not rows:
        return None
    days = _days(beliefs)
    over_time = track(beliefs.track.chains, days, beliefs.known_by, beliefs.rule)
    n_rows = math.ceil(len(rows) / COLUMNS)
    figure = Figure(figsize=(9.0, 1.9 * n_rows + 1.0), layout="constrained")
    grid = figure.subplots(n_rows, COLUMNS, sharex=True, sharey=True, squeeze=False)
    whole = _all_of(beliefs)
    for axes, row in zip(grid.flat, rows, strict=False):
        _panel(axes, beliefs, whole, over_time, row, days)
    for axes in grid.flat[len(rows) :]:
        axes.set_visible(False)
    for axes in grid[:, 0]:
        axes.set_ylabel("probability")
    figure.legend(
        handles=_handles(beliefs),
        title="What was believed, day by day, and the claims behind it",
        title_fontproperties={"weight": "bold", "size": 11},
        loc="outside upper center",
        ncols=4,
        fontsize=7.5,
        frameon=False,
    )
    footer(figure, beliefs)
    return figure


def _handles(beliefs: Beliefs) -> list[Line2D]:
    return [
        Line2D([], [], color=BLUE, lw=2, label="on site"),
        Line2D([], [], color=RED, lw=2, label="operational"),
        Line2D([], [], color=INK, lw=2, ls="--", label="base handed over"),
        Line2D([], [], marker="o", color=INK, ls="", ms=5, label="claim that counts"),
        Line2D([], [], marker="x", color=GREY, ls="", ms=5, label="copy or not counted"),
        Line2D([], [], marker="v", color=ORANGE, ls="", ms=5, label="denial"),
        Line2D([], [], color=SKY, lw=1, label=f"day asked about, {beliefs.on}"),
    ]


def _panel(
    axes: Axes,
    beliefs: Beliefs,
    whole: Beliefs,
    over_time: Track,
    row: Belief,
    days: list[dt.date],
) -> None:
    number = over_time.keys.index(row.key)
    p = np.where(over_time.reported[number, :, None], over_time.p[number], np.nan)
    x = mdates.date2num(days)
    if row.key.ladder == "base":
        lines = [(p[:, HANDED_OVER], INK, "--")]
    else:
        lines = [
            (p[:, ASSEMBLING] + p[:, OPERATIONAL], BLUE, "-"),
            (p[:, OPERATIONAL], RED, "-"),
        ]
    for values, colour, style in lines:
        axes.plot(x, values, color=colour, ls=style, lw=1.6, zorder=3)
    _marks(axes, whole, row, lines[0][0], days[0])
    axes.axvline(mdates.date2num(beliefs.on), color=SKY, lw=1.0, zorder=1)
    axes.set_title(f"{name(row)}\n{system_name(beliefs, row.key.system)}", fontsize=8.5)
    axes.set_ylim(-0.05, 1.05)
    axes.set_xlim(float(x[0]), float(x[-1]) if len(x) > 1 else float(x[0]) + 1.0)
    axes.xaxis.set_major_locator(mdates.AutoDateLocator(maxticks=9))
    axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(axes.xaxis.get_major_locator()))
    axes.grid(axis="y", color=GREY, alpha=0.25, lw=0.6)


def _marks(axes: Axes, beliefs: Beliefs, row: Belief, line: np.ndarray, first: dt.date) -> None:
    """Mark each claim on the upper line, at the day that it speaks of."""
    for item in explain(beliefs, row.key.site):
        if item.belief.key != row.key:
            continue
        for step in item.steps:
            at = (step.as_of - first).days
            if not 0 <= at < len(line) or step.published > beliefs.known_by:
                continue
            y = line[at] if math.isfinite(line[at]) else 0.0
            axes.plot(mdates.date2num(step.as_of), y, **_mark(step))


def _all_of(beliefs: Beliefs) -> Beliefs:
    """Return the beliefs of the last day of the drawing, whose claims are all of them."""
    return infer(
        beliefs.loaded, _end(beliefs), beliefs.known_by, policy=beliefs.policy, rule=beliefs.rule
    )


def _mark(step: Step) -> dict[str, Any]:
    look: dict[str, Any] = {"ls": "", "zorder": 4, "ms": 4.5}
    if step.share <= 0:
        return {**look, "marker": "x", "color": GREY}
    if step.polarity == "negative":
        return {**look, "marker": "v", "color": ORANGE}
    return {**look, "marker": "o", "color": INK}


def sensitivity_chart(beliefs: Beliefs, rows: tuple[Sensitivity, ...]) -> Figure | None:
    """Draw each answer with what other policy values would make of it."""
    shown = rows[: 2 * MOST_PANELS]
    if not shown:
        return None
    figure = Figure(figsize=(8.0, 0.42 * len(shown) + 1.9), layout="constrained")
    axes = figure.add_subplot()
    markers = ("o", "<", ">", "v", "^", "s", "D")
    colours = (INK, BLUE, BLUE, ORANGE, ORANGE, GREY, GREY)
    for y, row in enumerate(shown):
        values = [_drawn(v.p, v.p_operational) for v in row.variants]
        axes.plot([min(values), max(values)], [y, y], color=GREY, lw=1.0, zorder=1)
        for value, marker, colour in zip(values, markers, colours, strict=False):
            above = 3 if colour == INK else 2
            fill = "none" if colour == GREY else colour
            axes.plot(value, y, marker=marker, mec=colour, mfc=fill, ls="", ms=5, zorder=above)
    labels = [
        f"{row.name.split(' (')[0].split(',')[0]} ({system_name(beliefs, row.key.system)})"
        for row in shown
    ]
    axes.set_yticks(range(len(shown)), labels, fontsize=7.5)
    axes.invert_yaxis()
    axes.set_xlim(-0.02, 1.02)
    axes.set_xlabel("P(operational); for a base P(handed over)")
    axes.set_title(f"How far the policy values carry it, {beliefs.on}")
    handles = [
        Line2D(
            [],
            [],
            marker=marker,
            mec=colour,
            mfc="none" if colour == GREY else colour,
            ls="",
            label=variant.change,
        )
        for variant, marker, colour in zip(shown[0].variants, markers, colours, strict=False)
    ]
    figure.legend(handles=handles, loc="outside upper center", ncols=7, fontsize=7.5, frameon=False)
    footer(figure, beliefs)
    return figure


def _drawn(p: float, p_operational: float | None) -> float:
    return p if p_operational is None else p_operational


def figures(beliefs: Beliefs, table: tuple[Sensitivity, ...] = ()) -> dict[str, Figure]:
    """Return every figure that has something to show, by name.

    Parameters
    ----------
    table : of `airshield.posture.sensitivity`; without it that figure is left out.
    """
    draw: dict[str, Callable[[], Figure | None]] = {
        "posture-time": lambda: time_chart(beliefs),
        "posture-map": lambda: map_chart(beliefs),
        "posture-sensitivity": lambda: sensitivity_chart(beliefs, table),
    }
    with rc_context(LOOK):
        drawn = {key: make() for key, make in draw.items()}
    return {key: figure for key, figure in drawn.items() if figure is not None}


def save_all(
    beliefs: Beliefs,
    table: tuple[Sensitivity, ...],
    folder: Path,
    formats: tuple[str, ...] = ("png", "svg"),
) -> list[Path]:
    """Write every figure as `<name>.<format>` into a folder, made if need be; return the paths.

    Raises
    ------
    OutputError : a file cannot be written.
    """
    written = []
    drawn = figures(beliefs, table)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        message = f"cannot be written ({reason.strerror}); name another folder with --plots"
        raise OutputError([Fault(str(folder), None, "", message)]) from None
    with rc_context(LOOK):
        for key, figure in drawn.items():
            written += write_figure(figure, folder, key, formats)
    return written
