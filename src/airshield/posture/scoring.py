"""Score a ledger by what was confirmed later."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from airshield.posture.beliefs import Belief, infer
from airshield.posture.inference import Rule
from airshield.posture.loading import Loaded
from airshield.posture.policy import Policy


@dataclass(frozen=True)
class Scored:
    """One fact with the probability that was given to it; p is None where nobody had reported."""

    fact: str
    text: str
    on: dt.date
    known_by: dt.date
    true: bool
    p: float | None


@dataclass(frozen=True)
class Score:
    """The mean of (p - outcome)² over n facts; None where n is 0. 0.25 is that of p = ½ always."""

    brier: float | None
    n: int
    n_unscored: int
    facts: tuple[Scored, ...]


def _p(belief: Belief | None, state: str) -> float | None:
    if belief is None or not belief.reported:
        return None
    return {
        "on site": belief.p_on_site,
        "operational": belief.p_operational,
        "handed over": belief.p_handed_over,
    }[state]


def score(loaded: Loaded, *, policy: Policy | None = None, rule: Rule = "mixture") -> Score:
    """Score each later confirmed fact by what was inferred the day before its confirmation.

    **Source** Brier, "Verification of forecasts expressed in terms of probability", Monthly
    Weather Review 78 (1950).
    **Limits** Facts that were confirmed are mostly things that happened: a small, biased sample.
    """
    rows = []
    for fact in loaded.ledger.fact:
        known = fact.confirmed - dt.timedelta(days=1)
        system = loaded.systems[fact.system]
        belief = None
        if fact.on >= loaded.ledger.coverage_start:
            beliefs = infer(loaded, fact.on, known, policy=policy, rule=rule)
            belief = beliefs.find(system.counts_for or system.id, fact.site, fact.lot)
        p = _p(belief, fact.state)
        rows.append(Scored(fact.id, fact.text, fact.on, known, fact.true, p))
    errors = [(row.p - row.true) ** 2 for row in rows if row.p is not None]
    brier = sum(errors) / len(errors) if errors else None
    return Score(brier, len(errors), len(rows) - len(errors), tuple(rows))
