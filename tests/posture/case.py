"""Ledgers for tests, written in a line per claim."""

import datetime as dt

from airshield.posture import adopt, infer
from airshield.posture.models import Claim, Document, Ledger, Site

DAY = dt.date(2020, 3, 30)


def day(number):
    """Return 30 March 2020 and so many days."""
    return DAY + dt.timedelta(days=number)


def claim(name, grade, status, on=0, *, published=None, **more):
    """Return (claim, document) of its own origin, party and channel unless told."""
    letter, digit = grade
    document = Document(
        id=f"doc-{name}",
        publisher="press",
        published=day(on if published is None else published),
    )
    filled = {
        "id": name,
        "document": document.id,
        "text": "said",
        "system": "patriot",
        "sites": ("ain-al-asad",),
        "status": status,
        "event_end": day(on),
        "origin": f"origin-{name}",
        "party": f"party-{name}",
        "channel": f"channel-{name}",
        "source_reliability": letter,
        "information_credibility": int(digit),
        **more,
    }
    return Claim(**filled), document


def ledger(*pairs, start=DAY, sites=(), **more):
    """Return a checked ledger of such pairs."""
    documents = {document.id: document for _, document in pairs}
    return adopt(
        Ledger(
            schema_version=1,
            title="test",
            coverage_start=start,
            coverage_end=dt.date(2021, 12, 31),
            site=tuple(Site(id=s, name=s) for s in sites),
            document=tuple(documents.values()),
            claim=tuple(c for c, _ in pairs),
            **more,
        )
    )


def states(loaded, on=0, known=700, *, site="ain-al-asad", system="patriot", lot="main", **more):
    """Return the probabilities of the rungs."""
    beliefs = infer(loaded, day(on), day(known), **more)
    return beliefs.find(system, site, lot).p


def on_site(*arguments, **more):
    p = states(*arguments, **more)
    return p[4] + p[5]


def operational(*arguments, **more):
    return states(*arguments, **more)[5]
