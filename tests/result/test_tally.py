"""Tallies: sums do not depend on how the replications were cut; merging is addition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshield.result.tally import GRAIN, Tally

KEYS = (("a",), ("b",))


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.integers(0, GRAIN - 1))
def test_sums_of_floats_do_not_depend_on_the_blocks(grains, rest):
    n = sum(grains) * GRAIN + rest
    values = np.random.default_rng(n).random((n, 2))
    whole = Tally.empty(KEYS).plus(values)
    cut, start = Tally.empty(KEYS), 0
    for size in (*grains, 1):
        cut = cut.plus(values[start : start + size * GRAIN])
        start += size * GRAIN
    assert cut.n == whole.n
    assert np.array_equal(cut.total, whole.total)
    assert np.array_equal(cut.total_sq, whole.total_sq)


def test_merging_is_addition():
    values = np.arange(20.0).reshape(10, 2)
    a, b = Tally.empty(KEYS).plus(values[:4]), Tally.empty(KEYS).plus(values[4:])
    both = a + b
    assert both.n == 10
    assert both.mean("a") == pytest.approx(values[:, 0].mean())
    assert both.variance("b") == pytest.approx(values[:, 1].var())
    with pytest.raises(ValueError, match="different columns"):
        a + Tally.empty((("c",),))
