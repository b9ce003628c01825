"""Show results: on the terminal, as plots, as one HTML page.

Plots load matplotlib, so each name is imported when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from airshield.report.coverage_plots import coverage_figures, footprint_chart, rose_chart
    from airshield.report.html import write_report
    from airshield.report.plan_plots import frontier_chart, sites_map
    from airshield.report.plots import figures, save_all
    from airshield.report.posture_plots import figures as posture_figures
    from airshield.report.study_plots import study_figures
    from airshield.report.tables import asset_names
    from airshield.report.terminal import render, render_comparison, render_doctrines

__all__ = [
    "asset_names",
    "coverage_figures",
    "figures",
    "footprint_chart",
    "frontier_chart",
    "posture_figures",
    "render",
    "render_comparison",
    "render_doctrines",
    "rose_chart",
    "save_all",
    "sites_map",
    "study_figures",
    "write_report",
]

_WHERE = {
    "asset_names": ("tables", "asset_names"),
    "coverage_figures": ("coverage_plots", "coverage_figures"),
    "figures": ("plots", "figures"),
    "footprint_chart": ("coverage_plots", "footprint_chart"),
    "frontier_chart": ("plan_plots", "frontier_chart"),
    "posture_figures": ("posture_plots", "figures"),
    "render": ("terminal", "render"),
    "render_comparison": ("terminal", "render_comparison"),
    "render_doctrines": ("terminal", "render_doctrines"),
    "rose_chart": ("coverage_plots", "rose_chart"),
    "save_all": ("plots", "save_all"),
    "sites_map": ("plan_plots", "sites_map"),
    "study_figures": ("study_plots", "study_figures"),
    "write_report": ("html", "write_report"),
}


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        module, own = _WHERE[name]
        return getattr(importlib.import_module(f"airshield.report.{module}"), own)
    raise AttributeError(f"module 'airshield.report' has no attribute {name!r}")
