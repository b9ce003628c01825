"""Print beliefs on the terminal: the table, what nobody reported, why, and how sure."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table

from airshield.posture.beliefs import Belief, Beliefs, totals, warnings
from airshield.posture.explanation import Explanation, Step
from airshield.posture.scoring import Score
from airshield.posture.sensitivity import Sensitivity
from airshield.report.posture_numbers import CAUTION, count, interval, name, shown, system_name


def render(
    beliefs: Beliefs,
    other: Beliefs,
    table: tuple[Sensitivity, ...],
    scored: Score,
    console: Console,
) -> None:
    """Print one answer.

    Parameters
    ----------
    other : the same query under the other rule; printed where the two differ much.
    """
    title = beliefs.loaded.ledger.title
    console.print(f"[bold]{title}[/bold]", highlight=False)
    console.print(f"On {beliefs.on}, known by {beliefs.known_by}. {CAUTION}\n", highlight=False)
    _deployments(beliefs, console)
    _bases(beliefs, console)
    _silent(beliefs, console)
    _totals(beliefs, console)
    _other_rule(beliefs, other, console)
    for warning in warnings(beliefs):
        console.print(f"[yellow]Warning:[/yellow] {warning}", highlight=False)
    _sensitivity(beliefs, table, console)
    _score(scored, console)


def _table(*columns: str, title: str = "") -> Table:
    return Table(*columns, box=box.SIMPLE_HEAD, title=title or None, title_justify="left")


def _short(belief: Belief) -> str:
    """Return the name without what stands in brackets."""
    return name(belief).split(" (")[0] if belief.key.lot == "main" else name(belief)


def _deployments(beliefs: Beliefs, console: Console) -> None:
    rows = [r for r in beliefs.rows if r.p_on_site is not None]
    if not rows:
        console.print("Nobody had reported on any deployment by then: [bold]no reporting[/bold].\n")
    for system in dict.fromkeys(row.key.system for row in rows):
        title = system_name(beliefs, system)
        table = _table(title, "on site", "operational", "digit", "units")
        for row in rows:
            if row.key.system == system:
                table.add_row(
                    _short(row),
                    f"{shown(row.p_on_site or 0.0)}, {row.words_on_site}",
                    f"{shown(row.p_operational or 0.0)}, {row.words_operational}",
                    str(row.digit),
                    count(row),
                )
        console.print(table)


def _bases(beliefs: Beliefs, console: Console) -> None:
    rows = [r for r in beliefs.rows if r.p_handed_over is not None]
    if not rows:
        return
    table = _table("base", "handed over", "digit")
    for row in rows:
        gone = row.p_handed_over or 0.0
        table.add_row(_short(row), f"{shown(gone)}, {row.words_handed_over}", str(row.digit))
    console.print(table)


def _silent(beliefs: Beliefs, console: Console) -> None:
    by_system: dict[str, list[str]] = {}
    for row in beliefs.rows:
        if not row.reported:
            by_system.setdefault(row.key.system, []).append(row.place.word)
    for system, names in by_system.items():
        words = system_name(beliefs, system)
        console.print(f"[bold]No reporting[/bold] on {words}: {', '.join(names)}", highlight=False)


def _totals(beliefs: Beliefs, console: Console) -> None:
    found = totals(beliefs)
    if not found:
        return
    console.print()
    for total in found:
        console.print(
            f"Expected {system_name(beliefs, total.system)} units in all places: "
            f"{interval(total.on_site)} on site, {interval(total.operational)} operational",
            highlight=False,
        )


def _differing(beliefs: Beliefs, other: Beliefs) -> list[tuple[Belief, Belief]]:
    beyond = beliefs.policy.bayes.print_beyond
    pairs = zip(beliefs.rows, other.rows, strict=True)
    return [(a, b) for a, b in pairs if a.reported and gap(a, b) > beyond]


def gap(a: Belief, b: Belief) -> float:
    """Return the larger difference of two answers: on site, operational, handed over."""
    both = (
        (a.p_on_site, b.p_on_site),
        (a.p_operational, b.p_operational),
        (a.p_handed_over, b.p_handed_over),
    )
    return max((abs(x - y) for x, y in both if x is not None and y is not None), default=0.0)


def _other_rule(beliefs: Beliefs, other: Beliefs, console: Console) -> None:
    rows = _differing(beliefs, other)
    if not rows:
        return
    beyond = 100 * beliefs.policy.bayes.print_beyond
    console.print(
        f"\nThe {other.rule} rule differs by more than {beyond:.0f} points at:", highlight=False
    )
    for _, row in rows:
        where = f"  {_short(row)}, {system_name(beliefs, row.key.system)}"
        if row.p_handed_over is not None:
            console.print(f"{where}: handed over {shown(row.p_handed_over)}", highlight=False)
        else:
            on, up = shown(row.p_on_site or 0.0), shown(row.p_operational or 0.0)
            console.print(f"{where}: on site {on}, operational {up}", highlight=False)


def _sensitivity(beliefs: Beliefs, rows: tuple[Sensitivity, ...], console: Console) -> None:
    if not rows:
        return
    console.print("\nWith other policy values, P(operational), for a base P(handed over):")
    for system in dict.fromkeys(row.key.system for row in rows):
        changes = [_brief(variant.change) for variant in rows[0].variants]
        table = _table(system_name(beliefs, system), *changes)
        for row in rows:
            if row.key.system == system:
                word = beliefs.loaded.places.by_id[row.key.site].word
                values = [v.p if v.p_operational is None else v.p_operational for v in row.variants]
                table.add_row(word, *(f"{value:.2f}" for value in values))
        console.print(table)


def _brief(change: str) -> str:
    """Return a heading of one word."""
    if change.startswith(("r ", "rates ")):
        return change.removeprefix("rates ").replace(" ", "")
    return "as is" if change == "as it is" else change.split(" ", maxsplit=1)[0]


def _score(scored: Score, console: Console) -> None:
    if not scored.facts:
        return
    left = f"; {scored.n_unscored} more had no reporting to score" if scored.n_unscored else ""
    if scored.brier is None:
        console.print(f"No later confirmed fact could be scored{left}.", highlight=False)
        return
    console.print(
        f"Scored by later confirmed facts: Brier {scored.brier:.3f}, n = {scored.n} "
        f"(½ everywhere would have 0.250){left}.",
        highlight=False,
    )


def render_explanation(
    beliefs: Beliefs, explanations: tuple[Explanation, ...], console: Console
) -> None:
    """Print, claim by claim, what moved each answer about a site."""
    for item in explanations:
        belief = item.belief
        title = f"\n{name(belief)}, {system_name(beliefs, belief.key.system)}"
        console.print(f"[bold]{title}[/bold]", highlight=False)
        if not belief.reported:
            console.print("no reporting", highlight=False)
        if not item.steps:
            continue
        words = "handed over" if belief.key.ladder == "base" else "on site"
        for step in item.steps:
            _step(step, words, console)


def _step(step: Step, words: str, console: Console) -> None:
    denies = "not " if step.polarity == "negative" else ""
    console.print(
        f"{step.as_of}  {step.claim}: {denies}{step.status} ({step.grade}, {step.origin})",
        highlight=False,
    )
    if step.share > 0 and step.p_after is not None:
        moved = f"r·w {step.share:.4f}; {words} {step.moved:+.4f} to {step.p_after:.4f}"
        if step.operational_after is not None and words == "on site":
            change = step.operational_after - (step.operational_before or 0.0)
            moved += f"; operational {change:+.4f} to {step.operational_after:.4f}"
        console.print(f"            {moved}", highlight=False)
    console.print(f"            [dim]{step.why}[/dim]", highlight=False)
