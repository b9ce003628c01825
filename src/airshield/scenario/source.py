"""Find the text of a scenario, by name or path, and say where in it a fault stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from airshield.catalogue import nearest
from airshield.errors import Fault, InputError, ScenarioError
from airshield.toml_lines import TomlLines, parse

Step = str | int
Place = tuple[Step, ...]

_DATA = "data"


def bundled_names() -> tuple[str, ...]:
    """Return the names of the scenarios that come with the package, sorted."""
    folder = resources.files("airshield.scenario") / _DATA
    names = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name[: -len(".toml")] for name in names if name.endswith(".toml")))


def bundled_text(name: str) -> str:
    """Return the TOML text of a bundled scenario.

    Raises
    ------
    ScenarioError : there is none of that name; names the nearest.
    """
    if name not in bundled_names():
        raise ScenarioError([Fault(name, None, "", _no_such(name))])
    return (resources.files("airshield.scenario") / _DATA / f"{name}.toml").read_text("utf-8")


def _no_such(name: str) -> str:
    return (
        "there is no such file, and no bundled scenario of that name; "
        f"{nearest(name, list(bundled_names()))}"
    )


def _refuse(file: str, message: str) -> ScenarioError:
    return ScenarioError([Fault(file, None, "", message)])


def _read_bytes(path: Path, file: str) -> bytes:
    if path.is_dir():
        raise _refuse(file, "this is a directory; give the scenario file in it")
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise _refuse(file, _no_such(file)) from error
    except OSError as error:
        raise _refuse(file, f"the file cannot be read: {error.strerror}") from error


def read_text(name_or_path: str | Path) -> tuple[str, str]:
    """Return (file as the user named it, text) of a bundled scenario or of a file.

    A bare word that names a bundled scenario means that one; write `./word` for a file.

    Raises
    ------
    ScenarioError : no such file, a directory, unreadable, empty, or not text.
    """
    file = str(name_or_path)
    if isinstance(name_or_path, str) and name_or_path in bundled_names():
        return file, bundled_text(name_or_path)
    raw = _read_bytes(Path(name_or_path), file)
    try:
        # A leading byte-order mark is what some editors add, not a fault of the user.
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refuse(file, "this is not a text file (UTF-8); a scenario is TOML text") from error
    if "\0" in text:
        raise _refuse(file, "this is not a text file (it holds NUL bytes); a scenario is TOML text")
    if not text.strip():
        raise _refuse(file, "the file is empty; `airshield schema` shows what a scenario holds")
    return file, text


@dataclass(frozen=True)
class Document:
    """A parsed scenario file, and its text for the lines of its keys."""

    file: str
    data: dict[str, Any]
    text: str = ""
    """Empty for a scenario that was built in Python."""

    @cached_property
    def _lines(self) -> TomlLines:
        # The scanner runs only where something is wrong: loading stays quick.
        return TomlLines(self.text)

    def fault(self, place: Place, message: str) -> Fault:
        """Return a fault at a place; a missing key is reported on the line of its table."""
        return Fault(self.file, self._lines.line(place), self.key(place), message)

    def value(self, place: Place) -> Any:
        """Return what the file holds at a place, None where there is nothing."""
        node: Any = self.data
        for step in place:
            node = _child(node, step)
        return node

    def key(self, place: Place) -> str:
        """Return the dotted path of a place, with ids in the stead of positions."""
        words: list[str] = []
        node: Any = self.data
        for step in place:
            node = _child(node, step)
            if isinstance(step, int):
                own = node.get("id") if isinstance(node, dict) else None
                words.append(own if isinstance(own, str) else str(step + 1))
            else:
                words.append(f'"{step}"' if "." in step else step)
        return ".".join(words)


def rows(document: Document, array: str, parent: Place = ()) -> list[tuple[Place, dict[str, Any]]]:
    """Return (place, table) of each table of an array; what is no table is left out."""
    found = document.value((*parent, array))
    if not isinstance(found, list | tuple):
        return []
    return [((*parent, array, i), row) for i, row in enumerate(found) if isinstance(row, dict)]


def word(row: Mapping[str, Any], key: str) -> str | None:
    """Return a text of a table, None where there is none or it is something else."""
    value = row.get(key)
    return value if isinstance(value, str) else None


def _child(node: Any, step: Step) -> Any:
    if isinstance(node, dict):
        return node.get(step)
    if isinstance(node, (list, tuple)) and isinstance(step, int) and step < len(node):
        return node[step]
    return None


def read_document(file: str, text: str) -> Document:
    """Parse scenario text.

    Raises
    ------
    ScenarioError : broken TOML, with its line.
    """
    try:
        data = parse(text, file)
    except InputError as error:
        raise ScenarioError(error.faults) from error
    return Document(file, data, text)
