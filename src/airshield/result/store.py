"""Write result folders: whole or not at all, never over somebody else's run."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from airshield.errors import Fault, OutputError

MANIFEST = "manifest.json"
FORMAT = "airshield-result/1"
_HALF = re.compile(r"\.[\w.-]+\.[a-z0-9_]{8}(\.\w+)?")
"""Names of files that were being written when a run was killed."""


def run_hash(inputs: Mapping[str, object]) -> str:
    """Return the SHA-256 of what decides a run: scenario, catalogue, version, seed, length."""
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()


def _refuse(folder: Path, message: str) -> OutputError:
    return OutputError([Fault(str(folder), None, "", message)])


def _previous(folder: Path) -> str | None:
    """Return the run hash of the manifest in a folder; None where there is none."""
    found = read_json(folder / MANIFEST).get("run_hash")
    return found if isinstance(found, str) else None


def read_json(path: Path) -> dict[str, Any]:
    """Return the JSON object of a file; an empty one where there is none, or something else."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        # A file nested ten thousand deep is as little a manifest of ours as one that is cut off.
        return {}
    return content if isinstance(content, dict) else {}


def prepare(folder: Path, inputs: Mapping[str, object], *, force: bool = False) -> Path:
    """Make a result folder ready before anything is computed.

    Parameters
    ----------
    folder : where the result goes; inputs : what decides the run (`run_hash`).
    force : take over a folder that holds another run or other files (those stay).

    Raises
    ------
    OutputError : it cannot be written, or it holds another run and `force` was not given.
    """
    if folder.exists() and not folder.is_dir():
        raise _refuse(folder, "is a file; name a folder with --out")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError as reason:
        message = f"cannot be written ({reason.strerror}); name another folder with --out"
        raise _refuse(folder, message) from None
    held = _previous(folder)
    if force or held == run_hash(inputs):
        return folder
    if held is not None:
        raise _refuse(folder, "holds another run; name another --out, or replace it with --force")
    if any(folder.iterdir()):
        raise _refuse(folder, "is not empty; name another --out, or write into it with --force")
    return folder


def make_folder(folder: Path, option: str = "--out") -> Path:
    """Make a folder for files that are no run; what lies in it stays.

    Parameters
    ----------
    option : of the command line, to name another with.

    Raises
    ------
    OutputError : it cannot be made or is a file.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        message = f"cannot be written ({reason.strerror}); name another folder with {option}"
        raise _refuse(folder, message) from None
    return folder


@contextmanager
def run_folder(
    folder: Path, inputs: Mapping[str, object], *, force: bool = False
) -> Iterator[Path]:
    """Prepare a result folder and hold it for this process until the block ends.

    The system lets go of it however the process ends, so that a killed run blocks nobody.

    Raises
    ------
    OutputError : as of `prepare`, or another process is writing a run into it.

    **Limits**: on Windows, where a folder cannot be locked, two runs are not kept apart.
    """
    prepare(folder, inputs, force=force)
    if os.name == "nt":
        yield folder
        return
    fcntl = importlib.import_module("fcntl")
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            message = "another run writes into this folder; wait for it, or name another --out"
            raise _refuse(folder, message) from None
        yield folder
    finally:
        os.close(handle)


def begin(folder: Path, inputs: Mapping[str, object]) -> None:
    """Say that a run is being written: the manifest names it, and says that it is not complete.

    To be called before the first file: a run that is killed then leaves no manifest that claims
    files of another, and the same command may go on. What such a run left half-written goes.

    Raises
    ------
    OutputError : it cannot be written.
    """
    for entry in folder.iterdir():
        if _HALF.fullmatch(entry.name) and entry.is_file():
            entry.unlink(missing_ok=True)
    _write_manifest(folder, inputs, {}, complete=False)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and on the disk before anything that is written after it.

    Raises
    ------
    OutputError : it cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            put_in_place(Path(name), path)
        finally:
            # Nothing is left under this name where the replacing went well.
            Path(name).unlink(missing_ok=True)
    except OSError as reason:
        raise _refuse(path, f"cannot be written ({reason.strerror})") from None


def put_in_place(written: Path, path: Path) -> None:
    """Give a file that was written beside a path that name, once it is on the disk."""
    with written.open("rb+") as stream:
        os.fsync(stream.fileno())
    # Temporary files are private; results are as readable as the user's other files.
    umask = os.umask(0)
    os.umask(umask)
    written.chmod(0o666 & ~umask)
    written.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the names of a folder last through a loss of power, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_text(path: Path, text: str) -> None:
    """Write a text in UTF-8 whole or not at all.

    Raises
    ------
    OutputError : it cannot be written.
    """
    write_bytes(path, text.encode("utf-8"))


def write_json(path: Path, content: object) -> None:
    """Write JSON whole or not at all; not-a-number is refused by the standard, so it becomes null.

    Raises
    ------
    OutputError : it cannot be written.
    """
    write_text(path, json.dumps(finite(content), indent=1, ensure_ascii=False) + "\n")


def finite(content: object) -> Any:
    """Return JSON-ready content: infinities and not-a-number become None, tuples lists."""
    if isinstance(content, float):
        return content if content - content == 0.0 else None
    if isinstance(content, dict):
        return {str(key): finite(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [finite(value) for value in content]
    return content


def write_manifest(folder: Path, inputs: Mapping[str, object], facts: Mapping[str, object]) -> None:
    """Write the manifest last: one that says complete names every file that is there.

    Raises
    ------
    OutputError : it cannot be written.
    """
    _write_manifest(folder, inputs, facts, complete=True)


def _write_manifest(
    folder: Path, inputs: Mapping[str, object], facts: Mapping[str, object], *, complete: bool
) -> None:
    files = {
        entry.name: hashlib.sha256(entry.read_bytes()).hexdigest()
        for entry in sorted(folder.iterdir() if complete else ())
        if entry.is_file() and entry.name != MANIFEST and not entry.name.startswith(".")
    }
    content = {
        "format": FORMAT,
        "run_hash": run_hash(inputs),
        "complete": complete,
        "inputs": dict(inputs),
        **facts,
        "files": files,
    }
    write_json(folder / MANIFEST, content)
