"""Group the sources behind a set of values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from airshield.catalogue.catalogue import Catalogue


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


def _known(basis: str, source: str) -> tuple[str, str]:
    """Return how a value is known, and from where."""
    kind = _BY_BASIS.get(basis) or ("read" if source else "scenario")
    return kind, source or "no source"


def _fact(path: str, catalogue: Catalogue) -> tuple[str, str]:
    """Return the same of a fact: a table says `basis` in itself, a key beside itself."""
    basis, source = (
        catalogue.facts.get(f"{path}.{name}", catalogue.facts.get(f"{path}_{name}", ""))
        for name in ("basis", "source")
    )
    return _known(str(basis), str(source))


def cite(paths: Iterable[str], catalogue: Catalogue, facts: Iterable[str] = ()) -> list[Citation]:
    """Return the sources behind some values: read first, then recalled, cited, estimated.

    Parameters
    ----------
    paths : of quantities; a path given twice counts once.
    facts : of facts with a basis of their own, as `site.erbil.position`.

    Raises
    ------
    CatalogueError : no such quantity.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for path in dict.fromkeys(paths):
        quantity = catalogue.quantity(path)
        known = _known(quantity.basis, quantity.source)
        found.setdefault(known, []).append(path)
        if quantity.claims_to_cite:
            found.setdefault(("cited there", quantity.claims_to_cite), []).append(path)
    for path in dict.fromkeys(facts):
        found.setdefault(_fact(path, catalogue), []).append(path)
    rows = [Citation(kind, source, tuple(own)) for (kind, source), own in found.items()]
    return sorted(rows, key=lambda row: (KINDS.index(row.kind), row.source))
