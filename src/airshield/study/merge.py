"""Merge parts by addition, in the order of their blocks, one part in memory at a time."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import MappingProxyType

from airshield.simulate.lift import ALL, DEFENDED
from airshield.study.parts import PART_SCHEMA, read_rows, table_bytes

RESULT_SCHEMA = MappingProxyType(
    {name: kind for name, kind in PART_SCHEMA.items() if name != "first"}
)
"""Columns of `results.parquet`, and their types: a part's, without where it begins."""
Cell = tuple[int, int, str, str, str]


def merge(paths: Iterable[Path]) -> dict[Cell, list[float]]:
    """Return [n, sum, sum of squares] of each (point, sample, arm, owner, measure).

    Parameters
    ----------
    paths : parts, in the order of their blocks: float sums depend on it.
    """
    found: dict[Cell, list[float]] = {}
    for path in paths:
        rows = read_rows(path, PART_SCHEMA)
        keys = zip(*(rows[name] for name in RESULT_SCHEMA if name not in SUMS), strict=True)
        sums = zip(*(rows[name] for name in SUMS), strict=True)
        for key, (n, total, total_sq) in zip(keys, sums, strict=True):
            held = found.setdefault(key, [0, 0.0, 0.0])
            held[0] += n
            held[1] += total
            held[2] += total_sq
    return found


SUMS = ("n", "total", "total_sq")


def result_bytes(found: dict[Cell, list[float]], digest: str) -> bytes:
    """Return merged sums as the bytes of `results.parquet`, sorted."""
    rows = [(*key, int(value[0]), value[1], value[2]) for key, value in sorted(found.items())]
    columns = dict(zip(RESULT_SCHEMA, zip(*rows, strict=True), strict=False))
    return table_bytes(columns, RESULT_SCHEMA, {"run_hash": digest})


def no_leaker_counts(paths: Iterable[Path]) -> dict[int, tuple[int, float]]:
    """Return (raids, raids without a leaker) by point, at nominal values."""
    found: dict[int, tuple[int, float]] = {}
    names = ("point", "sample", "arm", "owner", "measure", "n", "total")
    wanted = (0, DEFENDED, ALL, "p_no_leaker")
    for path in paths:
        rows = read_rows(path, PART_SCHEMA, names)
        for point, *key, n, total in zip(*(rows[name] for name in names), strict=True):
            if tuple(key) == wanted:
                before = found.get(point, (0, 0.0))
                found[point] = before[0] + n, before[1] + total
    return found
