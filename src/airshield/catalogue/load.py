"""Read catalogue files: the bundled ones, and a user's own beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from airshield.catalogue.catalogue import Catalogue, Fact, nearest
from airshield.catalogue.constraints import broken
from airshield.catalogue.quantity import BASES, Quantity
from airshield.catalogue.units import SI_FACTOR
from airshield.errors import CatalogueError, Fault
from airshield.toml_lines import TomlLines, parse

SCHEMA = "airshield-catalogue/1"
BUNDLED = ("radars", "interceptors", "threats", "batteries", "sites")
_NUMBERS = ("low", "nominal", "high")
_QUANTITY_KEYS = (*_NUMBERS, "unit", "basis", "source", "claims_to_cite", "note")
_PROBABILITIES = ("sskp_", "pk_")


class _Reader:
    """Collect quantities, facts and faults of one file."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self._text = text
        self._lines: TomlLines | None = None
        self.quantities: dict[str, Quantity] = {}
        self.facts: dict[str, Fact] = {}
        self.faults: list[Fault] = []

    def fault(self, path: tuple[str, ...], message: str) -> None:
        # The scanner runs only where something is wrong: loading stays quick.
        self._lines = self._lines or TomlLines(self._text)
        self.faults.append(Fault(self.file, self._lines.line(path), ".".join(path), message))

    def walk(self, table: dict[str, Any], path: tuple[str, ...]) -> None:
        for key, value in table.items():
            here = (*path, key)
            if isinstance(value, dict):
                if "nominal" in value or "unit" in value:
                    self._quantity(value, here)
                else:
                    self.walk(value, here)
            elif isinstance(value, bool | str):
                self.facts[".".join(here)] = value
            elif isinstance(value, int | float):
                self.facts[".".join(here)] = float(value)
            elif isinstance(value, list) and all(isinstance(item, str) for item in value):
                self.facts[".".join(here)] = tuple(value)
            elif path:
                self.fault(here, f"{value!r} is neither a quantity, a text, a number nor a flag")
        if len(path) == 2 and path[0] == "site":
            self._coordinates(table, path)

    def _coordinates(self, table: dict[str, Any], path: tuple[str, ...]) -> None:
        for key, limit in (("lat", 90.0), ("lon", 180.0)):
            value = table.get(key)
            if isinstance(value, int | float) and not -limit <= value <= limit:
                self.fault((*path, key), f"{value} is outside -{limit:g}..{limit:g} degrees")

    def _quantity(self, value: dict[str, Any], path: tuple[str, ...]) -> None:
        before = len(self.faults)
        for key in value.keys() - set(_QUANTITY_KEYS):
            self.fault((*path, key), f"unknown key; {nearest(key, list(_QUANTITY_KEYS))}")
        for key in _NUMBERS:
            number = value.get(key)
            if key not in value:
                self.fault(path, f"{key} is missing; a quantity has low, nominal and high")
            elif isinstance(number, bool) or not isinstance(number, int | float):
                self.fault((*path, key), f"{number!r} is not a number")
        self._words(value, path)
        if len(self.faults) > before:
            return
        low, nominal, high = (float(value[key]) for key in _NUMBERS)
        if not low <= nominal <= high:
            self.fault(path, f"low {low:g}, nominal {nominal:g}, high {high:g} are not in order")
            return
        if path[-1].startswith(_PROBABILITIES) and not 0.0 <= low <= high <= 1.0:
            self.fault(path, f"a probability lies between 0 and 1, not {low:g}..{high:g}")
            return
        name = ".".join(path)
        texts = (value.get(key, "") for key in ("source", "claims_to_cite", "note"))
        self.quantities[name] = Quantity(
            name, low, nominal, high, value["unit"], value["basis"], *texts
        )

    def _words(self, value: dict[str, Any], path: tuple[str, ...]) -> None:
        unit, basis = value.get("unit"), value.get("basis")
        if unit not in SI_FACTOR:
            said = "unit is missing" if unit is None else f'"{unit}" is not a unit of the catalogue'
            self.fault((*path, "unit"), f"{said}; take one of {', '.join(SI_FACTOR)}")
        if basis not in BASES:
            said = "basis is missing" if basis is None else f'"{basis}" is not a basis'
            self.fault((*path, "basis"), f"{said}; take one of {', '.join(BASES)}")
        elif basis == "estimate":
            if not value.get("note"):
                self.fault(path, "an estimate needs its reasoning in note")
        elif not value.get("source"):
            self.fault(path, f'basis "{basis}" needs a source')


def _derived(quantities: dict[str, Quantity]) -> dict[str, Quantity]:
    """Add what the site table implies: radius = half of the extent, and people."""
    added = {}
    for path, quantity in quantities.items():
        if path.startswith("site.") and path.endswith(".extent"):
            name = path.removesuffix("extent") + "radius"
            added[name] = replace(
                quantity,
                path=name,
                low=quantity.low / 2,
                nominal=quantity.nominal / 2,
                high=quantity.high / 2,
                note=f"half of the extent; {quantity.note}",
            )
        elif path.startswith("site.") and path.endswith(".personnel_2020"):
            name = path.removesuffix("personnel_2020") + "people"
            added[name] = replace(quantity, path=name)
    return quantities | added


def _read(text: str, file: str) -> _Reader:
    """Read one file's text; faults are collected in the reader, broken TOML is raised."""
    reader = _Reader(text, file)
    content = parse(text, file)
    if content.get("schema") != SCHEMA:
        reader.fault(("schema",), f'this file must say schema = "{SCHEMA}"')
    reader.walk({k: v for k, v in content.items() if k not in ("schema", "compiled")}, ())
    reader.quantities = _derived(reader.quantities)
    return reader


@lru_cache(maxsize=1)
def bundled() -> Catalogue:
    """Return the bundled catalogue.

    Raises
    ------
    CatalogueError : a bundled file is faulty (a bug of ours; the tests look).
    """
    folder = resources.files("airshield.catalogue") / "data"
    readers = [
        _read((folder / f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml")
        for name in BUNDLED
    ]
    return _merge(readers, Catalogue({}, {}, ()))


def _merge(readers: Iterable[_Reader], start: Catalogue) -> Catalogue:
    quantities, facts = dict(start.quantities), dict(start.facts)
    faults: list[Fault] = []
    files = list(start.files)
    for reader in readers:
        quantities |= reader.quantities
        facts |= reader.facts
        files.append(reader.file)
        clean = not reader.faults
        faults += reader.faults
        if clean:
            for path, message in broken(quantities, only=reader.quantities):
                reader.fault(tuple(path.split(".")), message)
                faults.append(reader.faults[-1])
    if faults:
        raise CatalogueError(faults)
    return Catalogue(quantities, facts, tuple(files))


def load_catalogue(paths: Iterable[str | Path] = ()) -> Catalogue:
    """Return the bundled catalogue with a user's own files beside it; later values win.

    Raises
    ------
    CatalogueError : a file is missing, unreadable or faulty; every fault at once.
    """
    readers = [_read(read_text(Path(path)), str(path)) for path in paths]
    return _merge(readers, bundled())


def read_text(path: Path) -> str:
    """Read a user's UTF-8 file.

    Raises
    ------
    CatalogueError : missing, a directory, empty, or not text; the message says which.
    """
    problem = None
    if path.is_dir():
        problem = "is a directory; name a TOML file"
    elif not path.exists():
        problem = "no such file"
    if problem is None:
        try:
            data = path.read_bytes()
        except OSError as reason:
            problem = f"cannot be read: {reason.strerror}"
        else:
            if not data.strip():
                problem = "is empty"
            elif b"\0" in data:
                problem = "is a binary file; a catalogue is TOML text"
            else:
                try:
                    return data.decode("utf-8")
                except UnicodeDecodeError:
                    problem = "is not UTF-8 text"
    raise CatalogueError([Fault(str(path), None, "", problem)])
