"""Play replications and return the outcome in the kernel's arrays."""

from __future__ import annotations

import random

import numpy as np

from airshield.simulate.tables import Tables

from . import events, impact
from .battle import ASSESS_DUE, IMPACT, Battle, PairState
from .draws import Block, Draws, philox_draws, stdlib_draws
from .raid import Raid, read
from .start import begin

DTYPES = {
    "out_fate": np.int8,
    "out_reason": np.int8,
    "out_elsewhere": np.int8,
    "out_asset": np.int16,
    "out_hits": np.int16,
    "out_shots": np.int16,
    "out_dud": np.int8,
    "out_unit": np.int8,
    "out_lost": np.int8,
    "out_spent": np.int32,
    "out_exposed": np.float64,
    "out_capped": np.int32,
    "status": np.int32,
}


def play(raid: Raid, block: Block, up: list[int] | None = None) -> Battle:
    """Play one replication to its last impact."""
    battle = begin(raid, block, up)
    falling = sum(not threat.failed for threat in battle.threats)
    while falling:
        t, kind, about = battle.pop()
        if kind == IMPACT:
            impact.on_impact(battle, about, t)
            falling -= 1
        elif kind == ASSESS_DUE:
            events.on_assess(battle, about, t)
        elif isinstance(about, PairState):
            events.on_ready(battle, about, t)
        else:
            events.on_wake(battle, about, t)
    return battle


def exposed(battle: Battle) -> list[float]:
    """Return the people exposed at each asset."""
    totals = []
    for areas in battle.raid.areas:
        total = 0.0
        for area in areas:
            total += area.sub_people * (1.0 - battle.clear[area.index])
        totals.append(total)
    return totals


def outcome(battle: Battle) -> dict[str, list | int]:
    """Return one row of each output."""
    threats, units = battle.threats, battle.units
    return {
        "out_fate": [m.fate for m in threats],
        "out_reason": [m.out_reason for m in threats],
        "out_elsewhere": [m.elsewhere for m in threats],
        "out_asset": [m.asset for m in threats],
        "out_hits": [m.hits for m in threats],
        "out_shots": [len(m.shots) for m in threats],
        "out_dud": [m.out_dud for m in threats],
        "out_unit": [u.state for u in units],
        "out_lost": [int(u.struck) for u in units],
        "out_spent": [g.spent for g in battle.groups],
        "out_exposed": exposed(battle),
        "out_capped": battle.capped,
        "status": 0,
    }


def run(
    tables: Tables, seed: int, first: int, n: int, draws: str | Draws = "philox"
) -> dict[str, np.ndarray]:
    """Play replications first .. first + n - 1; return arrays with a leading axis of n.

    `draws` "philox": the kernel's own draws; "stdlib" or a `Draws`: others of equal distribution.
    """
    raid = read(tables)
    if isinstance(draws, str):
        draws = philox_draws(seed) if draws == "philox" else stdlib_draws(random.Random(seed))
    # One replication at a time: whatever block they are asked in, the draws must be the same.
    given = tables.draw_up
    ups = [given(seed, k, 1)[0].tolist() if given else None for k in range(first, first + n)]
    rows = [outcome(play(raid, draws(first + k), up)) for k, up in enumerate(ups)]
    return {
        name: np.array([row[name] for row in rows], dtype).reshape(n, *np.shape(rows[0][name]))
        for name, dtype in DTYPES.items()
    }
