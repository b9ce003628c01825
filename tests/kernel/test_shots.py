import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshield.kernel import shots as s
from airshield.kernel.flyout import N_ELEVATION, N_RANGE, STEP_S, flyout_map, time_of_flight_s
from airshield.kernel.path import height_above_m

REACH_M = 20e3
CONSTANT_SPEED_M_S = 1000.0


def constant_speed_map(speed_m_s=CONSTANT_SPEED_M_S, reach_m=200e3):
    return np.linspace(0.0, reach_m, 5)[:, None] / speed_m_s * np.ones((1, 3)), reach_m


@pytest.fixture(scope="module")
def pac3_map():
    tof = flyout_map(
        1500.0, 9.0, 0.018, 160.0, 190.0, REACH_M, 210.0, 9.80665, math.nan,
        STEP_S, N_RANGE, N_ELEVATION,
    )  # fmt: skip
    return tof, REACH_M


def dive(speed_m_s=1800.0, elevation_deg=45.0, azimuth_deg=0.0, miss_m=500.0, step_s=0.5):
    """A straight dive past the launcher from the given azimuth, impact at time 0."""
    t_s = np.arange(-200.0, step_s / 2, step_s)
    elevation, azimuth = math.radians(elevation_deg), math.radians(azimuth_deg)
    flat = -speed_m_s * t_s * math.cos(elevation)
    east = flat * math.sin(azimuth) + miss_m * math.cos(azimuth)
    north = flat * math.cos(azimuth) - miss_m * math.sin(azimuth)
    return t_s, np.column_stack([east, north, -speed_m_s * t_s * math.sin(elevation)])


def table(path, tof_map, n_launches=s.N_LAUNCHES, **changes):
    values = {
        "range_min_m": 2e3,
        "range_max_m": REACH_M,
        "altitude_min_m": 4e3,
        "altitude_max_m": 20e3,
        "boresight_rad": 0.0,
        "half_width_rad": math.radians(60.0),
        "elevation_min_rad": 0.0,
        "elevation_max_rad": math.pi / 2,
        "t_visible_from": -math.inf,
    } | changes
    return s.shot_table(*path, *tof_map, *values.values(), n_launches)


def at(path, t):
    return [np.interp(t, path[0], path[1][:, axis]) for axis in range(3)]


def brute_force(path, tof_map, launch_s, allowed):
    """The earliest allowed intercept of one launch by stepping through the path in 1 ms."""
    for t in np.arange(launch_s, path[0][-1], 1e-3):
        east, north, up = at(path, t)
        r = math.sqrt(east**2 + north**2 + up**2)
        needed = time_of_flight_s(r, math.asin(up / r), *tof_map)
        if allowed(r, up) and needed <= t - launch_s:
            return t
    return math.nan


def test_each_launch_meets_the_earliest_intercept(pac3_map):
    """5 ms, or 9 m of the threat's path: launch times are joined linearly between samples."""
    path = dive()
    status, opens, closes, intercept_s, altitude_m, range_m = table(path, pac3_map)
    assert status == s.Window.ONE
    assert len(intercept_s) == s.N_LAUNCHES
    launches = np.linspace(opens, closes, s.N_LAUNCHES)
    for k in range(0, s.N_LAUNCHES, 4):
        east, north, up = at(path, intercept_s[k])
        r = math.sqrt(east**2 + north**2 + up**2)
        assert range_m[k] == pytest.approx(r, abs=1e-3)
        assert altitude_m[k] == pytest.approx(height_above_m(east, north, up), abs=1e-3)
        flight = time_of_flight_s(r, math.asin(up / r), *pac3_map)
        assert launches[k] + flight == pytest.approx(intercept_s[k], abs=5e-3)
        found = brute_force(
            path, pac3_map, launches[k] + 1e-6, lambda r, up: r <= REACH_M and up >= 3.9e3
        )
        assert intercept_s[k] == pytest.approx(found, abs=5e-3)


def test_the_window_ends_exactly_on_the_limits_whatever_the_sampling(pac3_map):
    fine = table(dive(step_s=0.1), pac3_map)
    coarse = table(dive(step_s=0.5), pac3_map)
    for result in (fine, coarse):
        _, _, _, _, altitude_m, range_m = result
        assert range_m[0] == pytest.approx(REACH_M, abs=1e-3)
        assert altitude_m[-1] == pytest.approx(4e3, abs=1e-3)
    assert coarse[1:3] == pytest.approx(fine[1:3], abs=1e-3)


def test_the_altitude_ceiling_and_the_least_range_bind_too(pac3_map):
    _, _, _, _, altitude_m, range_m = table(
        dive(), pac3_map, altitude_max_m=9e3, altitude_min_m=0.0, range_min_m=3e3
    )
    assert altitude_m[0] == pytest.approx(9e3, abs=1e-3)
    assert range_m[-1] == pytest.approx(3e3, abs=1e-3)


@pytest.mark.parametrize(
    "changes",
    [
        {"boresight_rad": math.pi},
        {"half_width_rad": math.radians(1.0), "boresight_rad": 0.5},
        {"altitude_min_m": 21e3, "altitude_max_m": 30e3},
        {"elevation_max_rad": math.radians(20.0)},
        {"t_visible_from": 0.0},
    ],
)
def test_no_window(pac3_map, changes):
    status, opens, closes, intercept_s, altitude_m, range_m = table(dive(), pac3_map, **changes)
    assert status == s.Window.NONE
    assert math.isnan(opens)
    assert math.isnan(closes)
    assert len(intercept_s) == len(altitude_m) == len(range_m) == 0


def test_the_sector_cuts_a_crossing_threat_at_its_edge(pac3_map):
    """Past the launcher from west to east, 8 km north: the sector of +-30 degrees holds 4.6 km."""
    t_s = np.arange(0.0, 40.01, 0.5)
    east = 1000.0 * (t_s - 20.0)
    path = (t_s, np.column_stack([east, np.full_like(t_s, 8e3), np.full_like(t_s, 9e3)]))
    _, _, _, intercept_s, _, _ = table(path, pac3_map, half_width_rad=math.radians(30.0))
    edge = 8.0 * math.tan(math.radians(30.0))
    assert intercept_s[0] == pytest.approx(20.0 - edge, abs=1e-6)
    assert intercept_s[-1] == pytest.approx(20.0 + edge, abs=1e-6)


def test_visibility_delays_the_opening_and_nothing_else(pac3_map):
    _, opens, closes, _, _, _ = table(dive(), pac3_map)
    middle = 0.5 * (opens + closes)
    _, late_open, late_close, late, _, _ = table(dive(), pac3_map, t_visible_from=middle)
    assert (late_open, late_close) == (middle, closes)
    whole = table(dive(), pac3_map)[3]
    assert late[0] == pytest.approx(s.intercept_time_s(middle, opens, closes, whole), abs=0.01)
    assert late[-1] == pytest.approx(whole[-1], abs=1e-9)


def test_several_windows_are_named_and_the_longest_is_kept(pac3_map):
    """Through the ceiling and back: low for 6 s, high for 20 s, low for 14 s."""
    t_s = np.arange(0.0, 40.01, 0.5)
    up = np.where((t_s > 6.0) & (t_s < 26.0), 25e3, 8e3)
    path = (t_s, np.column_stack([np.zeros_like(t_s), 10e3 - 200.0 * t_s, up]))
    status, opens, closes, intercept_s, _, _ = table(path, pac3_map)
    assert status == s.Window.SEVERAL
    # The path is straight between samples: it comes through 20 km late in the sample before 26 s.
    assert 25.5 < intercept_s[0] < 26.5
    assert intercept_s[-1] == 40.0
    assert closes - opens > 13.0


def test_a_receding_threat_that_outruns_the_interceptor_is_met_first_time():
    """Moving away at 1.2 times the interceptor's speed: launch time falls, only the start counts.

    It slows down at 20 s to half the speed, and the window opens again from there.
    """
    t_s = np.arange(0.0, 60.01, 0.5)
    north = np.where(t_s < 20.0, 10e3 + 1200.0 * t_s, 34e3 + 500.0 * (t_s - 20.0))
    path = (t_s, np.column_stack([np.zeros_like(t_s), north, np.full_like(t_s, 1e-6)]))
    status, opens, closes, intercept_s, _, _ = table(
        path, constant_speed_map(), range_max_m=200e3, altitude_min_m=-1e3
    )
    assert status == s.Window.ONE
    # Launch at 0 - 10 s meets it at 0 s. At 20 s the launch would have been at 20 - 34 = -14 s;
    # from there launch = t - 34 - (t - 20) / 2, which passes -10 s again at t = 28 s.
    assert opens == pytest.approx(-10.0, abs=1e-6)
    assert closes == pytest.approx(60.0 - 54.0, abs=1e-6)
    assert intercept_s[0] == pytest.approx(0.0, abs=1e-6)
    launches = np.linspace(opens, closes, s.N_LAUNCHES)
    assert intercept_s[1:] == pytest.approx(28.0 + 2.0 * (launches[1:] + 10.0), abs=1e-6)


@given(
    turn=st.floats(0.0, 2 * math.pi),
    shift=st.floats(-500.0, 500.0),
    elevation=st.floats(25.0, 80.0),
)
def test_turning_the_map_or_shifting_the_clock_changes_nothing(turn, shift, elevation):
    tof_map = constant_speed_map()
    t_s, pos = dive(elevation_deg=elevation)
    c, w = math.cos(turn), math.sin(turn)
    turned = np.column_stack(
        [c * pos[:, 0] + w * pos[:, 1], c * pos[:, 1] - w * pos[:, 0], pos[:, 2]]
    )
    before = table((t_s, pos), tof_map)
    after = table((t_s + shift, turned), tof_map, boresight_rad=turn)
    assert after[0] == before[0]
    assert np.array(after[1:3]) - shift == pytest.approx(np.array(before[1:3]), abs=1e-8)
    assert after[3] - shift == pytest.approx(before[3], abs=1e-8)
    assert after[4] == pytest.approx(before[4], abs=1e-4)


def test_two_launches_are_the_least_table(pac3_map):
    intercept_s = table(dive(), pac3_map, n_launches=2)[3]
    whole = table(dive(), pac3_map)[3]
    assert intercept_s == pytest.approx(whole[[0, -1]], abs=1e-9)


def test_33_launches_read_linearly_are_enough(pac3_map):
    _, opens, closes, coarse, _, _ = table(dive(), pac3_map)
    _, _, _, fine, _, _ = table(dive(), pac3_map, n_launches=1025)
    launches = np.linspace(opens, closes, 1025)
    read = [s.intercept_time_s(launch, opens, closes, coarse) for launch in launches]
    assert np.max(np.abs(read - fine)) < 0.005


def test_intercept_time_outside_the_window_is_missing():
    nodes = np.array([10.0, 12.0, 16.0])
    assert s.intercept_time_s(0.0, 0.0, 4.0, nodes) == 10.0
    assert s.intercept_time_s(3.0, 0.0, 4.0, nodes) == 14.0
    assert s.intercept_time_s(4.0, 0.0, 4.0, nodes) == 16.0
    assert math.isnan(s.intercept_time_s(-0.1, 0.0, 4.0, nodes))
    assert math.isnan(s.intercept_time_s(4.1, 0.0, 4.0, nodes))
    assert math.isnan(s.intercept_time_s(4.1, math.nan, math.nan, nodes[:0]))
    assert s.intercept_time_s(2.0, 2.0, 2.0, nodes[:2]) == 10.0


def test_looks_by_hand():
    """Window 0..20, flight always 6 s, assessment 4 s: launches at 3, 13 and no third at 23."""
    nodes = np.linspace(6.0, 26.0, 33)
    n, launches, intercepts = s.look_sequence(0.0, 20.0, nodes, 3.0, 4.0, 16)
    assert n == 2
    assert launches == pytest.approx([3.0, 13.0])
    assert intercepts == pytest.approx([9.0, 19.0])
    assert s.look_sequence(0.0, 20.0, nodes, -50.0, 4.0, 16)[1] == pytest.approx([0.0, 10.0, 20.0])
    assert s.look_sequence(0.0, 20.0, nodes, -50.0, 4.0, 2)[0] == 2
    assert s.look_sequence(0.0, 20.0, nodes, 20.1, 4.0, 16)[0] == 0
    assert s.look_sequence(math.nan, math.nan, nodes[:0], 0.0, 4.0, 16)[0] == 0


@given(delay=st.floats(0.0, 20.0), assess=st.floats(0.5, 20.0))
def test_more_delay_never_brings_more_looks(delay, assess):
    nodes = np.linspace(6.0, 26.0, 33)
    looks = [s.look_sequence(0.0, 20.0, nodes, d, assess, 64)[0] for d in (delay, delay + 1.0)]
    assert looks[0] >= looks[1]


@pytest.mark.parametrize(("sees_m", "limit"), [(79_999.0, "RADAR"), (80_001.0, "KINEMATIC")])
def test_time_chain_in_one_dimension(sees_m, limit):
    """R_intercept + v (fly-out + delay) = 20 km + 2 km/s (20 s + 10 s) = 80 km."""
    t_s = np.arange(-100.0, 0.01, 0.5)
    path = (t_s, np.column_stack([0.0 * t_s, -2000.0 * t_s, 0.0 * t_s]))
    _, opens, _, intercept_s, _, _ = table(
        path, constant_speed_map(), range_max_m=20e3, altitude_min_m=-1.0
    )
    # The height over the sphere rises to 31 m at 20 km, within the limits.
    found, needed_m, intercept_m, closing_m = s.time_chain(
        *path, opens, intercept_s[0], sees_m, 10.0
    )
    assert s.Limit(found).name == limit
    assert needed_m == pytest.approx(80e3, abs=0.01)
    assert intercept_m == pytest.approx(20e3, abs=0.01)
    assert closing_m == pytest.approx(60e3, abs=0.01)


def test_time_chain_without_a_window():
    t_s, pos = dive()
    found, *numbers = s.time_chain(t_s, pos, math.nan, math.nan, 90e3, 9.0)
    assert found == s.Limit.NO_WINDOW
    assert all(math.isnan(x) for x in numbers)


def test_compiled_and_interpreted_agree(monkeypatch, pac3_map):
    compiled = table(dive(), pac3_map)
    for name in ("shot_table", "_longest_run", "_earliest", "_edge", "_launch_time"):
        function = getattr(s, name)
        monkeypatch.setattr(s, name, getattr(function, "py_func", function))
    interpreted = table(dive(), pac3_map)
    assert interpreted[0] == compiled[0]
    for ours, theirs in zip(interpreted[1:], compiled[1:], strict=True):
        assert ours == pytest.approx(theirs, abs=1e-9)
