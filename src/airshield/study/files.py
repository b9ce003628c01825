"""Read study files: TOML that a model mirrors, with a line for every fault."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from airshield import files
from airshield.catalogue import Catalogue
from airshield.errors import AirshieldError, Fault, InputError, by_line
from airshield.files import Document, Place, Shelf, nearest, parse
from airshield.files.shape import validate_as
from airshield.posture import Resolved, resolve
from airshield.posture import bundled_names as ledger_names
from airshield.posture.source import read_ledger_text
from airshield.scenario import Loaded, bundled_names, load
from airshield.study.design import POINTS_MOST, Point, design, first_values, points_of
from airshield.study.models import RESERVED, Axis, StudyFile
from airshield.study.vary import RefusedError, varied

_SHELF = Shelf("study", "airshield.study")


@dataclass(frozen=True, eq=False)
class Study:
    """A study file that was checked.

    Attributes
    ----------
    spec : what the file says; file : as the user named it.
    base : the scenario as its file has it, with its catalogue; points : the points of the design,
    in order. text_hash : SHA-256 of the file's text; scenario_hash : of the scenario's and its
    ledger's. catalogue : before the scenario's own values, None for the bundled one. ledger : file
    and text of the ledger that the scenario names; None without one, or for a bundled one.
    """

    spec: StudyFile
    file: str
    base: Loaded
    points: tuple[Point, ...]
    text_hash: str
    scenario_hash: str
    catalogue: Catalogue | None = None
    ledger: tuple[str, str] | None = None


def bundled_studies() -> tuple[str, ...]:
    """Return the names of the studies that come with the package, sorted."""
    return files.bundled_names(_SHELF)


def _scenario(document: Document, spec: StudyFile, catalogue: Catalogue | None) -> Resolved:
    """Load the scenario: a bundled one, or a path as seen from the study file."""
    if spec.scenario in bundled_names():
        return resolve(load(spec.scenario, catalogue))
    path = Path(document.file).parent / spec.scenario
    if not path.is_file():
        hint = nearest(spec.scenario, list(bundled_names()))
        message = f'"{spec.scenario}" is neither a bundled scenario nor a file beside this; {hint}'
        raise InputError([document.fault(("scenario",), message)])
    return resolve(load(path, catalogue))


def _ledger_of(resolved: Resolved) -> tuple[str, str] | None:
    """Return file and text of a ledger that a worker elsewhere has not got."""
    if resolved.beliefs is None or resolved.beliefs.loaded.file in ledger_names():
        return None
    return read_ledger_text(Path(resolved.beliefs.loaded.file))


def _axis_faults(document: Document, spec: StudyFile, at: Place, axis: Axis) -> Iterator[Fault]:
    ranged = axis.low is not None or axis.high is not None
    if ranged and axis.values:
        yield document.fault((*at, "values"), "give either values, or low and high; not both")
    elif ranged and spec.design == "grid":
        message = 'a grid needs `values`; `low` and `high` belong to design = "latin_hypercube"'
        yield document.fault((*at, "low" if axis.low is not None else "high"), message)
    elif not ranged and not axis.values:
        yield document.fault((*at, "values"), "missing; write the values, as [4, 8, 16]")
    elif ranged and (axis.low is None or axis.high is None):
        missing = "low" if axis.low is None else "high"
        yield document.fault((*at, missing), "missing; a range has low and high")
    elif axis.low is not None and axis.high is not None and not axis.low < axis.high:
        yield document.fault((*at, "high"), f"{axis.high:g} is not above low = {axis.low:g}")
    seen: list[tuple[type, object]] = []
    for j, value in enumerate(axis.values):
        if (type(value), value) in seen:
            yield document.fault((*at, "values", j), f"{value} stands twice; each value once")
        seen.append((type(value), value))
    if len({isinstance(value, str | bool) for value in axis.values}) > 1:
        yield document.fault((*at, "values"), "numbers and words in one axis; take one kind")


def _shape_faults(document: Document, spec: StudyFile) -> Iterator[Fault]:
    ids = [axis.id for axis in spec.axis]
    for k, axis in enumerate(spec.axis):
        at: Place = ("axis", k)
        if axis.id in ids[:k]:
            message = f'"{axis.id}" stands twice among the `axis` tables; give each its own'
            yield document.fault((*at, "id"), message)
        if axis.id in RESERVED:
            message = f'"{axis.id}" is a word of the result or of xarray; choose another id'
            yield document.fault((*at, "id"), message)
        yield from _axis_faults(document, spec, at, axis)
    before: set[str] = set()
    for k, axis in enumerate(spec.axis):
        for j, path in enumerate(axis.paths):
            if path in before:
                yield document.fault(("axis", k, "keys", j), f"`{path}` is varied twice")
            before.add(path)
    if spec.design == "latin_hypercube" and spec.points is None:
        yield document.fault(("points",), "missing; a Latin hypercube needs the number of points")
    if spec.design == "grid" and spec.points is not None:
        message = "a grid has as many points as its values make; leave this out"
        yield document.fault(("points",), message)
    if spec.samples == 1:
        message = "1 sample shows no spread; take at least 2, or 0 for none"
        yield document.fault(("samples",), message)


def _value_faults(document: Document, spec: StudyFile, resolved: Resolved) -> Iterator[Fault]:
    """Try every value of every axis, the other axes at their first."""
    ledger = resolved.beliefs.loaded if resolved.beliefs else None
    start = first_values(spec)
    for k, axis in enumerate(spec.axis):
        for j, value in enumerate(points_of(axis)):
            here: Place = ("values", j) if axis.values else (("low", "high")[j],)
            place: Place = ("axis", k, *here)
            try:
                point = varied(resolved.source, spec.axis, {**start, axis.id: value})
                resolve(point, ledger=ledger)
            except RefusedError as refused:
                if refused.axis != axis.id:
                    continue  # told at its own axis
                at = place if refused.key is None else ("axis", k, "keys", refused.key)
                yield document.fault(at, str(refused))
                if refused.key is not None:
                    break
            except InputError as error:
                fault = error.faults[0]
                yield document.fault(place, f"{value}: {fault.key}: {fault.message}")


def load_study(name_or_path: str | Path, catalogue: Catalogue | None = None) -> Study:
    """Read a study file and its scenario, and check every value of every axis.

    Parameters
    ----------
    name_or_path : a bundled study or a path; catalogue : the bundled one where None.

    Raises
    ------
    InputError : with every fault of the file, in the order of its lines.
    """
    file, text = files.read_text(_SHELF, name_or_path)
    return read_study(text, file, catalogue)


def read_study(text: str, file: str = "study", catalogue: Catalogue | None = None) -> Study:
    """Read a study from TOML text; as `load_study` otherwise."""
    document = Document(file, parse(text, file), text)
    spec, shape = validate_as(StudyFile, document)
    if spec is None:
        raise InputError(by_line(shape))
    _raise(_shape_faults(document, spec))
    resolved = _scenario(document, spec, catalogue)
    _raise(_value_faults(document, spec, resolved))
    points = design(spec)
    if points is None:
        message = f"these values make more than {POINTS_MOST:,} points; take fewer"
        raise InputError([document.fault(("axis",), message)])
    return Study(
        spec,
        file,
        resolved.source,
        points,
        hashlib.sha256(text.encode()).hexdigest(),
        resolved.loaded.text_hash,
        catalogue,
        _ledger_of(resolved),
    )


def point_of(study: Study, number: int) -> Loaded:
    """Return the scenario of one point.

    Raises
    ------
    InputError : its values do not go together; named by the point.
    """
    point = study.points[number]
    try:
        return varied(study.base, study.spec.axis, point)
    except AirshieldError as error:
        where = ", ".join(f"{name} = {value}" for name, value in point.items())
        message = error.faults[0].message if isinstance(error, InputError) else str(error)
        fault = Fault(study.file, None, f"point {number}", f"{where}: {message}")
        raise InputError([fault]) from None


def _raise(faults: Iterable[Fault]) -> None:
    found = list(faults)
    if found:
        raise InputError(by_line(found))
