"""Explain an answer claim by claim: what each moved, by how much, and why a copy moved nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from airshield.errors import ClaimError, Fault
from airshield.posture.beliefs import Belief, Beliefs
from airshield.posture.chains import Chain, Entry
from airshield.posture.inference import number_moves, run_rows, start_of
from airshield.posture.policy import Array
from airshield.posture.policy_file import ASSEMBLING, HANDED_OVER, N_STATES, OPERATIONAL
from airshield.posture.weights import batch


@dataclass(frozen=True)
class Step:
    """One claim as it bore on one answer.

    Attributes
    ----------
    grade : letter and digit as entered. r : reliability; weight : w; share : r times w.
    p_before, p_after : P(on site), or P(handed over) for a base, just before and after the claim.
    operational_before, operational_after : the same for P(operational); 0 for a base.
    why : one clause on what became of the claim.
    """

    claim: str
    text: str
    as_of: dt.date
    published: dt.date
    status: str
    polarity: str
    origin: str
    party: str
    channel: str
    grade: str
    r: float
    weight: float
    share: float
    p_before: float | None
    p_after: float | None
    operational_before: float | None
    operational_after: float | None
    why: str

    @property
    def moved(self) -> float:
        """Change of P(on site), or of P(handed over); 0 where the claim did not count."""
        if self.p_before is None or self.p_after is None:
            return 0.0
        return self.p_after - self.p_before


@dataclass(frozen=True)
class Explanation:
    """One answer with every claim of its chain, those that moved nothing included."""

    belief: Belief
    steps: tuple[Step, ...]


def explain(beliefs: Beliefs, site: str) -> tuple[Explanation, ...]:
    """Explain every answer about a site, claim by claim.

    Parameters
    ----------
    site : any id, name or alias of the site table.

    Raises
    ------
    ClaimError : no such site, or the ledger never speaks of it.
    """
    places = beliefs.loaded.places
    place = places.find(site) or places.search(site)
    rows = [row for row in beliefs.rows if place is not None and row.key.site == place.id]
    if not rows:
        named = ", ".join(sorted({row.place.word for row in beliefs.rows}))
        message = f'the ledger says nothing of "{site}"; it speaks of {named}'
        raise ClaimError([Fault("command line", None, "--explain", message)])
    by_key = {chain.key: number for number, chain in enumerate(beliefs.track.chains.chains)}
    return tuple(
        Explanation(row, _steps(beliefs, by_key[row.key]) if row.key in by_key else ())
        for row in rows
    )


def _steps(beliefs: Beliefs, number: int) -> tuple[Step, ...]:
    chain = beliefs.track.chains.chains[number]
    before, after = _traced(beliefs, number)
    weight = beliefs.track.used[number].weight
    steps = [
        _step(beliefs, chain, entry, i, float(weight[i]), before, after)
        for i, entry in enumerate(chain.entries)
    ]
    steps += [_idle(entry) for entry in chain.idle]
    return tuple(sorted(steps, key=lambda s: (s.as_of, s.published, s.r, s.claim)))


def _traced(beliefs: Beliefs, number: int) -> tuple[Array, Array]:
    """Run one chain again and keep the belief before and after each claim."""
    every = beliefs.track.chains
    chain = every.chains[number]
    table = number_moves(every.ladder(chain.key))
    content = batch((chain,), every.policy, table.numbers)
    done = run_rows(
        content,
        np.zeros(1, np.int64),
        beliefs.track.used[number].weight[None, :],
        table,
        every.policy,
        np.array([start_of(every, chain.key)], np.int64),
        beliefs.rule,
        trace=True,
    )
    if done.before is None or done.after is None:  # pragma: no cover - trace=True fills both
        return np.zeros((0, N_STATES)), np.zeros((0, N_STATES))
    return done.before[0], done.after[0]


def _pair(chain: Chain, p: Array) -> tuple[float, float]:
    if chain.key.ladder == "base":
        return float(p[HANDED_OVER]), 0.0
    return float(p[ASSEMBLING] + p[OPERATIONAL]), float(p[OPERATIONAL])


def _step(
    beliefs: Beliefs,
    chain: Chain,
    entry: Entry,
    at: int,
    weight: float,
    before: Array,
    after: Array,
) -> Step:
    counts = weight > 0
    p_before, up_before = _pair(chain, before[at]) if counts else (None, None)
    p_after, up_after = _pair(chain, after[at]) if counts else (None, None)
    why = _why(beliefs, chain, at, weight)
    if entry.carried and counts:
        why = f"{why}; follows {entry.carried}"
    return _made(entry, weight, (p_before, p_after), (up_before, up_after), why)


def _made(
    entry: Entry,
    weight: float,
    p: tuple[float | None, float | None],
    up: tuple[float | None, float | None],
    why: str,
) -> Step:
    claim = entry.claim
    return Step(
        claim.id,
        claim.text,
        dt.date.fromordinal(entry.as_of_day),
        dt.date.fromordinal(entry.published_day),
        claim.status,
        claim.polarity,
        claim.origin,
        claim.party,
        claim.channel,
        f"{entry.letter}{claim.information_credibility}",
        entry.r,
        weight,
        entry.r * weight,
        *p,
        *up,
        why,
    )


def _idle(entry: Entry) -> Step:
    claim = entry.claim
    if claim.status == "approved" and claim.polarity == "negative":
        why = "a permission denied or lapsed stands beside the ladder and never moves it"
    elif claim.polarity == "negative":
        why = f'a denial of "{claim.status}" never moves the ladder'
    else:
        why = f'"{claim.status}" never moves the ladder'
    return _made(entry, 0.0, (None, None), (None, None), why)


def _why(beliefs: Beliefs, chain: Chain, at: int, weight: float) -> str:
    """Say why a claim has its weight."""
    entry = chain.entries[at]
    left_out = _left_out(beliefs, entry)
    if left_out:
        return left_out
    others = _counted_before(beliefs, chain, at)
    if weight == 0:
        return _silenced(beliefs, entry, others)
    if weight == 1:
        return "counts in full"
    rule = beliefs.policy.dependence
    shared = [e for e in others if _shares(e, entry, rule.shared_window_days)]
    return f"shares a party or channel with {', '.join(e.claim.id for e in shared)}"


def _left_out(beliefs: Beliefs, entry: Entry) -> str:
    """Say why a claim is left out whatever the others say; "" where it is not."""
    on, known = beliefs.on.toordinal(), beliefs.known_by.toordinal()
    reasons = (
        (entry.as_of_day > on, f"speaks of a day after {beliefs.on}"),
        (entry.published_day > known, f"came out after {beliefs.known_by}"),
        (entry.superseded_day <= known, "superseded by a later entry"),
        (entry.r <= 0, "cannot be judged or is unreliable: listed, never counted"),
        (
            entry.derived_day <= known,
            f"retells {entry.claim.derived_from}: a copy moves nothing",
        ),
    )
    return next((words for holds, words in reasons if holds), "")


def _counted_before(beliefs: Beliefs, chain: Chain, at: int) -> list[Entry]:
    """Return the claims that count and were weighed before this one, the strongest first."""
    number = beliefs.track.chains.chains.index(chain)
    weight = beliefs.track.used[number].weight
    this = chain.entries[at].strength
    found = [e for e, w in zip(chain.entries, weight, strict=True) if w > 0 and e.strength < this]
    return sorted(found, key=lambda e: e.strength)


def _alike(a: Entry, b: Entry) -> bool:
    return (a.claim.status, a.claim.polarity) == (b.claim.status, b.claim.polarity)


def _shares(a: Entry, b: Entry, window: int) -> bool:
    near = abs(a.as_of_day - b.as_of_day) <= window
    same = a.claim.party == b.claim.party or a.claim.channel == b.claim.channel
    return near and same and a.claim.origin != b.claim.origin


def _silenced(beliefs: Beliefs, entry: Entry, others: list[Entry]) -> str:
    for other in others:
        if _alike(entry, other) and other.claim.origin == entry.claim.origin:
            return f"same origin as {other.claim.id}: a copy moves nothing"
    rule = beliefs.policy.dependence
    for other in others:
        near = abs(other.as_of_day - entry.as_of_day) <= rule.weak_window_days
        if _alike(entry, other) and other.graded < rule.weak_below and near:
            return f"weak, like {other.claim.id}: weak reports do not add up"
    return "does not count"  # pragma: no cover - every zero weight has one of the reasons above
