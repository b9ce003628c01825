"""Lay out how far doctrines stay from the best possible assignment of a raid's rounds."""

from __future__ import annotations

from airshield.plan.doctrine import DoctrineGap, NotCompared
from airshield.report.tables import TextTable

_TITLE = "How far doctrines stay from the best possible assignment"


def doctrine_sentence(found: DoctrineGap | NotCompared) -> str:
    """Return what the best static assignment leaves and what is proved of it, or why not."""
    if isinstance(found, NotCompared):
        return f"{_TITLE} was not computed: {found.reason}"
    best = found.optimum
    proof = (
        "no assignment leaves less"
        if best.optimal
        else f"stopped by the {best.stopped_by}: no assignment leaves less than "
        f"{best.lower_bound:.3g} (gap {best.gap:.1%})"
    )
    return (
        f"{best.rounds_assigned} of {int(best.rounds.sum())} rounds, each at the threat where it "
        f"matters most, leave {best.expected_surviving_value:.3g} of {len(best.targets)} threats "
        f"expected to survive; {proof}."
    )


def doctrine_table(found: DoctrineGap | NotCompared) -> TextTable:
    """Return one row for each doctrine; none where nothing was compared."""
    head = (
        "doctrine",
        "rounds first",
        "expected to survive (95 % interval)",
        "rounds spent",
        "above the best",
    )
    if isinstance(found, NotCompared):
        return TextTable("doctrines", _TITLE, head, ())
    rows = tuple(
        (
            one.doctrine.replace("_", "-"),
            f"{one.rounds}",
            f"{one.surviving:#.3g} ({one.surviving_low:#.3g}–{one.surviving_high:#.3g})",
            f"{one.spent:.3g}",
            f"{one.excess:+.3g}",
        )
        for one in found.played
    )
    note = (
        f"An idealised raid, {found.replications:,} times for each doctrine: every fire unit is "
        "up, nothing fails by itself, friends and decoys are left out, and only track and hits are "
        "left to chance. The assignment knows neither time nor launch slots but fires only once: "
        "looks can go below it."
    )
    return TextTable("doctrines", _TITLE, head, rows, note)
