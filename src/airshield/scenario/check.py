"""Check that the parts of a scenario fit each other and the catalogue.

The checks read the file's tables, not the models, so that one wrong key does not hide the faults
of the others. What has the wrong type is skipped: `shape` reports it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from airshield.catalogue import Catalogue
from airshield.catalogue.catalogue import LISTED
from airshield.errors import Fault
from airshield.files import Document, Place, nearest, rows, word
from airshield.scenario.bands import check_numbers
from airshield.scenario.check_identification import check_identification
from airshield.scenario.check_orders import check_orders
from airshield.scenario.check_raid import check_raid
from airshield.scenario.check_units import check_units
from airshield.scenario.identity import clashes, threat_ids

_CATALOGUE_KEYS = (
    ("asset", "site", "site"),
    ("fire_unit", "site", "site"),
    ("fire_unit", "battery", "battery"),
    ("fire_unit", "radar", "radar"),
    ("volley", "threat", "threat"),
    ("flight", "type", "threat"),
)
_OWN_KEYS = (
    ("volley", "asset", "asset"),
    ("flight", "asset", "asset"),
    ("fire_unit", "doctrine", "doctrine"),
    ("order", "fire_unit", "fire_unit"),
)
_ARRAYS = (("asset",), ("fire_unit",), ("doctrine",), ("volley", "flight"))
"""Arrays whose ids must differ; volleys and flights name their threats alike."""
_NESTED = (
    ("asset", "sub_area", "id"),
    ("fire_unit", "launcher_group", "interceptor"),
    ("doctrine", "against", "class"),
)
_MENDS = {
    "id": "give each its own",
    "interceptor": "write one group with all launchers",
    "class": "write one table for each class",
}
_MOST_THREATS = 20_000
_MOST_OF_A_VOLLEY = 10_000


def check(document: Document, catalogue: Catalogue) -> Iterator[Fault]:
    """Yield every fault of meaning in a scenario.

    Parameters
    ----------
    document : the parsed file; catalogue : with the scenario's overrides.
    """
    yield from check_numbers(document)
    yield from _enough(document)
    yield from _duplicates(document)
    yield from _references(document, catalogue)
    yield from check_units(document, catalogue)
    yield from _people(document)
    yield from _warnings(document)
    yield from check_raid(document, catalogue)
    yield from check_orders(document)
    yield from check_identification(document)
    yield from _identities(document)


def _enough(document: Document) -> Iterator[Fault]:
    for array in ("asset", "volley"):
        if document.data.get(array) in ([], ()):
            yield document.fault((array,), f"empty; a scenario needs at least one `[[{array}]]`")
    both = chain(rows(document, "volley"), rows(document, "flight"))
    counts = (row.get("count") for _, row in both)
    total = sum(count for count in counts if isinstance(count, int))
    if total > _MOST_THREATS:
        message = f"{total} threats in all are more than this version takes ({_MOST_THREATS})"
        yield document.fault(("volley",), message)


def _duplicates(document: Document) -> Iterator[Fault]:
    for arrays in _ARRAYS:
        together = [row for array in arrays for row in rows(document, array)]
        yield from _twice(document, together, "id")
    for outer, inner, key in _NESTED:
        for place, _ in rows(document, outer):
            yield from _twice(document, rows(document, inner, place), key)


def _twice(
    document: Document, found: list[tuple[Place, dict[str, object]]], key: str
) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for place, row in found:
        name, array = word(row, key), str(place[-2])
        if name in seen:
            where = array if seen[name] == array else f"{seen[name]}` and `{array}"
            message = f'"{name}" stands twice among the `{where}` tables; {_MENDS[key]}'
            yield document.fault((*place, key), message)
        elif name:
            seen[name] = array


def _references(document: Document, catalogue: Catalogue) -> Iterator[Fault]:
    for array, key, kind in _CATALOGUE_KEYS:
        for place, row in rows(document, array):
            name = word(row, key)
            if name is not None and (message := unknown_entry(catalogue, kind, name)):
                yield document.fault((*place, key), message)
    for array, key, target in _OWN_KEYS:
        if not isinstance(document.data.get(target, []), list | tuple):
            continue
        known = [word(row, "id") or "" for _, row in rows(document, target)]
        for place, row in rows(document, array):
            name = word(row, key)
            if name is not None and name not in known:
                hint = nearest(name, sorted(set(known))) if known else f"there is no `[[{target}]]`"
                message = f'no `[[{target}]]` of this file has the id "{name}"; {hint}'
                yield document.fault((*place, key), message)


def unknown_entry(catalogue: Catalogue, kind: str, name: str) -> str:
    """Return why a name is no usable entry of the catalogue, or nothing."""
    known = catalogue.ids(kind)
    if name not in known:
        return f'"{name}" is no {kind} of the catalogue; {nearest(name, known, LISTED)}'
    if kind == "site" and f"site.{name}.lat" not in catalogue.facts:
        return f'"{name}" is a country or region; name a site inside it'
    return ""


def _people(document: Document) -> Iterator[Fault]:
    for place, asset in rows(document, "asset"):
        if "people" in asset and asset.get("sub_area"):
            message = "people stand in the sub-areas of this asset; write one or the other"
            yield document.fault((*place, "people"), message)


def _warnings(document: Document) -> Iterator[Fault]:
    """Yield sources that are switched off and given a time at once, and shelter without warning."""
    for place, asset in rows(document, "asset"):
        told = asset.get("warning", {})
        if not isinstance(told, dict):
            continue
        warned = "warning_s" in asset or any(value is not False for value in told.values())
        if "shelter_max" in asset and not warned:
            message = "nobody is warned, so nobody takes shelter; add a warning, or leave this out"
            yield document.fault((*place, "shelter_max"), message)
        for source, key in (
            ("intelligence", "intelligence_s"),
            ("early_warning", "early_warning_delay_s"),
            ("siren", "siren_delay_s"),
        ):
            if told.get(source) is False and key in told:
                message = f"a time for a source that is off; take out `{source} = false` or this"
                yield document.fault((*place, "warning", key), message)


def _identities(document: Document) -> Iterator[Fault]:
    """Two things with one identity would draw the same random numbers."""
    for kind, arrays in (("volley", ("volley", "flight")), ("fire_unit", ("fire_unit",))):
        names = {word(row, "id"): place for array in arrays for place, row in rows(document, array)}
        ids = tuple(name for name in names if name is not None)
        for first, second in clashes(kind, ids):
            yield document.fault((*names[second], "id"), _clash(first, second))
    owners: dict[str, Place] = {}
    for place, row in chain(rows(document, "volley"), rows(document, "flight")):
        name, count = word(row, "id"), row.get("count", 1)
        if name is not None and isinstance(count, int) and 0 < count <= _MOST_OF_A_VOLLEY:
            owners |= dict.fromkeys(threat_ids(name, count), place)
    for first, second in clashes("threat", tuple(owners)):
        yield document.fault((*owners[second], "id"), _clash(first, second))


def _clash(first: str, second: str) -> str:
    return f'"{first}" and "{second}" share one 32-bit identity; give this one another id'
