"""Check fire units and doctrines: what they can meet in this raid, and what the catalogue lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from airshield.catalogue import Catalogue
from airshield.catalogue.catalogue import LISTED
from airshield.errors import Fault
from airshield.files import Document, Place, nearest, rows, word
from airshield.scenario.bands import band
from airshield.scenario.capability import (
    WORDS,
    battery_lacks,
    can_engage,
    class_of,
    fires_bursts,
    interceptor_lacks,
    radar_lacks,
    reload_path,
    sees,
)
from airshield.scenario.models import CLASSES, ThreatClass, UnitStatus

_STATES = ("p_radar_only", "p_autonomous")
_NOT_THERE = tuple(status for status in get_args(UnitStatus) if status != "operational")
_OF_FIRE = ("doctrine", "launch_spacing_s", "protected_m", "self_defence_m")
"""Keys that mean nothing to a unit that only sees."""


def check_units(document: Document, catalogue: Catalogue) -> Iterator[Fault]:
    """Yield what is wrong with the fire units and doctrines of a scenario."""
    raid = _raid_classes(document, catalogue)
    doctrines = {word(row, "id"): row for _, row in rows(document, "doctrine")}
    yield from _ledger(document)
    for place, unit in rows(document, "fire_unit"):
        yield from _chance(document, place, unit)
        yield from _groups(document, catalogue, place, unit)
        yield from _needed(document, catalogue, place, unit)
        yield from _states(document, catalogue, place, unit)
        yield from _links(document, catalogue, place, unit)
        refused = _refused(doctrines.get(word(unit, "doctrine"), {}))
        yield from _abilities(document, catalogue, place, unit, raid, refused)
    for place, doctrine in rows(document, "doctrine"):
        yield from _doctrine(document, place, doctrine)


def _raid_classes(document: Document, catalogue: Catalogue) -> tuple[ThreatClass, ...]:
    """Return the classes that fly in this scenario, in order."""
    names = [row.get("threat") for _, row in rows(document, "volley")]
    names += [row.get("type") for _, row in rows(document, "flight")]
    there = {class_of(catalogue, name) for name in names}
    return tuple(c for c in CLASSES if c in there)


def _refused(doctrine: Mapping[str, Any]) -> tuple[str, ...]:
    against = doctrine.get("against")
    tables = against if isinstance(against, list | tuple) else ()
    return tuple(
        str(table.get("class"))
        for table in tables
        if isinstance(table, dict) and table.get("engage") is False
    )


def _interceptors(document: Document, catalogue: Catalogue, place: Place) -> tuple[str, ...]:
    """Return the interceptors of a unit that the catalogue knows."""
    names = (word(group, "interceptor") for _, group in rows(document, "launcher_group", place))
    return tuple(name for name in names if name in catalogue.ids("interceptor") and name)


def _groups(
    document: Document, catalogue: Catalogue, place: Place, unit: Mapping[str, Any]
) -> Iterator[Fault]:
    known = list(catalogue.ids("interceptor"))
    battery = word(unit, "battery")
    for at, group in rows(document, "launcher_group", place):
        name = word(group, "interceptor")
        if name is None:
            continue
        if name not in known:
            message = f'"{name}" is no interceptor of the catalogue; {nearest(name, known, LISTED)}'
            yield document.fault((*at, "interceptor"), message)
            continue
        load = "magazine" if fires_bursts(catalogue, name) else "per_launcher"
        if "rounds_per_launcher" not in group and not catalogue.has(f"interceptor.{name}.{load}"):
            message = f'the catalogue has no {load} for "{name}"; write `rounds_per_launcher`'
            yield document.fault((*at, "interceptor"), message)
        spare = group.get("reserve_rounds")
        if not isinstance(spare, int) or spare == 0:
            for key in ("reload_rounds", "reload_s"):
                if key in group:
                    message = "nothing to reload with; write `reserve_rounds`, or leave this out"
                    yield document.fault((*at, key), message)
        elif "reload_s" not in group and reload_path(catalogue, name, battery) is None:
            message = f'the catalogue has no time of reload for "{name}"; write `reload_s`'
            yield document.fault((*at, "reserve_rounds"), message)


def _needed(
    document: Document, catalogue: Catalogue, place: Place, unit: Mapping[str, Any]
) -> Iterator[Fault]:
    """Yield the keys that only a unit that fires needs."""
    groups = unit.get("launcher_group")
    if groups is None or groups in ([], ()):
        fires = [key for key in _OF_FIRE if key in unit]
        if fires:
            message = (
                "a fire unit without launchers; add a `[[fire_unit.launcher_group]]`, or take out "
                f"{' and '.join(fires)} for a unit that only sees"
            )
            yield document.fault((*place, "launcher_group"), message)
        return
    if not isinstance(groups, list | tuple):
        return
    if "doctrine" not in unit:
        message = "missing; a fire unit with launchers fires by a `[[doctrine]]`"
        yield document.fault((*place, "doctrine"), message)
    battery = word(unit, "battery")
    guns = [fires_bursts(catalogue, name) for name in _interceptors(document, catalogue, place)]
    spaced = catalogue.has(f"battery.{battery}.launch_spacing") or (guns and all(guns))
    if "launch_spacing_s" not in unit and not spaced and battery in catalogue.ids("battery"):
        message = f'missing; the catalogue has no launch_spacing for "{battery}"'
        yield document.fault((*place, "launch_spacing_s"), message)


def _ledger(document: Document) -> Iterator[Fault]:
    said = any("posture" in unit for _, unit in rows(document, "fire_unit"))
    if "posture" in document.data and not said:
        message = (
            "no fire unit hangs on this ledger; write posture = { system = ... } in one, or take "
            "this out"
        )
        yield document.fault(("posture",), message)


def _chance(document: Document, place: Place, unit: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with who says how likely a unit is there: a number, or the ledger."""
    if "posture" not in unit:
        if "p_operational" not in unit:
            message = "missing; add a number, or posture = { system = ... } and a `[posture]` table"
            yield document.fault((*place, "p_operational"), message)
        return
    if "p_operational" in unit:
        message = "the ledger says it already (`posture`); write one or the other"
        yield document.fault((*place, "p_operational"), message)
    if "posture" not in document.data:
        message = "no ledger to hang on; add a `[posture]` table with `ledger` and `on`"
        yield document.fault((*place, "posture"), message)
    status = unit.get("status", "operational")
    if status in _NOT_THERE:
        message = f'"{status}" here, and the ledger says how likely it is there; leave this out'
        yield document.fault((*place, "status"), message)


def _states(
    document: Document, catalogue: Catalogue, place: Place, unit: Mapping[str, Any]
) -> Iterator[Fault]:
    status, chance = unit.get("status", "operational"), band(unit.get("p_operational"))
    if status in _NOT_THERE and chance and chance[2] > 0.0:
        message = f'{chance[1]:g} for a unit whose status is "{status}"; write 0'
        yield document.fault((*place, "p_operational"), message)
    split = unit.get("operational_split") is True
    battery = word(unit, "battery")
    if split and f"battery.{battery}.operational_split.radar_only" not in catalogue.facts:
        message = f'the catalogue has no split for "{battery}"; write p_radar_only, p_autonomous'
        yield document.fault((*place, "operational_split"), message)
    parts = [band(unit.get(key)) for key in _STATES]
    for key in _STATES:
        if split and key in unit:
            message = "the split of the catalogue stands already; write one or the other"
            yield document.fault((*place, key), message)
    highs = [part[2] for part in parts if part]
    # One alone that is above 1 is told where the numbers are checked.
    if len(highs) == 2 and sum(highs) > 1.0 and max(highs) <= 1.0:
        message = f"{sum(highs):g} together with p_radar_only; at most 1, the rest is linked"
        yield document.fault((*place, "p_autonomous"), message)


def _links(
    document: Document, catalogue: Catalogue, place: Place, unit: Mapping[str, Any]
) -> Iterator[Fault]:
    battery, command = word(unit, "battery"), unit.get("command", "centralised")
    told = catalogue.has(f"battery.{battery}.link_delay")
    if "share_delay_s" in unit and command != "decentralised":
        message = f'only a decentralised unit hears with a delay; this one is "{command}"'
        yield document.fault((*place, "share_delay_s"), message)
    if command == "decentralised" and "share_delay_s" not in unit and not told:
        message = f'missing; the catalogue has no link_delay for "{battery}"'
        yield document.fault((*place, "share_delay_s"), message)
    if command == "autonomous":
        for key in ("net", "track_net", "p_link_lost", "link_lost_s"):
            if key in unit:
                message = "an autonomous unit has no link; leave this out"
                yield document.fault((*place, key), message)
    if "link_delay_s" in unit and "track_net" not in unit:
        message = "a delay of tracks without a `track_net`; name one"
        yield document.fault((*place, "link_delay_s"), message)
    if word(unit, "track_net") and "link_delay_s" not in unit and not told:
        message = f'missing; the catalogue has no link_delay for "{battery}"'
        yield document.fault((*place, "link_delay_s"), message)


def _abilities(
    document: Document,
    catalogue: Catalogue,
    place: Place,
    unit: Mapping[str, Any],
    raid: tuple[ThreatClass, ...],
    refused: tuple[str, ...],
) -> Iterator[Fault]:
    """Yield what a unit lacks for the classes of this raid."""
    battery = word(unit, "battery")
    if battery not in catalogue.ids("battery") or battery is None:
        return
    radar = word(unit, "radar") or catalogue.facts.get(f"battery.{battery}.radar")
    if radar is None:
        message = f'the battery "{battery}" has no radar in the catalogue; name one here'
        yield document.fault((*place, "radar"), message)
    names = _interceptors(document, catalogue, place)
    for at, group in rows(document, "launcher_group", place):
        name = word(group, "interceptor")
        if name in names and name:
            yield from _idle(document, catalogue, (*at, "interceptor"), name, raid)
    asked = tuple(
        c
        for c in raid
        if c not in refused and any(can_engage(catalogue, name, c) for name in names)
    )
    short: dict[ThreatClass | None, list[str]]
    short = {c: battery_lacks(catalogue, battery, c) for c in asked or (None,)}
    yield from _lacking(document, (*place, "battery"), battery, short)
    if not isinstance(radar, str) or radar not in catalogue.ids("radar"):
        return
    if "radar" in unit or not any(short.values()):
        at_radar = (*place, "radar" if "radar" in unit else "battery")
        short = {c: radar_lacks(catalogue, radar, c, names) for c in asked}
        if not names and not any(sees(catalogue, radar, c) for c in raid):
            short = {c: radar_lacks(catalogue, radar, c, ()) for c in raid}
        yield from _lacking(document, at_radar, radar, short)


def _idle(
    document: Document,
    catalogue: Catalogue,
    place: Place,
    name: str,
    raid: tuple[ThreatClass, ...],
) -> Iterator[Fault]:
    """Yield the fault of an interceptor that meets nothing in this raid, or lacks what it needs."""
    able = [c for c in raid if can_engage(catalogue, name, c)]
    asked = able or raid
    short: dict[ThreatClass | None, list[str]]
    short = {c: interceptor_lacks(catalogue, name, c) for c in asked}
    yield from _lacking(document, place, name, short)
    if asked and not able and not any(short.values()):
        classes = " or ".join(WORDS[c] for c in raid)
        message = f'"{name}" has no reach against {classes}; take it out of this scenario'
        yield document.fault(place, message)


def _lacking(
    document: Document, place: Place, name: str, short: Mapping[ThreatClass | None, list[str]]
) -> Iterator[Fault]:
    """Yield one fault for what one entry of the catalogue lacks, whatever the classes."""
    classes = [c for c, lacking in short.items() if lacking]
    if not classes:
        return
    names = list(dict.fromkeys(missing for lacking in short.values() for missing in lacking))
    met = " and ".join(WORDS[c] for c in classes if c)
    message = (
        f'"{name}" cannot be played{f" against {met}" if met else ""}: the catalogue has no '
        f"{', '.join(names)} for it; add it in a catalogue file of your own"
    )
    if met and place[-1] != "interceptor":
        message += ", or write engage = false in the doctrine"
    yield document.fault(place, message)


def _doctrine(document: Document, place: Place, doctrine: Mapping[str, Any]) -> Iterator[Fault]:
    method = doctrine.get("method")
    yield from _last_look(document, place, doctrine, method)
    for at, against in rows(document, "against", place):
        yield from _last_look(document, at, against, against.get("method", method))
        others = sorted(against.keys() - {"class", "engage", "note"})
        if against.get("engage") is False and others:
            message = f"it does not engage this class; take out `{others[0]}` or engage = false"
            yield document.fault((*at, "engage"), message)
    named = doctrine.get("hostile_by_class")
    if isinstance(named, list | tuple) and len(set(map(str, named))) < len(named):
        yield document.fault((*place, "hostile_by_class"), "a class stands twice; once is enough")


def _last_look(
    document: Document, place: Place, table: Mapping[str, Any], method: object
) -> Iterator[Fault]:
    if "rounds_last" in table and method != "shoot_look_shoot":
        message = "only shoot_look_shoot has a last look; write `rounds`"
        yield document.fault((*place, "rounds_last"), message)
