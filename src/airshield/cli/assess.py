"""Define `airshield assess`: answer, explore, save, draw, with a clean interrupt."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from airshield.cli.options import (
    CatalogueOption,
    ForceOption,
    JsonOption,
    ScenarioArgument,
    SeedOption,
    known_by_option,
    on_option,
    out_option,
)

if TYPE_CHECKING:
    import datetime as dt

    from airshield.assessment.model import Assessment
    from airshield.posture import Resolved
    from airshield.simulate.device import Player

INTERRUPTED = 130


@dataclass(frozen=True)
class Request:
    """What the user asked for."""

    scenario: str
    out: Path | None
    seed: int
    replications: int
    until_width: float | None
    against: str | None
    catalogue: tuple[Path, ...]
    nominal: bool
    on: str | None
    known_by: str | None
    timeline: bool
    plots: bool
    force: bool
    as_json: bool
    device: str


def assess(
    scenario: ScenarioArgument,
    out: Annotated[Path | None, out_option("<scenario>")] = None,
    seed: SeedOption = 1,
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
        str | None, on_option(", for a scenario with a ledger [default: its own]")
    ] = None,
    known_by: Annotated[str | None, known_by_option("the scenario's; with --on, nothing")] = None,
    timeline: Annotated[
        bool,
        typer.Option("--timeline", help="Answer for each week of the ledger's coverage too."),
    ] = False,
    plots: Annotated[bool, typer.Option(help="Draw plots and report.html.")] = True,
    force: ForceOption = False,
    as_json: JsonOption = False,
    device: Annotated[
        str,
        typer.Option(help="cpu, or cuda to play the answer on a graphics processor (extra gpu)."),
    ] = "cpu",
) -> int:
    """Assess a posture: what gets through, what it costs, why, and how sure we are."""
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
        device=device,
    )
    return _run(request)


def _run(request: Request) -> int:
    """Assess a scenario, print and save the answer; return the exit code."""
    from airshield.assessment.assess import check_options
    from airshield.assessment.timeline import ledger_of
    from airshield.cli import assess_steps
    from airshield.result.store import run_folder
    from airshield.simulate.device import player

    check_options(request.seed, request.replications, request.until_width)
    playing = player(request.device)
    resolved, other = assess_steps.resolve_both(request)
    if request.timeline:
        ledger_of(resolved)
    inputs = assess_steps.inputs_of(request, resolved, other, playing.name)
    folder = request.out or Path("airshield-out") / resolved.loaded.scenario.id
    with run_folder(folder, inputs, force=request.force):
        return _into(folder, request, resolved, other, inputs, playing)


def _into(
    folder: Path,
    request: Request,
    resolved: Resolved,
    other: Resolved | None,
    inputs: dict[str, object],
    playing: Player,
) -> int:
    """Compute, print, and write into a folder that is ours."""
    from rich.console import Console

    from airshield.cli import assess_show, assess_steps
    from airshield.result.store import begin, write_json

    errors = Console(stderr=True)
    assessment = assess_steps.compute(request, resolved, playing, errors)
    interrupted = assessment.provenance.stopped_by == "interrupt"
    comparison = None
    if other and not interrupted:
        comparison = assess_steps.compare_both(request, resolved, other, errors)
        interrupted = comparison is None
    doctrines = None
    if not request.nominal and not interrupted:
        doctrines = assess_steps.hold_doctrines(request, resolved.loaded)
        interrupted = doctrines is None
    interrupted |= not assess_show.show(request, assessment, comparison, doctrines)
    begin(folder, inputs)
    write_json(folder / "assessment.json", asdict(assessment))
    if comparison:
        write_json(folder / "comparison.json", comparison.to_dict())
    if request.plots and not interrupted:
        interrupted = not assess_show.draw(folder, assessment, comparison, doctrines)
    _write_manifest(folder, assessment, resolved.loaded.scenario.date, inputs)
    if interrupted:
        done = assessment.provenance.replications
        print(
            f"interrupted: {done:,} replications were finished and are saved in "
            f"{folder / 'assessment.json'}",
            file=sys.stderr,
        )
        return INTERRUPTED
    if not request.as_json:
        what = "report.html, plots and assessment.json" if request.plots else "assessment.json"
        print(f"saved in {folder}: {what}")
    return 0


def _write_manifest(
    folder: Path, assessment: Assessment, date: dt.date | None, inputs: dict[str, object]
) -> None:
    from airshield.result.store import write_manifest

    facts = {
        "scenario_id": assessment.provenance.scenario_id,
        "date": date.isoformat() if date else None,
        "outcome_hash": assessment.provenance.outcome_hash,
        "stopped_by": assessment.provenance.stopped_by,
        "replications_done": assessment.provenance.replications,
    }
    write_manifest(folder, inputs, facts)
