"""Say which kinds of files are bundled, and where."""

from __future__ import annotations

from airshield.files import Shelf
from airshield.posture.source import LEDGERS

SHELVES = {
    "scenario": Shelf("scenario", "airshield.scenario"),
    "plan": Shelf("plan", "airshield.plan"),
    "study": Shelf("study", "airshield.study"),
    "ledger": LEDGERS,
}
"""By kind; a name that two of them hold is the first one's."""
