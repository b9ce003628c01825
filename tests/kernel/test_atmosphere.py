"""The atmosphere against the hydrostatic equation, its own layers and the printed tables."""

import numpy as np
import pytest
from scipy.integrate import quad

from airshield.kernel.atmosphere import (
    G0_M_S2,
    TOP_M,
    density,
    geopotential_m,
    pressure,
    sound_speed,
    temperature,
)

R_AIR = 287.05287  # ICAO rounding of 8314.32 / 28.9644


@pytest.mark.parametrize("height", [11_000, 20_000, 32_000, 47_000, 51_000, 71_000])
def test_layers_join_without_a_step(height):
    z = 6_356_766.0 * height / (6_356_766.0 - height)
    for quantity in (density, pressure, temperature):
        # Two millimetres of height change density by 3e-7 at most.
        assert quantity(z + 1e-3) == pytest.approx(quantity(z - 1e-3), rel=5e-7)


@pytest.mark.parametrize("z", [500.0, 9_000.0, 15_000.0, 27_000.0, 40_000.0, 60_000.0, 80_000.0])
def test_pressure_balances_the_weight_of_the_air_above_the_ground(z):
    def weight(height):
        return density(height) * G0_M_S2 * (6_356_766.0 / (6_356_766.0 + height)) ** 2

    kinks = [6_356_766.0 * h / (6_356_766.0 - h) for h in (11e3, 20e3, 32e3, 47e3, 51e3, 71e3)]
    carried, _ = quad(weight, 0.0, z, points=[k for k in kinks if k < z], epsabs=1e-9, epsrel=1e-11)
    assert pressure(z) == pytest.approx(101_325.0 - carried, abs=1e-4)


@pytest.mark.parametrize("z", [0.0, 5_000.0, 30_000.0, 79_000.0])
def test_the_gas_law_holds(z):
    assert density(z) == pytest.approx(pressure(z) / (R_AIR * temperature(z)), rel=2e-6)


@pytest.mark.parametrize(
    ("z_km", "t", "rho"),
    # US Standard Atmosphere 1976, table I: 86 km to 120 km.
    [(90, 186.87, 3.416e-6), (95, 188.42, 1.393e-6), (100, 195.08, 5.604e-7), (120, 360, 2.222e-8)],
)
def test_table_values_above_the_layers(z_km, t, rho):
    assert temperature(z_km * 1e3) == pytest.approx(t, rel=1e-4)
    assert density(z_km * 1e3) == pytest.approx(rho, rel=1e-4)


def test_interpolation_between_table_values_stays_within_ten_per_cent():
    # Table I at 105, 115 and 92 km, which are not among the knots.
    for z_km, rho in ((92, 2.393e-6), (105, 2.325e-7), (115, 4.289e-8)):
        assert density(z_km * 1e3) == pytest.approx(rho, rel=0.1)


def test_density_is_continuous_at_86_km_and_nothing_above_120_km():
    assert density(86_000.0) == pytest.approx(density(85_999.999), rel=1e-6)
    assert density(TOP_M) > 0.0
    assert density(TOP_M + 1.0) == 0.0


def test_density_falls_all_the_way():
    rho = np.array([density(z) for z in np.arange(-500.0, 120_000.0, 250.0)])
    assert np.all(np.diff(rho) < 0.0)


def test_the_dead_sea_has_more_air_than_the_sea():
    # Layer 0 continued downwards: rho = 1.225 (1 + 0.0065 * 430 / 288.15)^4.2559.
    assert density(-430.0) == pytest.approx(1.225 * (1 + 0.0065 * 430 / 288.15) ** 4.2559, rel=2e-5)


def test_geopotential_and_sound_speed_at_known_points():
    assert geopotential_m(11_019.0) == pytest.approx(10_999.9, abs=0.2)
    assert sound_speed(0.0) == pytest.approx(340.294, abs=1e-3)
