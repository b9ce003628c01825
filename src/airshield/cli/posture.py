"""Define `airshield posture`: infer, print, explain, draw."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from airshield.cli.days import day, day_or_none
from airshield.cli.options import CatalogueOption, JsonOption, known_by_option, on_option
from airshield.cli.output import print_json
from airshield.errors import ClaimError, Fault

if TYPE_CHECKING:
    from airshield.posture.inference import Rule


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


def posture(
    ledger: Annotated[
        str, typer.Argument(help="A bundled ledger (iraq-2020) or the path of a ledger file.")
    ],
    on: Annotated[str, on_option("")],
    known_by: Annotated[str | None, known_by_option("nothing")] = None,
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
    return _run(request)


def _rule(word: str) -> Rule:
    if word == "mixture":
        return "mixture"
    if word == "bayes":
        return "bayes"
    message = f'"{word}" is no rule; write mixture or bayes'
    raise ClaimError([Fault("command line", None, "--rule", message)])


def _run(request: Request) -> int:
    """Infer a posture, print it, save what was asked for; return the exit code."""
    from rich.console import Console

    from airshield.catalogue import load_catalogue
    from airshield.posture import explain, infer, load, load_policy, merge, score, sensitivity
    from airshield.report.posture_numbers import to_json
    from airshield.report.posture_terminal import render, render_explanation

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
        from airshield.report.posture_plots import save_all

        written = save_all(beliefs, table, request.plots)
    if request.as_json:
        content = to_json(beliefs, beside, table, scored, reasons)
        print_json("posture", content)
        return 0
    console = Console()
    if reasons:
        render_explanation(beliefs, reasons, console)
    else:
        render(beliefs, beside, table, scored, console)
    if written:
        print(f"saved in {request.plots}: {', '.join(path.name for path in written)}")
    return 0
