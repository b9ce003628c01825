"""Greedy filling and swaps against their plain definitions."""

import numpy as np
import pytest

from airshield.kernel.swaps import better_by_swaps, fill_greedily


def left(value, p, x):
    return value * np.prod((1.0 - p) ** x, axis=1)


def greedy_by_the_book(value, p, spare):
    x, spare = np.zeros(p.shape, int), spare.copy()
    while True:
        gain = left(value, p, x)[:, None] * p * (spare > 0)
        j, i = np.unravel_index(gain.argmax(), gain.shape)
        if gain[j, i] <= 0.0:
            return x
        x[j, i] += 1
        spare[i] -= 1


@pytest.mark.parametrize("seed", range(30))
def test_greedy_takes_the_greatest_gain_each_time(seed):
    rng = np.random.default_rng(seed)
    p, value = rng.uniform(0, 1, (6, 4)), rng.uniform(1, 9, 6)
    spare = rng.integers(0, 4, 4)
    x, rest = np.zeros(p.shape, np.int64), spare.copy()
    fill_greedily(value, p, rest, x)
    np.testing.assert_array_equal(x, greedy_by_the_book(value, p, spare))
    np.testing.assert_array_equal(x.sum(axis=0) + rest, spare)


def test_greedy_starts_from_what_flies_already_and_keeps_idle_rounds():
    x, spare = np.array([[3, 0], [0, 0]]), np.array([1, 2])
    p = np.array([[0.9, 0.0], [0.1, 0.0]])
    fill_greedily(np.array([5.0, 5.0]), p, spare, x)
    assert x.tolist() == [[3, 0], [1, 0]]
    assert spare.tolist() == [0, 2]


@pytest.mark.parametrize("seed", range(30))
def test_after_swaps_no_single_move_or_swap_betters(seed):
    rng = np.random.default_rng(seed)
    p = rng.choice([0.0, 0.4, 1.0, *rng.uniform(0, 1, 6)], (5, 4))
    value, x = rng.uniform(1, 9, 5), rng.integers(0, 2, (5, 4))
    before = left(value, p, x).sum()
    rounds = x.sum(axis=0)
    better_by_swaps(value, p, x)
    total = left(value, p, x).sum()
    assert total <= before + 1e-12
    np.testing.assert_array_equal(x.sum(axis=0), rounds)
    for j, i in np.argwhere(x > 0):
        for k in range(5):
            y = x.copy()
            y[j, i] -= 1
            y[k, i] += 1
            assert left(value, p, y).sum() >= total - 1e-9
            for h in np.flatnonzero(x[k]):
                z = y.copy()
                z[k, h] -= 1
                z[j, h] += 1
                if k != j:
                    assert left(value, p, z).sum() >= total - 1e-9
