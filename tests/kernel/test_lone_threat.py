"""Engagements by hand and stops by closed forms."""

import math

import numpy as np
import pytest

from airshield.kernel import coverage_columns as column
from airshield.kernel import lone_threat

I4 = np.int32


def rows(p=0.7, warhead=1.0, false_kill=0.0, units=1):
    unit = np.zeros((units, column.UNIT_COLUMNS))
    unit[:, column.P_FALSE_KILL] = false_kill
    group = np.zeros((units, column.GROUP_COLUMNS))
    group[:, column.P_SHOT], group[:, column.P_WARHEAD] = p, warhead
    return unit, group


def stop(looks, rho=0.0, discriminate=1.0, largest=None, **values):
    """P(stop) of engagements given as numbers of rounds, by one unit each if there are several."""
    units, groups = rows(**values)
    of = np.repeat(np.arange(len(looks)), looks).astype(I4)
    who = of if len(units) > 1 else np.zeros(len(of), I4)
    p = groups[:, column.P_SHOT].max() if largest is None else largest
    return lone_threat.p_stop_of(len(of), who, who, of, units, groups, discriminate, rho, p)


@pytest.mark.parametrize("n", [1, 2, 5])
def test_independent_shots_are_the_binomial(n):
    assert stop([n]) == pytest.approx(1.0 - 0.3**n, rel=1e-12)
    assert stop([1] * n) == pytest.approx(1.0 - 0.3**n, rel=1e-12)


@pytest.mark.parametrize(("n", "leak"), [(2, 0.153), (4, 0.116)])
def test_correlated_shots_leak_what_the_reference_says(n, leak):
    assert 1.0 - stop([n], rho=0.3) == pytest.approx(leak, abs=5e-4)


def test_full_correlation_is_one_shot():
    assert stop([3], rho=1.0) == pytest.approx(0.7, rel=1e-12)


def test_a_false_kill_leaves_the_survivor_alone():
    expected = 0.7 + 0.3 * 0.9 * 0.7
    assert stop([1, 1], false_kill=0.1) == pytest.approx(expected, rel=1e-12)


def test_bodies_are_mistaken_by_a_unit_for_all_its_shots():
    assert stop([2], discriminate=0.8) == pytest.approx(0.8 * 0.91, rel=1e-12)
    # Two units draw their own: each stops with 0.8 x 0.7.
    assert stop([1, 1], discriminate=0.8, units=2) == pytest.approx(1 - (1 - 0.56) ** 2, rel=1e-12)


def test_warheads_that_are_only_diverted_are_no_stop():
    assert stop([2], warhead=0.5) == pytest.approx(1.0 - 0.65**2, rel=1e-12)
    assert stop([]) == 0.0


def follow(ready, windows, *, look=1, last=1, assess=4.0, interval=3.0, tof=2.0, p=None, stock=9.0):
    """Engage with one group per unit; intercepts come `tof` after launches."""
    n = len(windows)
    units, groups = rows(units=n)
    units[:, column.ROUNDS_LOOK], units[:, column.ROUNDS_LAST] = look, last
    units[:, column.ASSESS_S], units[:, column.INTERVAL_S] = assess, interval
    if p is not None:
        groups[:, column.P_SHOT] = p
    opens, closes = np.array(windows, float).T
    met = np.linspace(opens, closes, 5).T + tof
    who, which, of = np.zeros((3, lone_threat.SHOTS_MAX), I4)
    launch = np.empty(1)
    shots, looks = lone_threat.engage_alone(
        np.array(ready, float), units, np.arange(n + 1, dtype=I4), groups, opens.copy(),
        closes.copy(), met, np.full(n, stock), who, which, of, launch,
    )  # fmt: skip
    return shots, looks, list(who[:shots]), list(of[:shots]), launch[0]


def test_looks_follow_each_other_while_the_window_is_open():
    # Launches at 0, 6, 12, 18: intercept after 2, assessment after 4 more.
    assert follow([-5.0], [(0.0, 18.0)])[:2] == (4, 4)
    assert follow([-5.0], [(0.0, 17.9)])[:2] == (3, 3)
    assert follow([7.0], [(0.0, 18.0)])[:2] == (2, 2)
    assert follow([18.1], [(0.0, 18.0)])[:2] == (0, 0)
    assert follow([math.nan], [(0.0, 18.0)])[:2] == (0, 0)


def test_the_last_look_fires_its_own_rounds_while_the_window_lasts():
    assert follow([0.0], [(0.0, 7.0)], look=1, last=2)[:2] == (2, 2)
    assert follow([0.0], [(0.0, 9.5)], look=1, last=2)[:2] == (3, 2)


def test_units_take_turns_and_rounds_run_out():
    shots, looks, who, of, first = follow([0.0, 0.0], [(1.0, 2.0), (4.0, 8.0)])
    assert (shots, looks, who, of, first) == (2, 2, [0, 1], [0, 1], 1.0)
    # The second launches first, at 1; the first goes on at 7, 13 and 19.
    assert follow([0.0, 0.0], [(5.0, 20.0), (1.0, 2.0)])[2] == [1, 0, 0, 0]
    assert follow([0.0], [(0.0, 100.0)], stock=3.0)[:2] == (3, 3)
