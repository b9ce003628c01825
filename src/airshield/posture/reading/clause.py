"""Hold a clause with what it names, and find the words of status in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from airshield.posture.reading.dates import DateMention, DateResolver
from airshield.posture.reading.equipment import NAMED, SAME, UNIT, Equipment
from airshield.posture.reading.lexicon import Lexicon, StatusWords
from airshield.posture.reading.place_names import PlaceMention
from airshield.posture.reading.reader import SourceText
from airshield.posture.reading.sentences import Span
from airshield.posture.reading.speakers import Speech

_JOINED = re.compile(
    r"^\s*(?:\([^)]*\)\s*)?(?:,|,?\s*(?:and|or|nor|as well as)\b)"
    r"(?:\s*,?\s*(?:and|or))?(?:[\s,]*(?:since|also|at|in|near|of|to|from|out of|around|the|on|not"
    r"|one|another|two|(?:a|the) (?:base|airport|airfield|port|camp|outskirts|city|town)"
    r"(?= in| of| at| near))\b"
    r"(?:\s+[A-Z][a-z]+,)?)*\s*(?:[A-Z]\w+['’]s\s+)?$"
)
LADDER_ORDER = (
    "requested",
    "negotiated",
    "approved",
    "planned",
    "handed over",
    "withdrawn",
    "in transit",
    "being assembled",
    "operational",
    "arriving",
    "present",
)
PERMISSION = ("requested", "negotiated", "approved")


@dataclass(frozen=True)
class Anchor:
    """Words of status in a sentence."""

    words: StatusWords
    start: int
    end: int


@dataclass(frozen=True)
class Clause:
    """A clause with what it names, and what the clauses before it in the sentence named.

    Places count from the start of the sentence `text`, which begins at `offset` of the whole text.
    """

    text: str
    span: Span
    found: list[Equipment]
    places: list[PlaceMention]
    days: list[DateMention]
    before: list[Equipment]
    places_before: list[PlaceMention]
    all_days: list[DateMention]
    speeches: list[Speech]
    offset: int
    all_found: list[Equipment]

    @property
    def words(self) -> str:
        """Return the words of the clause."""
        return self.span.of(self.text)


@dataclass
class Memory:
    """What the text has spoken of so far. Sentences and paragraphs are counted from the first."""

    system: Equipment | None = None
    """The last mention that "it" can mean."""
    named: str = ""
    """The last system whose name says its type, while there is none the last of any."""
    named_generic: bool = False
    """Whether that name leaves the type open."""
    group: tuple[str, ...] = ()
    """Systems that were last named together."""
    places: tuple[PlaceMention, ...] = ()
    spots: tuple[PlaceMention, ...] = ()
    """The last two that are no countries, the last one first."""
    places_at: int = -99
    """Number of the sentence that named them."""
    equipment_at: int = -99
    """Number of the sentence that named equipment last."""
    claims_at: dict[str, int] = field(default_factory=dict)
    """Number of the sentence of the last claim, by system."""
    number: int = 0
    """Of the sentence at hand."""
    country: str = ""
    """The last one named, by itself, by a place in it or by its government."""
    base: bool = False
    """Whether a base has been what a sentence was about."""
    permission: tuple[PlaceMention, ...] = ()
    """Where something was last asked for or allowed."""
    sites_of: dict[str, tuple[PlaceMention, ...]] = field(default_factory=dict)
    """Where the last claims of each system were."""
    speaker: Speech | None = None
    """Who spoke last in the paragraph."""
    paragraph: int = -1
    places_paragraph: int = -1
    recent: tuple[str, ...] = ()
    """Systems by their last mention, the latest first."""
    claimed: tuple[PlaceMention, ...] = ()
    """Where the last claim was; "there" means it."""
    claimed_at: int = -99


@dataclass(frozen=True)
class Context:
    """What holds for a whole text: its source, the words known, the memory of what was said."""

    source: SourceText
    lexicon: Lexicon
    dates: DateResolver
    memory: Memory
    topic: str = ""
    """System that the text names first, "" if it names none."""


def anchors(clause: Clause, ctx: Context) -> list[Anchor]:
    """Return the words of status in a clause; what governs or says more wins over the rest."""
    # No status in who speaks, nor in a name such as "Forward Operating Base".
    masks = [s.span for s in clause.speeches] + [Span(p.start, p.end) for p in clause.places]
    found = [
        Anchor(words, match.start(), match.end())
        for words in ctx.lexicon.statuses
        for match in words.pattern.finditer(clause.text, clause.span.start, clause.span.end)
        if match[0] and not masked(match.start(), masks)
        # What "used to" be is no more.
        if not re.search(r"\bused to\s+$", clause.text[: match.start()])
        if not _of_people(words, match, clause, ctx) and _exists(match, clause, ctx)
        if not _whether(match, clause) and _possesses(match, clause)
    ]
    found.sort(key=lambda a: (a.start - a.end, LADDER_ORDER.index(a.words.status)))
    alone: list[Anchor] = []
    for anchor in found:
        if all(anchor.end <= k.start or k.end <= anchor.start for k in alone):
            alone.append(anchor)
    alone.sort(key=lambda a: LADDER_ORDER.index(a.words.status))
    kept: list[Anchor] = []
    for anchor in alone:
        governed = any(
            k.words.status in (*PERMISSION, "planned") and anchor.start >= k.start for k in kept
        )
        weak = anchor.words.status == "present" and any(
            abs(anchor.start - k.start) < 60 and not _conjoined(anchor, k, clause) for k in kept
        )
        # "Four sit in Kuwait, guarding the port": how they sit, no second statement.
        manner = re.match(
            r"(?:guard|protect|defend|shield|cover)ing", text_of(anchor, clause)
        ) and any(k is not anchor for k in alone)
        if not (governed or weak or manner):
            kept.append(anchor)
    return sorted(kept, key=lambda a: a.start)


def text_of(anchor: Anchor, clause: Clause) -> str:
    """Return the words of status, without their auxiliary verb."""
    words = clause.text[anchor.start : anchor.end].lower()
    return re.sub(r"^been ", "", words)


def _of_people(words: StatusWords, match: re.Match[str], clause: Clause, ctx: Context) -> bool:
    """Tell whether people are what the words are about: "who sits on", "troops sent after"."""
    if words.status in PERMISSION or words.base or words.trap:
        return False
    lead = clause.text[clause.span.start : match.start()]
    people = re.search(
        rf"\b{ctx.lexicon.words['people']['pattern']}\s+(?:\w+ly\s+|had\s+|have\s+|has\s+|were\s+"
        rf"|was\s+|been\s+|also\s+|now\s+|never\s+)*$",
        lead,
        re.IGNORECASE,
    )
    if people is None:
        return False
    for item in clause.found:
        held = item.start >= match.end() and item.kind != SAME
        if held and len(clause.text[match.end() : item.start].split()) <= 4:
            return False
        if people.start() <= item.start < match.end():
            return False
    return True


def _whether(match: re.Match[str], clause: Clause) -> bool:
    """Tell whether the words stand behind "whether": a question, no statement."""
    lead = clause.text[clause.span.start : match.start()]
    return re.search(r"\bwhether\b", lead, re.IGNORECASE) is not None


_NO_POSSESSION = (
    "been",
    "to",
    "sent",
    "brought",
    "put",
    "with",
    "set",
    "on",
    "in",
    "at",
    "for",
    "by",
)


def _possesses(match: re.Match[str], clause: Clause) -> bool:
    """Tell whether a bare "has" leads to equipment: "has its own Patriots"."""
    if match[0].lower() not in ("has", "have", "had", "got"):
        return True
    after = [e for e in clause.found if e.start >= match.end() and e.kind in (NAMED, UNIT)]
    if not after:
        return False
    between = clause.text[match.end() : after[0].start].lower().split()
    return len(between) <= 5 and not any(
        w.endswith(("ed", "ing")) or w in _NO_POSSESSION for w in between
    )


def _exists(match: re.Match[str], clause: Clause, ctx: Context) -> bool:
    """Tell whether "there is" leads to equipment: "there was no decision" does not."""
    if not match[0].lower().startswith("there"):
        return True
    after = [e for e in clause.found if e.start >= match.end()]
    between = clause.text[match.end() : after[0].start] if after else ""
    nothing = re.search(rf"\b{ctx.lexicon.words['people']['nothing']}\b", between, re.IGNORECASE)
    return bool(after) and len(between.split()) <= 6 and nothing is None


def _conjoined(one: Anchor, other: Anchor, clause: Clause) -> bool:
    """Tell whether a conjunction stands between: then both are told, one after the other."""
    first, second = sorted((one, other), key=lambda a: a.start)
    between = clause.text[first.end : second.start]
    return re.search(r"\b(?:and|but|then|before|after|until|when)\b", between) is not None


def nothing_there(clause: Clause, ctx: Context) -> list[Anchor]:
    """Return an anchor for "no Patriot" without a verb."""
    named = [e for e in clause.found if e.kind == NAMED]
    if not named or not re.search(r"\b[Nn]o\s+(?:\w+\s+){0,2}$", clause.text[: named[0].start]):
        return []
    words = next(s for s in ctx.lexicon.statuses if s.status == "present")
    return [Anchor(words, named[0].end, named[0].end)]


_OF = re.compile(r"\b(?:of|for|about|on|like|than|against|over|with)\s+(?:\w+\s+)?$")


def standing(clause: Clause, ctx: Context) -> list[Anchor]:
    """Return an anchor for equipment named with its place: "the battery at Seongju"."""
    for item in clause.found:
        after = [p for p in clause.places if p.start >= item.end]
        if item.kind != NAMED or not after:
            continue
        gap = clause.text[item.end : after[0].start]
        before = clause.text[clause.span.start : item.start]
        listed = re.search(r"^\s*[:,]?\s*$", clause.text[clause.span.start : item.start])
        if re.fullmatch(
            r"\s*(?:\w+\s+|, (?:all|both|most) )?\s*(?:at|in|near|around|outside) (?:the )?", gap
        ) and (item.definite or listed or item.count_min is not None or not _OF.search(before)):
            words = next(s for s in ctx.lexicon.statuses if s.status == "present")
            return [Anchor(words, item.end, item.end)]
    return []


def highlight(anchor: Anchor, item: Equipment, place: PlaceMention, clause: Clause) -> Span:
    """Return the stretch from the first to the last word that the claim rests on."""
    wanted = {(item.start, item.end)} | (
        {(place.start, place.end)} if place in clause.places else set()
    )
    spans = [Span(p.start, p.end) for p in clause.places]
    marks = [(anchor.start, anchor.end)]
    marks += [
        (m.start, m.end)
        for m in [*[Span(e.start, e.end) for e in clause.found], *spans]
        # What was said earlier keeps its old place in the text: it is no mark here.
        if (m.start, m.end) in wanted
    ]
    return Span(clause.offset + min(m[0] for m in marks), clause.offset + max(m[1] for m in marks))


def masked(place: int, masks: list[Span]) -> bool:
    """Tell whether a place of the sentence lies in a phrase of speech."""
    return any(mask.holds(place) for mask in masks)


_LISTED = re.compile(
    r"\s*(?:,|,?\s*(?:and|or|nor|as well as|together with))\s+"
    r"(?:(?:an?|one|two|three|four|five|six|\d+"
    r"|several|some|the|its|their|more|few|handful|pair|of|battery|unit|American|US|U\.S\.|no)\s+){0,4}"
)
"""What stands between two kinds of equipment in one list."""


def joined_equipment(chosen: Equipment, clause: Clause) -> list[Equipment]:
    """Return the mention with those that "and" joins to it."""
    group = [chosen]
    named = [e for e in clause.found if e.kind == NAMED]
    for item in named:
        if item.start >= group[-1].end:
            gap = clause.text[group[-1].end : item.start]
            if _LISTED.fullmatch(gap):
                group.append(item)
    for item in reversed(named):
        if item.end <= group[0].start:
            gap = clause.text[item.end : group[0].start]
            if _LISTED.fullmatch(gap):
                group.insert(0, item)
    return group


def _narrows(first: PlaceMention, second: PlaceMention, text: str) -> bool:
    """Tell whether a spot follows its region: "in the south, near Jizan"."""
    gap = text[first.end : second.start]
    region = first.country or first.name.lower() in ("the south", "the north")
    near = re.fullmatch(r"\s*,\s*(?:at|near|in|around|outside)\s+(?:the\s+)?", gap)
    return region and not second.country and near is not None


def joined_places(found: list[PlaceMention], text: str) -> list[PlaceMention]:
    """Return the first place and those joined to it; a qualifier ("in Iraq") is no further one."""
    if len(found) > 1 and _narrows(found[0], found[1], text):
        found = found[1:]
    group = [found[0]]
    last = found[0]
    for place in found[1:]:
        gap = text[last.end : place.start]
        gap = re.sub(r"(?:on\s+)?\(?\b(?:\d{1,2}\s+[A-Z]\w+|[A-Z]\w+\s+\d{1,2})\b\)?", "", gap)
        near = len(gap.split()) <= 4
        qualifies = gap.strip() == "," and place.country and not group[-1].country
        if _JOINED.match(gap) and not qualifies:
            group.append(place)
            last = place
        elif near and (place.country or place.lead in ("outside", "near", "of", "in", "at", "on")):
            last = place
        else:
            break
    return group
