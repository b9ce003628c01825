"""Runs: the same bits whatever the blocks, the threads and the number of replications."""

import numpy as np
import pytest
import synthetic

from airshield.result.tally import GRAIN
from airshield.simulate.lift import ALL, DEFENDED, UNDEFENDED
from airshield.simulate.paired import CHECK_EVERY, play_paired
from airshield.simulate.run import blocks, run_block, run_traced


@pytest.fixture(scope="module")
def tables():
    return synthetic.notional_raid(16, 4, 1)


def test_replications_do_not_depend_on_how_many_are_asked_for(tables):
    n = 300
    whole, part = run_block(tables, 5, 0, 2 * n), run_block(tables, 5, 0, n)
    assert np.array_equal(whole.out_fate[:n], part.out_fate)
    later = run_block(tables, 5, n, n)
    assert np.array_equal(whole.out_exposed[n:], later.out_exposed)


@pytest.mark.parametrize("threads", [1, 2, 3, 7])
def test_threads_do_not_change_the_bits(tables, threads):
    alone = run_block(tables, 5, 0, 1000, threads=1)
    assert run_block(tables, 5, 0, 1000, threads=threads).digest() == alone.digest()


def test_fixed_and_clocked_blocks_agree(tables):
    clocked = [outcome for _, outcome in blocks(tables, 1, 5000)]
    fixed = [outcome for _, outcome in blocks(tables, 1, 5000, fixed=GRAIN)]
    a, b = (np.concatenate([o.out_shots for o in part]) for part in (clocked, fixed))
    assert np.array_equal(a, b)


def test_one_replication_again_with_a_full_trace(tables):
    outcome, trace = run_traced(tables, 5, 17)
    assert np.array_equal(outcome.out_fate, run_block(tables, 5, 17, 1).out_fate)
    launches = trace[trace[:, 1] == 5]
    assert len(launches) == outcome.out_spent.sum()
    impacts = trace[trace[:, 1] == 7]
    flying = (outcome.out_fate[0] != 0).sum()
    assert len(impacts) == flying
    late = trace[np.isfinite(trace[:, 0]) & (trace[:, 1] != 2)]
    assert (np.diff(late[:, 0]) >= 0).all()


def test_seeds_differ_and_wide_seeds_count(tables):
    digests = {run_block(tables, seed, 0, 64).digest() for seed in (1, 2, 2**32 + 1)}
    assert len(digests) == 3


def test_both_arms_share_their_raid(tables):
    played = play_paired(tables, 3, 2000)
    tally = played.lifted.tally
    assert tally.n == 2000
    assert tally.mean(DEFENDED, ALL, "failed") == tally.mean(UNDEFENDED, ALL, "failed")
    for arm in (DEFENDED, UNDEFENDED):
        total = sum(
            tally.mean(arm, ALL, name)
            for name in ("failed", "warheads_stopped", "leakers", "elsewhere")
        )
        assert total == pytest.approx(16)
    assert played.stopped_by == "replications"


def test_a_wanted_width_is_reached_and_stops_at_fixed_numbers(tables):
    played = play_paired(tables, 3, 1, until_width=0.02)
    assert played.stopped_by == "width"
    assert played.lifted.tally.n % CHECK_EVERY == 0


def test_an_interrupt_keeps_what_was_played(tables):
    def stop(done, wanted):
        raise KeyboardInterrupt

    played = play_paired(tables, 3, 10**6, progress=stop)
    assert played.stopped_by == "interrupt"
    assert 0 < played.lifted.tally.n < 10**6


def test_reasons_add_up_to_the_leakers(tables):
    tally = play_paired(tables, 3, 1000).lifted.tally
    reasons = sum(tally.total[i] for key, i in tally.index.items() if key[:2] == ("reason", ALL))
    assert reasons == tally.sums(DEFENDED, ALL, "leakers")[0]
