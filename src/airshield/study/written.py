"""Mirror what a study wrote of itself, so that a folder that was tampered with is told, not run."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from airshield.errors import Fault, OutputError
from airshield.result.store import MANIFEST, read_json
from airshield.scenario.models import Id
from airshield.study.models import RESERVED, Value

FORMAT = "airshield-study/1"
DESIGN, RESULT = "design.json", "results.parquet"
M = TypeVar("M", bound=BaseModel)


class _Written(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class Manifest(_Written):
    """The manifest of a study, as far as a reader needs it."""

    format: Literal["airshield-study/1"]
    run_hash: str
    complete: bool
    study_id: str
    title: str
    question: str
    scenario_id: str
    design: Literal["grid", "latin_hypercube"]
    samples: Annotated[int, Field(ge=0, le=10_000)]
    inputs: dict[str, Any]
    files: dict[str, str]


class DesignAxis(_Written):
    """One axis of a design."""

    id: Id
    name: str
    values: list[Value] = []


class Design(_Written):
    """The axes of a study and the values of each point."""

    axes: list[DesignAxis] = Field(min_length=1)
    points: list[list[Value]] = Field(min_length=1)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a finished study whose design and result are as it names them.

    Raises
    ------
    OutputError : the folder holds no study, one that is not finished, or one that was changed.
    """
    content = read_json(folder / MANIFEST)
    if content.get("format") != FORMAT:
        raise _refuse(folder, "holds no study; give the folder that `airshield study run` wrote")
    if content.get("complete") is not True:
        message = "is not finished; `airshield study run` with the same file and --out goes on"
        raise _refuse(folder, message)
    found = _read(folder, MANIFEST, Manifest, content)
    for name in (DESIGN, RESULT):
        try:
            own = digest_of(folder / name)
        except OSError as reason:
            raise _damaged(folder, name, (reason.strerror or "cannot be read").lower()) from None
        if found.files.get(name) != own:
            raise _damaged(folder, name, "is not what the manifest names")
    return found


def read_design(folder: Path, *, grid: bool) -> Design:
    """Return the design of a study, a grid or a Latin hypercube.

    Raises
    ------
    OutputError : it is not what `airshield study run` writes.
    """
    found = _read(folder, DESIGN, Design, read_json(folder / DESIGN))
    ids = [axis.id for axis in found.axes]
    if len(set(ids)) < len(ids) or set(ids) & set(RESERVED):
        raise _damaged(folder, DESIGN, "its axes have no names of their own")
    if any(len(point) != len(ids) for point in found.points):
        raise _damaged(folder, DESIGN, "has points without a value for each axis")
    sizes = math.prod(len(axis.values) for axis in found.axes)
    if grid and sizes != len(found.points):
        raise _damaged(folder, DESIGN, "has other points than its values make")
    return found


def _read(folder: Path, name: str, model: type[M], content: dict[str, Any]) -> M:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "the file"
        raise _damaged(folder, name, f"{where}: {first['msg'].lower()}") from None


def _damaged(folder: Path, name: str, why: str) -> OutputError:
    return _refuse(folder, f"{name} is damaged ({why}); run the study again with --force")


def damaged_result(folder: Path, why: str) -> OutputError:
    """Return the fault of a result that cannot be read, or does not fit its design."""
    return _damaged(folder, RESULT, why)


def _refuse(folder: Path, message: str) -> OutputError:
    return OutputError([Fault(str(folder), None, "", message)])
