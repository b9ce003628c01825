"""The undefended raid of 8 January 2020 through production, beside cases H01 to H03."""

import numpy as np
import pytest

from airshield.scenario import load
from airshield.simulate.lower import lower
from airshield.simulate.run import run_block

FIRED = 16
N = 20_000


@pytest.fixture(scope="module")
def outcome():
    loaded = load("al-asad-2020-01-08")
    tables = lower(loaded.scenario, loaded.catalogue).tables
    outcome = run_block(tables, 1, 0, N)
    assert tables.unit_ids == ()
    return outcome


def test_arrivals_are_binomial(outcome):
    """16 missiles of reliability .75: mean 12, standard deviation 1.73."""
    arrivals = (outcome.out_fate != 0).sum(axis=1)
    assert outcome.out_fate.shape[1] == FIRED
    assert abs(arrivals.mean() - 12.0) < 3.3 * np.sqrt(3.0 / N)
    # Standard error of a binomial's standard deviation, kurtosis included, is below .01 here.
    assert abs(arrivals.std() - np.sqrt(3.0)) < 0.033


def test_nobody_defends():
    loaded = load("al-asad-2020-01-08")
    assert loaded.scenario.fire_unit == ()
    # Under cover for hours: hardly anybody is in the open.
    assert all(asset.warning_s.nominal >= 3600 for asset in loaded.scenario.asset)
