"""Read catalogue values while a scenario is lowered, and remember which were read."""

from __future__ import annotations

from collections.abc import Mapping

from airshield.catalogue.catalogue import Catalogue


class ParameterSet:
    """One value for every quantity: the nominal, unless another is chosen.

    Parameters
    ----------
    catalogue : where the nominals come from.
    chosen : values in SI by path.
    """

    def __init__(self, catalogue: Catalogue, chosen: Mapping[str, float] | None = None) -> None:
        self._catalogue = catalogue
        self._chosen = chosen or {}
        self._used: dict[str, None] = {}

    def get(self, path: str) -> float:
        """Return a value in SI.

        Raises
        ------
        CatalogueError : no such quantity.
        """
        self._used[path] = None
        chosen = self._chosen.get(path)
        return self._catalogue.quantity(path).si_nominal if chosen is None else chosen

    def text(self, path: str) -> str:
        """Return a text of the catalogue."""
        return self._catalogue.text(path)

    def flag(self, path: str) -> bool:
        """Return a yes-or-no fact of the catalogue, False where it is silent."""
        return self._catalogue.flag(path)

    @property
    def used(self) -> tuple[str, ...]:
        """Paths that were read, in order, each once."""
        return tuple(self._used)
