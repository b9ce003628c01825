"""Name the word that a user may have meant."""

from __future__ import annotations

import difflib


def nearest(word: str, known: list[str]) -> str:
    """Return a hint that names the nearest known word, or the known ones if there are few."""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    if close:
        return f'did you mean "{close[0]}"?'
    return f"known: {', '.join(sorted(known))}" if len(known) <= 30 else "see `airshield catalogue`"
