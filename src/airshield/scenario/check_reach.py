"""Check that a missile can come from as far, or as near, as a scenario says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from airshield.catalogue import Catalogue
from airshield.errors import Fault
from airshield.files import Document, Place
from airshield.scenario.bands import Band, band


def check_reach(
    document: Document, catalogue: Catalogue, place: Place, volley: Mapping[str, Any]
) -> Iterator[Fault]:
    """Yield the fault of a volley whose ground range the missile does not have.

    The nominal range is held against the missile's nominal range, the far end of the band against
    its high, the near end against its low; a missile whose minimum range is not known has none.
    """
    threat, wanted = volley.get("threat"), band(volley.get("ground_range_m"))
    top = f"threat.{threat}.range_max"
    if wanted is None or not wanted[0] > 0.0 or not catalogue.has(top):
        return
    name = catalogue.facts.get(f"threat.{threat}.name", threat)
    message = _beyond(wanted, _metres(catalogue, top), name)
    bottom = f"threat.{threat}.range_min"
    if not message and catalogue.has(bottom):
        message = _inside(wanted, _metres(catalogue, bottom), name)
    if message:
        yield document.fault((*place, "ground_range_m"), message)


def _metres(catalogue: Catalogue, path: str) -> Band:
    quantity = catalogue.quantity(path)
    return quantity.si_low, quantity.si_nominal, quantity.si_high


def _km(metres: float) -> str:
    return f"{metres / 1e3:.4g} km"


def _beyond(wanted: Band, reach: Band, name: object) -> str:
    if wanted[1] > reach[1]:
        excess = _km(wanted[1] - reach[1])
        return f"{_km(wanted[1])} is {excess} beyond the range of {name} ({_km(reach[1])})"
    if wanted[2] > reach[2]:
        excess = _km(wanted[2] - reach[2])
        return (
            f"the far end, {_km(wanted[2])}, is {excess} beyond the greatest range printed for "
            f"{name} ({_km(reach[2])})"
        )
    return ""


def _inside(wanted: Band, reach: Band, name: object) -> str:
    if wanted[1] < reach[1]:
        short = _km(reach[1] - wanted[1])
        return f"{_km(wanted[1])} is {short} inside the minimum range of {name} ({_km(reach[1])})"
    if wanted[0] < reach[0]:
        short = _km(reach[0] - wanted[0])
        return (
            f"the near end, {_km(wanted[0])}, is {short} inside the least minimum range of {name} "
            f"({_km(reach[0])})"
        )
    return ""
