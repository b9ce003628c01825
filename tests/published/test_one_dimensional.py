"""One dimension, constant speeds, shoot-look-shoot: case A14."""

import math
import re

import numpy as np
import pytest
from cases import case

from airshield.kernel.shots import N_LAUNCHES, look_sequence, shot_table

A14 = case("A14")


@pytest.mark.parametrize("label", A14["inputs"]["cases"])
def test_a14_intercept_ranges(label):
    """A head-on threat along the ground against a map of constant speed, through the shot table."""
    given = {name: float(value) for name, value in re.findall(r"(\w+)=([\d.]+)", label)}
    distance_m, threat_m_s, interceptor_m_s = (1e3 * given[name] for name in ("D", "vt", "vi"))
    t_s = np.linspace(0.0, distance_m / threat_m_s, 101)
    pos = np.column_stack([0.0 * t_s, distance_m - threat_m_s * t_s, 0.0 * t_s])
    tof_s = np.linspace(0.0, distance_m, 9)[:, None] / interceptor_m_s * np.ones((1, 3))
    status, opens, closes, intercept_s, _, _ = shot_table(
        t_s, pos, tof_s, distance_m,
        1e3 * given["rmin"], distance_m, -1e4, 1e4, 0.0, 0.1, -0.1, 0.1, -math.inf, N_LAUNCHES,
    )  # fmt: skip
    assert status == 1
    n, _, met_s = look_sequence(opens, closes, intercept_s, given["tr"], given["ta"], 100)
    assert n == A14["expected"]["n_shots"][label]
    ranges_km = (distance_m - threat_m_s * met_s) / 1e3
    assert ranges_km == pytest.approx(
        A14["expected"]["intercept_ranges_km"][label], rel=A14["tolerance"]["rel"]
    )
