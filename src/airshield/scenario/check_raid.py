"""Check the raid and the friends: volleys that fall or fly a route, decoys, flights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from airshield.catalogue import Catalogue
from airshield.catalogue.classes import CLASSES, FALLING
from airshield.errors import Fault
from airshield.files import Document, Place, rows, word
from airshield.scenario.bands import band
from airshield.scenario.capability import WORDS, class_of, threat_lacks
from airshield.scenario.models import ThreatClass
from airshield.scenario.reach import check_reach

_ROUTE = ("height_m", "speed_m_s", "waypoint")


def check_raid(document: Document, catalogue: Catalogue) -> Iterator[Fault]:
    """Yield what is wrong with the volleys and flights of a scenario."""
    for place, volley in rows(document, "volley"):
        threat = word(volley, "threat")
        if threat is None or threat not in catalogue.ids("threat"):
            continue
        threat_class = class_of(catalogue, threat)
        message = unplayable(catalogue, threat, threat_class)
        if message or threat_class is None:
            yield document.fault((*place, "threat"), message)
            continue
        yield from check_reach(document, catalogue, place, volley)
        yield from keys_of_the_class(document, place, volley, threat_class)
        yield from _decoy(document, place, volley)
        yield from _route(document, place, volley, ends_at_asset=True)
    for place, flight in rows(document, "flight"):
        yield from _flight(document, catalogue, place, flight)


def unplayable(catalogue: Catalogue, threat: str, threat_class: ThreatClass | None) -> str:
    """Say why a type cannot be in a raid; nothing where it can."""
    if threat_class is None:
        said = catalogue.facts.get(f"threat.{threat}.class", "none")
        return (
            f'"{threat}": its class in the catalogue is {said}; give it one of {", ".join(CLASSES)}'
        )
    if threat_class == "aircraft":
        return (
            f'"{threat}": aircraft fly as `[[flight]]`, friendly or neutral; '
            "a volley holds what falls or flies into an asset"
        )
    lacking = threat_lacks(catalogue, threat)
    if not lacking:
        return ""
    return (
        f'"{threat}" cannot be played: the catalogue has no {", ".join(lacking)} for it; '
        "add it in a catalogue file of your own"
    )


def keys_of_the_class(
    document: Document, place: Place, volley: Mapping[str, Any], threat_class: ThreatClass
) -> Iterator[Fault]:
    """Yield the keys of a volley, or of a table that has them too, that its class does not take."""
    words = WORDS[threat_class]
    if threat_class in FALLING:
        for key in _ROUTE:
            if key in volley:
                message = f"{words} fall from where they come; only what flies low has this key"
                yield document.fault((*place, key), message)
    elif "style" in volley:
        message = f"{words} fly a route; only what falls has a style"
        yield document.fault((*place, "style"), message)
    if threat_class != "rocket" and "aim_error_m" in volley:
        message = f"{words} are aimed one by one; only rockets share an aim error"
        yield document.fault((*place, "aim_error_m"), message)
    if threat_class == "rocket" and volley.get("style", "nominal") == "depressed":
        message = "a rocket of one speed comes low or high; write nominal or lofted"
        yield document.fault((*place, "style"), message)


def _decoy(document: Document, place: Place, volley: Mapping[str, Any]) -> Iterator[Fault]:
    if "p_recognise" in volley and volley.get("decoy") is not True:
        message = "only a decoy can be recognised as one; write decoy = true, or leave this out"
        yield document.fault((*place, "p_recognise"), message)
    if "p_dud" in volley and volley.get("decoy") is True:
        message = "a decoy has nothing that could fail to explode; leave this out"
        yield document.fault((*place, "p_dud"), message)


def _flight(
    document: Document, catalogue: Catalogue, place: Place, flight: Mapping[str, Any]
) -> Iterator[Fault]:
    kind = word(flight, "type")
    if kind is not None and kind in catalogue.ids("threat"):
        if class_of(catalogue, kind) != "aircraft":
            message = f'"{kind}" is no aircraft of the catalogue; a flight is friendly or neutral'
            yield document.fault((*place, "type"), message)
        elif lacking := threat_lacks(catalogue, kind):
            message = f'"{kind}" cannot fly: the catalogue has no {", ".join(lacking)} for it'
            yield document.fault((*place, "type"), message)
    points = flight.get("waypoint")
    if isinstance(points, list | tuple) and len(points) < 2:
        message = "a route has two way-points or more: where it comes from, where it leaves"
        yield document.fault((*place, "waypoint"), message)
    count = flight.get("count", 1)
    if isinstance(count, int) and count > 1 and "spacing_s" not in flight:
        message = f"missing; the time between the {count} aircraft, a number in seconds"
        yield document.fault((*place, "spacing_s"), message)
    yield from _route(document, place, flight, ends_at_asset=False)


def _route(
    document: Document, place: Place, row: Mapping[str, Any], *, ends_at_asset: bool
) -> Iterator[Fault]:
    """Yield legs of no length: two way-points in one place, or one at the asset itself."""
    before = None
    for at, point in rows(document, "waypoint", place):
        numbers = [point.get(key) for key in ("bearing_deg", "range_m")]
        here = tuple(number for number in numbers if isinstance(number, int | float))
        if len(here) < 2:
            continue
        if here == before:
            yield document.fault(at, "the same place as the way-point before; take one out")
        before = here
    start = band(row.get("ground_range_m"))
    if ends_at_asset and before and before[1] == 0.0:
        message = "the asset is where the route ends; leave the last way-point out"
        yield document.fault((*place, "waypoint"), message)
    if ends_at_asset and before and start and before[1] > start[1]:
        message = (
            f"{before[1] / 1e3:.4g} km is farther than where it comes from "
            f"({start[1] / 1e3:.4g} km); the last way-point lies on the way in"
        )
        yield document.fault((*place, "waypoint"), message)
