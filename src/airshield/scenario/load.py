"""Load a scenario: read, check everything, then raise once or return."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from airshield.catalogue import Catalogue, bundled
from airshield.errors import Fault, ScenarioError, by_line
from airshield.files import Document
from airshield.files.shape import validate_as
from airshield.scenario.check import check
from airshield.scenario.dump import to_data
from airshield.scenario.models import Scenario
from airshield.scenario.overrides import apply_overrides
from airshield.scenario.source import read_document, read_text

_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
"""How a TIFF file begins: either order of bytes, the usual format and the one for large files."""


@dataclass(frozen=True, repr=False)
class Loaded:
    """A scenario that was checked, with the catalogue that it is to be played with.

    Attributes
    ----------
    scenario : what the file says.
    catalogue : the catalogue, the user's files beside it, the scenario's overrides applied.
    file : the bundled name or the path, as the user gave it.
    text_hash : SHA-256 of the file's text, hexadecimal.
    text : the file's text, for the lines of faults; empty for a scenario built in Python.
    """

    scenario: Scenario
    catalogue: Catalogue
    file: str
    text_hash: str
    text: str = ""

    def __repr__(self) -> str:
        """Return what it is: scenario and catalogue would fill a screen a thousand times."""
        return f"<Loaded scenario {self.scenario.id!r} from {self.file}>"


def load(name_or_path: str | Path, catalogue: Catalogue | None = None) -> Loaded:
    """Load a bundled scenario by name, or a file.

    Parameters
    ----------
    name_or_path : for example "iraq-2020", or the path of a TOML file. A bare word that names a
        bundled scenario means that one; write "./word" for a file.
    catalogue : the bundled one where None; `load_catalogue` puts a user's files beside it.

    Raises
    ------
    ScenarioError : with every fault of the file, in the order of its lines.
    """
    file, text = read_text(name_or_path)
    return read(text, file, catalogue)


def read(text: str, file: str = "scenario", catalogue: Catalogue | None = None) -> Loaded:
    """Read a scenario from TOML text; as `load` otherwise."""
    document = read_document(file, text)
    scenario, shape = validate_as(Scenario, document)
    own, meaning = _meaning(document, bundled() if catalogue is None else catalogue)
    refused = {(fault.line, fault.key) for fault in shape}
    # One line per fault: where the shape is wrong, nothing is said about the meaning.
    faults = [*shape, *(fault for fault in meaning if (fault.line, fault.key) not in refused)]
    if scenario is None or faults:
        raise ScenarioError(by_line(faults))
    scenario, content = _with_terrain(document, scenario)
    return Loaded(scenario, own, file, hashlib.sha256(text.encode() + content).hexdigest(), text)


def _with_terrain(document: Document, scenario: Scenario) -> tuple[Scenario, bytes]:
    """Return the scenario with the path of its terrain made whole, and that file's digest.

    The path in a scenario is seen from the scenario's own file, wherever the run is started.
    """
    if scenario.terrain is None:
        return scenario, b""
    path = (Path(document.file).parent / scenario.terrain.file).resolve()
    try:
        with path.open("rb") as opened:
            is_tiff = opened.read(4) in _TIFF
            opened.seek(0)
            digest = hashlib.file_digest(opened, "sha256").digest()
    except OSError as error:
        message = f"{path}: {(error.strerror or 'cannot be read').lower()}; name a GeoTIFF"
        raise ScenarioError([document.fault(("terrain", "file"), message)]) from error
    if not is_tiff:
        message = f"{path}: this is not a TIFF file; name a GeoTIFF of elevations"
        raise ScenarioError([document.fault(("terrain", "file"), message)])
    whole = scenario.terrain.model_copy(update={"file": str(path)})
    return scenario.model_copy(update={"terrain": whole}), digest


def adopt(scenario: Scenario, catalogue: Catalogue | None = None) -> Loaded:
    """Check a scenario that was built in Python, and return it as if loaded from a file.

    Raises
    ------
    ScenarioError : with every fault; without lines, since there is no file.
    """
    document = Document(scenario.id, to_data(scenario))
    own, faults = _meaning(document, bundled() if catalogue is None else catalogue)
    if faults:
        raise ScenarioError(faults)
    digest = hashlib.sha256(scenario.model_dump_json().encode()).hexdigest()
    return Loaded(scenario, own, scenario.id, digest)


def _meaning(document: Document, catalogue: Catalogue) -> tuple[Catalogue, tuple[Fault, ...]]:
    own, faults = apply_overrides(document, catalogue)
    return own, (*faults, *check(document, own))
