"""Read the numbers that cases are checked against: the packaged ones, and those of the tests."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from airshield.validation import Case, load_cases

REFERENCE = Path(__file__).parent / "published" / "reference.json"


@lru_cache(maxsize=1)
def _reference() -> dict[str, dict[str, Any]]:
    return {case["id"]: case for case in json.loads(REFERENCE.read_text(encoding="utf-8"))}


def case(case_id: str) -> dict[str, Any]:
    """Return a case of the tests alone: id, topic, source, inputs, expected, tolerance, verified.

    Formulae that production does not use, and what needs data of other packages.
    """
    return _reference()[case_id]


def packaged(case_id: str) -> Case:
    """Return a case of the installed program."""
    return next(entry for entry in load_cases() if entry.id == case_id)


def numbers(words: str) -> dict[str, float]:
    """Read "c=4,a=3" as {"c": 4.0, "a": 3.0}."""
    return {key.strip(): float(value) for key, value in (p.split("=") for p in words.split(","))}
