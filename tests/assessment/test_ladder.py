"""The ladder: stages in order, looks from the shot tables, and what sets them."""

import numpy as np
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


def looks_by_hand(shots, ready_s, assess_s):
    """Launch, intercept, assess, launch again while the window is open, by linear interpolation."""
    launches = np.linspace(shots.open_s, shots.close_s, len(shots.intercept_s))
    looks, t = 0, max(shots.open_s, ready_s)
    while t <= shots.close_s:
        looks += 1
        t = np.interp(t, launches, shots.intercept_s) + assess_s
    return looks


@pytest.mark.parametrize("lowest_m", [None, 500.0])
def test_looks_by_delay_are_those_worked_out_by_hand(loaded, lowered, lowest_m):
    """With the catalogue's lowest intercept, and with one so low that more fit."""
    if lowest_m is not None:
        paths = [path for path in lowered.used if path.endswith("altitude_min_tbm")]
        chosen = dict.fromkeys(paths, lowest_m) | {"doctrine.shoot_look_shoot.assessment_delay": 0}
        lowered = lower(loaded.scenario, loaded.catalogue, chosen)
    families = [family.id for family in lowered.families]
    groups = list(zip(lowered.tables.group_ids, lowered.shots, strict=True))
    found = set()
    for rung in ladder(lowered, loaded.catalogue):
        f = families.index(rung.family_id)
        shots = dict(groups)[f"{rung.unit_id}:{rung.interceptor}"][f]
        unit = [u.id for u in lowered.units].index(rung.unit_id)
        assess_s = lowered.tables.assess_delay_s[unit]
        for delay_s, looks in rung.looks_by_delay:
            assert looks == looks_by_hand(shots, -rung.detected_s + delay_s, assess_s)
            found.add(looks)
    assert found == {1} if lowest_m is None else min(found) > 1 and len(found) > 1


def test_the_words_follow_what_binds(loaded, lowered):
    """Early detection: the envelope; a radar that sees late: the delay; later still: no launch."""
    words = {}
    for range_m in (90e3, 40e3, 18e3):
        chosen = {"radar.an_mpq_65.range_tbm_rcs_0p1": range_m}
        rungs = ladder(lower(loaded.scenario, loaded.catalogue, chosen), loaded.catalogue)
        words[range_m] = {rung.limited_by for rung in rungs if rung.threat == "qiam_1"}
        for rung in rungs:
            if "set by the interceptor's envelope" in rung.limited_by:
                assert rung.launch_s == pytest.approx(rung.engageable_s)
            if "set by detection plus delay" in rung.limited_by:
                waited = rung.detected_s - rung.detection_to_launch_s
                assert rung.launch_s == pytest.approx(waited)
                assert rung.launch_s < rung.engageable_s
            if rung.looks == 0:
                assert (rung.launch_s, rung.intercept_s) == (None, None)
    assert all("envelope" in text for text in words[90e3])
    assert all("set by detection plus delay" in text for text in words[40e3])
    assert all("set by" not in text for text in words[18e3])
