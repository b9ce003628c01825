"""Closed forms of missile-defence effectiveness, through the kernel that `assess` runs.

Each estimate must lie within 3.3 standard errors of the published or derived number at 100,000
replications or more: one false alarm in a thousand, with fixed seeds.
"""

import math

import numpy as np
import pytest
from cases import case, numbers
from synthetic import make_tables

from airshield.simulate.run import run_block

N = 100_000
SEED = 2020
Z = 3.3
LEAK = 2
OPEN = -90.0
FLIGHT = 5.0


def _expected(name, *keys):
    found = case(name)["expected"]
    for key in keys:
        found = found[key]
    return found


def _close(sample, expected):
    """Compare a mean over replications with its expected value."""
    error = sample.std() / math.sqrt(len(sample))
    assert abs(sample.mean() - expected) <= Z * error + 1e-12, (sample.mean(), expected, error)


def _run(**kwargs):
    settings = {
        "window_open_s": OPEN,
        "window_close_s": OPEN,
        "flyout_s": FLIGHT,
        "interval_s": 0.0,
        "group_stock": 1000,
        "rounds_look": 1,
        "rounds_last": 1,
    }
    return run_block(make_tables(**(settings | kwargs)), SEED, 0, N)


def _leakers(outcome):
    return (outcome.out_fate == LEAK).sum(axis=1)


@pytest.mark.parametrize("i", range(4))
@pytest.mark.parametrize("j", range(4))
def test_a01_salvo_leakage(i, j):
    inputs = case("A01")["inputs"]
    n = inputs["n"][j]
    outcome = _run(p_kill=inputs["p"][i], rounds_look=n, rounds_last=n)
    _close(_leakers(outcome), _expected("A01", "leak")[i][j])
    assert (outcome.out_shots == n).all()


@pytest.mark.parametrize("key", list(case("A03")["expected"]["E_shots_and_leak"]))
def test_a03_shoot_look_shoot_with_r_looks(key):
    words = numbers(key)
    looks = int(words["r"])
    outcome = _run(p_kill=words["p"], window_close_s=OPEN + FLIGHT * (looks - 1))
    shots, leak = _expected("A03", "E_shots_and_leak", key)
    _close(outcome.out_shots[:, 0], shots)
    _close(_leakers(outcome), leak)


@pytest.mark.parametrize("key", list(case("A04")["expected"]["E_shots_and_leak"]))
@pytest.mark.parametrize(
    ("doctrine", "look", "last"), [("S2-L-S1", 2, 1), ("S2-L-S2", 2, 2), ("S-L-S2", 1, 2)]
)
def test_a04_mixed_methods_of_fire(key, doctrine, look, last):
    p = numbers(key)["p"]
    outcome = _run(p_kill=p, rounds_look=look, rounds_last=last, window_close_s=OPEN + FLIGHT)
    shots, leak = _expected("A04", "E_shots_and_leak", key, doctrine)
    _close(outcome.out_shots[:, 0], shots)
    _close(_leakers(outcome), leak)


@pytest.mark.parametrize("key", case("A06")["inputs"]["cases"])
def test_a06_unlimited_looks_with_limited_stock(key):
    words = numbers(key)
    threats, stock = int(words["W"]), int(words["I"])
    outcome = _run(
        n_threats=threats,
        p_kill=words["p"],
        group_stock=stock,
        window_close_s=OPEN + FLIGHT * 16,
    )
    p0, leakers, spent = _expected("A06", "P0,E_leakers,E_spent", key)
    _close(_leakers(outcome) == 0, p0)
    _close(_leakers(outcome), leakers)
    _close(outcome.out_spent[:, 0], spent)


def _barrage(threats, stock, p, n=N):
    each, more = divmod(stock, threats)
    tables = make_tables(
        n_threats=threats,
        n_classes=2,
        threat_class=[0] * more + [1] * (threats - more),
        rounds_look=[[each + 1, max(each, 1)]],
        rounds_last=[[each + 1, max(each, 1)]],
        control=[[1, 1 if each else 0]],
        p_kill=p,
        group_stock=stock,
        window_open_s=OPEN,
        window_close_s=OPEN,
        flyout_s=FLIGHT,
        interval_s=0.0,
    )
    return run_block(tables, SEED, 0, n)


@pytest.mark.parametrize("key", case("A07")["inputs"]["cases"])
def test_a07_barrage_spread_evenly(key):
    words = numbers(key)
    outcome = _barrage(int(words["W"]), int(words["I"]), words["p"])
    leakers, p0 = _expected("A07", "E_leakers,P0", key)
    _close(_leakers(outcome), leakers)
    _close(_leakers(outcome) == 0, p0)


@pytest.mark.parametrize("key", case("A08")["inputs"]["cases"])
def test_a08_fixed_salvo_until_the_magazine_is_empty(key):
    words = numbers(key)
    threats, n = int(words["W"]), int(words["n"])
    outcome = _run(
        n_threats=threats,
        t_impact_s=100.0 + np.arange(threats),
        p_kill=words["p"],
        group_stock=int(words["I"]),
        rounds_look=n,
        rounds_last=n,
    )
    _close(_leakers(outcome), _expected("A08", "E_leakers", key))


@pytest.mark.parametrize("key", case("A09")["inputs"]["cases"])
def test_a09_one_each_then_all_that_is_left_on_the_survivors(key):
    """Two production runs composed: the second stage is played for each number of survivors."""
    words = numbers(key)
    threats, stock, p = int(words["W"]), int(words["I"]), words["p"]
    survivors = _leakers(_run(n_threats=threats, p_kill=p))
    shares = np.bincount(survivors, minlength=threats + 1) / N
    means = np.zeros((threats + 1, 3))
    means[0] = (1.0, 0.0, threats)
    noise = np.zeros(3)
    for s in range(1, threats + 1):
        if shares[s] == 0.0:
            continue
        second = _barrage(s, stock - threats, p)
        leak = _leakers(second)
        columns = (leak == 0, leak, threats + second.out_spent[:, 0])
        means[s] = [column.mean() for column in columns]
        noise += [shares[s] ** 2 * column.var() / N for column in columns]
    estimate = shares @ means
    noise += (shares @ means**2 - estimate**2) / N
    leakers, p0, spent = _expected("A09", "E_leakers,P0,E_spent", key)
    wanted = np.array([p0, leakers, spent])
    assert (np.abs(estimate - wanted) <= Z * np.sqrt(noise) + 1e-12).all(), (estimate, wanted)


@pytest.mark.parametrize("key", case("A11")["inputs"]["cases"])
def test_a11_two_layers(key):
    words = numbers(key)
    rounds = [[int(words["n1"])], [int(words["n2"])]]
    outcome = _run(
        n_units=2,
        p_kill=[[words["p1"]], [words["p2"]]],
        rounds_look=rounds,
        rounds_last=rounds,
        window_open_s=[[OPEN], [OPEN + 50]],
        window_close_s=[[OPEN], [OPEN + 50]],
    )
    leak, shots = _expected("A11", "leak,E_shots_per_threat", key)
    _close(_leakers(outcome), leak)
    _close(outcome.out_shots[:, 0], shots)


@pytest.mark.parametrize("key", case("A16")["inputs"]["cases"])
def test_a16_a_simultaneous_raid_saturates_the_channels(key):
    words = numbers(key)
    threats, service = int(words["W"]), words["s"]
    outcome = _run(
        n_threats=threats,
        p_kill=words["p"],
        targets_max=int(words["c"]),
        flyout_s=service,
        # The last engagement must end within the time T; nobody is engaged twice.
        window_close_s=OPEN + words["T"] - service,
        p_false_kill=1.0,
    )
    engaged, leakers = _expected("A16", "engaged,E_leakers", key)
    assert ((outcome.out_shots > 0).sum(axis=1) == engaged).all()
    _close(_leakers(outcome), leakers)


def _inside(radius_per_cep, cep=100.0):
    tables = make_tables(
        asset_radius_m=radius_per_cep * cep,
        sigma_round_m=cep / case("F04")["expected"]["CEP/sigma"],
    )
    return _leakers(run_block(tables.without_units(), SEED, 0, N))


@pytest.mark.parametrize("key", case("F01")["inputs"]["cases"])
def test_f01_cookie_cutter(key):
    words = numbers(key)
    _close(_inside(words["LR"] / words["CEP"], words["CEP"]), _expected("F01", key))


def test_f04_circular_normal_identities():
    expected = case("F04")["expected"]
    _close(_inside(2.0), expected["P(R<2CEP)"])
    _close(_inside(3.0), expected["P(R<3CEP)"])
    _close(_inside(expected["R90/CEP"]), 0.9)
    _close(_inside(1.0), 0.5)


def test_f05_leakers_that_each_damage_with_q():
    inputs = case("F05")["inputs"]
    tables = make_tables(n_threats=inputs["W"], p_fail=1 - inputs["q"])
    leakers = _leakers(run_block(tables.without_units(), SEED, 0, N))
    one, four, mean = _expected("F05", "P>=1,P>=4,E")
    _close(leakers >= 1, one)
    _close(leakers >= 4, four)
    _close(leakers, mean)


@pytest.mark.parametrize(("shots", "leak"), [(2, 0.153), (4, 0.116)])
def test_correlated_shots(shots, leak):
    """p = .7 and rho = .3: b = p + rho (1 - p) = .79, t = p / b; leak = 1 - t + t (1 - b)^n."""
    b = 0.7 + 0.3 * 0.3
    exact = 1 - 0.7 / b + 0.7 / b * (1 - b) ** shots
    assert exact == pytest.approx(leak, abs=5e-4)
    outcome = _run(p_kill=0.7, rho=0.3, rounds_look=shots, rounds_last=shots)
    _close(_leakers(outcome), exact)


def test_pairwise_correlation_is_exactly_rho():
    """Two shots at one threat: P(both hit) = p^2 + rho p (1 - p)."""
    outcome = _run(p_kill=0.6, rho=0.4, rounds_look=2, rounds_last=2, p_warhead=0.0)
    _close(outcome.out_hits[:, 0] == 2, 0.36 + 0.4 * 0.24)
    _close(outcome.out_hits[:, 0], 1.2)
