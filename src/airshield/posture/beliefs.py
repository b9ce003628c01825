"""Say what is believed on one day, known by another: probabilities, words, digits, counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from airshield.extras import late
from airshield.posture.chains import ON_SITE, Chain, ChainKey, chains
from airshield.posture.inference import Rule, Track, Used, last_known, track
from airshield.posture.loading import Loaded
from airshield.posture.places import Place
from airshield.posture.policy import Policy
from airshield.posture.policy_file import ASSEMBLING, HANDED_OVER, OPERATIONAL
from airshield.result.notebook import shown
from airshield.result.words import likelihood, rounded

if TYPE_CHECKING:
    import pandas as pd

CANNOT_BE_JUDGED = 6
CAUTION = "Support-based probabilities (policy weights, uncalibrated), rounded to 5 %."


@dataclass(frozen=True)
class Count:
    """How many units are spoken of: at least `low`, at most `high` (None: open).

    `versions` are the counts of the claims that count, (claim id, low, high) each: sources differ,
    and nothing is averaged.
    """

    low: int
    high: int | None
    versions: tuple[tuple[str, int | None, int | None], ...] = ()


@dataclass(frozen=True)
class Belief:
    """One answer: a system at a site, in a lot.

    Attributes
    ----------
    place : of the site table. reported : False where nobody had reported on this very site by then:
    then `states` is the drift alone, every probability is None, and the answer is *no reporting*.
    states : names of the rungs; p : their probabilities, as many. p_on_site : assembling or
    operational. words : ICD 203 terms of the two, or of `p_handed_over` for a base. digit : derived
    Admiralty digit. expected_on_site, expected_operational : [low, high], high None where open.
    """

    key: ChainKey
    place: Place
    reported: bool
    states: tuple[str, ...]
    p: tuple[float, ...]
    p_on_site: float | None = None
    p_operational: float | None = None
    p_handed_over: float | None = None
    words_on_site: str = ""
    words_operational: str = ""
    words_handed_over: str = ""
    digit: int = CANNOT_BE_JUDGED
    count: Count = Count(1, None)
    expected_on_site: tuple[float, float | None] | None = None
    expected_operational: tuple[float, float | None] | None = None


@dataclass(frozen=True, eq=False, repr=False)
class Beliefs:
    """All answers of one query, with what they were inferred from.

    Attributes
    ----------
    on, known_by : the two clocks. rule : "mixture" or "bayes". rows : in the order of `track.keys`.
    """

    on: dt.date
    known_by: dt.date
    rule: Rule
    track: Track
    rows: tuple[Belief, ...]

    @property
    def loaded(self) -> Loaded:
        """The ledger."""
        return self.track.chains.loaded

    @property
    def policy(self) -> Policy:
        """The policy values."""
        return self.track.chains.policy

    def find(self, system: str, site: str, lot: str = "main") -> Belief | None:
        """Return the answer for a system at a site, None where the ledger never speaks of either.

        Parameters
        ----------
        site : any id, name or alias of the site table.
        """
        place = self.loaded.places.find(site) or self.loaded.places.search(site)
        for row in self.rows:
            if place and (row.key.system, row.key.site, row.key.lot) == (system, place.id, lot):
                return row
        return None

    def records(self) -> list[dict[str, Any]]:
        """Return one flat record for each answer: system, site, lot, probabilities, digit, units.

        A probability is None where nobody had reported, or where it does not apply.
        """
        return [
            {
                "system": row.key.system,
                "site": row.key.site,
                "lot": row.key.lot,
                "p_on_site": row.p_on_site,
                "p_operational": row.p_operational,
                "p_handed_over": row.p_handed_over,
                "digit": row.digit,
                "n_least": row.count.low,
                "n_most": row.count.high,
            }
            for row in self.rows
        ]

    def to_frame(self) -> pd.DataFrame:
        """Return `records` as a pandas table.

        Raises
        ------
        MissingExtraError : pandas is not installed.
        """
        pandas = late("pandas", "frames")
        frame: pd.DataFrame = pandas.DataFrame(self.records())
        return frame

    def __repr__(self) -> str:
        """Return the query: the ledger would bury it."""
        return f"<Beliefs on {self.on}, known by {self.known_by}: {len(self.rows)} answers>"

    def _repr_html_(self) -> str:
        rows = (
            (
                f"{row.key.system}, {row.place.name}",
                rounded(row.p_on_site),
                rounded(row.p_operational or 0.0),
                row.words_operational,
            )
            for row in self.rows
            if row.p_on_site is not None
        )
        words = f"On {self.on}, known by {self.known_by}. {CAUTION}"
        return shown(words, ("", "on site", "operational", ""), rows)


def infer(
    loaded: Loaded,
    on: dt.date,
    known_by: dt.date | None = None,
    *,
    policy: Policy | None = None,
    rule: Rule = "mixture",
) -> Beliefs:
    """Infer who was where on a day, from what was known by another.

    Parameters
    ----------
    loaded : a ledger, from `load`. on : the day asked about; claims about later days are left out.
    known_by : claims published later are left out; None: everything in the ledger counts.
    policy : the ledger's where None. rule : "mixture", or the "bayes" alternative.

    Raises
    ------
    ClaimError : `on` is before the ledger's coverage.

    **Source** docs/theory/posture.md.
    **Limits** Policy weights, uncalibrated. Silence is not evidence.
    """
    known = known_by or last_known(loaded)
    found = track(chains(loaded, policy), [on], known, rule)
    return Beliefs(on, known, rule, found, tuple(_rows(found)))


def _rows(found: Track) -> Iterable[Belief]:
    n_claimed = len(found.chains.chains)
    for number, key in enumerate(found.keys):
        place = found.chains.loaded.places.by_id[key.site]
        ladder = found.chains.ladder(key)
        p = tuple(found.p[number, -1].tolist()[: len(ladder.states)])
        if number >= n_claimed or not found.reported[number, -1]:
            yield Belief(key, place, False, ladder.states, p)
        else:
            chain, used = found.chains.chains[number], found.used[number]
            yield _belief(found, chain, used, place, ladder.states, p)


def _belief(
    found: Track,
    chain: Chain,
    used: Used,
    place: Place,
    states: tuple[str, ...],
    p: tuple[float, ...],
) -> Belief:
    if chain.key.ladder == "base":
        gone = p[HANDED_OVER]
        digit = _digit(found, chain, used, gone, ("handed over", "withdrawn"))
        words = likelihood(clipped(gone))
        return Belief(
            chain.key,
            place,
            True,
            states,
            p,
            p_handed_over=gone,
            words_handed_over=words,
            digit=digit,
        )
    operational = p[OPERATIONAL]
    on_site = operational + p[ASSEMBLING]
    count = _count(chain, used)
    return Belief(
        chain.key,
        place,
        True,
        states,
        p,
        on_site,
        operational,
        None,
        likelihood(clipped(on_site)),
        likelihood(clipped(operational)),
        "",
        _digit(found, chain, used, on_site, ON_SITE),
        count,
        _expected(count, on_site),
        _expected(count, operational),
    )


def clipped(p: float) -> float:
    """Return a probability without the last bits of rounding beyond 0 and 1."""
    return min(max(p, 0.0), 1.0)


def _expected(count: Count, p: float) -> tuple[float, float | None]:
    return count.low * p, None if count.high is None else count.high * p


def _digit(found: Track, chain: Chain, used: Used, p: float, agreeing: tuple[str, ...]) -> int:
    """Return the derived Admiralty digit: 1 only where independent claims agree."""
    counted = [e for e, w in zip(chain.entries, used.weight, strict=True) if w > 0]
    if not counted:
        return CANNOT_BE_JUDGED
    full = [
        e.claim
        for e, w in zip(chain.entries, used.weight, strict=True)
        if w == 1.0 and e.claim.polarity == "positive" and e.claim.status in agreeing
    ]
    independent = any(
        a.party != b.party and a.channel != b.channel for i, a in enumerate(full) for b in full[:i]
    )
    least = found.chains.policy.digit_at_least
    if independent and p >= least[0]:
        return 1
    return next((digit for digit, at in enumerate(least[1:], 2) if p >= at), 5)


def _count(chain: Chain, used: Used) -> Count:
    """Return the interval that holds every count that counts."""
    versions = []
    for entry, weight in zip(chain.entries, used.weight, strict=True):
        claim = entry.claim
        stated = claim.count_min is not None or claim.count_max is not None
        if weight > 0 and stated and claim.polarity == "positive" and not entry.carried:
            versions.append((claim.id, *_share(claim.count_min, claim.count_max, claim.sites)))
    if not versions:
        return Count(1, None)
    highs = [high for _, _, high in versions]
    return Count(
        max(min(low or 0 for _, low, _ in versions), 0),
        None if None in highs else max(high for high in highs if high is not None),
        tuple(versions),
    )


def _share(
    low: int | None, high: int | None, sites: tuple[str, ...]
) -> tuple[int | None, int | None]:
    """Return the count at one of several sites: it is stated for all of them together."""
    others = len(set(sites)) - 1
    if others == 0:
        return low, high
    return min(low or 0, 1), None if high is None else max(high - others, 1)


@dataclass(frozen=True)
class Total:
    """Expected units of one system in all places, [low, high] each, high None where open."""

    system: str
    on_site: tuple[float, float | None]
    operational: tuple[float, float | None]


def totals(beliefs: Beliefs, within: str | None = None) -> tuple[Total, ...]:
    """Add up what is expected, system by system.

    Parameters
    ----------
    within : id of an area; None: everywhere. An area's own chain is left out where a place inside
        it has been reported on, since it restates the same units.
    """
    places = beliefs.loaded.places
    rows = [row for row in beliefs.rows if row.expected_on_site is not None]
    if within is not None:
        rows = [r for r in rows if within in (r.key.site, *places.above(r.key.site))]
    covered = {
        (row.key.system, row.key.lot, above) for row in rows for above in places.above(row.key.site)
    }
    leaves = [r for r in rows if (r.key.system, r.key.lot, r.key.site) not in covered]
    return tuple(
        Total(
            system,
            _sum(r.expected_on_site for r in leaves if r.key.system == system),
            _sum(r.expected_operational for r in leaves if r.key.system == system),
        )
        for system in sorted({row.key.system for row in leaves})
    )


def _sum(
    intervals: Iterable[tuple[float, float | None] | None],
) -> tuple[float, float | None]:
    known = [interval for interval in intervals if interval is not None]
    highs = [high for _, high in known]
    total = None if None in highs else float(np.sum([h for h in highs if h is not None]))
    return float(np.sum([low for low, _ in known])), total


def warnings(beliefs: Beliefs) -> tuple[str, ...]:
    """Return what does not go together: a unit operational on a base that was handed over."""
    gone = {
        row.key.site: row.p_handed_over
        for row in beliefs.rows
        if row.p_handed_over is not None and row.p_handed_over > 0.5
    }
    return tuple(
        f"{row.key.system} is probably operational at {row.place.name}, which is probably handed "
        "over: check both"
        for row in beliefs.rows
        if row.p_operational is not None and row.p_operational > 0.5 and row.key.site in gone
    )
