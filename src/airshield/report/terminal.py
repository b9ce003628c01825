"""Print an assessment on a terminal, the quotable paragraph first."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from airshield.assessment.comparison import Comparison
from airshield.assessment.model import Assessment
from airshield.report.tables import (
    TextTable,
    answer_table,
    comparison_table,
    decoy_sentence,
    delay_sentence,
    expenditure_table,
    fact_table,
    flight_table,
    ladder_table,
    provenance_rows,
    raid_table,
    reason_tables,
    spread_table,
    swing_table,
    timeline_table,
    trade_off_table,
    unit_table,
)

if TYPE_CHECKING:
    from airshield.plan.doctrine import DoctrineGap, NotCompared

WIDE = 140
_PRIORS = (
    "Kill probabilities are priors that no public source states; jamming and attacks on radars are "
    "left out, which flatters the defence."
)
_NARROW_LADDER = (0, 1, 2, 3, 5, 6, 8, 10)
"""Columns of the ladder that a narrow terminal shows; the page shows all."""
_UNIT = 1
_GAP = 2


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(Text(text, style="bold"))


def column_widths(columns: list[tuple[str, ...]], room: int) -> list[int | None]:
    """Return the width of each column so that no word breaks, or None each where there is no room.

    Parameters
    ----------
    columns : the cells of each column, its head among them; room : characters for all of them.

    **Limits**: rich, left alone, breaks words of one column while another has room, and drops
    columns whose least widths do not fit.
    """
    words = [max(len(word) for cell in cells for word in cell.split() or [""]) for cells in columns]
    whole = [max(len(cell) for cell in cells) for cells in columns]
    left = room - sum(words)
    if left < 0:
        return [None] * len(columns)
    widths = list(words)
    while left > 0 and widths != whole:
        neediest = max(range(len(widths)), key=lambda i: whole[i] / max(1, widths[i]))
        widths[neediest] += 1
        left -= 1
    return list(widths)


def print_table(console: Console, table: TextTable, columns: tuple[int, ...] | None = None) -> None:
    """Print a table with its heading and note; nothing where it has no rows.

    Parameters
    ----------
    console : where to; table : what; columns : indices of the columns to show, None: all.
    """
    if not table.rows:
        return
    _heading(console, table.title)
    keep = columns or tuple(range(len(table.head)))
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, _GAP - 1, 0, 0))
    cells = [(table.head[i], *(row[i] for row in table.rows)) for i in keep]
    widths = column_widths(cells, console.width - _GAP * len(keep))
    for i, width in zip(keep, widths, strict=True):
        drawn.add_column(table.head[i], overflow="fold", width=width)
    for row in table.rows:
        drawn.add_row(*(row[i] for i in keep))
    console.print(drawn)
    if table.note:
        console.print(Text(table.note, style="dim"))


def _ladder(console: Console, assessment: Assessment, *, wide: bool) -> None:
    """Print the ladder, and under it what sets its numbers: a column of prose has no room."""
    table = ladder_table(assessment)
    if not table.rows:
        console.print(Text(delay_sentence(assessment), style="dim"))
        return
    columns = tuple(range(len(table.head) - 1)) if wide else _NARROW_LADDER
    if not wide and len({(row[0], row[2]) for row in table.rows}) == len(table.rows):
        # Threat and round tell the rows apart: the unit's name would only break words.
        columns = tuple(i for i in columns if i != _UNIT)
    print_table(console, table, columns)
    pairs: dict[str, list[str]] = {}
    for row in table.rows:
        pairs.setdefault(row[-1], []).append(f"{row[0]}, {row[2]}")
    for limit, met in pairs.items():
        where = "; ".join(met) if len(pairs) > 1 else "every row"
        console.print(Text(f"· {where}: {limit}", style="dim"))


def render(assessment: Assessment, console: Console) -> None:
    """Print the whole answer.

    Parameters
    ----------
    assessment : what `assess` returned; console : where to; in a pipe rich leaves colours out.
    """
    # rich breaks lines at no-break spaces; textwrap does not.
    paragraph = textwrap.fill(assessment.headline, console.width, break_on_hyphens=False)
    console.print(Padding(Text(paragraph, style="bold"), (1, 0, 0, 0)))
    _heading(console, f"The question: {assessment.title}")
    if assessment.description:
        console.print(assessment.description, highlight=False)
    print_table(console, raid_table(assessment))
    print_table(console, unit_table(assessment))
    for answer in assessment.assets[::-1]:
        print_table(console, answer_table(answer))
    print_table(console, flight_table(assessment))
    print_table(console, trade_off_table(assessment))
    if assessment.decoys:
        console.print(Text(decoy_sentence(assessment), style="dim"))
    print_table(console, expenditure_table(assessment))
    _ladder(console, assessment, wide=console.width >= WIDE)
    for table in reason_tables(assessment):
        print_table(console, table)
    print_table(console, swing_table(assessment))
    print_table(console, spread_table(assessment))
    print_table(console, fact_table(assessment))
    print_table(console, timeline_table(assessment))
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


def render_doctrines(found: DoctrineGap | NotCompared, console: Console) -> None:
    """Print how far doctrines stay from the best assignment, or why that was not computed."""
    # The room of plans is heavy, and this comes after the first answer.
    from airshield.report.doctrine_table import doctrine_sentence, doctrine_table  # noqa: PLC0415

    table = doctrine_table(found)
    if not table.rows:
        console.print()
        console.print(Text(doctrine_sentence(found), style="dim"))
        return
    print_table(console, table)
    console.print(Text(doctrine_sentence(found)))


def render_comparison(comparison: Comparison, names: dict[str, str], console: Console) -> None:
    """Print two scenarios side by side.

    Parameters
    ----------
    comparison : what `compare` returned; names : what assets are called, by id; console : where to.
    """
    console.print(Padding(Text(comparison.summary(), style="bold"), (1, 0, 0, 0)))
    print_table(console, comparison_table(comparison, names))
