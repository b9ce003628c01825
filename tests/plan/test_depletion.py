"""Days to empty against closed forms, enumeration and dice."""

import math

import numpy as np
import pytest

from airshield.plan.annihilation import Shots
from airshield.plan.depletion import Supply, demand_per_raid, deplete


def test_demand_of_one_at_a_time_is_a_truncated_geometric():
    # A03: E[shots] = (1 - (1 - p)^r) / p.
    for p, r in ((0.5, 2), (0.7, 3), (0.9, 4)):
        one = demand_per_raid(Shots(p), 1, (1,) * r)
        assert one.sum() == pytest.approx(1.0)
        mean = float(np.arange(len(one)) @ one)
        assert mean == pytest.approx((1 - (1 - p) ** r) / p)
        raid = demand_per_raid(Shots(p), 5, (1,) * r)
        assert float(np.arange(len(raid)) @ raid) == pytest.approx(5 * mean)


def test_what_is_not_in_track_draws_no_fire():
    raid = demand_per_raid(Shots(0.5, 0.0, 0.8), 1, (2,))
    assert raid.tolist() == pytest.approx([0.2, 0.0, 0.8])


def test_fixed_demand_empties_with_the_poisson_count():
    # Each raid takes two of eight: the fifth raid finds too few.
    raid, days, rate = np.array([0.0, 0.0, 1.0]), 30, 0.1
    found = deplete(raid, Supply(8, rate, 0, 1, days))
    mean = rate * days
    at_most_four = sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(5))
    assert found.p_within_horizon == pytest.approx(1 - at_most_four)
    assert found.rounds_per_day == pytest.approx(0.2)


def by_dice(raid, supply, n, rng):
    days = []
    for _ in range(n):
        left = supply.stock
        for day in range(1, supply.horizon_days + 1):
            for _ in range(rng.poisson(supply.raids_per_day)):
                left -= int(rng.choice(len(raid), p=raid))
            if left < 0:
                days.append(day)
                break
            if day % supply.resupply_every_days == 0:
                left = min(supply.stock, left + supply.resupply_rounds)
        else:
            days.append(math.inf)
    return np.array(days)


def test_resupply_agrees_with_dice():
    raid = demand_per_raid(Shots(0.6, 0.3), 2, (1, 2))
    supply = Supply(10, 0.4, 4, 5, 40)
    n = 4000
    seen = by_dice(raid, supply, n, np.random.default_rng(5))
    found = deplete(raid, supply)
    share = float(np.isfinite(seen).mean())
    expected = found.p_within_horizon
    assert abs(share - expected) < 4 * math.sqrt(expected * (1 - expected) / n)
    for q, day in ((0.05, found.p05_days), (0.5, found.median_days)):
        below, upto = (seen < day).mean(), (seen <= day).mean()
        assert below - 0.03 <= q <= upto + 0.03


def test_no_raid_never_empties_and_more_raids_empty_sooner():
    raid = demand_per_raid(Shots(0.6), 3, (2,))
    quiet = deplete(raid, Supply(6, 0.0, 0, 1, 50))
    assert (quiet.p_within_horizon, quiet.median_days) == (0.0, None)
    few, many = (deplete(raid, Supply(24, rate, 0, 1, 200)) for rate in (0.05, 0.5))
    assert many.median_days < few.median_days
