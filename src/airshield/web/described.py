"""Write the description of all requests as a page that a reader can read: no script, no network."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from typing import Any

from jinja2 import Environment

Json = dict[str, Any]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _name(reference: str) -> str:
    return reference.rsplit("/", 1)[1]


def shape_of(schema: Json) -> str:
    """Return a schema in a few words, as "list of numbers, at most 36"."""
    if "$ref" in schema:
        return _name(schema["$ref"])
    if "anyOf" in schema:
        return " or ".join(shape_of(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(json.dumps(one) for one in schema["enum"])
    if "const" in schema:
        return json.dumps(schema["const"])
    kind = str(schema.get("type", "anything"))
    if kind == "array":
        kind = f"list of {shape_of(schema.get('items', {}))}"
    bounds = {
        "minimum": "at least",
        "maximum": "at most",
        "exclusiveMaximum": "less than",
        "minLength": "length at least",
        "maxLength": "length at most",
        "minItems": "at least",
        "maxItems": "at most",
        "pattern": "like",
    }
    said = [f"{words} {schema[key]}" for key, words in bounds.items() if key in schema]
    return ", ".join([kind, *said])


def _fields(schema: Json) -> list[Json]:
    needed = schema.get("required", [])
    return [
        {
            "name": name,
            "shape": shape_of(one),
            "default": "needed" if name in needed else json.dumps(one.get("default")),
            "words": one.get("description", ""),
        }
        for name, one in schema.get("properties", {}).items()
    ]


def _request(method: str, path: str, operation: Json) -> Json:
    content = operation.get("requestBody", {}).get("content", {})
    bodies = [shape_of(one["schema"]) for one in content.values()]
    return {
        "method": method.upper(),
        "path": path,
        "words": operation.get("description") or operation.get("summary", ""),
        "body": bodies[0] if bodies else "",
        "parameters": [
            {
                "name": one["name"],
                "place": one["in"],
                "shape": shape_of(one.get("schema", {})),
                "default": "needed" if one.get("required") else "optional",
            }
            for one in operation.get("parameters", [])
        ],
        "answers": ", ".join(sorted(operation.get("responses", {}))),
    }


def described(openapi: Json) -> str:
    """Return the page.

    Parameters
    ----------
    openapi : the description after OpenAPI 3.1, as `/api/openapi.json` gives it.
    """
    rooms: dict[str, list[Json]] = {}
    for path, operations in openapi["paths"].items():
        for method, operation in operations.items():
            room = operation.get("tags", ["other"])[0]
            rooms.setdefault(room, []).append(_request(method, path, operation))
    schemas = {
        name: {"words": schema.get("description", ""), "fields": _fields(schema)}
        for name, schema in openapi.get("components", {}).get("schemas", {}).items()
    }
    template = (resources.files("airshield.web") / "described.html.j2").read_text("utf-8")
    return (
        _environment()
        .from_string(template)
        .render(version=openapi["info"]["version"], rooms=rooms, schemas=schemas)
    )
