"""Give the tables of all commands one look: a line below the heads, no boxes."""

from __future__ import annotations

from rich import box
from rich.table import Table


def light(*columns: str, title: str = "", numbers: tuple[str, ...] = (), gap: int = 2) -> Table:
    """Return an empty table.

    Parameters
    ----------
    columns : heads; what is too long for its column is folded, never cut off.
    title : stands above, at the left; numbers : heads of the columns that stand at the right.
    gap : blanks between two columns.
    """
    table = Table(
        title=title or None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, gap, 0, 0),
    )
    for column in columns:
        table.add_column(column, overflow="fold", justify="right" if column in numbers else "left")
    return table
