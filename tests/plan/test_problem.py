"""Merging what is alike and taking the answer apart again."""

import numpy as np
import pytest

from airshield.plan.problem import apart, pose, share_out, spread, surviving


def test_equal_rows_and_columns_are_merged():
    p = [[0.5, 0.5, 0.2], [0.5, 0.5, 0.2], [0.1, 0.1, 0.9]]
    problem = pose(p, [3.0, 3.0, 8.0], [1, 2, 4])
    assert problem.unit == 8.0
    assert problem.value.tolist() == [3 / 8, 1.0]
    assert problem.copies.tolist() == [2, 1]
    assert problem.p.tolist() == [[0.5, 0.1], [0.2, 0.9]]
    assert problem.rounds.tolist() == [3, 4]
    assert problem.weapon_kind.tolist() == [0, 0, 1]
    assert problem.target_kind.tolist() == [0, 0, 1]


def test_equal_columns_of_different_worth_are_not_merged():
    problem = pose([[0.5, 0.5]], [3.0, 4.0])
    assert problem.copies.tolist() == [1, 1]


def test_apart_parts_targets_only():
    problem = apart(pose([[0.5, 0.5], [0.5, 0.5]], [3.0, 3.0]))
    assert problem.copies.tolist() == [1, 1]
    assert problem.rounds.tolist() == [2]


def test_columns_go_to_targets_of_their_kind_and_rounds_to_their_owners():
    p = [[0.5, 0.2, 0.5], [0.5, 0.2, 0.5], [0.1, 0.9, 0.1]]
    problem = pose(p, [3.0, 8.0, 3.0], [1, 2, 1])
    x = spread(problem, [(0, (0, 0)), (1, (1,)), (0, (0,))])
    assert x.tolist() == [[2, 0], [0, 1], [1, 0]]
    out = share_out(problem, x)
    assert out.tolist() == [[1, 0, 0], [1, 0, 1], [0, 1, 0]]
    left = surviving(problem, x) * problem.unit
    np.testing.assert_allclose(left, [3 * 0.25, 8 * 0.1, 3 * 0.5])


@pytest.mark.parametrize("worth", [5e-324, 1e-300, 0.1, 1.0, 1e300])
def test_the_unit_changes_no_digit(worth):
    problem = pose([[0.5]], [worth])
    assert problem.value[0] * problem.unit == worth
    assert 1.0 <= problem.value[0] < 2.0
