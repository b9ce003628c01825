"""Write figures to files: drawn in memory first, then each file whole or not at all."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from airshield.report.style import styled
from airshield.result.store import write_bytes

DPI = 160


@styled
def write_figure(
    figure: Figure, folder: Path, name: str, formats: Sequence[str] = ("png", "svg")
) -> list[Path]:
    """Write a figure as `<name>.<format>` into a folder; return the paths.

    Equal figures give equal bytes: no date is written.

    Raises
    ------
    OutputError : a file cannot be written.
    """
    paths = [folder / f"{name}.{suffix}" for suffix in formats]
    for path, suffix in zip(paths, formats, strict=True):
        stream = io.BytesIO()
        metadata = {"Date": None} if suffix == "svg" else None
        figure.savefig(stream, format=suffix, dpi=DPI, metadata=metadata)
        write_bytes(path, stream.getvalue())
    return paths
