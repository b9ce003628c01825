"""Print studies as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from airshield.cli.console import console, table
from airshield.study.compare import Row, in_words

SHORT = {
    "p_no_leaker": "P(no leaker)",
    "leakers": "leakers",
    "people_exposed": "people exposed",
    "spent": "rounds spent",
}


def _interval(row: Mapping[str, Any], name: str) -> str:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    if row[name] != row[name]:
        return "–"
    return f"{row[name]:.3g} ({low:.3g}–{high:.3g})"


def _word(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def show_rows(facts: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> None:
    """Print a row for each point."""
    out = console(wide=True)
    axes = list(facts["axes"])
    out.print(f"{facts['title']} ({facts['scenario_id']})")
    if facts["question"]:
        out.print(facts["question"])
    out.print()
    ranged = bool(rows) and "leakers_parameters_low" in rows[0]
    more = ["leakers over the values"] if ranged else []
    drawn = table(*axes, "raids", "P(no leaker)", "leakers", *more, "no defence", "rounds spent")
    for row in rows:
        ends = [row["leakers_parameters_low"], row["leakers_parameters_high"]] if ranged else []
        band = [f"{ends[0]:.3g}–{ends[1]:.3g}"] if ranged else []
        drawn.add_row(
            *(_word(row[name]) for name in axes),
            f"{row['n']:.0f}",
            _interval(row, "p_no_leaker"),
            _interval(row, "leakers"),
            *band,
            f"{row['leakers_undefended']:.3g}",
            f"{row['spent']:.3g}",
        )
    out.print(drawn)
    out.print("All assets, nominal values, 95 % intervals. Kill probabilities are priors.")


def show_comparison(axis: str, rows: Sequence[Row]) -> None:
    """Print differences from the first value of an axis."""
    out = console(wide=True)
    others = list(rows[0].at) if rows else []
    drawn = table(*others, axis, "against", "measure", "difference", "verdict")
    for row in rows:
        drawn.add_row(
            *(_word(row.at[name]) for name in others),
            _word(row.value),
            _word(row.reference),
            SHORT[row.measure],
            f"{row.difference:.3g} ({row.low:.3g} to {row.high:.3g})",
            row.verdict,
        )
    out.print(drawn)
    out.print(f"Under these assumptions. {in_words(rows)}")
