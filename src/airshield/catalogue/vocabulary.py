"""Know the names that entries use, so that no slip of the pen is silently ignored.

A misspelt flag would read as false and a misspelt range would leave the bundled one in force. So a
user's file may only use the kinds and names of the bundled catalogue, each as what it is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from airshield.catalogue.catalogue import LISTED, Catalogue, Fact
from airshield.catalogue.quantity import Quantity
from airshield.catalogue.units import SI_UNIT, units_like
from airshield.files import nearest

GROUPS = ("outcome", "consequence", "radar_scaling", "totals")
"""Kinds without ids: their values stand directly under the kind."""
RECORDS = ("evidence", "observed", "totals", "battalion", "launch_area", "range_band")
"""Kinds that are kept for the reader: nothing is computed from them, any name goes."""
REMARKS = ("note", "source", "basis")
"""Facts that any entry may carry, also with a prefix: `position_note`."""

_WORDS = {
    bool: "a flag: write true or false",
    str: "a text: write it in quotes",
    float: "a plain number",
    tuple: "a list of texts",
}

Slip = tuple[str, str]
"""Path and message."""


def split(path: str) -> tuple[str, str, str]:
    """Split a dotted path into kind, id and name; the id of a group is empty."""
    kind, _, rest = path.partition(".")
    if kind in GROUPS:
        return kind, "", rest
    name, _, key = rest.partition(".")
    return kind, name, key


def _known(catalogue: Catalogue) -> dict[tuple[str, str], Quantity | Fact]:
    """Return one example of each (kind, name) in a catalogue."""
    found: dict[tuple[str, str], Quantity | Fact] = {}
    for table in (catalogue.facts, catalogue.quantities):
        for path, value in table.items():
            kind, _, name = split(path)
            found.setdefault((kind, name), value)
    return found


def slips(
    quantities: Mapping[str, Quantity], facts: Mapping[str, Fact], bundled: Catalogue
) -> Iterator[Slip]:
    """Yield each value of a user's file that the bundled catalogue would not understand.

    Parameters
    ----------
    quantities, facts : of the user's file, by dotted path; bundled : what the names are taken from.

    Returns
    -------
    Pairs of dotted path and message: unknown kind or name (with the nearest known one), a plain
    number in the place of a quantity, a text in the place of a flag, a unit of another dimension.
    """
    known = _known(bundled)
    for table in (quantities, facts):
        for path, value in table.items():
            message = _slip(path, value, known)
            if message:
                yield path, message


def _slip(path: str, value: Quantity | Fact, known: Mapping[tuple[str, str], object]) -> str:
    kind, name, key = split(path)
    kinds = list(dict.fromkeys(own for own, _ in known))
    if kind not in kinds:
        return f'"{kind}" is no kind of entry; {nearest(kind, kinds, LISTED)}'
    if not key:
        return f"stands directly under the kind; an entry has an id: [{kind}.{name}] holds values"
    if kind in RECORDS:
        return ""
    if (kind, key) in known:
        return _other(value, known[kind, key])
    if isinstance(value, str) and key.rsplit("_", 1)[-1] in REMARKS:
        return ""
    names = [own for other, own in known if other == kind]
    return f'no {kind} of the catalogue has "{key}"; {nearest(key, names, LISTED)}'


def _other(value: object, example: object) -> str:
    """Say how a value differs in kind from the bundled example, or nothing."""
    if isinstance(example, Quantity):
        if not isinstance(value, Quantity):
            return (
                f"{value!r} must be a quantity: "
                f'{{ low, nominal, high, unit = "{example.unit}", basis, note }}'
            )
        if SI_UNIT[value.unit] != SI_UNIT[example.unit]:
            units = ", ".join(units_like(example.unit))
            return f'"{value.unit}" does not measure this; take one of {units}'
        return ""
    if isinstance(value, type(example)):
        return ""
    said = "a quantity" if isinstance(value, Quantity) else repr(value)
    return f"{said} is not what belongs here, which is {_WORDS[type(example)]}"


def incomplete_sites(
    quantities: Mapping[str, Quantity], facts: Mapping[str, Fact], merged: Mapping[str, Fact]
) -> Iterator[Slip]:
    """Yield each site of a user's file that, with the bundled one, lacks a name or a coordinate.

    Parameters
    ----------
    quantities, facts : of the user's file; merged : facts of all files so far.
    """
    found = dict.fromkeys(
        split(path)[1] for path in (*facts, *quantities) if path.startswith("site.")
    )
    for name in found:
        prefix = f"site.{name}"
        if f"{prefix}.name" not in merged:
            yield prefix, "a site needs a name"
        there = [key for key in ("lat", "lon") if f"{prefix}.{key}" in merged]
        if len(there) == 1:
            yield prefix, f"{there[0]} stands alone; a site has lat and lon, or neither"
