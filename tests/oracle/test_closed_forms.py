"""Closed forms of the battlefield, derived beside the kernel and checked by it and the oracle.

Each estimate must lie within 3.9 standard errors at 100,000 replications: with fixed seeds, one
false alarm in ten thousand.
"""

import itertools
import math

import engagement_oracle as oracle
import numpy as np
import pytest
from scipy.stats import binom, ncx2
from synthetic import make_tables

from airshield.simulate.run import run_block

N, SEED, Z = 100_000, 2026, 3.9
STOPPED, LEAK, PASSED = 1, 2, 4
TIGHT = 1


def _near(sample, expected):
    """Compare the mean over replications with its expected value."""
    error = sample.std() / math.sqrt(len(sample))
    assert abs(sample.mean() - expected) <= Z * error + 1e-12, (sample.mean(), expected, error)


def _play(tables):
    """Play with the kernel; the oracle must agree on a few replications of the same case."""
    outcome = run_block(tables, SEED, 0, N)
    for name, values in oracle.run(tables, SEED, 0, 20).items():
        assert np.array_equal(getattr(outcome, name)[:20], values), name
    return outcome


def _once(**fields):
    """Return a case in which each unit has one launch time, one look and one round."""
    return make_tables(**({"window_open_s": -90.0, "window_close_s": -90.0} | fields))


def _rate(outcome, fate, threat=0):
    return (outcome.out_fate[:, threat] == fate).astype(float)


# --- Guns ------------------------------------------------------------------------------------


@pytest.mark.parametrize("p", [0.15, 0.6])
@pytest.mark.parametrize("away_m", [0.0, 400.0])
def test_a_gun_fires_bursts_at_what_falls_near_it(p, away_m):
    """Bursts at -10, -8.5 .. -2.5 s until one hits: six; only inside the circle it protects."""
    sigma, radius, bursts = 300.0, 500.0, 6
    outcome = _play(
        make_tables(
            p_kill=p,
            window_open_s=-10.0,
            window_close_s=-2.0,
            flyout_s=0.5,
            assess_delay_s=1.0,
            always_judged=0,
            sigma_round_m=sigma,
            judge_own=1,
            protected_m=radius,
            own_east_m=away_m,
            hit_stops=1,
            p_warhead=0.0,
        )
    )
    # Distance from the gun is Rice distributed: its square is non-central chi-squared.
    inside = ncx2.cdf(radius**2 / sigma**2, 2, max(away_m**2 / sigma**2, 1e-12))
    hit = 1.0 - (1.0 - p) ** bursts
    _near(_rate(outcome, STOPPED), inside * hit)
    _near(outcome.out_shots[:, 0], inside * hit / p)


def test_a_rocket_falls_to_any_hit_a_ballistic_warhead_only_to_some():
    for hit_stops, stopped in ((1, 0.8), (0, 0.8 * 0.4)):
        outcome = _play(_once(p_kill=0.8, p_warhead=0.4, hit_stops=hit_stops))
        _near(_rate(outcome, STOPPED), stopped)


# --- Class and identity ----------------------------------------------------------------------

CONFUSION = np.array([[0.8, 0.15, 0.05], [0.25, 0.7, 0.05], [0.1, 0.1, 0.8]])
P_HOSTILE = np.array([0.9, 0.2, 0.6])
P_REPLY, P_INTERROGATOR, P_CLEARED, P_KILL = 0.8, 0.9, 0.3, 0.7
TRUE_CLASS = 1


def _friend(n_units, control):
    return _once(
        n_units=n_units,
        n_classes=3,
        threat_class=TRUE_CLASS,
        threat_side=1,
        p_kill=P_KILL,
        p_reply=P_REPLY,
        p_cleared=P_CLEARED,
        p_interrogator=P_INTERROGATOR,
        p_hostile=P_HOSTILE,
        class_cdf=np.cumsum(CONFUSION, axis=1),
        control=control,
        net=-1,
    )


def _enumerated_survival(n_units):
    """Return P(friend survives) of units on their own, tight, by summing over every outcome."""
    yes_no = (True, False)
    total = 0.0
    for replies, cleared in itertools.product(yes_no, yes_no):
        chance = P_REPLY if replies else 1 - P_REPLY
        chance *= P_CLEARED if cleared else 1 - P_CLEARED
        spared = 0.0
        for works, x, declared, hit in itertools.product(yes_no, range(3), yes_no, yes_no):
            weight = P_INTERROGATOR if works else 1 - P_INTERROGATOR
            weight *= CONFUSION[TRUE_CLASS, x]
            weight *= P_HOSTILE[x] if declared else 1 - P_HOSTILE[x]
            weight *= P_KILL if hit else 1 - P_KILL
            friend = (replies and works) or cleared
            if friend or not declared or not hit:
                spared += weight
        total += chance * spared**n_units
    return total


@pytest.mark.parametrize("n_units", [1, 2, 3])
def test_class_and_identity_errors_make_fratricide(n_units):
    """Reply and clearance are the aircraft's own; interrogators and classes are each unit's."""
    fired = float(CONFUSION[TRUE_CLASS] @ P_HOSTILE)
    mute = 1 - fired * P_KILL
    deaf = P_INTERROGATOR + (1 - P_INTERROGATOR) * mute
    unknown = P_REPLY * deaf**n_units + (1 - P_REPLY) * mute**n_units
    survives = P_CLEARED + (1 - P_CLEARED) * unknown
    assert survives == pytest.approx(_enumerated_survival(n_units), abs=1e-12)
    outcome = _play(_friend(n_units, TIGHT))
    _near(_rate(outcome, STOPPED), 1 - survives)
    _near(_rate(outcome, PASSED), survives)


def test_free_fires_at_all_that_is_not_known_as_a_friend():
    outcome = _play(_friend(1, 2))
    fired = (1 - P_REPLY * P_INTERROGATOR) * (1 - P_CLEARED)
    _near(outcome.out_shots[:, 0], fired)
    _near(_rate(outcome, STOPPED), fired * P_KILL)


def test_doctrine_is_that_of_the_class_seen():
    rounds = np.array([1, 2, 4])
    outcome = _play(
        _once(
            n_classes=3,
            threat_class=TRUE_CLASS,
            p_kill=0.5,
            class_cdf=np.cumsum(CONFUSION, axis=1),
            rounds_last=rounds,
        )
    )
    _near(outcome.out_shots[:, 0], CONFUSION[TRUE_CLASS] @ rounds)
    _near(_rate(outcome, LEAK), CONFUSION[TRUE_CLASS] @ 0.5**rounds)


@pytest.mark.parametrize("stock", [1, 3, 5])
def test_decoys_empty_the_magazine(stock):
    """A threat behind six decoys is met if the rounds outlast those taken for threats."""
    n, p_recognise = 6, 0.4
    outcome = _play(
        _once(
            n_threats=n + 1,
            decoy=[1] * n + [0],
            p_recognise=[p_recognise] * n + [0.0],
            p_kill=1.0,
            group_stock=stock,
        )
    )
    _near(_rate(outcome, STOPPED, n), binom.cdf(stock - 1, n, 1 - p_recognise))


# --- Layers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("rho", [0.0, 0.3])
@pytest.mark.parametrize("linked", [True, False])
def test_two_layers_and_the_report_between_them(rho, linked):
    """One round above, two below; what the upper layer reports dead, a linked one leaves alone."""
    p1, p2, false_kill, false_alive = 0.6, 0.7, 0.15, 0.1
    outcome = _play(
        make_tables(
            n_units=2,
            window_open_s=[[-90.0], [-30.0]],
            window_close_s=[[-90.0], [-30.0]],
            p_kill=[[p1], [p2]],
            rounds_last=[[1], [2]],
            assess_delay_s=[5.0, 5.0],
            p_false_kill=[false_kill, 0.0],
            p_false_alive=[false_alive, 0.0],
            net=[0, 0 if linked else 1],
            rho=rho,
        )
    )
    b1 = p1 + rho * (1 - p1)
    common = p1 / b1
    b2 = min(1.0, p2 / common)
    miss_all = 1 - common + common * (1 - b1) * (1 - b2) ** 2
    if linked:
        leak = (1 - p1) * false_kill + (1 - false_kill) * miss_all
        shots = 1 + 2 * (p1 * false_alive + (1 - p1) * (1 - false_kill))
    else:
        leak, shots = miss_all, 3.0
    _near(_rate(outcome, LEAK), leak)
    _near(outcome.out_shots[:, 0], shots)


# --- Slots and rounds ------------------------------------------------------------------------


def _survivors(n, slots, cycles, p):
    """Return the distribution of threats left: each cycle engages as many as there are slots."""
    alive = np.zeros(n + 1)
    alive[n] = 1.0
    for _ in range(cycles):
        after = np.zeros(n + 1)
        for a, chance in enumerate(alive):
            engaged = min(a, slots)
            for stopped in range(engaged + 1):
                after[a - stopped] += chance * binom.pmf(stopped, engaged, p)
        alive = after
    return alive


@pytest.mark.parametrize(("slots", "p"), [(1, 0.7), (2, 0.5), (3, 0.4), (5, 0.3)])
def test_slots_bound_what_a_raid_at_once_can_be_met_with(slots, p):
    """Five seconds from launch to assessment, thirty of window: seven launches of each slot."""
    n = 8
    outcome = _play(
        make_tables(
            n_threats=n, p_kill=p, targets_max=slots, window_open_s=-60.0, window_close_s=-30.0
        )
    )
    left = _survivors(n, slots, 7, p)
    leakers = (outcome.out_fate == LEAK).sum(axis=1)
    _near(leakers, left @ np.arange(n + 1))
    _near((leakers == 0).astype(float), left[0])
    _near((leakers >= 3).astype(float), left[3:].sum())


def test_a_slot_comes_free_although_the_threat_fell_between_two_rounds():
    """Four rounds 8 s apart at a threat 5 s away; 30 s later the next comes to the same slot."""
    outcome = _play(
        make_tables(
            n_threats=2,
            t_impact_s=[100.0, 130.0],
            p_kill=0.6,
            targets_max=1,
            window_open_s=-5.0,
            window_close_s=-4.0,
            flyout_s=2.0,
            rounds_last=4,
            interval_s=8.0,
        )
    )
    for threat in range(2):
        assert (outcome.out_shots[:, threat] == 1).all()
        _near(_rate(outcome, STOPPED, threat), 0.6)


def test_a_reload_brings_the_next_rounds():
    """One round, two more after 10 s, the last two 10 s after those: five in a window of 25 s."""
    outcome = _play(
        make_tables(
            n_threats=9,
            p_kill=1.0,
            group_stock=1,
            group_reload=2,
            group_reload_s=10.0,
            group_reserve=4,
            window_open_s=-60.0,
            window_close_s=-35.0,
        )
    )
    assert (outcome.out_spent == 5).all()
    assert (outcome.out_fate == [STOPPED] * 5 + [LEAK] * 4).all()


# --- Command ---------------------------------------------------------------------------------


def _two_units(**fields):
    """Two units that track the threat at times uniform over 40 s and never see the outcome."""
    return make_tables(
        n_units=2,
        p_kill=0.6,
        track=((-100.0, -60.0), (0.0, 1.0)),
        window_open_s=-120.0,
        window_close_s=-20.0,
        assess_delay_s=500.0,
        **fields,
    )


@pytest.mark.parametrize("share_delay_s", [0.0, 5.0, 15.0, 40.0])
def test_decentralised_units_double_what_they_do_not_know_yet(share_delay_s):
    """P(two uniform times lie closer than d) = 1 - (1 - d/L)^2."""
    outcome = _play(_two_units(command=1, share_delay_s=share_delay_s))
    both = 1 - (1 - share_delay_s / 40.0) ** 2
    _near((outcome.out_shots[:, 0] == 2).astype(float), both)
    _near(_rate(outcome, LEAK), 0.4 * (1 - both) + 0.4**2 * both)


@pytest.mark.parametrize(("command", "rounds"), [(0, 1), (2, 2)])
def test_centralised_units_share_and_autonomous_ones_do_not(command, rounds):
    outcome = _play(_two_units(command=command, share_delay_s=15.0))
    assert (outcome.out_shots == rounds).all()


def test_a_lost_link_doubles_too():
    """Either loss parts the two; each fires as it would alone."""
    lost = 0.3
    outcome = _play(_two_units(command=0, p_link_lost=lost, link_lost_s=-1000.0))
    _near((outcome.out_shots[:, 0] == 2).astype(float), 1 - (1 - lost) ** 2)


# --- Losses and shelter ----------------------------------------------------------------------


def test_a_leaker_that_strikes_the_unit_opens_the_way_for_the_next():
    p, p_dud = 0.7, 0.2
    outcome = _play(
        _once(
            n_threats=2,
            t_impact_s=[100.0, 250.0],
            p_kill=p,
            p_dud=p_dud,
            vulnerable_m=50.0,
        )
    )
    lost = (1 - p) * (1 - p_dud)
    leak = lost + (1 - lost) * (1 - p)
    _near(_rate(outcome, LEAK, 1), leak)
    # The second may strike it, too, if it is still there.
    _near(outcome.out_lost[:, 0].astype(float), lost + (1 - lost) * lost)


def test_shelter_lowers_the_risk_of_those_inside():
    share, ratio, tau = 0.8, 0.25, 30.0
    outcome = _play(
        make_tables(
            p_kill=0.0,
            warn_s=40.0,
            shelter_max=share,
            shelter_ratio=ratio,
            shelter_tau_s=tau,
            consequence_radius_m=2000.0,
        )
    )
    inside = share * (1 - math.exp(-60.0 / tau))
    assert outcome.out_exposed == pytest.approx(100.0 * (1 - inside + ratio * inside), rel=1e-12)


def test_the_siren_follows_the_first_track_of_any_radar():
    """Two radars track at times uniform over 40 s: the first has the density 2 (1 - x)."""
    outcome = _play(
        _two_units(
            siren_delay_s=10.0,
            shelter_ratio=0.0,
            shelter_tau_s=30.0,
            consequence_radius_m=2000.0,
            control=0,
            control_alone=0,
        )
    )
    # E exp(-(90 - 40 x)/30) over the density 2 (1 - x), by the mid-point rule.
    x = (np.arange(100_000) + 0.5) / 100_000
    expected = 100.0 * np.mean(np.exp(-(90.0 - 40.0 * x) / 30.0) * 2 * (1 - x))
    _near(outcome.out_exposed[:, 0], expected)
