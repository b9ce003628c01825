"""The time chain: whether the radar sees far enough for the envelope that is claimed."""

from dataclasses import replace

import numpy as np
import pytest

from airshield.assessment.time_chain import REQUIRED_PAIRS, chain_row, time_chain_table
from airshield.catalogue import Catalogue, bundled
from airshield.simulate.family import seen_from
from airshield.simulate.picker import Picker
from airshield.simulate.shots import lower_shots

RADAR_RANGE = "radar.an_mpq_65.range_tbm_rcs_0p1"
DELAY = "battery.patriot.detection_to_launch_tbm"


@pytest.fixture(scope="module")
def catalogue():
    return bundled()


def with_nominal(catalogue, path, value):
    quantity = catalogue.quantity(path)
    return catalogue.with_overrides({path: replace(quantity, low=value, nominal=value, high=value)})


def test_the_required_pairs_are_those_of_the_design():
    assert set(REQUIRED_PAIRS) == {
        ("an_mpq_65", "pac3_cri", "fateh_313"),
        ("an_mpq_65", "pac3_cri", "qiam_1"),
        ("an_mpq_65", "gem_t", "fateh_313"),
        ("an_mpq_65", "gem_t", "qiam_1"),
    }


@pytest.mark.parametrize(("radar", "interceptor", "threat"), REQUIRED_PAIRS)
def test_the_radar_sees_as_far_as_the_envelope_needs(catalogue, radar, interceptor, threat):
    row = chain_row(catalogue, radar, interceptor, threat)
    assert row.holds
    assert row.required
    assert row.missing == ""
    # R_detect >= R_intercept + closing, with the fourth-root law worked out here.
    rcs_m2 = catalogue.quantity(f"threat.{threat}.rcs").nominal
    reach_m = 1e3 * catalogue.quantity(RADAR_RANGE).nominal * (rcs_m2 / 0.1) ** 0.25
    assert row.detected_range_m == pytest.approx(reach_m)
    assert row.required_range_m == pytest.approx(row.intercept_range_m + row.closing_m)
    assert row.detected_range_m >= row.required_range_m
    # The first intercept of the envelope lies on its edge.
    edge_m = 1e3 * catalogue.quantity(f"interceptor.{interceptor}.range_vs_tbm").nominal
    assert row.intercept_range_m == pytest.approx(edge_m)


@pytest.mark.parametrize("threat", ["fateh_313", "qiam_1"])
@pytest.mark.parametrize("interceptor", ["pac3_cri", "gem_t"])
def test_the_chain_holds_at_the_ranges_of_the_bundled_raid(loaded, lowered, interceptor, threat):
    """Worked out from the path by linear interpolation, apart from the code under test."""
    pick = Picker(loaded.catalogue, {})
    delay_s = loaded.catalogue.quantity(DELAY).nominal
    rcs_m2 = loaded.catalogue.quantity(f"threat.{threat}.rcs").nominal
    reach_m = 1e3 * loaded.catalogue.quantity(RADAR_RANGE).nominal * (rcs_m2 / 0.1) ** 0.25
    own = [family for family in lowered.families if family.threat == threat]
    assert own
    for family in own:
        place = lowered.places[[a.id for a in lowered.assets].index(family.asset_id)]
        boresight = np.radians(family.azimuth_deg)
        shots = lower_shots(pick, interceptor, "an_mpq_65", place, boresight, family)
        path = seen_from(family, place)
        when = shots.open_s - delay_s
        seen_m = [float(np.interp(when, family.arrival.t_s, path[:, i])) for i in range(3)]
        assert np.linalg.norm(seen_m) <= reach_m, family.id


def test_a_short_sighted_radar_is_the_limit(catalogue):
    short = with_nominal(catalogue, RADAR_RANGE, 15.0)
    for pair in REQUIRED_PAIRS:
        row = chain_row(short, *pair)
        assert row.limit == "radar-limited"
        assert not row.holds
        # The need does not depend on what the radar can do.
        assert row.required_range_m == chain_row(catalogue, *pair).required_range_m


def test_a_longer_delay_needs_an_earlier_detection(catalogue):
    needs = [
        chain_row(with_nominal(catalogue, DELAY, s), *REQUIRED_PAIRS[0]).required_range_m
        for s in (5.0, 9.0, 15.0)
    ]
    assert needs == sorted(needs)
    # Missiles of this range come down at 1 to 2 km/s: 10 s are 10 to 20 km.
    assert 10e3 < needs[2] - needs[0] < 20e3


def test_a_missing_input_is_named(catalogue):
    quantities = {k: q for k, q in catalogue.quantities.items() if k != RADAR_RANGE}
    row = chain_row(Catalogue(quantities, catalogue.facts), *REQUIRED_PAIRS[0])
    assert row.limit == "missing input"
    assert row.missing == RADAR_RANGE
    assert not row.holds
    numbers = (row.detected_range_m, row.required_range_m, row.intercept_range_m, row.closing_m)
    assert numbers == (None,) * 4


def test_the_table_leaves_no_combination_out(catalogue):
    rows = time_chain_table(catalogue)
    assert len({(row.radar, row.interceptor, row.threat) for row in rows}) == len(rows)
    assert {(r.radar, r.interceptor, r.threat) for r in rows if r.required} == set(REQUIRED_PAIRS)
    assert {row.radar for row in rows} == set(catalogue.ids("radar"))
    for row in rows:
        assert bool(row.missing) == (row.limit == "missing input")
        if row.missing:
            assert not catalogue.has(row.missing)
