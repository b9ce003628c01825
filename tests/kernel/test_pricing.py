"""Columns of least reduced value, and all columns near it, against trying every column."""

from itertools import product

import numpy as np
import pytest

from airshield.kernel.pricing import CUT_SHORT, EXACT, columns_within, price_targets


def every_column(value, p, mu, least, most):
    """Return {rounds: reduced value} of every column between the bounds."""
    found = {}
    for x in product(*(range(a, b + 1) for a, b in zip(least, most, strict=True))):
        left = value * np.prod([(1 - p[i]) ** n for i, n in enumerate(x)])
        found[x] = left + sum(m * n for m, n in zip(mu, x, strict=True))
    return found


def case(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 6))
    p = rng.choice([0.0, 1.0, 0.5, rng.uniform(), rng.uniform(), rng.uniform()], n)
    mu = rng.choice([0.0, 0.1, rng.uniform(), rng.uniform(), rng.uniform(0, 5)], n)
    least = rng.integers(0, 2, n) * rng.integers(0, 2)
    return float(rng.uniform(0, 5)), p, mu, least, least + rng.integers(0, 3, n)


def priced(value, p, mu, least, most, limit=10**9):
    x, status = np.empty((1, len(p)), np.int64), np.empty(1, np.int64)
    reduced, bound = np.empty(1), np.empty(1)
    price_targets(
        np.array([value]), p[None], mu, least[None], most[None], limit, x, reduced, bound, status
    )
    return tuple(x[0].tolist()), reduced[0], bound[0], status[0]


@pytest.mark.parametrize("seed", range(300))
def test_the_best_column_is_the_best_of_all(seed):
    value, p, mu, least, most = case(seed)
    columns = every_column(value, p, mu, least, most)
    x, reduced, bound, status = priced(value, p, mu, least, most)
    assert status == EXACT
    assert reduced == bound
    assert reduced == pytest.approx(min(columns.values()), rel=1e-12, abs=1e-14)
    assert columns[x] == pytest.approx(reduced, rel=1e-12, abs=1e-14)


@pytest.mark.parametrize("seed", range(300))
def test_the_list_holds_every_column_near_the_best(seed):
    value, p, mu, least, most = case(seed)
    columns = every_column(value, p, mu, least, most)
    best = min(columns.values())
    # Between two values, so that rounding cannot decide who is in.
    values = np.sort(np.fromiter(columns.values(), float))
    gaps = np.flatnonzero(np.diff(values) > 1e-9)
    limit = values[-1] + 1.0 if len(gaps) == 0 else values[gaps[len(gaps) // 2] :][:2].mean()
    end, items = np.empty(4000, np.int64), np.empty(40_000, np.int64)
    n = columns_within(value, p, mu, least, most, best, limit, end, items)
    found = set()
    for begin, stop in zip([0, *end[: n - 1]], end[:n], strict=True):
        found.add(tuple(np.bincount(items[begin:stop], minlength=len(p)).tolist()))
    assert len(found) == n
    sure = (p >= 1.0) & (np.array(list(columns)) > least)
    for (x, reduced), kills in zip(columns.items(), sure, strict=True):
        extra = sum(x) - int(least.sum())
        # A round that does nothing, and company of a sure kill, never help: they may be left out.
        idle = any(p[i] == 0.0 and x[i] > least[i] for i in range(len(p)))
        if x in found:
            assert reduced <= limit
        elif reduced <= limit:
            assert idle or (kills.any() and extra > 1)


def test_a_search_cut_short_still_bounds():
    rng = np.random.default_rng(2)
    p, mu = rng.uniform(0.3, 0.9, 40), rng.uniform(0.02, 0.03, 40)
    ones, none = np.ones(40, np.int64), np.zeros(40, np.int64)
    _, exact, _, _ = priced(1.0, p, mu, none, ones)
    _, reduced, bound, status = priced(1.0, p, mu, none, ones, limit=3)
    assert status == CUT_SHORT
    assert bound <= exact <= reduced


def test_a_full_list_says_so():
    p, mu = np.full(6, 0.5), np.full(6, 0.01)
    ones, none = np.ones(6, np.int64), np.zeros(6, np.int64)
    for room, letters in ((3, 100), (100, 3), (0, 100)):
        end, items = np.empty(room, np.int64), np.empty(letters, np.int64)
        assert columns_within(1.0, p, mu, none, ones, 0.0, 9.0, end, items) == -1
