"""A grid finds what each of its nodes finds by itself."""

import numpy as np
import pytest

from airshield.coverage.arrivals import arrival_of, fly_in
from airshield.coverage.defence import lower_defence, place_of
from airshield.coverage.grid import grid_around
from airshield.coverage.sweep import Sweep, at_edges
from airshield.kernel import coverage_columns as column
from airshield.posture import resolve
from airshield.scenario import load
from airshield.simulate.picker import Picker

POINTS = 40


@pytest.mark.parametrize(
    ("unit", "threat", "azimuth_deg"),
    [
        ("patriot_erbil", "fateh_313", 100.0),
        # Tracked late and over ground: the patch is cut by the sector, the horizon and clutter.
        ("patriot_erbil", "shahed_131", 60.0),
        ("patriot_erbil", "shahed_131", 120.0),
        ("avenger_erbil", "shahed_131", 270.0),
        ("cram_erbil", "rocket_122mm", 200.0),
    ],
)
def test_a_grid_finds_what_its_nodes_find(unit, threat, azimuth_deg):
    loaded = resolve(load("mixed-raid")).loaded
    pick = Picker(loaded.catalogue, {})
    units = tuple(u for u in loaded.scenario.fire_unit if u.id == unit)
    defence = lower_defence(pick, loaded.scenario, units, threat)
    reach_m = np.minimum(defence.groups[:, 1], defence.groups[:, column.PROTECTED_M]).max()
    grid = grid_around([place_of(pick, units[0])], 1.25 * reach_m, POINTS)
    range_m = {"fateh_313": 431e3, "rocket_122mm": 15e3}.get(threat, 400e3)
    arrival = arrival_of(fly_in(pick, threat, grid.centre, azimuth_deg, range_m, "nominal"))
    together = Sweep(grid.lla, grid.shape).run(arrival, defence)
    alone = Sweep(grid.lla).run(arrival, defence)
    covered = alone[:, column.SHOTS] > 0
    assert covered.sum() >= 30
    assert np.array_equal(covered, together[:, column.SHOTS] > 0)
    # Between nodes a track is known to the time in which the threat flies a tenth of a node.
    others = together[:, column.SHOTS] != alone[:, column.SHOTS]
    assert others.sum() <= 0.03 * covered.sum()
    assert abs(together[:, column.P_STOP] - alone[:, column.P_STOP]).max() < 0.05
    assert abs(together[:, column.P_STOP] - alone[:, column.P_STOP]).mean() < 1e-4
    speed = np.linalg.norm(np.diff(arrival.pos_enu_m, axis=0), axis=1) / np.diff(arrival.t_s)
    late_s = 0.05 + 0.1 * max(grid.spacing_m) / speed.max()
    first = together[covered, column.EARLIEST_S] - alone[covered, column.EARLIEST_S]
    assert abs(first).max() <= late_s
    for k in (column.LATEST_S, column.KEEP_OUT_M):
        assert together[covered, k] == pytest.approx(alone[covered, k], abs=1e-9)


def test_guessed_nodes_beside_another_kind_are_asked():
    shares = np.full((25, 2), np.nan)
    shares[[0, 1, 5]] = 1.0
    near, guessed = np.ones(25, np.uint8), np.ones(25, np.uint8)
    guessed[6] = 0
    near[10] = 0
    assert list(at_edges(shares, near, guessed, (5, 5))) == [0, 1, 2, 5, 7, 11]
    # Nothing is asked twice, and alike is alike.
    assert not len(at_edges(shares, near, np.zeros(25, np.uint8), (5, 5)))
    assert not len(at_edges(np.ones((25, 2)), near, guessed, (5, 5)))
