"""Find where and when: the places and days that words of status speak of."""

from __future__ import annotations

import datetime as dt
import re

from airshield.posture.reading.clause import PERMISSION, Anchor, Clause, Context, joined_places
from airshield.posture.reading.dates import DateMention
from airshield.posture.reading.equipment import NAMED, OTHER, SAME, UNIT, Equipment
from airshield.posture.reading.place_names import PlaceMention, places
from airshield.posture.reading.speakers import Speech, speaker_for

_INSIDE = ("in", "at", "near", "around", "outside", "inside", "into", "to", "on")
_AWAY = ("to", "into", "onto", "for", "towards", "toward", "via", "through")


def sentence_places(text: str, ctx: Context) -> list[PlaceMention]:
    """Return the places that a sentence names, "the capital" and "the north" among them."""
    found = places(text, ctx.lexicon)
    country = ctx.memory.country
    for place in found:
        known = place.site if place.country else ctx.lexicon.country_of.get(place.site, "")
        country = known or country
    for word, site in ctx.lexicon.places["governments"].items():
        if re.search(rf"\b{word}s?\b", text):
            country = site
    ctx.memory.country = country
    capital = ctx.lexicon.places["capitals"].get(country, "")
    for match in re.finditer(
        r"(\w+) the (capital\b|country\b|(?:north|south|east|west)[\w-]*\b(?! of))", text
    ):
        site = capital if match[2] == "capital" else country
        lead = match[1].lower()
        if site and lead in ctx.lexicon.places["locative"]:
            name = site.replace("-", " ").title()
            found.append(PlaceMention(match.start(2), match.end(2), site, lead, False, name))
    return sorted(found, key=lambda p: p.start)


def sites(anchor: Anchor, item: Equipment, clause: Clause, ctx: Context) -> list[PlaceMention]:
    """Return the places of a claim: beside the words, else what was said before."""
    leaving = anchor.words.place == "from"
    permission = anchor.words.status in PERMISSION
    after = clause.text[anchor.end : clause.span.end]
    usable = [p for p in clause.places if _fits(p, clause, leaving, anchor)]
    if permission:
        usable = [p for p in usable if p.lead not in ("", ",", "asked")]
        # "Washington and Baghdad negotiate": capitals that act stand for their countries.
        usable = [p for p in usable if not _government(p, anchor, ctx)]
    home = ctx.lexicon.places["home"]["pattern"]
    if not leaving and re.match(rf"\s*(?:\w+\s+)?(?:in|at|to|near) (?:{home})", after):
        # It is at home, or goes there: no posture abroad.
        return []
    if re.search(r"\bat home\b", clause.words):
        return []
    right = [p for p in usable if p.start >= anchor.start]
    # Behind "…, officials said" stands where they said it, or something else.
    said = [s.span.start for s in clause.speeches if s.trailing and s.span.start >= anchor.end]
    right = [p for p in right if not said or p.start < said[0]]
    right = [p for p in right if not _beyond(p, anchor, item, clause)]
    if right and right[0].lead == "from" and not leaving:
        right = [p for p in right if p.lead != "from"] or right
    left = [p for p in usable if p.end <= anchor.start]
    return (
        _stated(anchor, item, clause, left, right, ctx)
        or _pointed(clause, ctx)
        or _unsaid(anchor, item, clause, ctx)
    )


def _beyond(place: PlaceMention, anchor: Anchor, item: Equipment, clause: Clause) -> bool:
    """Tell whether a place belongs to a later statement: "is ready, and C-RAMs protect Taji"."""
    between = clause.text[anchor.end : place.start]
    cut = re.search(r",\s*(?:and|but|while)\s", between)
    return cut is not None and any(
        e is not item and e.kind == NAMED and anchor.end + cut.start() < e.start < place.start
        for e in clause.found
    )


def _stated(
    anchor: Anchor,
    item: Equipment,
    clause: Clause,
    left: list[PlaceMention],
    right: list[PlaceMention],
    ctx: Context,
) -> list[PlaceMention]:
    """Return the places that the clause itself names for the words of status."""
    holder = _holder(anchor, clause, ctx)
    if holder and not (right and right[0].lead in _INSIDE):
        return holder
    if right:
        return joined_places(right, clause.text)
    origin = [p for p in clause.places if p.lead == "from" and p.start >= anchor.end]
    sent = re.match(r"(?!arriv|reach|land|receiv|got)", clause.text[anchor.start :], re.IGNORECASE)
    if anchor.words.status == "arriving" and origin and not left and sent:
        return origin[:1]
    if left:
        after_item = [p for p in left if p.start >= item.end]
        return joined_places(after_item, clause.text) if after_item else _last_group(left, clause)
    return []


def _last_group(left: list[PlaceMention], clause: Clause) -> list[PlaceMention]:
    """Return the last place with those that stand in one list with it: "A, B and C were"."""
    for first in range(len(left)):
        group = joined_places(left[first:], clause.text)
        if group[-1] is left[-1]:
            return group
    return left[-1:]


def _holder(anchor: Anchor, clause: Clause, ctx: Context) -> list[PlaceMention]:
    """Return the countries that have what follows: "Qatar and Bahrain host two each"."""
    verb = ctx.lexicon.words["owner"]["holds"]
    if not re.match(verb, clause.text[anchor.start : anchor.end], re.IGNORECASE):
        return []
    holders = [
        p for p in clause.places if p.country and p.end <= anchor.start and p.lead in ("", "and")
    ]
    near = holders and len(clause.text[holders[-1].end : anchor.start].split()) <= 2
    return holders if near else []


def _pointed(clause: Clause, ctx: Context) -> list[PlaceMention]:
    """Return the places that "there", "here" and "both bases" point to."""
    words = clause.words
    if re.search(r"\b(?:here|there)\b(?! (?:is|are|was|were))", words, re.IGNORECASE):
        return _there(clause, ctx)
    if ctx.memory.spots and re.search(
        r"\b(?:both|neither|either)\s+(?:of the\s+)?"
        r"(?:(?:base|site|place|camp)s?|is|are|was|were|has|have|had)\b",
        words,
        re.IGNORECASE,
    ):
        return list(ctx.memory.spots)
    return []


def _there(clause: Clause, ctx: Context) -> list[PlaceMention]:
    """Return what "there" means: the last claim's place if it is as late as any other."""
    memory = ctx.memory
    before = [p for p in clause.places_before if not p.country] or clause.places_before
    if before and memory.claimed_at != memory.number:
        return list(before[-1:])
    if memory.claimed and memory.claimed_at >= memory.places_at:
        return list(memory.claimed[:1])
    spots = [p for p in memory.places if not p.country]
    return list((spots or list(memory.places))[:1])


def _government(place: PlaceMention, anchor: Anchor, ctx: Context) -> bool:
    """Tell whether a capital's name stands for its government."""
    inside = place.lead in ("in", "near", "around", "outside", "inside", "over", "within")
    capital = place.name in ctx.lexicon.places["governments"]
    return capital and (not inside or place.end <= anchor.start)


def contrasted(place: PlaceMention, clause: Clause) -> bool:
    """Tell whether a place is named as where it is not: "to Poland, not to Ukraine"."""
    before = clause.text[max(0, place.start - 20) : place.start]
    return place.end > 0 and re.search(r"\bnot (?:\w+ )?$", before) is not None


def moved(
    status: str, anchor: Anchor, where: list[PlaceMention], clause: Clause, ctx: Context
) -> tuple[str, list[PlaceMention]]:
    """Return the status of something that moves, by the words that lead to its places.

    "Moved from Poland" is a withdrawal there, "returned to Erbil" an arrival; a country that it
    returns to is its home, so that it left where it was last.
    """
    verb = clause.text[anchor.start : anchor.end].lower()
    after = [p for p in clause.places if p.start >= anchor.end]
    to = [p for p in after if p.lead in _AWAY[:3]]
    origin = [p for p in after if p.lead == "from"]
    if status == "arriving" and origin and not to and where and set(where) <= set(origin):
        return "withdrawn", origin[:1]
    if status == "withdrawn" and re.search(r"returned|back|moved", verb) and to and not origin:
        spot = [p for p in to if not p.country]
        if spot and "returned" in verb:
            return "arriving", spot[:1]
    if status == "in transit" and where and not any(p in clause.places for p in where):
        country = ctx.memory.country or where[0].site
        return status, [PlaceMention(0, 0, country, "", True, country.replace("-", " ").title())]
    return status, where


def _unsaid(anchor: Anchor, item: Equipment, clause: Clause, ctx: Context) -> list[PlaceMention]:
    """Return the places of a claim whose clause names none."""
    if anchor.words.status in PERMISSION:
        return _permission_sites(clause, ctx)
    owner = _owner(anchor, item, clause, ctx)
    if owner is not None:
        return [owner]
    told = _told_from(anchor, clause, ctx)
    if told is not None:
        return [told]
    if clause.places_before and item.kind != OTHER:
        return joined_places(clause.places_before, clause.text)
    return _remembered(item, clause, ctx)


def _told_from(anchor: Anchor, clause: Clause, ctx: Context) -> PlaceMention | None:
    """Return where the speaker is: "an officer at Camp Arifjan said that one had left"."""
    speech = speaker_for(anchor.start, clause.speeches)
    inside = [p for p in places(speech.words, ctx.lexicon) if not p.country] if speech else []
    here = [p for p in inside if p.lead in ("at", "in", "near", "of", "inside", "outside")]
    return here[0] if here and not _capital(here[0], ctx) else None


def _capital(place: PlaceMention, ctx: Context) -> bool:
    return place.name in ctx.lexicon.places["governments"]


def _owner(anchor: Anchor, item: Equipment, clause: Clause, ctx: Context) -> PlaceMention | None:
    """Return the country that has or receives the equipment, where it is the subject."""
    verb = ctx.lexicon.words["owner"]["pattern"]
    own = re.search(r"\b(?:its|their|his|her)\s+(?:own\s+)?$", clause.text[: item.start])
    if not own and not re.match(verb, clause.text[anchor.start :], re.IGNORECASE):
        return None
    subjects = [p for p in clause.places if p.country and p.end <= anchor.start and not p.lead]
    if subjects:
        return subjects[-1]
    # "Kuwait said it had received …": the speaker is the country itself.
    said = [p for s in clause.speeches for p in places(s.words, ctx.lexicon) if p.country]
    return said[-1] if said and len(said[-1].name) > 3 else None


def _remembered(item: Equipment, clause: Clause, ctx: Context) -> list[PlaceMention]:
    """Return where the text last was, if equipment is spoken of without a place."""
    memory = ctx.memory
    fresh = memory.number - memory.places_at <= 3
    if memory.spots and re.search(
        r"\b(?:the|that|this) (?:very |same |latter )?"
        r"(?:site|base|camp|airfield|post|compound|airport|place)\b",
        clause.text,
        re.IGNORECASE,
    ):
        return [memory.spots[0]]
    if item.kind in (SAME, UNIT) or item.definite:
        known = memory.sites_of.get(item.system, ())
        newer = memory.places_at > memory.claims_at.get(item.system, -99) and (
            memory.places_paragraph == memory.paragraph or not known
        )
        return list(memory.places[-1:] if newer and fresh else known[:2])
    if item.kind == NAMED and fresh:
        return list(memory.places[-1:])
    return []


def _permission_sites(clause: Clause, ctx: Context) -> list[PlaceMention]:
    governments: dict[str, str] = ctx.lexicon.places["governments"]
    for word, site in governments.items():
        if re.search(rf"\b{word}\b", clause.words):
            return [PlaceMention(0, 0, site, "", True, word)]
    if ctx.memory.permission:
        return list(ctx.memory.permission)
    country = ctx.memory.country
    return [PlaceMention(0, 0, country, "", True, country)] if country else []


def day_of(
    anchor: Anchor,
    place: PlaceMention,
    clause: Clause,
    where: list[PlaceMention],
    speech: Speech | None,
    ctx: Context,
) -> DateMention | None:
    """Return the days of a claim: in its clause, else when it was said; None if not stated."""
    days = [d for d in clause.days if d.first <= ctx.source.published and not d.until]
    if re.search(ctx.lexicon.words["history"]["present"], clause.words, re.IGNORECASE):
        days = [d for d in days if not is_old(d, ctx)]
    if not days:
        near = [d for d in clause.all_days if d.first <= ctx.source.published]
        said = speech is not None and any(0 <= d.start - speech.span.end <= 6 for d in near)
        if said and speech is not None:
            return next(d for d in near if 0 <= d.start - speech.span.end <= 6)
        return None
    if len(days) > 1 and len(where) > 1 and place.end:
        after = [d for d in days if d.start >= place.end]
        if after:
            return after[0]
    # "announced on 26 September arrived last week": what follows the words dates them.
    return min(
        days,
        key=lambda d: d.start - anchor.end if d.start >= anchor.end else 40 + anchor.end - d.start,
    )


def is_old(day: DateMention, ctx: Context) -> bool:
    """Tell whether a day lies so far before the publication that it is history."""
    limit = dt.timedelta(days=ctx.lexicon.words["history"]["days"])
    return day.last < ctx.source.published - limit


def _fits(place: PlaceMention, clause: Clause, leaving: bool, anchor: Anchor) -> bool:
    """Tell whether a place can be where the words say, by the word that leads to it."""
    road = re.search(
        r"\b(?<!its )(?<!their )(?:road|route|way|kilometres|miles|km|border|flight|trip)\s+"
        r"(?:to|from|of|with)\s+(?:the\s+)?$",
        clause.text[: place.start],
    )
    if road is not None:
        return False
    if leaving:
        return place.lead not in _AWAY
    if place.lead == "from":
        return False
    owner = re.match(r"['’]s\b", clause.text[place.end :])
    subject = place.country and not place.lead and place.end <= anchor.start
    return not owner and not subject
