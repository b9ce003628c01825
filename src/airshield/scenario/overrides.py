"""Put a scenario's own values in the place of the catalogue's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from airshield.catalogue import Catalogue, Quantity
from airshield.catalogue.catalogue import LISTED
from airshield.catalogue.constraints import broken
from airshield.catalogue.quantity import is_share
from airshield.errors import Fault
from airshield.files import Document, Place, nearest
from airshield.scenario.bands import Band, band, in_order, shown


def apply_overrides(
    document: Document, catalogue: Catalogue
) -> tuple[Catalogue, tuple[Fault, ...]]:
    """Return the catalogue with a scenario's overrides, and the faults among them.

    An override keeps the unit of the value that it replaces; basis, source and note are its own.
    A faulty override is left out, so that the other checks can go on.
    """
    faults: list[Fault] = []
    chosen: dict[str, Quantity] = {}
    places: dict[str, Place] = {}
    for place, value in _entries(document):
        path = f"{place[1]}.{place[2]}"
        numbers = band(value)
        problem = _unknown(str(place[1]), str(place[2]), catalogue)
        # What is not a number has been reported with the shape of the file.
        if not problem and numbers:
            problem = _faulty(catalogue.quantity(path), numbers)
        if problem:
            faults.append(document.fault(place, problem))
        elif numbers:
            chosen[path] = _replaced(catalogue.quantity(path), numbers, value)
            places[path] = place
    changed = catalogue.with_overrides(chosen)
    for path, message in broken(changed.quantities, only=chosen):
        faults.append(document.fault(*_relation(path, message, places)))
    return changed, tuple(faults)


def _relation(path: str, message: str, places: Mapping[str, Place]) -> tuple[Place, str]:
    """Return where a broken relation is reported: at the override, whichever side it changed."""
    if path in places:
        return places[path], message
    place = next(at for own, at in places.items() if own in message)
    return place, f"{path} does not go with this value: {message}; override it too"


def _entries(document: Document) -> Iterator[tuple[Place, Any]]:
    tables = document.data.get("override")
    if not isinstance(tables, dict):
        return
    for entry, values in tables.items():
        if isinstance(values, dict):
            for name, value in values.items():
                yield ("override", entry, name), value


def _unknown(entry: str, name: str, catalogue: Catalogue) -> str:
    if catalogue.has(f"{entry}.{name}"):
        return ""
    known = [path.rsplit(".", 1) for path in catalogue.quantities]
    names = [own for parent, own in known if parent == entry]
    if names:
        return f"`{entry}` has no such quantity in the catalogue; {nearest(name, names, LISTED)}"
    parents = sorted({parent for parent, _ in known})
    return f"`{entry}` is no entry of the catalogue; {nearest(entry, parents, LISTED)}"


def _faulty(own: Quantity, numbers: Band) -> str:
    low, _, high = numbers
    name = own.path.rsplit(".", 1)[-1]
    if is_share(name) and not 0.0 <= low <= high <= 1.0:
        return f"{shown(numbers)}: a probability lies between 0 and 1"
    if own.low >= 0.0 and low < 0.0:
        return f"{shown(numbers)} {own.unit} must not be negative"
    return in_order(numbers)


def _replaced(own: Quantity, numbers: Band, value: Any) -> Quantity:
    words: Mapping[str, Any] = value if isinstance(value, dict) else {}
    low, nominal, high = numbers
    return replace(
        own,
        low=low,
        nominal=nominal,
        high=high,
        basis=str(words.get("basis", "scenario")),
        source=str(words.get("source", "")),
        claims_to_cite="",
        note=str(words.get("note", "")),
    )
