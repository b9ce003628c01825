"""Closing the gap: by branching alone, by listing, and what a search keeps."""

import numpy as np
import pytest
from plan.brute import brute_force, random_case

from airshield.plan.branching import Search, bound_root, branch, close_by_listing, prove
from airshield.plan.heuristics import greedy
from airshield.plan.pricing import free_limits, list_within
from airshield.plan.problem import pose


def search(problem, **settings):
    return Search(problem, greedy(problem), 0.0, lambda: 60.0, **settings)


def gapped(seed=55):
    """Return a problem whose linear bound lies far below its optimum (checked below)."""
    rng = np.random.default_rng(seed)
    rounds = int(rng.integers(1, 4))
    return pose(rng.uniform(0, 1, (5, 5)), rng.integers(1, 101, 5), np.full(5, rounds))


@pytest.mark.parametrize("kind", ["any", "few values", "recipe", "rounded"])
def test_branching_alone_agrees_with_brute_force(kind):
    rng = np.random.default_rng(11)
    nodes = 0
    for _ in range(40):
        p, value, rounds = random_case(rng, kind)
        best = brute_force(p.tolist(), value.tolist(), rounds.tolist())
        problem = pose(p, value, rounds)
        # No list is short enough: every gap must be closed by branching.
        alone = search(problem, listed_most=0)
        bound = 0.0 if alone.proves(0.0) else branch(alone, bound_root(alone)[0])
        assert alone.value * problem.unit == pytest.approx(best, rel=1e-9, abs=1e-11)
        assert alone.proves(bound)
        nodes += alone.nodes
    assert nodes > 40


def test_both_ways_to_close_a_gap_end_alike():
    problem = gapped()
    listed, branched = search(problem), search(problem, listed_most=0)
    root, limits = bound_root(listed)
    # A twentieth of what survives is open: no listing or branching, no proof.
    assert listed.value - root.best.bound > 0.05 * listed.value
    bound = close_by_listing(listed, problem, limits, root.best)
    assert listed.proves(bound)
    assert branched.proves(branch(branched, bound_root(branched)[0]))
    assert branched.nodes >= 2
    assert branched.value == pytest.approx(listed.value, rel=1e-9)


def test_listing_gives_up_where_the_list_is_too_long():
    problem = gapped()
    short = search(problem, listed_most=3)
    root, limits = bound_root(short)
    assert close_by_listing(short, problem, limits, root.best) == root.best.bound
    assert list_within(problem, root.best, limits, 1.0, 3) is None


def test_without_time_the_bound_still_holds():
    problem = gapped()
    rushed = Search(problem, greedy(problem), 0.0, lambda: -1.0)
    bound = prove(rushed)
    whole = search(problem)
    assert prove(whole) == pytest.approx(whole.value, rel=1e-9)
    assert bound < whole.value <= rushed.value


def test_limits_bind_the_rounds():
    problem = pose([[0.5, 0.6], [0.4, 0.3]], [3.0, 2.0], [2, 2])
    limits = free_limits(problem)
    tight = limits.tightened(0, 1, least=1).tightened(1, 0, most=0)
    assert limits.least.sum() == 0
    assert tight.least.tolist() == [[0, 1], [0, 0]]
    assert tight.most.tolist() == [[2, 2], [0, 2]]


def test_a_search_keeps_the_better_and_uses_spare_rounds():
    problem = pose([[0.5, 0.6], [0.4, 0.3]], [3.0, 2.0])
    kept = search(problem)
    before = kept.value
    kept.offer(np.zeros((2, 2), np.int64))
    assert kept.value == before
    assert kept.x.sum() == 2
