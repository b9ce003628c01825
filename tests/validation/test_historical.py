"""Reported outcomes: labelled, sourced, and told as wrong where the model is wrong."""

from dataclasses import replace

import pytest

from airshield.scenario import bundled_names
from airshield.validation import Verdict, gather, load_raids
from airshield.validation.historical import loaded_scenario, run_raid
from airshield.validation.raid_file import load_reports

RAIDS = {raid.id: raid for raid in load_raids()}


@pytest.mark.parametrize("raid", RAIDS.values(), ids=RAIDS)
def test_each_raid_names_what_was_reported_and_where(raid):
    reports = load_reports()
    facts = reports.facts(raid)
    assert all(fact.source in reports.source for fact in facts)
    said = [fact.value if fact.value is not None else fact.low for fact in facts]
    said += [fact.high for fact in facts if fact.high is not None]
    # The band is made of reported numbers; of a warhead that was not stopped one fell.
    if raid.id not in ("H04", "H06"):
        assert raid.low in said
        assert raid.high in said
    assert raid.denominator
    assert raid.why


@pytest.mark.parametrize("raid", RAIDS.values(), ids=RAIDS)
def test_the_distribution_is_one_and_the_report_lies_where_it_is_said_to(raid):
    result = run_raid(raid)
    assert sum(result.shares) == pytest.approx(1.0)
    assert result.below + result.at + result.above == pytest.approx(1.0)
    mean = sum(v * s for v, s in zip(result.values, result.shares, strict=True))
    assert result.mean == pytest.approx(mean)
    assert result.verdict is Verdict.PASSED
    assert result.inside is not raid.outside


def test_every_historical_scenario_that_is_bundled_is_shown():
    shown = {raid.scenario for raid in RAIDS.values()}
    historical = {
        name for name in bundled_names() if name[-10:-6].isdigit() and not name.endswith("gun")
    }
    assert historical <= shown


def test_the_model_is_wrong_once_and_it_is_told():
    found = gather([run_raid(RAIDS["H07"])])
    assert found.known_outside == ("H07",)
    assert found.failed == ()
    assert "Known to lie outside the model, and shown: H07." in found.summary()


def test_a_report_that_moves_out_fails():
    result = run_raid(RAIDS["H01"])
    moved = replace(result, below=0.99, at=0.01, above=0.0)
    assert moved.verdict is Verdict.FAILED
    assert gather([moved]).failed == ("H01",)


def test_calibration_is_called_calibration():
    """The failure fraction of these two raids stands in the scenario with that very source."""
    for name in ("H01", "H11"):
        raid = RAIDS[name]
        reports = load_reports()
        (address,) = {reports.source[fact.source].address for fact in reports.facts(raid)[:1]}
        volley = loaded_scenario(raid.scenario).scenario.volley[0]
        assert volley.p_failure.source == address
        assert raid.label == "calibration"
