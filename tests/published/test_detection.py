"""Detection of other fluctuation models: the part of case E03 that production does not use."""

import math
import re

import pytest
from cases import case
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import gamma, ncx2

E03 = case("E03")


def numbers(label):
    """Read "Pd=0.2,n=3" as {"Pd": 0.2, "n": 3.0}."""
    return {name: float(value) for name, value in re.findall(r"(\w+)=([\d.e-]+)", label)}


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
    given, model = numbers(label), label[:3]
    n = int(given["N"])
    snr = brentq(
        lambda x: REFERENCE[model](x, n, given["Pfa"]) - given["Pd"], 0.1, 500.0, xtol=1e-7
    )
    assert 10 * math.log10(snr) == pytest.approx(
        E03["expected"][label], abs=E03["tolerance"]["abs_db"]
    )
