"""Run `airshield assess`: answer, explore, save, draw, with progress and a clean interrupt."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from airshield import __version__
from airshield.assessment.assess import (
    Answered,
    answer,
    assemble,
    check_options,
    finish,
    follow,
)
from airshield.assessment.compare import compare
from airshield.assessment.model import Assessment, Comparison, Timeline
from airshield.assessment.timeline import ledger_of
from airshield.catalogue import load_catalogue
from airshield.cli.days import day_or_none
from airshield.cli.output import abandon_stdout, envelope
from airshield.cli.pipe import PipeConsole
from airshield.posture import Resolved, resolve
from airshield.result.store import finite, prepare, write_json, write_manifest
from airshield.scenario import Loaded, load

if TYPE_CHECKING:
    from airshield.plan.doctrine import DoctrineGap, NotCompared

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


class Bar:
    """Show progress on a terminal, nothing in a pipe."""

    def __init__(self, console: Console) -> None:
        self._live = console.is_terminal
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed:,.0f}"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._tasks: dict[str, int] = {}

    def __enter__(self) -> Bar:
        """Start drawing."""
        if self._live:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop drawing."""
        if self._live:
            self._bar.stop()

    def __call__(self, stage: str, done: int, wanted: int) -> None:
        """Report (stage, done, wanted)."""
        if not self._live:
            return
        if stage not in self._tasks:
            self._tasks[stage] = self._bar.add_task(stage)
        self._bar.update(self._tasks[stage], completed=done, total=wanted or None)  # type: ignore[arg-type]


def _inputs(request: Request, resolved: Resolved, other: Resolved | None) -> dict[str, object]:
    return {
        "command": "assess",
        "scenario_hash": resolved.loaded.text_hash,
        "catalogue_hash": resolved.loaded.catalogue.hash,
        "version": __version__,
        "seed": request.seed,
        "replications": request.replications,
        "until_width": request.until_width,
        "nominal": request.nominal,
        "timeline": request.timeline,
        "against_hash": other.loaded.text_hash if other else None,
    }


def _follow(request: Request, answered: Answered, bar: Bar) -> tuple[Timeline | None, bool]:
    """Return the time line if it was asked for, and whether it was interrupted."""
    if not request.timeline or answered.played.stopped_by == "interrupt":
        return None, answered.played.stopped_by == "interrupt"
    try:
        return follow(answered, progress=bar), False
    except KeyboardInterrupt:
        return None, True


def _compute(request: Request, resolved: Resolved, console: Console) -> Assessment:
    with Bar(console) as bar:
        answered: Answered = answer(
            resolved,
            seed=request.seed,
            replications=request.replications,
            until_width=request.until_width,
            progress=bar,
        )
        timeline, interrupted = _follow(request, answered, bar)
        if request.nominal or interrupted:
            return assemble(answered, None, timeline=timeline, interrupted=interrupted)
        if console.is_terminal:
            quick = assemble(answered, None).headline
            console.print(f"[dim]At nominal values: {quick}[/dim]", highlight=False)
        return finish(answered, timeline=timeline, progress=bar)


def _compare(
    request: Request, resolved: Resolved, other: Resolved, console: Console
) -> Comparison | None:
    """Compare with the second scenario; an interrupt keeps what was answered so far."""
    try:
        with Bar(console) as bar:
            return compare(
                resolved,
                other,
                seed=request.seed,
                replications=request.replications,
                progress=lambda stage, done, wanted: bar(f"{stage} of both", done, wanted),
            )
    except KeyboardInterrupt:
        return None


def _hold_doctrines(request: Request, loaded: Loaded) -> DoctrineGap | NotCompared | None:
    """Hold doctrines against the best assignment; None if interrupted."""
    from airshield.plan.doctrine import doctrine_gap_or_reason  # noqa: PLC0415

    try:
        return doctrine_gap_or_reason(loaded, seed=request.seed)
    except KeyboardInterrupt:
        return None


def _show(
    request: Request,
    assessment: Assessment,
    comparison: Comparison | None,
    doctrines: DoctrineGap | NotCompared | None,
) -> bool:
    """Print the answer, or what the reader of a pipe takes of it; False if interrupted."""
    from airshield.report import (  # noqa: PLC0415
        asset_names,
        render,
        render_comparison,
        render_doctrines,
    )

    try:
        if request.as_json:
            result = asdict(assessment)
            if comparison:
                result["comparison"] = comparison.to_dict()
            print(json.dumps(finite(envelope("assess", result)), ensure_ascii=False))
        else:
            console = PipeConsole()
            render(assessment, console)
            if doctrines:
                render_doctrines(doctrines, console)
            if comparison:
                render_comparison(comparison, asset_names(assessment), console)
        sys.stdout.flush()
    except BrokenPipeError:
        abandon_stdout()
    except KeyboardInterrupt:
        return False
    return True


def _draw(
    folder: Path,
    assessment: Assessment,
    comparison: Comparison | None,
    doctrines: DoctrineGap | NotCompared | None,
) -> bool:
    """Save plots and page; False if interrupted."""
    try:
        # Imported late: matplotlib takes longer to load than the answer takes to compute.
        from airshield.report import save_all, write_report  # noqa: PLC0415

        save_all(assessment, folder)
        write_report(assessment, folder / "report.html", comparison, doctrines)
    except KeyboardInterrupt:
        return False
    return True


def _write_manifest(folder: Path, assessment: Assessment, inputs: dict[str, object]) -> None:
    facts = {
        "scenario_id": assessment.provenance.scenario_id,
        "outcome_hash": assessment.provenance.outcome_hash,
        "stopped_by": assessment.provenance.stopped_by,
        "replications_done": assessment.provenance.replications,
    }
    write_manifest(folder, inputs, facts)


def _resolved(request: Request) -> tuple[Resolved, Resolved | None]:
    """Return the scenario, and the one it is compared with, on the days asked about."""
    on = day_or_none("--on", request.on)
    known_by = day_or_none("--known-by", request.known_by)
    own = load_catalogue(request.catalogue)
    resolved = resolve(load(request.scenario, own), on, known_by)
    if request.against is None:
        return resolved, None
    other = load(request.against, own)
    # A scenario without a ledger has no day: it is compared as it is.
    days = (on, known_by) if other.scenario.posture else (None, None)
    return resolved, resolve(other, *days)


def run_assess(request: Request) -> int:
    """Assess a scenario, print and save the answer; return the exit code."""
    check_options(request.seed, request.replications, request.until_width)
    resolved, other = _resolved(request)
    if request.timeline:
        ledger_of(resolved)
    inputs = _inputs(request, resolved, other)
    folder = request.out or Path("airshield-out") / resolved.loaded.scenario.id
    folder = prepare(folder, inputs, force=request.force)
    errors = Console(stderr=True)
    assessment = _compute(request, resolved, errors)
    interrupted = assessment.provenance.stopped_by == "interrupt"
    comparison = None
    if other and not interrupted:
        comparison = _compare(request, resolved, other, errors)
        interrupted = comparison is None
    doctrines = None
    if not request.nominal and not interrupted:
        doctrines = _hold_doctrines(request, resolved.loaded)
        interrupted = doctrines is None
    interrupted |= not _show(request, assessment, comparison, doctrines)
    write_json(folder / "assessment.json", asdict(assessment))
    if comparison:
        write_json(folder / "comparison.json", comparison.to_dict())
    if request.plots and not interrupted:
        interrupted = not _draw(folder, assessment, comparison, doctrines)
    _write_manifest(folder, assessment, inputs)
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
