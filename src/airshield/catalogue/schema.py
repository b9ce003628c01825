"""Describe a catalogue file as JSON Schema, for editors and for other programs."""

from __future__ import annotations

from typing import Any

from airshield.catalogue.catalogue import Catalogue, Fact
from airshield.catalogue.load import bundled
from airshield.catalogue.quantity import BASES, Quantity
from airshield.catalogue.reader import NUMBERS, SCHEMA, TEXTS
from airshield.catalogue.units import SI_FACTOR, units_like
from airshield.catalogue.vocabulary import GROUPS, RECORDS, REMARKS, split

_TEXT = {"type": "string"}
_FACTS: dict[type, dict[str, Any]] = {
    bool: {"type": "boolean"},
    str: _TEXT,
    float: {"type": "number"},
    tuple: {"type": "array", "items": _TEXT},
}


def _quantity(units: tuple[str, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            **{name: {"type": "number"} for name in NUMBERS},
            "unit": {"enum": list(units)},
            "basis": {"enum": list(BASES)},
            **dict.fromkeys(TEXTS, _TEXT),
        },
        "required": [*NUMBERS, "unit", "basis"],
        "additionalProperties": False,
    }


def _value(example: Quantity | Fact) -> dict[str, Any]:
    if isinstance(example, Quantity):
        return _quantity(units_like(example.unit))
    return _FACTS[type(example)]


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    """Describe an entry that may use these names only, and remarks."""
    return {
        "type": "object",
        "properties": properties,
        "patternProperties": {f"^(.*_)?({'|'.join(REMARKS)})$": _TEXT},
        "additionalProperties": False,
    }


def _entry(kind: str, catalogue: Catalogue) -> dict[str, Any]:
    """Describe an entry of a kind by the names that entries of it use in a catalogue."""
    properties: dict[str, Any] = {}
    for table in (catalogue.facts, catalogue.quantities):
        for path, example in table.items():
            own, _, name = split(path)
            if own != kind:
                continue
            outer, _, inner = name.partition(".")
            if inner:
                inside = properties.setdefault(outer, _closed({}))
                inside["properties"][inner] = _value(example)
            else:
                properties[name] = _value(example)
    return _closed(properties)


def _record() -> dict[str, Any]:
    """Describe an entry that may hold anything."""
    anything = [_quantity(tuple(SI_FACTOR)), *_FACTS.values()]
    return {"type": "object", "additionalProperties": {"anyOf": anything}}


def catalogue_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a catalogue file.

    Returns
    -------
    Plain Python values, ready for JSON. Kinds and names are those of the bundled catalogue, as the
    loader takes them; order of low, nominal and high, sources of estimates and relations between
    entries are checked by the loader alone.
    """
    catalogue = bundled()
    kinds: dict[str, Any] = {}
    for kind in catalogue.kinds:
        entry = _record() if kind in RECORDS else _entry(kind, catalogue)
        by_id = {"type": "object", "additionalProperties": entry}
        kinds[kind] = entry if kind in GROUPS else by_id
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "airshield catalogue file",
        "type": "object",
        "properties": {"schema": {"const": SCHEMA}, "compiled": _TEXT, **kinds},
        "required": ["schema"],
        "additionalProperties": False,
    }
