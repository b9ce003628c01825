"""The replications to look at stand where the quantiles of leakers are."""

import numpy as np
import pytest

from airshield.errors import InputError
from airshield.kernel.codes import Fate
from airshield.replay.choose import QUANTILES, at_quantile, counts, number_of, parse
from airshield.simulate.run import run_block


def test_counts_are_those_of_the_run(answered):
    leakers, fired = counts(answered)
    assert len(leakers) == len(fired) == 2048
    assert leakers.mean() == pytest.approx(
        answered.played.lifted.tally.mean("defended", "all", "leakers")
    )


def test_the_chosen_ones_have_the_leakers_of_their_quantile(answered):
    leakers, _ = counts(answered)
    drawn = {}
    for word, share in QUANTILES.items():
        number = number_of(answered, word)
        outcome = run_block(answered.lowered.tables, answered.seed, number, 1)
        drawn[word] = int((outcome.out_fate == Fate.IMPACT_IN_ASSET).sum())
        assert (leakers <= drawn[word]).mean() >= share
        assert (leakers < drawn[word]).mean() < share
    assert drawn["low-loss"] < drawn["typical"] < drawn["high-loss"]


def test_among_equals_the_ordinary_expenditure_wins():
    leakers = np.array([0, 1, 1, 1, 1, 1, 9])
    fired = np.array([0, 2, 30, 8, 9, 7, 0])
    assert at_quantile(leakers, fired, 0.5) == 3
    assert at_quantile(leakers, fired, 0.01) == 0
    assert at_quantile(leakers, fired, 0.99) == 6


@pytest.mark.parametrize("text", ["-1", "1.5", "many", "", "²", str(2**48)])
def test_what_is_no_replication_is_refused(text):
    with pytest.raises(InputError) as raised:
        parse(text)
    assert len(raised.value.faults) == 1
    assert "typical" in str(raised.value)


def test_numbers_are_taken_as_they_are(answered):
    assert number_of(answered, 17) == number_of(answered, "17") == 17
