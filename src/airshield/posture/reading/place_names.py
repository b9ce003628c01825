"""Find the places that a sentence names: known ones by their spellings, others by position."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from airshield.posture.reading.lexicon import Lexicon, load_lexicon
from airshield.posture.reading.names import bare, slug

_NAME = r"(?:[A-Z][\w'’-]+|al-[A-Z][\w'’-]+|[A-Z]-?\d)"
_UNKNOWN = re.compile(rf"{_NAME}(?:\s+(?:al-|ul-)?{_NAME}){{0,4}}")

_PLACE_NOUNS = (
    "residents", "people", "city", "town", "village", "port", "outskirts", "suburb", "province",
    "out", "north", "south", "east", "west", "coast", "district", "inhabitants", "villagers",
)  # fmt: skip

_NO_WAY = ("", ",", "of", "for", "by", "on", "and", "or", "left")


@dataclass(frozen=True)
class PlaceMention:
    """A mention of a place: its id, and the word that leads to it."""

    start: int
    end: int
    site: str
    lead: str
    country: bool
    name: str


@cache
def _known_names() -> tuple[tuple[str, re.Pattern[str], str, bool], ...]:
    lexicon = load_lexicon()
    generic = lexicon.places["generic"]
    countries = {slug(name) for name in lexicon.places["countries"]}
    names: dict[str, str] = {}
    for country in lexicon.places["countries"]:
        names[country] = slug(country)
    names.update(lexicon.places["country_words"])
    for spellings in lexicon.spots.values():
        for spelling in spellings:
            names[bare(spelling, generic)] = slug(bare(spellings[0], generic))
    for site, spellings in lexicon.sites.items():
        for spelling in spellings:
            names[spelling] = site
            short = bare(spelling, generic)
            if len(short) > 2:
                names.setdefault(short, site)
                # "Ayn al-Asad" is also written "al Asad" and "al-Asad".
                short = re.sub(r"^(?:Ayn|Ain) ", "", short)
                names.setdefault(short, site)
                names.setdefault(re.sub(r"^[Aa]l[- ]", "", short), site)
    ordered = sorted(names.items(), key=lambda item: -len(item[0]))
    return tuple(
        (
            # A sentence without this word needs no search: most have none.
            max(re.split(r"[- ]", name), key=len).lower(),
            re.compile(
                rf"(?<![\w-]){_article(name)}{_loose(name)}(?![\w])",
                re.IGNORECASE if "al-" in name.lower() else 0,
            ),
            site,
            site in countries or site == "kurdistan-region",
        )
        for name, site in ordered
    )


def _article(name: str) -> str:
    """Return a pattern for the Arabic article, which reports write or leave out."""
    return "" if name.lower().startswith(("al-", "al ", "ayn", "ain")) else "(?:[Aa]l[- ])?"


def _loose(name: str) -> str:
    """Return a pattern for a name in which a hyphen and a blank are the same."""
    return "[- ]".join(map(re.escape, re.split(r"[- ]", name)))


def _lead(text: str, start: int, lexicon: Lexicon) -> str:
    before = text[max(0, start - 24) : start].rstrip()
    before = re.sub(r"\b(?:the|its|their|nearby|al)$", "", before, flags=re.IGNORECASE).rstrip(" -")
    for word in sorted(lexicon.places["locative"], key=len, reverse=True):
        if re.search(rf"\b{word}$", before, re.IGNORECASE):
            return str(word).lower()
    return "," if before.endswith(",") else ""


def _tail(text: str, end: int, lexicon: Lexicon) -> int:
    """Return where a name ends with its generic words ("Air Base")."""
    words = "|".join(map(re.escape, sorted(lexicon.places["generic"], key=len, reverse=True)))
    match = re.match(rf"(?:\s+(?:{words})\b)+", text[end:])
    return end + match.end() if match else end


def places(text: str, lexicon: Lexicon) -> list[PlaceMention]:
    """Return the places that a sentence names, known ones by all their spellings."""
    found: list[PlaceMention] = []

    def free(start: int, end: int) -> bool:
        return all(end <= p.start or p.end <= start for p in found)

    lowered = text.lower()
    for word, pattern, site, country in _known_names():
        for match in pattern.finditer(text) if word in lowered else ():
            if free(match.start(), match.end()):
                end = _tail(text, match.end(), lexicon)
                lead = _lead(text, match.start(), lexicon)
                if _acts(lead, match[0], text[match.end() :], lexicon):
                    continue
                found.append(PlaceMention(match.start(), end, site, lead, country, match[0]))
    stop = set(lexicon.places["not_places"])
    for match in _UNKNOWN.finditer(text):
        place = _unknown(text, match, lexicon, stop)
        if place is not None and free(place.start, place.end):
            found.append(place)
    return sorted(found, key=lambda p: p.start)


def _unknown(
    text: str, match: re.Match[str], lexicon: Lexicon, stop: set[str]
) -> PlaceMention | None:
    """Take a capitalised name behind a preposition for a place that no table holds."""
    lead = _lead(text, match.start(), lexicon)
    name = bare(match[0], lexicon.places["generic"])
    first = name.split(" ")[0] if name else ""
    weak = lead in {"", ",", "of", "for", "by", "on"} and not _of_place(text, match)
    if weak and not _tail_is_site(text, match, lexicon):
        return None
    if _acts(lead, name, text[match.end() :], lexicon):
        return None
    last = name.split(" ")[-1]
    if (
        last in lexicon.places["no_site"]
        or not name
        or name in stop
        or first in stop
        or re.search(r"['’]s\b", match[0])
    ):
        return None
    if re.match(lexicon.places["home"]["pattern"], match[0]) or len(name) < 3:
        return None
    if any(system.pattern.search(match[0]) for system in lexicon.systems):
        return None
    end = _tail(text, match.end(), lexicon)
    return PlaceMention(match.start(), end, slug(name), lead, False, name)


def _acts(lead: str, name: str, after: str, lexicon: Lexicon) -> bool:
    """Tell a government from its town: "Moscow said", "talks with Riyadh"."""
    capital = name in lexicon.places["governments"] or name in lexicon.places["acting"]["names"]
    return capital and lead in _NO_WAY and not re.match(r"\s+(?:itself|proper)\b", after)


def _of_place(text: str, match: re.Match[str]) -> bool:
    """Tell whether the words before can only lead to a place: "residents of", "the port of"."""
    before = text[max(0, match.start() - 24) : match.start()].lower()
    return before.endswith(" of ") and before[:-4].endswith(_PLACE_NOUNS)


def _tail_is_site(text: str, match: re.Match[str], lexicon: Lexicon) -> bool:
    return _tail(text, match.end(), lexicon) > match.end() or bool(
        re.search(r"Air ?[Bb]ase|Airfield|Airport|^Camp ", match[0])
    )
