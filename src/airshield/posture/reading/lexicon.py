"""Load the words that the built-in reader knows: systems, statuses, speakers, moods, places."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from airshield.posture.reading.names import bare, slug

DATA_FILES = ("lexicon.toml", "places.toml", "dates.toml")
SITES = "sites.toml"


@dataclass(frozen=True)
class System:
    """A kind of equipment; `generic` where the words do not state its type."""

    id: str
    unit: str
    generic: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class StatusWords:
    """Words for one rung, with where the equipment and the place stand to them."""

    status: str
    subject: str
    place: str
    base: bool
    trap: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class SpeakerWords:
    """Words by which a speaker is known, with the suggested party and grades."""

    attribution: str
    party: str
    letter: str
    credibility: int
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Lexicon:
    """Everything that the rules look up; `sha256` covers the files of words and the site table."""

    sha256: str
    systems: tuple[System, ...]
    statuses: tuple[StatusWords, ...]
    speakers: tuple[SpeakerWords, ...]
    moods: tuple[tuple[str, re.Pattern[str]], ...]
    units: Mapping[str, re.Pattern[str]]
    words: Mapping[str, Any]
    """The raw tables of `lexicon.toml`."""
    places: Mapping[str, Any]
    """The raw tables of `places.toml`."""
    dates: Mapping[str, Any]
    """The raw tables of `dates.toml`."""
    sites: Mapping[str, tuple[str, ...]]
    """Id of each site of the catalogue with its names."""
    spots: Mapping[str, tuple[str, ...]]
    """Other places that reports name: their first spelling with all of them."""
    country_of: Mapping[str, str]
    """Id of each place of a table with the country that holds it, where known."""

    def pattern(self, table: str, key: str = "pattern") -> re.Pattern[str]:
        """Return one pattern of a table, compiled, case ignored."""
        return _compiled(self.words[table][key])


@cache
def _compiled(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(pattern, flags)


def _bounded(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return _compiled(rf"(?<![\w-])(?:{pattern})(?![\w])", flags)


def _site_table() -> dict[str, Any]:
    """Read the catalogue's sites, keyed by the id that claims use."""
    text = (resources.files("airshield.catalogue") / "data" / SITES).read_text("utf-8")
    table: dict[str, Any] = tomllib.loads(text)["site"]
    return {e.get("claims_id", key.replace("_", "-")): e for key, e in table.items()}


def _site_names(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for ident, entry in table.items():
        name = re.sub(r"\s*\(.*", "", entry["name"]).split(" / ")[0].split(",")[0]
        found[ident] = (name, *entry.get("aliases", ()))
    return found


def _spots(table: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for names in table.values():
        for entry in names:
            spellings = tuple(entry.split("/"))
            found[spellings[0]] = spellings
    return found


def _spot_countries(table: Mapping[str, list[str]], generic: Iterable[str]) -> dict[str, str]:
    """Return the country of each place, by the id that a mention of it has."""
    return {
        slug(bare(entry.split("/")[0], generic)): slug(country)
        for country, entries in table.items()
        for entry in entries
    }


def bundled_text(name: str) -> str:
    """Return a data file of this room as text."""
    return (resources.files("airshield.posture.reading") / "data" / name).read_text("utf-8")


def _digest() -> str:
    digest = hashlib.sha256()
    for name in DATA_FILES:
        digest.update(bundled_text(name).encode())
    sites = resources.files("airshield.catalogue") / "data" / SITES
    digest.update(sites.read_text("utf-8").encode())
    return digest.hexdigest()


@cache
def load_lexicon() -> Lexicon:
    """Read the bundled words.

    Returns
    -------
    The lexicon, the same object each time: it never changes while a program runs.
    """
    words = tomllib.loads(bundled_text("lexicon.toml"))
    macros: dict[str, str] = words["macros"]

    def expand(pattern: str) -> str:
        for name, value in macros.items():
            pattern = pattern.replace(f"{{{name}}}", value)
        return pattern

    table = _site_table()
    place_words = tomllib.loads(bundled_text("places.toml"))
    codes: dict[str, str] = place_words["codes"]
    return Lexicon(
        sha256=_digest(),
        systems=tuple(
            System(s["id"], s["unit"], s.get("generic", False), _bounded("|".join(s["names"]), 0))
            for s in words["system"]
        ),
        statuses=tuple(
            StatusWords(
                s["status"],
                s["subject"],
                s.get("place", "at"),
                s.get("base", False),
                s.get("trap", ""),
                _bounded(expand(s["pattern"])),
            )
            for s in words["status"]
        ),
        speakers=tuple(
            SpeakerWords(
                s["attribution"],
                s["party"],
                s["letter"],
                s["credibility"],
                _bounded(s["pattern"]),
            )
            for s in words["speaker"]
        ),
        moods=tuple((m["kind"], _bounded(m["pattern"])) for m in words["mood"]),
        units={name: _bounded(pattern) for name, pattern in words["units"].items()},
        words=words,
        places=place_words,
        dates=tomllib.loads(bundled_text("dates.toml")),
        sites=_site_names(table),
        spots=_spots(place_words["spots"]),
        country_of=_spot_countries(place_words["spots"], place_words["generic"])
        | {i: codes[e["country"]] for i, e in table.items() if e["country"] in codes},
    )
