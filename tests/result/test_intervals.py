"""Intervals against published values and independent libraries."""

import numpy as np
import pytest
from scipy import stats

from airshield.result.intervals import quantile_from_counts, replications_for, student, wilson


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(13, 14, 0.685313, 0.987278), (9, 9, 0.700855, 1.0), (4, 47, 0.033594, 0.199315)],
)
def test_wilson_intervals_of_case_a22(k, n, low, high):
    assert wilson(k, n) == pytest.approx((low, high), abs=1e-5)


@pytest.mark.parametrize(("k", "n"), [(0, 10), (3, 10), (10, 10), (500, 20_000)])
def test_wilson_agrees_with_scipy(k, n):
    expected = stats.binomtest(k, n).proportion_ci(method="wilson")
    assert wilson(k, n) == pytest.approx((expected.low, expected.high), abs=1e-12)


@pytest.mark.parametrize(("p", "half", "n"), [(0.05, 0.005, 7299), (0.5, 0.01, 9604)])
def test_sample_sizes_of_case_a23(p, half, n):
    assert replications_for(p, half) == n


def test_student_interval_agrees_with_scipy():
    x = np.random.default_rng(3).normal(5, 2, 40)
    expected = stats.t.interval(0.95, 39, loc=x.mean(), scale=stats.sem(x))
    assert student(x.sum(), (x * x).sum(), 40) == pytest.approx(expected, rel=1e-9)


def test_one_value_has_no_bounds():
    assert student(3.0, 9.0, 1) == (-np.inf, np.inf)


def test_quantiles_of_counts():
    counts = np.array([5, 0, 90, 5])
    assert quantile_from_counts(counts, 0.05) == 0
    assert quantile_from_counts(counts, 0.06) == 2
    assert quantile_from_counts(counts, 0.96) == 3
