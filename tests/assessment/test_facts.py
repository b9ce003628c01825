"""What one confirmed fact is worth, against brute force and against cases known beforehand."""

import datetime as dt

import numpy as np
import pytest

from airshield.assessment import assess
from airshield.assessment.facts import reduction
from airshield.kernel.codes import Fate, UnitState
from airshield.posture import resolve
from airshield.result.tally import Tally
from airshield.scenario import load
from airshield.simulate.lift import POSTURE_KEYS
from airshield.simulate.lower import lower
from airshield.simulate.run import run_block

N = 8000


def tally(leakers):
    leakers = np.asarray(leakers, float)
    return Tally.empty(POSTURE_KEYS).plus(np.column_stack([leakers, leakers == 0]))


@pytest.fixture(scope="module")
def posture():
    return assess("iraq-2020", replications=N, ranges=False).posture


def test_it_is_the_variance_of_the_conditional_mean(posture):
    resolved = resolve(load("iraq-2020"))
    one = resolved.loaded
    tables = lower(one.scenario, one.catalogue, draw_up=resolved.draw_up).tables
    outcome = run_block(tables, 1, 0, N)
    leakers = (outcome.out_fate == Fate.IMPACT_IN_ASSET).sum(axis=1)
    assert posture.variance == pytest.approx(leakers.var())
    for fact in posture.facts:
        u = tables.unit_ids.index(fact.unit_id)
        there = outcome.out_unit[:, u] != UnitState.NOT_OPERATIONAL
        p = there.mean()
        conditional = np.where(there, leakers[there].mean(), leakers[~there].mean())
        noise = sum(leakers[s].var(ddof=1) / s.sum() for s in (there, ~there))
        expected = conditional.var() - p * (1 - p) * noise
        assert fact.reduction.value == pytest.approx(expected, rel=1e-9)
        assert fact.reduction.low < fact.reduction.value < fact.reduction.high
        # What is left after the fact, on average, is the variance within its two cases.
        left = p * leakers[there].var() + (1 - p) * leakers[~there].var()
        assert posture.variance - conditional.var() == pytest.approx(left)


def test_the_larger_raid_makes_the_larger_question(posture):
    assert [fact.site for fact in posture.facts] == ["al_asad", "erbil"]
    assert posture.facts[0].reduction.low > posture.facts[1].reduction.high
    assert posture.together >= posture.facts[0].reduction.value
    dates = (posture.ledger, posture.on, posture.known_by)
    assert dates == ("iraq-2020", "2020-04-12", "2020-04-12")


def test_a_fact_that_changes_nothing_is_worth_nothing():
    rng = np.random.default_rng(4)
    same = reduction(tally(rng.integers(0, 9, 3000)), tally(rng.integers(0, 9, 1000)))
    assert same.low == 0.0
    assert same.value < 0.02


def test_a_fact_that_is_everything_is_worth_the_whole_variance():
    whole = reduction(tally(np.full(30, 2)), tally(np.full(10, 6)))
    assert whole.value == whole.low == whole.high == pytest.approx(0.75 * 0.25 * 16)


def test_a_single_replication_bears_no_interval():
    assert np.isinf(reduction(tally([3.0]), tally([1.0, 2.0])).high)


def test_the_interval_holds_the_truth_as_often_as_it_says():
    """400 samples of a known case: fewer than 360 where 380 are expected has a chance of 1e-4."""
    rng = np.random.default_rng(11)
    truth, held = 0.8 * 0.2 * 4.0, 0
    for _ in range(400):
        found = reduction(tally(rng.normal(5.0, 3.0, 800)), tally(rng.normal(7.0, 3.0, 200)))
        held += found.low <= truth <= found.high
    assert held >= 360


def test_in_march_there_is_little_to_find_out():
    """Over ten seeds the share in March is .0091 with a deviation of .0012."""
    days = {"on": dt.date(2020, 3, 30), "known_by": dt.date(2020, 3, 31)}
    march = assess("iraq-2020", **days, replications=64_000, ranges=False)
    april = assess("iraq-2020", replications=2000, ranges=False)
    assert march.assets[-1].defended.leakers.value > april.assets[-1].defended.leakers.value + 3
    assert march.posture.together_share < 0.02
    assert april.posture.together_share > 0.1


def test_a_scenario_in_which_nothing_is_in_doubt_has_no_such_answer():
    assert assess("textbook", replications=500, ranges=False).posture is None
