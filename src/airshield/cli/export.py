"""Define `airshield export`: one replication in formats that other programs read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from airshield.cli.options import (
    CatalogueOption,
    JsonOption,
    ScenarioArgument,
    SeedOption,
    SurveyOption,
    out_option,
)
from airshield.cli.output import print_json
from airshield.errors import Fault, InputError


def export(
    scenario: ScenarioArgument,
    formats: Annotated[
        list[str],
        typer.Option("--format", help="Format, as csv (--list names all); repeatable."),
    ],
    replication: Annotated[
        str, typer.Option(help="A number from 0, or typical, low-loss, high-loss.")
    ] = "typical",
    out: Annotated[Path | None, out_option("<scenario>")] = None,
    seed: SeedOption = 1,
    replications: SurveyOption = 20_000,
    catalogue: CatalogueOption = None,
    listing: Annotated[
        bool,
        typer.Option(
            "--list",
            help="Say which formats there are, and write none.",
            is_eager=True,
            callback=lambda wanted: _list_formats() if wanted else None,
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Write one replication in formats that other programs read. Files only."""
    del listing
    from airshield.cli.recordings import facts, in_words, record
    from airshield.replay.formats import export as write
    from airshield.result.store import make_folder

    _check_formats(formats)
    (recording,) = record(scenario, (replication,), seed, replications, tuple(catalogue or ()))
    folder = make_folder(out or Path("airshield-out") / recording.scenario_id)
    files = [path for name in formats for path in write(recording, name, folder)]
    if as_json:
        print_json("export", facts(recording, files))
        return
    print(f"{in_words(recording)}:")
    for path in files:
        print(f"  {path}")


def _list_formats() -> None:
    """Print each format and what reads it, then end the command."""
    from airshield.replay.formats import FORMATS

    for name, found in FORMATS.items():
        print(f"{name:8} {found.what}")
    raise typer.Exit


def _check_formats(names: list[str]) -> None:
    """Refuse unknown formats, all at once, and those whose packages are not there."""
    from airshield.extras import ask_for
    from airshield.replay.formats import FORMATS

    known = ", ".join(FORMATS)
    faults = [
        Fault("command line", None, "format", f'"{name}" is not a format; take one of {known}')
        for name in names
        if name not in FORMATS
    ]
    if faults:
        raise InputError(faults)
    for name in names:
        if FORMATS[name].package:
            ask_for(FORMATS[name].package, "interop")
