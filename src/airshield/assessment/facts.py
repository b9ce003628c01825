"""Say which single fact about the posture, if confirmed, would narrow the answer most."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import reduce
from operator import add

from airshield.assessment.measures import average
from airshield.assessment.model import Fact, Measure, PostureAnswer
from airshield.posture import Resolved
from airshield.result.intervals import LEVEL, welch
from airshield.result.tally import Tally
from airshield.simulate.lift import ALL, DEFENDED, MASK_UNITS, POSTURE_KEYS, Lifted
from airshield.simulate.lower import Lowered

_LEAKERS = ("leakers",)


def _halves(by_posture: Mapping[int, Tally], unit: int) -> tuple[Tally, Tally]:
    """Return the sums over replications with and without one unit operational."""
    empty = Tally.empty(POSTURE_KEYS)
    there = [tally for mask, tally in by_posture.items() if mask >> unit & 1]
    absent = [tally for mask, tally in by_posture.items() if not mask >> unit & 1]
    return reduce(add, there, empty), reduce(add, absent, empty)


def _sample(tally: Tally) -> tuple[float, float, int]:
    """Return mean, unbiased variance and number; a single value has no variance."""
    n = tally.n
    variance = tally.variance(*_LEAKERS) * n / (n - 1) if n > 1 else math.inf
    return tally.mean(*_LEAKERS), variance, n


def reduction(there: Tally, absent: Tally) -> Measure:
    """Return by how much the variance of leakers is expected to fall once one fact is known.

    Var(E[L | X]) = p (1 - p) (m1 - m0)^2 for a fact X that is true in a share p of replications,
    with m1 and m0 the mean leakers where it is true and where it is not. What the two means owe to
    sampling is taken off the square; the interval is that of the difference of means (Welch),
    squared, at the p of the replications.

    Parameters
    ----------
    there, absent : sums of leakers over the replications where the fact holds and where not, at
        least one each.

    **Source**: law of total variance; the first-order term of Sobol', "Sensitivity estimates for
    nonlinear mathematical models", Math. Model. Comput. Exp. 1 (1993) 407-414. Welch, Biometrika
    34 (1947) 28-35.
    **Limits**: first-order. What two facts tell together may be more or less than their sum; facts
    that hang on one origin tell much of each other.
    """
    one, other = _sample(there), _sample(absent)
    n = there.n + absent.n
    weight = there.n * absent.n / n**2
    gap = one[0] - other[0]
    noise = one[1] / one[2] + other[1] / other[2]
    low, high = welch(one, other)
    if not math.isfinite(noise):
        return Measure(weight * gap * gap, 0.0, math.inf, "t", LEVEL, n)
    nearest = 0.0 if low <= 0.0 <= high else min(abs(low), abs(high))
    return Measure(
        weight * max(0.0, gap * gap - noise),
        weight * nearest**2,
        weight * max(abs(low), abs(high)) ** 2,
        "t",
        LEVEL,
        n,
    )


def _together(by_posture: Mapping[int, Tally], whole: Tally) -> float:
    """Return the variance of the mean between postures, less its sampling noise."""
    mean = whole.mean(*_LEAKERS)
    found = 0.0
    for tally in by_posture.values():
        own, variance, n = _sample(tally)
        noise = variance / n if math.isfinite(variance) else (own - mean) ** 2
        found += n / whole.n * ((own - mean) ** 2 - noise)
    return max(0.0, found)


def posture_answer(lifted: Lifted, lowered: Lowered, resolved: Resolved) -> PostureAnswer | None:
    """Return what the posture hangs on and what each fact about it is worth.

    Returns
    -------
    None where no ledger is named and no unit is in doubt. A unit that is there in every
    replication, or in none, is no open question and has no row.

    **Limits**: at nominal values. Beyond 62 fire units the others are left out.
    """
    whole = reduce(add, lifted.by_posture.values(), Tally.empty(POSTURE_KEYS))
    variance = lifted.tally.variance(DEFENDED, ALL, "leakers")
    facts = []
    for u, unit in enumerate(lowered.units[:MASK_UNITS]):
        there, absent = _halves(lifted.by_posture, u)
        if there.n == 0 or absent.n == 0:
            continue
        gain = reduction(there, absent)
        facts.append(
            Fact(
                unit_id=unit.id,
                name=unit.name or unit.id,
                site=unit.site,
                share_operational=there.n / whole.n,
                leakers_if_operational=average(there, *_LEAKERS),
                leakers_if_not=average(absent, *_LEAKERS),
                reduction=gain,
                share=min(1.0, gain.value / variance) if variance > 0.0 else 0.0,
            )
        )
    beliefs = resolved.beliefs
    if beliefs is None and not facts:
        return None
    together = _together(lifted.by_posture, whole)
    return PostureAnswer(
        ledger=beliefs.loaded.file if beliefs else None,
        ledger_hash=beliefs.loaded.text_hash if beliefs else None,
        on=beliefs.on.isoformat() if beliefs else None,
        known_by=beliefs.known_by.isoformat() if beliefs else None,
        variance=variance,
        together=together,
        together_share=min(1.0, together / variance) if variance > 0.0 else 0.0,
        facts=tuple(sorted(facts, key=lambda fact: (-fact.reduction.value, fact.unit_id))),
    )
