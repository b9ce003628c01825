"""Detection: cases A19, A20, A21, E03, E05 and E06."""

import math
import re

import numpy as np
import pytest
from cases import case
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import gamma, ncx2

from airshield.kernel.detection import (
    confirmed_probability,
    single_look_pd,
    snr_at_range,
    snr_reference,
    track_table_ground,
)
from airshield.kernel.horizon import beam_height_m, horizon_range_m


def numbers(label):
    """Read "Pd=0.2,n=3" as {"Pd": 0.2, "n": 3.0}; units and fractions are dropped or worked out."""
    found = re.findall(r"(\w+)=([\d.e-]+)(?:/(\d+))?", label)
    return {name: float(top) / float(below or 1) for name, top, below in found}


A19 = case("A19")
A20 = case("A20")
E03 = case("E03")
E05 = case("E05")
E06 = case("E06")


@pytest.mark.parametrize("label", A19["expected"]["Pc"])
def test_a19_cumulative_detection(label):
    """Through the whole track table: a target at rest where each look of one dwell has Pd."""
    given = numbers(label)
    n = int(given["n"])
    path = np.array([[0.0, 40e3, 30e3]] * 2)
    _, _, t_s, p = track_table_ground(
        np.array([0.0, 2.0 * n]), path, 0.1, 50e3, 0.1, given["Pd"], 1e-6, 1.0,
        0.0, 0.8, 0.0, 1.5, 170e3, 4.0, 2.0, 1, 1, 1, 1.0, 0.0, 0.0, np.empty(0, np.uint8),
    )  # fmt: skip
    assert t_s[-1] == 2.0 * n
    assert p[-1] == pytest.approx(A19["expected"]["Pc"][label], rel=A19["tolerance"]["rel"])


@pytest.mark.parametrize("label", A20["expected"]["P_confirmed"])
def test_a20_two_hits_in_three_scans(label):
    expected = A20["expected"]["P_confirmed"][label]
    p_look = np.full(len(expected), numbers(label)["p"])
    # The tolerance that the case states for closed-form code.
    assert confirmed_probability(p_look, 2, 3) == pytest.approx(expected, rel=1e-9)


def test_a21_cumulative_detection_of_a_closing_target():
    a21 = case("A21")
    given, rel = a21["inputs"], a21["tolerance"]["rel"]
    rows = np.array(a21["expected"]["R_km,Pd,Pcum"])
    snr0 = 10 ** (given["SNR0_dB"] / 10)
    ranges_m = 1e3 * np.arange(
        given["R_start_km"], given["R_end_km"] - 1.0, -given["v_km_s"] * given["scan_s"]
    )
    p = np.array(
        [
            single_look_pd(snr_at_range(r, 1.0, 1e3 * given["R0_km"], 1.0, snr0, 1.0), given["Pfa"])
            for r in ranges_m
        ]
    )
    assert ranges_m == pytest.approx(1e3 * rows[:, 0])
    assert p == pytest.approx(rows[:, 1], rel=rel)
    assert confirmed_probability(p, 1, 1) == pytest.approx(rows[:, 2], rel=rel)


def threshold(n, pfa):
    """Sum of n unit exponential powers that noise exceeds with probability pfa."""
    return gamma.isf(pfa, n)


def pd_steady(snr, n, pfa):
    """Swerling 0: noncentral chi-square with 2n degrees of freedom."""
    return ncx2.sf(2 * threshold(n, pfa), 2 * n, 2 * n * snr)


def pd_slow(snr, n, pfa):
    """Swerling 1: the steady result averaged over one exponential power for all n pulses."""
    value, _ = quad(
        lambda power: pd_steady(snr * power, n, pfa) * math.exp(-power), 0, 60, limit=400
    )
    return value


def pd_fast(snr, n, pfa):
    """Swerling 2: n independent exponential powers."""
    return gamma.sf(threshold(n, pfa) / (1 + snr), n)


REFERENCE = {"SW0": pd_steady, "SW1": pd_slow, "SW2": pd_fast}


@pytest.mark.parametrize("label", E03["expected"])
def test_e03_required_signal_to_noise_ratio(label):
    """Swerling 1 with one pulse is production; the rest checks the formulae it stands among."""
    given, model = numbers(label), label[:3]
    n = int(given["N"])
    if model == "SW1" and n == 1:
        snr = snr_reference(given["Pd"], given["Pfa"])
    else:
        snr = brentq(
            lambda x: REFERENCE[model](x, n, given["Pfa"]) - given["Pd"], 0.1, 500.0, xtol=1e-7
        )
    assert 10 * math.log10(snr) == pytest.approx(
        E03["expected"][label], abs=E03["tolerance"]["abs_db"]
    )


@pytest.mark.parametrize("label", E05["expected"]["km"])
def test_e05_radar_horizon(label):
    given = numbers(label)
    found = horizon_range_m(given["ha"], given["ht"], given["k"] * 6_371_000.0)
    assert found / 1e3 == pytest.approx(E05["expected"]["km"][label], rel=E05["tolerance"]["rel"])


@pytest.mark.parametrize("label", E06["expected"]["m"])
def test_e06_beam_height(label):
    given = numbers(label)
    found = beam_height_m(
        1e3 * given["R"], math.radians(given["el"]), given["ha"], 4 / 3 * 6_371_000.0
    )
    assert found == pytest.approx(E06["expected"]["m"][label], abs=E06["tolerance"]["abs_m"])
