"""Every packaged case through production, as `airshield validate` runs it; and its files."""

import math

import pytest
from cases import packaged

from airshield.validation import Verdict, load_cases, load_limits
from airshield.validation.case_file import PARTS
from airshield.validation.run import RUNNERS, run_case

CASES = load_cases()
ELSEWHERE = {"B03", "C01", "C03"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_production_gives_what_is_expected(case):
    result = run_case(case)
    assert [check for check in result.checks if not check.passed] == []
    assert result.verdict is (Verdict.NOT_RUN if case.id in ELSEWHERE else Verdict.PASSED)
    assert len(result.checks) == sum(len(row.expected) for row in case.row)


def test_every_case_has_an_id_of_its_own_and_a_runner():
    assert len({case.id for case in CASES}) == len(CASES)
    assert {case.runner for case in CASES if case.row} == set(RUNNERS)
    for case in CASES:
        assert bool(case.row) != bool(case.not_run)
        assert case.tolerance.keys() - {"all"} <= {q for row in case.row for q in row.expected}


def test_no_case_passes_for_want_of_rigour():
    """A tolerance is stated for everything but whole numbers and words, and none is loose."""
    for case in CASES:
        for row in case.row:
            for name, value in row.expected.items():
                tolerance = case.tolerance_of(name)
                assert (tolerance.relative or 0.0) <= 0.01, (case.id, name)
                assert (tolerance.standard_errors or 0.0) <= 3.9, (case.id, name)
                if tolerance.absolute and isinstance(value, float) and value:
                    assert tolerance.absolute <= 0.25 * abs(value), (case.id, name)


def test_the_textbook_case_follows_from_the_catalogue():
    from airshield.scenario import load  # noqa: PLC0415

    loaded = load("textbook")
    p = loaded.catalogue.quantity("interceptor.pac3_cri.sskp_tbm").nominal
    threats = sum(volley.count for volley in loaded.scenario.volley)
    leak = (1 - p) ** 2
    expected = packaged("T01").row[0].expected
    assert expected["p_leakers_is_0"] == pytest.approx((1 - leak) ** threats, abs=1e-6)
    assert expected["leakers"] == pytest.approx(threats * leak)


def test_every_part_has_limits_and_they_name_every_case():
    limits = {part.part: part for part in load_limits()}
    assert set(PARTS) <= set(limits)
    for case in CASES:
        if not case.not_run:
            assert case.id in limits[case.part].by
    assert not math.isnan(len(limits))
