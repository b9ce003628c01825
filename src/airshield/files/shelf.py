"""Find a text by the name it has in the package, or by path, or say in one sentence why not."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from airshield.errors import Fault, InputError
from airshield.files.hints import nearest

_DATA = "data"


@dataclass(frozen=True)
class Shelf:
    """Files of one kind: how they are called, and where those of the package stand.

    Attributes
    ----------
    kind : one word for messages, as "scenario".
    package : whose folder `data` holds the bundled ones; "" where there are none to be named.
    suffix : how the names of the bundled files end.
    error : what is raised for a file of this kind.
    mend : what to do about an empty file; "" for what any file should hold.
    """

    kind: str
    package: str = ""
    suffix: str = ".toml"
    error: type[InputError] = InputError
    mend: str = ""


def bundled_names(shelf: Shelf) -> tuple[str, ...]:
    """Return the names of the files that come with the package, sorted."""
    if not shelf.package:
        return ()
    names = (entry.name for entry in (resources.files(shelf.package) / _DATA).iterdir())
    return tuple(sorted(n.removesuffix(shelf.suffix) for n in names if n.endswith(shelf.suffix)))


def bundled_text(shelf: Shelf, name: str) -> str:
    """Return the text of a bundled file.

    Raises
    ------
    InputError : there is none of that name; names the nearest.
    """
    if name not in bundled_names(shelf):
        raise _refuse(shelf, name, _no_such(shelf, name))
    entry = resources.files(shelf.package) / _DATA / f"{name}{shelf.suffix}"
    return entry.read_text("utf-8")


def read_text(shelf: Shelf, name_or_path: str | Path) -> tuple[str, str]:
    """Return (file as the user named it, text) of a bundled file or of the user's own.

    A bare word that names a bundled file means that one; write `./word` for a file.

    Raises
    ------
    InputError : as `read_file`; of the shelf's own kind.
    """
    file = str(name_or_path)
    if isinstance(name_or_path, str) and file in bundled_names(shelf):
        return file, bundled_text(shelf, file)
    return file, read_file(shelf, Path(name_or_path))


def read_file(shelf: Shelf, path: Path) -> str:
    """Return a user's UTF-8 text.

    Raises
    ------
    InputError : no such file, a directory, unreadable, empty, or not text; of the shelf's own kind.
    """
    file = str(path)
    if path.is_dir():
        raise _refuse(shelf, file, f"this is a directory; name the {shelf.kind} file in it")
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise _refuse(shelf, file, _no_such(shelf, file)) from None
    except (OSError, ValueError) as reason:
        # ValueError: a path that no system takes, as one with a NUL in it.
        words = getattr(reason, "strerror", None) or str(reason)
        raise _refuse(shelf, file, f"the file cannot be read: {words}") from None
    if b"\0" in raw:
        raise _refuse(shelf, file, f"this is a binary file; a {shelf.kind} is TOML text")
    try:
        # A leading byte-order mark is what some editors add, not a fault of the user.
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = f"this is not UTF-8 text; save it as UTF-8: a {shelf.kind} is TOML text"
        raise _refuse(shelf, file, message) from None
    if not text.strip():
        mend = shelf.mend or f"a {shelf.kind} is TOML text"
        raise _refuse(shelf, file, f"the file is empty; {mend}")
    return text


def _refuse(shelf: Shelf, file: str, message: str) -> InputError:
    return shelf.error([Fault(file, None, "", message)])


def _no_such(shelf: Shelf, name: str) -> str:
    known = list(bundled_names(shelf))
    if not known:
        return f"there is no such file; name a {shelf.kind} file"
    return (
        f"there is no such file, and no bundled {shelf.kind} of that name; {nearest(name, known)}"
    )
