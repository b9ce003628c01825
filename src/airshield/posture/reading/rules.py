"""Propose claims by rules: the built-in reader, which needs no network and no model."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace

from airshield.posture.reading.dates import DateMention, DateResolver
from airshield.posture.reading.lexicon import Lexicon, SpeakerWords, StatusWords, load_lexicon
from airshield.posture.reading.mentions import (
    NAMED,
    OTHER,
    SAME,
    UNIT,
    Equipment,
    Place,
    equipment,
    places,
)
from airshield.posture.reading.reader import Proposal, Reading, SourceText, Trap
from airshield.posture.reading.sentences import Sentence, Span, sentences
from airshield.posture.reading.speakers import Speech, classify, find_speech, speaker_for

_JOINED = re.compile(
    r"^\s*(?:\([^)]*\)\s*)?(?:,|,?\s*(?:and|or|nor|as well as)\b)"
    r"(?:\s*,?\s*(?:and|or))?(?:[\s,]*(?:since|also|at|in|near|of|to|from|out of|around|the|on)\b"
    r"(?:\s+[A-Z][a-z]+,)?)*\s*(?:[A-Z]\w+['’]s\s+)?$"
)
_LADDER_ORDER = (
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
_PERMISSION = ("requested", "negotiated", "approved")
_AWAY = ("to", "into", "onto", "for", "towards", "toward", "via", "through")


@dataclass(frozen=True)
class _Anchor:
    words: StatusWords
    start: int
    end: int


@dataclass
class _Memory:
    """What the text has spoken of so far."""

    system: Equipment | None = None
    named: str = ""
    named_generic: bool = False
    group: tuple[str, ...] = ()
    """Systems that were last named together."""
    places: tuple[Place, ...] = ()
    spot: Place | None = None
    """The last of them that is no country."""
    places_at: int = -99
    """Number of the sentence that named them."""
    equipment_at: int = -99
    """Number of the sentence that named equipment last."""
    claims_at: dict[str, int] = field(default_factory=dict)
    number: int = 0
    country: str = ""
    base: bool = False
    permission: tuple[Place, ...] = ()
    sites_of: dict[str, tuple[Place, ...]] = field(default_factory=dict)
    speaker: Speech | None = None
    paragraph: int = -1
    places_paragraph: int = -1


class RuleReader:
    """Read by the bundled words and rules.

    Limits: English; sentence by sentence with a short memory, so that long chains of reference,
    irony and what a reader would infer are missed. It proposes; a person confirms.
    """

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or load_lexicon()

    @property
    def name(self) -> str:
        """Return the back end's name with the first digits of the lexicon's hash."""
        return f"rules/{self._lexicon.sha256[:12]}"

    def read(self, source: SourceText) -> Reading:
        """Propose claims and name traps."""
        work = _Work(source, self._lexicon)
        for sentence in sentences(source.text):
            work.sentence(sentence)
        return Reading(self.name, tuple(_distinct(work.proposals)), tuple(work.traps))


def _distinct(proposals: list[Proposal]) -> list[Proposal]:
    """Drop what the same speakers have said before in the same words of the ladder."""
    seen: set[tuple[str, ...]] = set()
    kept = []
    for p in proposals:
        key = (p.system, p.site, p.status, p.polarity, p.attribution)
        if key not in seen:
            seen.add(key)
            kept.append(p)
    return kept


class _Work:
    """One text being read."""

    def __init__(self, source: SourceText, lexicon: Lexicon) -> None:
        self.source, self.lexicon = source, lexicon
        self.dates = DateResolver(source.published, lexicon.dates)
        self.memory = _Memory()
        self.proposals: list[Proposal] = []
        self.traps: list[Trap] = []
        head = " ".join(line for line in source.text.splitlines()[:3])
        issuer = lexicon.pattern("issuer")
        by_office = issuer.search(source.source) or issuer.search(head)
        self.issuer = classify("a ministry", lexicon) if by_office else None

    # ------------------------------------------------------------------ a sentence
    def sentence(self, sentence: Sentence) -> None:
        text = sentence.span.of(self.source.text)
        base = sentence.span.start
        self._text = text
        speeches = find_speech(text, self.lexicon)
        masks = [s.span for s in speeches]
        found = [e for e in equipment(text, self.lexicon) if not _masked(e.start, masks)]
        where = [p for p in self._places(text) if not _masked(p.start, masks)]
        self.memory.number += 1
        days = self.dates.find(text)
        if sentence.paragraph != self.memory.paragraph:
            self.memory.paragraph, self.memory.speaker = sentence.paragraph, None
        if not sentence.heading:
            self._clauses(sentence, text, base, speeches, found, where, days)
        self._remember(found, where, speeches)

    def _places(self, text: str) -> list[Place]:
        """Return the places that a sentence names, "the capital" and "the north" among them."""
        found = places(text, self.lexicon)
        country = self.memory.country
        for place in found:
            known = place.site if place.country else self.lexicon.country_of.get(place.site, "")
            country = known or country
        for word, site in self.lexicon.places["governments"].items():
            if re.search(rf"\b{word}\b", text):
                country = site
        self.memory.country = country
        capital = self.lexicon.places["capitals"].get(country, "")
        for match in re.finditer(
            r"(\w+) the (capital\b|(?:north|south|east|west)[\w-]*\b(?! of))", text
        ):
            site = capital if match[2] == "capital" else country
            lead = match[1].lower()
            if site and lead in self.lexicon.places["locative"]:
                found.append(Place(match.start(2), match.end(2), site, lead, True, False, match[2]))
        return sorted(found, key=lambda p: p.start)

    def _clauses(
        self,
        sentence: Sentence,
        text: str,
        base: int,
        speeches: list[Speech],
        found: list[Equipment],
        where: list[Place],
        days: list[DateMention],
    ) -> None:
        before: tuple[list[Equipment], list[Place]] = ([], [])
        old = False
        for span in sentence.clauses:
            clause = Span(span.start - base, span.end - base)
            parts = _Parts(
                text,
                clause,
                [e for e in found if clause.holds(e.start)],
                [p for p in where if clause.holds(p.start)],
                [d for d in days if clause.holds(d.start)],
                before[0],
                before[1],
                days,
                speeches,
                base,
                found,
            )
            if self.lexicon.pattern("question").search(clause.of(text)):
                continue
            mood = self._mood(parts)
            if old and not parts.days:
                # "In 2003 … and one shot down a jet": the date still holds.
                mood = mood or "history"
            old = mood == "history"
            if mood:
                self.traps.append(Trap(span.start, span.end, mood))
            if mood not in ("threat", "opinion", "history"):
                self._claims(parts, mood)
            if parts.found:
                before = (parts.found, before[1])
            if parts.places:
                before = (before[0], parts.places)

    def _mood(self, parts: _Parts) -> str:
        """Return the kind of trap that a clause is, "" for a plain statement."""
        clause = parts.clause.of(parts.text)
        for kind, pattern in self.lexicon.moods:
            if kind == "threat":
                if pattern.search(clause):
                    return kind
            elif pattern.search(clause):
                about = parts.found or parts.before
                if kind != "opinion" or about:
                    return kind
        old = self.source.published - dt.timedelta(days=self.lexicon.words["history"]["days"])
        past = [d for d in parts.days if d.last < old]
        if (past and len(past) == len(parts.days)) or self.lexicon.pattern("history").search(
            clause
        ):
            return "history" if parts.found or parts.before else ""
        if any(a.words.trap == "request" for a in self._anchors(parts)):
            return "request" if parts.found or self.memory.named else ""
        return ""

    # ------------------------------------------------------------------ claims of a clause
    def _anchors(self, parts: _Parts) -> list[_Anchor]:
        masks = [s.span for s in parts.speeches]
        found: list[_Anchor] = []
        for words in self.lexicon.statuses:
            for match in words.pattern.finditer(parts.text, parts.clause.start, parts.clause.end):
                if match[0] and not _masked(match.start(), masks):
                    found.append(_Anchor(words, match.start(), match.end()))
        found.sort(key=lambda a: (a.start - a.end, _LADDER_ORDER.index(a.words.status)))
        alone: list[_Anchor] = []
        for anchor in found:
            if all(anchor.end <= k.start or k.end <= anchor.start for k in alone):
                alone.append(anchor)
        alone.sort(key=lambda a: _LADDER_ORDER.index(a.words.status))
        kept: list[_Anchor] = []
        for anchor in alone:
            governed = any(
                k.words.status in (*_PERMISSION, "planned") and anchor.start >= k.start
                for k in kept
            )
            weak = anchor.words.status == "present" and any(
                abs(anchor.start - k.start) < 60 for k in kept
            )
            if not (governed or weak):
                kept.append(anchor)
        return sorted(kept, key=lambda a: a.start)

    def _claims(self, parts: _Parts, mood: str) -> None:
        if re.search(self.lexicon.words["base"]["subject"], parts.text, re.IGNORECASE):
            self.memory.base = True
        anchors = self._anchors(parts)
        for anchor in anchors or self._nothing_there(parts):
            equipment_ = self._equipment(anchor, parts)
            if anchor.words.base or anchor.words.status == "withdrawn":
                base = self._base(anchor, parts, equipment_)
                if base is not None:
                    equipment_ = [base]
            if not equipment_ or (anchor.words.base and equipment_[0].system != self.base_id):
                continue
            for item in equipment_:
                self._claim(anchor, item, parts, mood)

    def _nothing_there(self, parts: _Parts) -> list[_Anchor]:
        """Return an anchor for "no Patriot" without a verb."""
        named = [e for e in parts.found if e.kind == NAMED]
        if not named or not re.search(r"\b[Nn]o\s+(?:\w+\s+){0,2}$", parts.text[: named[0].start]):
            return []
        words = next(s for s in self.lexicon.statuses if s.status == "present")
        return [_Anchor(words, named[0].end, named[0].end)]

    @property
    def base_id(self) -> str:
        """Return the system under which bases are filed."""
        return str(self.lexicon.words["base"]["id"])

    def _base(self, anchor: _Anchor, parts: _Parts, found: list[Equipment]) -> Equipment | None:
        """Return the base itself where troops leave it or hand it over, not equipment."""
        if any(e.kind == NAMED for e in found):
            return None
        words = parts.text[: anchor.start] if parts.places else ""
        subject = re.search(self.lexicon.words["base"]["subject"], parts.text, re.IGNORECASE)
        if subject is None and anchor.words.base and self.memory.base:
            subject = re.search(r".", words or " ")
        plain = re.search(r"over|transfer ceremony", parts.text[anchor.start : anchor.end])
        strong = anchor.words.base and plain is not None and not found
        if (subject is None and not strong) or not parts.places:
            return None
        return Equipment(anchor.start, anchor.end, self.base_id, NAMED)

    def _equipment(self, anchor: _Anchor, parts: _Parts) -> list[Equipment]:
        """Return what the words of status are about, joined names together."""
        left = [e for e in parts.found if e.end <= anchor.start]
        right = [e for e in parts.found if e.start >= anchor.end]
        inside = [e for e in parts.found if e.start < anchor.end and anchor.start < e.end]
        chosen: Equipment | None = None
        solid_left = [e for e in left if e.kind in (NAMED, UNIT)]
        solid_right = [e for e in right if e.kind in (NAMED, UNIT)]
        if solid_left and anchor.words.subject in ("left", "any"):
            chosen = solid_left[-1]
        elif solid_right and (anchor.words.subject in ("right", "any")):
            chosen = solid_right[0]
        elif inside:
            chosen = inside[0]
        elif left:
            chosen = left[-1]
        elif solid_right and parts.only_negated(anchor):
            chosen = solid_right[0]
        elif right and anchor.words.subject == "any":
            chosen = right[0]
        elif parts.before and not self._has_own_subject(anchor, parts):
            last = parts.before[-1]
            chosen = last if last.kind == NAMED else replace(last, kind=SAME)
        elif self.memory.named and re.match(
            self.lexicon.words["nouns"]["pattern"], parts.text[anchor.start :], re.IGNORECASE
        ):
            chosen = Equipment(anchor.start, anchor.end, self.memory.named, SAME)
        if chosen is None:
            return []
        if chosen.kind == NAMED:
            return _joined_equipment(chosen, parts)
        many = parts.text[chosen.start : chosen.end].lower()
        plural = many.endswith("s") or many in ("they", "them", "these", "those", "both")
        earlier = [e for e in parts.all_found if e.kind == NAMED and e.start < chosen.start]
        if plural and not earlier and len(self.memory.group) > 1 and chosen.kind in (SAME, UNIT):
            return [replace(chosen, system=s) for s in self.memory.group]
        if not earlier and not self._recent(chosen):
            return []
        return [e for e in [self._name(chosen, earlier, parts.all_found)] if e.system]

    def _recent(self, item: Equipment) -> bool:
        """Tell whether equipment was named so lately that "it" or "the unit" can mean it."""
        gap = self.memory.number - self.memory.equipment_at
        word = (self._text or "")[item.start : item.end]
        if item.kind == UNIT and not self.lexicon.pattern("vague").search(word):
            return True
        return gap <= 3

    def _has_own_subject(self, anchor: _Anchor, parts: _Parts) -> bool:
        lead = parts.text[parts.clause.start : anchor.start].strip()
        lead = re.sub(r"^(?:and|but|which|that|while|then|,|\s)+", "", lead, flags=re.IGNORECASE)
        return len(re.findall(r"\b[a-z]\w+", lead)) > 3

    def _name(
        self, item: Equipment, earlier: list[Equipment], parts_found: list[Equipment]
    ) -> Equipment:
        """Give words that stand for something the system that they stand for."""
        if item.system:
            return item
        if item.kind == UNIT and self._foreign(item, earlier):
            kind = "missile-battery" if item.unit == "battery" else "air-defence"
            return replace(item, system=kind)
        known = earlier[-1].system if earlier else self.memory.named
        count, high, unit = item.count_min, item.count_max, item.unit
        counted = [e for e in parts_found if e.start < item.start and e.count_min is not None]
        last = counted[-1] if counted else self.memory.system
        if item.kind == SAME and last is not None and count is None:
            count, high, unit = last.count_min, last.count_max, last.unit
        if count is not None and not unit:
            unit = self._unit(known)
        return Equipment(item.start, item.end, known, item.kind, count, high, unit, item.definite)

    def _foreign(self, item: Equipment, earlier: list[Equipment]) -> bool:
        """Tell whether a unit is a new one of some nation ("an Italian battery"), type unsaid."""
        if earlier or self._text is None:
            return False
        before = self._text[max(0, item.start - 30) : item.start]
        return re.search(r"\ban?\s+[A-Z]\w+(?:i|n|sh|ch|ese|k)\s+$", before) is not None

    _text: str | None = None

    def _unit(self, system: str) -> str:
        return next((s.unit for s in self.lexicon.systems if s.id == system), "")

    # ------------------------------------------------------------------ one claim
    def _claim(self, anchor: _Anchor, item: Equipment, parts: _Parts, mood: str) -> None:
        status = anchor.words.status
        trap = anchor.words.trap
        if mood == "plan":
            if status in ("withdrawn", "handed over"):
                return
            if status not in _PERMISSION:
                status, trap = "planned", "plan"
        sites = self._sites(anchor, item, parts)
        if not sites:
            return
        speech = speaker_for(anchor.start, parts.speeches)
        no = self._negative(anchor, parts, speech)
        polarity = "negative" if no else "positive"
        if mood == "plan" and no == "not" and anchor.words.trap != "plan":
            return
        hedge = self._hedge(parts)
        who, words = self._speaker(speech, parts)
        for place in sites:
            span = _highlight(anchor, item, place, parts)
            # A plan is as of the day on which it was told, not of the day it is for.
            asked = parts if status != "planned" else replace(parts, days=[])
            day = self._day(anchor, place, asked, sites, speech)
            if day is not None and self._old(day):
                continue
            count = item
            if polarity == "negative" and item.count_min is None:
                count = Equipment(item.start, item.end, item.system, item.kind)
            self.proposals.append(
                Proposal(
                    span.start,
                    span.end,
                    item.system,
                    place.site,
                    place.known,
                    status,
                    polarity,
                    count.count_min,
                    count.count_max,
                    count.unit,
                    day.first if day else None,
                    day.last if day else None,
                    day.precision if day else None,
                    who.attribution,
                    words,
                    self._party(who, words),
                    who.letter,
                    _worse(who.credibility, bool(hedge)),
                    hedge,
                    trap,
                    place.name,
                )
            )
        if status == "planned":
            return
        self.memory.sites_of[item.system] = tuple(sites)
        self.memory.claims_at[item.system] = self.memory.number
        if status in _PERMISSION:
            self.memory.permission = tuple(sites)

    def _old(self, day: DateMention) -> bool:
        limit = dt.timedelta(days=self.lexicon.words["history"]["days"])
        return day.last < self.source.published - limit

    def _negative(self, anchor: _Anchor, parts: _Parts, speech: Speech | None) -> str:
        """Return "denied" or "not" where the words say that it is not so, "" where they do not."""
        words = self.lexicon.words["negation"]
        said = [s.span.end for s in parts.speeches if s.span.end <= anchor.start]
        head = parts.text[max([parts.clause.start, *said]) : anchor.end]
        tail = parts.text[anchor.end : parts.clause.end]
        denied = speech is not None and speech.denies and not speech.trailing
        foundless = re.search(words["deny"], parts.text[parts.clause.start :], re.IGNORECASE)
        no_after = re.match(
            r"\s*(?:(?:has|have|had|was|were|is|are|did|does|do)\s*)?"
            r"(?:n['’]t|\b(?:no|not|neither|none|never|yet to))\b",
            tail,
            re.IGNORECASE,
        )
        untrue = re.match(
            rf"\W*(?:but\s+)?(?:they|it|this|that|which|both|the \w+)\s+(?:is|are|was|were)\s+"
            rf"(?:\w+\s+)?(?:{words['deny']})",
            parts.text[parts.clause.end :],
            re.IGNORECASE,
        )
        first = re.search(words["before"], head, re.IGNORECASE) is not None
        plain = bool(foundless) and not parts.speeches
        if denied or untrue or plain:
            return "denied"
        return "not" if first or no_after else ""

    def _hedge(self, parts: _Parts) -> str:
        match = self.lexicon.pattern("hedge").search(
            re.sub(r"\bsome\b", "", parts.clause.of(parts.text))
        )
        return match[0] if match else ""

    def _speaker(self, speech: Speech | None, parts: _Parts) -> tuple[SpeakerWords, str]:
        nobody = self.lexicon.speakers[-1]
        if speech is not None:
            if speech.kind is not None:
                return speech.kind, speech.words
            if speech.pronoun and self.memory.speaker is not None:
                known = self.memory.speaker
                return known.kind or nobody, known.words
            if speech.pronoun and re.fullmatch(r"i|we", speech.words, re.IGNORECASE):
                return nobody, ""
        rumour = self.lexicon.speakers[0]
        heard = rumour.pattern.search(parts.text)
        if heard is not None:
            return rumour, heard[0]
        if self.memory.speaker is not None and re.match(
            r"(?:He|She|They|His|Her|Their)\b", parts.text
        ):
            return self.memory.speaker.kind or nobody, self.memory.speaker.words
        if self.issuer is not None:
            return self.issuer, self.source.source
        return nobody, ""

    def _party(self, who: SpeakerWords, words: str) -> str:
        if who.party in ("rumour", "armed-group", "resident", "press"):
            return who.party
        for party, pattern in self.lexicon.words["party"].items():
            if re.search(pattern, words, re.IGNORECASE):
                return str(party)
        return who.party

    # ------------------------------------------------------------------ where and when
    def _sites(self, anchor: _Anchor, item: Equipment, parts: _Parts) -> list[Place]:
        leaving = anchor.words.place == "from"
        permission = anchor.words.status in _PERMISSION
        usable = [p for p in parts.places if _fits(p, parts, leaving, anchor)]
        if permission:
            usable = [p for p in usable if p.lead not in ("", ",", "asked")]
        right = [p for p in usable if p.start >= anchor.start]
        left = [p for p in usable if p.end <= anchor.start]
        if right:
            return _joined_places(right, parts.text)
        if left:
            after_item = [p for p in left if p.start >= item.end]
            return _joined_places(after_item or left[-1:], parts.text)
        clause = parts.clause.of(parts.text)
        if re.search(r"\b(?:here|there)\b(?! (?:is|are|was|were))", clause, re.IGNORECASE):
            return list((parts.places_before or list(self.memory.places))[:1])
        if permission:
            return self._permission_sites(item, parts)
        owner = self._owner(anchor, parts)
        if owner is not None:
            return [owner]
        if parts.places_before and item.kind != OTHER:
            return _joined_places(parts.places_before, parts.text)
        return self._remembered(item)

    def _owner(self, anchor: _Anchor, parts: _Parts) -> Place | None:
        """Return the country that has or receives the equipment, where it is the subject."""
        verb = self.lexicon.words["owner"]["pattern"]
        if not re.match(verb, parts.text[anchor.start :], re.IGNORECASE):
            return None
        subjects = [p for p in parts.places if p.country and p.end <= anchor.start and not p.lead]
        return subjects[-1] if subjects else None

    def _remembered(self, item: Equipment) -> list[Place]:
        """Return where the text last was, if equipment is spoken of without a place."""
        memory = self.memory
        fresh = memory.number - memory.places_at <= 3
        if memory.spot and re.search(
            r"\b(?:the|that|this) (?:site|base|camp|airfield|post|compound|airport|place)\b",
            self._text or "",
            re.IGNORECASE,
        ):
            return [memory.spot]
        if item.kind in (SAME, UNIT) or item.definite:
            known = memory.sites_of.get(item.system, ())
            newer = memory.places_at > memory.claims_at.get(item.system, -99) and (
                memory.places_paragraph == memory.paragraph or not known
            )
            return list(memory.places[-1:] if newer and fresh else known[:2])
        if item.kind == NAMED and fresh:
            return list(memory.places[-1:])
        return []

    def _permission_sites(self, item: Equipment, parts: _Parts) -> list[Place]:
        governments: dict[str, str] = self.lexicon.places["governments"]
        for word, site in governments.items():
            if re.search(rf"\b{word}\b", parts.clause.of(parts.text)):
                return [Place(0, 0, site, "", True, True, word)]
        if self.memory.permission:
            return list(self.memory.permission)
        country = self.memory.country
        return [Place(0, 0, country, "", True, True, country)] if country else []

    def _day(
        self,
        anchor: _Anchor,
        place: Place,
        parts: _Parts,
        sites: list[Place],
        speech: Speech | None,
    ) -> DateMention | None:
        days = [d for d in parts.days if d.first <= self.source.published or d.since]
        if not days:
            near = [d for d in parts.all_days if d.first <= self.source.published]
            said = speech is not None and any(0 <= d.start - speech.span.end <= 6 for d in near)
            if said and speech is not None:
                return next(d for d in near if 0 <= d.start - speech.span.end <= 6)
            return None
        if len(days) > 1 and len(sites) > 1 and place.end:
            after = [d for d in days if d.start >= place.end]
            if after:
                return after[0]
        # "announced on 26 September arrived last week": what follows the words dates them.
        return min(
            days,
            key=lambda d: (
                d.start - anchor.end if d.start >= anchor.end else 40 + anchor.end - d.start
            ),
        )

    # ------------------------------------------------------------------ memory
    def _remember(self, found: list[Equipment], where: list[Place], speeches: list[Speech]) -> None:
        named = [e for e in found if e.kind == NAMED]
        for item in named:
            if not item.generic or not self.memory.named or self.memory.named_generic:
                self.memory.named, self.memory.named_generic = item.system, item.generic
                self.memory.system = item
        if any(e.kind in (NAMED, UNIT) for e in found):
            self.memory.equipment_at = self.memory.number
        units = [e for e in found if e.kind in (UNIT, OTHER) and e.count_min is not None]
        if not named and units:
            self.memory.system = units[-1]
        solid = [e.system for e in named if not e.generic]
        if solid:
            self.memory.group = tuple(dict.fromkeys(solid))
        if where:
            self.memory.places = tuple(where[:2])
            spots = [p for p in where if not p.country]
            self.memory.spot = spots[0] if spots else self.memory.spot
            self.memory.places_at = self.memory.number
            self.memory.places_paragraph = self.memory.paragraph
        known = [s for s in speeches if s.kind is not None]
        if known:
            self.memory.speaker = known[-1]


@dataclass(frozen=True)
class _Parts:
    """A clause with what it names, and what the clauses before it in the sentence named."""

    text: str
    clause: Span
    found: list[Equipment]
    places: list[Place]
    days: list[DateMention]
    before: list[Equipment]
    places_before: list[Place]
    all_days: list[DateMention]
    speeches: list[Speech]
    base: int
    all_found: list[Equipment]

    def only_negated(self, anchor: _Anchor) -> bool:
        """Tell whether the words before the anchor are no more than "there are no"."""
        return anchor.start - self.clause.start < 12


def _highlight(anchor: _Anchor, item: Equipment, place: Place, parts: _Parts) -> Span:
    """Return the stretch from the first to the last word that the claim rests on."""
    wanted = {(item.start, item.end)} | (
        {(place.start, place.end)} if place in parts.places else set()
    )
    marks = [(anchor.start, anchor.end)]
    marks += [
        (m.start, m.end)
        for m in (*parts.found, *parts.places)
        # What was said earlier keeps its old place in the text: it is no mark here.
        if (m.start, m.end) in wanted
    ]
    return Span(parts.base + min(m[0] for m in marks), parts.base + max(m[1] for m in marks))


def _masked(place: int, masks: list[Span]) -> bool:
    return any(mask.holds(place) for mask in masks)


def _worse(digit: int, hedged: bool) -> int:
    return min(6, digit + 1) if hedged and digit < 5 else digit


def _joined_equipment(chosen: Equipment, parts: _Parts) -> list[Equipment]:
    """Return the mention with those that "and" joins to it."""
    group = [chosen]
    named = [e for e in parts.found if e.kind == NAMED]
    for item in named:
        if item.start >= group[-1].end:
            gap = parts.text[group[-1].end : item.start]
            if re.fullmatch(r"\s*,?\s*(?:and|or)\s+(?:\w+\s+){0,2}", gap):
                group.append(item)
    for item in reversed(named):
        if item.end <= group[0].start:
            gap = parts.text[item.end : group[0].start]
            if re.fullmatch(r"\s*,?\s*(?:and|or)\s+(?:\w+\s+){0,2}", gap):
                group.insert(0, item)
    return group


def _joined_places(found: list[Place], text: str) -> list[Place]:
    """Return the first place and those joined to it; a qualifier ("in Iraq") is no further one."""
    group = [found[0]]
    last = found[0]
    for place in found[1:]:
        gap = text[last.end : place.start]
        gap = re.sub(r"(?:on\s+)?\(?\b(?:\d{1,2}\s+[A-Z]\w+|[A-Z]\w+\s+\d{1,2})\b\)?", "", gap)
        near = len(gap.split()) <= 4
        if _JOINED.match(gap) and not (gap.strip() == "," and place.country):
            group.append(place)
            last = place
        elif near and (place.country or place.lead in ("outside", "near", "of", "in", "at", "on")):
            last = place
        else:
            break
    return group


def _fits(place: Place, parts: _Parts, leaving: bool, anchor: _Anchor) -> bool:
    """Tell whether a place can be where the words say, by the word that leads to it."""
    if leaving:
        return place.lead not in _AWAY
    if place.lead == "from":
        return False
    owner = re.match(r"['’]s\b", parts.text[place.end :])
    subject = place.country and not place.lead and place.end <= anchor.start
    return not owner and not subject
