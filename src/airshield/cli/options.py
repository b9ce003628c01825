"""Name the arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ScenarioArgument = Annotated[
    str, typer.Argument(help="A bundled scenario (iraq-2020, …) or the path of a scenario file.")
]
CatalogueOption = Annotated[
    list[Path] | None,
    typer.Option("--catalogue", help="A catalogue file of yours, beside the bundled one."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Put one JSON envelope on stdout.")]
SeedOption = Annotated[int, typer.Option(help="Seed, 64 bits; the same seed, the same bits.")]
SurveyOption = Annotated[
    int, typer.Option(help="Raids to play; typical, low-loss and high-loss are chosen among them.")
]
