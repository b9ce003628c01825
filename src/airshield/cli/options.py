"""Name the arguments and options that several commands share.

What differs from command to command, a default or what it falls back to, is said by the command.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

ScenarioArgument = Annotated[
    str, typer.Argument(help="A bundled scenario (iraq-2020, …) or the path of a scenario file.")
]
CatalogueOption = Annotated[
    list[Path] | None,
    typer.Option("--catalogue", help="A catalogue file of yours, beside the bundled one."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Put one JSON envelope on stdout.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace another run in --out.")]
SeedOption = Annotated[int, typer.Option(help="Seed, 64 bits; the same seed, the same bits.")]
SurveyOption = Annotated[
    int, typer.Option(help="Raids to play; typical, low-loss and high-loss are chosen among them.")
]


def out_option(default: str) -> Any:
    """Return `--out`: the folder of a result, by default one of ./airshield-out."""
    return typer.Option("--out", help=f"Result folder [default: ./airshield-out/{default}].")


def on_option(whose: str) -> Any:
    """Return `--on`: the day that a posture is asked about."""
    return typer.Option("--on", help=f"Day of the posture, as 2020-04-12{whose}.")


def known_by_option(default: str) -> Any:
    """Return `--known-by`: the day by which a report must have come out."""
    return typer.Option(
        "--known-by", help=f"Leave out what came out after this day [default: {default}]."
    )
