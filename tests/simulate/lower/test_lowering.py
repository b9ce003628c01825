"""Lowering: one conversion, order of the file irrelevant, undefended arm, chosen values."""

import math

import numpy as np
import pytest

from airshield.kernel.codes import Fate, Reason, UnitState
from airshield.posture import resolve
from airshield.scenario import adopt, load
from airshield.simulate.lower import lower
from airshield.simulate.run import run_block
from airshield.simulate.tables import KERNEL_FIELDS


def _lowered(scenario, catalogue, **kwargs):
    return lower(scenario, catalogue, **kwargs)


@pytest.fixture(scope="module")
def iraq():
    return resolve(load("iraq-2020")).loaded


@pytest.fixture(scope="module")
def lowered(iraq):
    return lower(iraq.scenario, iraq.catalogue)


def test_threats_are_in_order_of_impact(lowered):
    times = lowered.tables.t_impact_s
    assert (np.diff(times) >= 0).all()
    assert len(times) == 16


def test_angles_become_radians_and_kilometres_metres(iraq, lowered):
    tables = lowered.tables
    a = tables.asset_ids.index("al_asad")
    assert tables.asset_radius_m[a] == 2500.0
    cep = iraq.catalogue.quantity("threat.qiam_1.cep").si_nominal
    m = tables.threat_types.index("qiam_1")
    # 50 % of a circular normal fall within sqrt(2 ln 2) standard deviations.
    assert tables.sigma_round_m[m] == pytest.approx(cep / math.sqrt(2 * math.log(2)))


def test_the_order_in_the_file_does_not_change_the_bits(iraq):
    scenario = iraq.scenario
    turned = scenario.model_copy(
        update={
            "asset": scenario.asset[::-1],
            "fire_unit": tuple(
                unit.model_copy(update={"launcher_group": unit.launcher_group[::-1]})
                for unit in scenario.fire_unit[::-1]
            ),
            "volley": scenario.volley[::-1],
        }
    )
    one, two = (lower(s, iraq.catalogue).tables for s in (scenario, turned))
    assert run_block(one, 7, 0, 512).digest() == run_block(two, 7, 0, 512).digest()


def test_turning_every_longitude_by_one_angle_changes_nothing(iraq):
    turned = iraq.catalogue
    facts = {
        path: value + 30.0 if path.startswith("site.") and path.endswith(".lon") else value
        for path, value in turned.facts.items()
    }
    turned = type(turned)(turned.quantities, facts, turned.files)
    one = lower(iraq.scenario, iraq.catalogue).tables
    two = lower(iraq.scenario, turned).tables
    for name in KERNEL_FIELDS:
        a, b = getattr(one, name), getattr(two, name)
        np.testing.assert_allclose(a, b, rtol=1e-6, atol=1e-5, err_msg=name)
    fates = [run_block(tables, 3, 0, 2048).out_fate for tables in (one, two)]
    # Times move by nanoseconds: at most a draw on the edge may fall otherwise.
    assert (fates[0] != fates[1]).mean() < 1e-4


def _facing(scenario, boresight_deg):
    estimate = scenario.fire_unit[0].boresight_deg
    values = dict.fromkeys(("low", "nominal", "high"), boresight_deg)
    turned = estimate.model_copy(update=values)
    units = tuple(u.model_copy(update={"boresight_deg": turned}) for u in scenario.fire_unit)
    return scenario.model_copy(update={"fire_unit": units})


@pytest.mark.parametrize("boresight_deg", [100.0, 10.0, 280.0])
def test_reach_is_that_of_a_unit_that_could_turn(iraq, boresight_deg):
    lowered = lower(_facing(iraq.scenario, boresight_deg), iraq.catalogue)
    tables = lowered.tables
    sites = [unit.site for unit in lowered.units]
    own = [[family.asset_id == site for family in lowered.families] for site in sites]
    # The bases lie 300 km apart, ten times the reach of a Patriot against these missiles.
    assert tables.could_reach.tolist() == np.array(own, int).tolist()
    looks = tables.visible[np.array(own)]
    assert looks.all() if boresight_deg == 100.0 else not looks.any()


def test_no_leaker_is_put_down_to_a_unit_too_far_away(lowered):
    outcome = run_block(lowered.tables, 1, 0, 4000)
    own = np.array([unit.site == "al_asad" for unit in lowered.units])
    down = ~(outcome.out_unit[:, own] == UnitState.UP).any(axis=1)
    at_base = lowered.tables.threat_asset == lowered.tables.asset_ids.index("al_asad")
    leaked = (outcome.out_fate == Fate.IMPACT_IN_ASSET) & at_base & down[:, None]
    assert leaked.sum() > 1000
    assert (outcome.out_reason[leaked] == Reason.UNIT_NOT_UP).all()


def test_a_chosen_value_replaces_the_nominal(iraq, lowered):
    path = "interceptor.pac3_cri.sskp_tbm"
    tables = lower(iraq.scenario, iraq.catalogue, {path: 0.11}).tables
    assert 0.11 in tables.shot_p
    assert 0.11 not in lowered.tables.shot_p
    assert path in lowered.used


def test_reserve_is_kept_back(iraq):
    scenario = iraq.scenario
    kept = scenario.model_copy(
        update={"doctrine": tuple(d.model_copy(update={"reserve": 0.5}) for d in scenario.doctrine)}
    )
    full = lower(scenario, iraq.catalogue).tables.group_stock
    half = lower(kept, iraq.catalogue).tables.group_stock
    assert (half == full // 2).all()


def test_without_units_is_the_same_raid(lowered):
    bare = lowered.tables.without_units()
    outcome = run_block(bare, 1, 0, 1000)
    assert outcome.out_unit.shape == (1000, 0)
    defended = run_block(lowered.tables, 1, 0, 1000)
    # Common random numbers: the same missiles fail in flight in both arms.
    assert ((outcome.out_fate == 0) == (defended.out_fate == 0)).all()


def test_a_flight_that_does_not_exist_is_refused(iraq):
    scenario = iraq.scenario
    volley = scenario.volley[0]
    near = volley.ground_range_m.model_copy(update={"low": 1.0, "nominal": 1.0, "high": 1.0})
    odd = scenario.model_copy(
        update={"volley": (volley.model_copy(update={"ground_range_m": near}),)}
    )
    with pytest.raises(Exception, match=r"range|flight") as caught:
        lower(adopt(odd).scenario, iraq.catalogue)
    assert caught.value.exit_code == 2


def test_a_table_of_shares_that_was_read_is_remembered(iraq, lowered):
    assert "battery.patriot.operational_split" not in lowered.used_facts
    units = tuple(
        unit.model_copy(update={"operational_split": True}) for unit in iraq.scenario.fire_unit
    )
    split = lower(iraq.scenario.model_copy(update={"fire_unit": units}), iraq.catalogue)
    assert "battery.patriot.operational_split" in split.used_facts
    assert "site.erbil.position" in split.used_facts
    k = split.tables.unit_ids.index("patriot_erbil")
    assert split.tables.p_radar_only[k] == 0.05
    assert split.tables.p_autonomous[k] == 0.25
