"""Stops by closed forms, engagements by hand, tracks between nodes, sorting out by spheres."""

import math

import numpy as np
import pytest

from airshield.kernel import coverage as kernel
from airshield.kernel.earth import EARTH_WGS84, move_enu
from airshield.kernel.shots import shot_table

I4 = np.int32


def rows(p=0.7, warhead=1.0, false_kill=0.0, units=1):
    unit = np.zeros((units, kernel.UNIT_COLUMNS))
    unit[:, kernel.P_FALSE_KILL] = false_kill
    group = np.zeros((units, kernel.GROUP_COLUMNS))
    group[:, kernel.P_SHOT], group[:, kernel.P_WARHEAD] = p, warhead
    return unit, group


def stop(looks, rho=0.0, discriminate=1.0, largest=None, **values):
    """P(stop) of engagements given as numbers of rounds, by one unit each if there are several."""
    units, groups = rows(**values)
    of = np.repeat(np.arange(len(looks)), looks).astype(I4)
    who = of if len(units) > 1 else np.zeros(len(of), I4)
    p = groups[:, kernel.P_SHOT].max() if largest is None else largest
    return kernel.p_stop_of(len(of), who, who, of, units, groups, discriminate, rho, p)


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
    units[:, kernel.ROUNDS_LOOK], units[:, kernel.ROUNDS_LAST] = look, last
    units[:, kernel.ASSESS_S], units[:, kernel.INTERVAL_S] = assess, interval
    if p is not None:
        groups[:, kernel.P_SHOT] = p
    opens, closes = np.array(windows, float).T
    met = np.linspace(opens, closes, 5).T + tof
    who, which, of = np.zeros((3, kernel.SHOTS_MAX), I4)
    launch = np.empty(1)
    shots, looks = kernel.engage_alone(
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


def arrival():
    t_s = np.arange(-200.0, 0.25, 0.5)
    flat, up = -900.0 * t_s, -1100.0 * t_s - 1.5 * t_s**2
    return t_s, np.column_stack([0.6 * flat, 0.8 * flat, up])


@pytest.mark.parametrize("boresight_deg", [0.0, 36.9, 200.0])
def test_what_spheres_sort_out_has_no_window(boresight_deg):
    """Windows through blocks are those of the whole path, wherever the aim point lies."""
    t_s, path = arrival()
    rng = np.random.default_rng(3)
    units, groups = rows()
    unit = units[0]
    unit[:3] = 0.6, 0.7, 100.0
    groups[0, :8] = (
        2e3, 25e3, 3e3, 18e3, math.radians(boresight_deg), math.radians(50.0), 0.01, 1.3
    )  # fmt: skip
    groups[0, kernel.PROTECTED_M] = 1e9
    tof = np.linspace(0.0, 25e3, 81)[:, None] / 1100.0 * np.ones((1, 61))
    blocks = kernel.path_blocks(path)
    moved = np.empty((len(t_s), 3))
    opens, closes, met, height = np.empty(1), np.empty(1), np.empty((1, 9)), np.empty((1, 9))
    with_window = 0
    for _ in range(150):
        aim = np.array([[0.6 + rng.normal(0, 3e-3), 0.7 + rng.normal(0, 4e-3), 300.0]])
        kernel._windows(
            0, aim, t_s, path, blocks, unit, 0, 1, groups, tof[None], tof[None], EARTH_WGS84, moved,
            opens, closes, met, height,
        )  # fmt: skip
        whole = move_enu(path, aim[0], unit[:3], EARTH_WGS84)
        status, opened, closed, *_ = shot_table(t_s, whole, tof, 25e3, *groups[0, :8], -math.inf, 9)
        if status == 0:
            assert math.isnan(opens[0])
            continue
        with_window += 1
        assert (opens[0], closes[0]) == pytest.approx((opened, closed), abs=1e-7)
    assert with_window >= 15
