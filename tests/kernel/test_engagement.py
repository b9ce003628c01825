"""The compiled kernel against the independent oracle, bit for bit, and the laws of a raid."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import synthetic
from hypothesis import given, settings
from hypothesis import strategies as st

from airshield.simulate.run import run_block

sys.path.insert(0, str(Path(__file__).parents[1] / "oracle"))
import engagement_oracle as oracle

WORDS = ("fate", "reason", "elsewhere", "asset", "hits", "shots", "unit", "spent", "exposed")
NAMES = (*(f"out_{word}" for word in WORDS), "out_capped", "status")
FAILED, STOPPED, IN_ASSET = 0, 1, 2


def _assert_equal(tables, seed, first, n):
    ours, theirs = run_block(tables, seed, first, n), oracle.run(tables, seed, first, n)
    for name in NAMES:
        assert np.array_equal(getattr(ours, name), theirs[name]), name


@settings(max_examples=250, deadline=None)
@given(
    case=st.integers(0, 10**6),
    threats=st.integers(1, 9),
    units=st.integers(0, 4),
    seed=st.integers(0, 2**64 - 1),
    first=st.sampled_from([0, 3, 2**32 - 2]),
)
def test_kernel_and_oracle_agree_on_random_cases(case, threats, units, seed, first):
    _assert_equal(synthetic.random_tables(case, threats, units), seed, first, 3)


@pytest.mark.parametrize(
    ("threats", "units", "n"), [(16, 1, 200), (16, 4, 200), (100, 10, 20), (500, 20, 2)]
)
def test_kernel_and_oracle_agree_at_full_load(threats, units, n):
    _assert_equal(synthetic.notional_raid(threats, units), 1, 0, n)


@settings(max_examples=60, deadline=None)
@given(case=st.integers(0, 10**6), threats=st.integers(1, 9), units=st.integers(0, 4))
def test_fates_add_up_and_reasons_belong_to_leakers(case, threats, units):
    outcome = run_block(synthetic.random_tables(case, threats, units), 1, 0, 32)
    fates = [(outcome.out_fate == fate).sum() for fate in range(4)]
    assert sum(fates) == 32 * threats
    assert ((outcome.out_reason >= 0) == (outcome.out_fate == IN_ASSET)).all()
    assert ((outcome.out_asset >= 0) == (outcome.out_fate == IN_ASSET)).all()
    assert ((outcome.out_elsewhere > 0) == (outcome.out_fate == 3)).all()
    assert (outcome.out_shots.sum(axis=1) == outcome.out_spent.sum(axis=1)).all()
    assert (outcome.out_exposed >= 0).all()


@pytest.mark.parametrize("opens", [np.nan, -60.0])
@pytest.mark.parametrize(("reach", "reason"), [(0, 0), (1, 1)])
def test_only_a_unit_in_reach_counts_as_out_of_sector(opens, reach, reason):
    # 0 is "not there or not up", 1 "out of sector": the unit is up and looks the other way.
    tables = synthetic.make_tables(visible=0, could_reach=reach, window_open_s=opens)
    assert (run_block(tables, 1, 0, 8).out_reason == reason).all()
    _assert_equal(tables, 1, 0, 2)


@settings(max_examples=40, deadline=None)
@given(case=st.integers(0, 10**6), threats=st.integers(1, 9), units=st.integers(1, 4))
def test_kill_probability_zero_stops_nothing(case, threats, units):
    tables = synthetic.random_tables(case, threats, units)
    harmless = replace(tables, shot_p=np.zeros_like(tables.shot_p))
    outcome = run_block(harmless, 1, 0, 16)
    assert not (outcome.out_fate == STOPPED).any()
    assert outcome.out_spent.sum() == 0


@settings(max_examples=15, deadline=None)
@given(case=st.integers(0, 10**6), more=st.integers(1, 20))
def test_more_stock_never_raises_expected_leakers_beyond_noise(case, more):
    tables = synthetic.notional_raid(16, 2, case)
    n = 2000
    few, many = (
        (run_block(replace(tables, group_stock=stock), 1, 0, n).out_fate == IN_ASSET).sum(axis=1)
        for stock in (tables.group_stock, tables.group_stock + np.int32(more))
    )
    gain = (few - many).astype(float)
    # One-sided, 4.5 standard errors: one false alarm in 300,000 examples.
    assert gain.mean() >= -4.5 * gain.std() / np.sqrt(n) - 1e-12


def test_a_struck_buffer_would_be_named():
    assert oracle.run(synthetic.make_tables(), 1, 0, 1)["status"][0] == 0


@pytest.mark.slow
def test_compiled_and_interpreted_agree():
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]; import synthetic;"
        "from airshield.simulate.run import run_block;"
        "print(run_block(synthetic.notional_raid(16, 4), 1, 0, 40).digest(),"
        " run_block(synthetic.random_tables(5, 7, 3), 1, 0, 10).digest())"
    )
    tests = str(Path(__file__).parents[1])
    found = set()
    for disabled in ("0", "1"):
        environment = os.environ | {"NUMBA_DISABLE_JIT": disabled}
        done = subprocess.run(
            [sys.executable, "-c", code, tests],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(done.stdout)
    assert len(found) == 1
