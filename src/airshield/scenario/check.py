"""Check that the parts of a scenario fit each other and the catalogue.

The checks read the file's tables, not the models, so that one wrong key does not hide the faults
of the others. What has the wrong type is skipped: `shape` reports it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from airshield.catalogue import Catalogue, nearest
from airshield.errors import Fault
from airshield.scenario.bands import band, check_numbers
from airshield.scenario.identity import clashes, threat_ids
from airshield.scenario.reach import check_reach
from airshield.scenario.source import Document, Place

NEEDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "battery": ("detection_to_launch_tbm", "availability", "unit_common_fault"),
        "radar": (
            "range_tbm_rcs_0p1",
            "search_sector",
            "track_sector",
            "update_interval",
            "targets_engaged_max",
            "uplink_slots",
            "terminal_slots",
        ),
        "interceptor": ("sskp_tbm", "range_vs_tbm", "speed_max", "burn_time"),
        "threat": ("range_max", "burn_time", "ballistic_coefficient", "rcs", "cep"),
    }
)
"""What an engagement of a ballistic missile needs of each kind of entry."""
_CATALOGUE_KEYS = (
    ("asset", "site", "site"),
    ("fire_unit", "site", "site"),
    ("fire_unit", "battery", "battery"),
    ("fire_unit", "radar", "radar"),
    ("volley", "threat", "threat"),
)
_OWN_KEYS = (("volley", "asset", "asset"), ("fire_unit", "doctrine", "doctrine"))
_ARRAYS = ("asset", "fire_unit", "doctrine", "volley")
_MOST_THREATS = 20_000
_MOST_OF_A_VOLLEY = 10_000
_LATER = MappingProxyType(
    {
        "rocket": "rockets",
        "one-way drone": "one-way attack drones",
        "cruise missile": "cruise missiles",
        "aircraft": "aircraft",
    }
)


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
    for place, unit in rows(document, "fire_unit"):
        yield from _fire_unit(document, catalogue, place, unit)
    yield from _contradictions(document)
    for place, volley in rows(document, "volley"):
        if not _kind_fault(catalogue, volley.get("threat")):
            yield from check_reach(document, catalogue, place, volley)
    yield from _identities(document)


def rows(document: Document, array: str, parent: Place = ()) -> list[tuple[Place, dict[str, Any]]]:
    """Return (place, table) of each table of an array."""
    found = document.value((*parent, array))
    if not isinstance(found, list | tuple):
        return []
    return [((*parent, array, i), row) for i, row in enumerate(found) if isinstance(row, dict)]


def _word(row: Mapping[str, Any], key: str) -> str | None:
    value = row.get(key)
    return value if isinstance(value, str) else None


def _enough(document: Document) -> Iterator[Fault]:
    for array in ("asset", "volley"):
        if document.data.get(array) in ([], ()):
            yield document.fault((array,), f"empty; a scenario needs at least one `[[{array}]]`")
    counts = (volley.get("count") for _, volley in rows(document, "volley"))
    total = sum(count for count in counts if isinstance(count, int))
    if total > _MOST_THREATS:
        message = f"{total} threats in all are more than this version takes ({_MOST_THREATS})"
        yield document.fault(("volley",), message)


def _duplicates(document: Document) -> Iterator[Fault]:
    nested = [
        (inner, key, place)
        for outer, inner, key in (
            ("asset", "sub_area", "id"),
            ("fire_unit", "launcher_group", "interceptor"),
        )
        for place, _ in rows(document, outer)
    ]
    for array, key, parent in [*((array, "id", ()) for array in _ARRAYS), *nested]:
        seen: set[str] = set()
        for place, row in rows(document, array, parent):
            name = _word(row, key)
            if name in seen:
                mend = "give each its own" if key == "id" else "write one group with all launchers"
                message = f'"{name}" stands twice among the `{array}` tables; {mend}'
                yield document.fault((*place, key), message)
            elif name:
                seen.add(name)


def _references(document: Document, catalogue: Catalogue) -> Iterator[Fault]:
    for array, key, kind in _CATALOGUE_KEYS:
        for place, row in rows(document, array):
            name = _word(row, key)
            if name is not None:
                message = _entry_fault(catalogue, kind, name)
                if message:
                    yield document.fault((*place, key), message)
    for array, key, target in _OWN_KEYS:
        known = [_word(row, "id") or "" for _, row in rows(document, target)]
        for place, row in rows(document, array):
            name = _word(row, key)
            if name is not None and name not in known:
                hint = nearest(name, sorted(set(known))) if known else f"there is no `[[{target}]]`"
                message = f'no `[[{target}]]` of this file has the id "{name}"; {hint}'
                yield document.fault((*place, key), message)


def _entry_fault(catalogue: Catalogue, kind: str, name: str) -> str:
    """Return why an entry of the catalogue cannot be used here, or nothing."""
    if name not in catalogue.ids(kind):
        return f'"{name}" is no {kind} of the catalogue; {nearest(name, list(catalogue.ids(kind)))}'
    if kind == "site":
        coarse = f"site.{name}.lat" not in catalogue.facts
        return f'"{name}" is a country or region; name a site inside it' if coarse else ""
    if kind == "threat" and (later := _kind_fault(catalogue, name)):
        return later
    missing = [need for need in NEEDS[kind] if not catalogue.has(f"{kind}.{name}.{need}")]
    if missing:
        return (
            f'"{name}" cannot be played against ballistic missiles: the catalogue has no '
            f"{', '.join(missing)} for it; add it in a catalogue file of your own"
        )
    return ""


def _kind_fault(catalogue: Catalogue, threat: object) -> str:
    kind = catalogue.facts.get(f"threat.{threat}.kind")
    if not isinstance(kind, str) or kind == "ballistic":
        return ""
    words = _LATER.get(kind, f'threats of kind "{kind}"')
    return f'"{threat}": {words} come with a later version; this one plays ballistic missiles'


def _fire_unit(
    document: Document, catalogue: Catalogue, place: Place, unit: Mapping[str, Any]
) -> Iterator[Fault]:
    groups = rows(document, "launcher_group", place)
    if not groups and unit.get("launcher_group") in (None, [], ()):
        message = "a fire unit without launchers; add a `[[fire_unit.launcher_group]]`"
        yield document.fault((*place, "launcher_group"), message)
    for at, group in groups:
        name = _word(group, "interceptor")
        if name is not None and (message := _entry_fault(catalogue, "interceptor", name)):
            yield document.fault((*at, "interceptor"), message)
    battery = _word(unit, "battery")
    sound = battery is not None and not _entry_fault(catalogue, "battery", battery)
    if sound and "radar" not in unit and f"battery.{battery}.radar" not in catalogue.facts:
        message = f'the battery "{battery}" has no radar in the catalogue; name one here'
        yield document.fault((*place, "radar"), message)


def _contradictions(document: Document) -> Iterator[Fault]:
    for place, unit in rows(document, "fire_unit"):
        status, chance = unit.get("status", "operational"), band(unit.get("p_operational"))
        if status != "operational" and chance and chance[2] > 0.0:
            message = f'{chance[1]:g} for a unit whose status is "{status}"; write 0'
            yield document.fault((*place, "p_operational"), message)
    for place, asset in rows(document, "asset"):
        if "people" in asset and asset.get("sub_area"):
            message = "people stand in the sub-areas of this asset; write one or the other"
            yield document.fault((*place, "people"), message)
    for place, doctrine in rows(document, "doctrine"):
        if "rounds_last" in doctrine and doctrine.get("method") != "shoot_look_shoot":
            message = "only shoot_look_shoot has a last look; write `rounds`"
            yield document.fault((*place, "rounds_last"), message)


def _identities(document: Document) -> Iterator[Fault]:
    """Two things with one identity would draw the same random numbers."""
    for kind in ("volley", "fire_unit"):
        names = {_word(row, "id"): place for place, row in rows(document, kind)}
        ids = tuple(name for name in names if name is not None)
        for first, second in clashes(kind, ids):
            yield document.fault((*names[second], "id"), _clash(first, second))
    owners: dict[str, Place] = {}
    for place, volley in rows(document, "volley"):
        name, count = _word(volley, "id"), volley.get("count")
        if name is not None and isinstance(count, int) and 0 < count <= _MOST_OF_A_VOLLEY:
            owners |= dict.fromkeys(threat_ids(name, count), place)
    for first, second in clashes("threat", tuple(owners)):
        yield document.fault((*owners[second], "id"), _clash(first, second))


def _clash(first: str, second: str) -> str:
    return f'"{first}" and "{second}" share one 32-bit identity; give this one another id'
