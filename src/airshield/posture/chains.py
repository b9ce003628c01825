"""Sort the claims of a ledger into chains: one per system, site and lot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from airshield.posture.days import as_of
from airshield.posture.loading import Loaded
from airshield.posture.models import Claim, Letter
from airshield.posture.places import Place
from airshield.posture.policy import Ladder, Policy

NEVER = 10_000_000
"""A day number beyond every calendar: what never comes out, what is never corrected."""
ON_SITE = ("arriving", "being assembled", "present", "operational")
"""Positive statuses that say a unit is there."""


@dataclass(frozen=True, order=True)
class ChainKey:
    """What a chain is about: a system, a site of the site table, a lot."""

    system: str
    site: str
    lot: str = "main"
    ladder: str = "deployment"


@dataclass(frozen=True)
class Entry:
    """One claim as it bears on one chain. Days are proleptic ordinals (`date.toordinal`).

    Attributes
    ----------
    letter : reliability of the source, of the claim itself or else of its document or publisher.
    r : reliability in [0, 1). graded : the table's own value, which decides what is weak.
    derived_day : publication of the document that the claim retells, NEVER where there is none.
    superseded_day : publication of its correction. carried : "" for a claim about this very site,
    "from <site>" for what follows from one about another place.
    """

    claim: Claim
    letter: Letter
    as_of_day: int
    published_day: int
    r: float
    graded: float
    derived_day: int
    superseded_day: int
    carried: str = ""

    @property
    def order(self) -> tuple[int, int, float, str]:
        """Place in the pass: on one day the later publication has the last word."""
        return (self.as_of_day, self.published_day, self.r, self.claim.id)

    @property
    def strength(self) -> tuple[float, int, str]:
        """Place in the weighing, strongest first."""
        return (-self.r, self.published_day, self.claim.id)


@dataclass(frozen=True)
class Chain:
    """One chain with its entries in the order of the pass, and the claims that never move it."""

    key: ChainKey
    entries: tuple[Entry, ...]
    idle: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Chains:
    """All chains of a ledger under a policy, sorted by key; and the sites nobody reported on."""

    loaded: Loaded
    policy: Policy
    chains: tuple[Chain, ...]
    silent: tuple[ChainKey, ...]

    def ladder(self, key: ChainKey) -> Ladder:
        """Return the ladder that a chain climbs."""
        return self.policy.ladders[key.ladder]


def _corrections(loaded: Loaded, published: Mapping[str, int]) -> dict[str, int]:
    """Return from which day each superseded claim no longer counts."""
    return {
        claim.supersedes: published[claim.document]
        for claim in loaded.ledger.claim
        if claim.supersedes is not None
    }


def _entries(loaded: Loaded, policy: Policy) -> Iterable[Entry]:
    documents = {document.id: document for document in loaded.ledger.document}
    letters = {source.id: source.source_reliability for source in loaded.ledger.source}
    published = {name: document.published.toordinal() for name, document in documents.items()}
    corrected = _corrections(loaded, published)
    for claim in loaded.ledger.claim:
        document = documents[claim.document]
        letter = (
            claim.source_reliability or document.source_reliability or letters[str(document.source)]
        )
        digit = claim.information_credibility
        yield Entry(
            claim,
            letter,
            as_of(claim, document).toordinal(),
            published[claim.document],
            policy.reliability(letter, digit),
            policy.graded(letter, digit),
            published.get(claim.derived_from or "", NEVER),
            corrected.get(claim.id, NEVER),
        )


def chains(loaded: Loaded, policy: Policy | None = None) -> Chains:
    """Sort claims into chains, carry what follows logically, drop what never moves a ladder.

    Presence at a site goes up to what the site lies in; a denial of presence goes down to the
    sites inside. A place that no claim names has no chain of its own.
    """
    policy = policy or loaded.policy
    moving: dict[ChainKey, list[Entry]] = defaultdict(list)
    idle: dict[ChainKey, list[Entry]] = defaultdict(list)
    for entry in _entries(loaded, policy):
        claim = entry.claim
        system = loaded.systems[claim.system]
        if system.ladder == "none":
            continue
        moves = policy.ladders[system.ladder].moves
        table = moving if (claim.status, claim.polarity) in moves else idle
        for site in dict.fromkeys(_site(loaded, word) for word in claim.sites):
            key = ChainKey(system.counts_for or system.id, site, claim.lot, system.ladder)
            table[key].append(entry)
    extra = _carry(loaded, moving)
    made = []
    for key in sorted(moving.keys() | idle.keys()):
        own = [*moving.get(key, ()), *extra.get(key, ())] if key in moving else []
        made.append(
            Chain(
                key,
                tuple(sorted(own, key=lambda e: e.order)),
                tuple(sorted(idle.get(key, ()), key=lambda e: e.order)),
            )
        )
    return Chains(loaded, policy, tuple(made), _silent(loaded, moving, idle))


def _site(loaded: Loaded, word: str) -> str:
    return loaded.places.ids[word]


def _carry(loaded: Loaded, moving: Mapping[ChainKey, list[Entry]]) -> dict[ChainKey, list[Entry]]:
    found: dict[ChainKey, list[Entry]] = defaultdict(list)
    held = {key: {entry.claim.id for entry in entries} for key, entries in moving.items()}
    inside: dict[tuple[str, str], list[ChainKey]] = defaultdict(list)
    for key in moving:
        for above in loaded.places.above(key.site):
            inside[key.system, above].append(key)
    for key, entries in moving.items():
        if key.ladder != "deployment":
            continue
        ups = [ChainKey(key.system, site, key.lot) for site in loaded.places.above(key.site)]
        for entry in entries:
            if entry.claim.polarity == "negative":
                targets = inside[key.system, key.site]
                # A denial without a lot denies all of them.
                targets = [t for t in targets if key.lot in ("main", t.lot)]
            elif entry.claim.status in ON_SITE:
                targets = [up for up in ups if up in moving]
            else:
                continue
            for target in targets:
                # One claim about two places inside an area is one claim about the area.
                if entry.claim.id not in held[target]:
                    held[target].add(entry.claim.id)
                    found[target].append(replace(entry, carried=f"from {key.site}"))
    return found


def _silent(
    loaded: Loaded, moving: Mapping[ChainKey, list[Entry]], idle: Mapping[ChainKey, list[Entry]]
) -> tuple[ChainKey, ...]:
    """Return the sites that the ledger names, for each system that nobody reported there."""
    sites: dict[str, Place] = {}
    for claim in loaded.ledger.claim:
        for word in claim.sites:
            place = loaded.places.by_id[_site(loaded, word)]
            if not place.is_area:
                sites[place.id] = place
    systems = {key.system for key in (*moving, *idle) if key.ladder == "deployment"}
    known = {(key.system, key.site) for key in (*moving, *idle)}
    return tuple(
        ChainKey(system, site)
        for system in sorted(systems)
        for site in sorted(sites)
        if (system, site) not in known
    )
