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


def _print_json(command: str, result: object) -> None:
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
        _print_json("validate", facts)
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
        _print_json("catalogue", rows)


def cite(
    scenario: ScenarioArgument, catalogue: CatalogueOption = None, as_json: JsonOption = False
) -> None:
    """List the sources behind exactly the values that a scenario uses."""
    from airshield.catalogue import load_catalogue  # noqa: PLC0415
    from airshield.cli.show import show_citations  # noqa: PLC0415
    from airshield.scenario import load  # noqa: PLC0415

    rows = show_citations(load(scenario, load_catalogue(catalogue or ())), quiet=as_json)
    if as_json:
        _print_json("cite", rows)


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
        _print_json("check", {"pairs": pairs, "missing": lacking, "by_basis": counts})
    else:
        show_chains(rows)
        show_completeness(missing, counts)
    broken = [row for row in rows if row.required and not row.holds]
    if broken:
        names = ", ".join(f"{row.radar}/{row.interceptor}/{row.threat}" for row in broken)
        raise CheckError(f"the time chain must hold and does not for {names}")


class Style(StrEnum):
    """Shapes of a ballistic flight."""

    NOMINAL = "nominal"
    LOFTED = "lofted"
    DEPRESSED = "depressed"


def coverage(
    scenario: ScenarioArgument,
    threat: Annotated[
        list[str] | None,
        typer.Option("--threat", help="A type of the catalogue [default: those of the raid]."),
    ] = None,
    unit: Annotated[
        list[str] | None,
        typer.Option("--unit", help="A fire unit that counts [default: all that are up]."),
    ] = None,
    azimuths: Annotated[int, typer.Option(help="Approach azimuths, evenly from north.")] = 12,
    azimuth: Annotated[
        list[float] | None,
        typer.Option("--azimuth", help="An approach azimuth in degrees, instead of --azimuths."),
    ] = None,
    points: Annotated[int, typer.Option(help="Aim points along the longer side.")] = 200,
    margin_km: Annotated[
        float | None,
        typer.Option(help="Grid around the fire units [default: 1.25 times the longest reach]."),
    ] = None,
    range_km: Annotated[
        float | None, typer.Option(help="Ground range of the arrivals [default: the raid's].")
    ] = None,
    style: Annotated[Style, typer.Option(help="Shape of what falls.")] = Style.NOMINAL,
    spread: Annotated[
        float, typer.Option(help="How far low and high go towards the ends of the ranges, 0 to 1.")
    ] = 1.0,
    out: Annotated[
        Path | None,
        typer.Option(help="Result folder [default: ./airshield-out/<scenario>-coverage]."),
    ] = None,
    catalogue: CatalogueOption = None,
    plots: Annotated[bool, typer.Option(help="Draw maps and roses.")] = True,
    geotiff: Annotated[bool, typer.Option("--geotiff", help="Write GeoTIFF files too.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace another run in --out.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Map what the fire units cover: shots, stops and intercepts by aim point and azimuth."""
    from airshield.cli.coverage import Request, run_coverage  # noqa: PLC0415

    request = Request(
        scenario=scenario,
        threats=tuple(threat or ()),
        units=tuple(unit or ()),
        azimuths=azimuths,
        azimuth_deg=tuple(azimuth or ()),
        points=points,
        margin_km=margin_km,
        range_km=range_km,
        style=style.value,
        spread=spread,
        out=out,
        catalogue=tuple(catalogue or ()),
        plots=plots,
        geotiff=geotiff,
        force=force,
        as_json=as_json,
    )
    return run_coverage(request)


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
