"""Show how the answers hang on the policy values: reliabilities, rates, tables of grades."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from airshield.posture.beliefs import Beliefs, infer
from airshield.posture.chains import ChainKey
from airshield.posture.loading import Loaded
from airshield.posture.policy import Policy

R_STEP = 0.1
PACES = (0.5, 2.0)


@dataclass(frozen=True)
class Variant:
    """One answer under one change: P(on site) or, for a base, P(handed over); P(operational)."""

    change: str
    p: float
    p_operational: float | None


@dataclass(frozen=True)
class Sensitivity:
    """One answer under every change, the first unchanged."""

    key: ChainKey
    name: str
    variants: tuple[Variant, ...]


def policies(policy: Policy) -> tuple[tuple[str, Policy], ...]:
    """Return (words, policy) for the table: as it is, r up and down, rates, tables of grades."""
    return (
        ("as it is", policy),
        (f"r − {R_STEP:g}", policy.shifted(-R_STEP)),
        (f"r + {R_STEP:g}", policy.shifted(R_STEP)),
        *((f"rates × {pace:g}", policy.paced(pace)) for pace in PACES),
        *((name.replace("_", " "), policy.regraded(name)) for name in policy.alternatives),
    )


def sensitivity(
    loaded: Loaded,
    on: dt.date,
    known_by: dt.date | None = None,
    *,
    policy: Policy | None = None,
) -> tuple[Sensitivity, ...]:
    """Infer the same query under each change of the policy.

    Returns
    -------
    One row per answer that somebody had reported on; for the parameters see `infer`.
    """
    changes = policies(policy or loaded.policy)
    answers: list[tuple[str, Beliefs]] = [
        (words, infer(loaded, on, known_by, policy=changed)) for words, changed in changes
    ]
    rows = []
    for number, belief in enumerate(answers[0][1].rows):
        if not belief.reported:
            continue
        variants = []
        for words, beliefs in answers:
            row = beliefs.rows[number]
            p = row.p_on_site if row.p_handed_over is None else row.p_handed_over
            variants.append(Variant(words, 0.0 if p is None else p, row.p_operational))
        rows.append(Sensitivity(belief.key, belief.place.name, tuple(variants)))
    return tuple(rows)
