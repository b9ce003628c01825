"""Show an assessment: on the terminal, as plots, as one HTML page.

Plots load matplotlib, so each name is imported when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from airshield.report.html import write_report
    from airshield.report.plots import figures, save_all
    from airshield.report.tables import asset_names
    from airshield.report.terminal import render, render_comparison, render_doctrines

__all__ = [
    "asset_names",
    "figures",
    "render",
    "render_comparison",
    "render_doctrines",
    "save_all",
    "write_report",
]

_WHERE = {
    "asset_names": "tables",
    "figures": "plots",
    "render": "terminal",
    "render_comparison": "terminal",
    "render_doctrines": "terminal",
    "save_all": "plots",
    "write_report": "html",
}


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(importlib.import_module(f"airshield.report.{_WHERE[name]}"), name)
    raise AttributeError(f"module 'airshield.report' has no attribute {name!r}")
