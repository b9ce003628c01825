"""Write and read parts: Parquet files that say which part of which study they are."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from airshield.errors import RunError
from airshield.extras import late


class DamagedError(RunError):
    """A Parquet file is cut, changed, or none of ours."""


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
_NAMED_BEFORE = MappingProxyType(
    {"no_leaker": "p_no_leaker", "exposed": "people_exposed", "stopped": "warheads_stopped"}
)
"""What the first studies called a measure, and what it is called since."""


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
    table = pa.Table.from_arrays(arrays, schema=schema)
    # Sums over each page, so that a disk that loses a bit is found out.
    pq.write_table(table, stream, compression="zstd", write_page_checksum=True)
    return stream.getvalue()


def part_bytes(columns: Mapping[str, Sequence[Any]], run_hash: str, name: str) -> bytes:
    """Return one part as bytes."""
    return table_bytes(columns, PART_SCHEMA, {"run_hash": run_hash, "part": name})


def is_part(path: Path, run_hash: str, name: str) -> bool:
    """Tell whether a file is this part of this study, and whole."""
    try:
        facts = _table(path, None, PART_SCHEMA).schema.metadata or {}
    except DamagedError:
        return False
    return bool(facts.get(b"run_hash") == run_hash.encode() and facts.get(b"part") == name.encode())


def read_rows(
    path: Path, types: Mapping[str, str], columns: Sequence[str] | None = None
) -> dict[str, list[Any]]:
    """Return columns [all] of a Parquet file that has exactly these types, as lists.

    Raises
    ------
    DamagedError : it cannot be read, or has other columns.
    """
    found: dict[str, list[Any]] = _table(path, columns, types).to_pydict()
    if "measure" in found:
        found["measure"] = [_NAMED_BEFORE.get(name, name) for name in found["measure"]]
    return found


def _table(path: Path, columns: Sequence[str] | None, types: Mapping[str, str]) -> Any:
    pa, pq = late("pyarrow", "study"), late("pyarrow.parquet", "study")
    wanted = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in types.items()])
    try:
        # Into memory first: a file that is cut short under a map would end the process.
        file = pq.ParquetFile(io.BytesIO(path.read_bytes()), page_checksum_verification=True)
        if not file.schema_arrow.equals(wanted):
            raise DamagedError(f"{path.name} has other columns than a study writes")
        return file.read(columns=columns)
    except (OSError, pa.ArrowException) as reason:
        raise DamagedError(" ".join(str(reason).split())[:200]) from None
