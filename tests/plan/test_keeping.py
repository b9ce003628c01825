"""Bases kept, people moved, batteries placed: against enumeration of bases and batteries."""

from itertools import combinations, product

import numpy as np
import pytest
from scipy.optimize import linprog

from airshield.plan.keeping import KeepingProblem, exposure, solve_keeping


def random_problem(rng):
    n, axes, sites = (int(rng.integers(low, high)) for low, high in ((2, 5), (1, 3), (1, 4)))
    columns = 2 * sites
    people = rng.integers(0, 20, n).astype(float)
    return KeepingProblem(
        people=people,
        capacity=rng.integers(5, 40, n).astype(float),
        likelihood=rng.random((n, axes)),
        stopped=rng.choice([0.0, 0.5, 0.8, 1.0], (n, axes)),
        shots=rng.integers(0, 3, (columns, n, axes)) * (rng.random((columns, n, axes)) < 0.6),
        need=int(rng.integers(1, 3)),
        base=(rng.random((n, axes)) < 0.2).astype(float),
        site=np.repeat(np.arange(sites), 2),
        room=rng.integers(1, 3, sites),
        at_base=np.where(rng.random(sites) < 0.5, rng.integers(0, n, sites), -1),
        batteries=int(rng.integers(0, 3)),
        kept=int(rng.integers(1, n + 1)),
        must_keep=rng.random(n) < 0.1,
        stay=bool(rng.random() < 0.5),
    )


def best_by_enumeration(given):
    """Return the least exposure over all bases and batteries, the moves by a linear programme."""
    n = len(given.people)
    best = np.inf
    for kept in combinations(range(n), given.kept):
        if any(given.must_keep[b] and b not in kept for b in range(n)):
            continue
        for bits in product((0, 1), repeat=len(given.site)):
            columns = [j for j, bit in enumerate(bits) if bit]
            at = np.bincount(given.site[columns], minlength=len(given.room))
            if len(columns) > given.batteries or (at > given.room).any():
                continue
            stands = {int(given.at_base[given.site[j]]) for j in columns} - {-1}
            if not stands <= set(kept):
                continue
            have = given.base + sum((given.shots[j] for j in columns), np.zeros(given.base.shape))
            spared = np.where(have >= given.need, given.stopped, 0.0)
            each = (given.likelihood * (1.0 - spared)).sum(axis=1)
            # Only how many stand where counts, so that the moves are one total per base.
            total = given.people.sum()
            bounds = [
                (given.people[b] if given.stay else 0.0, given.capacity[b]) if b in kept else (0, 0)
                for b in range(n)
            ]
            if any(low > high for low, high in bounds) or sum(high for _, high in bounds) < total:
                continue
            solved = linprog(each, A_eq=np.ones((1, n)), b_eq=[total], bounds=bounds)
            best = min(best, solved.fun)
    return best


@pytest.mark.parametrize("seed", range(10))
def test_it_agrees_with_enumeration(seed):
    rng = np.random.default_rng([seed, 3])
    feasible = 0
    for _ in range(24):
        given = random_problem(rng)
        best = best_by_enumeration(given)
        found = solve_keeping(given)
        if not np.isfinite(best):
            assert found.end == "infeasible"
            continue
        feasible += 1
        assert found.end == "optimal"
        assert found.people_exposed == pytest.approx(best, rel=1e-6, abs=1e-5)
        assert found.bound <= best * (1 + 1e-6) + 1e-5
        # The plan keeps what it must: people, capacity, bases, batteries.
        np.testing.assert_allclose(found.moved.sum(axis=1), given.people, atol=1e-5)
        assert (found.people <= given.capacity + 1e-5).all()
        assert len(found.kept) == given.kept
        assert all(found.people[b] < 1e-5 for b in range(len(given.people)) if b not in found.kept)
        assert len(found.columns) <= given.batteries
        assert exposure(given, found.people, found.columns) == pytest.approx(found.people_exposed)
    assert feasible >= 6


def test_more_batteries_never_expose_more():
    rng = np.random.default_rng(1)
    given = random_problem(rng)
    values = []
    for n in range(4):
        fields = {name: getattr(given, name) for name in given.__dataclass_fields__}
        fields |= {"batteries": n, "stay": False, "capacity": given.capacity + given.people.sum()}
        values.append(solve_keeping(KeepingProblem(**fields)).people_exposed)
    assert values == sorted(values, reverse=True)
