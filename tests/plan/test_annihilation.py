"""Closed forms of a raid stopped, against plain enumeration and against simulation by dice."""

import math
from itertools import product

import numpy as np
import pytest

from airshield.plan.annihilation import (
    Shots,
    barrage,
    ceiling,
    infeasible,
    looks,
    salvo,
    smallest,
    two_waves,
)

CORRELATED = Shots(0.6, 0.3, 0.95, 0.9)


def dice(shots, threats, stock, rounds, n, rng):
    """Return the share of raids without a leaker, threat after threat, by dice alone."""
    c = shots.p + shots.rho * (1 - shots.p)
    none = 0
    for _ in range(n):
        left, clear = stock, True
        for _ in range(threats):
            tracked, good, alive = rng.random() < shots.p_track, rng.random() < shots.p / c, True
            for look in rounds:
                flying = min(look, left)
                if not alive or not tracked:
                    break
                left -= flying
                hits = rng.random(flying) < c * shots.given_hit
                alive = alive and not (good and hits.any())
            clear = clear and tracked and not alive
        none += clear
    return none / n


@pytest.mark.parametrize(
    ("threats", "stock", "rounds"),
    [(2, 4, (2,)), (3, 7, (1, 2)), (3, 5, (2, 1)), (2, 3, (1, 1, 1)), (1, 1, (2,))],
)
def test_looks_agree_with_dice(threats, stock, rounds):
    n = 40_000
    rng = np.random.default_rng([threats, stock, *rounds])
    expected = looks(CORRELATED, threats, stock, rounds)
    seen = dice(CORRELATED, threats, stock, rounds, n, rng)
    assert abs(seen - expected) < 4 * math.sqrt(expected * (1 - expected) / n)


def test_looks_with_stock_enough_are_a_salvo():
    for threats, n in product((1, 3, 6), (1, 2, 4)):
        whole = looks(CORRELATED, threats, threats * n, (n,))
        assert whole == pytest.approx(salvo(CORRELATED, threats, n))
        assert barrage(CORRELATED, threats, threats * n) == pytest.approx(whole)


def test_one_at_a_time_with_endless_looks_is_a_binomial():
    # Stock I stops W threats one at a time iff at least W of I rounds would hit.
    p, stock, threats = 0.7, 9, 5
    binomial = sum(
        math.comb(stock, k) * p**k * (1 - p) ** (stock - k) for k in range(threats, stock + 1)
    )
    assert looks(Shots(p), threats, stock, (1,) * stock) == pytest.approx(binomial)


def test_two_correlated_shots_leak_as_in_the_validation_page():
    shots = Shots(0.7, 0.3)
    assert 1 - salvo(shots, 1, 2) == pytest.approx(0.153, abs=5e-4)
    assert 1 - salvo(shots, 1, 4) == pytest.approx(0.116, abs=5e-4)


def test_correlated_two_waves_agree_with_enumeration():
    # Two threats, four rounds: one each, then two at one survivor or one at each of two.
    shots = Shots(0.5, 0.4)
    t, b = shots.hittable, shots.each
    total = 0.0
    for good in product((0, 1), repeat=2):
        weight = math.prod(t if g else 1 - t for g in good)
        first = [b * g for g in good]
        both = math.prod(first)
        one = sum(first[k] * (1 - first[1 - k]) * good[1 - k] * (1 - (1 - b) ** 2) for k in (0, 1))
        none = (1 - first[0]) * (1 - first[1]) * good[0] * b * good[1] * b
        total += weight * (both + one + none)
    assert two_waves(shots, 2, 4) == pytest.approx(total)


def test_no_stock_passes_the_ceiling():
    shots, threats = Shots(0.65, 0.3, 0.99), 10
    top = ceiling(shots, threats)
    for n in (10, 100, 1000):
        assert barrage(shots, threats, n) <= top
    assert barrage(shots, threats, 5000) == pytest.approx(top)
    assert infeasible(shots, threats, top * 1.0001)
    assert infeasible(shots, threats, top)
    assert not infeasible(Shots(1.0), 3, 1.0)
    assert two_waves(Shots(1.0), 3, 3) == 1.0
    assert two_waves(Shots(0.9), 3, 2) == 0.0


def test_smallest_is_smallest():
    for wanted in (0.1, 0.5, 0.9):
        n = smallest(lambda k: barrage(Shots(0.5), 7, k), wanted)
        assert barrage(Shots(0.5), 7, n) >= wanted > barrage(Shots(0.5), 7, n - 1)
    assert smallest(lambda k: 0.5, 0.6) is None
    assert smallest(lambda k: 1.0, 0.6) == 1
