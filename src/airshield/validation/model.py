"""Describe what a validation found: checks, cases, verdicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from airshield.validation.case_file import Case

Given = Mapping[str, Any]
"""What a row of a case puts in, as its file says it."""


@dataclass(frozen=True)
class Estimate:
    """A mean over replications with its standard error."""

    mean: float
    standard_error: float


Value = float | str | Estimate | tuple[float, ...]
Wanted = tuple[str, ...]
"""Names of the quantities that a row expects."""
Runner = Callable[[Given, Wanted], Mapping[str, Value]]
"""Puts a row through production and returns what is wanted, and what else it finds."""


class Verdict(StrEnum):
    """How a check or a case ended."""

    PASSED = "pass"
    FAILED = "FAIL"
    NOT_RUN = "not run"


@dataclass(frozen=True)
class Check:
    """One expected quantity against what production gave.

    Attributes
    ----------
    row : what was put in; quantity : name; expected, got, tolerance : in words, as printed.
    used : share of the tolerance that the difference takes, 0 or more; above 1 fails.
    """

    row: str
    quantity: str
    expected: str
    got: str
    tolerance: str
    used: float

    @property
    def passed(self) -> bool:
        """Tell whether the difference lies within the tolerance (not-a-number does not)."""
        return self.used <= 1.0


@dataclass(frozen=True)
class CaseResult:
    """One case with its checks; `reason` says why it was not run, else it is empty."""

    case: Case
    checks: tuple[Check, ...]
    elapsed_s: float
    reason: str = ""

    @property
    def verdict(self) -> Verdict:
        """Return the verdict: one check that fails is enough."""
        if self.reason:
            return Verdict.NOT_RUN
        return Verdict.PASSED if all(check.passed for check in self.checks) else Verdict.FAILED

    @property
    def worst(self) -> Check | None:
        """Return the check that uses most of its tolerance; a not-a-number counts as most."""
        if not self.checks:
            return None
        return max(self.checks, key=lambda check: (check.used != check.used, check.used))
