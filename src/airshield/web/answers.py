"""Answer what needs no run: posture on a day, its claims, the sources behind the catalogue."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from airshield.catalogue import Catalogue, bundled
from airshield.errors import ClaimError
from airshield.posture import Beliefs, explain, infer, load
from airshield.posture.loading import Loaded
from airshield.report.posture_numbers import CAUTION, count, name, shown, system_name
from airshield.web.faults import RefusalError, from_input

LEDGER = "iraq-2020"
Json = dict[str, Any]


@lru_cache(maxsize=1)
def ledger() -> Loaded:
    """Return the bundled ledger; reading it takes most of a second, so it is read once."""
    return load(LEDGER)


def _day(word: str, key: str) -> dt.date:
    try:
        return dt.date.fromisoformat(word)
    except ValueError:
        message = f"{key}: write year-month-day, as 2020-04-12"
        raise RefusalError(422, "date", message) from None


def _beliefs(on: str, known_by: str | None) -> Beliefs:
    known = _day(known_by, "known_by") if known_by else None
    try:
        return infer(ledger(), _day(on, "on"), known)
    except ClaimError as error:
        raise from_input(error) from None


def posture(on: str, known_by: str | None) -> Json:
    """Return who was where on a day: one row for each system and site.

    Parameters
    ----------
    on, known_by : days as 2020-04-12; None: everything in the ledger counts.

    Raises
    ------
    RefusalError : no date, or a day outside what the ledger covers.
    """
    beliefs = _beliefs(on, known_by)
    rows = []
    for belief in beliefs.rows:
        p = belief.p_handed_over if belief.p_on_site is None else belief.p_on_site
        rows.append(
            {
                "system": belief.key.system,
                "system_name": system_name(beliefs, belief.key.system),
                "site": belief.key.site,
                "name": name(belief),
                "lat": belief.place.lat_deg,
                "lon": belief.place.lon_deg,
                "reported": belief.reported,
                "question": "handed over" if belief.key.ladder == "base" else "on site",
                "p": p,
                "p_operational": belief.p_operational,
                "shown": "no reporting" if p is None else shown(p),
                "shown_operational": ""
                if belief.p_operational is None
                else shown(belief.p_operational),
                "words": belief.words_on_site or belief.words_handed_over,
                "count": count(belief) if belief.reported else "",
                "digit": belief.digit,
            }
        )
    known = beliefs.known_by.isoformat()
    return {"on": on, "known_by": known, "caution": CAUTION, "rows": rows}


def claims(site: str, on: str, known_by: str | None) -> Json:
    """Return every claim about a site, with its source and what it moved.

    Raises
    ------
    RefusalError : no such site in the ledger, or no date.
    """
    beliefs = _beliefs(on, known_by)
    try:
        found = explain(beliefs, site)
    except ClaimError as error:
        raise RefusalError(404, "missing", error.faults[0].message) from None
    documents = {document.id: document for document in beliefs.loaded.ledger.document}
    by_claim = {claim.id: documents[claim.document] for claim in beliefs.loaded.ledger.claim}
    answers = []
    for item in found:
        rows = []
        for step in item.steps:
            document = by_claim[step.claim]
            rows.append(
                {
                    "claim": step.claim,
                    "text": step.text,
                    "as_of": step.as_of.isoformat(),
                    "published": step.published.isoformat(),
                    "status": step.status,
                    "polarity": step.polarity,
                    "grade": step.grade,
                    "source": document.publisher,
                    "url": document.url,
                    "before": step.p_before,
                    "after": step.p_after,
                    "moved": step.moved,
                    "why": step.why,
                }
            )
        system = system_name(beliefs, item.belief.key.system)
        answers.append({"system": system, "name": name(item.belief), "claims": rows})
    return {"site": site, "on": on, "answers": answers}


def quantities(catalogue: Catalogue | None = None) -> list[Json]:
    """Return every number of the catalogue with its spread, basis and source."""
    held = bundled() if catalogue is None else catalogue
    return [
        {
            "path": q.path,
            "low": q.low,
            "nominal": q.nominal,
            "high": q.high,
            "unit": q.unit,
            "basis": q.basis,
            "source": q.source,
            "claims_to_cite": q.claims_to_cite,
            "note": q.note,
        }
        for q in held.quantities.values()
    ]
