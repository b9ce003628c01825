"""Print in one way: tables of one look, names as they stand, pipes whose readers leave early."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table

from airshield.cli.output import abandon_stdout

WIDE = 150
"""Columns of a wide table in a pipe, where nobody knows how wide the reader's screen is."""


class PipeConsole(Console):
    """A console that goes on where nobody reads any more, where rich would end the process.

    `airshield assess … | head -1` wants no more lines, but its files all the same.
    """

    def on_broken_pipe(self) -> None:
        """Send what is still printed nowhere."""
        self.quiet = True
        abandon_stdout()


def console(*, quiet: bool = False, wide: bool = False) -> PipeConsole:
    """Return what a command prints with.

    Parameters
    ----------
    quiet : print nothing; wide : for tables with many columns, `WIDE` where no terminal is.
    """
    # A name in brackets is a name: left to rich it would be a style, or end the process.
    made = PipeConsole(quiet=quiet, highlight=False, markup=False)
    if wide and not made.is_terminal:
        made = PipeConsole(quiet=quiet, highlight=False, markup=False, width=WIDE)
    return made


def table(*columns: str, title: str = "", numbers: tuple[str, ...] = (), gap: int = 2) -> Table:
    """Return an empty table in the look of the house: a line below the heads, no boxes.

    Parameters
    ----------
    columns : heads; what is too long for its column is folded, never cut off.
    title : stands above, at the left; numbers : heads of the columns that stand at the right.
    gap : blanks between two columns.
    """
    made = Table(
        title=title or None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, gap, 0, 0),
    )
    for column in columns:
        made.add_column(column, overflow="fold", justify="right" if column in numbers else "left")
    return made
