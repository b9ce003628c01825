"""Turn the kernel's arrays into per-replication columns and sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airshield.kernel.codes import Elsewhere, Fate, Reason, Side, UnitState
from airshield.result.tally import Key, Tally
from airshield.simulate.run import Outcome
from airshield.simulate.tables import Tables

ALL = "all"
DEFENDED = "defended"
UNDEFENDED = "undefended"
DIFFERENCE = "difference"
MEASURES = (
    "p_no_leaker",
    "leakers",
    "elsewhere",
    "harmless",
    "displaced",
    "failed",
    "intercepts",
    "warheads_stopped",
    "duds",
    "people_exposed",
)
Columns = dict[Key, NDArray[np.float64]]


def _by_asset(
    mask: NDArray[np.bool_], tables: Tables, struck: NDArray[np.int16] | None = None
) -> NDArray[np.float64]:
    """Count a (n, T) mask per asset: by aimed asset, or by struck asset where given."""
    n_assets = len(tables.asset_radius_m)
    counts = np.empty((mask.shape[0], n_assets))
    for a in range(n_assets):
        chosen = mask & (struck == a) if struck is not None else mask[:, tables.threat_asset == a]
        counts[:, a] = chosen.sum(axis=1)
    return counts


def attackers(tables: Tables) -> NDArray[np.bool_]:
    """Return which tracks attack, (T,): hostile and no decoy."""
    hostile: NDArray[np.bool_] = (tables.threat_side == Side.HOSTILE) & (tables.decoy == 0)
    return hostile


def leakers(outcome: Outcome) -> NDArray[np.int64]:
    """Count the impacts in defended assets of each replication, (n,)."""
    counts: NDArray[np.int64] = (outcome.out_fate == Fate.IMPACT_IN_ASSET).sum(axis=1)
    return counts


def flights(tables: Tables) -> NDArray[np.bool_]:
    """Return which tracks are friendly or neutral flights, (T,)."""
    others: NDArray[np.bool_] = tables.threat_side != Side.HOSTILE
    return others


def flights_down(tables: Tables, outcome: Outcome) -> NDArray[np.int64]:
    """Count the flights that the defence brings down in each replication, (n,)."""
    down: NDArray[np.int64] = (outcome.out_fate[:, flights(tables)] == Fate.STOPPED).sum(axis=1)
    return down


def arm_columns(tables: Tables, outcome: Outcome, arm: str) -> Columns:
    """Return every measure of one arm per asset and for all: keys (arm, asset id, measure)."""
    leaks = outcome.out_fate == Fate.IMPACT_IN_ASSET
    attacks = attackers(tables)
    per_asset = {
        "leakers": _by_asset(leaks, tables, outcome.out_asset),
        "elsewhere": _by_asset(outcome.out_fate == Fate.IMPACT_ELSEWHERE, tables),
        "harmless": _by_asset(outcome.out_elsewhere == Elsewhere.PREDICTED_HARMLESS, tables),
        "displaced": _by_asset(outcome.out_elsewhere == Elsewhere.DISPLACED_AFTER_HIT, tables),
        "failed": _by_asset((outcome.out_fate == Fate.FAILED) & attacks, tables),
        "intercepts": _by_asset((outcome.out_hits > 0) & attacks, tables),
        "warheads_stopped": _by_asset((outcome.out_fate == Fate.STOPPED) & attacks, tables),
        "duds": _by_asset(leaks & (outcome.out_dud > 0), tables, outcome.out_asset),
        "people_exposed": outcome.out_exposed,
    }
    columns: Columns = {}
    for measure, values in per_asset.items():
        for a, asset in enumerate(tables.asset_ids):
            columns[arm, asset, measure] = values[:, a]
        columns[arm, ALL, measure] = values.sum(axis=1)
    for asset in (*tables.asset_ids, ALL):
        columns[arm, asset, "p_no_leaker"] = (columns[arm, asset, "leakers"] == 0).astype(float)
    return columns


def unit_columns(tables: Tables, outcome: Outcome) -> Columns:
    """Return who was up and what was spent: keys ("unit", id, "up"), ("group", id, measure)."""
    columns: Columns = {}
    for u, unit in enumerate(tables.unit_ids):
        state = outcome.out_unit[:, u]
        columns["unit", unit, "up"] = (state >= UnitState.UP).astype(float)
        columns["unit", unit, "linked"] = (state == UnitState.UP).astype(float)
        columns["unit", unit, "radar_only"] = (state == UnitState.RADAR_ONLY).astype(float)
        columns["unit", unit, "lost"] = outcome.out_lost[:, u].astype(float)
    for g, group in enumerate(tables.group_ids):
        spent = outcome.out_spent[:, g].astype(float)
        columns["group", group, "spent"] = spent
        every_round = tables.group_stock[g] + tables.group_reserve[g]
        columns["group", group, "empty"] = (spent >= every_round).astype(float)
    columns["run", ALL, "shots"] = outcome.out_shots.sum(axis=1).astype(float)
    return columns


def flight_columns(tables: Tables, outcome: Outcome) -> Columns:
    """Return flights shot down and rounds drawn by decoys: ("flights" or "decoys", name, measure).

    Fratricide is a friendly or neutral flight that the defence brings down; `any` is 1 where at
    least one was.
    """
    columns: Columns = {}
    down = outcome.out_fate == Fate.STOPPED
    fired_at = outcome.out_shots > 0
    sides = {"friendly": Side.FRIENDLY, "neutral": Side.NEUTRAL}
    masks = {name: tables.threat_side == side for name, side in sides.items()}
    masks[ALL] = flights(tables)
    for name, mask in masks.items():
        count = down[:, mask].sum(axis=1)
        columns["flights", name, "shot_down"] = count.astype(float)
        columns["flights", name, "fired_at"] = fired_at[:, mask].sum(axis=1).astype(float)
        columns["flights", name, "any"] = (count > 0).astype(float)
    decoys = tables.decoy > 0
    columns["decoys", ALL, "engaged"] = fired_at[:, decoys].sum(axis=1).astype(float)
    columns["decoys", ALL, "rounds"] = outcome.out_shots[:, decoys].sum(axis=1).astype(float)
    return columns


def reason_columns(tables: Tables, outcome: Outcome) -> Columns:
    """Return leakers by reason and asset struck: keys ("reason", asset id, reason name)."""
    columns: Columns = {}
    for reason in Reason:
        counts = _by_asset(outcome.out_reason == reason, tables, outcome.out_asset)
        for a, asset in enumerate(tables.asset_ids):
            columns["reason", asset, reason.name] = counts[:, a]
        columns["reason", ALL, reason.name] = counts.sum(axis=1)
    return columns


def paired_columns(tables: Tables, defended: Outcome, undefended: Outcome) -> Columns:
    """Return all columns of a defended and an undefended arm on common random numbers.

    Differences are benefits: leakers and people exposed undefended minus defended, `p_no_leaker`
    defended minus undefended.
    """
    columns = arm_columns(tables, defended, DEFENDED)
    columns |= arm_columns(tables, undefended, UNDEFENDED)
    for asset in (*tables.asset_ids, ALL):
        for measure in ("leakers", "people_exposed"):
            columns[DIFFERENCE, asset, measure] = (
                columns[UNDEFENDED, asset, measure] - columns[DEFENDED, asset, measure]
            )
        columns[DIFFERENCE, asset, "p_no_leaker"] = (
            columns[DEFENDED, asset, "p_no_leaker"] - columns[UNDEFENDED, asset, "p_no_leaker"]
        )
    columns |= unit_columns(tables, defended)
    columns |= flight_columns(tables, defended)
    return columns | reason_columns(tables, defended)


@dataclass(frozen=True, eq=False)
class Lifted:
    """Everything that is kept of a run, whatever its length.

    Attributes
    ----------
    tally : sums of every column.
    histograms : counts of leakers by (arm, asset id), int64 (T + 1,).
    by_posture : tally of the defended headline columns for each set of operational units.
    """

    tally: Tally
    histograms: Mapping[tuple[str, str], NDArray[np.int64]]
    by_posture: Mapping[int, Tally]


POSTURE_KEYS: tuple[Key, ...] = (("leakers",), ("p_no_leaker",))
MASK_UNITS = 62
"""Fire units that a mask tells apart."""


def start(columns: Columns) -> Lifted:
    """Return an empty result for these columns."""
    return Lifted(Tally.empty(tuple(columns)), {}, {})


def posture_mask(outcome: Outcome) -> NDArray[np.int64]:
    """Return for each replication the set of operational units as a bit mask."""
    there = outcome.out_unit != UnitState.NOT_OPERATIONAL
    # Beyond that the mask keeps the first: a label for grouping, not a count.
    kept = min(there.shape[1], MASK_UNITS)
    weights = np.left_shift(np.int64(1), np.arange(kept, dtype=np.int64))
    mask: NDArray[np.int64] = there[:, : len(weights)].astype(np.int64) @ weights
    return mask


def extend(lifted: Lifted, tables: Tables, defended: Outcome, columns: Columns) -> Lifted:
    """Return `lifted` with one more block of replications."""
    tally = lifted.tally.plus(np.column_stack([columns[key] for key in lifted.tally.keys]))
    histograms = dict(lifted.histograms)
    bins = len(tables.threat_key) + 1
    for arm in (DEFENDED, UNDEFENDED):
        for asset in (*tables.asset_ids, ALL):
            counts = np.bincount(columns[arm, asset, "leakers"].astype(np.int64), minlength=bins)
            histograms[arm, asset] = histograms.get((arm, asset), 0) + counts
    by_posture = dict(lifted.by_posture)
    mask = posture_mask(defended)
    heads = np.column_stack([columns[DEFENDED, ALL, key[0]] for key in POSTURE_KEYS])
    for value in np.unique(mask):
        before = by_posture.get(int(value), Tally.empty(POSTURE_KEYS))
        by_posture[int(value)] = before.plus(heads[mask == value])
    return Lifted(tally, histograms, by_posture)
