"""Run `airshield runs`: list what was found, or the answer to a query."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from rich import box
from rich.table import Table

from airshield.cli.output import envelope
from airshield.cli.pipe import PipeConsole
from airshield.errors import Fault, InputError
from airshield.study.index import Found, Wanted, ask, find_runs

WIDE = 150
SHORT_HASH = 12


def _date(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        message = f'"{text}" is no date; write year-month-day, as 2020-04-12'
        raise InputError([Fault("command line", None, "date", message)]) from None


def run_runs(
    folder: Path,
    scenario: str | None,
    date: str | None,
    seed: int | None,
    run_hash: str | None,
    sql: str | None,
    as_json: bool,
) -> None:
    """Look, and print what was found."""
    wanted = Wanted(scenario, _date(date), seed, run_hash)
    if sql is not None and wanted != Wanted():
        message = "a query says itself what to look for; leave the other options out"
        raise InputError([Fault("command line", None, "sql", message)])
    found = find_runs(folder, wanted) if sql is None else ask(folder, sql)
    if as_json:
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
        print(json.dumps(envelope("runs", rows), indent=1, ensure_ascii=False, default=str))
    else:
        _show(found, short=sql is None)


def _show(found: Found, *, short: bool) -> None:
    console = PipeConsole(highlight=False)
    if not console.is_terminal:
        console = PipeConsole(highlight=False, width=WIDE)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    for name in found.columns:
        table.add_column(name, overflow="fold")
    for row in found.rows:
        table.add_row(*(_word(v, n, short) for v, n in zip(row, found.columns, strict=True)))
    console.print(table if found.rows else "nothing found")


def _word(value: object, name: str, short: bool) -> str:
    if value is None:
        return "–"
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text[:SHORT_HASH] if short and name == "run_hash" else text
