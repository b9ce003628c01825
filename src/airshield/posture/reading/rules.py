"""Propose claims by rules: the built-in reader, which needs no network and no model."""

from __future__ import annotations

import re
from dataclasses import replace

from airshield.posture.reading.clause import (
    PERMISSION,
    Anchor,
    Clause,
    Context,
    Memory,
    anchors,
    highlight,
    masked,
    nothing_there,
    standing,
)
from airshield.posture.reading.dates import DateResolver
from airshield.posture.reading.equipment import NAMED, OTHER, SAME, UNIT, Equipment, equipment
from airshield.posture.reading.lexicon import Lexicon, SpeakerWords, load_lexicon
from airshield.posture.reading.moods import (
    called_off,
    governs,
    hedge_of,
    inserted,
    mood_of,
    negation,
)
from airshield.posture.reading.place_names import PlaceMention
from airshield.posture.reading.reader import Proposal, Reading, SourceText, Trap
from airshield.posture.reading.retell import denied, distinct, is_retort, speaks
from airshield.posture.reading.sentences import Sentence, Span, sentences
from airshield.posture.reading.speakers import Speech, classify, find_speech, speaker_for
from airshield.posture.reading.strength import weak
from airshield.posture.reading.subjects import base_id, base_itself, subjects
from airshield.posture.reading.whereabouts import (
    contrasted,
    day_of,
    is_old,
    moved,
    sentence_places,
    sites,
)

_NO_FACT = ("threat", "opinion", "history")
_LONE_PARTIES = ("rumour", "armed-group", "resident", "press")


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
        return Reading(self.name, tuple(distinct(work.proposals, self._lexicon)), tuple(work.traps))


class _Work:
    """One text being read."""

    def __init__(self, source: SourceText, lexicon: Lexicon) -> None:
        dates = DateResolver(source.published, lexicon.dates)
        self.context = Context(source, lexicon, dates, Memory(), _topic(source.text, lexicon))
        self._paragraph = -1
        self._last: Anchor | None = None
        """Words of status of the clause before, which an ellipsis takes up again."""
        self._claimed: tuple[Anchor, Equipment] | None = None
        """What the last claim rested on, for "the same at …"."""
        self.proposals: list[Proposal] = []
        self.traps: list[Trap] = []
        head = [line for line in source.text.splitlines()[:4] if len(line.split()) <= 12]
        headed = any(lexicon.pattern("issuer", "head").search(line) for line in head)
        by_office = headed or lexicon.pattern("issuer").search(source.source)
        self.issuer = classify("a ministry", lexicon) if by_office else None

    # ------------------------------------------------------------------ a sentence
    def sentence(self, sentence: Sentence) -> None:
        """Propose the claims of one sentence, and remember what it spoke of."""
        ctx, memory = self.context, self.context.memory
        text = sentence.span.of(ctx.source.text)
        speeches = find_speech(text, ctx.lexicon)
        masks = [s.span for s in speeches]
        found = [e for e in equipment(text, ctx.lexicon) if not masked(e.start, masks)]
        where = [p for p in sentence_places(text, ctx) if not masked(p.start, masks)]
        memory.number += 1
        if sentence.paragraph != memory.paragraph:
            memory.paragraph, memory.speaker = sentence.paragraph, None
        if not sentence.heading:
            retort = self._retort(sentence, text, speeches, found)
            if not retort:
                self._clauses(sentence, text, speeches, found, where)
        _remember(memory, found, where, speeches)

    def _retort(
        self, sentence: Sentence, text: str, speeches: list[Speech], found: list[Equipment]
    ) -> bool:
        """Turn round the claims of the sentence before if this one only denies them."""
        memory = self.context.memory
        before = [
            (i, p)
            for i, p in enumerate(self.proposals)
            if p.sentence == memory.number - 1 and self._paragraph == sentence.paragraph
        ]
        self._paragraph = sentence.paragraph
        if not before or any(e.kind == NAMED for e in found) or not is_retort(text, self.context):
            return False
        span = Span(0, len(text))
        clause = Clause(text, span, [], [], [], [], [], [], speeches, sentence.span.start, [])
        for i, p in before:
            self.proposals[i] = denied(p, self._graded(p, speaks(speeches), clause))
        return True

    def _clauses(
        self,
        sentence: Sentence,
        text: str,
        speeches: list[Speech],
        found: list[Equipment],
        where: list[PlaceMention],
    ) -> None:
        offset, ctx = sentence.span.start, self.context
        days = self.context.dates.find(text)
        before, places_before = list[Equipment](), list[PlaceMention]()
        self._last = None
        old = False
        for whole in sentence.clauses:
            span = Span(whole.start - offset, whole.end - offset)
            clause = Clause(
                text,
                span,
                [e for e in found if span.holds(e.start)],
                [p for p in where if span.holds(p.start)],
                [d for d in days if span.holds(d.start) and not inserted(d.start, text, ctx)],
                before,
                places_before,
                days,
                speeches,
                offset,
                found,
            )
            if self._turned(clause, speeches):
                continue
            if self.context.lexicon.pattern("question").search(clause.words):
                continue
            old = self._clause(clause, old) == "history"
            before = clause.found or before
            places_before = clause.places or places_before

    def _turned(self, clause: Clause, speeches: list[Speech]) -> bool:
        """Turn round what the clauses before said: "…; the coalition denies it"."""
        here = [
            i
            for i, p in enumerate(self.proposals)
            if p.sentence == self.context.memory.number
            and p.end <= clause.offset + clause.span.start
        ]
        named = any(e.kind == NAMED for e in clause.found)
        if not here or named or not is_retort(clause.words, self.context):
            return False
        said = [s for s in speeches if clause.span.holds(s.span.start)]
        for i in here:
            self.proposals[i] = denied(
                self.proposals[i], self._graded(self.proposals[i], speaks(said), clause)
            )
        return True

    def _clause(self, clause: Clause, old: bool) -> str:
        """Read one clause; return its mood. `old`: the clause before it told history."""
        mood = mood_of(clause, self.context)
        if old and not clause.days:
            # "In 2003 … and one shot down a jet": the date still holds.
            mood = mood or "history"
        if mood:
            start, end = clause.offset + clause.span.start, clause.offset + clause.span.end
            self.traps.append(Trap(start, end, mood))
        if mood not in _NO_FACT:
            self._claims(clause, mood)
        return mood

    # ------------------------------------------------------------------ claims of a clause
    def _claims(self, clause: Clause, mood: str) -> None:
        ctx = self.context
        if re.search(ctx.lexicon.words["base"]["subject"], clause.text, re.IGNORECASE):
            ctx.memory.base = True
        found = anchors(clause, ctx) or nothing_there(clause, ctx) or self._ellipsis(clause)
        found = found or standing(clause, ctx)
        if not found and self._same_there(clause, mood):
            return
        self._last = found[-1] if found else self._last
        for anchor in found:
            about = subjects(anchor, clause, ctx)
            if anchor.words.base or anchor.words.status == "withdrawn":
                base = base_itself(anchor, clause, about, ctx)
                about = about if base is None else [base]
            if about and anchor.words.base and about[0].system != base_id(ctx):
                continue
            for item in about:
                self._claim(anchor, item, clause, mood)

    def _ellipsis(self, clause: Clause) -> list[Anchor]:
        """Return the last words of status again for "… and another to Ain al-Asad"."""
        others = [e for e in clause.found if e.kind in (OTHER, NAMED) and e.count_min is not None]
        if not others or not clause.places:
            return []
        gap = clause.text[others[0].end : clause.places[0].start]
        short = re.fullmatch(r"\s*,?\s*(?:\w+\s+){1,2}(?:the\s+)?", gap)
        if self._last is None:
            # "Two batteries, one at Erbil": a list without a verb tells what is there.
            words = next(s for s in self.context.lexicon.statuses if s.status == "present")
            listed = others[0].kind == OTHER and re.search(r"\b(?:at|in|near|outside)\b", gap)
            last = Anchor(words, 0, 0) if listed else None
        else:
            last = self._last
        if last is None or not short:
            return []
        return [replace(last, start=others[0].end, end=others[0].end)]

    def _same_there(self, clause: Clause, mood: str) -> bool:
        """Propose the last claim again for "the same at Erbil", "in Erbil, likewise"."""
        same = self.context.lexicon.pattern("anaphors", "again").search(clause.words)
        if same is None or self._claimed is None or not clause.places:
            return False
        at = clause.places[0].start
        anchor, item = self._claimed
        item = replace(item, start=at, end=at, kind=SAME)
        self._claim(replace(anchor, start=at, end=at), item, clause, mood)
        return True

    def _claim(self, anchor: Anchor, item: Equipment, clause: Clause, mood: str) -> None:
        ctx = self.context
        status, trap = anchor.words.status, anchor.words.trap
        if mood == "plan" and status != "planned" and not governs(anchor, clause, ctx):
            mood = ""
        if mood == "plan" and status not in PERMISSION:
            if status in ("withdrawn", "handed over"):
                return
            status, trap = "planned", "plan"
        where = sites(anchor, item, clause, ctx)
        speech = speaker_for(anchor.start, clause.speeches)
        no = negation(anchor, item, clause, speech, ctx)
        not_planned = mood == "plan" and no == "not" and anchor.words.trap != "plan"
        if not where or not_planned:
            return
        off = status == "planned" and called_off(clause, ctx)
        # A plan is as of the day on which it was told, not of the day it is for.
        dated = replace(clause, days=[]) if status == "planned" else clause
        status, where = moved(status, anchor, where, clause, ctx)
        for place in where:
            day = day_of(anchor, place, dated, where, speech, ctx)
            if day is not None and is_old(day, ctx):
                continue
            span = highlight(anchor, item, place, clause)
            told = Proposal(
                span.start, span.end, item.system, place.site, status,
                polarity="negative" if no or off or contrasted(place, clause) else "positive",
                count_min=item.count_min,
                count_max=item.count_max,
                count_unit=item.unit if item.count_min is not None else "",
                event_start=day.first if day else None,
                event_end=day.last if day else None,
                time_precision=day.precision if day else None,
                trap=trap,
                site_name=place.name,
                note=_inferred(item, place, clause),
                sentence=ctx.memory.number,
                weak=weak(status, item, place, clause),
            )  # fmt: skip
            self.proposals.append(self._graded(told, speech, clause))
        self._claimed = (anchor, item)
        ctx.memory.claimed, ctx.memory.claimed_at = tuple(where), ctx.memory.number
        if status != "planned":
            together = ctx.memory.claims_at.get(item.system) == ctx.memory.number
            earlier = ctx.memory.sites_of.get(item.system, ()) if together else ()
            ctx.memory.sites_of[item.system] = (*earlier, *where)
            ctx.memory.claims_at[item.system] = ctx.memory.number
            if status in PERMISSION:
                ctx.memory.permission = tuple(where)

    # ------------------------------------------------------------------ who says it
    def _graded(self, told: Proposal, speech: Speech | None, clause: Clause) -> Proposal:
        """Add who says it, and the grades that this suggests; a hedge costs one digit."""
        who, words = self._speaker(speech, clause)
        hedge = hedge_of(clause, self.context)
        return replace(
            told,
            attribution=who.attribution,
            speaker=words,
            party=self._party(who, words),
            letter=who.letter,
            digit=_worse(who.credibility, bool(hedge)),
            hedging=hedge,
        )

    def _speaker(self, speech: Speech | None, clause: Clause) -> tuple[SpeakerWords, str]:
        kinds = self.context.lexicon.speakers
        rumour, nobody = kinds[0], kinds[-1]
        known = self.context.memory.speaker
        if speech is not None and speech.kind is not None:
            return speech.kind, speech.words
        if speech is not None and speech.pronoun:
            if known is not None:
                return known.kind or nobody, known.words
            if re.fullmatch(r"i|we", speech.words, re.IGNORECASE):
                return nobody, ""
        heard = rumour.pattern.search(clause.text)
        if heard is not None:
            return rumour, heard[0]
        if known is not None and re.match(r"(?:He|She|They|His|Her|Their)\b", clause.text):
            return known.kind or nobody, known.words
        return (nobody, "") if self.issuer is None else (self.issuer, self.context.source.source)

    def _party(self, who: SpeakerWords, words: str) -> str:
        if who.party not in _LONE_PARTIES:
            for party, pattern in self.context.lexicon.words["party"].items():
                if re.search(pattern, words, re.IGNORECASE):
                    return str(party)
        return who.party


def _inferred(item: Equipment, place: PlaceMention, clause: Clause) -> str:
    """Say what of a claim was taken from earlier words, "" where its own clause states all."""
    named = any(e.kind == NAMED and e.system == item.system for e in clause.found)
    lacking = [] if named or item.system == "coalition-base" else ["system"]
    lacking += [] if place in clause.places else ["place"]
    return f"{' and '.join(lacking)} taken from earlier words" if lacking else ""


def _topic(text: str, lexicon: Lexicon) -> str:
    """Return the system that a text names first, types that are not stated left out."""
    found = [
        (match.start(), system.id)
        for system in lexicon.systems
        if not system.generic and (match := system.pattern.search(text))
    ]
    return min(found)[1] if found else ""


def _worse(digit: int, hedged: bool) -> int:
    return min(6, digit + 1) if hedged and digit < 5 else digit


def _remember(
    memory: Memory, found: list[Equipment], where: list[PlaceMention], speeches: list[Speech]
) -> None:
    """Keep what a sentence spoke of, for the pronouns of the next ones."""
    named = [e for e in found if e.kind == NAMED]
    for item in named:
        if not item.generic or not memory.named or memory.named_generic:
            memory.named, memory.named_generic = item.system, item.generic
            memory.system = item
    if any(e.kind in (NAMED, UNIT, OTHER) for e in found):
        memory.equipment_at = memory.number
    units = [e for e in found if e.kind in (UNIT, OTHER) and e.count_min is not None]
    if not named and units:
        memory.system = units[-1]
    solid = [e.system for e in named if not e.generic]
    memory.group = tuple(dict.fromkeys(solid)) or memory.group
    memory.recent = tuple(dict.fromkeys([*reversed(solid), *memory.recent]))
    if where:
        memory.places = tuple(where[:2])
        spots = {p.site: p for p in (*[p for p in where if not p.country], *memory.spots)}
        memory.spots = tuple(spots.values())[:2]
        memory.places_at, memory.places_paragraph = memory.number, memory.paragraph
    memory.speaker = next((s for s in reversed(speeches) if s.kind is not None), memory.speaker)
