"""Say on which day a document came out at the latest, and of which day a claim speaks."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

from airshield.posture.models import Claim, Document


def last_published(document: Document) -> dt.date:
    """Return the last day on which a document may have come out."""
    day = document.published
    if document.published_precision == "week":
        return dt.date.fromordinal(min(day.toordinal() + 6, dt.date.max.toordinal()))
    if document.published_precision == "month":
        return day.replace(day=monthrange(day.year, day.month)[1])
    if document.published_precision == "range" and document.published_end is not None:
        return document.published_end
    return day


def as_of(claim: Claim, document: Document) -> dt.date:
    """Return the day that a claim speaks of: the end of its event, else its publication."""
    return claim.event_end or document.published
