"""The judge lets pass what lies within the tolerance, and nothing else."""

import math

import pytest
from cases import packaged

from airshield.errors import InputError, MissingExtraError, RunError
from airshield.validation import Verdict, choose, gather, validate
from airshield.validation.case_file import Case, Row
from airshield.validation.judge import judge
from airshield.validation.model import CaseResult, Estimate
from airshield.validation.run import RUNNERS, run_case


def one(expected, got, **tolerance):
    case = Case(
        id="X", title="t", part="flight", kind="closed form", source="s", limits="l",
        tolerance={"all": tolerance}, row=(Row(expected={"q": expected}),),
    )  # fmt: skip
    (check,) = judge(case, case.row[0], {} if got is None else {"q": got})
    return check.passed


@pytest.mark.parametrize(
    ("expected", "got", "tolerance", "passes"),
    [
        (2.0, 2.0, {}, True),
        (2.0, 2.0000001, {}, False),
        (2.0, 2.01, {"relative": 0.005}, True),
        (2.0, 2.02, {"relative": 0.005}, False),
        (0.0, 1e-9, {"relative": 0.5}, False),
        (0.0, 1e-9, {"absolute": 1e-8}, True),
        (2.0, math.nan, {"absolute": 1e9}, False),
        (2.0, math.inf, {"absolute": 1e9}, False),
        (2.0, Estimate(2.3, 0.1), {"standard_errors": 3.3}, True),
        (2.0, Estimate(2.34, 0.1), {"standard_errors": 3.3}, False),
        (2.0, Estimate(2.1, 0.0), {"standard_errors": 3.3}, False),
        (2.0, Estimate(2.0, 0.0), {"standard_errors": 3.3}, True),
        (2.0, Estimate(math.nan, math.nan), {"standard_errors": 3.3}, False),
        ([1.0, 2.0], (1.0, 2.0), {}, True),
        ([1.0, 2.0], (1.0, 2.1), {"absolute": 0.01}, False),
        ([1.0, 2.0], (1.0,), {"absolute": 9.0}, False),
        ([1.0], 1.0, {}, False),
        (1.0, (1.0,), {}, False),
        ({"low": 1.0, "high": 2.0}, 2.0, {}, True),
        ({"low": 1.0, "high": 2.0}, 2.01, {}, False),
        ({"low": 1.0, "high": 2.0}, math.nan, {}, False),
        ({"low": 1.0, "high": 2.0}, "infeasible", {}, False),
        ("infeasible", "infeasible", {}, True),
        ("infeasible", 40.0, {}, False),
        (40, "infeasible", {"absolute": 99.0}, False),
        (2.0, None, {"absolute": 9.0}, False),
    ],
)
def test_within_the_tolerance(expected, got, tolerance, passes):
    assert one(expected, got, **tolerance) is passes


def test_the_worst_check_is_the_one_that_is_shown():
    case = packaged("D01")
    row = case.row[0]
    good = dict(row.expected)
    bad = good | {"time_s": good["time_s"] * 1.01}
    result = CaseResult(case, tuple(judge(case, row, bad)), 0.0)
    assert result.verdict is Verdict.FAILED
    assert result.worst.quantity == "time_s"


@pytest.mark.parametrize(
    "raised",
    [RunError("a buffer was full"), ValueError("no"), ZeroDivisionError("/"), KeyError("shots")],
)
def test_a_case_that_breaks_has_failed_and_says_how(monkeypatch, raised):
    def broken(given, wanted):
        raise raised

    monkeypatch.setitem(RUNNERS, "minimum_energy", broken)
    result = run_case(packaged("D01"))
    assert result.verdict is Verdict.FAILED
    assert type(raised).__name__ in result.checks[0].got


def test_what_is_not_installed_is_not_run_and_says_so(monkeypatch):
    def lacking(given, wanted):
        raise MissingExtraError("highspy", "plan")

    monkeypatch.setitem(RUNNERS, "assignment", lacking)
    found = gather([run_case(packaged("B01"))])
    assert found.not_run == ("B01",)
    assert found.failed == ()
    assert "airshield[plan]" in found.cases[0].reason
    assert "Not run: B01." in found.summary()


def test_cases_are_chosen_by_id_part_kind_and_label():
    assert [entry.id for entry in choose(["A01", "H07"])] == ["A01", "H07"]
    assert {entry.part for entry in choose(["flight"])} == {"flight"}
    assert {entry.kind for entry in choose(["published"])} == {"published"}
    assert {entry.id[0] for entry in choose(["historical"])} == {"H"}
    assert {entry.label for entry in choose(["calibration"])} == {"calibration"}
    assert len(choose()) > 75
    with pytest.raises(InputError, match="no case is called Z99"):
        choose(["A01", "Z99"])


def test_a_validation_adds_up():
    found = validate(["numbers", "statistics", "B03"])
    assert found.summary() == "3 of 3 cases passed (12 checks). Not run: B03."
