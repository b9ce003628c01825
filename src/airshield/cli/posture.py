"""Run `airshield posture`: infer, print, explain, draw."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from airshield.catalogue import load_catalogue
from airshield.cli.days import day, day_or_none
from airshield.cli.output import envelope
from airshield.errors import ClaimError, Fault
from airshield.posture import explain, infer, load, load_policy, merge, score, sensitivity
from airshield.posture.inference import Rule
from airshield.report.posture_numbers import to_json
from airshield.report.posture_terminal import render, render_explanation
from airshield.result.store import finite


@dataclass(frozen=True)
class Request:
    """What the user asked for."""

    ledger: str
    on: str
    known_by: str | None
    also: tuple[Path, ...]
    explain: str | None
    rule: str
    policy: Path | None
    catalogue: tuple[Path, ...]
    plots: Path | None
    as_json: bool


def _rule(word: str) -> Rule:
    if word == "mixture":
        return "mixture"
    if word == "bayes":
        return "bayes"
    message = f'"{word}" is no rule; write mixture or bayes'
    raise ClaimError([Fault("command line", None, "--rule", message)])


def run_posture(request: Request) -> int:
    """Infer a posture, print it, save what was asked for; return the exit code."""
    on = day("--on", request.on)
    known_by = day_or_none("--known-by", request.known_by)
    rule = _rule(request.rule)
    other: Rule = "bayes" if rule == "mixture" else "mixture"
    policy = load_policy(request.policy)
    catalogue = load_catalogue(request.catalogue)
    loaded = load(request.ledger, policy=policy, catalogue=catalogue)
    for path in request.also:
        loaded = merge(loaded, load(path, policy=policy, catalogue=catalogue))
    beliefs = infer(loaded, on, known_by, rule=rule)
    beside = infer(loaded, on, known_by, rule=other)
    table = sensitivity(loaded, on, known_by)
    scored = score(loaded, rule=rule)
    reasons = explain(beliefs, request.explain) if request.explain else ()
    written = []
    if request.plots is not None:
        # Imported late: matplotlib takes longer to load than the answer takes to compute.
        from airshield.report.posture_plots import save_all  # noqa: PLC0415

        written = save_all(beliefs, table, request.plots)
    if request.as_json:
        content = to_json(beliefs, beside, table, scored, reasons)
        print(json.dumps(finite(envelope("posture", content)), indent=1, ensure_ascii=False))
        return 0
    console = Console()
    if reasons:
        render_explanation(beliefs, reasons, console)
    else:
        render(beliefs, beside, table, scored, console)
    if written:
        print(f"saved in {request.plots}: {', '.join(path.name for path in written)}")
    return 0
