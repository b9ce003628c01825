"""Say what any reader gets and gives back: a source text in, proposals and traps out."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

TrapKind = Literal["request", "plan", "threat", "opinion", "history"]
TRAPS: tuple[TrapKind, ...] = get_args(TrapKind)


@dataclass(frozen=True)
class SourceText:
    """A text to be read, with what the user says of it.

    Attributes
    ----------
    name : file as the user named it; source : who published it; published : on which day.
    page_date : the date that the page itself states, offered to the user and never used.
    """

    text: str
    name: str
    source: str
    published: dt.date
    page_date: dt.date | None = None

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the text that was read."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class Proposal:
    """One claim as a reader proposes it; `start` and `end` are code points of the text.

    `speaker` holds the words for who says it, "" where nobody is named; `trap` the kind of trap
    ("request", "plan") that a person should look at, "" for a plain statement.
    """

    start: int
    end: int
    system: str
    site: str
    status: str
    polarity: str = "positive"
    count_min: int | None = None
    count_max: int | None = None
    count_unit: str = ""
    event_start: dt.date | None = None
    event_end: dt.date | None = None
    time_precision: str | None = None
    attribution: str = "unattributed"
    speaker: str = ""
    party: str = "press"
    letter: str = "C"
    digit: int = 3
    hedging: str = ""
    trap: str = ""
    site_name: str = ""
    note: str = ""
    weak: bool = False
    """True where the words bear the claim so poorly that it only asks to be looked at."""
    sentence: int = 0
    """Number of the sentence in the text."""


@dataclass(frozen=True)
class Trap:
    """A stretch that looks like a claim and is none: a plan, threat, opinion, old history."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Reading:
    """What a reader found in one text; `reader` names the back end and its version."""

    reader: str
    proposals: tuple[Proposal, ...]
    traps: tuple[Trap, ...]
    notes: tuple[str, ...] = ()


class Reader(Protocol):
    """Anything that proposes claims from a text. A person confirms them afterwards."""

    @property
    def name(self) -> str:
        """Return what the draft calls this back end."""
        ...

    def read(self, source: SourceText) -> Reading:
        """Propose claims and name traps."""
        ...
