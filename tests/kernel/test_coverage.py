"""What spheres sort out of a moved path has no window."""

import math

import numpy as np
import pytest

from airshield.kernel import coverage_columns as column
from airshield.kernel.coverage import windows_at
from airshield.kernel.earth import EARTH_WGS84, move_enu
from airshield.kernel.moved_path import path_blocks
from airshield.kernel.shots import shot_table


def arrival():
    t_s = np.arange(-200.0, 0.25, 0.5)
    flat, up = -900.0 * t_s, -1100.0 * t_s - 1.5 * t_s**2
    return t_s, np.column_stack([0.6 * flat, 0.8 * flat, up])


@pytest.mark.parametrize("boresight_deg", [0.0, 36.9, 200.0])
def test_what_spheres_sort_out_has_no_window(boresight_deg):
    """Windows through blocks are those of the whole path, wherever the aim point lies."""
    t_s, path = arrival()
    rng = np.random.default_rng(3)
    unit, groups = np.zeros(column.UNIT_COLUMNS), np.zeros((1, column.GROUP_COLUMNS))
    unit[:3] = 0.6, 0.7, 100.0
    groups[0, :8] = (
        2e3, 25e3, 3e3, 18e3, math.radians(boresight_deg), math.radians(50.0), 0.01, 1.3
    )  # fmt: skip
    groups[0, column.PROTECTED_M] = 1e9
    tof = np.linspace(0.0, 25e3, 81)[:, None] / 1100.0 * np.ones((1, 61))
    blocks = path_blocks(path)
    moved = np.empty((len(t_s), 3))
    opens, closes, met, height = np.empty(1), np.empty(1), np.empty((1, 9)), np.empty((1, 9))
    with_window = 0
    for _ in range(150):
        aim = np.array([[0.6 + rng.normal(0, 3e-3), 0.7 + rng.normal(0, 4e-3), 300.0]])
        windows_at(
            0, aim, t_s, path, blocks, unit, 0, 1, groups, tof[None], tof[None], EARTH_WGS84, moved,
            opens, closes, met, height,
        )  # fmt: skip
        whole = move_enu(path, aim[0], unit[:3], EARTH_WGS84)
        status, opened, closed, *_ = shot_table(t_s, whole, tof, 25e3, *groups[0, :8], -math.inf, 9)
        if status == 0:
            assert math.isnan(opens[0])
            continue
        with_window += 1
        assert (opens[0], closes[0]) == pytest.approx((opened, closed), abs=1e-7)
    assert with_window >= 15
