"""Bring the claims of a whole text together: what is said twice, and what is denied afterwards."""

from __future__ import annotations

import re
from dataclasses import replace

from airshield.posture.reading.clause import Context
from airshield.posture.reading.lexicon import Lexicon
from airshield.posture.reading.reader import Proposal
from airshield.posture.reading.speakers import Speech

_FIRM = ("arriving", "being assembled", "operational")


def _key(p: Proposal) -> tuple[str, str, str, str]:
    return p.system, p.site, p.status, p.polarity


def _richer(kept: Proposal, other: Proposal) -> Proposal:
    """Give a claim the number and the days that its repetition states."""
    if kept.count_min is None and other.count_min is not None:
        kept = replace(
            kept,
            count_min=other.count_min,
            count_max=other.count_max,
            count_unit=other.count_unit,
        )
    if kept.event_end is None and other.event_end is not None:
        kept = replace(
            kept,
            event_start=other.event_start,
            event_end=other.event_end,
            time_precision=other.time_precision,
        )
    return kept


def _country(site: str, lexicon: Lexicon) -> str:
    """Return the country that holds a site, "" where no table knows it."""
    country = lexicon.country_of.get(site, "")
    return "" if country == site else country


def distinct(proposals: list[Proposal], lexicon: Lexicon) -> list[Proposal]:
    """Return each claim once for each kind of speaker; nobody's word yields to somebody's."""
    kept: dict[tuple[str, ...], Proposal] = {}
    for p in proposals:
        key = (*_key(p), p.attribution)
        strong = key in kept and kept[key].weak and not p.weak
        kept[key] = p if key not in kept or strong else _richer(kept[key], p)
    spoken = {_key(p) for p in kept.values() if p.attribution != "unattributed" and not p.weak}
    firm = {
        (p.system, p.site, p.polarity, p.sentence)
        for p in kept.values()
        if p.status in _FIRM and not p.weak
    }
    # "In Iraq: one at Erbil" is one statement, not two.
    within = {
        (p.system, p.status, p.polarity, p.sentence, _country(p.site, lexicon))
        for p in kept.values()
        if not p.weak
    }
    return [
        p
        for p in kept.values()
        if (p.system, p.status, p.polarity, p.sentence, p.site) not in within
        and not (p.attribution == "unattributed" and _key(p) in spoken)
        and not (p.status == "present" and (p.system, p.site, p.polarity, p.sentence) in firm)
    ]


def is_retort(text: str, ctx: Context) -> bool:
    """Tell whether a sentence only denies the one before: "The ministry denied it"."""
    return ctx.lexicon.pattern("negation", "retort").search(
        text.rstrip(" .!")
    ) is not None and not (re.search(r"\b(?:but|and) (?:the|a|one|two)\b", text))


def denied(p: Proposal, told: Proposal) -> Proposal:
    """Return a claim as denied by the speaker of another."""
    return replace(
        p,
        polarity="negative",
        attribution=told.attribution,
        speaker=told.speaker,
        party=told.party,
        letter=told.letter,
        digit=told.digit,
    )


def speaks(speeches: list[Speech]) -> Speech | None:
    """Return who speaks in a sentence, None if nobody does."""
    return next((s for s in speeches if s.kind is not None), None)
