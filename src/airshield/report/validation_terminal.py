"""Print a validation on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from airshield.report.tables import TextTable
from airshield.report.terminal import WIDE, print_table
from airshield.report.validation_tables import case_table, failure_table, raid_table
from airshield.validation import Case, Validation
from airshield.validation.validation import Chosen

_NARROW_CASES = (0, 1, 5, 6, 7, 10)
_NARROW_RAIDS = (0, 1, 3, 4, 6, 10, 11)
"""Columns that a narrow terminal shows; the page shows all."""


def render(found: Validation, console: Console) -> None:
    """Print the tables, what failed, and the outcome last, where it is seen.

    Parameters
    ----------
    found : what was run; console : where to.
    """
    wide = console.width >= WIDE
    print_table(console, case_table(found), None if wide else _NARROW_CASES)
    print_table(console, raid_table(found), None if wide else _NARROW_RAIDS)
    print_table(console, failure_table(found))
    console.print()
    style = "bold red" if found.failed else "bold"
    console.print(Text(found.summary(), style=style))
    console.print(Text(f"{found.elapsed_s:.0f} s of computing", style="dim"))


def render_listing(chosen: Chosen, console: Console) -> None:
    """Print which cases there are: id, what, part or scenario, kind or label."""
    rows = tuple(
        (c.id, c.title, c.part, c.kind)
        if isinstance(c, Case)
        else (c.id, c.title, c.scenario, c.label)
        for c in chosen
    )
    head = ("case", "what", "part or scenario", "kind or label")
    print_table(console, TextTable("listing", "Cases", head, rows))
