"""The linear bound against a linear programme over every column, solved by SciPy."""

from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from airshield.plan.branching import Search, bound_root
from airshield.plan.heuristics import greedy
from airshield.plan.master import Master
from airshield.plan.pricing import column, columns_of, free_limits, price
from airshield.plan.problem import pose


def every_column(problem):
    most = free_limits(problem).most
    for j in range(len(problem.value)):
        for x in product(*(range(n + 1) for n in most[j])):
            yield column(problem, j, tuple(np.repeat(np.arange(len(x)), x).tolist()))


def linear_bound(problem):
    columns = list(every_column(problem))
    cost = [one.value for one in columns]
    use = [[one.items.count(i) for one in columns] for i in range(len(problem.rounds))]
    one_each = [[one.target == j for one in columns] for j in range(len(problem.value))]
    solved = linprog(cost, use, problem.rounds, np.array(one_each, float), problem.copies)
    return solved.fun


@pytest.mark.parametrize("seed", range(20))
def test_the_linear_bound_is_that_of_all_columns(seed):
    rng = np.random.default_rng(seed)
    p = rng.uniform(0, 1, (3, 5)).round(rng.integers(1, 4))
    problem = pose(p, rng.integers(1, 20, 5), rng.integers(1, 4, 3))
    search = Search(problem, greedy(problem), 0.0, lambda: 60.0)
    root, _ = bound_root(search)
    assert root.finished
    assert root.best.bound == pytest.approx(linear_bound(problem), rel=1e-8, abs=1e-10)


@pytest.mark.parametrize("seed", range(10))
def test_any_prices_prove_a_bound(seed):
    rng = np.random.default_rng(seed)
    problem = pose(rng.uniform(0, 1, (3, 5)), rng.integers(1, 20, 5), rng.integers(1, 4, 3))
    whole = linear_bound(problem)
    for scale in (0.0, 0.01, 0.1, 1.0):
        priced = price(problem, scale * rng.uniform(0, 1, 3), free_limits(problem))
        assert priced.bound <= whole + 1e-9


def test_a_master_takes_each_column_once_and_chooses_whole_ones():
    problem = pose([[0.5, 0.6], [0.4, 0.3]], [3.0, 2.0])
    columns = list(every_column(problem))
    master = Master(problem, columns, 2.0)
    assert master.add(columns) == 0
    assert len(master.columns) == len(columns) == 8
    relaxed = master.relax()
    chosen = master.choose(10.0)
    assert sorted(one.target for one in chosen.columns) == [0, 1]
    total = sum(one.value for one in chosen.columns)
    # By hand, in units of 2: the first at 3 and the second at 2 leave 1.5 + 1.4; crossed 1.8 + 0.8.
    assert total == pytest.approx(2.6 / 2)
    assert relaxed.value <= total + 1e-12
    assert chosen.bound == pytest.approx(total)


def test_columns_without_a_feasible_choice_say_so():
    problem = pose([[0.5, 0.6]], [3.0, 2.0])
    only = [column(problem, 0, (0,)), column(problem, 1, (0,))]
    chosen = Master(problem, only, 2.0).choose(10.0)
    assert chosen.columns == ()
    assert chosen.bound == float("inf")
    assert columns_of(problem, np.array([[1], [0]]))[1].items == ()
