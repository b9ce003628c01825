"""Mirror a draft ledger: claims that a reader proposes and a person has to decide on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, Literal

import tomli_w
from pydantic import Field

from airshield.errors import ClaimError, Fault
from airshield.posture.check import QUOTE_WORDS
from airshield.posture.models import Claim, Document, Id, Letter, Model, Site, System, Text
from airshield.posture.places import Places
from airshield.posture.reading.lexicon import load_lexicon
from airshield.posture.reading.names import slug
from airshield.posture.reading.reader import Proposal, Reading, SourceText, TrapKind

SCHEMA = "airshield-draft/1"
_CONTEXT = 40
Decision = Literal["pending", "confirm", "reject"]


class DraftClaim(Claim):
    """A claim of the ledger's own format, with the decision and what speaks for caution."""

    decision: Decision = "pending"
    trap: Literal["", "request", "plan"] = ""
    """A request or a plan: it stands in the words of a fact, and is none."""
    speaker: str = ""
    """The words of the text for who says it."""
    weak: bool = False
    """The reader itself doubts it: the words bear it poorly."""


class DraftTrap(Model):
    """A stretch of text that looks like a claim and is none."""

    document: Id
    kind: TrapKind
    quote: str = Field(max_length=300)
    char_start: int = Field(ge=0)
    char_end: int = Field(ge=0)


class Draft(Model):
    """A whole draft file."""

    schema_: Literal["airshield-draft/1"] = Field(alias="schema")
    reader: Text
    """Back end, with the first digits of its lexicon's hash."""
    note: str = ""
    document: tuple[Document, ...] = ()
    site: tuple[Site, ...] = ()
    """Places that no table holds: complete or correct them before confirming."""
    system: tuple[System, ...] = ()
    claim: tuple[DraftClaim, ...] = ()
    trap: tuple[DraftTrap, ...] = ()


# ---------------------------------------------------------------------- building
def short_quote(text: str, start: int, end: int) -> tuple[int, int, str]:
    """Return a stretch cut to fifteen words, on one line: its start, its end, its words."""
    words = list(re.finditer(r"\S+", text[start:end]))
    if len(words) > QUOTE_WORDS:
        end = start + words[QUOTE_WORDS - 1].end()
    return start, end, " ".join(text[start:end].split())[:300]


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _worse(first: str, second: str) -> str:
    return max(first, second)


def own_words(proposal: Proposal) -> str:
    """Say a proposal in words of ours, not of the text."""
    number = ""
    if proposal.count_min is not None:
        top = proposal.count_max
        span = (
            f"{proposal.count_min}"
            if top == proposal.count_min
            else (
                f"at least {proposal.count_min}"
                if top is None
                else f"{proposal.count_min} to {top}"
            )
        )
        number = f" ({span} {proposal.count_unit or 'units'})"
    denied = "denied: " if proposal.polarity == "negative" else ""
    who = proposal.speaker or proposal.attribution
    return f"{denied}{proposal.system}{number} {proposal.status}, {proposal.site}; {who}"[:2000]


def _claim(
    number: int, proposal: Proposal, source: SourceText, document: Document, letter: Letter
) -> DraftClaim:
    start, end, quote = short_quote(source.text, proposal.start, proposal.end)
    speaker = _one_line(proposal.speaker)[:120]
    who = slug(speaker)[:40] or proposal.attribution.replace(" ", "-")
    fields = {
        "id": f"{document.id}-c{number}",
        "document": document.id,
        "text": own_words(proposal),
        "system": proposal.system,
        "sites": (proposal.site,),
        "status": proposal.status,
        "polarity": proposal.polarity,
        "count_min": proposal.count_min,
        "count_max": proposal.count_max,
        "count_unit": proposal.count_unit,
        "event_start": proposal.event_start,
        "event_end": proposal.event_end,
        "time_precision": proposal.time_precision,
        "attribution": proposal.attribution,
        "origin": f"{document.id}-{who}"[:80].rstrip("-"),
        "party": proposal.party,
        "channel": slug(source.source)[:60] or "unknown",
        "source_reliability": _worse(proposal.letter, letter),
        "information_credibility": proposal.digit,
        "hedging": proposal.hedging,
        "note": proposal.note,
        "char_start": start,
        "char_end": end,
        "quote": quote,
        "prefix": _one_line(source.text[max(0, start - _CONTEXT) : start]),
        "suffix": _one_line(source.text[end : end + _CONTEXT]),
        "trap": proposal.trap,
        "speaker": speaker,
        "weak": proposal.weak,
    }
    return DraftClaim.model_validate(fields)


def document_id(source: SourceText, taken: Sequence[str] = ()) -> str:
    """Return an id for a text: the day and the file's name; a number where it is taken."""
    stem = slug(re.sub(r"\.\w{1,5}$", "", source.name.replace("\\", "/").split("/")[-1]))
    wanted = f"{source.published}-{stem or 'text'}"[:60].rstrip("-")
    found, n = wanted, 2
    while found in taken:
        found, n = f"{wanted}-{n}", n + 1
    return found


def build_draft(
    readings: Sequence[tuple[SourceText, Reading]],
    places: Places,
    systems: Sequence[str],
    *,
    letter: Letter = "C",
) -> Draft:
    """Turn readings into a draft that mirrors the ledger's format.

    Parameters
    ----------
    readings : each text with what a reader found in it; at least one.
    places : the site table, so that other places are proposed as new sites.
    systems : words that the policy file holds, so that others are proposed as new systems.
    letter : reliability A to F of the publisher, as the user grades it.

    Returns
    -------
    A draft in which every decision is pending.
    """
    documents: list[Document] = []
    claims: list[DraftClaim] = []
    traps: list[DraftTrap] = []
    sites: dict[str, Site] = {}
    new_systems: dict[str, System] = {}
    notes: list[str] = []
    for source, reading in readings:
        document = Document(
            id=document_id(source, [d.id for d in documents]),
            publisher=source.source,
            published=source.published,
            source_reliability=letter,
            sha256=source.sha256,
            note=_page_date_note(source),
        )
        documents.append(document)
        notes += [f"{source.name}: {note}" for note in reading.notes]
        for number, proposal in enumerate(reading.proposals, start=1):
            claims.append(_claim(number, proposal, source, document, letter))
            if places.find(proposal.site) is None:
                name = proposal.site_name or proposal.site
                sites.setdefault(proposal.site, _new_site(proposal.site, name))
            if proposal.system not in systems:
                new_systems.setdefault(proposal.system, System(id=proposal.system))
        for trap in reading.traps:
            start, end, quote = short_quote(source.text, trap.start, trap.end)
            traps.append(
                DraftTrap.model_validate(
                    {
                        "document": document.id,
                        "kind": trap.kind,
                        "quote": quote,
                        "char_start": start,
                        "char_end": end,
                    }
                )
            )
    return Draft(
        schema=SCHEMA,
        reader=readings[0][1].reader,
        note="; ".join(notes),
        document=tuple(documents),
        site=tuple(sites.values()),
        system=tuple(new_systems.values()),
        claim=tuple(claims),
        trap=tuple(traps),
    )


def _new_site(ident: str, name: str) -> Site:
    if ident in {slug(country) for country in load_lexicon().places["countries"]}:
        return Site(id=ident, name=name, geo_precision=3, note="new place: a country")
    note = "new place: give its position, or name the site that is meant"
    return Site(id=ident, name=name, geo_precision=2, note=note)


def _page_date_note(source: SourceText) -> str:
    if source.page_date is None:
        return ""
    if source.page_date == source.published:
        return f"the page states the same day, {source.page_date}"
    return f"the page states another day, {source.page_date}"


# ---------------------------------------------------------------------- files
_HEAD = """\
# A draft: nothing here is in a ledger yet. Read each claim beside its text (the page that was
# written with this file), correct it, set decision = "confirm" or "reject", then run
#   airshield read --confirm THIS-FILE --into LEDGER.toml
# Grades are suggestions. Digit 1 is never entered: the program derives it.
"""


def draft_toml(draft: Draft) -> str:
    """Return a draft as TOML; every claim carries its decision, so that it can be edited."""
    data = draft.model_dump(by_alias=True, exclude_none=True)
    tables: dict[str, Any] = {"schema": SCHEMA, "reader": draft.reader}
    if draft.note:
        tables["note"] = draft.note
    for name in ("document", "site", "system", "claim", "trap"):
        rows = [
            {k: v for k, v in row.items() if v not in ("", ()) and v is not False}
            for row in data[name]
        ]
        if name == "claim":
            rows = [{"id": row.pop("id"), "decision": row.pop("decision")} | row for row in rows]
        if rows:
            tables[name] = rows
    return _HEAD + "\n" + tomli_w.dumps(tables, multiline_strings=False)


def decided(draft: Draft) -> int:
    """Return how many claims a person has decided on."""
    return sum(claim.decision != "pending" for claim in draft.claim)


def refuse(file: str, message: str, key: str = "") -> ClaimError:
    """Return the error of one fault in a file that was given to the reader."""
    return ClaimError([Fault(file, None, key, message)])


def parse_day(words: str) -> dt.date:
    """Read a day in the form 2020-03-30.

    Raises
    ------
    ClaimError : it is no such day.
    """
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        message = f'"{words}" is no day; write it as 2020-03-30'
        raise refuse("command line", message, "--published") from None
