"""Hold what a finished run leaves, and read what it was asked to play."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from airshield.scenario import Loaded, load
from airshield.web.jobs_names import FIRST

Json = dict[str, Any]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Done:
    """What a run left: files of its folder that the page may read, and what the list shows."""

    files: tuple[str, ...]
    summary: Json


def scenario_of(folder: Path, name: str = FIRST) -> Loaded:
    """Return the scenario that a run plays."""
    return load(folder / name)
