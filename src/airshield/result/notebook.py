"""Show a result in a notebook: words and a table, as HTML."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence


def shown(words: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a paragraph and a table, every cell as plain text; the first of a row names it.

    Parameters
    ----------
    words : the paragraph; head : of the columns; rows : as many cells as the head has.
    """
    top = "".join(f"<th>{html.escape(cell)}</th>" for cell in head)
    body = "".join(
        f"<tr><th>{html.escape(first)}</th>"
        + "".join(f"<td>{html.escape(cell)}</td>" for cell in others)
        + "</tr>"
        for first, *others in rows
    )
    return f"<p>{html.escape(words)}</p><table><tr>{top}</tr>{body}</table>"
