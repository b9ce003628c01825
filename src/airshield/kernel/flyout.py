"""Fly interceptors through a fan of elevations and invert the fan into one time-of-flight map.

The map is polar: slant range by elevation angle of the intercept point, seen from the launcher.
Time of flight is nearly linear in both, so a coarse grid reads accurately; a Cartesian grid would
round off the cone at the launcher.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit
from airshield.kernel.atmosphere import density

F8 = NDArray[np.float64]

N_FAN = 91
"""Elevations of the fan, 0 to 90 degrees."""

N_RANGE = 81
N_ELEVATION = 61
"""Slant ranges and elevation angles of a time-of-flight map."""

STEP_S = 0.1
"""Longest time step: a quarter of it moves the maps of the Patriot rounds by at most 2 ms."""

_BELOW_RAD = -0.1
"""Flights are followed this far below the launcher's plane, so that the fan covers the plane."""

_PLANE_RAD = 0.0075
"""Points this little below the launcher's plane are read in it: a low flyer 40 km off lies 2 mrad
below, because the Earth bends away under it."""

_HALF_PI = 0.5 * math.pi


@jit()
def _air(altitude_m: float, constant_density_kg_m3: float) -> float:
    if math.isnan(constant_density_kg_m3):
        return density(altitude_m)
    return constant_density_kg_m3


@jit()
def _coast(
    x: float,
    h: float,
    vx: float,
    vh: float,
    dt: float,
    drag: float,
    gravity_m_s2: float,
    launch_altitude_m: float,
    constant_density_kg_m3: float,
) -> tuple[float, float, float, float]:
    """Advance a coasting point mass by one step of the classical Runge-Kutta method."""
    ph, pvx, pvh = h, vx, vh
    sx, sh, svx, svh = 0.0, 0.0, 0.0, 0.0
    for stage in range(4):
        k = drag * _air(launch_altitude_m + ph, constant_density_kg_m3)
        k *= math.sqrt(pvx * pvx + pvh * pvh)
        ax, ah = -k * pvx, -k * pvh - gravity_m_s2
        weight = 1.0 if stage in (0, 3) else 2.0
        sx += weight * pvx
        sh += weight * pvh
        svx += weight * ax
        svh += weight * ah
        reach = dt if stage == 2 else 0.5 * dt
        ph = h + reach * pvh
        pvx, pvh = vx + reach * ax, vh + reach * ah
    sixth = dt / 6.0
    return x + sixth * sx, h + sixth * sh, vx + sixth * svx, vh + sixth * svh


@jit()
def fly_out(
    elevation_rad: float,
    speed_max_m_s: float,
    burn_time_s: float,
    drag_area_m2: float,
    burnout_mass_kg: float,
    launch_altitude_m: float,
    gravity_m_s2: float,
    constant_density_kg_m3: float,
    step_s: float,
    range_stop_m: float,
    t_s: F8,
    downrange_m: F8,
    height_m: F8,
) -> int:
    """Fly one interceptor and write where it is at each step.

    Net acceleration is constant along the launch elevation until burn-out, then the point mass
    coasts under drag and gravity. Burn-out falls on a step.

    Parameters
    ----------
    elevation_rad : direction of the powered flight above the horizontal, 0 to pi/2.
    speed_max_m_s, burn_time_s : speed at burn-out and when it is reached, both above 0.
    drag_area_m2 : drag coefficient times area; burnout_mass_kg : mass that coasts.
    launch_altitude_m : altitude of the launcher above mean sea level, for the air density.
    gravity_m_s2 : constant, downwards; 0 for closed forms.
    constant_density_kg_m3 : NaN for the US Standard Atmosphere 1976; a number for closed forms.
    step_s : longest time step.
    range_stop_m : slant range at which the flight is no longer followed.
    t_s, downrange_m, height_m : written, shape (n_max,) each; the length limits the time.

    Returns
    -------
    Number of rows written.

    **Source.** Point-mass equations: Zarchan, *Tactical and Strategic Missile Guidance*, any
    edition, on drag and ballistic targets; density of the US Standard Atmosphere 1976.
    **Limits.** Flat, still Earth; constant drag area; no induced drag, no angle of attack, no turn
    from the launcher's elevation, no second pulse. No lower limit on terminal speed.
    """
    n_boost = max(1, math.ceil(burn_time_s / step_s - 1e-9))
    acceleration = speed_max_m_s / burn_time_s
    cosine, sine = math.cos(elevation_rad), math.sin(elevation_rad)
    if elevation_rad >= _HALF_PI:
        cosine = 0.0
    drag = 0.5 * drag_area_m2 / burnout_mass_kg
    x, h = 0.0, 0.0
    vx, vh = speed_max_m_s * cosine, speed_max_m_s * sine
    n = 0
    while n < t_s.shape[0]:
        if n <= n_boost:
            t = burn_time_s * n / n_boost
            along = 0.5 * acceleration * t * t
            x, h = along * cosine, along * sine
        else:
            t = burn_time_s + step_s * (n - n_boost)
            x, h, vx, vh = _coast(
                x,
                h,
                vx,
                vh,
                step_s,
                drag,
                gravity_m_s2,
                launch_altitude_m,
                constant_density_kg_m3,
            )
        t_s[n], downrange_m[n], height_m[n] = t, x, h
        n += 1
        if x * x + h * h > range_stop_m * range_stop_m or h < _BELOW_RAD * x or h < -1e-6 - x:
            break
    return n


@jit()
def flyout_map(
    speed_max_m_s: float,
    burn_time_s: float,
    drag_area_m2: float,
    burnout_mass_kg: float,
    launch_altitude_m: float,
    range_max_m: float,
    flight_time_max_s: float,
    gravity_m_s2: float,
    constant_density_kg_m3: float,
    step_s: float,
    n_range: int,
    n_elevation: int,
) -> F8:
    """Compute the least time of flight to each point of a polar grid about the launcher.

    A fan of elevations is flown; between neighbouring flights the time is interpolated linearly in
    (range, elevation angle), and the least over the whole fan is kept. Where only an arched flight
    reaches a point, that is the one in the map.

    Parameters
    ----------
    speed_max_m_s, burn_time_s, drag_area_m2, burnout_mass_kg, launch_altitude_m, gravity_m_s2,
    constant_density_kg_m3, step_s : see `fly_out`.
    range_max_m : slant range of the last row of the grid.
    flight_time_max_s : longest flight.
    n_range, n_elevation : nodes of the grid, both at least 2.

    Returns
    -------
    Time of flight in seconds, shape (n_range, n_elevation); rows are slant ranges from 0 to
    `range_max_m`, columns elevation angles from 0 to pi/2. NaN where no flight comes.

    **Limits.** Those of `fly_out`; points below the launcher's plane are out of the map.
    """
    tof = np.full((n_range, n_elevation), np.nan)
    tof[0, :] = 0.0
    n_max = math.ceil(burn_time_s / step_s) + math.ceil(flight_time_max_s / step_s) + 2
    t_s = np.empty((2, n_max))
    x, h = np.empty(n_max), np.empty(n_max)
    row = np.empty((2, n_max))
    column = np.empty((2, n_max))
    count = np.zeros(2, np.int64)
    rows_per_m = (n_range - 1) / range_max_m
    columns_per_rad = (n_elevation - 1) / _HALF_PI
    for i in range(N_FAN):
        elevation = _HALF_PI * i / (N_FAN - 1)
        now, before = i % 2, (i + 1) % 2
        count[now] = fly_out(
            elevation,
            speed_max_m_s,
            burn_time_s,
            drag_area_m2,
            burnout_mass_kg,
            launch_altitude_m,
            gravity_m_s2,
            constant_density_kg_m3,
            step_s,
            1.05 * range_max_m,
            t_s[now],
            x,
            h,
        )
        row[now, 0], column[now, 0] = 0.0, elevation * columns_per_rad
        for j in range(1, count[now]):
            row[now, j] = math.sqrt(x[j] * x[j] + h[j] * h[j]) * rows_per_m
            column[now, j] = math.atan2(h[j], x[j]) * columns_per_rad
        if i == 0:
            continue
        for j in range(min(count[now], count[before]) - 1):
            # Two triangles cover what the two flights sweep over in this step.
            _stamp(tof, row, column, t_s, before, j, now, j, now, j + 1)
            _stamp(tof, row, column, t_s, before, j, before, j + 1, now, j + 1)
    for r in range(n_range):
        for e in range(n_elevation):
            if tof[r, e] > flight_time_max_s:
                tof[r, e] = np.nan
    return tof


@jit()
def _stamp(
    tof: F8,
    row: F8,
    column: F8,
    t_s: F8,
    flight_a: int,
    a: int,
    flight_b: int,
    b: int,
    flight_c: int,
    c: int,
) -> None:
    """Lower the map at each node inside one triangle to the time interpolated there."""
    ra, rb, rc = row[flight_a, a], row[flight_b, b], row[flight_c, c]
    ca, cb, cc = column[flight_a, a], column[flight_b, b], column[flight_c, c]
    r_first = max(math.ceil(min(ra, rb, rc) - 1e-9), 0)
    r_last = min(math.floor(max(ra, rb, rc) + 1e-9), tof.shape[0] - 1)
    if r_first > r_last:
        return
    c_first = max(math.ceil(min(ca, cb, cc) - 1e-9), 0)
    c_last = min(math.floor(max(ca, cb, cc) + 1e-9), tof.shape[1] - 1)
    area = (rb - ra) * (cc - ca) - (rc - ra) * (cb - ca)
    if c_first > c_last or abs(area) < 1e-15:
        return
    ta, tb, tc = t_s[flight_a, a], t_s[flight_b, b], t_s[flight_c, c]
    for r in range(r_first, r_last + 1):
        for e in range(c_first, c_last + 1):
            wb = ((r - ra) * (cc - ca) - (rc - ra) * (e - ca)) / area
            wc = ((rb - ra) * (e - ca) - (r - ra) * (cb - ca)) / area
            if wb < -1e-9 or wc < -1e-9 or wb + wc > 1.0 + 1e-9:
                continue
            t = ta + wb * (tb - ta) + wc * (tc - ta)
            if not t >= tof[r, e]:
                tof[r, e] = t


@jit()
def time_of_flight_s(range_m: float, elevation_rad: float, tof_s: F8, range_max_m: float) -> float:
    """Read a time-of-flight map, bilinear in slant range and elevation angle.

    Exact for a constant speed (`tof_s` linear in range), so closed forms go through it.

    Parameters
    ----------
    range_m : slant range from the launcher, 0 or more.
    elevation_rad : elevation angle of the point; a little below 0 (`_PLANE_RAD`) is read as 0,
        farther below is out of the map.
    tof_s : the map, shape (n_range, n_elevation), from `flyout_map` or made by hand.
    range_max_m : slant range of the map's last row.

    Returns
    -------
    Seconds, or NaN out of reach. A cell of which one corner is out of reach counts as out.
    """
    y: float = range_m / range_max_m * (tof_s.shape[0] - 1)
    z: float = elevation_rad / _HALF_PI * (tof_s.shape[1] - 1)
    # The margin takes the round-off of points meant to lie on the last row or in the plane.
    if y > tof_s.shape[0] - 1 + 1e-6 or z > tof_s.shape[1] - 1 + 1e-6:
        return math.nan
    if elevation_rad < -_PLANE_RAD:
        return math.nan
    z = max(z, 0.0)
    i: int = min(int(y), tof_s.shape[0] - 2)
    j: int = min(int(z), tof_s.shape[1] - 2)
    a, b = y - i, z - j
    near: float = (1.0 - b) * tof_s[i, j] + b * tof_s[i, j + 1]
    far: float = (1.0 - b) * tof_s[i + 1, j] + b * tof_s[i + 1, j + 1]
    return (1.0 - a) * near + a * far
