"""Turn the name of a place into its id, so that all who name it mean the same."""

from __future__ import annotations

import re
from collections.abc import Iterable


def slug(name: str) -> str:
    """Return the id that a name becomes: lower case, hyphens."""
    plain = re.sub(r"['’]s?\b", "", name).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def bare(name: str, generic: Iterable[str]) -> str:
    """Take generic words such as "Air Base" and the article off a name."""
    words = "|".join(map(re.escape, sorted(generic, key=len, reverse=True)))
    name = re.sub(r"^(?:the|The)\s+", "", name)
    found = re.sub(rf"\b(?:{words})\b", "", name)
    return re.sub(r"\s+", " ", re.sub(r"['’]s\b", "", found)).strip(" -")
