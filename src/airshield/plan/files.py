"""Read plan files: TOML that a pydantic model mirrors, with a line for every fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from airshield import files
from airshield.errors import Fault, InputError, by_line
from airshield.files import Document, Shelf, parse
from airshield.files.shape import validate_as
from airshield.scenario import bundled_names

M = TypeVar("M", bound=BaseModel)
Check = Callable[[Document, M], Iterable[Fault]]
_SHELF = Shelf("plan", "airshield.plan")


def bundled_plans() -> tuple[str, ...]:
    """Return the names of the plan files that come with the package, sorted."""
    return files.bundled_names(_SHELF)


def read_text(name_or_path: str | Path) -> tuple[str, str]:
    """Return (file as the user named it, text) of a bundled plan or of a file.

    Raises
    ------
    InputError : no such file, a directory, unreadable, empty, or not text.
    """
    return files.read_text(_SHELF, name_or_path)


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
    found, shape = validate_as(model, document)
    if found is None:
        raise InputError(by_line(shape))
    faults = tuple(check(document, found))
    if faults:
        raise InputError(by_line(faults))
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
