"""Turn a validation into plain data, for `--json` and the file beside the page."""

from __future__ import annotations

from typing import Any

from airshield import __version__
from airshield.report.validation_tables import WHERE, counted
from airshield.validation import CaseResult, RaidResult, Validation, Verdict, load_limits


def to_json(found: Validation) -> dict[str, Any]:
    """Return everything that was run, with expected, got, tolerance, source and verdict."""
    return {
        "version": __version__,
        "summary": found.summary(),
        "failed": list(found.failed),
        "not_run": list(found.not_run),
        "elapsed_s": round(found.elapsed_s, 3),
        "cases": [_case(result) for result in found.cases],
        "raids": [_raid(result) for result in found.raids],
        "limits": [part.model_dump(mode="json") for part in load_limits()],
    }


def _case(result: CaseResult) -> dict[str, Any]:
    case = result.case
    return {
        "id": case.id,
        "title": case.title,
        "part": case.part,
        "kind": case.kind,
        "label": "verification",
        "source": case.source,
        "limits": case.limits,
        "verdict": result.verdict.value,
        "reason": result.reason,
        "elapsed_s": round(result.elapsed_s, 3),
        "checks": [
            {
                "given": check.row,
                "quantity": check.quantity,
                "expected": check.expected,
                "got": check.got,
                "tolerance": check.tolerance,
                "used": check.used,
                "verdict": (Verdict.PASSED if check.passed else Verdict.FAILED).value,
            }
            for check in result.checks
        ],
    }


def _raid(result: RaidResult) -> dict[str, Any]:
    raid = result.raid
    return {
        "id": raid.id,
        "title": raid.title,
        "scenario": raid.scenario,
        "label": raid.label,
        "why": raid.why,
        "reported": {"low": raid.low, "high": raid.high, "unit": raid.unit, "of": raid.denominator},
        "facts": [counted(fact) for fact in result.facts],
        "sources": [source.model_dump(mode="json") for source in result.sources],
        "change": raid.change.model_dump(mode="json") if raid.change else None,
        "values": list(result.values),
        "shares": list(result.shares),
        "mean": result.mean,
        "below": result.below,
        "at": result.at,
        "above": result.above,
        "where": WHERE[result.inside, raid.outside],
        "verdict": result.verdict.value,
        "elapsed_s": round(result.elapsed_s, 3),
    }
