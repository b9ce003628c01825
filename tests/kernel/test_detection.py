import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshield.kernel import detection as d

NORTH_SECTOR = (0.0, math.radians(45.0))
ELEVATIONS = (math.radians(0.5), math.radians(75.0))


def closing_path(speed_m_s=1800.0, elevation_deg=40.0, duration_s=150.0):
    """A straight dive at the radar from the north, sampled each half second."""
    t_s = np.arange(-duration_s, 0.01, 0.5)
    elevation = math.radians(elevation_deg)
    away = -speed_m_s * t_s + 100.0
    flat = away * math.cos(elevation)
    return t_s, np.column_stack([np.zeros_like(t_s), flat, away * math.sin(elevation)])


def table(t_s, pos, **changes):
    values = {
        "rcs_m2": 0.2,
        "range_reference_m": 90e3,
        "rcs_reference_m2": 0.1,
        "pd_reference": 0.9,
        "pfa": 1e-6,
        "cue_factor": 1.0,
        "boresight_rad": NORTH_SECTOR[0],
        "half_width_rad": NORTH_SECTOR[1],
        "elevation_min_rad": ELEVATIONS[0],
        "elevation_max_rad": ELEVATIONS[1],
        "range_max_m": 170e3,
        "antenna_height_m": 4.0,
        "update_interval_s": 2.0,
        "dwells": 2,
        "needed": 1,
        "window": 1,
        # Ground that neither hides nor echoes.
        "clutter_factor": 1.0,
        "clutter_speed_m_s": 0.0,
        "clutter_elevation_rad": 0.0,
        "hidden": np.empty(0, np.uint8),
    } | changes
    return d.track_table_ground(t_s, pos, *values.values())


def test_swerling_1_against_drawn_powers():
    """Threshold on drawn exponential powers: 10**6 draws, five standard errors."""
    rng = np.random.default_rng(1)
    pfa, snr, n = 1e-3, 8.0, 1_000_000
    power = (1.0 + snr) * rng.exponential(size=n)
    seen = np.mean(power > -math.log(pfa))
    expected = d.single_look_pd(snr, pfa)
    assert seen == pytest.approx(expected, abs=5 * math.sqrt(expected * (1 - expected) / n))


def test_without_signal_only_false_alarms_remain():
    assert d.single_look_pd(0.0, 1e-6) == pytest.approx(1e-6, rel=1e-12)


@given(pd=st.floats(0.01, 0.999), log_pfa=st.floats(-9.0, -3.0))
def test_snr_reference_inverts_the_detection_probability(pd, log_pfa):
    pfa = 10.0**log_pfa
    assert d.single_look_pd(d.snr_reference(pd, pfa), pfa) == pytest.approx(pd, rel=1e-12)


def test_range_equation_scales_by_fourth_power_area_and_cue():
    base = d.snr_at_range(90e3, 0.1, 90e3, 0.1, 20.0, 1.0)
    assert base == pytest.approx(20.0, rel=1e-14)
    assert d.snr_at_range(180e3, 0.1, 90e3, 0.1, 20.0, 1.0) == pytest.approx(20 / 16, rel=1e-14)
    assert d.snr_at_range(90e3, 0.3, 90e3, 0.1, 20.0, 1.0) == pytest.approx(60.0, rel=1e-14)
    assert d.snr_at_range(90e3, 0.1, 90e3, 0.1, 20.0, 1.2) == pytest.approx(20 * 1.2**4, rel=1e-14)


@given(rcs=st.floats(1e-3, 10.0), cue=st.floats(1.0, 2.0))
def test_at_the_detection_range_a_dwell_has_the_stated_probability(rcs, cue):
    r = d.detection_range_m(rcs, 90e3, 0.1, cue, 1e9)
    snr = d.snr_at_range(r, rcs, 90e3, 0.1, d.snr_reference(0.9, 1e-6), cue)
    assert d.single_look_pd(snr, 1e-6) == pytest.approx(0.9, rel=1e-9)


def test_the_instrumented_range_caps_the_detection_range():
    assert d.detection_range_m(10.0, 90e3, 0.1, 1.0, 170e3) == 170e3


def enumerate_confirmation(p, needed, window):
    """Sum over every pattern of hits and misses."""
    confirmed = np.zeros(len(p))
    for pattern in itertools.product((0, 1), repeat=len(p)):
        weight = math.prod(q if hit else 1 - q for q, hit in zip(p, pattern, strict=True))
        for k in range(len(p)):
            if sum(pattern[max(0, k - window + 1) : k + 1]) >= needed:
                confirmed[k:] += weight
                break
    return confirmed


@pytest.mark.parametrize(
    ("needed", "window"), [(1, 1), (1, 3), (2, 2), (2, 3), (3, 3), (2, 4), (3, 5), (4, 5)]
)
def test_confirmation_equals_the_sum_over_all_patterns(needed, window):
    p = np.array([0.1, 0.7, 0.25, 0.5, 0.0, 0.9, 0.4, 1.0, 0.6])
    assert d.confirmed_probability(p, needed, window) == pytest.approx(
        enumerate_confirmation(p, needed, window), rel=1e-12, abs=1e-15
    )


@given(
    st.lists(st.floats(0.0, 1.0), min_size=1, max_size=30),
    st.integers(1, 5),
    st.integers(0, 4),
)
def test_confirmation_never_falls_and_stays_a_probability(p, needed, extra):
    cumulative = d.confirmed_probability(np.array(p), needed, needed + extra)
    assert np.all(np.diff(cumulative) >= 0.0)
    assert np.all((cumulative >= 0.0) & (cumulative <= 1.0))


@pytest.mark.parametrize(
    ("position", "seen"),
    [
        ((0.0, 60e3, 30e3), True),
        ((59e3, 60e3, 30e3), True),
        ((61e3, 60e3, 30e3), False),
        ((0.0, 160e3, 60e3), False),
        ((0.0, 60e3, 300.0), False),
        ((0.0, 5e3, 30e3), False),
        ((0.0, -60e3, 30e3), False),
    ],
)
def test_coverage_has_a_sector_a_range_and_elevation_limits(position, seen):
    assert d.in_coverage(*position, *NORTH_SECTOR, *ELEVATIONS, 170e3, 4.0) == seen


def test_without_an_elevation_limit_the_smooth_horizon_hides():
    """A flyer 100 m above the sphere is hidden from 4 m beyond about 50 km, seen before."""

    def seen(distance_m):
        up = 100.0 - distance_m**2 / (2 * 6_371_000.0)
        return d.in_coverage(0.0, distance_m, up, 0.0, math.pi, -1.0, 1.0, 170e3, 4.0)

    assert seen(45e3)
    assert not seen(55e3)


def simulate_first_tracks(t_s, pos, interval_s, dwells, needed, window, n, rng):
    """Draw phases and dwells and return the time of the first confirmed look (inf: never)."""
    k = math.log(1e-6)
    snr0 = k / math.log(0.9) - 1
    first = np.full(n, np.inf)
    start = t_s[0] + rng.uniform(0.0, interval_s, n)
    hits = np.zeros((n, window), bool)
    for look in range(int((t_s[-1] - t_s[0]) / interval_s) + 1):
        t = start + look * interval_s
        east, north, up = (np.interp(t, t_s, pos[:, axis]) for axis in range(3))
        r = np.sqrt(east**2 + north**2 + up**2)
        inside = (
            (r < 170e3) & (np.abs(np.arctan2(east, north)) <= math.radians(45)) & (t <= t_s[-1])
        )
        pd = np.exp(k / (1 + snr0 * 2.0 * (90e3 / r) ** 4)) * inside
        hits = np.roll(hits, 1, axis=1)
        hits[:, 0] = np.all(rng.uniform(size=(n, dwells)) < pd[:, None], axis=1)
        confirmed = (hits.sum(axis=1) >= needed) & np.isinf(first)
        first[confirmed] = t[confirmed]
    return first


def crossing_path():
    """Enter the sector from the west inside radar range, so that tracking starts at an edge."""
    t_s = np.arange(0.0, 80.01, 0.5)
    east = -110e3 + 1500.0 * t_s
    return t_s, np.column_stack([east, np.full_like(t_s, 60e3), np.full_like(t_s, 40e3)])


@pytest.mark.parametrize("path", [closing_path, crossing_path])
@pytest.mark.parametrize(
    ("interval_s", "dwells", "needed", "window"), [(2.0, 2, 1, 1), (6.0, 1, 2, 3)]
)
def test_table_against_drawn_looks_of_random_phase(path, interval_s, dwells, needed, window):
    """200,000 draws: the greatest distance of two distributions, false alarm rate 1e-6.

    Dvoretzky-Kiefer-Wolfowitz gives 0.006. The straight line between nodes one interval apart adds
    up to 0.004 at 2 s and 0.012 at 6 s (measured with 10**6 draws: the threat comes 11 km nearer).
    """
    t_s, pos = path()
    n = 200_000
    rng = np.random.default_rng(3)
    first = np.sort(simulate_first_tracks(t_s, pos, interval_s, dwells, needed, window, n, rng))
    count, visible, nodes_s, p = table(
        t_s, pos, update_interval_s=interval_s, dwells=dwells, needed=needed, window=window
    )
    assert visible
    assert count == len(nodes_s) == len(p)
    grid = np.linspace(t_s[0], t_s[-1], 997)
    drawn = np.searchsorted(first, grid, side="right") / n
    read = np.interp(grid, nodes_s, p, left=0.0)
    band = math.sqrt(math.log(2 / 1e-6) / (2 * n))
    assert np.max(np.abs(drawn - read)) < band + 0.002 * interval_s


@pytest.mark.parametrize("changes", [{}, {"needed": 2, "window": 3, "dwells": 1}])
def test_table_starts_at_zero_never_falls_and_ends_certain(changes):
    count, visible, nodes_s, p = table(*closing_path(), **changes)
    assert visible
    assert p[0] == 0.0
    assert p[1] >= d.P_START
    enters_s = -(170e3 - 100.0) / 1800.0
    # Two of three need a second look: the first cell is empty and left out.
    assert nodes_s[0] == pytest.approx(enters_s + (2.0 if changes else 0.0), abs=1e-6)
    assert np.all(np.diff(p) >= 0.0)
    assert np.diff(nodes_s) == pytest.approx(np.full(count - 1, 2.0), abs=1e-9)
    assert p[-1] > d.P_CERTAIN
    assert p[-2] <= d.P_CERTAIN


def test_a_constant_probability_gives_the_geometric_law():
    """At the reference range each look of two dwells hits with 0.81."""
    t_s = np.array([0.0, 12.0])
    pos = np.array([[0.0, 80e3, 30e3]] * 2)
    r = math.hypot(80e3, 30e3)
    _, _, nodes_s, p = table(t_s, pos, range_reference_m=r, rcs_m2=0.1)
    assert nodes_s == pytest.approx(np.arange(0.0, 12.1, 2.0))
    assert p == pytest.approx(1 - 0.19 ** np.arange(7), rel=1e-12)


def test_out_of_sector_is_never_visible():
    count, visible, nodes_s, p = table(*closing_path(), boresight_rad=math.pi)
    assert (count, visible, len(nodes_s), len(p)) == (0, False, 0, 0)


def test_a_short_stay_leaves_the_rest_untracked_and_drops_the_plateau():
    t_s, pos = crossing_path()
    _, visible, nodes_s, p = table(t_s, pos, rcs_m2=0.002)
    leaves_s = (110e3 + 60e3) / 1500.0
    assert visible
    assert 0.01 < p[-1] < 0.9
    assert nodes_s[-1] <= min(leaves_s, t_s[-1]) + 2.0


@given(turn=st.floats(0.0, 2 * math.pi))
def test_turning_everything_changes_nothing(turn):
    t_s, pos = closing_path()
    c, s = math.cos(turn), math.sin(turn)
    turned = np.column_stack(
        [c * pos[:, 0] + s * pos[:, 1], c * pos[:, 1] - s * pos[:, 0], pos[:, 2]]
    )
    _, _, nodes_s, p = table(t_s, pos)
    _, _, turned_s, turned_p = table(t_s, turned, boresight_rad=turn)
    assert turned_s == pytest.approx(nodes_s, abs=1e-9)
    assert turned_p == pytest.approx(p, abs=1e-9)


def test_compiled_and_interpreted_agree(monkeypatch):
    t_s, pos = closing_path()
    compiled = table(t_s, pos, needed=2, window=3, dwells=1)
    for name in ("track_table_ground", "confirmed_probability", "_first_covered", "_covered"):
        function = getattr(d, name)
        monkeypatch.setattr(d, name, getattr(function, "py_func", function))
    interpreted = table(t_s, pos, needed=2, window=3, dwells=1)
    assert interpreted[:2] == compiled[:2]
    assert interpreted[2] == pytest.approx(compiled[2], abs=1e-12)
    assert interpreted[3] == pytest.approx(compiled[3], abs=1e-12)
