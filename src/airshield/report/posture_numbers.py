"""Shape beliefs for people: rounded probabilities, counts; and for machines: four digits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from airshield.posture.beliefs import CAUTION, Belief, Beliefs, totals, warnings
from airshield.posture.explanation import Explanation
from airshield.posture.scoring import Score
from airshield.posture.sensitivity import Sensitivity
from airshield.result.words import rounded as shown

__all__ = ["CAUTION", "count", "interval", "name", "shown", "system_name"]

DIGITS = 4
Interval = tuple[float, float | None]


def count(belief: Belief) -> str:
    """Return a count as an interval, open where no upper end was reported."""
    low, high = belief.count.low, belief.count.high
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


def interval(expected: Interval | None) -> str:
    """Return expected units as an interval with one decimal."""
    if expected is None:
        return ""
    low, high = expected
    if high is None:
        return f"at least {low:.1f}"
    return f"{low:.1f}" if f"{low:.1f}" == f"{high:.1f}" else f"{low:.1f} to {high:.1f}"


def name(belief: Belief) -> str:
    """Return the place, with the lot where there is more than the main one."""
    place = belief.place.name
    return place if belief.key.lot == "main" else f"{place}, lot {belief.key.lot}"


def system_name(beliefs: Beliefs, system: str) -> str:
    """Return a system's name in words."""
    found = beliefs.loaded.systems.get(system)
    return (found.name if found else "") or system


def _digits(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, dict):
        return {key: _digits(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_digits(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _row(belief: Belief) -> dict[str, Any]:
    states = dict(zip(belief.states, belief.p, strict=True))
    return {
        "system": belief.key.system,
        "site": belief.place.word,
        "site_id": belief.key.site,
        "name": belief.place.name,
        "lot": belief.key.lot,
        "ladder": belief.key.ladder,
        "reporting": belief.reported,
        "p_on_site": belief.p_on_site,
        "p_operational": belief.p_operational,
        "p_handed_over": belief.p_handed_over,
        "words_on_site": belief.words_on_site,
        "words_operational": belief.words_operational,
        "words_handed_over": belief.words_handed_over,
        "digit": belief.digit,
        "count": [belief.count.low, belief.count.high] if belief.reported else None,
        "count_versions": [list(version) for version in belief.count.versions],
        "expected_on_site": belief.expected_on_site,
        "expected_operational": belief.expected_operational,
        "states": states if belief.reported else None,
        "drift": None if belief.reported else states,
    }


def _explained(item: Explanation) -> dict[str, Any]:
    claims = [{**vars(step), "moved": step.moved} for step in item.steps]
    return {
        "system": item.belief.key.system,
        "site": item.belief.place.word,
        "lot": item.belief.key.lot,
        "claims": claims,
    }


def to_json(
    beliefs: Beliefs,
    other: Beliefs,
    table: tuple[Sensitivity, ...],
    scored: Score,
    explanations: tuple[Explanation, ...],
) -> dict[str, Any]:
    """Return one answer as plain values with four digits.

    Parameters
    ----------
    other : the same query under the other rule.
    """
    return dict(
        _digits(
            {
                "ledger": beliefs.loaded.file,
                "ledger_hash": beliefs.loaded.text_hash,
                "policy": beliefs.policy.file,
                "on": beliefs.on,
                "known_by": beliefs.known_by,
                "rule": beliefs.rule,
                "caution": CAUTION,
                "rows": [_row(row) for row in beliefs.rows],
                "other_rule": {"rule": other.rule, "rows": [_row(row) for row in other.rows]},
                "totals": [vars(total) for total in totals(beliefs)],
                "warnings": list(warnings(beliefs)),
                "sensitivity": [
                    {
                        "system": row.key.system,
                        "site_id": row.key.site,
                        "lot": row.key.lot,
                        "variants": [vars(variant) for variant in row.variants],
                    }
                    for row in table
                ],
                "score": {
                    "brier": scored.brier,
                    "n": scored.n,
                    "n_unscored": scored.n_unscored,
                    "facts": [vars(fact) for fact in scored.facts],
                },
                "explanation": [_explained(item) for item in explanations],
            }
        )
    )
