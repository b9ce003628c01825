"""Mirror a ledger file one to one: sources, documents, claims, places, lots, later facts.

What was said stands in a claim; how far to believe it stands beside it, never inside it. Nothing
is overwritten: a claim that was entered wrongly is superseded by another one.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

Id = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=80),
]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Letter = Literal["A", "B", "C", "D", "E", "F"]


def _entered(value: object) -> object:
    if value == 1 and not isinstance(value, bool):
        raise PydanticCustomError(
            "airshield",
            "is derived by the program from independent claims, never entered; write 2 to 6",
        )
    return value


Digit = Annotated[
    Literal[2, 3, 4, 5, 6], BeforeValidator(_entered, json_schema_input_type=Literal[2, 3, 4, 5, 6])
]
"""Digit 1 is derived by the program, never entered: corroboration would count twice."""
Status = Literal[
    "requested",
    "negotiated",
    "planned",
    "approved",
    "in transit",
    "arriving",
    "being assembled",
    "present",
    "operational",
    "withdrawn",
    "handed over",
    "attacked",
    "rumoured",
]
Polarity = Literal["positive", "negative"]
Precision = Literal["day", "week", "month", "range"]
GeoPrecision = Literal[1, 2, 3]
Attribution = Literal[
    "named official",
    "unnamed official",
    "military source",
    "wire agency",
    "official release",
    "resident eyewitness",
    "claimed by armed group",
    "imagery",
    "author",
    "rumour",
    "unattributed",
]


class Model(BaseModel):
    """Refuse unknown keys and any change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Site(Model):
    """A place that the site table of the catalogue does not hold."""

    id: Id
    name: Text
    aliases: tuple[Text, ...] = ()
    lat_deg: float | None = Field(default=None, ge=-90, le=90)
    lon_deg: float | None = Field(default=None, ge=-180, le=180)
    geo_precision: GeoPrecision = 2
    """1 exact place, 2 near or part of an area, 3 region or country (as in ACLED)."""
    within: Id | None = None
    note: str = ""


class System(Model):
    """A word for a kind of equipment that the policy file does not hold."""

    id: Id
    name: str = ""
    ladder: Literal["deployment", "base", "none"] = "deployment"
    counts_for: Id | None = None
    """The system whose chain is moved; None: its own."""
    starts: Literal["coverage", "first report"] = "coverage"
    """Since when a chain may drift unreported."""
    note: str = ""


class Source(Model):
    """Who publishes: a newsroom, an outlet, an office. Reliability belongs here."""

    id: Id
    name: Text
    kind: str = ""
    source_reliability: Letter
    note: str = ""


class Document(Model):
    """One text that was read, with the day on which it came out."""

    id: Id
    url: str = ""
    publisher: Text
    source: Id | None = None
    published: dt.date
    published_end: dt.date | None = None
    """Last possible day, where `published_precision` is "range"."""
    published_precision: Precision = "day"
    kind: str = ""
    source_reliability: Letter | None = None
    """Letter of this document; None: that of its source."""
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    """SHA-256 of the text that was read, which stays outside of the ledger."""
    retrieved: dt.date | None = None
    archive_url: str = ""
    note: str = ""


class Claim(Model):
    """One thing that a document says about one system at one or more places."""

    id: Id
    document: Id
    text: Text
    """In the ledger keeper's own words."""
    system: Id
    sites: Annotated[tuple[Id, ...], Field(min_length=1)]
    lot: Id = "main"
    status: Status
    polarity: Polarity = "positive"
    count_min: int | None = Field(default=None, ge=0, le=100_000)
    count_max: int | None = Field(default=None, ge=0, le=100_000)
    count_unit: str = ""
    event_start: dt.date | None = None
    event_end: dt.date | None = None
    """The as-of day; None: the day of publication."""
    time_precision: Precision | None = None
    attribution: Attribution = "unattributed"
    origin: Id
    """Who said it first, on which occasion: copies share it."""
    party: Id
    """Whose interest the speaker has."""
    channel: Id
    """The newsroom that heard it."""
    derived_from: Id | None = None
    """Document that this one retells."""
    source_reliability: Letter | None = None
    """Worse of speaker and channel on this occasion; None: that of the document."""
    information_credibility: Digit
    """Before corroboration, 2 to 6."""
    hedging: str = ""
    supersedes: Id | None = None
    """Claim that this one corrects; the old one stays in the file and no longer counts."""
    note: str = ""
    char_start: int | None = Field(default=None, ge=0)
    """First code point of the quote in the text that was read."""
    char_end: int | None = Field(default=None, ge=0)
    """One past its last code point."""
    quote: Annotated[str, StringConstraints(max_length=300)] = ""
    """At most 15 words."""
    prefix: Annotated[str, StringConstraints(max_length=80)] = ""
    suffix: Annotated[str, StringConstraints(max_length=80)] = ""


class Fact(Model):
    """What was confirmed later, by which the ledger is scored."""

    id: Id
    text: Text
    system: Id
    site: Id
    lot: Id = "main"
    state: Literal["on site", "operational", "handed over"]
    on: dt.date
    true: bool
    confirmed: dt.date
    """Day on which it became known beyond dispute."""
    confirmed_by: Text
    note: str = ""


class Ledger(Model):
    """A whole ledger file."""

    schema_version: Literal[1]
    title: Text
    coverage_start: dt.date
    coverage_end: dt.date
    note: str = ""
    site: tuple[Site, ...] = ()
    system: tuple[System, ...] = ()
    source: tuple[Source, ...] = ()
    document: tuple[Document, ...] = ()
    claim: tuple[Claim, ...] = ()
    fact: tuple[Fact, ...] = ()
