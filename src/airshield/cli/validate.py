"""Define `airshield validate`: every published, closed-form and historical case, as installed."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Annotated

import typer

from airshield.cli.options import JsonOption, out_option
from airshield.cli.output import envelope

BROKEN = 1
"""Exit code where a case fails: the program, or this installation of it, is wrong."""


def validate(
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            help="A case (A01), a part (flight), published, closed form or historical; repeatable.",
        ),
    ] = None,
    listing: Annotated[
        bool, typer.Option("--list", help="Say which cases there are, and run none.")
    ] = False,
    out: Annotated[Path | None, out_option("validation")] = None,
    workers: Annotated[
        int, typer.Option(help="1: in this process; 2: battles in one, the rest in another.", min=1)
    ] = 2,
    page: Annotated[bool, typer.Option(help="Write validation.html and validation.json.")] = True,
    as_json: JsonOption = False,
) -> int:
    """Run every published, closed-form and historical case through this installation."""
    from rich.console import Console

    from airshield.cli.progress import Bar
    from airshield.report.validation_numbers import to_json
    from airshield.report.validation_terminal import render, render_listing
    from airshield.result.store import finite, prepare, write_json
    from airshield.validation import choose, gather, run_all

    chosen = choose(only or ())
    if listing:
        render_listing(chosen, Console())
        return 0
    folder = out or Path("airshield-out") / "validation"
    if page:
        # Before anything is run: a place that cannot be written is said at once.
        prepare(folder, {}, force=True)
    results = []
    with Bar(Console(stderr=True)) as progress:
        for done, result in enumerate(run_all(chosen, workers), start=1):
            results.append(result)
            progress("cases", done, len(chosen))
    found = gather(results)
    content = finite(to_json(found))
    code = BROKEN if found.failed else 0
    if as_json:
        told = envelope("validate", content) | {"ok": not code, "exit_code": code}
        print(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        render(found, Console())
    if page:
        from airshield.report.validation_html import write_validation

        write_json(folder / "validation.json", content)
        written = write_validation(
            found, dt.datetime.now(dt.UTC).date(), folder / "validation.html"
        )
        if not as_json:
            print(f"written: {written}")
    return code
