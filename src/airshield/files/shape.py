"""Say in plain words where a file does not have the shape of the model that mirrors it."""

from __future__ import annotations

import difflib
import types
from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from airshield.errors import Fault
from airshield.files.document import Document, Place
from airshield.files.hints import nearest

SUFFIXES = {
    "m_s": "metres per second",
    "m": "metres",
    "s": "seconds",
    "deg": "degrees",
}
"""Unit suffixes of keys and their words."""
FOREIGN = (
    "km", "ft", "nm", "nmi", "mi", "cm", "mm", "metres", "meters", "ms", "min", "mins", "minutes",
    "h", "hr", "hours", "sec", "seconds", "day", "days", "rad", "mrad", "degrees", "mils", "pct",
    "percent", "kmh", "km_h", "kph", "kn", "kt", "knots", "mph", "ft_s",
)  # fmt: skip
"""Suffixes that users write instead."""

Detail = Mapping[str, Any]
M = TypeVar("M", bound=BaseModel)
Root = type[BaseModel]
"""The model that the whole file is read by."""
OWN_WORDS = "airshield"
"""Type of a pydantic error whose message is already one of our sentences."""


def validate_as(model: type[M], document: Document) -> tuple[M | None, tuple[Fault, ...]]:
    """Read a parsed file as any model that mirrors a file one to one.

    Returns
    -------
    The model's instance or None, and the faults: unknown keys, missing keys, wrong types, values
    outside what their key allows.
    """
    try:
        # Strict, so that "5" is not quietly a number; TOML's lists stand for our tuples.
        data = _tuples(document.data)
        return model.model_validate(data, strict=True, by_alias=True, by_name=False), ()
    except ValidationError as error:
        return None, _translate(model, document, error)


def _tuples(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _tuples(value) for key, value in node.items()}
    if isinstance(node, list):
        return tuple(_tuples(value) for value in node)
    return node


def _translate(root: Root, document: Document, error: ValidationError) -> tuple[Fault, ...]:
    details = [(_place(document, d), d) for d in error.errors(include_url=False)]
    extra = [place for place, d in details if d["type"] == "extra_forbidden"]
    unknown = {place: _unknown(root, place) for place in extra}
    meant = {(*place[:-1], key) for place, (key, _) in unknown.items() if key}
    faults: dict[Place, Fault] = {}
    for place, detail in details:
        # A key that stands there under another spelling is reported already.
        if detail["type"] == "missing" and place in meant:
            continue
        message = unknown[place][1] if place in unknown else _words(root, detail, place)
        faults.setdefault(place, document.fault(place, message))
    return tuple(faults.values())


def _place(document: Document, detail: Detail) -> Place:
    """Return where the file holds what was refused: a plain number has no low, nominal, high."""
    place: Place = tuple(detail["loc"])
    if place[-1] in _SPREAD and not isinstance(document.value(place[:-1]), dict):
        return place[:-1]
    return place


def _unknown(root: Root, place: Place) -> tuple[str, str]:
    """Return (the key that was meant or "", the message) for an unknown key."""
    key = str(place[-1])
    fields = _fields_at(root, place[:-1])
    for suffix, words in SUFFIXES.items():
        for stem in _stems(key):
            if f"{stem}_{suffix}" in fields:
                meant = f"{stem}_{suffix}"
                return meant, f"unknown key, wrong unit; write `{meant}`, in {words}"
    close = difflib.get_close_matches(key, fields, n=1)
    return "".join(close), f"unknown key; {nearest(key, list(fields))}"


def _stems(key: str) -> tuple[str, ...]:
    """Return the key without its unit, whatever unit it carries."""
    cut = (key.removesuffix(f"_{suffix}") for suffix in (*FOREIGN, *SUFFIXES))
    return (*(stem for stem in cut if stem != key), key)


def _keys(model: type[BaseModel]) -> dict[str, str]:
    """Return the keys of a table, each with the name of its field."""
    return {field.alias or name: name for name, field in model.model_fields.items()}


def _fields_at(root: Root, place: Place) -> tuple[str, ...]:
    model = _model_at(root, place)
    return tuple(_keys(model)) if model else ()


def _model_at(root: Root, place: Place) -> type[BaseModel] | None:
    """Return the model that a place in the file is read by."""
    node: Any = root
    for step in place:
        if isinstance(node, type) and issubclass(node, BaseModel):
            field = node.model_fields.get(_keys(node).get(str(step), ""))
            node = field.annotation if field else None
        else:
            node = _member(node)
        node = _bare(node)
    return node if isinstance(node, type) and issubclass(node, BaseModel) else None


def _bare(node: Any) -> Any:
    """Take off `Annotated` and `| None`."""
    while True:
        if get_origin(node) is Annotated:
            node = get_args(node)[0]
        elif get_origin(node) in (Union, types.UnionType):
            node = next(arg for arg in get_args(node) if arg is not type(None))
        else:
            return node


def _member(node: Any) -> Any:
    """Return what a tuple or a dictionary of models holds."""
    args = get_args(node)
    if not args:
        return None
    return args[1] if get_origin(node) is dict else args[0]


def _shown(value: object) -> str:
    """Show a value as the file would write it, cut to a line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, (list, tuple)):
        return "a list"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _unit(place: Place) -> str:
    key = next((str(step) for step in reversed(place) if str(step) not in _SPREAD), "")
    words = next((w for suffix, w in SUFFIXES.items() if key.endswith(f"_{suffix}")), "")
    return f" in {words}" if words else ""


_SPREAD = ("low", "nominal", "high")


def _missing(root: Root, detail: Detail, place: Place) -> str:
    if place[-1] in _SPREAD:
        return f"`{place[-1]}` is missing; write low, nominal and high{_unit(place)}"
    if len(place) == 1 and _model_at(root, (*place, 0)):
        return f"missing; write at least one `[[{place[0]}]]`"
    return f"missing; add this key{_needs_number(place)}"


def _needs_number(place: Place) -> str:
    unit = _unit(place)
    return f", a number{unit}" if unit else ""


def _model_type(root: Root, detail: Detail, place: Place) -> str:
    value = _shown(detail["input"])
    model = _model_at(root, place)
    if model and "nominal" in model.model_fields:
        return (
            f"{value} is not a number; write a number{_unit(place)} or "
            "{ low = ..., nominal = ..., high = ... }"
        )
    return f"{value} stands where a table is needed"


_PATTERNS = types.MappingProxyType(
    {
        r"^[a-z0-9][a-z0-9-]*$": "an id; write small letters, digits and dashes",
        r"^[a-z][a-z0-9_]*$": (
            "an id; write a small letter, then small letters, digits and underscores"
        ),
        r"^[A-Za-z0-9][A-Za-z0-9_.-]*$": (
            "an id; write letters and digits, with dashes, dots or underscores between them"
        ),
        r"^[0-9a-f]{64}$": "a SHA-256; write its 64 hexadecimal digits in small letters",
    }
)


def _pattern(_: Root, detail: Detail, __: Place) -> str:
    rule = _PATTERNS.get(str(detail["ctx"]["pattern"]), "of the right form")
    return f"{_shown(detail['input'])} is not {rule}"


def _literal(root: Root, detail: Detail, place: Place) -> str:
    if place[-1] == "schema_version":
        return f"{_shown(detail['input'])}: this version of airshield reads schema_version 1"
    allowed = str(detail["ctx"]["expected"]).replace("'", '"')
    words = [word.strip('" ') for word in allowed.replace(" or ", ",").split(",")]
    return (
        f"{_shown(detail['input'])} is not one of {allowed}; {nearest(str(detail['input']), words)}"
    )


def _tuple_type(root: Root, detail: Detail, place: Place) -> str:
    name = ".".join(str(step) for step in place if isinstance(step, str))
    if _model_at(root, (*place, 0)):
        return (
            f"{_shown(detail['input'])} stands here; each one is a table of its own: `[[{name}]]`"
        )
    return f"{_shown(detail['input'])} is not a list; write it in brackets"


def _bound(relation: str, context: str) -> Callable[[Root, Detail, Place], str]:
    def words(_: Root, detail: Detail, place: Place) -> str:
        bound = detail["ctx"][context]
        return f"{_shown(detail['input'])} must be {relation} {bound:g}{_unit(place)}"

    return words


def _not_a(kind: str) -> Callable[[Root, Detail, Place], str]:
    return lambda _, detail, place: f"{_shown(detail['input'])} is not {kind}{_unit(place)}"


_NUMBER = _not_a("a number")
_WHOLE = _not_a("a whole number")
_WHOLE_SMALL = _not_a("a whole number of a sensible size")
_TEXT = _not_a("a text; put it in quotes")
_DATE = _not_a("a date; write year-month-day without quotes, as 2020-04-12")
_TABLE = _not_a("a table")
_MESSAGES: Mapping[str, Callable[[Root, Detail, Place], str]] = types.MappingProxyType(
    {
        "missing": _missing,
        "model_type": _model_type,
        "dict_type": _TABLE,
        "tuple_type": _tuple_type,
        "float_type": _NUMBER,
        "finite_number": _not_a("a finite number"),
        "int_type": _WHOLE,
        "int_from_float": _WHOLE,
        "int_parsing_size": _WHOLE_SMALL,
        "string_type": _TEXT,
        "date_type": _DATE,
        "date_from_datetime_inexact": _DATE,
        "bool_type": lambda _, d, __: f"{_shown(d['input'])} is neither true nor false",
        "string_pattern_mismatch": _pattern,
        "string_too_short": lambda *_: "must not be empty; write a few words",
        "too_short": lambda *_: "must hold at least one; name it in the brackets",
        "string_too_long": lambda _, d, __: (
            f"{_shown(d['input'])} is too long: at most {d['ctx']['max_length']} characters"
        ),
        "literal_error": _literal,
        "greater_than": _bound("more than", "gt"),
        "greater_than_equal": _bound("at least", "ge"),
        "less_than": _bound("less than", "lt"),
        "less_than_equal": _bound("at most", "le"),
    }
)


def _words(root: Root, detail: Detail, place: Place) -> str:
    if detail["type"] == OWN_WORDS:
        return f"{_shown(detail['input'])} {detail['msg']}"
    words = _MESSAGES.get(detail["type"])
    return words(root, detail, place) if words else f"{_shown(detail['input'])} does not fit here"
