"""Turn a threat's path into the cumulative probability that a radar has it in confirmed track."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit
from airshield.kernel.horizon import EFFECTIVE_RADIUS_M, apparent_elevation_rad, horizon_range_m
from airshield.kernel.path import height_above_m, inside_azimuth, position_at, slant_range_m

F8 = NDArray[np.float64]
U1 = NDArray[np.uint8]

N_PHASES = 8
"""Phases of the look pattern that `track_table_ground` averages over."""

_RATE_S = 0.25
"""Radial speed is the mean over twice this."""

_BISECTIONS = 30
"""Half a second between samples becomes half a nanosecond."""

P_START = 1e-4
"""Cumulative probability below which looks are folded into the first cell of the table."""

P_CERTAIN = 1.0 - 2.0**-34
"""Above the largest uniform that the kernel can draw (1 - 2**-33): later looks change nothing."""


@jit()
def single_look_pd(snr: float, pfa: float) -> float:
    """Compute the detection probability of one look at a slowly fluctuating target (Swerling 1).

    Parameters
    ----------
    snr : mean signal-to-noise power ratio, linear, 0 or more.
    pfa : probability of false alarm per look, above 0 and below 1.

    **Source.** Swerling, "Probability of detection for fluctuating targets", RAND RM-1217 (1954;
    IRE Trans. IT-6, 1960), case 1 with one pulse; Pd = Pfa ** (1 / (1 + SNR)).
    **Limits.** One look is one independent decision; square-law detector, Gaussian noise, no
    clutter, no jamming.
    """
    return math.exp(math.log(pfa) / (1.0 + snr))


@jit()
def snr_reference(pd: float, pfa: float) -> float:
    """Invert `single_look_pd`: return the linear signal-to-noise ratio that gives `pd`.

    Parameters
    ----------
    pd : detection probability, above `pfa` and below 1.
    pfa : probability of false alarm per look, above 0 and below 1.
    """
    return math.log(pfa) / math.log(pd) - 1.0


@jit()
def snr_at_range(
    range_m: float,
    rcs_m2: float,
    range_reference_m: float,
    rcs_reference_m2: float,
    snr_at_reference: float,
    cue_factor: float,
) -> float:
    """Scale a calibrated signal-to-noise ratio to another range and radar cross-section.

    Parameters
    ----------
    range_m : slant range, above 0.
    rcs_m2 : radar cross-section of the threat, 0 or more.
    range_reference_m : range to which `snr_at_reference` belongs.
    rcs_reference_m2 : cross-section to which it belongs.
    snr_at_reference : linear ratio there, usually from `snr_reference`.
    cue_factor : factor on detection range from a cue, 1 for none.

    **Source.** The radar range equation with everything but range, cross-section and energy on
    target held fixed: Barton, *Radar System Analysis* (1964).
    **Limits.** No atmospheric loss, no scan loss off boresight, one mean cross-section for every
    aspect.
    """
    ratio = range_reference_m * cue_factor / range_m
    return snr_at_reference * (rcs_m2 / rcs_reference_m2) * ratio * ratio * ratio * ratio


@jit()
def detection_range_m(
    rcs_m2: float,
    range_reference_m: float,
    rcs_reference_m2: float,
    cue_factor: float,
    instrumented_range_m: float,
) -> float:
    """Return the range at which a threat is seen with the reference probability per dwell."""
    r = range_reference_m * cue_factor * math.pow(rcs_m2 / rcs_reference_m2, 0.25)
    return min(r, instrumented_range_m)


@jit()
def confirmed_probability(p_look: F8, needed: int, window: int) -> F8:
    """Compute the cumulative probability that a track is confirmed by each look.

    A track is confirmed at the first look that makes `needed` hits among the last `window` looks.
    The chain of the last `window` - 1 looks is followed exactly, with a probability of its own for
    each look; looks before the first one are misses.

    Parameters
    ----------
    p_look : probability of a hit at each look, independent, shape (n,).
    needed, window : 1 <= needed <= window <= 16.

    Returns
    -------
    Cumulative probability after each look, shape (n,).

    **Source.** Binary integration: Barton, *Radar System Analysis and Modeling* (2005); the sliding
    window is solved here by the Markov chain of its hit patterns.
    **Limits.** A confirmed track is never lost again.
    """
    n_states = 1 << (window - 1)
    mask = n_states - 1
    ones = np.zeros(n_states, np.int64)
    for s in range(1, n_states):
        ones[s] = ones[s >> 1] + (s & 1)
    state = np.zeros(n_states)
    state[0] = 1.0
    following = np.zeros(n_states)
    cumulative = np.empty(p_look.shape[0])
    confirmed = 0.0
    for k in range(p_look.shape[0]):
        for s in range(n_states):
            following[s] = 0.0
        for s in range(n_states):
            hit = state[s] * p_look[k]
            if ones[s] + 1 >= needed:
                confirmed += hit
            else:
                following[((s << 1) | 1) & mask] += hit
            following[(s << 1) & mask] += state[s] * (1.0 - p_look[k])
        state, following = following, state
        cumulative[k] = min(confirmed, 1.0)
    return cumulative


@jit()
def in_coverage(
    east: float,
    north: float,
    up: float,
    boresight_rad: float,
    half_width_rad: float,
    elevation_min_rad: float,
    elevation_max_rad: float,
    range_max_m: float,
    antenna_height_m: float,
) -> bool:
    """Tell whether a radar can look at a position: sector, elevation, range and smooth horizon.

    Parameters
    ----------
    east, north, up : position relative to the antenna, metres.
    boresight_rad, half_width_rad : the sector, clockwise from north; half of its total width.
    elevation_min_rad, elevation_max_rad : limits on the apparent (refracted) elevation.
    range_max_m : instrumented slant range.
    antenna_height_m : height of the antenna above the ground.

    **Limits.** No terrain (see `track_table_ground`). The sector is cut in azimuth, not in the cone
    of the array face.
    """
    r = slant_range_m(east, north, up)
    if r > range_max_m or not inside_azimuth(east, north, boresight_rad, half_width_rad):
        return False
    height = antenna_height_m + height_above_m(east, north, up)
    if r > horizon_range_m(antenna_height_m, height, EFFECTIVE_RADIUS_M):
        return False
    seen = apparent_elevation_rad(east, north, up, antenna_height_m, EFFECTIVE_RADIUS_M)
    return elevation_min_rad <= seen <= elevation_max_rad


@jit()
def in_clutter(
    t: float,
    t_s: F8,
    pos_enu_m: F8,
    antenna_height_m: float,
    clutter_speed_m_s: float,
    clutter_elevation_rad: float,
) -> bool:
    """Tell whether a flyer is low and slow at once, so that its echo lies in that of the ground.

    Parameters
    ----------
    t, t_s, pos_enu_m : moment, and the path relative to the antenna (see `position_at`).
    antenna_height_m : height of the antenna above the ground.
    clutter_speed_m_s : slow is a radial speed, towards or away, below this.
    clutter_elevation_rad : low is an apparent elevation below this.

    **Source.** Doppler filters reject what moves as slowly as the ground, its vegetation and
    traffic, and the beam meets the ground only near the horizon: Skolnik, *Introduction to Radar
    Systems*, 3rd ed. (2001), chapters 3 and 7.
    **Limits.** Two thresholds stand for a beam shape and a filter: no blind speeds, no rain.
    """
    east, north, up = position_at(t, t_s, pos_enu_m)
    seen = apparent_elevation_rad(east, north, up, antenna_height_m, EFFECTIVE_RADIUS_M)
    if seen >= clutter_elevation_rad:
        return False
    before = max(t - _RATE_S, t_s[0])
    after = min(t + _RATE_S, t_s[-1])
    if after <= before:
        return False
    east, north, up = position_at(before, t_s, pos_enu_m)
    first = slant_range_m(east, north, up)
    east, north, up = position_at(after, t_s, pos_enu_m)
    rate = (slant_range_m(east, north, up) - first) / (after - before)
    return bool(abs(rate) < clutter_speed_m_s)


@jit()
def _hidden(t: float, t_s: F8, hidden: U1) -> bool:
    """Tell whether terrain hides the threat at the sample nearest to a time."""
    if hidden.shape[0] == 0:
        return False
    i = min(np.searchsorted(t_s, t), t_s.shape[0] - 1)
    if i > 0 and t - t_s[i - 1] < t_s[i] - t:
        i -= 1
    return bool(hidden[i] != 0)


@jit()
def track_table_ground(
    t_s: F8,
    pos_enu_m: F8,
    rcs_m2: float,
    range_reference_m: float,
    rcs_reference_m2: float,
    pd_reference: float,
    pfa: float,
    cue_factor: float,
    boresight_rad: float,
    half_width_rad: float,
    elevation_min_rad: float,
    elevation_max_rad: float,
    range_max_m: float,
    antenna_height_m: float,
    update_interval_s: float,
    dwells: int,
    needed: int,
    window: int,
    clutter_factor: float,
    clutter_speed_m_s: float,
    clutter_elevation_rad: float,
    hidden: U1,
) -> tuple[int, bool, F8, F8]:
    """Compute when one radar first confirms a track, with what the ground does to its looks.

    The radar looks every `update_interval_s` with a random phase. For each of `N_PHASES` phases
    the chain of looks is solved exactly; their mean is tabulated at multiples of the interval from
    the moment of entry, so that one uniform read through the table *with linear interpolation*
    stands for the phase and for every look at once.

    Parameters
    ----------
    t_s : times of the path, increasing, shape (n,); the first is when the threat can first be seen.
    pos_enu_m : positions relative to the antenna, shape (n, 3).
    rcs_m2 : radar cross-section of the threat.
    range_reference_m, rcs_reference_m2, pd_reference : the stated range, what it is stated
        against, and the probability *of one dwell* to which it belongs.
    pfa : probability of false alarm of one dwell.
    cue_factor : factor on detection range from a cue, 1 for none.
    boresight_rad, half_width_rad, elevation_min_rad, elevation_max_rad, range_max_m,
    antenna_height_m : search coverage, see `in_coverage`.
    update_interval_s : time between two looks at the same place, above 0.
    dwells : dwells that must all detect for a look to count. 1 for a rotating radar; 2 for a fixed
        agile array, which confirms an alert at once on another frequency (independent draws).
    needed, window : hits and looks of the confirmation rule; 1 of 1 for an agile array.
    clutter_factor : factor on detection range while the threat is both low and slow, above 0; 1 for
        none.
    clutter_speed_m_s : radial speed below which it is slow.
    clutter_elevation_rad : apparent elevation below which it is low.
    hidden : for each sample of the path 1 where terrain hides it, shape (n,); or empty.

    Returns
    -------
    n_looks : number of nodes (0: never tracked).
    visible : whether the threat is ever inside the coverage.
    t_look_s : times of the nodes, shape (n_looks,).
    p_cumulative : cumulative probability at the nodes, non-decreasing, shape (n_looks,). The first
        is 0; a last value below 1 leaves the rest as "never tracked".

    **Source.** Cumulative detection: Mallett and Brennan, Proc. IEEE 51 (1963), "Cumulative
    probability of detection for targets approaching a uniformly scanning search radar".
    **Limits.** Looks are independent given the mean cross-section; search time is not shared with
    other tasks; looks below a cumulative 1e-4 are folded into the first cell. Clutter and
    terrain switch at a threshold.
    """
    coverage = np.array(
        [
            boresight_rad,
            half_width_rad,
            elevation_min_rad,
            elevation_max_rad,
            range_max_m,
            antenna_height_m,
        ]
    )
    start_s = _first_covered(t_s, pos_enu_m, coverage, hidden)
    if math.isnan(start_s):
        return 0, False, np.empty(0), np.empty(0)
    snr0 = snr_reference(pd_reference, pfa)
    n_cells = max(1, math.ceil((t_s[-1] - start_s) / update_interval_s))
    mean = np.zeros(n_cells + 1)
    p_look = np.empty(n_cells)
    for phase in range(N_PHASES):
        for k in range(n_cells):
            t = start_s + (k + (phase + 0.5) / N_PHASES) * update_interval_s
            p_look[k] = 0.0
            if t > t_s[-1]:
                continue
            east, north, up = position_at(t, t_s, pos_enu_m)
            if _covered(east, north, up, coverage) and not _hidden(t, t_s, hidden):
                r = max(slant_range_m(east, north, up), 1.0)
                factor = cue_factor
                if clutter_factor != 1.0 and in_clutter(
                    t, t_s, pos_enu_m, antenna_height_m, clutter_speed_m_s, clutter_elevation_rad
                ):
                    factor *= clutter_factor
                snr = snr_at_range(r, rcs_m2, range_reference_m, rcs_reference_m2, snr0, factor)
                p_look[k] = single_look_pd(snr, pfa) ** dwells
        cumulative = confirmed_probability(p_look, needed, window)
        for k in range(n_cells):
            mean[k + 1] += cumulative[k] / N_PHASES
    first, end = _worth_keeping(mean)
    if end <= first:
        return 0, True, np.empty(0), np.empty(0)
    n_looks = end + 1 - first
    t_look_s, p_cumulative = np.empty(n_looks), np.zeros(n_looks)
    for k in range(n_looks):
        t_look_s[k] = min(start_s + update_interval_s * (first + k), t_s[-1])
        if k > 0:
            p_cumulative[k] = min(mean[first + k], 1.0)
    return n_looks, True, t_look_s, p_cumulative


@jit()
def _covered(east: float, north: float, up: float, coverage: F8) -> bool:
    """Read the coverage from one array: it travels through several calls."""
    return in_coverage(
        east,
        north,
        up,
        coverage[0],
        coverage[1],
        coverage[2],
        coverage[3],
        coverage[4],
        coverage[5],
    )


@jit()
def _first_covered(t_s: F8, pos_enu_m: F8, coverage: F8, hidden: U1) -> float:
    """Return when the path first enters the coverage, NaN if never, by bisection between samples.

    Cells of the track table start here: the random phase of the first look is counted from it.
    """
    for i in range(t_s.shape[0]):
        east, north, up = pos_enu_m[i, 0], pos_enu_m[i, 1], pos_enu_m[i, 2]
        if not _covered(east, north, up, coverage) or _hidden(t_s[i], t_s, hidden):
            continue
        outside, inside = t_s[max(i - 1, 0)], t_s[i]
        for _ in range(_BISECTIONS):
            middle = 0.5 * (outside + inside)
            east, north, up = position_at(middle, t_s, pos_enu_m)
            if _covered(east, north, up, coverage) and not _hidden(middle, t_s, hidden):
                inside = middle
            else:
                outside = middle
        return float(inside)
    return math.nan


@jit()
def _worth_keeping(mean: F8) -> tuple[int, int]:
    """Return the first and last node that matter: from P_START on, to certainty or a plateau."""
    last = mean.shape[0] - 1
    if mean[last] <= 0.0:
        return 0, 0
    first = 0
    while first < last - 1 and mean[first + 1] < P_START:
        first += 1
    end = first + 1
    while end < last and mean[end] < P_CERTAIN and mean[end] < mean[last]:
        end += 1
    return first, end
