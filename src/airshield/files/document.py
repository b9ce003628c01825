"""Hold a parsed file, and say on which line and under which key a fault stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from airshield.errors import Fault
from airshield.files.toml_lines import TomlLines

Step = str | int
Place = tuple[Step, ...]


@dataclass(frozen=True)
class Document:
    """A parsed TOML file, and its text for the lines of its keys."""

    file: str
    data: dict[str, Any]
    text: str = ""
    """Empty for what was built in Python."""

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
