"""The oracle alone: hand-computed replications, before it judges the kernel."""

import random

import engagement_oracle as oracle
import numpy as np
import pytest
import synthetic

LEAK, STOPPED = 2, 1


def test_a_certain_kill_stops_every_threat_with_one_round():
    outcome = oracle.run(synthetic.make_tables(n_threats=3, p_kill=1.0), 1, 0, 5)
    assert (outcome["out_fate"] == STOPPED).all()
    assert (outcome["out_spent"] == 3).all()


def test_nothing_but_failures_without_units():
    tables = synthetic.make_tables(n_threats=4, p_fail=1.0).without_units()
    assert (oracle.run(tables, 1, 0, 5)["out_fate"] == 0).all()


def test_one_slot_serves_one_threat_at_a_time():
    tables = synthetic.make_tables(
        n_threats=4,
        p_kill=1.0,
        targets_max=1,
        flyout_s=20.0,
        window_open_s=-60.0,
        window_close_s=-30.0,
    )
    outcome = oracle.run(tables, 1, 0, 3)
    # Launches at -60 and -40 relative to a common impact; the third could only go at -20.
    assert (outcome["out_fate"] == [STOPPED, STOPPED, LEAK, LEAK]).all()
    assert (outcome["out_reason"][:, 2:] == 6).all()


def test_an_empty_magazine_is_the_reason():
    outcome = oracle.run(synthetic.make_tables(n_threats=3, p_kill=1.0, group_stock=2), 1, 0, 3)
    assert (outcome["out_reason"] == [-1, -1, 8]).all()


def test_correlated_shots_leak_as_derived():
    tables = synthetic.make_tables(
        p_kill=0.7, rho=0.3, rounds_look=2, rounds_last=2, window_close_s=-60.0
    )
    n = 20_000
    leak = (oracle.run(tables, 1, 0, n)["out_fate"] == LEAK).mean()
    exact = 1 - 0.7 / 0.79 + 0.7 / 0.79 * 0.21**2
    assert leak == pytest.approx(exact, abs=3.3 * np.sqrt(exact * (1 - exact) / n))


def test_the_peer_that_draws_from_the_standard_library_agrees_statistically():
    tables = synthetic.notional_raid(16, 1)
    ours = oracle.run(tables, 1, 0, 600)["out_spent"].sum(axis=1)
    peer = oracle.run(tables, 1, 0, 600, oracle.stdlib_draws(random.Random(1)))
    theirs = peer["out_spent"].sum(axis=1)
    error = np.sqrt((ours.var() + theirs.var()) / 600)
    assert abs(ours.mean() - theirs.mean()) < 4 * error
