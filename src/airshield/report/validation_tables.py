"""Lay out a validation as tables of text: cases, checks, raids, limits."""

from __future__ import annotations

from collections.abc import Iterable

from airshield.report.tables import TextTable
from airshield.validation import (
    Case,
    CaseResult,
    PartLimits,
    Raid,
    RaidResult,
    Validation,
    Verdict,
    load_cases,
    load_limits,
    load_raids,
)
from airshield.validation.judge import expected_words
from airshield.validation.raid_file import Fact

NOTHING = "–"
NO_CLAIM = (
    "Nothing in this table validates a kill probability: the events are few, the sources disagree, "
    "and some values were taken from these very raids."
)
WHERE = {
    (True, False): "inside the central 90 %",
    (False, True): "outside, as known: the model is wrong here",
    (True, True): "inside, though known to be outside",
    (False, False): "outside the central 90 %",
}
"""By (inside, known to be outside)."""


def case_rows(results: Iterable[CaseResult]) -> tuple[tuple[str, ...], ...]:
    """Return one row per case, with the check that uses most of its tolerance."""
    return tuple(_case_row(result) for result in results)


def _case_row(result: CaseResult) -> tuple[str, ...]:
    case, worst = result.case, result.worst
    head = (case.id, case.title, case.part, case.kind, str(len(result.checks)))
    if worst is None:
        return (*head, result.reason, *(NOTHING,) * 3, case.source, result.verdict.value)
    shown = (worst.quantity, worst.expected, worst.got, worst.tolerance)
    return (*head, *shown, case.source, result.verdict.value)


def case_table(found: Validation) -> TextTable:
    """Return every case with its check nearest to, or farthest beyond, its tolerance."""
    return TextTable(
        "cases",
        "Verification: published and closed-form cases",
        ("case", "what", "part", "kind", "checks", "worst check", "expected", "got", "tolerance",
         "source", "verdict"),
        case_rows(found.cases),
        "Of each case the check is shown that uses most of its tolerance; the page holds all.",
    )  # fmt: skip


def failure_table(found: Validation) -> TextTable:
    """Return every check that failed."""
    rows = [
        (r.case.id, check.row, check.quantity, check.expected, check.got, check.tolerance)
        for r in found.cases
        for check in r.checks
        if not check.passed
    ]
    rows += [
        (r.raid.id, r.raid.title, "place of the report", _where_expected(r.raid),
         WHERE[r.inside, r.raid.outside], "as stated")
        for r in found.raids
        if r.verdict is Verdict.FAILED
    ]  # fmt: skip
    head = ("case", "given", "quantity", "expected", "got", "tolerance")
    return TextTable("failures", "What failed", head, tuple(rows))


def _where_expected(raid: Raid) -> str:
    return "outside the central 90 %" if raid.outside else "inside the central 90 %"


def check_table(result: CaseResult) -> TextTable:
    """Return every check of one case."""
    rows = tuple(
        (c.row or NOTHING, c.quantity, c.expected, c.got, c.tolerance,
         (Verdict.PASSED if c.passed else Verdict.FAILED).value)
        for c in result.checks
    )  # fmt: skip
    head = ("given", "quantity", "expected", "got", "tolerance", "verdict")
    title = f"{result.case.id} · {result.case.title}"
    return TextTable("checks", title, head, rows, f"Source: {result.case.source}.")


def _percent(share: float) -> str:
    return f"{100.0 * share:.1f} %"


def counted(fact: Fact) -> str:
    """Return a reported fact in words, with numerator and denominator where it is a share."""
    value = f"{fact.value:g}" if fact.value is not None else f"{fact.low:g}–{fact.high:g}"
    share = f", {fact.of[0]} of {fact.of[1]}" if fact.of else ""
    return f"{fact.what}: {value}{share} ({fact.by}; {fact.grade})"


def raid_rows(results: Iterable[RaidResult]) -> tuple[tuple[str, ...], ...]:
    """Return one row per reported outcome."""
    return tuple(
        (
            r.raid.id,
            r.raid.title,
            r.raid.scenario,
            r.raid.label,
            r.reported,
            r.raid.denominator,
            f"{r.mean:.2f}",
            _percent(r.below),
            _percent(r.at),
            _percent(r.above),
            WHERE[r.inside, r.raid.outside],
            r.verdict.value,
        )
        for r in results
    )


RAID_HEAD = (
    "case", "what", "scenario", "label", "reported", "out of", "mean", "below", "at", "above",
    "where the report lies", "verdict",
)  # fmt: skip


def raid_table(found: Validation) -> TextTable:
    """Return every reported outcome against the model's distribution."""
    title = "Historical raids: calibration, plausibility or counts only"
    return TextTable("raids", title, RAID_HEAD, raid_rows(found.raids), NO_CLAIM)


def limits_table(parts: Iterable[PartLimits] | None = None) -> TextTable:
    """Return what was checked of each part, by what, and what was not."""
    rows = tuple(
        (p.part, p.meant_for, p.checked, ", ".join(p.by), p.not_checked, p.valid)
        for p in (load_limits() if parts is None else parts)
    )
    head = ("part", "meant for", "checked", "by", "not checked", "valid for")
    note = "After the questions of NASA-STD-7009 and MIL-STD-3022, in our own words."
    return TextTable("limits", "Limits of validity", head, rows, note)


def catalogue_of_cases() -> tuple[TextTable, TextTable]:
    """Return what the packaged cases expect, without running any: for the documents."""
    cases = tuple(_expected_row(case) for case in load_cases())
    head = ("case", "what", "part", "kind", "checks", "for example", "expected", "tolerance",
            "source", "limits")  # fmt: skip
    raids = tuple(
        (r.id, r.title, r.scenario, r.label, str(r.low) if r.low == r.high else f"{r.low}–{r.high}",
         r.denominator, _where_expected(r), r.why)
        for r in load_raids()
    )  # fmt: skip
    raid_head = ("case", "what", "scenario", "label", "reported", "out of", "expected place", "why")
    return (
        TextTable("cases", "Cases", head, cases),
        TextTable("raids", "Historical raids", raid_head, raids, NO_CLAIM),
    )


def _expected_row(case: Case) -> tuple[str, ...]:
    head = (case.id, case.title, case.part, case.kind)
    if case.not_run:
        return (
            *head,
            NOTHING,
            f"not run: {case.not_run}",
            NOTHING,
            NOTHING,
            case.source,
            case.limits,
        )
    quantity, expected, tolerance = expected_words(case)
    checks = sum(len(row.expected) for row in case.row)
    return (*head, str(checks), quantity, expected, tolerance, case.source, case.limits)
