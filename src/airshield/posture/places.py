"""Hold the one site table, with the places that a ledger adds, and say what lies in what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from airshield.catalogue import Catalogue
from airshield.posture.models import Site

COUNTRY = 3
"""Least `geo_precision` of a region or country."""


@dataclass(frozen=True)
class Place:
    """One place as the inference sees it.

    `word` is how ledgers write it. Latitude and longitude are WGS 84, None for a country.
    """

    id: str
    word: str
    name: str
    aliases: tuple[str, ...] = ()
    lat_deg: float | None = None
    lon_deg: float | None = None
    geo_precision: int = 2
    within: str | None = None

    @property
    def is_area(self) -> bool:
        """Tell whether this is a region or a country."""
        return self.geo_precision >= COUNTRY


@dataclass(frozen=True)
class Places:
    """All places by id, and the id behind each word that a ledger may use."""

    by_id: Mapping[str, Place]
    ids: Mapping[str, str] = field(default_factory=dict)

    def find(self, word: str) -> Place | None:
        """Return the place that an id means, None where there is none."""
        found = self.ids.get(word)
        return self.by_id[found] if found is not None else None

    def search(self, word: str) -> Place | None:
        """Return the place that an id, a name or an alias means, whatever the capitals."""
        plain = word.casefold()
        for place in self.by_id.values():
            if plain in (w.casefold() for w in (place.id, place.word, place.name, *place.aliases)):
                return place
        return None

    def above(self, name: str) -> tuple[str, ...]:
        """Return the ids of what a place lies in, the nearest first."""
        found: list[str] = []
        place = self.by_id.get(name)
        while place is not None and place.within is not None and place.within not in found:
            found.append(place.within)
            place = self.by_id.get(place.within)
        return tuple(found)


def _of_catalogue(catalogue: Catalogue) -> Iterable[Place]:
    for name in catalogue.ids("site"):
        facts = catalogue.entry("site", name).facts
        aliases = facts.get("aliases", ())
        lat, lon, within = facts.get("lat"), facts.get("lon"), facts.get("within")
        yield Place(
            name,
            str(facts.get("claims_id", name)),
            str(facts.get("name", name)),
            aliases if isinstance(aliases, tuple) else (),
            float(str(lat)) if lat is not None else None,
            float(str(lon)) if lon is not None else None,
            int(float(str(facts.get("geo_precision", 2)))),
            str(within) if within is not None else None,
        )


def places(catalogue: Catalogue, own: Iterable[Site] = ()) -> Places:
    """Return the places of a catalogue's site table and of a ledger's own `[[site]]` tables.

    A place may be called by its id in the catalogue or by its `claims_id`.
    """
    by_id = {place.id: place for place in _of_catalogue(catalogue)}
    words = {place.word: place.id for place in by_id.values()} | {name: name for name in by_id}
    for site in own:
        within = words.get(site.within, site.within) if site.within else None
        by_id[site.id] = Place(
            site.id,
            site.id,
            site.name,
            site.aliases,
            site.lat_deg,
            site.lon_deg,
            site.geo_precision,
            within,
        )
        words[site.id] = site.id
    return Places(by_id, words)
