"""Ranges: the law of total variance, swings in the right direction."""

from dataclasses import replace

import numpy as np
import pytest

from airshield.assessment import explore as module
from airshield.assessment.explore import (
    _between,
    _spread,
    explore,
    swings,
)
from airshield.assessment.unknowns import spans
from airshield.catalogue.constraints import RELATIONS
from airshield.errors import Fault, ScenarioError
from airshield.scenario import parameters
from airshield.simulate.lower import lower


def test_the_variance_splits_by_the_law_of_total_variance():
    # Means 0 and 2 (variance 2 with n - 1), variance 1 within, of which .25 between postures.
    row = _spread("y", [(0.0, 1.0, 0.25), (2.0, 1.0, 0.25)], 10)
    parameter = 2.0 - 1.0 / 10
    total = 0.75 + 0.25 + parameter
    shares = (row.chance_share, row.parameter_share, row.posture_share)
    assert shares == pytest.approx((0.75 / total, parameter / total, 0.25 / total))
    assert row.dominant == "parameters"


def test_the_variance_between_postures_is_found():
    rng = np.random.default_rng(1)
    posture = rng.integers(0, 2, 100_000)
    y = 3.0 * posture + rng.normal(0, 1, 100_000)
    # Variance of 3 times a fair coin: 9 / 4.
    assert _between(y, posture) == pytest.approx(2.25, abs=0.03)
    assert _between(rng.normal(0, 1, 100_000), posture) < 1e-3


def test_a_better_round_lowers_the_leakers(loaded, lowered):
    found = spans(lowered.used, loaded.catalogue, parameters(loaded.scenario))
    wanted = ("interceptor.pac3_cri.sskp_tbm", "battery.patriot.availability")
    result = swings(
        loaded.scenario, loaded.catalogue, {k: found[k] for k in wanted}, 1, lambda: None
    )
    for low, high in result.values():
        assert low > 0 > high


def test_shares_add_up_and_repeat(loaded, lowered):
    used = ("interceptor.pac3_cri.sskp_tbm", "scenario.volley.al_asad_1.p_failure")
    numbers = parameters(loaded.scenario)
    steps = []
    one, two = (
        explore(
            loaded.scenario,
            loaded.catalogue,
            used,
            numbers,
            7,
            lambda done, wanted: steps.append((done, wanted)),
            samples=12,
        )
        for _ in range(2)
    )
    assert one == two
    assert steps[-1][0] == steps[-1][1]
    for row in one.spread:
        total = row.chance_share + row.parameter_share + row.posture_share
        # Nothing varied: no raid in this few gets through whole.
        assert total == (0.0 if row.dominant == "none" else pytest.approx(1.0))
        assert row.n_samples == 12


PAIR = ("interceptor.pac3_cri.sskp_tbm_manoeuvring", "interceptor.pac3_cri.sskp_tbm")


def run(loaded, catalogue, used, samples):
    """Explore a few values; return the exploration and the steps that were reported."""
    steps = []
    found = explore(
        loaded.scenario,
        catalogue,
        used,
        parameters(loaded.scenario),
        3,
        lambda done, wanted: steps.append((done, wanted)),
        samples=samples,
    )
    return found, steps


@pytest.fixture
def seen(monkeypatch):
    """Record what each sample of both values was, on its way to lowering."""
    samples = []

    def spy(scenario, catalogue, chosen=None, **kwargs):
        samples.append(dict(chosen or {}))
        return lower(scenario, catalogue, chosen, **kwargs)

    monkeypatch.setattr(module, "lower", spy)
    return samples


def test_every_sample_keeps_the_relations(loaded, lowered, seen):
    run(loaded, loaded.catalogue, lowered.used, 16)
    # One-at-a-time swings choose the paths of one unknown; samples choose them all.
    most = max(map(len, seen))
    samples = [chosen for chosen in seen if len(chosen) == most]
    assert len(samples) == 16
    kept = 0
    for chosen in samples:
        for kind, small, large in RELATIONS:
            for path in chosen:
                other = path.removesuffix(small) + large
                if path.startswith(f"{kind}.") and path.endswith(f".{small}") and other in chosen:
                    assert chosen[path] <= chosen[other]
                    kept += 1
    assert kept >= 16 * 4


def test_a_bound_without_a_range_binds_too(loaded, seen):
    """Manoeuvring up to .85 in the catalogue, held under a plain .35 that is not varied."""
    fixed = replace(loaded.catalogue.quantity(PAIR[1]), low=0.35, nominal=0.35, high=0.35)
    run(loaded, loaded.catalogue.with_overrides({PAIR[1]: fixed}), PAIR, 24)
    values = [chosen[PAIR[0]] for chosen in seen[3:]]
    assert len(values) == 24
    assert max(values) == 0.35
    assert min(values) < 0.3


def test_flights_that_do_not_exist_still_count_as_steps(loaded, monkeypatch):
    def refuse(scenario, catalogue, chosen=None, **kwargs):
        if chosen:
            raise ScenarioError([Fault("scenario", None, "volley.x", "no flight arrives")])
        return lower(scenario, catalogue, **kwargs)

    monkeypatch.setattr(module, "lower", refuse)
    found, steps = run(loaded, loaded.catalogue, PAIR, 4)
    assert (dict(found.swings), found.spread) == ({}, ())
    assert steps == [(k, 6) for k in range(1, 7)]


def test_one_sample_has_no_spread(loaded):
    found, _ = run(loaded, loaded.catalogue, PAIR, 1)
    assert found.spread == ()
    assert set(found.swings) == set(PAIR)
