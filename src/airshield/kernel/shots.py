"""Turn a threat's path and a time-of-flight map into a table of shots by launch time."""

from __future__ import annotations

import math
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit
from airshield.kernel.flyout import time_of_flight_s
from airshield.kernel.path import (
    elevation_rad,
    height_above_m,
    inside_azimuth,
    position_at,
    slant_range_m,
)

F8 = NDArray[np.float64]

N_LAUNCHES = 33
"""Launch times in a shot table, equally spaced from the opening to the closing of the window."""

_BISECTIONS = 40
"""Half a second between samples becomes 0.5 ps: below round-off of the times themselves."""


class Window(IntEnum):
    """What `shot_table` found."""

    NONE = 0
    ONE = 1
    SEVERAL = 2
    """More than one window: the table holds the longest."""


class Limit(IntEnum):
    """What sets the first intercept of a threat that both radar and interceptor can reach."""

    NO_WINDOW = 0
    RADAR = 1
    """A radar that saw further would bring an earlier intercept."""
    KINEMATIC = 2
    """The interceptor's envelope sets it; the radar sees far enough."""


# Places in the envelope array that travels with one call of `shot_table`.
_RANGE_MIN, _RANGE_MAX, _ALTITUDE_MIN, _ALTITUDE_MAX = 0, 1, 2, 3
_BORESIGHT, _HALF_WIDTH, _ELEVATION_MIN, _ELEVATION_MAX = 4, 5, 6, 7


@jit()
def _launch_time(
    t: float, t_s: F8, pos_enu_m: F8, tof_s: F8, map_range_m: float, envelope: F8
) -> float:
    """Return when to launch for an intercept at time t; NaN where none is allowed."""
    east, north, up = position_at(t, t_s, pos_enu_m)
    r = slant_range_m(east, north, up)
    if r < envelope[_RANGE_MIN] or r > envelope[_RANGE_MAX]:
        return math.nan
    height = height_above_m(east, north, up)
    if height < envelope[_ALTITUDE_MIN] or height > envelope[_ALTITUDE_MAX]:
        return math.nan
    seen = elevation_rad(east, north, up)
    if seen < envelope[_ELEVATION_MIN] or seen > envelope[_ELEVATION_MAX]:
        return math.nan
    # The flight stays in the vertical plane of its intercept, so one azimuth stands for all of it.
    if not inside_azimuth(east, north, envelope[_BORESIGHT], envelope[_HALF_WIDTH]):
        return math.nan
    return t - time_of_flight_s(r, seen, tof_s, map_range_m)


@jit()
def _edge(
    good: float,
    bad: float,
    t_s: F8,
    pos_enu_m: F8,
    tof_s: F8,
    map_range_m: float,
    envelope: F8,
) -> tuple[float, float]:
    """Close in on the last allowed intercept time between an allowed and a forbidden one."""
    launch = _launch_time(good, t_s, pos_enu_m, tof_s, map_range_m, envelope)
    for _ in range(_BISECTIONS):
        middle = 0.5 * (good + bad)
        value = _launch_time(middle, t_s, pos_enu_m, tof_s, map_range_m, envelope)
        if math.isnan(value):
            bad = middle
        else:
            good, launch = middle, value
    return good, launch


@jit()
def shot_table(
    t_s: F8,
    pos_enu_m: F8,
    tof_s: F8,
    map_range_m: float,
    range_min_m: float,
    range_max_m: float,
    altitude_min_m: float,
    altitude_max_m: float,
    boresight_rad: float,
    half_width_rad: float,
    elevation_min_rad: float,
    elevation_max_rad: float,
    t_visible_from: float,
    n_launches: int,
) -> tuple[int, float, float, F8, F8, F8]:
    """Compute the launch window against one threat and the earliest intercept of each launch time.

    Each instant of the path that lies inside the envelope and the track sector is an intercept
    whose launch lies one time of flight earlier. The edges of the allowed stretch are found by
    bisection between the samples; the relation is then inverted to equally spaced launch times.

    Parameters
    ----------
    t_s : times of the threat's path, increasing, shape (n,).
    pos_enu_m : positions relative to the launcher, shape (n, 3).
    tof_s, map_range_m : time-of-flight map and the slant range of its last row (`flyout_map`).
    range_min_m, range_max_m : limits on the slant range of the intercept.
    altitude_min_m, altitude_max_m : limits on its height above the site.
    boresight_rad, half_width_rad : track sector, clockwise from north; half of its total width.
    elevation_min_rad, elevation_max_rad : limits on the elevation of the intercept.
    t_visible_from : earliest allowed launch, on the clock of `t_s`; -inf for none.
    n_launches : nodes of the table, at least 2 (`N_LAUNCHES`).

    Returns
    -------
    status : a `Window`; window_open_s, window_close_s : first and last launch time (NaN if none).
    intercept_s, intercept_altitude_m, intercept_range_m : for each launch time the earliest
        intercept: its time, height above the site and slant range, shape (n_launches,), or empty.

    **Source.** Inversion of "launch = intercept - time of flight" along the path; the closed form
    for constant speeds in one dimension is case A14 of the validation set.
    **Limits.** One window, the longest. A stretch shorter than the sampling of the path may be
    missed. The radar stands beside the launcher; a lofted flight is held to the sector in azimuth
    only. Salvo and endgame geometry do not enter.
    """
    envelope = np.array(
        [
            range_min_m,
            range_max_m,
            altitude_min_m,
            altitude_max_m,
            boresight_rad,
            half_width_rad,
            elevation_min_rad,
            elevation_max_rad,
        ]
    )
    none = np.empty(0)
    found, t_run, launch_run = _longest_run(
        t_s, pos_enu_m, tof_s, map_range_m, envelope, t_visible_from
    )
    if found == 0:
        return Window.NONE.value, math.nan, math.nan, none, none, none
    opens, closes = max(launch_run[0], t_visible_from), launch_run.max()
    intercept_s = _earliest(t_run, launch_run, opens, closes, n_launches)
    altitude_m, range_m = np.empty(n_launches), np.empty(n_launches)
    for k in range(n_launches):
        east, north, up = position_at(intercept_s[k], t_s, pos_enu_m)
        altitude_m[k] = height_above_m(east, north, up)
        range_m[k] = slant_range_m(east, north, up)
    status = Window.ONE.value if found == 1 else Window.SEVERAL.value
    return status, opens, closes, intercept_s, altitude_m, range_m


@jit()
def _longest_run(
    t_s: F8,
    pos_enu_m: F8,
    tof_s: F8,
    map_range_m: float,
    envelope: F8,
    t_visible_from: float,
) -> tuple[int, F8, F8]:
    """Find the stretch of allowed intercepts with the longest launch window, and how many exist."""
    n = t_s.shape[0]
    launch = np.empty(n)
    for i in range(n):
        launch[i] = _launch_time(t_s[i], t_s, pos_enu_m, tof_s, map_range_m, envelope)
    found, longest = 0, 0.0
    best_t, best_launch = np.empty(0), np.empty(0)
    i = 0
    while i < n:
        if math.isnan(launch[i]):
            i += 1
            continue
        j = i
        while j + 1 < n and not math.isnan(launch[j + 1]):
            j += 1
        # One node more at either end: the edge towards the neighbour that is not allowed.
        m = j - i + 3
        t_run, launch_run = np.empty(m), np.empty(m)
        for edge, inner, outer in ((0, i, max(i - 1, 0)), (m - 1, j, min(j + 1, n - 1))):
            t_run[edge], launch_run[edge] = _edge(
                t_s[inner], t_s[outer], t_s, pos_enu_m, tof_s, map_range_m, envelope
            )
        for k in range(i, j + 1):
            t_run[k - i + 1], launch_run[k - i + 1] = t_s[k], launch[k]
        length = launch_run.max() - max(launch_run[0], t_visible_from)
        if length > 0.0:
            found += 1
        if length > longest:
            longest, best_t, best_launch = length, t_run, launch_run
        i = j + 1
    return found, best_t, best_launch


@jit()
def _earliest(t_run: F8, launch_run: F8, opens: float, closes: float, n_launches: int) -> F8:
    """Invert launch(intercept) at equally spaced launch times, taking the earliest intercept.

    Where a receding threat makes the relation turn back, the first crossing is the earliest.
    """
    intercept_s = np.empty(n_launches)
    i = 0
    last = t_run.shape[0] - 1
    for k in range(n_launches):
        wanted = min(opens + (closes - opens) * k / (n_launches - 1), closes)
        while i < last and launch_run[i] < wanted:
            i += 1
        if i == 0:
            intercept_s[k] = t_run[0]
            continue
        w = (wanted - launch_run[i - 1]) / (launch_run[i] - launch_run[i - 1])
        intercept_s[k] = t_run[i - 1] + w * (t_run[i] - t_run[i - 1])
    return intercept_s


@jit()
def intercept_time_s(
    launch_s: float, window_open_s: float, window_close_s: float, intercept_s: F8
) -> float:
    """Read the intercept time of one launch time, linear between the nodes of a shot table.

    Returns
    -------
    Time on the table's clock, or NaN outside the window.
    """
    if not window_open_s <= launch_s <= window_close_s:
        return math.nan
    if window_close_s == window_open_s:
        return float(intercept_s[0])
    last = intercept_s.shape[0] - 1
    y = (launch_s - window_open_s) / (window_close_s - window_open_s) * last
    i = min(int(y), last - 1)
    return float(intercept_s[i] + (y - i) * (intercept_s[i + 1] - intercept_s[i]))


@jit()
def look_sequence(
    window_open_s: float,
    window_close_s: float,
    intercept_s: F8,
    ready_s: float,
    assess_delay_s: float,
    looks_max: int,
) -> tuple[int, F8, F8]:
    """Follow shoot-look-shoot greedily: launch, intercept, assess, launch again while possible.

    Parameters
    ----------
    window_open_s, window_close_s, intercept_s : a shot table; NaN limits mean no window.
    ready_s : time from which a launch is possible (track plus detection-to-launch time).
    assess_delay_s : from intercept to the next possible launch, 0 or more.
    looks_max : most looks counted.

    Returns
    -------
    Number of looks, launch times and intercept times, shape (looks,).
    """
    launches, intercepts = np.empty(looks_max), np.empty(looks_max)
    n = 0
    launch = max(window_open_s, ready_s)
    while n < looks_max and launch <= window_close_s:
        launches[n] = launch
        intercepts[n] = intercept_time_s(launch, window_open_s, window_close_s, intercept_s)
        launch = intercepts[n] + assess_delay_s
        n += 1
    return n, launches[:n].copy(), intercepts[:n].copy()


@jit()
def time_chain(
    t_s: F8,
    pos_enu_m: F8,
    window_open_s: float,
    intercept_s: float,
    range_detect_m: float,
    delay_s: float,
) -> tuple[int, float, float, float]:
    """Judge the inequality of the time chain: R_detect >= R_intercept + v (fly-out + delay).

    The threat's own path stands for v (fly-out + delay): the closing distance is how much nearer
    the threat comes from the moment it must be detected to the first intercept of the envelope.

    Parameters
    ----------
    t_s, pos_enu_m : the threat's path relative to the unit, shapes (n,) and (n, 3).
    window_open_s, intercept_s : first launch time of the shot table and its intercept (NaN: none),
        the table made without a limit from visibility.
    range_detect_m : detection range against this threat (`detection_range_m`).
    delay_s : from first detection to launch.

    Returns
    -------
    limit : a `Limit`; required detection range, range of the intercept, closing distance (metres,
        NaN without a window).

    **Limits.** Detection is a certainty at `range_detect_m` and nothing beyond it: a check of the
    catalogue, not a probability. A path that starts after the required detection counts as
    detected at its start.
    """
    if math.isnan(window_open_s):
        return Limit.NO_WINDOW.value, math.nan, math.nan, math.nan
    east, north, up = position_at(intercept_s, t_s, pos_enu_m)
    r_intercept = slant_range_m(east, north, up)
    east, north, up = position_at(window_open_s - delay_s, t_s, pos_enu_m)
    r_required = slant_range_m(east, north, up)
    limit = Limit.KINEMATIC.value if range_detect_m >= r_required else Limit.RADAR.value
    return limit, r_required, r_intercept, r_required - r_intercept
