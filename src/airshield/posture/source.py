"""Find the text of a ledger, by bundled name or by path, or say in one sentence why not."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from airshield.catalogue import nearest
from airshield.errors import ClaimError, Fault

_SUFFIX = "-claims.toml"


def bundled_names() -> tuple[str, ...]:
    """Return the names of the ledgers that come with the package, sorted."""
    folder = resources.files("airshield.posture") / "data"
    names = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)))


def _refuse(file: str, message: str) -> ClaimError:
    return ClaimError([Fault(file, None, "", message)])


def read_text(path: Path, what: str) -> str:
    """Return a user's UTF-8 text.

    Parameters
    ----------
    path : of the file; what : "a ledger" or "a policy file", for the message.

    Raises
    ------
    ClaimError : missing, a directory, unreadable, empty, or not text; the message says which.
    """
    file = str(path)
    if path.is_dir():
        raise _refuse(file, f"this is a directory; name {what} in it")
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        hint = nearest(file, list(bundled_names()))
        message = f"there is no such file, and no bundled ledger of that name; {hint}"
        raise _refuse(file, message) from None
    except (OSError, ValueError) as reason:
        words = getattr(reason, "strerror", None) or str(reason)
        raise _refuse(file, f"the file cannot be read: {words}") from None
    if b"\0" in raw:
        raise _refuse(file, f"this is a binary file; {what} is TOML text")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refuse(file, f"this is not UTF-8 text; save it as UTF-8: {what} is TOML") from None
    if not text.strip():
        raise _refuse(file, "the file is empty; `airshield schema ledger` shows what belongs in it")
    return text


def read_ledger_text(name_or_path: str | Path) -> tuple[str, str]:
    """Return (file as the user named it, text) of a bundled ledger or of a file.

    A bare word that names a bundled ledger means that one; write `./word` for a file.

    Raises
    ------
    ClaimError : no such file, or one that is no text.
    """
    file = str(name_or_path)
    if isinstance(name_or_path, str) and name_or_path in bundled_names():
        folder = resources.files("airshield.posture") / "data"
        return file, (folder / f"{name_or_path}{_SUFFIX}").read_text("utf-8")
    return file, read_text(Path(name_or_path), "a ledger")
