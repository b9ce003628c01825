"""Group the sources behind a set of values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from airshield.catalogue.catalogue import Catalogue
from airshield.catalogue.quantity import Quantity


@dataclass(frozen=True)
class Citation:
    """One source and the values that rest on it.

    kind: "read" (the number was read there), "recalled" (recalled from it, not opened), "cited
    there" (named by a source that was read, not opened), "estimate" (no source: our reasoning),
    "scenario" (set by the scenario itself, without a source).
    """

    kind: str
    source: str
    paths: tuple[str, ...]


KINDS = ("read", "recalled", "cited there", "estimate", "scenario")
"""In the order of the list."""
_BY_BASIS = {"seen": "read", "secondary": "read", "memory": "recalled", "estimate": "estimate"}


def _own(quantity: Quantity) -> tuple[str, str]:
    """Return how the value is known, and from where."""
    kind = _BY_BASIS.get(quantity.basis) or ("read" if quantity.source else "scenario")
    return kind, quantity.source or "no source"


def cite(paths: Iterable[str], catalogue: Catalogue) -> list[Citation]:
    """Return the sources behind some quantities: read first, then recalled, cited, estimated.

    Parameters
    ----------
    paths : of quantities; a path given twice counts once.

    Raises
    ------
    CatalogueError : no such quantity.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for path in dict.fromkeys(paths):
        quantity = catalogue.quantity(path)
        found.setdefault(_own(quantity), []).append(path)
        if quantity.claims_to_cite:
            found.setdefault(("cited there", quantity.claims_to_cite), []).append(path)
    rows = [Citation(kind, source, tuple(own)) for (kind, source), own in found.items()]
    return sorted(rows, key=lambda row: (KINDS.index(row.kind), row.source))
