"""Cut a text into paragraphs, sentences and clauses that keep their place in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

SENTENCE_MOST = 1000
"""Characters; longer ones are cut, so that reading takes time in proportion to the text."""
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Lt|Col|Gen|Maj|Capt|Brig|Sgt|Adm|Sen|Rep|St|No|vs|approx"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|U\.S|U\.N|U\.K|a\.m|p\.m|i\.e|e\.g))\.$"
)
_SENTENCE_END = re.compile(r"[.!?]+[\"”’')\]]*(?=\s+[\"“‘'(\[]?[A-Z0-9])|[.!?]+[\"”’')]*$")
_CLAUSE = re.compile(
    r"\s*[;:]\s+|\s+[—–-]\s+"
    r"|,?\s+(?=(?:but|if|unless|while|whereas|although|though|because|however)\b)"
    r"|,\s+(?=(?:which|who|where|as|adding|so|nor|until|when|after|before|having|citing|and)\b"
    r"(?!\s+(?:[A-Z]|\w+\s+(?:Patriot|THAAD)|(?:at|in|near|since)\b)))"
    r"|,\s+(?=(?:the\s+other|another|a\s+second)\s)"
    r"|,?(?<!\bthe)\s+(?=(?:and\s+)?(?:one|two|three|four|the\s+(?:second|third|fourth|last|rest))\s*,?\s+"
    r"(?:at|in|near|outside)\b)"
    r"|,\s+(?=(?:he|she|they|it)\s+(?:would|did|could|does|declined|refused)\b)"
    r"|,\s+(?=(?:(?:only|nearly|about|some)\s+)?\w+\s+(?:days?|weeks?|months?|hours?|years?)\s+"
    r"(?:after|before)\b)"
    r"|,\s+(?=followed\s+by\b)"
    r"|,\s+(?=(?:along|together)\s+with\b)"
    r"|\s+(?=and\s+(?:went|came|left|returned|arrived|reached|remain\w*|stay\w*|moved|got|stood|"
    r"those|these|both|is|are)\b)"
    r"|\s+(?=and\s+(?:that|there|it|they|he|she|we|I|another|the\s+other|(?:a|the)\s+(?:second|third|fourth)|one\s+(?:at|in|near|to)|none|neither|no|nobody|has|have|"
    r"had|is|are|was|were|will|would|said|then|still|put|are)\b)"
)
_LABEL = re.compile(r"(?:[A-Z]{3,}(?: [A-Z]+)?: |[-•*]\s+|\d{1,2}[.)]\s+)")
_DATELINE = re.compile(r"^[A-Z][A-Z .']+(?:,[^()\n]{2,40})?(?:\s*\([^)]*\))?\s+[-–—]\s+")


@dataclass(frozen=True)
class Span:
    """A stretch of the text: code points from `start` up to, not including, `end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words themselves."""
        return text[self.start : self.end]

    def holds(self, place: int) -> bool:
        """Tell whether a place of the text lies in the span."""
        return self.start <= place < self.end


@dataclass(frozen=True)
class Sentence:
    """A sentence, its clauses, the number of its paragraph, and whether it is a heading."""

    span: Span
    clauses: tuple[Span, ...]
    paragraph: int
    heading: bool


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def paragraphs(text: str) -> list[Span]:
    """Return the paragraphs; a line that runs on in lower case belongs to the one before."""
    found: list[Span] = []
    at = 0
    for line in text.splitlines(keepends=True):
        span = _trim(text, at, at + len(line))
        at += len(line)
        if span.start == span.end:
            continue
        gap = text[found[-1].end : span.start].count("\n") if found else 2
        runs_on = gap == 1 and (
            text[span.start].islower()
            or (text[found[-1].end - 1] not in '.!?:"”' and found[-1].end - found[-1].start > 60)
        )
        if runs_on:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def clauses(text: str, span: Span) -> tuple[Span, ...]:
    """Return the clauses of a sentence, roughly: where a conjunction or a stop begins one."""
    found, start = [], span.start
    for match in _CLAUSE.finditer(text, span.start, span.end):
        if match.start() - start >= 2:
            found.append(_trim(text, start, match.start()))
            start = match.end()
    found.append(_trim(text, start, span.end))
    return tuple(c for c in found if c.end > c.start)


def _pieces(text: str, span: Span) -> list[Span]:
    start = span.start
    label = _LABEL.match(text, start, span.end)
    start = label.end() if label else start
    dateline = _DATELINE.match(text[start : span.end])
    start += dateline.end() if dateline else 0
    found = []
    for match in _SENTENCE_END.finditer(text, start, span.end):
        if _ABBREVIATION.search(text[max(start, match.start() - 8) : match.start() + 1]):
            continue
        found.append(_trim(text, start, match.end()))
        start = match.end()
    found.append(_trim(text, start, span.end))
    return [cut for piece in found for cut in _cut(text, piece) if cut.end > cut.start]


def _cut(text: str, piece: Span) -> list[Span]:
    """Cut what is too long for a sentence (tables, rubbish), at a blank if there is one."""
    found = []
    start = piece.start
    while piece.end - start > SENTENCE_MOST:
        blank = text.rfind(" ", start + 1, start + SENTENCE_MOST)
        end = blank if blank > 0 else start + SENTENCE_MOST
        found.append(_trim(text, start, end))
        start = end
    return [*found, _trim(text, start, piece.end)]


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of a text in order."""
    found = []
    for number, paragraph in enumerate(paragraphs(text)):
        last = text[paragraph.end - 1]
        heading = last not in ".!?\"”)'’" and len(paragraph.of(text).split()) <= 16
        found += [
            Sentence(piece, clauses(text, piece), number, heading)
            for piece in _pieces(text, paragraph)
        ]
    return found
