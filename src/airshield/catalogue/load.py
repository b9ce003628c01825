"""Read catalogue files: the bundled ones, and a user's own beside them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from pathlib import Path

from airshield import files
from airshield.catalogue.catalogue import Catalogue
from airshield.catalogue.constraints import broken, partners
from airshield.catalogue.reader import FileReader, read_file
from airshield.catalogue.vocabulary import incomplete_sites, slips
from airshield.errors import CatalogueError, Fault

_OWN = files.Shelf(
    "catalogue", error=CatalogueError, mend="`airshield schema catalogue` shows what it holds"
)
BUNDLED = ("radars", "interceptors", "threats", "batteries", "sites")


@lru_cache(maxsize=1)
def bundled() -> Catalogue:
    """Return the bundled catalogue.

    Raises
    ------
    CatalogueError : a bundled file is faulty (a bug of ours; the tests look).
    """
    folder = resources.files("airshield.catalogue") / "data"
    merged = Catalogue({}, {}, ())
    for name in BUNDLED:
        file = f"{name}.toml"
        merged = _add(merged, read_file((folder / file).read_text(encoding="utf-8"), file))
    return merged


def load_catalogue(paths: Iterable[str | Path] = ()) -> Catalogue:
    """Return the bundled catalogue with a user's own files beside it; later values win.

    Parameters
    ----------
    paths : TOML files as `docs/formats/catalogue.md` describes them.

    Raises
    ------
    CatalogueError : a file is missing, unreadable or faulty; every fault of every file at once.
    """
    merged = bundled()
    faults: list[Fault] = []
    for path in paths:
        try:
            reader = read_file(files.read_file(_OWN, Path(path)), str(path))
            _check_words(reader, merged)
            merged = _add(merged, reader)
        except CatalogueError as refused:
            faults += refused.faults
    if faults:
        raise CatalogueError(faults)
    return merged


def _check_words(reader: FileReader, before: Catalogue) -> None:
    """Note names that nothing would read, and sites without a place."""
    merged = {**before.facts, **reader.facts}
    for path, message in (
        *slips(reader.quantities, reader.facts, bundled()),
        *incomplete_sites(reader.quantities, reader.facts, merged),
    ):
        reader.fault(tuple(path.split(".")), message)


def _add(before: Catalogue, reader: FileReader) -> Catalogue:
    """Return a catalogue with one more file, whose values win."""
    quantities = {**before.quantities, **reader.quantities}
    if not reader.faults:
        for small, message in broken(quantities, only=reader.quantities):
            # The relation is reported where the user can mend it: at the side that this file says.
            own = next(path for path in (small, *partners(small)) if path in reader.quantities)
            other = "" if own == small else f"{small} does not go with this: "
            reader.fault(tuple(own.split(".")), other + message)
    if reader.faults:
        raise CatalogueError(reader.faults)
    return Catalogue(quantities, {**before.facts, **reader.facts}, (*before.files, reader.file))
