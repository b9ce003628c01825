"""Compare what production gave with what is expected, within a stated tolerance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from airshield.validation.case_file import Case, Row, Tolerance
from airshield.validation.model import Check, Estimate, Value

ROUNDING = 1e-12
"""Granted to every estimate: a mean of equal numbers need not equal them in the last bit."""


def _number(value: float) -> str:
    return f"{value:.10g}"


def _words(value: object) -> str:
    if isinstance(value, Estimate):
        return f"{value.mean:.6g} ± {value.standard_error:.2g}"
    if isinstance(value, Mapping):
        return f"{_number(value['low'])} to {_number(value['high'])}"
    if isinstance(value, list | tuple):
        shown = [_words(part) for part in value[:4]]
        return f"[{', '.join(shown)}{', …' if len(value) > 4 else ''}]"
    return _number(value) if isinstance(value, int | float) else str(value)


def _allowed(expected: float, got: float | Estimate, tolerance: Tolerance) -> float:
    allowed = [tolerance.absolute or 0.0, (tolerance.relative or 0.0) * abs(expected)]
    if isinstance(got, Estimate):
        allowed.append((tolerance.standard_errors or 0.0) * got.standard_error + ROUNDING)
    return max(allowed)


def _used(expected: float, got: float | Estimate, tolerance: Tolerance) -> float:
    gap = abs((got.mean if isinstance(got, Estimate) else got) - expected)
    allowed = _allowed(expected, got, tolerance)
    if gap <= allowed:
        return gap / allowed if allowed > 0.0 else 0.0
    return gap / allowed if allowed > 0.0 and math.isfinite(gap) else math.inf


def _used_of_band(low: float, high: float, got: float) -> float:
    """Return how far from the middle of a band a value lies, as a share of its half width."""
    half = 0.5 * (high - low)
    return abs(got - 0.5 * (low + high)) / half if half > 0.0 else math.inf


def _tolerance_words(expected: object, tolerance: Tolerance) -> str:
    if isinstance(expected, Mapping):
        return "inside the band"
    parts = []
    if tolerance.relative is not None:
        parts.append(f"{tolerance.relative:.2g} of it")
    if tolerance.absolute is not None:
        parts.append(f"± {tolerance.absolute:.2g}")
    if tolerance.standard_errors is not None:
        parts.append(f"{tolerance.standard_errors:g} standard errors")
    return " or ".join(parts) or "equal"


def judge(case: Case, row: Row, got: Mapping[str, Value]) -> list[Check]:
    """Return one check per expected quantity of a row; a quantity that is missing fails.

    Parameters
    ----------
    case : whose tolerance holds; row : what is expected; got : what the runner returned.
    """
    return [
        _check(case, row, name, expected, got.get(name, "missing"))
        for name, expected in row.expected.items()
    ]


def _check(case: Case, row: Row, name: str, expected: Any, got: Value) -> Check:
    tolerance = case.tolerance_of(name)
    if isinstance(expected, Mapping):
        used = math.inf
        if isinstance(got, int | float):
            used = _used_of_band(expected["low"], expected["high"], got)
    elif isinstance(expected, str) or isinstance(got, str):
        used = 0.0 if expected == got else math.inf
    elif isinstance(expected, list):
        used = _used_of_list(expected, got, tolerance)
    else:
        used = _used(expected, got, tolerance) if not isinstance(got, tuple) else math.inf
    words = _words(expected), _words(got), _tolerance_words(expected, tolerance)
    return Check(_given_words(row), name, *words, used)


def _used_of_list(expected: list[float], got: Value, tolerance: Tolerance) -> float:
    if not isinstance(got, tuple) or len(got) != len(expected):
        return math.inf
    return max(_used(e, g, tolerance) for e, g in zip(expected, got, strict=True))


def _given_words(row: Row) -> str:
    return ", ".join(f"{name} = {_words(value)}" for name, value in row.given.items())


def expected_words(case: Case) -> tuple[str, str, str]:
    """Return what the first check of a case expects: quantity, value and tolerance, in words."""
    row = case.row[0]
    name, expected = next(iter(row.expected.items()))
    given = _given_words(row)
    quantity = f"{name} at {given}" if given else name
    return quantity, _words(expected), _tolerance_words(expected, case.tolerance_of(name))
