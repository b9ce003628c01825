"""Write the tables of a recording as Parquet, with what gives the same bits again as metadata."""

from __future__ import annotations

import io
from pathlib import Path

from airshield.extras import late
from airshield.replay.formats import stem
from airshield.replay.formats.columns import TABLES
from airshield.replay.model import Recording
from airshield.result.store import write_bytes


def write(recording: Recording, folder: Path) -> tuple[Path, ...]:
    """Write `<scenario>-r<replication>-{entities,tracks,events,sectors}.parquet`.

    Raises
    ------
    MissingExtraError : pyarrow is not installed.
    """
    pa, pq = late("pyarrow", "interop"), late("pyarrow.parquet", "interop")
    paths = []
    facts = {"airshield": recording.provenance(), "epoch": recording.epoch.isoformat()}
    for name, columns in TABLES:
        table = pa.table(columns(recording)).replace_schema_metadata(facts)
        stream = io.BytesIO()
        pq.write_table(table, stream, compression="zstd")
        paths.append(folder / f"{stem(recording)}-{name}.parquet")
        write_bytes(paths[-1], stream.getvalue())
    return tuple(paths)
