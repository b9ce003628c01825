"""Print an assessment on a terminal, the quotable paragraph first."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from airshield.assessment.model import Assessment
from airshield.report.tables import (
    TextTable,
    answer_table,
    delay_sentence,
    expenditure_table,
    ladder_table,
    provenance_rows,
    raid_table,
    reason_table,
    spread_table,
    swing_table,
    unit_table,
)

WIDE = 140
_PRIORS = (
    "Kill probabilities are priors that no public source states; jamming and attacks on radars are "
    "left out, which flatters the defence."
)
_NARROW_LADDER = (0, 1, 2, 3, 6, 8, 10)
"""Columns of the ladder that a narrow terminal shows; the page shows all."""


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(Text(text, style="bold"))


def _print(console: Console, table: TextTable, columns: tuple[int, ...] | None = None) -> None:
    if not table.rows:
        return
    _heading(console, table.title)
    keep = columns or tuple(range(len(table.head)))
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for i in keep:
        drawn.add_column(table.head[i], justify="left", overflow="fold")
    for row in table.rows:
        drawn.add_row(*(row[i] for i in keep))
    console.print(drawn)
    if table.note:
        console.print(Text(table.note, style="dim"))


def render(assessment: Assessment, console: Console) -> None:
    """Print the whole answer.

    Parameters
    ----------
    assessment : what `assess` returned; console : where to; in a pipe rich leaves colours out.
    """
    wide = console.width >= WIDE
    console.print(Padding(Text(assessment.headline, style="bold"), (1, 0, 0, 0)))
    _heading(console, f"The question: {assessment.title}")
    if assessment.description:
        console.print(assessment.description, highlight=False)
    _print(console, raid_table(assessment))
    _print(console, unit_table(assessment))
    for answer in assessment.assets[::-1]:
        _print(console, answer_table(answer))
    _print(console, expenditure_table(assessment))
    ladder = ladder_table(assessment)
    _print(console, ladder, None if wide else _NARROW_LADDER)
    if not wide and ladder.rows:
        for row in dict.fromkeys(f"{r[0]}, {r[2]}: {r[-1]}" for r in ladder.rows):
            console.print(Text(f"· {row}", style="dim"))
    elif not ladder.rows:
        console.print(Text(delay_sentence(assessment), style="dim"))
    _print(console, reason_table(assessment))
    _print(console, swing_table(assessment))
    _print(console, spread_table(assessment))
    _heading(console, "What was assumed")
    for sentence in (_PRIORS, *assessment.stated):
        console.print(Text(f"· {sentence}"))
    estimates = sum(a.basis == "estimate" for a in assessment.assumptions)
    console.print(
        Text(
            f"· {len(assessment.assumptions)} values were used, {estimates} of them estimates: all "
            "are in the report with low, nominal, high, basis and source."
        )
    )
    console.print()
    for name, value in provenance_rows(assessment):
        console.print(Text(f"{name}: {value}", style="dim"))
