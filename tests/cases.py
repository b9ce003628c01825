"""Read the published and derived numbers that production is checked against."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

CASES = Path(__file__).parent / "published" / "cases.json"


@lru_cache(maxsize=1)
def _cases() -> dict[str, dict[str, Any]]:
    return {case["id"]: case for case in json.loads(CASES.read_text(encoding="utf-8"))}


def case(case_id: str) -> dict[str, Any]:
    """Return one case: id, topic, source, inputs, expected, tolerance, verified."""
    return _cases()[case_id]


def numbers(words: str) -> dict[str, float]:
    """Read "c=4,a=3" as {"c": 4.0, "a": 3.0}."""
    return {key.strip(): float(value) for key, value in (p.split("=") for p in words.split(","))}
