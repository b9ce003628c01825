"""The packaged numbers of the battlefield, derived anew, and its tables under the oracle.

What the kernel makes of them is checked by `airshield validate` (`tests/validation/test_cases.py`).
Here the expected numbers are computed from the rows' own inputs, and the oracle must agree with the
kernel on the very tables that those cases play.
"""

import itertools
import math

import engagement_oracle as oracle
import numpy as np
import pytest
from cases import packaged
from scipy.integrate import quad
from scipy.stats import binom, ncx2

from airshield.simulate.run import run_block
from airshield.validation.engagement import SEED, tables_of

FEW = 20


def gun(g):
    """Bursts at -10, -8.5 .. -2.5 s until one hits: six; only inside the circle it protects.

    Distance from the gun is Rice distributed: its square is non-central chi-squared.
    """
    sigma, bursts = g["sigma_round_m"], 6
    away = max(g["own_east_m"] ** 2 / sigma**2, 1e-12)
    inside = ncx2.cdf(g["protected_m"] ** 2 / sigma**2, 2, away)
    hit = 1.0 - (1.0 - g["p_kill"]) ** bursts
    return {"stopped[0]": inside * hit, "shots[0]": inside * hit / g["p_kill"]}


def rocket(g):
    return {"stopped[0]": g["p_kill"] * (1.0 if g["hit_stops"] else g["p_warhead"])}


def _confusion(g):
    return np.diff(np.array(g["class_cdf"])[g["threat_class"]], prepend=0.0)


def fratricide(g):
    """Sum over every outcome: reply and clearance are the aircraft's, the rest each unit's."""
    confusion, yes_no = _confusion(g), (True, False)
    survives = 0.0

    def chance(name, happens):
        return g[name] if happens else 1.0 - g[name]

    for replies, cleared in itertools.product(yes_no, yes_no):
        weight, spared = chance("p_reply", replies) * chance("p_cleared", cleared), 0.0
        for works, x, declared, hit in itertools.product(yes_no, range(3), yes_no, yes_no):
            p = chance("p_interrogator", works) * confusion[x] * chance("p_kill", hit)
            p *= g["p_hostile"][x] if declared else 1.0 - g["p_hostile"][x]
            if (replies and works) or cleared or not declared or not hit:
                spared += p
        survives += weight * spared ** g["n_units"]
    return {"stopped[0]": 1.0 - survives, "passed[0]": survives}


def free(g):
    fired = (1.0 - g["p_reply"] * g["p_interrogator"]) * (1.0 - g["p_cleared"])
    return {"shots[0]": fired, "stopped[0]": fired * g["p_kill"]}


def seen_class(g):
    confusion, rounds = _confusion(g), np.array(g["rounds_last"])
    return {
        "shots[0]": confusion @ rounds,
        "leaked[0]": confusion @ (1.0 - g["p_kill"]) ** rounds,
    }


def decoys(g):
    n = sum(g["decoy"])
    return {f"stopped[{n}]": binom.cdf(g["group_stock"] - 1, n, 1.0 - g["p_recognise"][0])}


def layers(g):
    p1, p2, rho = g["p_kill"][0][0], g["p_kill"][1][0], g["rho"]
    false_kill, false_alive = g["p_false_kill"][0], g["p_false_alive"][0]
    b1 = p1 + rho * (1 - p1)
    common = p1 / b1
    b2 = min(1.0, p2 / common)
    miss_all = 1 - common + common * (1 - b1) * (1 - b2) ** 2
    if g["net"][0] != g["net"][1]:
        return {"leaked[0]": miss_all, "shots[0]": 3.0}
    return {
        "leaked[0]": (1 - p1) * false_kill + (1 - false_kill) * miss_all,
        "shots[0]": 1 + 2 * (p1 * false_alive + (1 - p1) * (1 - false_kill)),
    }


def slots(g):
    """Follow the survivors: each of seven launches of each slot engages as many as there are."""
    n, cycles = g["n_threats"], 7
    alive = np.zeros(n + 1)
    alive[n] = 1.0
    for _ in range(cycles):
        after = np.zeros(n + 1)
        for a, chance in enumerate(alive):
            engaged = min(a, g["targets_max"])
            for stopped in range(engaged + 1):
                after[a - stopped] += chance * binom.pmf(stopped, engaged, g["p_kill"])
        alive = after
    return {
        "leakers": alive @ np.arange(n + 1),
        "p_leakers_is_0": alive[0],
        "p_leakers_from_3": alive[3:].sum(),
    }


def decentralised(g):
    """P(two uniform times lie closer than d) = 1 - (1 - d/L)^2."""
    (first, last), _ = g["track"]
    both = 1.0 - (1.0 - g["share_delay_s"] / (last - first)) ** 2
    miss = 1.0 - g["p_kill"]
    return {"p_shots_is_2": both, "leaked[0]": miss * (1 - both) + miss**2 * both}


def lost_link(g):
    return {"p_shots_is_2": 1.0 - (1.0 - g["p_link_lost"]) ** 2}


def struck(g):
    lost = (1.0 - g["p_kill"]) * (1.0 - g["p_dud"])
    return {
        "leaked[1]": lost + (1.0 - lost) * (1.0 - g["p_kill"]),
        "lost[0]": lost + (1.0 - lost) * lost,
    }


def shelter(g):
    """A hundred people, 60 s between siren and impact."""
    inside = g["shelter_max"] * (1.0 - math.exp(-60.0 / g["shelter_tau_s"]))
    return {"exposed[0]": 100.0 * (1.0 - inside + g["shelter_ratio"] * inside)}


def siren(g):
    """The earlier of two uniform times has the density 2 (1 - x); it sounds 10 s later."""
    value, _ = quad(
        lambda x: math.exp(-(90.0 - 40.0 * x) / g["shelter_tau_s"]) * 2 * (1 - x), 0.0, 1.0
    )
    return {"exposed[0]": 100.0 * value}


def correlated(g):
    p, n = g["p_kill"], g["rounds_last"]
    b = p + g["rho"] * (1 - p)
    if g.get("p_warhead") == 0.0:
        return {"p_hits_is_2": p**2 + g["rho"] * p * (1 - p), "hits[0]": 2 * p}
    return {"leakers": 1 - p / b + p / b * (1 - b) ** n}


DERIVED = {
    "K01": gun, "K02": rocket, "K03": fratricide, "K04": free, "K05": seen_class, "K06": decoys,
    "K07": layers, "K08": slots, "K11": decentralised, "K13": lost_link, "K14": struck,
    "K15": shelter, "K16": siren, "A25": correlated,
}  # fmt: skip
COUNTED = ("K09", "K10", "K12")
"""Cases whose numbers are counts, said in their source."""


@pytest.mark.parametrize("name", DERIVED)
def test_the_packaged_numbers_are_derived(name):
    case = packaged(name)
    for row in case.row:
        expected = DERIVED[name](case.common | row.given)
        assert row.expected.keys() == expected.keys()
        for quantity, value in row.expected.items():
            assert value == pytest.approx(expected[quantity], rel=1e-8), quantity


@pytest.mark.parametrize("name", [*DERIVED, *COUNTED])
def test_the_oracle_plays_the_same_cases_bit_for_bit(name):
    case = packaged(name)
    for row in case.row:
        tables = tables_of(case.common | row.given)
        outcome = run_block(tables, SEED, 0, FEW)
        for column, values in oracle.run(tables, SEED, 0, FEW).items():
            assert np.array_equal(getattr(outcome, column), values), column
