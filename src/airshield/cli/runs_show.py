"""Print what `airshield runs` found."""

from __future__ import annotations

import datetime as dt

from airshield.cli.console import console, table
from airshield.study.index import Found

SHORT_HASH = 12


def show_runs(found: Found, *, short: bool) -> None:
    """Print a table of runs, hashes shortened if asked."""
    drawn = table(*found.columns)
    for row in found.rows:
        drawn.add_row(*(_word(v, n, short) for v, n in zip(row, found.columns, strict=True)))
    console(wide=True).print(drawn if found.rows else "nothing found")


def _word(value: object, name: str, short: bool) -> str:
    if value is None:
        return "–"
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text[:SHORT_HASH] if short and name == "run_hash" else text
