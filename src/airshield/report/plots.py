"""Collect the plots of an assessment and save them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from matplotlib.figure import Figure

from airshield.assessment.model import Assessment
from airshield.report.charts import (
    expenditure_chart,
    spread_chart,
    swings_chart,
)
from airshield.report.drawn import write_figure
from airshield.report.fratricide_plot import fratricide_chart
from airshield.report.ladder_plot import ladder_chart
from airshield.report.leakers_plot import leakers_chart
from airshield.report.map_plot import map_chart
from airshield.report.reasons_plot import reasons_chart
from airshield.report.style import styled
from airshield.report.timeline_plot import timeline_chart

_DRAW: dict[str, Callable[[Assessment], Figure | None]] = {
    "map": map_chart,
    "ladder": ladder_chart,
    "leakers": leakers_chart,
    "reasons": reasons_chart,
    "fratricide": fratricide_chart,
    "expenditure": expenditure_chart,
    "swings": swings_chart,
    "timeline": timeline_chart,
    "spread": spread_chart,
}


@styled
def figures(assessment: Assessment) -> dict[str, Figure]:
    """Return every figure that has something to show, by name."""
    drawn = {name: draw(assessment) for name, draw in _DRAW.items()}
    return {name: figure for name, figure in drawn.items() if figure is not None}


def save_all(
    assessment: Assessment, folder: Path, formats: tuple[str, ...] = ("png", "svg")
) -> list[Path]:
    """Write every figure as `<name>.<format>` into a folder; return the paths.

    Raises
    ------
    OutputError : a file cannot be written.
    """
    written = []
    for name, figure in figures(assessment).items():
        written += write_figure(figure, folder, name, formats)
    return written
