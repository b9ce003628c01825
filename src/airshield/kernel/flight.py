"""Fly a point mass through gravity, air and the turning frame, from a state down to an altitude.

Equations in the Earth-fixed frame that turns at omega:
r'' = g(r) - 2 omega x r' - omega x (omega x r) - rho |r'| r' / (2 beta), with gravity g to J2,
density rho of the US Standard Atmosphere 1976, and a constant ballistic coefficient
beta = m / (Cd A). The boost is not integrated: it is a constant net acceleration along a fixed
direction (`burnout_state`).

Source: Vallado, "Fundamentals of Astrodynamics and Applications", 4th ed. (2013), chapters 3.7 and
8.6; classical fourth-order Runge-Kutta.

Limits: no lift, no wind, no attitude, no change of drag with Mach number; air at rest in the frame.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit
from airshield.kernel.atmosphere import TOP_M, density
from airshield.kernel.codes import FlightStatus
from airshield.kernel.earth import surface_altitude

F8 = NDArray[np.float64]
Triple = tuple[float, float, float]
State = tuple[float, float, float, float, float, float]

STEP_AIR_S = 0.5
STEP_SPACE_S = 10.0
PATH_COLUMNS = 10
"""Columns of a path: time, position (3), velocity (3), acceleration (3)."""
END_COLUMNS = 8
"""Columns of an end: time, position (3), velocity (3), apogee."""

_LONGEST_S = 7_200.0
_LEVEL_TOLERANCE_M = 1e-8
_LEVEL_ITERATIONS = 10

_OK = int(FlightStatus.OK)
_PATH_FULL = int(FlightStatus.PATH_FULL)
_NEVER_LANDS = int(FlightStatus.NEVER_LANDS)
_TOO_LOW = int(FlightStatus.TOO_LOW)


@jit()
def acceleration(
    x: float, y: float, z: float, u: float, v: float, w: float, drag: float,
    gm: float, a: float, e2: float, j2: float, omega: float,
) -> Triple:  # fmt: skip
    """Return the acceleration in the turning frame, in m/s2.

    Parameters
    ----------
    x, y, z, u, v, w : Earth-fixed position (m) and velocity (m/s).
    drag : density scale over ballistic coefficient, m2/kg; 0 leaves the air out.
    gm, a, e2, j2, omega : the Earth, see `earth`.
    """
    rr = x * x + y * y + z * z
    r = math.sqrt(rr)
    g = -gm / (rr * r)
    k = 1.5 * j2 * a * a / rr
    zz = 5.0 * z * z / rr
    across = g * (1.0 + k * (1.0 - zz)) + omega * omega
    ax = across * x + 2.0 * omega * v
    ay = across * y - 2.0 * omega * u
    az = g * (1.0 + k * (3.0 - zz)) * z
    if drag > 0.0:
        # The ellipsoid's radius, as in `surface_altitude`, sharing the square root above.
        radius = a if e2 == 0.0 else a * math.sqrt((1.0 - e2) / (1.0 - e2 * (1.0 - z * z / rr)))
        q = 0.5 * drag * density(r - radius) * math.sqrt(u * u + v * v + w * w)
        ax -= q * u
        ay -= q * v
        az -= q * w
    return ax, ay, az


@jit()
def runge_kutta_step(
    x: float, y: float, z: float, u: float, v: float, w: float,
    ax: float, ay: float, az: float, h: float, drag: float,
    gm: float, a: float, e2: float, j2: float, omega: float,
) -> State:  # fmt: skip
    """Advance a state by h seconds with the classical Runge-Kutta method of order four.

    Parameters
    ----------
    x, y, z, u, v, w : Earth-fixed position (m) and velocity (m/s).
    ax, ay, az : acceleration at that state, m/s2 (its caller records it, so it is not found twice).
    h : step, s; drag, gm, a, e2, j2, omega : see `acceleration`.
    """
    g = 0.5 * h
    u2, v2, w2 = u + g * ax, v + g * ay, w + g * az
    bx, by, bz = acceleration(
        x + g * u, y + g * v, z + g * w, u2, v2, w2, drag, gm, a, e2, j2, omega
    )
    u3, v3, w3 = u + g * bx, v + g * by, w + g * bz
    cx, cy, cz = acceleration(
        x + g * u2, y + g * v2, z + g * w2, u3, v3, w3, drag, gm, a, e2, j2, omega
    )
    u4, v4, w4 = u + h * cx, v + h * cy, w + h * cz
    dx, dy, dz = acceleration(
        x + h * u3, y + h * v3, z + h * w3, u4, v4, w4, drag, gm, a, e2, j2, omega
    )
    s = h / 6.0
    return (
        x + s * (u + 2.0 * (u2 + u3) + u4),
        y + s * (v + 2.0 * (v2 + v3) + v4),
        z + s * (w + 2.0 * (w2 + w3) + w4),
        u + s * (ax + 2.0 * (bx + cx) + dx),
        v + s * (ay + 2.0 * (by + cy) + dy),
        w + s * (az + 2.0 * (bz + cz) + dz),
    )


@jit()
def climb_rate(x: float, y: float, z: float, u: float, v: float, w: float, e2: float) -> float:
    """Return the rate of change of altitude, in m/s, along the ellipsoid's normal."""
    nz = z / (1.0 - e2)
    return (x * u + y * v + nz * w) / math.sqrt(x * x + y * y + nz * nz)


@jit()
def burnout_state(origin: F8, direction: F8, speed_m_s: float, burn_time_s: float, out: F8) -> None:
    """Write the state after a boost at constant net acceleration from rest.

    Parameters
    ----------
    origin : (3,) Earth-fixed, m; direction : (3,) unit vector, Earth-fixed.
    speed_m_s : reached after burn_time_s (0: an impulse).
    out : (6,) position (m) and velocity (m/s).

    **Limits** the net acceleration (thrust less gravity and drag) is constant and keeps its
    direction in the turning frame, so the boost is a straight line of length speed times half of
    the burn time. Real boosts start upright and bend over.
    """
    for i in range(3):
        out[i] = origin[i] + 0.5 * speed_m_s * burn_time_s * direction[i]
        out[3 + i] = speed_m_s * direction[i]


@jit()
def _step_to_level(
    x: float, y: float, z: float, u: float, v: float, w: float,
    ax: float, ay: float, az: float, h: float, drag: float, level: float, earth: F8,
) -> tuple[float, float, float, float, float, float, float]:  # fmt: skip
    """Shorten a step that crosses an altitude so that it ends there; its length comes first."""
    gm, a, e2, j2, omega = earth[0], earth[1], earth[2], earth[3], earth[4]
    tau = h
    p, q, r, s, t, o = x, y, z, u, v, w
    for _ in range(_LEVEL_ITERATIONS):
        p, q, r, s, t, o = runge_kutta_step(
            x, y, z, u, v, w, ax, ay, az, tau, drag, gm, a, e2, j2, omega
        )
        excess = surface_altitude(p, q, r, earth) - level
        rate = climb_rate(p, q, r, s, t, o, e2)
        if abs(excess) < _LEVEL_TOLERANCE_M or rate == 0.0:
            break
        tau = min(h, max(0.0, tau - excess / rate))
    return tau, p, q, r, s, t, o


@jit()
def _apex(h0: float, h1: float, rate0: float, rate1: float, dt: float) -> float:
    """Return the top of the cubic through two altitudes and their rates of change."""
    if not (rate0 > 0.0 and rate1 < 0.0):
        return max(h0, h1)
    f = rate0 / (rate0 - rate1)
    g = 1.0 - f
    return (
        (1.0 + 2.0 * f) * g * g * h0
        + f * f * (3.0 - 2.0 * f) * h1
        + f * g * dt * (g * rate0 - f * rate1)
    )


@jit()
def fly(
    start: F8,
    stop_altitude_m: float,
    ballistic_coefficient_kg_m2: float,
    density_scale: float,
    step_air_s: float,
    step_space_s: float,
    earth: F8,
    path: F8,
    end: F8,
) -> tuple[int, int]:
    """Fly a state until it comes down through an altitude, ending exactly on it.

    The step is short in the air and long above 120 km, and starts afresh where the path crosses
    that altitude.

    Parameters
    ----------
    start : (6,) Earth-fixed position (m) and velocity (m/s).
    stop_altitude_m : altitude to end at when coming down, below 120 km.
    ballistic_coefficient_kg_m2 : m / (Cd A), above 0.
    density_scale : factor on the density of the air: 1, or 0 for none.
    step_air_s, step_space_s : steps below and above 120 km, s.
    earth : see `earth`.
    path : (rows, 10) receives time, position, velocity, acceleration at each step; no rows: none.
    end : (8,) receives time (s), position (m), velocity (m/s) and apogee altitude (m).

    Returns
    -------
    A `codes.FlightStatus` and the number of rows written.
    """
    gm, a, e2, j2, omega = earth[0], earth[1], earth[2], earth[3], earth[4]
    x, y, z, u, v, w = start[0], start[1], start[2], start[3], start[4], start[5]
    drag_air = density_scale / ballistic_coefficient_kg_m2
    rows = path.shape[0]
    n = 0
    time = 0.0
    altitude = surface_altitude(x, y, z, earth)
    rate = climb_rate(x, y, z, u, v, w, e2)
    apogee = altitude
    in_air = altitude < TOP_M or (altitude == TOP_M and rate < 0.0)
    status = _NEVER_LANDS
    while time < _LONGEST_S:
        drag = drag_air if in_air else 0.0
        h = step_air_s if in_air else step_space_s
        ax, ay, az = acceleration(x, y, z, u, v, w, drag, gm, a, e2, j2, omega)
        if rows > 0:
            if n >= rows - 1:
                status = _PATH_FULL
                break
            path[n, 0], path[n, 1], path[n, 2], path[n, 3] = time, x, y, z
            path[n, 4], path[n, 5], path[n, 6] = u, v, w
            path[n, 7], path[n, 8], path[n, 9] = ax, ay, az
            n += 1
        p, q, r, s, t, o = runge_kutta_step(
            x, y, z, u, v, w, ax, ay, az, h, drag, gm, a, e2, j2, omega
        )
        new_altitude = surface_altitude(p, q, r, earth)
        new_rate = climb_rate(p, q, r, s, t, o, e2)
        landed = in_air and new_altitude <= stop_altitude_m and new_rate < 0.0
        if landed and altitude < stop_altitude_m:
            status = _TOO_LOW
            break
        crossed = in_air == (new_altitude > TOP_M)
        if landed or crossed:
            level = stop_altitude_m if landed else TOP_M
            h, p, q, r, s, t, o = _step_to_level(
                x, y, z, u, v, w, ax, ay, az, h, drag, level, earth
            )
            new_altitude = surface_altitude(p, q, r, earth)
            new_rate = climb_rate(p, q, r, s, t, o, e2)
            in_air = in_air != crossed
        apogee = max(apogee, _apex(altitude, new_altitude, rate, new_rate, h))
        x, y, z, u, v, w = p, q, r, s, t, o
        altitude, rate = new_altitude, new_rate
        time += h
        if landed:
            status = _OK
            break
    if rows > 0 and status == _OK:
        ax, ay, az = acceleration(x, y, z, u, v, w, drag_air, gm, a, e2, j2, omega)
        path[n, 0], path[n, 1], path[n, 2], path[n, 3] = time, x, y, z
        path[n, 4], path[n, 5], path[n, 6] = u, v, w
        path[n, 7], path[n, 8], path[n, 9] = ax, ay, az
        n += 1
    end[0], end[1], end[2], end[3] = time, x, y, z
    end[4], end[5], end[6], end[7] = u, v, w, apogee
    return status, n
