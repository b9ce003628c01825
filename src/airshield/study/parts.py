"""Write and read parts: Parquet files that say which part of which study they are."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from airshield.extras import late

PART_SCHEMA: Mapping[str, str] = {
    "point": "int32",
    "sample": "int32",
    "first": "int64",
    "arm": "string",
    "owner": "string",
    "measure": "string",
    "n": "int64",
    "total": "float64",
    "total_sq": "float64",
}
"""Columns of a part, and their types."""


def table_bytes(
    columns: Mapping[str, Sequence[Any]], types: Mapping[str, str], facts: Mapping[str, str]
) -> bytes:
    """Return columns as the bytes of a Parquet file; equal input gives equal bytes.

    Parameters
    ----------
    columns : by name, an absent one is empty; types : by name; facts : go into the file's metadata.
    """
    pa, pq = late("pyarrow", "study"), late("pyarrow.parquet", "study")
    schema = pa.schema(
        [(name, pa.type_for_alias(kind)) for name, kind in types.items()], metadata=dict(facts)
    )
    arrays = [pa.array(columns.get(name, ()), schema.field(name).type) for name in types]
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), stream, compression="zstd")
    return stream.getvalue()


def part_bytes(columns: Mapping[str, Sequence[Any]], run_hash: str, name: str) -> bytes:
    """Return one part as bytes."""
    return table_bytes(columns, PART_SCHEMA, {"run_hash": run_hash, "part": name})


def is_part(path: Path, run_hash: str, name: str) -> bool:
    """Tell whether a file is this part of this study, and whole."""
    pa, pq = late("pyarrow", "study"), late("pyarrow.parquet", "study")
    try:
        facts = pq.read_schema(path).metadata or {}
    except (OSError, pa.ArrowException):
        return False
    return bool(facts.get(b"run_hash") == run_hash.encode() and facts.get(b"part") == name.encode())


def read_rows(path: Path, columns: Sequence[str] | None = None) -> dict[str, list[Any]]:
    """Return the columns of a Parquet file as lists."""
    pq = late("pyarrow.parquet", "study")
    found: dict[str, list[Any]] = pq.ParquetFile(path).read(columns=columns).to_pydict()
    return found
