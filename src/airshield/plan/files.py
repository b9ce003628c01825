"""Read plan files: TOML that a pydantic model mirrors, with a line for every fault."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from airshield.catalogue import nearest
from airshield.errors import Fault, InputError
from airshield.scenario.shape import FOREIGN, SUFFIXES
from airshield.scenario.source import Document, Place, bundled_names
from airshield.toml_lines import parse

M = TypeVar("M", bound=BaseModel)
Check = Callable[[Document, M], Iterable[Fault]]
_SPREAD = ("low", "nominal", "high")


def bundled_plans() -> tuple[str, ...]:
    """Return the names of the plan files that come with the package, sorted."""
    folder = resources.files("airshield.plan") / "data"
    names = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name[: -len(".toml")] for name in names if name.endswith(".toml")))


def _refuse(file: str, message: str) -> InputError:
    return InputError([Fault(file, None, "", message)])


def read_text(name_or_path: str | Path) -> tuple[str, str]:
    """Return (file as the user named it, text) of a bundled plan or of a file.

    Raises
    ------
    InputError : no such file, a directory, unreadable, empty, or not text.
    """
    file = str(name_or_path)
    if isinstance(name_or_path, str) and file in bundled_plans():
        entry = resources.files("airshield.plan") / "data" / f"{file}.toml"
        return file, entry.read_text("utf-8")
    try:
        text = Path(name_or_path).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        hint = nearest(file, list(bundled_plans()))
        message = f"there is no such file, and no bundled plan of that name; {hint}"
        raise _refuse(file, message) from None
    except IsADirectoryError:
        raise _refuse(file, "this is a directory; give the plan file in it") from None
    except OSError as reason:
        raise _refuse(file, f"the file cannot be read: {reason.strerror}") from None
    except UnicodeDecodeError:
        raise _refuse(file, "this is not a text file (UTF-8); a plan is TOML text") from None
    if "\0" in text or not text.strip():
        raise _refuse(file, "the file is empty or no text; a plan is TOML text")
    return file, text


def read_plan(name_or_path: str | Path, model: type[M], check: Check[M]) -> M:
    """Read a plan file as a model and check its meaning.

    Raises
    ------
    InputError : with every fault, in the order of the lines.
    """
    file, text = read_text(name_or_path)
    return parse_plan(file, text, model, check)


def parse_plan(file: str, text: str, model: type[M], check: Check[M]) -> M:
    """Read plan text; as `read_plan` otherwise."""
    document = Document(file, parse(text, file), text)
    try:
        found = model.model_validate(_tuples(document.data), strict=True)
    except ValidationError as error:
        raise InputError(_by_line(_translate(document, model, error))) from None
    faults = tuple(check(document, found))
    if faults:
        raise InputError(_by_line(faults))
    return found


def twice(document: Document, array: str, ids: Sequence[str]) -> Iterator[Fault]:
    """Yield a fault for each id that stands twice among the tables of an array."""
    for k, name in enumerate(ids):
        if name in ids[:k]:
            message = f'"{name}" stands twice among the `{array}` tables; give each its own'
            yield document.fault((array, k, "id"), message)


def is_scenario(name_or_path: str | Path) -> bool:
    """Tell whether a name or path is a scenario rather than a plan: it has a `[[volley]]`."""
    if str(name_or_path) in bundled_plans():
        return False
    if str(name_or_path) in bundled_names():
        return True
    file, text = read_text(name_or_path)
    return "volley" in parse(text, file)


def _by_line(faults: Iterable[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda fault: fault.line or 0)


def _tuples(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _tuples(value) for key, value in node.items()}
    if isinstance(node, list):
        return tuple(_tuples(value) for value in node)
    return node


def _translate(
    document: Document, model: type[BaseModel], error: ValidationError
) -> tuple[Fault, ...]:
    faults: dict[Place, Fault] = {}
    for detail in error.errors(include_url=False):
        place: Place = tuple(detail["loc"])
        if place and place[-1] in _SPREAD and not isinstance(document.value(place[:-1]), dict):
            place = place[:-1]
        faults.setdefault(place, document.fault(place, _words(model, place, detail)))
    return tuple(faults.values())


@lru_cache(maxsize=8)
def _schema(model: type[BaseModel]) -> Mapping[str, Any]:
    """Return the JSON Schema of a file, once: making it takes longer than reading the file."""
    return model.model_json_schema()


def _keys(model: type[BaseModel], place: Place) -> list[str]:
    """Return the keys that the schema allows in the table at a place."""
    schema = _schema(model)
    node: Any = schema
    for step in place:
        node = _step(schema, node, step)
    return sorted(_plain(schema, node).get("properties", {}))


def _plain(schema: Mapping[str, Any], node: Any) -> Any:
    """Follow references and take the table of a choice."""
    while isinstance(node, dict) and ("$ref" in node or "anyOf" in node):
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
        else:
            node = next((one for one in node["anyOf"] if "$ref" in one or "items" in one), {})
    return node if isinstance(node, dict) else {}


def _step(schema: Mapping[str, Any], node: Any, step: str | int) -> Any:
    plain = _plain(schema, node)
    if isinstance(step, int):
        return plain.get("items", {})
    return plain.get("properties", {}).get(step, plain.get("additionalProperties", {}))


def _unknown(model: type[BaseModel], place: Place) -> str:
    key, known = str(place[-1]), _keys(model, place[:-1])
    for suffix, words in SUFFIXES.items():
        for stem in (key, *(key.removesuffix(f"_{foreign}") for foreign in FOREIGN)):
            if f"{stem}_{suffix}" in known:
                return f"unknown key, wrong unit; write `{stem}_{suffix}`, in {words}"
    close = difflib.get_close_matches(key, known, n=1)
    return f"unknown key; {nearest(key, close or known)}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


_KINDS = MappingProxyType(
    {
        "float_type": "a number",
        "finite_number": "a finite number",
        "int_type": "a whole number",
        "int_from_float": "a whole number",
        "int_parsing_size": "a whole number of a sensible size",
        "string_type": "a text; put it in quotes",
        "bool_type": "true or false",
        "date_type": "a date; write year-month-day without quotes, as 2020-03-30",
        "date_from_datetime_inexact": "a date; write year-month-day, as 2020-03-30",
        "tuple_type": "a list; write it in brackets, or each as a `[[table]]` of its own",
        "model_type": "a table",
        "dict_type": "a table",
        "string_pattern_mismatch": "an id; write small letters, digits and underscores",
    }
)
_BOUNDS = MappingProxyType(
    {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}
)


def _words(model: type[BaseModel], place: Place, detail: Any) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return "missing; add this key"
    if kind == "extra_forbidden":
        return _unknown(model, place)
    shown = _shown(detail["input"])
    for bound, words in _BOUNDS.items():
        if bound in context:
            return f"{shown} must be {words} {context[bound]}"
    if kind == "literal_error":
        allowed = str(context["expected"]).replace("'", '"')
        return f"{shown} is not one of {allowed}"
    if kind == "too_short":
        return f"{shown} has too few entries; give at least {context['min_length']}"
    return f"{shown} is not {_KINDS.get(kind, 'what is needed here')}"
