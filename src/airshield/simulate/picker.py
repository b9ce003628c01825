"""Read values while lowering: the catalogue's in SI, the scenario's in the file's unit."""

from __future__ import annotations

from collections.abc import Mapping

from airshield.catalogue import Catalogue, Site
from airshield.scenario.models import Estimate


class Picker:
    """Nominal values unless others are chosen; every path that was read is remembered.

    Parameters
    ----------
    catalogue : where the nominals come from.
    chosen : values to take instead: catalogue paths in SI, scenario paths in the unit of the file.
    """

    def __init__(self, catalogue: Catalogue, chosen: Mapping[str, float]) -> None:
        self.catalogue = catalogue
        self._chosen = chosen
        self._used: dict[str, None] = {}
        self._scenario_used: dict[str, None] = {}
        self._facts_used: dict[str, None] = {}

    def get(self, path: str) -> float:
        """Return a catalogue quantity in SI.

        Raises
        ------
        CatalogueError : no such quantity.
        """
        self._used[path] = None
        chosen = self._chosen.get(path)
        return self.catalogue.quantity(path).si_nominal if chosen is None else chosen

    def has(self, path: str) -> bool:
        """Tell whether the catalogue holds a quantity."""
        return self.catalogue.has(path)

    def count(self, path: str) -> int:
        """Return a catalogue quantity as the nearest whole number."""
        return round(self.get(path))

    def flag(self, path: str) -> bool:
        """Return a yes-or-no fact of the catalogue, False where it is silent."""
        return self.catalogue.flag(path)

    def text(self, path: str) -> str:
        """Return a text of the catalogue."""
        return self.catalogue.text(path)

    def share(self, table: str, key: str) -> float:
        """Return one plain number of a table of shares, which has one basis for all of them."""
        self._facts_used[table] = None
        return float(str(self.catalogue.facts[f"{table}.{key}"]))

    def site(self, name: str) -> Site:
        """Return a site; its position has a source as any value has."""
        self._facts_used[f"site.{name}.position"] = None
        return self.catalogue.site(name)

    def number(self, path: str, estimate: Estimate) -> float:
        """Return one of the scenario's own numbers."""
        self._scenario_used[path] = None
        return self._chosen.get(path, estimate.nominal)

    def either(self, path: str, estimate: Estimate | None, otherwise: float) -> float:
        """Return the scenario's own number where it states one, else a value without a spread."""
        return otherwise if estimate is None else self.number(path, estimate)

    def own(self, path: str, estimate: Estimate | None, catalogue_path: str) -> float:
        """Return the scenario's own number where it states one, else the catalogue's."""
        return self.get(catalogue_path) if estimate is None else self.number(path, estimate)

    @property
    def used(self) -> tuple[str, ...]:
        """Paths of all catalogue and scenario values that were read, in order."""
        return (*self._used, *self._scenario_used)

    @property
    def used_facts(self) -> tuple[str, ...]:
        """Paths of the facts with a basis of their own that were read, in order."""
        return tuple(self._facts_used)
