"""Print plans as tables."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table

from airshield.plan.doctrine import DoctrineGap
from airshield.plan.model import Assignment


def _table(first: str, *columns: str, title: str = "") -> Table:
    table = Table(
        title=title or None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 2, 0, 0),
    )
    table.add_column(first, no_wrap=True)
    for column in columns:
        table.add_column(column)
    return table


def _console() -> Console:
    return Console(highlight=False)


def show_assignment(found: Assignment) -> None:
    """Print the assignment, what survives, and what is proved."""
    console = _console()
    console.print(found.summary())
    console.print()
    table = _table("threat", "rounds", "of its value", "expected to survive")
    for t, target in enumerate(found.targets):
        rounds = [
            f"{int(n)} {weapon}"
            for weapon, n in zip(found.weapons, found.assignment[:, t], strict=True)
            if n
        ]
        table.add_row(
            target, ", ".join(rounds) or "none", f"{found.value[t]:g}",
            f"{found.surviving_value[t]:.4g}",
        )  # fmt: skip
    console.print(table)


def show_doctrines(found: DoctrineGap) -> None:
    """Print what doctrines leave of a raid, beside the best static assignment."""
    console = _console()
    best = found.optimum
    console.print(
        f"Best static assignment: {best.rounds_used} rounds leave "
        f"{best.expected_surviving_value:.3g} of {len(best.targets)} threats; none leaves less "
        f"than {best.lower_bound:.3g}. Only hits are left to chance, on both sides."
    )
    console.print()
    table = _table(
        "doctrine",
        "first",
        "expected to survive",
        "95 % interval",
        "rounds spent",
        "above the best",
    )
    for one in found.played:
        table.add_row(
            one.doctrine.replace("_", "-"), str(one.rounds), f"{one.surviving:.3g}",
            f"{one.surviving_low:.3g} to {one.surviving_high:.3g}", f"{one.spent:.3g}",
            f"{one.excess:+.3g}",
        )  # fmt: skip
    console.print(table)
