"""Define the commands; everything heavy is imported when a command runs."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from airshield.cli.output import envelope
from airshield.errors import CheckError

ScenarioArgument = Annotated[
    str, typer.Argument(help="A bundled scenario (iraq-2020, …) or the path of a scenario file.")
]
CatalogueOption = Annotated[
    list[Path] | None,
    typer.Option("--catalogue", help="A catalogue file of yours, beside the bundled one."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Put one JSON envelope on stdout.")]


def print_json(command: str, result: object) -> None:
    """Print the envelope of a success."""
    from airshield.result.store import finite  # noqa: PLC0415

    print(json.dumps(finite(envelope(command, result)), indent=1, ensure_ascii=False))


def assess(
    scenario: ScenarioArgument,
    out: Annotated[
        Path | None,
        typer.Option(help="Result folder [default: ./airshield-out/<scenario>]."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed, 64 bits; the same seed, the same bits.")] = 1,
    replications: Annotated[
        int, typer.Option(help="Raids to play; with --until-width, at least.")
    ] = 20_000,
    until_width: Annotated[
        float | None,
        typer.Option(
            help="Go on until the 95 % interval of the probability of no leaker is this narrow."
        ),
    ] = None,
    catalogue: CatalogueOption = None,
    nominal: Annotated[
        bool, typer.Option("--nominal", help="Nominal values only: do not vary the ranges.")
    ] = False,
    plots: Annotated[bool, typer.Option(help="Draw plots and report.html.")] = True,
    force: Annotated[bool, typer.Option("--force", help="Replace another run in --out.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Assess a posture: what gets through, what it costs, why, and how sure we are."""
    from airshield.cli.assess import Request, run_assess  # noqa: PLC0415

    request = Request(
        scenario=scenario,
        out=out,
        seed=seed,
        replications=replications,
        until_width=until_width,
        catalogue=tuple(catalogue or ()),
        nominal=nominal,
        plots=plots,
        force=force,
        as_json=as_json,
    )
    return run_assess(request)


def validate(
    scenario: ScenarioArgument, catalogue: CatalogueOption = None, as_json: JsonOption = False
) -> None:
    """Check a scenario file and say every fault at once."""
    from airshield.catalogue import load_catalogue  # noqa: PLC0415
    from airshield.scenario import load  # noqa: PLC0415

    loaded = load(scenario, load_catalogue(catalogue or ()))
    facts = {
        "scenario": loaded.scenario.id,
        "assets": len(loaded.scenario.asset),
        "fire_units": len(loaded.scenario.fire_unit),
        "threats": sum(volley.count for volley in loaded.scenario.volley),
        "hash": loaded.text_hash,
    }
    if as_json:
        print_json("validate", facts)
    else:
        print(
            f"{scenario}: no fault; {facts['assets']} assets, {facts['fire_units']} fire units, "
            f"{facts['threats']} threats"
        )


def catalogue(
    path: Annotated[
        str | None,
        typer.Argument(help="A kind (interceptor), an entry (interceptor.pac3_cri) or a value."),
    ] = None,
    catalogue: CatalogueOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what the catalogue holds: kinds, entries, values with their sources."""
    from airshield.catalogue import load_catalogue  # noqa: PLC0415
    from airshield.cli.show import show_catalogue  # noqa: PLC0415

    rows = show_catalogue(load_catalogue(catalogue or ()), path, quiet=as_json)
    if as_json:
        print_json("catalogue", rows)


def cite(
    scenario: ScenarioArgument, catalogue: CatalogueOption = None, as_json: JsonOption = False
) -> None:
    """List the sources behind exactly the values that a scenario uses."""
    from airshield.catalogue import load_catalogue  # noqa: PLC0415
    from airshield.cli.show import show_citations  # noqa: PLC0415
    from airshield.scenario import load  # noqa: PLC0415

    rows = show_citations(load(scenario, load_catalogue(catalogue or ())), quiet=as_json)
    if as_json:
        print_json("cite", rows)


def check(catalogue: CatalogueOption = None, as_json: JsonOption = False) -> None:
    """Check that each radar sees far enough for the claimed envelopes; name missing data."""
    from airshield.assessment.check import time_chain_table  # noqa: PLC0415
    from airshield.catalogue import load_catalogue  # noqa: PLC0415
    from airshield.catalogue.checks import count_by_basis, missing_inputs  # noqa: PLC0415
    from airshield.cli.show import show_chains, show_completeness  # noqa: PLC0415

    loaded = load_catalogue(catalogue or ())
    rows, missing, counts = time_chain_table(loaded), missing_inputs(loaded), count_by_basis(loaded)
    if as_json:
        pairs, lacking = [asdict(row) for row in rows], [asdict(entry) for entry in missing]
        print_json("check", {"pairs": pairs, "missing": lacking, "by_basis": counts})
    else:
        show_chains(rows)
        show_completeness(missing, counts)
    broken = [row for row in rows if row.required and not row.holds]
    if broken:
        names = ", ".join(f"{row.radar}/{row.interceptor}/{row.threat}" for row in broken)
        raise CheckError(f"the time chain must hold and does not for {names}")


SeedOption = Annotated[int, typer.Option(help="Seed, 64 bits; the same seed, the same bits.")]
SurveyOption = Annotated[
    int, typer.Option(help="Raids to play; typical, low-loss and high-loss are chosen among them.")
]


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
    from airshield.cli.replay import Request, run_export  # noqa: PLC0415

    run_export(
        Request(scenario, (replication,), out, seed, replications, tuple(catalogue or ()), as_json),
        formats,
    )


def replay(
    scenario: ScenarioArgument,
    html: Annotated[
        bool, typer.Option("--html", help="Write a 3-D scene as one page that opens from disk.")
    ] = False,
    replication: Annotated[
        list[str] | None,
        typer.Option(
            help="A number from 0, or typical, low-loss, high-loss; repeatable "
            "[default: typical; with --html all three]."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder [default: ./airshield-out/<scenario>].")
    ] = None,
    seed: SeedOption = 1,
    replications: SurveyOption = 20_000,
    catalogue: CatalogueOption = None,
    as_json: JsonOption = False,
) -> None:
    """Play one replication again: event by event, or as a 3-D scene with a clock."""
    from airshield.cli.replay import Request, run_replay  # noqa: PLC0415

    words = tuple(replication or (("typical", "low-loss", "high-loss") if html else ("typical",)))
    run_replay(
        Request(scenario, words, out, seed, replications, tuple(catalogue or ()), as_json), html
    )


class SchemaKind(StrEnum):
    """Files that have a schema."""

    SCENARIO = "scenario"
    CATALOGUE = "catalogue"


def schema(
    kind: Annotated[SchemaKind, typer.Argument(help="Which file.")] = SchemaKind.SCENARIO,
) -> None:
    """Print the JSON Schema of a scenario or catalogue file."""
    from airshield.catalogue.schema import catalogue_schema  # noqa: PLC0415
    from airshield.scenario import scenario_schema  # noqa: PLC0415

    content: dict[str, Any] = (
        scenario_schema() if kind is SchemaKind.SCENARIO else catalogue_schema()
    )
    print(json.dumps(content, indent=1, ensure_ascii=False))
