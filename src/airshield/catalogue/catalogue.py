"""Look up what the catalogue holds: quantities, texts, flags and sites, by dotted path."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from airshield.catalogue.quantity import Quantity
from airshield.errors import CatalogueError, Fault
from airshield.files import nearest

LISTED = "airshield catalogue"
"""The command that lists what the catalogue holds."""
Fact = str | bool | float | tuple[str, ...]
T = TypeVar("T")


@dataclass(frozen=True)
class Site:
    """One place at site level. `lat_deg` and `lon_deg` are WGS 84."""

    id: str
    name: str
    country: str
    lat_deg: float
    lon_deg: float
    elevation_m: float
    position_error_m: float
    position_basis: str
    position_source: str
    geo_precision: int
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One entry of the catalogue: everything under `<kind>.<id>`."""

    kind: str
    id: str
    quantities: Mapping[str, Quantity]
    facts: Mapping[str, Fact]

    def quantity(self, name: str) -> Quantity:
        """Return one of the entry's quantities by its last name.

        Raises
        ------
        CatalogueError : there is none; the message names the nearest.
        """
        if name not in self.quantities:
            message = f"no such quantity; {nearest(name, self.quantities, LISTED)}"
            raise CatalogueError(
                [Fault("catalogue", None, f"{self.kind}.{self.id}.{name}", message)]
            )
        return self.quantities[name]


def _grouped(values: Mapping[str, T]) -> dict[tuple[str, str], dict[str, T]]:
    """Return values by (kind, id) and the rest of their paths, in the order of the files."""
    groups: dict[tuple[str, str], dict[str, T]] = {}
    for path, value in values.items():
        kind, name, *rest = path.split(".", 2)
        group = groups.setdefault((kind, name), {})
        if rest:
            group[rest[0]] = value
    return groups


@dataclass(frozen=True, eq=False, repr=False)
class Catalogue:
    """All entries of one or more catalogue files, later files winning.

    Attributes
    ----------
    quantities : by dotted path, for example `interceptor.pac3_cri.sskp_tbm`.
    facts : texts, yes-or-no facts and plain numbers by dotted path.
    files : names of the files that were read, in order.
    """

    quantities: Mapping[str, Quantity]
    facts: Mapping[str, Fact]
    files: tuple[str, ...] = field(default=("bundled",))

    def __repr__(self) -> str:
        """Return what it is: the values would bury it."""
        return f"<Catalogue of {len(self.quantities)} values from {', '.join(self.files)}>"

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the content, whatever the order of the files' tables."""
        rows = [
            [q.path, q.low, q.nominal, q.high, q.unit, q.basis, q.source, q.claims_to_cite, q.note]
            for _, q in sorted(self.quantities.items())
        ]
        content = json.dumps([rows, sorted(self.facts.items())], ensure_ascii=False, default=str)
        return hashlib.sha256(content.encode()).hexdigest()

    @cached_property
    def _entries(self) -> dict[str, dict[str, Entry]]:
        # Grouped once: planning asks for the same sites thousands of times.
        facts = _grouped(self.facts)
        quantities = _grouped(self.quantities)
        found: dict[str, dict[str, Entry]] = {}
        for kind, name in {**facts, **quantities}:
            entry = Entry(kind, name, quantities.get((kind, name), {}), facts.get((kind, name), {}))
            found.setdefault(kind, {})[name] = entry
        return found

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of entries: interceptor, radar, threat, battery, site and so on."""
        return tuple(self._entries)

    def ids(self, kind: str) -> tuple[str, ...]:
        """Return the ids of one kind, in the order of the files."""
        return tuple(self._entries.get(kind, {}))

    def has(self, path: str) -> bool:
        """Tell whether there is a quantity at a path."""
        return path in self.quantities

    def quantity(self, path: str) -> Quantity:
        """Return the quantity at a path.

        Raises
        ------
        CatalogueError : there is none; the message names the nearest.
        """
        if path not in self.quantities:
            raise self._missing(path, "quantity", list(self.quantities))
        return self.quantities[path]

    def text(self, path: str) -> str:
        """Return the text at a path.

        Raises
        ------
        CatalogueError : there is none.
        """
        value = self.facts.get(path)
        if not isinstance(value, str):
            raise self._missing(path, "text", list(self.facts))
        return value

    def flag(self, path: str) -> bool:
        """Return the yes-or-no fact at a path; False where the catalogue is silent."""
        return self.facts.get(path) is True

    def entry(self, kind: str, name: str) -> Entry:
        """Return everything under `<kind>.<name>`.

        Raises
        ------
        CatalogueError : no such entry.
        """
        entries = self._entries.get(kind, {})
        if name not in entries:
            raise self._missing(f"{kind}.{name}", kind, [f"{kind}.{i}" for i in entries])
        return entries[name]

    def site(self, name: str) -> Site:
        """Return one site with coordinates.

        Raises
        ------
        CatalogueError : no such site, or it is a country or region without coordinates.
        """
        facts = self.entry("site", name).facts
        if "lat" not in facts:
            message = "is a country or region, not a site; name a base inside it"
            raise CatalogueError([Fault("catalogue", None, f"site.{name}", message)])
        aliases = facts.get("aliases", ())
        return Site(
            name,
            str(facts["name"]),
            str(facts.get("country", "")),
            float(str(facts["lat"])),
            float(str(facts["lon"])),
            float(str(facts.get("elevation_m", 0.0))),
            1e3 * float(str(facts.get("position_error_km", 1.0))),
            str(facts.get("position_basis", "estimate")),
            str(facts.get("position_source", "")),
            int(float(str(facts.get("geo_precision", 2)))),
            aliases if isinstance(aliases, tuple) else (),
        )

    def with_overrides(self, overrides: Mapping[str, Quantity]) -> Catalogue:
        """Return the same catalogue with other values at some paths."""
        return replace(self, quantities={**self.quantities, **overrides})

    def _missing(self, path: str, what: str, known: list[str]) -> CatalogueError:
        # Its own entry first: nearer in meaning, and to compare with the whole catalogue takes half
        # a second, which a check of every pair would pay hundreds of times.
        entry = path[: path.rfind(".") + 1]
        siblings = [one for one in known if one.startswith(entry)] if entry.count(".") > 1 else []
        message = f"no such {what} in the catalogue; {nearest(path, siblings or known, LISTED)}"
        return CatalogueError([Fault("catalogue", None, path, message)])
