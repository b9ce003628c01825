"""The undefended raid of 8 January 2020 through production.

Calibration for reliability (the failure fraction was taken from this very raid), plausibility for
impacts; it says nothing about kill probability or detection. Counts: named US officials, case G01.
"""

import numpy as np
import pytest

from airshield.scenario import load
from airshield.simulate.lower import lower
from airshield.simulate.run import run_block

FIRED, HIT_AL_ASAD, HIT_ERBIL = 16, 11, 1
N = 20_000


@pytest.fixture(scope="module")
def impacts():
    loaded = load("al-asad-2020-01-08")
    tables = lower(loaded.scenario, loaded.catalogue).tables
    outcome = run_block(tables, 1, 0, N)
    assert tables.unit_ids == ()
    return {
        asset: (outcome.out_asset == a).sum(axis=1) for a, asset in enumerate(tables.asset_ids)
    }, outcome


@pytest.mark.parametrize(("asset", "seen"), [("al_asad", HIT_AL_ASAD), ("erbil", HIT_ERBIL)])
def test_what_was_counted_lies_inside_the_ninety_per_cent_interval(impacts, asset, seen):
    counts, _ = impacts
    low, high = np.quantile(counts[asset], [0.05, 0.95])
    assert low <= seen <= high


def test_arrivals_are_binomial(impacts):
    """16 missiles of reliability .75: mean 12, standard deviation 1.73 (case G01)."""
    _, outcome = impacts
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
