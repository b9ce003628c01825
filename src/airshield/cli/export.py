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
)
from airshield.cli.output import print_json
from airshield.errors import Fault, InputError


def export(
    scenario: ScenarioArgument,
    formats: Annotated[
        list[str],
        typer.Option(
            "--format",
            help="czml, kml, geojson, acmi, dis, asi, cdf, parquet, csv or netcdf; repeatable.",
        ),
    ],
    replication: Annotated[
        str, typer.Option(help="A number from 0, or typical, low-loss, high-loss.")
    ] = "typical",
    out: Annotated[
        Path | None, typer.Option(help="Folder [default: ./airshield-out/<scenario>].")
    ] = None,
    seed: SeedOption = 1,
    replications: SurveyOption = 20_000,
    catalogue: CatalogueOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write one replication in formats that other programs read. Files only."""
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


def _check_formats(names: list[str]) -> None:
    """Refuse unknown formats, all at once."""
    from airshield.replay.formats import FORMATS

    known = ", ".join(FORMATS)
    faults = [
        Fault("command line", None, "format", f'"{name}" is not a format; take one of {known}')
        for name in names
        if name not in FORMATS
    ]
    if faults:
        raise InputError(faults)
