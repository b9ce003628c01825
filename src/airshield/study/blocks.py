"""Compare what was played on the same draws: differences block by block."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

from scipy.special import stdtrit

from airshield.result.intervals import LEVEL
from airshield.simulate.lift import ALL, DEFENDED
from airshield.study.folder import part_paths
from airshield.study.parts import PART_SCHEMA, read_rows

Blocks = Mapping[int, tuple[int, float]]
"""Raids and sum of each block, by the number of its first raid."""
BLOCKS_LEAST = 8
"""Fewer common blocks say too little of their own spread: t(.975) is 2.4 for eight, 13 for two."""


def blocks_of(folder: Path, measures: tuple[str, ...]) -> Mapping[tuple[int, str], Blocks]:
    """Return the blocks of each (point, measure), at nominal values, defended, of all assets.

    Raises
    ------
    DamagedError : a part cannot be read.

    **Limits**: holds all blocks of a study in memory, some 100 bytes for each and measure.
    """
    found: dict[tuple[int, str], dict[int, tuple[int, float]]] = {}
    names = ("point", "sample", "first", "arm", "owner", "measure", "n", "total")
    for path in part_paths(folder):
        rows = read_rows(path, PART_SCHEMA, names)
        columns = zip(*(rows[name] for name in names), strict=True)
        for point, sample, first, arm, owner, measure, n, total in columns:
            if sample == 0 and arm == DEFENDED and owner == ALL and measure in measures:
                found.setdefault((point, measure), {})[first] = (n, total)
    return found


def paired(a: Blocks, b: Blocks) -> tuple[float, float, float] | None:
    """Return mean of a less mean of b over their common blocks, with Student's interval.

    The difference of a raid has some variance v; that of the mean difference of a block of n raids
    is v / n. So sum n (d - D)^2 / (blocks - 1) estimates v from the blocks alone.

    Parameters
    ----------
    a, b : of two points that were played with the same seed.

    Returns
    -------
    (difference, low, high), or None where fewer than `BLOCKS_LEAST` blocks are common.

    **Source**: method of batch means with common random numbers, Law, "Simulation Modeling and
    Analysis", 5th ed. (2015), sections 9.5.3 and 10.2.1.
    **Limits**: takes the mean of a block as normal.
    """
    common = [first for first in a if first in b and a[first][0] == b[first][0]]
    if len(common) < BLOCKS_LEAST:
        return None
    rows = [(a[first][0], (a[first][1] - b[first][1]) / a[first][0]) for first in sorted(common)]
    raids = sum(n for n, _ in rows)
    mean = sum(n * d for n, d in rows) / raids
    freedom = len(rows) - 1
    variance = sum(n * (d - mean) ** 2 for n, d in rows) / freedom / raids
    half = float(stdtrit(freedom, 0.5 + LEVEL / 2)) * math.sqrt(variance)
    return mean, mean - half, mean + half
