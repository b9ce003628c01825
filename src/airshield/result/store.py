"""Write result folders: whole or not at all, never over somebody else's run."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from airshield.errors import Fault, OutputError

MANIFEST = "manifest.json"
FORMAT = "airshield-result/1"


def run_hash(inputs: Mapping[str, object]) -> str:
    """Return the SHA-256 of what decides a run: scenario, catalogue, version, seed, length."""
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()


def _refuse(folder: Path, message: str) -> OutputError:
    return OutputError([Fault(str(folder), None, "", message)])


def _previous(folder: Path) -> str | None:
    """Return the run hash of the manifest in a folder; None where there is none."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    found = content.get("run_hash") if isinstance(content, dict) else None
    return found if isinstance(found, str) else None


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
                stream.flush()
                os.fsync(stream.fileno())
            # Temporary files are private; results are as readable as the user's other files.
            umask = os.umask(0)
            os.umask(umask)
            Path(name).chmod(0o666 & ~umask)
            Path(name).replace(path)
        finally:
            # Nothing is left under this name where the replacing went well.
            Path(name).unlink(missing_ok=True)
        _sync_folder(path.parent)
    except OSError as reason:
        raise _refuse(path, f"cannot be written ({reason.strerror})") from None


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
    """Write the manifest last: a folder with one is complete.

    Raises
    ------
    OutputError : it cannot be written.
    """
    files = {
        entry.name: hashlib.sha256(entry.read_bytes()).hexdigest()
        for entry in sorted(folder.iterdir())
        if entry.is_file() and entry.name != MANIFEST
    }
    content = {
        "format": FORMAT,
        "run_hash": run_hash(inputs),
        "inputs": dict(inputs),
        **facts,
        "files": files,
    }
    write_json(folder / MANIFEST, content)
