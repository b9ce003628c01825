"""Closed forms that airshield does not compute, kept as checks on the numbers others rely on.

Cases A17, A24, D05, D06, E01, E02, E04 and F02 of `docs/validation.md`, marked *reference only*:
the formula stands in the test itself.
"""

import math

import numpy as np
import pytest
from cases import case, numbers

BOLTZMANN = 1.380649e-23
LIGHT = 299_792_458.0


def test_a17_erlang_b():
    for words, blocked in case("A17")["expected"]["P_blocked"].items():
        values = numbers(words)
        p = 1.0
        for k in range(1, int(values["c"]) + 1):
            p = values["a"] * p / (k + values["a"] * p)
        assert p == pytest.approx(blocked, rel=1e-9)


def test_a24_hughes_salvo():
    def loss(shots, stopped_by_each, force, to_kill):
        return min(force, max(0.0, (shots - stopped_by_each * force) / to_kill))

    first, second = case("A24")["expected"]["dB,dA"].values()
    assert [loss(4 * 3, 3, 3, 1.5), loss(4 * 3, 3, 3, 1.5)] == pytest.approx(first, rel=1e-9)
    assert [loss(4 * 2, 2, 3, 2), loss(4 * 3, 2, 2, 2)] == pytest.approx(second, rel=1e-9)


def allen_eggers(v_entry, sine, beta, rho0, scale_m, h):
    """NACA Report 1381 (1958): speed on a straight path through an exponential atmosphere."""
    return v_entry * math.exp(-rho0 * scale_m * math.exp(-h / scale_m) / (2.0 * beta * sine))


@pytest.mark.parametrize("words", case("D05")["inputs"]["cases"])
def test_d05_allen_eggers(words):
    values, expected = numbers(words), case("D05")["expected"][words]
    v_entry, sine, beta = values["vE"], math.sin(math.radians(values["g"])), values["beta"]
    rho0, scale = 1.225, 7200.0
    at = [allen_eggers(v_entry, sine, beta, rho0, scale, h) for h in (0.0, 10e3)]
    assert at == pytest.approx([expected["v_impact"], expected["v_10km"]], rel=2e-5)
    peak = [
        v_entry**2 * sine / (2.0 * math.e * scale) / 9.80665,
        scale * math.log(rho0 * scale / (beta * sine)),
        v_entry * math.exp(-0.5),
    ]
    assert peak == pytest.approx(expected["peak_decel_g,alt_m,v"], rel=1e-5)


def test_d06_iron_sphere():
    expected = case("D06")["expected"]
    foot, slug_ft3 = 0.3048, 515.378818
    beta = 7874.0 * (4.0 / 3.0) * (foot / 2.0)  # density, volume over area of a sphere, Cd = 1
    v, rho0, scale = 30_000.0 * foot, 0.0034 * slug_ft3, 22_000.0 * foot
    assert beta == pytest.approx(expected["beta_kg_m2"], rel=1e-3)
    assert v**2 / (2 * math.e * scale) / 9.80665 == pytest.approx(
        expected["peak_decel_g"], rel=1e-3
    )
    height = scale * math.log(rho0 * scale / beta) / foot
    assert height == pytest.approx(expected["alt_of_peak_ft"], rel=1e-3)
    assert v * math.exp(-0.5) / foot == pytest.approx(expected["v_at_peak_ft_s"], rel=1e-3)
    impact = allen_eggers(v, 1.0, beta, rho0, scale, 0.0) / foot
    assert impact == pytest.approx(expected["v_impact_ft_s"], rel=1e-3)


def albersheim(p_detect, p_false, looks):
    """Albersheim, Proc. IEEE 69 (1981): signal-to-noise in dB, steady target."""
    a = math.log(0.62 / p_false)
    b = math.log(p_detect / (1.0 - p_detect))
    spread = 6.2 + 4.54 / math.sqrt(looks + 0.44)
    return -5.0 * math.log10(looks) + spread * math.log10(a + 0.12 * a * b + 1.7 * b)


def test_e01_albersheim():
    inputs, expected = case("E01")["inputs"], case("E01")["expected"]
    for p, snr in zip(inputs["Pd"], expected["snr_db"], strict=True):
        assert albersheim(p, inputs["Pfa"], inputs["N"]) == pytest.approx(snr, abs=1e-9)
    for looks in (10, 100):
        snr = expected[f"Pd=.5,Pfa=1e-6,N={looks}"]
        assert albersheim(0.5, 1e-6, looks) == pytest.approx(snr, abs=1e-9)


def shnidman(p_detect, p_false, looks):
    """Shnidman, IEEE Trans. AES 38 (2002), Swerling 0: signal-to-noise in dB of one look."""
    alpha = 0.0 if looks < 40 else 0.25
    sign = math.copysign(1.0, p_detect - 0.5)
    eta = math.sqrt(-0.8 * math.log(4.0 * p_false * (1.0 - p_false))) + sign * math.sqrt(
        -0.8 * math.log(4.0 * p_detect * (1.0 - p_detect))
    )
    gain = eta * (eta + 2.0 * math.sqrt(looks / 2.0 + alpha - 0.25))
    return 10.0 * math.log10(gain / looks)


def test_e02_shnidman():
    inputs, expected = case("E02")["inputs"], case("E02")["expected"]
    for p, snr in zip(inputs["Pd"], expected["snr_db"], strict=True):
        assert shnidman(p, inputs["Pfa"], inputs["N"]) == pytest.approx(snr, abs=1e-9)
    assert shnidman(0.5, 1e-6, 10) == pytest.approx(expected["N=10,Pd=.5"], abs=1e-9)


def radar_number(frequency, tau, gain_db, rcs=1.0, kelvin=290.0, loss=0.0):
    """The radar equation without power, range and signal-to-noise: SNR = P number / R^4."""
    gain = 10.0 ** (gain_db / 10.0)
    return (LIGHT / frequency) ** 2 * gain**2 * rcs * tau / (
        (4.0 * math.pi) ** 3 * BOLTZMANN * kelvin * 10.0 ** (loss / 10.0)
    )  # fmt: skip


def test_e04_radar_equation():
    expected = case("E04")["expected"]
    first = 1e6 * radar_number(1e9, 0.2e-6, 20.0) / 50e3**4
    assert 10.0 * math.log10(first) == pytest.approx(expected["snr1_db"], rel=1e-4)
    second = 1e6 * radar_number(10e9, 1e-6, 40.0, 0.5, 300.0, 3.0) / 100e3**4
    assert 10.0 * math.log10(second) == pytest.approx(expected["snr2_db"], rel=1e-4)
    snr = 10.0**0.6
    reach = (1e6 * radar_number(10e9, 10e-6, 20.0) / snr) ** 0.25
    assert reach == pytest.approx(expected["rng1_m"], rel=1e-4)
    power = 50e3**4 * snr / radar_number(1e9, 1e-6, 20.0)
    assert power == pytest.approx(expected["pow1_w"], rel=1e-4)


def carleton(d0, radius_x, radius_y, sigma_x, sigma_y):
    """Mean of D0 exp(-D0 ((x/Rx)^2 + (y/Ry)^2)) over independent normal errors."""
    spread = (radius_x**2 + 2 * d0 * sigma_x**2) * (radius_y**2 + 2 * d0 * sigma_y**2)
    return d0 * radius_x * radius_y / math.sqrt(spread)


def test_f02_carleton():
    """By the closed form and by quadrature over each axis: the damage function factors."""
    cep_per_sigma = math.sqrt(2.0 * math.log(2.0))
    for words, expected in case("F02")["expected"].items():
        values = numbers(words.split(" (")[0])
        d0 = values["D0"]
        if "R" in values:
            radii, sigma = (values["R"],) * 2, (values["CEP"] / cep_per_sigma,) * 2
        else:
            radii, sigma = (values["Rx"], values["Ry"]), (values["sx"], values["sy"])
        assert carleton(d0, *radii, *sigma) == pytest.approx(expected, rel=1e-6)
        product = d0
        for radius, s in zip(radii, sigma, strict=True):
            x = np.linspace(-12 * s, 12 * s, 20_001)
            density = np.exp(-0.5 * (x / s) ** 2) / (s * math.sqrt(2 * math.pi))
            product *= np.trapezoid(density * np.exp(-d0 * (x / radius) ** 2), x)
        assert product == pytest.approx(expected, rel=1e-6)
