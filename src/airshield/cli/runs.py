"""Define `airshield runs`: finished runs found again, or asked by SQL."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from airshield.cli.days import day_or_none
from airshield.cli.options import JsonOption
from airshield.cli.output import print_json
from airshield.errors import Fault, InputError


def runs(
    folder: Annotated[Path, typer.Argument(help="Where to look, and below.")] = Path(
        "airshield-out"
    ),
    scenario: Annotated[str | None, typer.Option(help="Id of the scenario.")] = None,
    date: Annotated[
        str | None, typer.Option(help="Day that the scenario asks about, 2020-04-12.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of the run.")] = None,
    run_hash: Annotated[str | None, typer.Option("--hash", help="How the run hash begins.")] = None,
    sql: Annotated[
        str | None, typer.Option(help="One query over the tables `runs` and `results`.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Find runs and studies again, by scenario, date, seed or hash, or by SQL."""
    from airshield.cli.runs_show import show_runs
    from airshield.study.index import Wanted, ask, find_runs

    wanted = Wanted(scenario, day_or_none("date", date), seed, run_hash)
    if sql is not None and wanted != Wanted():
        message = "a query says itself what to look for; leave the other options out"
        raise InputError([Fault("command line", None, "sql", message)])
    found = find_runs(folder, wanted) if sql is None else ask(folder, sql)
    if as_json:
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
        print_json("runs", rows)
    else:
        show_runs(found, short=sql is None)
