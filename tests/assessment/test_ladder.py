"""The ladder: stages in order, looks from the shot tables, and what sets them."""

import pytest

from airshield.assessment.ladder import ladder
from airshield.kernel.shots import look_sequence
from airshield.simulate.lower import lower


def test_stages_come_in_order(assessment):
    assert assessment.ladder
    for rung in assessment.ladder:
        assert rung.flight_time_s > rung.detected_p95_s > rung.detected_s > rung.detected_p05_s
        assert rung.detected_s - rung.detection_to_launch_s >= rung.launch_s - 1e-9
        assert rung.launch_s > rung.intercept_s > 0
        assert rung.engageable_s >= rung.launch_s >= rung.last_launch_s
        assert 0 < rung.last_intercept_altitude_m <= rung.intercept_altitude_m < rung.apogee_m


def test_a_fateh_and_a_qiam_have_one_look_at_each_delay(assessment):
    """Detection-to-launch times of 5, 9 and 15 s do not change the number of looks, as measured."""
    for rung in assessment.ladder:
        delays = [delay for delay, _ in rung.looks_by_delay]
        assert delays == [5.0, 9.0, 15.0]
        assert {looks for _, looks in rung.looks_by_delay} == {1}
        assert "envelope" in rung.limited_by


def test_looks_are_those_of_the_shot_table(assessment, lowered):
    rung = assessment.ladder[0]
    f = [family.id for family in lowered.families].index(rung.family_id)
    shots = lowered.shots[0][f]
    looks, launches, _ = look_sequence(
        shots.open_s, shots.close_s, shots.intercept_s, -rung.detected_s + 9.0, 4.0, 16
    )
    assert looks == rung.looks
    assert launches[0] == pytest.approx(-rung.launch_s)


def test_only_units_with_a_window_stand_on_the_ladder(assessment):
    pairs = {(rung.asset_id, rung.unit_id) for rung in assessment.ladder}
    assert pairs == {("al_asad", "patriot_al_asad"), ("erbil", "patriot_erbil")}


def test_a_short_sighted_radar_makes_detection_the_limit(loaded):
    chosen = {"radar.an_mpq_65.range_tbm_rcs_0p1": 18_000.0}
    rungs = ladder(lower(loaded.scenario, loaded.catalogue, chosen), loaded.catalogue)
    assert any(
        "detection" in rung.limited_by or "not detected" in rung.limited_by for rung in rungs
    )
