"""Siting against brute force over every plan, and laws that any optimum keeps."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy.sparse import csc_array

from airshield.plan.siting import (
    SitingProblem,
    alternatives,
    covered,
    opportunities,
    problem,
    solve_siting,
    worth,
)


def random_problem(rng):
    """Return a small problem with groups, dates, capacities, needs, requirements."""
    sites, demands = int(rng.integers(1, 5)), int(rng.integers(1, 7))
    directions, periods = int(rng.integers(1, 3)), int(rng.integers(1, 4))
    columns, groups = sites * directions, int(rng.integers(1, 3))
    shots = rng.integers(0, 3, (columns, demands)) * (rng.random((columns, demands)) < 0.5)
    first = rng.integers(0, periods + 1, (groups, columns))
    required = np.zeros((periods, demands))
    if rng.random() < 0.3:
        required[-1, int(rng.integers(demands))] = 1.0
    return SitingProblem(
        shots=csc_array(shots.astype(float)),
        need=rng.integers(1, 3, demands),
        weight=rng.integers(0, 10, demands).astype(float),
        days=rng.integers(1, 5, periods).astype(float),
        site=np.repeat(np.arange(sites), directions),
        capacity=rng.integers(1, 3, sites),
        batteries=rng.integers(1, 3, groups),
        first=first,
        base=(rng.random((periods, demands)) < 0.15).astype(float),
        required=required,
    )


def every_plan(given):
    """Yield every allowed plan: in plain Python, without a word of the solver."""
    periods = len(given.days)
    pairs = [
        (g, j)
        for g in range(given.first.shape[0])
        for j in range(given.first.shape[1])
        if given.first[g, j] < periods
    ]
    for bits in product((0, 1), repeat=len(pairs)):
        plan = tuple(pair for pair, bit in zip(pairs, bits, strict=True) if bit)
        by_group = np.bincount([g for g, _ in plan], minlength=len(given.batteries))
        by_site = np.bincount([given.site[j] for _, j in plan], minlength=len(given.capacity))
        if (by_group > given.batteries).any() or (by_site > given.capacity).any():
            continue
        if sum(given.batteries) >= len(plan) and meets(given, plan):
            yield plan


def by_hand(given, plan):
    """Return (P, D) opportunities of a plan, counted one by one."""
    shots, have = given.shots.toarray(), given.base.copy()
    for p, d in product(range(have.shape[0]), range(have.shape[1])):
        have[p, d] += sum(shots[j, d] for g, j in plan if given.first[g, j] <= p)
    return have


def meets(given, plan):
    return bool((by_hand(given, plan) >= given.required).all())


def value(given, plan):
    have = by_hand(given, plan)
    return float((given.days[:, None] * given.weight * (have >= given.need)).sum())


@pytest.mark.parametrize("seed", range(10))
def test_it_agrees_with_brute_force(seed):
    rng = np.random.default_rng(seed)
    solved = 0
    for _ in range(30):
        given = random_problem(rng)
        if (given.first < len(given.days)).sum() > 10:
            continue
        plans = list(every_plan(given))
        found = solve_siting(given)
        if not plans:
            assert found.end == "infeasible"
            continue
        best = max(value(given, plan) for plan in plans)
        assert found.end == "optimal"
        assert found.value == pytest.approx(best, abs=1e-6)
        assert value(given, found.choices) == pytest.approx(best, abs=1e-6)
        assert meets(given, found.choices)
        assert found.gap <= 1e-6
        solved += 1
    assert solved >= 10


def on_sites(given, plan):
    return frozenset((g, int(given.site[j])) for g, j in plan)


@pytest.mark.parametrize("seed", range(6))
def test_the_alternatives_are_all_there_are(seed):
    rng = np.random.default_rng([seed, 7])
    for _ in range(8):
        given = replace(random_problem(rng), capacity=np.ones(4, np.int64))
        given = replace(given, capacity=given.capacity[: int(given.site.max()) + 1])
        if (given.first < len(given.days)).sum() > 9:
            continue
        best = solve_siting(given)
        if best.end != "optimal" or not best.choices or best.value == 0.0:
            continue
        found = alternatives(given, best, within=0.3, most=1000)
        limit = 0.7 * best.value - 1e-9
        expected = {
            on_sites(given, plan)
            for plan in every_plan(given)
            if len(plan) == len(best.choices) and value(given, plan) >= limit
        } - {on_sites(given, best.choices)}
        assert {on_sites(given, plan.choices) for plan in found} == expected
        values = [plan.value for plan in found]
        assert values == sorted(values, reverse=True)


def test_the_helpers_count_as_one_does_by_hand():
    given = random_problem(np.random.default_rng(3))
    plan = tuple((0, j) for j in range(2) if given.first[0, j] < len(given.days))
    np.testing.assert_array_equal(opportunities(given, plan), by_hand(given, plan))
    assert covered(given, plan).shape == (len(given.days), len(given.weight))
    assert worth(given, plan) == value(given, plan)


def test_one_more_battery_never_covers_less():
    rng = np.random.default_rng(9)
    shots, weight = (rng.random((20, 40)) < 0.2).astype(float), rng.integers(1, 9, 40)
    values = [solve_siting(problem(shots, weight, np.arange(20), n)).value for n in range(6)]
    assert values == sorted(values)
    assert values[0] == 0.0


def test_two_opportunities_cover_no_more_than_one():
    rng = np.random.default_rng(4)
    shots, weight = rng.integers(0, 3, (12, 30)).astype(float), rng.integers(1, 9, 30)
    one, two = (solve_siting(problem(shots, weight, np.arange(12), 3, need=n)) for n in (1, 2))
    assert two.value <= one.value
    assert (opportunities(problem(shots, weight, np.arange(12), 3), two.choices) >= 2).any()


def test_without_any_column_nothing_is_covered():
    given = problem(np.zeros((2, 3)), np.ones(3), np.arange(2), 1)
    assert solve_siting(given).value == 0.0
    never = replace(given, first=np.ones((1, 2), np.int64))
    assert solve_siting(never).choices == ()
