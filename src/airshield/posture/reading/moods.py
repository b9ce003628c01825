"""Tell facts from plans, threats, opinions and history, and what is denied from what is said."""

from __future__ import annotations

import datetime as dt
import re

from airshield.posture.reading.clause import Anchor, Clause, Context, anchors
from airshield.posture.reading.equipment import Equipment
from airshield.posture.reading.speakers import Speech


def mood_of(clause: Clause, ctx: Context) -> str:
    """Return the kind of trap that a clause is, "" for a plain statement."""
    words = clause.words
    for kind, pattern in ctx.lexicon.moods:
        if kind == "threat":
            if pattern.search(words):
                return kind
        elif pattern.search(words):
            about = clause.found or clause.before
            if kind != "opinion" or about:
                return kind
    old = ctx.source.published - dt.timedelta(days=ctx.lexicon.words["history"]["days"])
    past = [d for d in clause.days if d.last < old]
    if re.search(ctx.lexicon.words["history"]["present"], words, re.IGNORECASE):
        past = []
    if (past and len(past) == len(clause.days)) or ctx.lexicon.pattern("history").search(words):
        return "history" if clause.found or clause.before else ""
    if any(a.words.trap == "request" for a in anchors(clause, ctx)):
        return "request" if clause.found or ctx.memory.named else ""
    return ""


def negation(
    anchor: Anchor, item: Equipment, clause: Clause, speech: Speech | None, ctx: Context
) -> str:
    """Return "denied" or "not" where the words say that it is not so, "" where they do not."""
    words = ctx.lexicon.words["negation"]
    said = [s.span.end for s in clause.speeches if s.span.end <= anchor.start]
    head = clause.text[max([clause.span.start, *said]) : anchor.end]
    # "No decision": what is denied is not the equipment.
    head = ctx.lexicon.pattern("negation", "other").sub("", head)
    tail = clause.text[anchor.end : clause.span.end]
    denied = speech is not None and speech.denies and not speech.trailing
    foundless = re.search(words["deny"], clause.text[clause.span.start :], re.IGNORECASE)
    no_after = re.match(
        r"\s*(?:(?:has|have|had|was|were|is|are|did|does|do)\s*)?"
        r"(?:n['’]t|\b(?:no|not|neither|none|never|yet to))\b",
        tail,
        re.IGNORECASE,
    )
    untrue = re.match(
        rf"\W*(?:but\s+)?(?:they|it|this|that|which|both|the \w+)\s+(?:is|are|was|were)\s+"
        rf"(?:\w+\s+)?(?:{words['deny']})",
        clause.text[clause.span.end :],
        re.IGNORECASE,
    )
    verdict = (
        r"\b(?:is|are|was|were|as|proved(?: to be)?|turned out(?: to be)?"
        r"|called (?:it|them|that|this|the \w+))\s+(?:\w+\s+)?"
    )
    called = re.search(rf"{verdict}(?:{words['deny']})", clause.text[anchor.end :], re.IGNORECASE)
    first = re.search(words["before"], head, re.IGNORECASE) is not None
    if clause.span.start <= item.start < clause.span.end:
        own = clause.text[clause.span.start : item.start]
        first = first or re.search(words["none"], own, re.IGNORECASE) is not None
    if first and re.search(words["late"], tail, re.IGNORECASE):
        # "Will not come before 2021": it will come.
        first = False
    plain = bool(foundless) and not clause.speeches
    if denied or untrue or plain or called:
        return "denied"
    return "not" if first or no_after else ""


def inserted(place: int, text: str, ctx: Context) -> bool:
    """Tell whether a place lies in an aside: ", bought from Russia in 2014,"."""
    asides = ctx.lexicon.pattern("history", "aside").finditer(text)
    return any(m.start() <= place < m.end() for m in asides)


def governs(anchor: Anchor, clause: Clause, ctx: Context) -> bool:
    """Tell whether the words of a plan reach the words of status: not over a comma, not back."""
    plan = next(pattern for kind, pattern in ctx.lexicon.moods if kind == "plan")
    for match in plan.finditer(clause.text, clause.span.start, clause.span.end):
        if re.search(r"next|coming|before", match[0], re.IGNORECASE):
            return True
        between = clause.text[match.end() : anchor.start]
        broken = re.search(r"[,;()]|\b(?:that|which|who|whose|where)\b", between)
        if match.start() < anchor.end and broken is None:
            return True
    return False


def called_off(clause: Clause, ctx: Context) -> bool:
    """Tell whether a clause says of a plan that it is off."""
    return ctx.lexicon.pattern("negation", "cancelled").search(clause.words) is not None


def hedge_of(clause: Clause, ctx: Context) -> str:
    """Return the first hedging word of a clause, "" where there is none."""
    match = ctx.lexicon.pattern("hedge").search(re.sub(r"\bsome\b", "", clause.words))
    return match[0] if match else ""
