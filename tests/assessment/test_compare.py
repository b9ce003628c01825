"""Comparison on common random numbers, and what must follow from a better or a useless defence."""

from dataclasses import replace

import numpy as np
import pytest

import airshield as ash
from airshield.errors import InputError
from airshield.kernel.codes import Fate
from airshield.posture import resolve
from airshield.scenario import load
from airshield.simulate.lower import lower
from airshield.simulate.run import run_block

N = 4096


def stocked(loaded, rounds):
    """Return the scenario with one launcher of `rounds` rounds for each interceptor."""
    units = tuple(
        unit.model_copy(
            update={
                "launcher_group": tuple(
                    group.model_copy(update={"launchers": 1, "rounds_per_launcher": rounds})
                    for group in unit.launcher_group
                )
            }
        )
        for unit in loaded.scenario.fire_unit
    )
    return replace(loaded, scenario=loaded.scenario.model_copy(update={"fire_unit": units}))


def leaks(tables):
    return run_block(tables, 1, 0, N).out_fate == Fate.IMPACT_IN_ASSET


@pytest.mark.parametrize("rounds", [1, 2, 4, 8])
def test_twice_the_stock_never_raises_the_leakers(loaded, rounds):
    found = ash.compare(stocked(loaded, 2 * rounds), stocked(loaded, rounds), replications=N)
    # One-sided at 2.5 %, four times: the seed is fixed, the false-alarm rate is 10 % over seeds.
    assert found.leakers.low <= 0.0
    assert found.p_no_leaker.high >= 0.0
    if rounds <= 2:
        # Sixteen missiles against two or four rounds: more must show.
        assert found.leakers.high < 0.0
        assert found.verdict == "the first is better, under these assumptions"


def test_comparing_the_other_way_round_turns_the_sign(loaded):
    less, more = stocked(loaded, 2), stocked(loaded, 4)
    one, two = (
        ash.compare(*pair, replications=1000).leakers for pair in ((less, more), (more, less))
    )
    assert (one.value, one.low, one.high) == pytest.approx((-two.value, -two.high, -two.low))


@pytest.mark.parametrize(("p_kill", "fires"), [(0.0, False), (1e-12, True)])
def test_a_kill_probability_of_zero_stops_nothing(loaded, lowered, p_kill, fires):
    """Raid by raid the same missiles get through as without any fire unit."""
    paths = [path for path in lowered.used if "sskp_tbm" in path]
    assert len(paths) == 4
    tables = lower(loaded.scenario, loaded.catalogue, dict.fromkeys(paths, p_kill)).tables
    outcome = run_block(tables, 1, 0, N)
    assert not (outcome.out_fate == Fate.STOPPED).any()
    assert not outcome.out_hits.any()
    # Nobody wastes a round that cannot hit; one that hardly can is still fired.
    assert outcome.out_shots.any() == fires
    bare = leaks(tables.without_units())
    assert np.array_equal(outcome.out_fate == Fate.IMPACT_IN_ASSET, bare)


def test_a_better_round_stops_more(loaded, lowered):
    better = dict.fromkeys([path for path in lowered.used if "sskp_tbm" in path], 0.9)
    tables = lower(loaded.scenario, loaded.catalogue, better).tables
    gain = leaks(lowered.tables).sum(axis=1) - leaks(tables).sum(axis=1).astype(float)
    assert gain.mean() > 4.0 * gain.std() / np.sqrt(N)


@pytest.mark.parametrize("name", ["iraq-2020", "al-asad-2020-01-08", "textbook"])
def test_every_threat_has_one_fate(name):
    loaded = resolve(load(name)).loaded
    tables = lower(loaded.scenario, loaded.catalogue).tables
    for arm in (tables, tables.without_units()):
        outcome = run_block(arm, 5, 0, 1000)
        counts = sum((outcome.out_fate == fate).sum(axis=1) for fate in Fate)
        assert (counts == len(tables.threat_key)).all()
        in_asset = outcome.out_fate == Fate.IMPACT_IN_ASSET
        assert ((outcome.out_asset >= 0) == in_asset).all()
        assert ((outcome.out_reason >= 0) == in_asset).all()


@pytest.mark.parametrize(("seed", "replications"), [(1, 0), (1, -5), (-1, 10), (2**64, 10)])
def test_impossible_options_are_refused(seed, replications):
    with pytest.raises(InputError) as caught:
        ash.compare("textbook", "textbook", seed=seed, replications=replications)
    assert caught.value.exit_code == 2


def test_one_replication_tells_nothing_apart():
    found = ash.compare("iraq-2020", "al-asad-2020-01-08", replications=1)
    assert found.verdict.startswith("not distinguishable")
