"""Sum one block of raids into rows: counts, sums and sums of squares, nothing else."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from airshield.result.tally import Tally
from airshield.simulate.lift import (
    ALL,
    DEFENDED,
    DIFFERENCE,
    UNDEFENDED,
    Columns,
    arm_columns,
    posture_mask,
    unit_columns,
)
from airshield.simulate.run import Outcome
from airshield.simulate.tables import Tables

ASSET_MEASURES = ("leakers", "p_no_leaker", "people_exposed", "intercepts", "warheads_stopped")
BOTH_ARMS = ("leakers", "p_no_leaker", "people_exposed")
HISTOGRAM, POSTURE = "histogram", "posture"
POSTURE_UNITS = 6
"""Postures are told apart by this many fire units at most, the first by id: 64 rows a block."""
Row = tuple[str, str, str, int, float, float]
"""Arm, owner (asset, group or `all`), measure, n, sum, sum of squares."""


def _columns(tables: Tables, defended: Outcome, undefended: Outcome) -> Columns:
    own = arm_columns(tables, defended, DEFENDED)
    bare = arm_columns(tables, undefended, UNDEFENDED)
    columns: Columns = {}
    for asset in (ALL, *tables.asset_ids):
        for measure in ASSET_MEASURES:
            columns[DEFENDED, asset, measure] = own[DEFENDED, asset, measure]
        for measure in BOTH_ARMS:
            columns[UNDEFENDED, asset, measure] = bare[UNDEFENDED, asset, measure]
            sign = 1.0 if measure == "p_no_leaker" else -1.0
            benefit = own[DEFENDED, asset, measure] - bare[UNDEFENDED, asset, measure]
            columns[DIFFERENCE, asset, measure] = sign * benefit
    spent = {
        (DEFENDED, key[1], "spent"): values
        for key, values in unit_columns(tables, defended).items()
        if key[0] == "group" and key[2] == "spent"
    }
    whole = defended.out_spent.sum(axis=1).astype(float)
    return columns | {(DEFENDED, ALL, "spent"): whole} | spent


def block_rows(tables: Tables, defended: Outcome, undefended: Outcome) -> Iterable[Row]:
    """Yield the rows of one block.

    Differences are benefits, as in `simulate.lift.paired_columns`. Rows of arm `histogram` count
    raids by leakers in all (the measure); rows of arm `posture` are sums over the raids in which
    one set of fire units (the owner, a bit mask) was operational.
    """
    columns = _columns(tables, defended, undefended)
    tally = Tally.empty(tuple(columns)).plus(np.column_stack(list(columns.values())))
    for key, total, total_sq in zip(tally.keys, tally.total, tally.total_sq, strict=True):
        yield key[0], key[1], key[2], tally.n, float(total), float(total_sq)
    leakers = columns[DEFENDED, ALL, "leakers"]
    for k, count in enumerate(np.bincount(leakers.astype(np.int64)).tolist()):
        if count:
            yield HISTOGRAM, ALL, str(k), count, float(count * k), float(count * k * k)
    mask = posture_mask(defended) & (2**POSTURE_UNITS - 1)
    for value in np.unique(mask):
        for measure in ("leakers", "p_no_leaker"):
            own = columns[DEFENDED, ALL, measure][mask == value]
            yield POSTURE, str(value), measure, len(own), float(own.sum()), float((own * own).sum())
