"""Name the word that a user may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Collection

NAMED_MOST = 30
"""More known words than these would bury the message that names them."""


def nearest(word: str, known: Collection[str], listed: str = "") -> str:
    """Return a hint that names the nearest known word, or the known ones if there are few.

    Parameters
    ----------
    word : what stands there; known : what could; listed : the command that lists the known ones,
        for where they are many; "" where none does.
    """
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    if close:
        return f'did you mean "{close[0]}"?'
    if len(known) <= NAMED_MOST:
        return f"known: {', '.join(sorted(known))}"
    return f"see `{listed}`" if listed else f"none of the {len(known)} known ones is like it"
