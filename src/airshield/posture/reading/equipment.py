"""Find the equipment that a sentence names, with its number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from airshield.posture.reading.lexicon import Lexicon, System

NAMED, UNIT, SAME, OTHER = "named", "unit", "same", "other"
_NOT_COUNTED = re.compile(
    r"\b(?:of|in|at|to|and|or|for|from|with|by|on|the|that|which|said|has|have|had|is|are|was|were"
    r"|this|these|those|no|its|their|my|our|not)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Equipment:
    """A mention of equipment.

    Attributes
    ----------
    system : id, or "" where the words stand for something named before.
    kind : "named", "unit" (a battery, the system), "same" (it, they) or "other" (another, none).
    """

    start: int
    end: int
    system: str
    kind: str
    count_min: int | None = None
    count_max: int | None = None
    unit: str = ""
    definite: bool = False
    generic: bool = False
    piece: str = ""
    """What a "unit" is a piece of: battery, gun, launcher."""


def _unit_after(text: str, at: int, lexicon: Lexicon) -> tuple[str, int]:
    """Return the unit that follows a name within two words, and where it ends."""
    between = re.compile(
        r"\s+(?:(?:missile|air|defen[cs]e|interceptor|gun|fire|surface-to-air)\s+){0,3}"
    )
    gap = between.match(text, at)
    if gap:
        for name, pattern in lexicon.units.items():
            match = pattern.match(text, gap.end())
            if match:
                return name, match.end()
    return "", at


def _count(text: str, start: int, lexicon: Lexicon) -> tuple[int | None, int | None, bool]:
    """Return least and most number before a mention, and whether it is definite."""
    before = re.split(r"[,;:.!?()\"“”]\s", text[max(0, start - 60) : start])[-1]
    definite = re.search(
        r"\b(?:the|that|this|those|these|both|its|their)\s+(?:\w+\s+)?$", before, re.I
    )
    numbers: dict[str, int] = lexicon.words["numbers"]["words"]
    words = before.split()
    for back, word in enumerate(reversed(words)):
        if back > 4 or (back and _NOT_COUNTED.fullmatch(word)):
            break
        low = word.lower()
        n = int(low) if low.isdigit() and int(low) < 200 else numbers.get(low)
        if low in lexicon.words["numbers"]["ordinals"]:
            return 1, 1, bool(definite)
        if n is not None:
            at_least = " ".join(words[: len(words) - back]).lower()
            open_end = re.search(r"(?:at least|more than)\s+\S+$", at_least)
            if low == "dozen" and back + 1 < len(words) and words[-back - 2].lower() == "half":
                n = 6
            return n, None if open_end else n, bool(definite)
    return None, None, bool(definite)


def _named(text: str, system: System, lexicon: Lexicon) -> list[Equipment]:
    found = []
    for match in system.pattern.finditer(text):
        unit, end = _unit_after(text, match.end(), lexicon)
        start = match.start()
        low, high, definite = _count(text, start, lexicon)
        for name, pattern in lexicon.units.items():
            # "a battery of Patriots", "a platoon of four Avengers"
            before = re.search(
                rf"({pattern.pattern})\s+of\s+((?:[\w-]+\s+){{0,2}})$", text[:start], re.I
            )
            if before and low is None:
                start, unit = before.start(), name
                low, high, definite = _count(text, start, lexicon)
        plural = text[match.start() : end].endswith("s")
        if low == 1 and plural and not unit and re.search(r"\ba\s+\S*\s*$", text[:start]):
            low = high = None
        if not unit and low is not None:
            unit = system.unit
        found.append(
            Equipment(
                start,
                end,
                system.id,
                NAMED,
                low,
                high,
                unit if low is not None else "",
                definite,
                system.generic,
            )
        )
    return found


def equipment(text: str, lexicon: Lexicon) -> list[Equipment]:
    """Return the mentions of equipment in a sentence, longest and most telling first kept."""
    found: list[Equipment] = []

    def free(start: int, end: int) -> bool:
        return all(end <= m.start or m.end <= start for m in found)

    for wanted in (False, True):
        for system in lexicon.systems:
            if system.generic is wanted:
                found += [m for m in _named(text, system, lexicon) if free(m.start, m.end)]
    for name, pattern in lexicon.units.items():
        for match in pattern.finditer(text):
            if free(match.start(), match.end()):
                low, high, definite = _count(text, match.start(), lexicon)
                unit = name if low is not None else ""
                found.append(
                    Equipment(
                        match.start(), match.end(), "", UNIT, low, high, unit, definite, piece=name
                    )
                )
    for kind, number in ((OTHER, 1), (SAME, None)):
        for match in _anaphor(lexicon.words["anaphors"][kind]).finditer(text):
            if free(match.start(), match.end()) and not _is_determiner(text, match):
                low, high = _anaphor_count(match[0], lexicon, number)
                found.append(Equipment(match.start(), match.end(), "", kind, low, high, ""))
    return sorted(found, key=lambda m: m.start)


@cache
def _anaphor(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){pattern}(?![\w-])", re.IGNORECASE)


def _is_determiner(text: str, match: re.Match[str]) -> bool:
    """Tell whether the word only leads a noun: "one night", "that report", "two officials"."""
    if match[0].lower().startswith(("its ", "their ")):
        return False
    rest = re.match(r"\s+([a-z-]+)", text[match.end() :])
    if rest is None:
        return False
    word = rest[1]
    verb_like = re.fullmatch(
        r"(?:of|is|are|was|were|has|have|had|will|would|in|at|on|near|to|for|from|stood|stands?|left"
        r"|arriv\w+|reach\w+|landed|came|went|remains?|remained|operates?|sits?|sat|stays?|stayed"
        r"|covers?|covered|shield\w*|protect\w*|guard\w*|defend\w*|work\w*|follow\w*|serv\w*|runs?|ran|lies|got|goes|go"
        r"|already|also|still|now|there|here|here|moved|more|further|and|but|or|never|not|never|by"
        r"|as|too|again|since|yet|near|waiting|deployed|based|stationed|being|does|did|do|can|could|should|continue|continues)",
        word,
    )
    return verb_like is None and match[0].lower() not in {"it", "they", "them"}


def _anaphor_count(
    words: str, lexicon: Lexicon, default: int | None
) -> tuple[int | None, int | None]:
    low = words.lower()
    if low in {"none", "theirs", "some", "others", "other"}:
        return None, None
    numbers: dict[str, int] = lexicon.words["numbers"]["words"]
    n = next((numbers[w] for w in low.split() if w in numbers and w not in {"a", "an"}), default)
    return n, n
