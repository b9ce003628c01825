"""Find who says what in a sentence, and suggest an attribution, a party and grades."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from airshield.posture.reading.lexicon import Lexicon, SpeakerWords
from airshield.posture.reading.sentences import Span

_BREAK = re.compile(r"[,;:.!?()\"“”\[\]]|\s[-–—]\s")
_STRIP = re.compile(
    r"^(?:\s|and\b|but\b|while\b|as\b|that\b|although\b|because\b|when\b|which\b|then\b|now\b)+",
    re.IGNORECASE,
)
_HEAD_END = re.compile(
    r"\s(?:of|to|in|at|from|for|with|who|on|near|inside|outside|quoted|cited)\s", re.IGNORECASE
)
_PRONOUN = re.compile(r"(?:he|she|they|it|i|we|the (?:man|woman|two|three))", re.IGNORECASE)
_ACCORDING = re.compile(r"\b(?:according to|citing|cited by|quoting)\s+", re.IGNORECASE)
_WORDS_MOST = 14


@dataclass(frozen=True)
class Speech:
    """A phrase of speech: its span, who speaks, and whether it trails what is said."""

    span: Span
    verb: str
    words: str
    kind: SpeakerWords | None
    trailing: bool
    pronoun: bool = False

    @property
    def denies(self) -> bool:
        """Tell whether the speaker denies."""
        return self.verb.lower().startswith(("deny", "deni", "refut"))


def classify(words: str, lexicon: Lexicon) -> SpeakerWords | None:
    """Return the class of a speaker by its head noun, None if no word is known."""
    classes = lexicon.speakers
    if classes[0].pattern.search(words):
        return classes[0]
    official = next(c for c in classes if c.attribution == "named official")
    if re.search(rf"\b{lexicon.words['issuer']['titles']}\s+[A-Z]\w+", words):
        return official
    head = _HEAD_END.split(f"{words} ")[0]
    for text in (head, words):
        found = [
            (-match.end(), match.start(), order)
            for order, kind in enumerate(classes[1:], start=1)
            for match in kind.pattern.finditer(text)
        ]
        if found:
            return classes[min(found)[2]]
    return None


def _left_chunk(text: str, end: int) -> tuple[int, str]:
    """Return the words between the last break and a verb, and where they begin."""
    start = 0
    for match in _BREAK.finditer(text, 0, end):
        if match[0] == "." and re.search(
            r"\b(?:[A-Z]|Lt|Col|Gen|Maj|Capt|U\.S)$", text[: match.start()]
        ):
            continue
        start = match.end()
    chunk = text[start:end]
    strip = _STRIP.match(chunk)
    start += strip.end() if strip else 0
    return start, text[start:end].strip()


def _right_chunk(text: str, start: int) -> str:
    match = re.match(r"\s+([^,;:.\"“”]{2,70})(?=[,;.]|$)", text[start:])
    return match[1] if match else ""


def find_speech(text: str, lexicon: Lexicon) -> list[Speech]:
    """Return the phrases of speech in a sentence, in order; spans count from its start."""
    found: list[Speech] = []
    for match in _ACCORDING.finditer(text):
        words = _right_chunk(text, match.end() - 1)
        words = re.split(r"\s(?:that|which|who)\s", words)[0]
        kind = classify(words, lexicon)
        if kind is not None:
            end = match.end() + len(words)
            trailing = bool(text[: match.start()].strip(" ,"))
            found.append(Speech(Span(match.start(), end), "according", words, kind, trailing))
    verbs = re.compile(rf"\b{lexicon.words['speech']['verbs']}\b")
    for match in verbs.finditer(text):
        speech = _by_verb(text, match, lexicon)
        if speech is not None and all(
            speech.span.end <= s.span.start or s.span.end <= speech.span.start for s in found
        ):
            found.append(speech)
    found.sort(key=lambda s: s.span.start)
    return [_named_by(s, found[:i]) for i, s in enumerate(found)]


def _named_by(speech: Speech, before: list[Speech]) -> Speech:
    """Give "he added", "but said" or "citing X, said" the speaker of the same sentence."""
    if before and before[-1].verb == "according" and not speech.trailing:
        near = speech.span.start - before[-1].span.end <= 3
        if near:
            return replace(speech, words=before[-1].words, kind=before[-1].kind, pronoun=False)
    known = [s for s in before if s.kind is not None]
    if speech.pronoun and not speech.words and known:
        return replace(speech, words=known[-1].words, kind=known[-1].kind, pronoun=False)
    return speech


def _by_verb(text: str, match: re.Match[str], lexicon: Lexicon) -> Speech | None:
    start, words = _left_chunk(text, match.start())
    words = re.sub(r"\s+(?:has|have|had|also|then|later|never|however|again|did)$", "", words)
    before = text[:start].rstrip()
    if not words:
        return _without_subject(text, match, before, lexicon)
    if len(words.split()) > _WORDS_MOST or any(
        s.pattern.search(words) for s in lexicon.systems if not s.generic
    ):
        return None
    trailing = bool(before) and before[-1] in ',"”’'
    span = Span(start, match.end())
    if _PRONOUN.fullmatch(words):
        return Speech(span, match[0], words, None, trailing, True)
    kind = classify(words, lexicon)
    if kind is None and not re.fullmatch(r"[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){0,2}", words):
        return None
    return Speech(span, match[0], words, kind, trailing)


def _without_subject(text: str, match: re.Match[str], before: str, lexicon: Lexicon) -> Speech:
    """Return the phrase of a verb that no subject leads: inverted, resumed or shared."""
    inverted = _right_chunk(text, match.end())
    kind = classify(inverted, lexicon) if before.endswith((",", '"', "”", ",”")) else None
    if kind is not None and len(inverted.split()) <= 10:
        end = match.end() + 1 + len(inverted)
        return Speech(Span(match.start(), end), match[0], inverted, kind, True)
    apposition = [chunk.strip() for chunk in before.rstrip(", ").split(",")][-2:]
    titled = rf"\b{lexicon.words['issuer']['titles']}\s+[A-Z]\w+"
    named = before.endswith(",") and re.search(titled, apposition[-1])
    first = ", ".join(apposition) if named else re.split(r",", text)[0]
    kind = classify(first, lexicon) if before.endswith(",") and len(first.split()) <= 9 else None
    if kind is None:
        return Speech(Span(match.start(), match.end()), match[0], "", None, False, True)
    return Speech(Span(match.start(), match.end()), match[0], first, kind, False)


def speaker_for(place: int, speeches: list[Speech]) -> Speech | None:
    """Return who says what stands at a place of the sentence, None if nobody in it does."""
    best: tuple[int, int, Speech] | None = None
    for speech in speeches:
        inside = speech.span.start <= place < speech.span.end
        after = place >= speech.span.end
        distance = place - speech.span.end if after else speech.span.start - place
        wrong = int(after == speech.trailing) if not inside else 0
        key = (wrong, abs(distance))
        if best is None or key < best[:2]:
            best = (*key, speech)
    if best is None or (best[0] and not best[2].trailing):
        # What stands before "X said that …" in the sentence is not said by X.
        return None
    return best[2]
