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
    against: Annotated[
        str | None,
        typer.Option(
            help="A second scenario (another layout, doctrine, status) to compare with, on common "
            "random numbers."
        ),
    ] = None,
    catalogue: CatalogueOption = None,
    nominal: Annotated[
        bool, typer.Option("--nominal", help="Nominal values only: do not vary the ranges.")
    ] = False,
    on: Annotated[
        str | None,
        typer.Option(
            "--on", help="Day of the posture, for a scenario with a ledger [default: its own]."
        ),
    ] = None,
    known_by: Annotated[
        str | None,
        typer.Option(
            "--known-by",
            help="Leave out what came out after this day [default: the scenario's; with --on, "
            "nothing].",
        ),
    ] = None,
    timeline: Annotated[
        bool,
        typer.Option("--timeline", help="Answer for each week of the ledger's coverage too."),
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
        against=against,
        catalogue=tuple(catalogue or ()),
        nominal=nominal,
        on=on,
        known_by=known_by,
        timeline=timeline,
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
    from airshield.posture import resolve  # noqa: PLC0415
    from airshield.scenario import load  # noqa: PLC0415

    loaded = load(scenario, load_catalogue(catalogue or ()))
    resolve(loaded)
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


def posture(
    ledger: Annotated[
        str, typer.Argument(help="A bundled ledger (iraq-2020) or the path of a ledger file.")
    ],
    on: Annotated[str, typer.Option("--on", help="Day asked about, as 2020-04-12.")],
    known_by: Annotated[
        str | None,
        typer.Option(
            "--known-by", help="Leave out what came out after this day [default: nothing]."
        ),
    ] = None,
    also: Annotated[
        list[Path] | None, typer.Option("--also", help="Another ledger, merged with the first.")
    ] = None,
    explain: Annotated[
        str | None, typer.Option("--explain", help="Explain a site's answers claim by claim.")
    ] = None,
    rule: Annotated[
        str, typer.Option("--rule", help="mixture, or bayes (the alternative).")
    ] = "mixture",
    policy: Annotated[
        Path | None, typer.Option("--policy", help="A policy file of yours instead of ours.")
    ] = None,
    catalogue: CatalogueOption = None,
    plots: Annotated[
        Path | None, typer.Option("--plots", help="Folder to draw plots into.")
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Infer who was where on a day from a ledger of claims, and how sure that is."""
    from airshield.cli.posture import Request, run_posture  # noqa: PLC0415

    request = Request(
        ledger=ledger,
        on=on,
        known_by=known_by,
        also=tuple(also or ()),
        explain=explain,
        rule=rule,
        policy=policy,
        catalogue=tuple(catalogue or ()),
        plots=plots,
        as_json=as_json,
    )
    return run_posture(request)


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
    LEDGER = "ledger"
    POLICY = "policy"


def schema(
    kind: Annotated[SchemaKind, typer.Argument(help="Which file.")] = SchemaKind.SCENARIO,
) -> None:
    """Print the JSON Schema of a file: scenario, catalogue, ledger or policy."""
    print(json.dumps(_schema(kind), indent=1, ensure_ascii=False))


def _schema(kind: SchemaKind) -> dict[str, Any]:
    from airshield.catalogue.schema import catalogue_schema  # noqa: PLC0415
    from airshield.posture.models import Ledger  # noqa: PLC0415
    from airshield.posture.policy_file import PolicyFile  # noqa: PLC0415
    from airshield.scenario import scenario_schema  # noqa: PLC0415

    if kind is SchemaKind.SCENARIO:
        return scenario_schema()
    if kind is SchemaKind.CATALOGUE:
        return catalogue_schema()
    return (
        Ledger.model_json_schema() if kind is SchemaKind.LEDGER else PolicyFile.model_json_schema()
    )


def read(
    file: Annotated[
        list[Path] | None, typer.Argument(help="Texts to read: plain text, HTML or PDF, English.")
    ] = None,
    published: Annotated[
        str | None, typer.Option(help="Day of publication, 2020-03-30; never guessed.")
    ] = None,
    source: Annotated[str, typer.Option(help="Who published it.")] = "",
    reliability: Annotated[
        str, typer.Option(help="Suggested grade of the publisher, A to F.")
    ] = "C",
    out: Annotated[Path, typer.Option(help="Folder for the draft and its page.")] = Path(
        "airshield-out/reading"
    ),
    confirm: Annotated[
        Path | None, typer.Option(help="A draft with decisions: put what is confirmed into --into.")
    ] = None,
    into: Annotated[
        Path | None, typer.Option(help="The ledger that confirmed claims go to; made if missing.")
    ] = None,
    model_url: Annotated[
        str,
        typer.Option(help="Address of a language model's chat endpoint: it reads, not the rules."),
    ] = "",
    model_name: Annotated[str, typer.Option(help="Name of that model, if it needs one.")] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Replace a draft in which decisions were taken.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Propose claims from reports, for a person to confirm; or confirm them into a ledger."""
    from airshield.cli.read import ReadRequest, run_read  # noqa: PLC0415

    request = ReadRequest(
        files=tuple(file or ()),
        published=published,
        source=source,
        reliability=reliability,
        out=out,
        model_url=model_url,
        model_name=model_name,
        confirm=confirm,
        into=into,
        force=force,
        quiet=as_json,
    )
    result = run_read(request)
    if as_json:
        print_json("read", result)


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
    from airshield.cli.runs import run_runs  # noqa: PLC0415

    run_runs(folder, scenario, date, seed, run_hash, sql, as_json)


def serve(
    port: Annotated[int, typer.Option(help="Port; 0 takes any free one.")] = 8765,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open a browser.")
    ] = False,
    workspace: Annotated[
        Path, typer.Option(help="Folder of saved scenarios and runs; made if missing.")
    ] = Path("airshield-workspace"),
    host: Annotated[
        str, typer.Option(help="Address to listen on; beyond loopback a token is asked for.")
    ] = "127.0.0.1",
) -> None:
    """Serve the page: look at a scenario, change it, run it, read the answer. No network needed."""
    from airshield.errors import MissingExtraError  # noqa: PLC0415

    try:
        from airshield.web.serve import serve as listen  # noqa: PLC0415
        from airshield.web.settings import Settings  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        if missing.name not in ("fastapi", "starlette", "uvicorn"):
            raise
        raise MissingExtraError(missing.name, "web") from None
    listen(Settings(workspace, host), port, not no_browser)
