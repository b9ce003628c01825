"""Keep scenarios in a folder: saved whole, by a plain name, never over somebody else's change."""

from __future__ import annotations

import hashlib
import re
import threading
from pathlib import Path

from airshield.result.store import write_text
from airshield.scenario import bundled_names, bundled_text
from airshield.web.faults import RefusalError

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def version_of(text: str) -> str:
    """Return what tells two states of a file apart."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Workspace:
    """The folder of one user's scenarios and runs."""

    def __init__(self, folder: Path, scenarios_most: int = 500) -> None:
        self.folder = folder
        self._most = scenarios_most
        self._saving = threading.Lock()
        for part in ("scenarios", "runs"):
            (folder / part).mkdir(parents=True, exist_ok=True)

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            message = "a name holds small letters, digits and hyphens, 64 at most"
            raise RefusalError(422, "name", message)
        path = self.folder / "scenarios" / f"{name}.toml"
        if path.is_symlink():
            raise RefusalError(403, "path", f"{name} leads out of the workspace")
        return path

    def names(self) -> list[str]:
        """Return the names of the saved scenarios, sorted."""
        found = (self.folder / "scenarios").glob("*.toml")
        return sorted(p.stem for p in found if NAME.fullmatch(p.stem) and not p.is_symlink())

    def text(self, name: str) -> str:
        """Return the text of a saved or bundled scenario.

        Raises
        ------
        RefusalError : there is none, or the name is no name.
        """
        path = self._path(name)
        if path.is_file():
            return path.read_text("utf-8")
        if name in bundled_names():
            return bundled_text(name)
        raise RefusalError(404, "missing", f"there is no scenario {name}")

    def save(self, name: str, text: str, expected: str | None) -> str:
        """Write a scenario; return its version.

        Parameters
        ----------
        expected : the version that the change began from; None: a new scenario.

        Raises
        ------
        RefusalError : a bundled name; the file has been changed since; or it is there already.
        """
        path = self._path(name)
        if name in bundled_names():
            message = f"{name} comes with the package; save it under another name"
            raise RefusalError(409, "bundled", message)
        with self._saving:
            now = version_of(path.read_text("utf-8")) if path.is_file() else None
            if now != expected:
                words = {
                    (True, False): f"{name} is there already; take another name, or open it first",
                    (False, True): f"{name} was deleted since you opened it; save it anew",
                }.get(
                    (expected is None, now is None),
                    f"{name} was changed since you opened it, perhaps in another tab; "
                    "save yours under another name, or load the other first",
                )
                raise RefusalError(409, "conflict", words)
            if now is None and len(self.names()) >= self._most:
                message = f"the workspace holds {self._most} scenarios; remove some"
                raise RefusalError(409, "limit", message)
            write_text(path, text)
        return version_of(text)
