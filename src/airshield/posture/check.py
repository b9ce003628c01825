"""Check what a ledger means: ids, dates, places, copies, corrections; every fault at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from airshield.errors import Fault
from airshield.files import Document as File
from airshield.files import Place, nearest
from airshield.files.shape import validate_as
from airshield.posture.days import as_of, last_published
from airshield.posture.models import Claim, Document, Fact, Model, Site, Source, System
from airshield.posture.places import Places

QUOTE_WORDS = 15
LONGEST_DAYS = 36_600
FUTURE = ("requested", "negotiated", "planned", "rumoured", "approved")
"""Statuses whose day may lie after the publication."""
TABLES: Mapping[str, type[Model]] = {
    "site": Site,
    "system": System,
    "source": Source,
    "document": Document,
    "claim": Claim,
    "fact": Fact,
}
HIDDEN = "hidden-by-another-fault"
"""Stands for a value whose shape is wrong, so that the rest of its entry can be judged."""
_STAND_IN: Mapping[str, Mapping[str, Any]] = {
    "site": {"name": HIDDEN, "within": None, "aliases": ()},
    "system": {},
    "source": {"name": HIDDEN, "source_reliability": "F"},
    "document": {"publisher": HIDDEN, "source": HIDDEN},
    "claim": {
        "document": HIDDEN,
        "text": HIDDEN,
        "system": HIDDEN,
        "sites": (HIDDEN,),
        "status": "rumoured",
        "origin": HIDDEN,
        "party": HIDDEN,
        "channel": HIDDEN,
        "information_credibility": 6,
        "source_reliability": "F",
    },
    "fact": {"text": HIDDEN, "system": HIDDEN, "site": HIDDEN, "state": "on site", "true": True},
}


@dataclass(frozen=True)
class Entries:
    """What of a file can be read, with its number in the file, and every id that stands there.

    Where a value's shape is wrong the rest of its entry is judged; where that cannot be, the entry
    is left out, but its id is known: nothing is said of those who name it.
    """

    raw: File
    rows: Mapping[str, tuple[tuple[int, Any], ...]]
    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def of(self, table: str) -> tuple[tuple[int, Any], ...]:
        """Return (number, entry) of one table."""
        return self.rows[table]


def entries(raw: File) -> Entries:
    """Read each table's entries one by one."""
    rows: dict[str, tuple[tuple[int, Any], ...]] = {}
    ids: dict[str, frozenset[str]] = {}
    for table, model in TABLES.items():
        content = raw.data.get(table)
        items = content if isinstance(content, list | tuple) else ()
        numbered = [(n, item) for n, item in enumerate(items) if isinstance(item, dict)]
        read = [(n, _readable(model, table, raw, item)) for n, item in numbered]
        rows[table] = tuple((n, item) for n, item in read if item is not None)
        ids[table] = frozenset((HIDDEN, *(str(item.get("id")) for _, item in numbered)))
    return Entries(raw, rows, ids)


def _readable(model: type[Model], table: str, raw: File, item: dict[str, Any]) -> Any:
    """Return an entry, with stand-ins for what has the wrong shape; None where that fails."""
    found, faults = validate_as(model, File(raw.file, item))
    if found is not None:
        return found
    wrong = {fault.key.split(".")[0] for fault in faults}
    stand_in = _STAND_IN[table]
    sound = {key: value for key, value in item.items() if key not in wrong}
    filled = sound | {key: stand_in[key] for key in wrong if key in stand_in}
    return validate_as(model, File(raw.file, filled))[0]


def check(
    content: Entries, places: Places, systems: Mapping[str, System], own: Places
) -> Iterator[Fault]:
    """Yield every fault of meaning.

    Parameters
    ----------
    content : what the file holds. places : the site table and the ledger's own sites.
    systems : known words for equipment, the ledger's own included. own : the site table alone.
    """
    yield from _twice(content)
    yield from _coverage(content)
    yield from _sites(content, places, own)
    yield from _systems(content, systems)
    yield from _documents(content)
    yield from _claims(content, places, systems)
    yield from _corrections(content)
    yield from _facts(content, places, systems)


def _names(content: Entries, table: str) -> list[str]:
    return sorted(content.ids[table] - {HIDDEN})


def _fault(content: Entries, table: str, number: int, key: str, message: str) -> Fault:
    return content.raw.fault((table, number, key), message)


def _twice(content: Entries) -> Iterator[Fault]:
    for table in TABLES:
        seen: dict[str, int] = {}
        items = content.raw.data.get(table)
        for number, item in enumerate(items if isinstance(items, list | tuple) else ()):
            name = item.get("id") if isinstance(item, dict) else None
            if isinstance(name, str) and name in seen:
                message = f'"{name}" is the id of another {table} already; give each its own'
                yield _fault(content, table, number, "id", message)
            elif isinstance(name, str):
                seen[name] = number


def _day(content: Entries, key: str) -> dt.date | None:
    value = content.raw.data.get(key)
    return value if type(value) is dt.date else None


def _coverage(content: Entries) -> Iterator[Fault]:
    start, end = _day(content, "coverage_start"), _day(content, "coverage_end")
    if start and end and end < start:
        message = f"{end} is before coverage_start ({start}); swap or mend the two"
        yield content.raw.fault(("coverage_end",), message)
    elif start and end and (end - start).days > LONGEST_DAYS:
        message = f"{end} is more than a hundred years after coverage_start; mend the two"
        yield content.raw.fault(("coverage_end",), message)


def _sites(content: Entries, places: Places, own: Places) -> Iterator[Fault]:
    for number, site in content.of("site"):
        if own.find(site.id) is not None:
            message = f'"{site.id}" stands in the site table already; leave this table out'
            yield _fault(content, "site", number, "id", message)
        if (site.lat_deg is None) != (site.lon_deg is None):
            yield _fault(content, "site", number, "lat_deg", "needs both lat_deg and lon_deg")
        if site.within is not None and site.within == site.id:
            yield _fault(content, "site", number, "within", "a place cannot lie in itself")
        elif site.within is not None:
            yield from _place(content, places, ("site", number, "within"), site.within)
            if site.id in places.above(site.id):
                message = f'"{site.within}" lies in "{site.id}" itself; mend one of the two'
                yield _fault(content, "site", number, "within", message)


def _place(content: Entries, places: Places, at: Place, word: str) -> Iterator[Fault]:
    if places.find(word) is not None or word in content.ids["site"]:
        return
    meant = places.search(word)
    hint = f'write "{meant.word}"' if meant else nearest(word, [*places.ids])
    yield content.raw.fault(at, f'"{word}" is no site; {hint}, or add it as `[[site]]`')


def _system(
    content: Entries, systems: Mapping[str, System], at: Place, word: str
) -> Iterator[Fault]:
    if word not in systems and word not in content.ids["system"]:
        hint = nearest(word, list(systems))
        yield content.raw.fault(at, f'"{word}" is no system; {hint}, or add it as `[[system]]`')


def _systems(content: Entries, systems: Mapping[str, System]) -> Iterator[Fault]:
    for number, system in content.of("system"):
        if system.counts_for is not None:
            at = ("system", number, "counts_for")
            yield from _system(content, systems, at, system.counts_for)


def _documents(content: Entries) -> Iterator[Fault]:
    for number, document in content.of("document"):
        if document.source is not None and document.source not in content.ids["source"]:
            hint = nearest(document.source, _names(content, "source"))
            message = f'"{document.source}" is no source of this file; {hint}'
            yield _fault(content, "document", number, "source", message)
        end = document.published_end
        if document.published_precision == "range" and end is None:
            message = 'is missing; with published_precision "range" say the last possible day'
            yield _fault(content, "document", number, "published_end", message)
        if end is not None and end < document.published:
            message = f"{end} is before published ({document.published}); swap the two"
            yield _fault(content, "document", number, "published_end", message)
        if document.retrieved is not None and document.retrieved < document.published:
            message = f"{document.retrieved} is before published ({document.published})"
            yield _fault(content, "document", number, "retrieved", f"{message}; mend one")


def _claims(content: Entries, places: Places, systems: Mapping[str, System]) -> Iterator[Fault]:
    documents = {document.id: document for _, document in content.of("document")}
    for number, claim in content.of("claim"):
        for position, word in enumerate(claim.sites):
            yield from _place(content, places, ("claim", number, "sites", position), word)
        yield from _system(content, systems, ("claim", number, "system"), claim.system)
        yield from _own(content, number, claim)
        document = documents.get(claim.document)
        if document is not None:
            yield from _dates(content, number, claim, document, systems)
            if not (claim.source_reliability or document.source_reliability or document.source):
                message = "is missing; grade the claim, its document or its source, A to F"
                yield _fault(content, "claim", number, "source_reliability", message)
        elif claim.document not in content.ids["document"]:
            hint = nearest(claim.document, _names(content, "document"))
            message = f'"{claim.document}" is no document of this file; {hint}'
            yield _fault(content, "claim", number, "document", message)
        yield from _copy(content, number, claim, documents)


def _own(content: Entries, number: int, claim: Claim) -> Iterator[Fault]:
    """Check a claim by itself."""
    low, high = claim.count_min, claim.count_max
    if low is not None and high is not None and high < low:
        message = f"{high} is less than count_min ({low}); swap the two"
        yield _fault(content, "claim", number, "count_max", message)
    start, end = claim.event_start, claim.event_end
    if start is not None and end is not None and end < start:
        message = f"{end} is before event_start ({start}); swap or mend the two"
        yield _fault(content, "claim", number, "event_end", message)
    first, last = claim.char_start, claim.char_end
    if (first is None) != (last is None) or (first is not None and (last or 0) < first):
        message = "needs char_start and char_end, the end not before the start"
        yield _fault(content, "claim", number, "char_end", message)
    if len(claim.quote.split()) > QUOTE_WORDS:
        message = f"has more than {QUOTE_WORDS} words; keep quotes short"
        yield _fault(content, "claim", number, "quote", message)


def _dates(
    content: Entries, number: int, claim: Claim, document: Document, systems: Mapping[str, System]
) -> Iterator[Fault]:
    published = last_published(document)
    system = systems.get(claim.system)
    inferred = system is not None and system.ladder != "none"
    for key, day in (("event_start", claim.event_start), ("event_end", claim.event_end)):
        past = inferred and claim.polarity == "positive" and claim.status not in FUTURE
        if day is not None and past and day > published:
            message = (
                f'{day} is after "{document.id}" came out ({published}), and "{claim.status}" is '
                "no plan; mend the day or the status"
            )
            yield _fault(content, "claim", number, key, message)
            return
    start, end = _day(content, "coverage_start"), _day(content, "coverage_end")
    day = as_of(claim, document)
    key = "event_end" if claim.event_end else "document"
    if inferred and start and end and start <= end and not start <= day <= end:
        message = f"{day} lies outside of the coverage ({start} to {end}); widen the coverage"
        yield _fault(content, "claim", number, key, message)


def _copy(
    content: Entries, number: int, claim: Claim, documents: Mapping[str, Document]
) -> Iterator[Fault]:
    name = claim.derived_from
    if name is None:
        return
    message = ""
    if name not in content.ids["document"]:
        hint = nearest(name, _names(content, "document"))
        message = f'copies "{name}", which is no document of this file; {hint}, or leave it out'
    elif name == claim.document:
        message = "a document cannot retell itself; name the one it copies, or leave it out"
    elif claim.document in documents and name in documents:
        own, other = documents[claim.document], documents[name]
        if last_published(own) < other.published:
            message = f'copies "{name}" of {other.published}, which came out later; mend a date'
    if message:
        yield _fault(content, "claim", number, "derived_from", message)


def _corrections(content: Entries) -> Iterator[Fault]:
    """Check that corrections form chains without forks or rings."""
    after: dict[str, str] = {}
    for number, claim in content.of("claim"):
        old = claim.supersedes
        if old is None:
            continue
        message = ""
        if old not in content.ids["claim"]:
            hint = nearest(old, _names(content, "claim"))
            message = f'"{old}" is no claim of this file; {hint}'
        elif old in after:
            message = f'"{after[old]}" supersedes "{old}" already; supersede that one'
        else:
            after[old] = claim.id
            later: str | None = claim.id
            steps = 0
            while later is not None and later != old and steps <= len(after):
                later, steps = after.get(later), steps + 1
            if later == old:
                message = f'"{old}" comes after this claim already; corrections cannot go round'
        if message:
            yield _fault(content, "claim", number, "supersedes", message)


def _facts(content: Entries, places: Places, systems: Mapping[str, System]) -> Iterator[Fault]:
    for number, fact in content.of("fact"):
        yield from _place(content, places, ("fact", number, "site"), fact.site)
        yield from _system(content, systems, ("fact", number, "system"), fact.system)
        if fact.confirmed < fact.on:
            message = f"{fact.confirmed} is before the day it speaks of ({fact.on}); mend one"
            yield _fault(content, "fact", number, "confirmed", message)
