"""Take the steps of `airshield assess`, each of which may be interrupted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from airshield import __version__
from airshield.assessment.assess import Answered, answer, assemble, finish, follow
from airshield.assessment.compare import compare
from airshield.assessment.comparison import Comparison
from airshield.assessment.model import Assessment, Timeline
from airshield.catalogue import load_catalogue
from airshield.cli.assess import Request
from airshield.cli.days import day_or_none
from airshield.cli.progress import Bar
from airshield.posture import Resolved, resolve
from airshield.scenario import Loaded, load
from airshield.simulate.device import CPU, Player

if TYPE_CHECKING:
    from airshield.plan.doctrine import DoctrineGap, NotCompared


def resolve_both(request: Request) -> tuple[Resolved, Resolved | None]:
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


def inputs_of(
    request: Request, resolved: Resolved, other: Resolved | None, device: str
) -> dict[str, object]:
    """Return what the answer depends on: the same inputs, the same folder."""
    inputs: dict[str, object] = {
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
    # The bits of a graphics processor are its own; threads of the processor share theirs.
    return inputs if device == CPU else inputs | {"device": device}


def _follow(request: Request, answered: Answered, bar: Bar) -> tuple[Timeline | None, bool]:
    """Return the time line if it was asked for, and whether it was interrupted."""
    if not request.timeline or answered.played.stopped_by == "interrupt":
        return None, answered.played.stopped_by == "interrupt"
    try:
        return follow(answered, progress=bar), False
    except KeyboardInterrupt:
        return None, True


def compute(request: Request, resolved: Resolved, playing: Player, console: Console) -> Assessment:
    """Answer, follow the time line if asked, then explore the ranges unless nominal is enough."""
    with Bar(console) as bar:
        answered: Answered = answer(
            resolved,
            seed=request.seed,
            replications=request.replications,
            until_width=request.until_width,
            on_device=playing,
            progress=bar,
        )
        timeline, interrupted = _follow(request, answered, bar)
        if request.nominal or interrupted:
            return assemble(answered, None, timeline=timeline, interrupted=interrupted)
        if console.is_terminal:
            quick = assemble(answered, None).headline
            console.print(f"[dim]At nominal values: {quick}[/dim]", highlight=False)
        return finish(answered, timeline=timeline, progress=bar)


def compare_both(
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


def hold_doctrines(request: Request, loaded: Loaded) -> DoctrineGap | NotCompared | None:
    """Hold doctrines against the best assignment; None if interrupted."""
    from airshield.plan.doctrine import doctrine_gap_or_reason

    try:
        return doctrine_gap_or_reason(loaded, seed=request.seed)
    except KeyboardInterrupt:
        return None
