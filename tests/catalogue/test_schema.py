"""The JSON Schema says of a catalogue file what the loader says."""

import re
import tomllib
from importlib import resources

import pytest

from airshield.catalogue.load import BUNDLED
from airshield.catalogue.quantity import BASES
from airshield.catalogue.reader import QUANTITY_KEYS
from airshield.catalogue.schema import catalogue_schema
from airshield.catalogue.units import SI_FACTOR

from .user_file import GOOD, HEADER

SCHEMA = catalogue_schema()
QUANTITY = SCHEMA["properties"]["evidence"]["additionalProperties"]["additionalProperties"][
    "anyOf"
][0]
KINDS = {"object": dict, "string": str, "boolean": bool, "number": (int, float), "array": list}


def is_of(kind, value):
    return isinstance(value, KINDS[kind]) and (kind != "number" or not isinstance(value, bool))


def member(schema, key, value):
    """Judge one key of an object."""
    if key in schema.get("properties", {}):
        return accepts(schema["properties"][key], value)
    for pattern, other in schema.get("patternProperties", {}).items():
        if re.search(pattern, key):
            return accepts(other, value)
    rest = schema.get("additionalProperties", {})
    return rest is not False and accepts(rest, value)


def accepts(schema, value):
    """Judge a value by the few words of JSON Schema that the catalogue's schema uses."""
    used = {"type", "enum", "const", "anyOf", "properties", "patternProperties", "required"}
    assert set(schema) <= used | {"additionalProperties", "items", "$schema", "title"}
    return (
        ("type" not in schema or is_of(schema["type"], value))
        and value in schema.get("enum", [value])
        and value == schema.get("const", value)
        and ("anyOf" not in schema or any(accepts(one, value) for one in schema["anyOf"]))
        and (not isinstance(value, list) or all(accepts(schema["items"], one) for one in value))
        and (not isinstance(value, dict) or all(key in value for key in schema.get("required", [])))
        and (not isinstance(value, dict) or all(member(schema, k, v) for k, v in value.items()))
    )


@pytest.mark.parametrize("name", BUNDLED)
def test_the_bundled_files_keep_to_the_schema(name):
    text = (resources.files("airshield.catalogue") / "data" / f"{name}.toml").read_text("utf-8")
    assert accepts(SCHEMA, tomllib.loads(text))


def test_the_schema_lists_the_units_bases_and_keys():
    assert QUANTITY["properties"]["unit"]["enum"] == list(SI_FACTOR)
    assert QUANTITY["properties"]["basis"]["enum"] == list(BASES)
    assert sorted(QUANTITY["properties"]) == sorted(QUANTITY_KEYS)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("low = 1, ", ""),
        ("low = 1", 'low = "1"'),
        ('"km"', '"miles"'),
        ('"estimate"', '"hearsay"'),
        ('note = "guess"', "colour = 1"),
    ],
)
def test_a_faulty_quantity_is_refused_by_the_schema_too(before, after):
    entry = f"{HEADER}[radar.x]\nrange_vs_1m2 = {{ {GOOD} }}"
    assert accepts(SCHEMA, tomllib.loads(entry))
    assert not accepts(SCHEMA, tomllib.loads(entry.replace(before, after)))


@pytest.mark.parametrize(
    ("body", "good"),
    [
        ("[radar.x]\nname = 'x'\nrange_note = 'y'", True),
        ("[radar.x]\nnmae = 'x'", False),
        ("[radars.x]\nname = 'x'", False),
        ("[threat.x]\nmanoeuvring_descent = 'yes'", False),
        ("[threat.x]\nrange_max = 300", False),
        (f"[threat.x]\nburn_time = {{ {GOOD} }}", False),
        (f"[evidence.x]\nanything = {{ {GOOD} }}", True),
        ("[battery.x.mix_2020]\ngem_t_launchers = 4", True),
        ("[battery.x.mix_2020]\nspears = 4", False),
        ("mass = 3", False),
    ],
)
def test_the_schema_knows_the_names_that_the_loader_knows(body, good):
    assert accepts(SCHEMA, tomllib.loads(HEADER + body)) == good


def test_a_file_says_its_schema():
    assert not accepts(SCHEMA, {})
    assert not accepts(SCHEMA, tomllib.loads(HEADER.replace("/1", "/2")))
