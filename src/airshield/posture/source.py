"""Find the text of a ledger, a policy or a draft, by bundled name or by path."""

from __future__ import annotations

from pathlib import Path

from airshield import files
from airshield.errors import ClaimError
from airshield.files import Shelf

LEDGERS = Shelf(
    "ledger",
    "airshield.posture",
    "-claims.toml",
    ClaimError,
    "`airshield schema ledger` shows what belongs in it",
)
POLICIES = Shelf(
    "policy", error=ClaimError, mend="`airshield schema policy` shows what belongs in it"
)
DRAFTS = Shelf("draft", error=ClaimError, mend="`airshield read` writes drafts")


def bundled_names() -> tuple[str, ...]:
    """Return the names of the ledgers that come with the package, sorted."""
    return files.bundled_names(LEDGERS)


def read_ledger_text(name_or_path: str | Path) -> tuple[str, str]:
    """Return (file as the user named it, text) of a bundled ledger or of a file.

    Raises
    ------
    ClaimError : no such file, or one that is no text.
    """
    return files.read_text(LEDGERS, name_or_path)
