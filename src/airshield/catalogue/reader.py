"""Read the text of one catalogue file into quantities, facts and faults."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

from airshield.catalogue.catalogue import Fact
from airshield.catalogue.quantity import BASES, Quantity, is_share
from airshield.catalogue.units import SI_FACTOR
from airshield.errors import CatalogueError, Fault
from airshield.files import TomlLines, nearest, parse

SCHEMA = "airshield-catalogue/1"
HEADER = ("schema", "compiled")
NUMBERS = ("low", "nominal", "high")
TEXTS = ("source", "claims_to_cite", "note")
QUANTITY_KEYS = (*NUMBERS, "unit", "basis", *TEXTS)
_ID = re.compile(r"[a-z][a-z0-9_]*")

Path = tuple[str, ...]


class FileReader:
    """Hold what one file says, and what is wrong with it.

    Attributes
    ----------
    file : name of the file; quantities, facts : by dotted path; faults : in the order found.
    """

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.quantities: dict[str, Quantity] = {}
        self.facts: dict[str, Fact] = {}
        self.faults: list[Fault] = []
        self._text = text
        self._lines: TomlLines | None = None

    def fault(self, path: Path, message: str) -> None:
        """Note a fault at the line of a key, or of the nearest table around it."""
        # The scanner runs only where something is wrong: loading stays quick.
        self._lines = self._lines or TomlLines(self._text)
        self.faults.append(Fault(self.file, self._lines.line(path), ".".join(path), message))

    def header(self, content: dict[str, Any]) -> None:
        """Check what stands above the first table."""
        if content.get("schema") != SCHEMA:
            self.fault(("schema",), f'this file must say schema = "{SCHEMA}"')
        for key, value in content.items():
            if key not in HEADER and not isinstance(value, dict):
                self.fault((key,), "stands outside of any entry; put it under [<kind>.<id>]")

    def walk(self, table: dict[str, Any], path: Path = ()) -> None:
        """Collect everything under a table."""
        for key, value in table.items():
            here = (*path, key)
            if not _ID.fullmatch(key):
                self.fault(here, f'"{key}" must be small letters, digits and underscores')
            elif isinstance(value, dict):
                if "nominal" in value or "unit" in value:
                    self._quantity(value, here)
                else:
                    self.walk(value, here)
            elif path:
                self._fact(value, here)

    def _fact(self, value: Any, path: Path) -> None:
        name = ".".join(path)
        if isinstance(value, bool | str):
            self.facts[name] = value
        elif isinstance(value, int | float):
            number = self._number(value, path)
            if number is not None:
                self.facts[name] = number
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            self.facts[name] = tuple(value)
        else:
            self.fault(path, f"{value!r} is neither a quantity, a text, a number nor a flag")

    def _number(self, value: Any, path: Path) -> float | None:
        """Return a finite number, or None after noting a fault."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fault(path, f"{value!r} is not a number")
            return None
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            self.fault(path, "is not a finite number")
            return None
        return number

    def _quantity(self, value: dict[str, Any], path: Path) -> None:
        before = len(self.faults)
        for key in value.keys() - set(QUANTITY_KEYS):
            self.fault((*path, key), f"unknown key; {nearest(key, list(QUANTITY_KEYS))}")
        for key in NUMBERS:
            if key not in value:
                self.fault(path, f"{key} is missing; a quantity has low, nominal and high")
        band = [self._number(value[key], (*path, key)) for key in NUMBERS if key in value]
        self._words(value, path)
        if len(self.faults) > before:
            return
        low, nominal, high = (number or 0.0 for number in band)
        self._band(low, nominal, high, value["unit"], path)
        if len(self.faults) == before:
            name = ".".join(path)
            source, claims, note = (value.get(key, "") for key in TEXTS)
            self.quantities[name] = Quantity(
                name, low, nominal, high, value["unit"], value["basis"], source, claims, note
            )

    def _band(self, low: float, nominal: float, high: float, unit: str, path: Path) -> None:
        if not low <= nominal <= high:
            self.fault(path, f"low {low:g}, nominal {nominal:g}, high {high:g} are not in order")
        elif is_share(path[-1]) and not 0.0 <= low <= high <= 1.0:
            self.fault(path, f"a probability lies between 0 and 1, not {low:g}..{high:g}")
        elif low < 0.0 and unit != "deg":
            self.fault(path, f"{low:g} {unit} must not be negative")

    def _words(self, value: dict[str, Any], path: Path) -> None:
        unit, basis = value.get("unit"), value.get("basis")
        if not isinstance(unit, str) or unit not in SI_FACTOR:
            said = "unit is missing" if unit is None else f'"{unit}" is not a unit of the catalogue'
            self.fault((*path, "unit"), f"{said}; take one of {', '.join(SI_FACTOR)}")
        for key in TEXTS:
            if not isinstance(value.get(key, ""), str):
                self.fault((*path, key), f"{value[key]!r} is not a text")
        if not isinstance(basis, str) or basis not in BASES:
            said = "basis is missing" if basis is None else f'"{basis}" is not a basis'
            self.fault((*path, "basis"), f"{said}; take one of {', '.join(BASES)}")
        elif basis == "estimate":
            if not value.get("note"):
                self.fault(path, "an estimate needs its reasoning in note")
        elif not value.get("source"):
            self.fault(path, f'basis "{basis}" needs a source')

    def places(self) -> None:
        """Check that every coordinate is on Earth."""
        for path, value in self.facts.items():
            limit = {"lat": 90.0, "lon": 180.0}.get(path.rsplit(".", 1)[-1])
            if limit is not None and isinstance(value, float) and abs(value) > limit:
                message = f"{value:g} is outside -{limit:g}..{limit:g} degrees"
                self.fault(tuple(path.split(".")), message)


def _derived(quantities: dict[str, Quantity]) -> dict[str, Quantity]:
    """Return what the site table implies: radius = half of the extent, and people."""
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
    return added


def read_file(text: str, file: str) -> FileReader:
    """Read one file's text; what is wrong is collected in the reader.

    Raises
    ------
    CatalogueError : the text is not TOML.
    """
    reader = FileReader(text, file)
    content = parse(text, file, CatalogueError)
    reader.header(content)
    reader.walk(content)
    reader.places()
    # What the file states itself wins over what follows from the extent.
    reader.quantities = _derived(reader.quantities) | reader.quantities
    return reader
