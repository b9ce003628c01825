"""Find the equipment that words of status are about, through pronouns and ellipses too."""

from __future__ import annotations

import re
from dataclasses import replace

from airshield.posture.reading.clause import Anchor, Clause, Context, joined_equipment
from airshield.posture.reading.equipment import NAMED, SAME, UNIT, Equipment


def base_id(ctx: Context) -> str:
    """Return the system under which bases are filed."""
    return str(ctx.lexicon.words["base"]["id"])


def subjects(anchor: Anchor, clause: Clause, ctx: Context) -> list[Equipment]:
    """Return what the words of status are about, joined names together."""
    chosen = _beside(anchor, clause) or _before(anchor, clause, ctx)
    if chosen is None:
        return []
    if chosen.kind == NAMED:
        return joined_equipment(chosen, clause)
    many = clause.text[chosen.start : chosen.end].lower()
    plural = many.endswith("s") or many in ("they", "them", "these", "those", "both")
    earlier = [e for e in clause.all_found if e.kind == NAMED and e.start < chosen.start]
    if plural and not earlier and len(ctx.memory.group) > 1 and chosen.kind in (SAME, UNIT):
        return [replace(chosen, system=s) for s in ctx.memory.group]
    if not earlier and not _recent(chosen, clause, ctx):
        return []
    return [e for e in [_name(chosen, earlier, clause, ctx)] if e.system]


def _beside(anchor: Anchor, clause: Clause) -> Equipment | None:
    """Return the equipment of the clause itself, by where it stands to the words of status."""
    direct = [e for e in clause.found if not _oblique(e, clause)]
    left = [e for e in direct if e.end <= anchor.start]
    right = [e for e in direct if e.start >= anchor.end]
    inside = [e for e in clause.found if e.start < anchor.end and anchor.start < e.end]
    chosen: Equipment | None = None
    solid_left = [e for e in left if e.kind in (NAMED, UNIT)]
    solid_right = [e for e in right if e.kind in (NAMED, UNIT)]
    named_right = [
        e
        for e in right
        if e.kind == NAMED
        and not re.search(
            r"\b(?:and|but|while|that|which)\b|[;:]", clause.text[anchor.end : e.start]
        )
    ]
    if named_right and not any(e.kind == NAMED for e in left) and anchor.words.subject == "any":
        # "Crews have begun to set up a Patriot battery": what is named is what it is about.
        chosen = named_right[0]
    elif solid_left and anchor.words.subject in ("left", "any"):
        chosen = solid_left[-1]
    elif solid_right and (anchor.words.subject in ("right", "any")):
        chosen = solid_right[0]
    elif inside:
        chosen = inside[0]
    elif left:
        chosen = left[-1]
    elif solid_right and anchor.start - clause.span.start < 12:
        chosen = solid_right[0]
    elif right and anchor.words.subject == "any":
        chosen = right[0]
    return chosen


def _oblique(item: Equipment, clause: Clause) -> bool:
    """Tell whether a mention only says with or for whom: "delivers milk to the crews"."""
    lead = clause.text[: item.start]
    return item.kind == UNIT and (
        re.search(r"\b(?:to|with|about|than|like|near|behind|beside)\s+(?:\w+\s+)?$", lead)
        is not None
    )


def _before(anchor: Anchor, clause: Clause, ctx: Context) -> Equipment | None:
    """Return the equipment that an earlier clause or sentence named, if that can be meant."""
    if clause.before and not _has_own_subject(anchor, clause):
        last = clause.before[-1]
        return last if last.kind == NAMED else replace(last, kind=SAME)
    if ctx.memory.named and re.match(
        ctx.lexicon.words["nouns"]["pattern"], clause.text[anchor.start :], re.IGNORECASE
    ):
        return Equipment(anchor.start, anchor.end, ctx.memory.named, SAME)
    return None


def base_itself(
    anchor: Anchor, clause: Clause, found: list[Equipment], ctx: Context
) -> Equipment | None:
    """Return the base itself where troops leave it or hand it over, not equipment."""
    if any(e.kind == NAMED for e in found):
        return None
    words = clause.text[: anchor.start] if clause.places else ""
    lead = clause.text[clause.span.start : anchor.start]
    # "… handed over K-1, after pulling out of Qaim": the subject of the sentence holds on.
    open_lead = not re.search(
        r"[A-Za-z]{3}", re.sub(r"^(?:and|after|before|then|has|had)\b", "", lead)
    )
    around = clause.text if open_lead or anchor.words.base else lead
    subject = re.search(ctx.lexicon.words["base"]["subject"], around, re.IGNORECASE)
    if anchor.words.base and re.search(ctx.lexicon.words["base"]["itself"], lead, re.IGNORECASE):
        return Equipment(anchor.start, anchor.end, base_id(ctx), NAMED)
    if subject is None and anchor.words.base and ctx.memory.base:
        subject = re.search(r".", words or " ")
    passive = r"over|transfer|(?:handed|given|turned|returned) ?(?:back|over)?$"
    plain = re.search(passive, clause.text[anchor.start : anchor.end])
    strong = anchor.words.base and plain is not None and not found
    if (subject is None and not strong) or not clause.places:
        return None
    return Equipment(anchor.start, anchor.end, base_id(ctx), NAMED)


def _recent(item: Equipment, clause: Clause, ctx: Context) -> bool:
    """Tell whether equipment was named so lately that "it" or "the unit" can mean it."""
    gap = ctx.memory.number - ctx.memory.equipment_at
    word = clause.text[item.start : item.end]
    if item.kind == UNIT and not ctx.lexicon.pattern("vague").search(word):
        return True
    return gap <= 3


def _has_own_subject(anchor: Anchor, clause: Clause) -> bool:
    lead = clause.text[clause.span.start : anchor.start].strip()
    lead = re.sub(r"^(?:and|but|which|that|while|then|,|\s)+", "", lead, flags=re.IGNORECASE)
    return len(re.findall(r"\b[a-z]\w+", lead)) > 3


def _name(item: Equipment, earlier: list[Equipment], clause: Clause, ctx: Context) -> Equipment:
    """Give words that stand for something the system that they stand for."""
    if item.system:
        return item
    if item.kind == UNIT and _foreign(item, earlier, clause):
        kind = "missile-battery" if item.unit == "battery" else "air-defence"
        return replace(item, system=kind)
    known = _fitting(item, [e.system for e in reversed(earlier)], ctx)
    known = known or _fitting(item, [ctx.memory.named, *ctx.memory.recent], ctx)
    known = known or _topic(item, clause, ctx)
    count, high, unit = item.count_min, item.count_max, item.unit
    counted = [e for e in clause.all_found if e.start < item.start and e.count_min is not None]
    last = counted[-1] if counted else ctx.memory.system
    if item.kind == SAME and last is not None and count is None:
        count, high, unit = last.count_min, last.count_max, last.unit
    if count is not None and not unit:
        unit = _unit(known, ctx)
    return replace(item, system=known, count_min=count, count_max=high, unit=unit)


def _fitting(item: Equipment, named: list[str], ctx: Context) -> str:
    """Return the first system that has such pieces: "the guns" are no Patriots."""
    if item.kind != UNIT:
        return named[0] if named else ""
    pieces = ctx.lexicon.words["pieces"]
    for system in named:
        if item.piece in pieces.get(_unit(system, ctx), ()):
            return system
    return ""


def _topic(item: Equipment, clause: Clause, ctx: Context) -> str:
    """Return what a battery is that stands before any name: the text's first, or no type."""
    if item.kind != UNIT or ctx.lexicon.pattern("vague").search(clause.text[item.start : item.end]):
        return ""
    return _fitting(item, [ctx.topic], ctx) or "missile-battery"


def _foreign(item: Equipment, earlier: list[Equipment], clause: Clause) -> bool:
    """Tell whether a unit is a new one of some nation ("an Italian battery"), type unsaid."""
    if earlier:
        return False
    before = clause.text[max(0, item.start - 30) : item.start]
    return re.search(r"\ban?\s+[A-Z]\w+(?:i|n|sh|ch|ese|k)\s+$", before) is not None


def _unit(system: str, ctx: Context) -> str:
    return next((s.unit for s in ctx.lexicon.systems if s.id == system), "")
