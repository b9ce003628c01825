"""The answer: intervals hold their values, fates add up, the whole is the sum of the assets."""

from dataclasses import fields

import pytest

from airshield.assessment.model import Measure


def _measures(outcome):
    return {
        f.name: getattr(outcome, f.name)
        for f in fields(outcome)
        if isinstance(getattr(outcome, f.name), Measure)
    }


def test_every_interval_holds_its_value(assessment):
    for answer in assessment.assets:
        for outcome in (answer.defended, answer.undefended):
            for name, measure in _measures(outcome).items():
                assert measure.low <= measure.value <= measure.high, name
                assert measure.n == 2048


def test_fates_add_up_to_the_threats(assessment):
    for answer in assessment.assets:
        for arm in (answer.defended, answer.undefended):
            total = (
                arm.failed_in_flight.value
                + arm.warheads_stopped.value
                + arm.leakers.value
                + arm.impacts_elsewhere.value
            )
            assert total == pytest.approx(answer.n_threats)


def test_the_whole_is_the_sum_of_the_assets(assessment):
    *assets, whole = assessment.assets
    assert whole.asset_id == "all"
    for name in ("leakers", "people_exposed", "intercepts", "warheads_stopped"):
        parts = sum(getattr(a.defended, name).value for a in assets)
        assert getattr(whole.defended, name).value == pytest.approx(parts)


def test_differences_are_defended_against_undefended(assessment):
    whole = assessment.assets[-1]
    gap = whole.undefended.leakers.value - whole.defended.leakers.value
    assert whole.difference_leakers.value == pytest.approx(gap)
    assert whole.difference_leakers.method == "paired_t"
    # Pairing must pay: the interval of the difference is narrower than that of two separate runs.
    width = whole.difference_leakers.high - whole.difference_leakers.low
    alone = sum(m.high - m.low for m in (whole.defended.leakers, whole.undefended.leakers))
    assert width < alone


def test_reasons_add_up_to_the_leakers(assessment):
    rows = [r for r in assessment.reasons if r.asset_id == "all"]
    leakers = assessment.assets[-1].defended.leakers.value
    assert sum(r.leakers.value for r in rows) == pytest.approx(leakers)
    assert sum(r.share for r in rows) == pytest.approx(1.0)


def test_spent_and_left_are_what_was_ready(assessment):
    for row in assessment.expenditure:
        assert row.spent.value + row.left.value == pytest.approx(row.ready)


def test_every_used_value_is_listed_once_with_its_basis(assessment):
    paths = [row.path for row in assessment.assumptions]
    assert len(paths) == len(set(paths))
    assert "interceptor.pac3_cri.sskp_tbm_manoeuvring" in paths
    for row in assessment.assumptions:
        assert row.low <= row.nominal <= row.high
        if row.basis in ("seen", "secondary", "memory"):
            assert row.source, row.path
        if "sskp" in row.path:
            assert row.is_prior


def test_the_histogram_holds_every_replication(assessment):
    for column in (1, 2):
        assert sum(row[column] for row in assessment.leaker_histogram) == pytest.approx(1.0)


def test_what_is_left_out_is_said(assessment):
    text = " ".join(assessment.stated)
    assert "Jamming" in text
    assert "flatters the defence" in text
    assert "no public source states" in text
