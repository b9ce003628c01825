"""Keep a study in a folder: one writer at a time, parts that are whole or absent, manifest last."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from airshield.errors import Fault, OutputError
from airshield.result.store import (
    MANIFEST,
    prepare,
    read_json,
    run_hash,
    write_bytes,
    write_json,
)
from airshield.study.parts import is_part
from airshield.study.written import DESIGN, FORMAT, RESULT, digest_of

PARTS, LOCK = "parts", ".lock"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder for this process; the system lets go of it however the process ends.

    Raises
    ------
    OutputError : another process writes into it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("ab") as lock:
        try:
            _lock(lock.fileno())
        except OSError:
            message = "another run writes into this folder; wait for it, or name another --out"
            raise OutputError([Fault(str(folder), None, "", message)]) from None
        yield


def _lock(handle: int) -> None:
    if os.name == "nt":
        windows = importlib.import_module("msvcrt")
        windows.locking(handle, windows.LK_NBLCK, 1)
    else:
        fcntl = importlib.import_module("fcntl")
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def begin(
    folder: Path,
    inputs: Mapping[str, object],
    facts: Mapping[str, object],
    design: Mapping[str, object],
    force: bool,
) -> bool:
    """Make a folder ready to begin or to go on; return whether its study is finished already.

    Parameters
    ----------
    inputs : what decides the run; facts : for the manifest; design : axes and points.
    force : replace what the folder holds.

    Raises
    ------
    OutputError : it cannot be written, or holds another run or other files without `force`.
    """
    before = read_json(folder / MANIFEST)
    own = before.get("run_hash") == run_hash(inputs)
    if not own:
        _refuse_others(folder, inputs, force)
    (folder / PARTS).mkdir(exist_ok=True)
    _sweep(folder, everything=not own)
    if own:
        return before.get("complete") is True
    write_json(folder / DESIGN, design)
    _write_manifest(folder, inputs, facts, {})
    return False


def _refuse_others(folder: Path, inputs: Mapping[str, object], force: bool) -> None:
    """Refuse a folder with anything in it but our lock, as every command does."""
    if force or not _holds_nothing(folder):
        prepare(folder, inputs, force=force)


def _holds_nothing(folder: Path) -> bool:
    """Tell whether nothing lies there but what a run leaves that was killed at once."""
    left = (LOCK, PARTS, DESIGN)
    names = {entry.name for entry in folder.iterdir() if not entry.name.startswith(f".{DESIGN}.")}
    temporary = {name for name in names if name.startswith(f".{MANIFEST}.")}
    return not names - {*left, *temporary} and not any(folder.glob(f"{PARTS}/*"))


def _sweep(folder: Path, everything: bool) -> None:
    """Remove what a killed run left half-written and, of another study, its parts too."""
    for old in folder.glob(f"{PARTS}/*" if everything else f"{PARTS}/.*"):
        old.unlink()
    for name in (RESULT, MANIFEST, DESIGN):
        for old in folder.glob(f".{name}.*"):
            old.unlink()
    if everything:
        (folder / RESULT).unlink(missing_ok=True)


def part_path(folder: Path, name: str) -> Path:
    """Return where a part lies."""
    return folder / PARTS / f"{name}.parquet"


def part_paths(folder: Path) -> list[Path]:
    """Return the parts that lie in a folder, in the order of their blocks."""
    return sorted((folder / PARTS).glob("*.parquet"))


def has_part(folder: Path, name: str, digest: str) -> bool:
    """Tell whether a part is there and whole; what is neither is removed."""
    path = part_path(folder, name)
    if path.exists() and not is_part(path, digest, name):
        path.unlink()
    return path.exists()


def save_part(folder: Path, name: str, content: bytes) -> None:
    """Write a part whole or not at all."""
    write_bytes(part_path(folder, name), content)


def finish(
    folder: Path, inputs: Mapping[str, object], facts: Mapping[str, object], result: bytes
) -> None:
    """Write the result and then the manifest: a manifest that says complete is the last to come."""
    write_bytes(folder / RESULT, result)
    files = {
        str(path.relative_to(folder).as_posix()): digest_of(path)
        for path in (
            folder / DESIGN,
            *part_paths(folder),
            folder / RESULT,
        )
    }
    _write_manifest(folder, inputs, facts, files)


def _write_manifest(
    folder: Path,
    inputs: Mapping[str, object],
    facts: Mapping[str, object],
    files: Mapping[str, str],
) -> None:
    content = {
        "format": FORMAT,
        "run_hash": run_hash(inputs),
        "complete": bool(files),
        "inputs": dict(inputs),
        **facts,
        "files": dict(files),
    }
    write_json(folder / MANIFEST, content)
