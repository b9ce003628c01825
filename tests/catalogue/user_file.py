"""Write catalogue files as a user would."""

from __future__ import annotations

from pathlib import Path

HEADER = 'schema = "airshield-catalogue/1"\n'
GOOD = 'low = 1, nominal = 2, high = 3, unit = "km", basis = "estimate", note = "guess"'


def write(folder: Path, body: str, header: str = HEADER, name: str = "mine.toml") -> Path:
    path = folder / name
    path.write_text(header + body, encoding="utf-8")
    return path
