"""Group the sources behind a set of values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from airshield.catalogue.catalogue import Catalogue


@dataclass(frozen=True)
class Citation:
    """One source and the values that rest on it.

    kind: "read" (the number was read there), "recalled" (recalled from it, not opened), "cited
    there" (named by a source that was read, not opened), "estimate" (no source: our reasoning).
    """

    kind: str
    source: str
    paths: tuple[str, ...]


_KIND = {"seen": "read", "secondary": "read", "memory": "recalled", "scenario": "read"}


def cite(paths: Iterable[str], catalogue: Catalogue) -> list[Citation]:
    """Return the sources behind some quantities: read first, then recalled, cited, estimated."""
    found: dict[tuple[str, str], list[str]] = {}
    for path in paths:
        quantity = catalogue.quantity(path)
        if quantity.is_estimate:
            found.setdefault(("estimate", quantity.source or "no source"), []).append(path)
        else:
            key = (_KIND[quantity.basis], quantity.source)
            found.setdefault(key, []).append(path)
        if quantity.claims_to_cite:
            found.setdefault(("cited there", quantity.claims_to_cite), []).append(path)
    order = ("read", "recalled", "cited there", "estimate")
    rows = [Citation(kind, source, tuple(own)) for (kind, source), own in found.items()]
    return sorted(rows, key=lambda row: (order.index(row.kind), row.source))
