"""Describe a catalogue file as JSON Schema."""

from __future__ import annotations

from typing import Any

from airshield.catalogue.load import SCHEMA
from airshield.catalogue.quantity import BASES
from airshield.catalogue.units import SI_FACTOR


def catalogue_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a catalogue file."""
    number, text = {"type": "number"}, {"type": "string"}
    quantity = {
        "type": "object",
        "properties": {
            "low": number,
            "nominal": number,
            "high": number,
            "unit": {"enum": list(SI_FACTOR)},
            "basis": {"enum": list(BASES)},
            "source": text,
            "claims_to_cite": text,
            "note": text,
        },
        "required": ["low", "nominal", "high", "unit", "basis"],
        "additionalProperties": False,
    }
    fact = {"type": ["string", "boolean", "number", "array"]}
    entry = {"type": "object", "additionalProperties": {"anyOf": [quantity, fact]}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "airshield catalogue file",
        "type": "object",
        "properties": {"schema": {"const": SCHEMA}, "compiled": text},
        "required": ["schema"],
        "additionalProperties": {
            "type": "object",
            "additionalProperties": {"anyOf": [quantity, fact, entry]},
        },
    }
