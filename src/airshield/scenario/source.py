"""Find the text of a scenario and parse it."""

from __future__ import annotations

from pathlib import Path

from airshield import files
from airshield.errors import ScenarioError
from airshield.files import Document, Shelf, parse

_SHELF = Shelf(
    "scenario",
    "airshield.scenario",
    error=ScenarioError,
    mend="`airshield schema` shows what a scenario holds",
)


def bundled_names() -> tuple[str, ...]:
    """Return the names of the scenarios that come with the package, sorted."""
    return files.bundled_names(_SHELF)


def bundled_text(name: str) -> str:
    """Return the TOML text of a bundled scenario.

    Raises
    ------
    ScenarioError : there is none of that name; names the nearest.
    """
    return files.bundled_text(_SHELF, name)


def read_text(name_or_path: str | Path) -> tuple[str, str]:
    """Return (file as the user named it, text) of a bundled scenario or of a file.

    A bare word that names a bundled scenario means that one; write `./word` for a file.

    Raises
    ------
    ScenarioError : no such file, a directory, unreadable, empty, or not text.
    """
    return files.read_text(_SHELF, name_or_path)


def read_document(file: str, text: str) -> Document:
    """Parse scenario text.

    Raises
    ------
    ScenarioError : broken TOML, with its line.
    """
    return Document(file, parse(text, file, ScenarioError), text)
