"""Write the tables of a recording as CSV.

**Source** RFC 4180, "Common Format and MIME Type for CSV Files" (2005).
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from airshield.replay.formats import stem
from airshield.replay.formats.columns import TABLES, Columns
from airshield.replay.model import Recording
from airshield.result.store import write_text


def text(columns: Columns) -> str:
    """Return columns as CSV with a header; a missing value is an empty field."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return stream.getvalue()


def write(recording: Recording, folder: Path) -> tuple[Path, ...]:
    """Write `<scenario>-r<replication>-{entities,tracks,events,sectors}.csv`."""
    paths = []
    for name, columns in TABLES:
        paths.append(folder / f"{stem(recording)}-{name}.csv")
        write_text(paths[-1], text(columns(recording)))
    return tuple(paths)
