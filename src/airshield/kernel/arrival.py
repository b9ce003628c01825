"""Find the ballistic arrival at a point: what a sensor can see from burn-out to impact.

A family of flights leads from an origin to the defended point, one for each elevation. The nominal
member needs the least burn-out speed; the others are named by a factor on the tangent of its
elevation. The search works in the frame of the target's own meridian, so that only the difference
of the longitudes enters. Settings of the boost are unknowns of the search and never leave it.

Source: Bate, Mueller & White, "Fundamentals of Astrodynamics" (1971), chapter 6, for the first
guess in vacuum; Broyden, "A class of methods for solving nonlinear simultaneous equations",
Mathematics of Computation 19 (1965), for the Jacobian.

Limits: those of `flight`; one body from burn-out to impact (what separates flies on with the same
ballistic coefficient); the origin lies at the altitude of the target; no manoeuvre.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit
from airshield.kernel.codes import FlightStatus
from airshield.kernel.earth import (
    AXIS,
    EARTH_WGS84,
    GM,
    enu_axes,
    geodetic_to_ecef,
    surface_altitude,
)
from airshield.kernel.flight import (
    END_COLUMNS,
    PATH_COLUMNS,
    STEP_AIR_S,
    STEP_SPACE_S,
    burnout_state,
    fly,
)

F8 = NDArray[np.float64]

SAMPLE_S = 0.5
STYLE_FACTOR = {"nominal": 1.0, "lofted": 1.5, "depressed": 0.85}
"""Tangent of the elevation over that of the minimum-energy flight: the catalogue's apogee band."""
FASTEST_M_S = 7_600.0
"""Burn-out speeds above this are refused: a body in orbit does not arrive."""

_MAX_ROWS = 4096
_GRAIN_RAD = 2.0**-36
_NEAREST_M = 1_000.0
_SEARCH_AIR_S, _SEARCH_SPACE_S = 1.0, 20.0
_FINE_BELOW_M = 200.0
_MISS_M = 1e-4
_VERTEX_STEPS = (0.06, 0.02, 0.008)  # rad: wide first, narrow enough to place the optimum to 1e-5
_VERTEX_ROUNDS = 24
_ROUNDS = 40

_OK = int(FlightStatus.OK)
_BEYOND_REACH = int(FlightStatus.BEYOND_REACH)
_NO_CONVERGENCE = int(FlightStatus.NO_CONVERGENCE)
_NEVER_LANDS = int(FlightStatus.NEVER_LANDS)
_TOO_LOW = int(FlightStatus.TOO_LOW)
_ORIGIN_AT_TARGET = int(FlightStatus.ORIGIN_AT_TARGET)

# Rows of the frame of a search, (7, 3), and places in its array of numbers.
_ORIGIN, _EAST, _NORTH, _UP, _AHEAD, _LEFT, _OUT = range(7)
_ANGLE, _RADIUS, _ALTITUDE, _BURN, _BETA, _AIR = range(6)
_CASE = 6


@jit()
def kepler_speed(angle_rad: float, elevation_rad: float, burn_time_s: float, earth: F8) -> float:
    """Return the speed that spans an angle of a sphere without air, or nan where none does.

    Parameters
    ----------
    angle_rad : between origin and target, seen from the Earth's centre, above 0.
    elevation_rad : of the straight boost above the horizon of the origin.
    burn_time_s : length of the boost, s, 0 or more.
    earth : see `earth`; only its size and gravity count.

    **Source** Bate, Mueller & White (1971), equations 6.2-12 and 6.2-18, with burn-out above the
    ground: r/R = (1 - cos psi) / (lambda cos2 gamma) + cos(gamma + psi) / cos gamma.
    """
    radius, gm = float(earth[AXIS]), float(earth[GM])
    g = gm / (radius * radius)
    a = math.sin(2.0 * elevation_rad) / g
    k = burn_time_s * math.cos(elevation_rad)
    speed = 0.5 * (math.sqrt(k * k + 4.0 * a * angle_rad * radius) - k) / a
    for _ in range(8):
        along = 0.5 * speed * burn_time_s * math.cos(elevation_rad)
        up = radius + 0.5 * speed * burn_time_s * math.sin(elevation_rad)
        passed = math.atan2(along, up)
        r = math.sqrt(along * along + up * up)
        gamma = elevation_rad + passed
        psi = angle_rad - passed
        if psi <= 0.0:
            speed *= 0.7
            continue
        room = math.cos(gamma) * (r / radius * math.cos(gamma) - math.cos(gamma + psi))
        if room <= 0.0:
            return math.nan
        new = math.sqrt(gm / r * (1.0 - math.cos(psi)) / room)
        if burn_time_s == 0.0:
            return new
        speed = 0.5 * (speed + new)
    return speed


@jit()
def _settle(angle_rad: float) -> float:
    """Round an angle to 1.5e-11 rad, 0.1 mm on the ground.

    The search would blow up the last bits of its input (turn every longitude by one angle, and
    their difference changes in the last bit) to hundredths of a millimetre at impact.
    """
    return math.floor(angle_rad / _GRAIN_RAD + 0.5) * _GRAIN_RAD


@jit()
def _frame(
    target_latitude: float, altitude: float, latitude: float, longitude: float, earth: F8
) -> tuple[F8, float]:
    """Lay the axes of a search and return them with the angle from origin to target."""
    frame = np.empty((7, 3))
    ox, oy, oz = geodetic_to_ecef(latitude, longitude, altitude, earth)
    tx, ty, tz = geodetic_to_ecef(target_latitude, 0.0, altitude, earth)
    o = math.sqrt(ox * ox + oy * oy + oz * oz)
    lx, ly, lz = oy * tz - oz * ty, oz * tx - ox * tz, ox * ty - oy * tx
    size = math.sqrt(lx * lx + ly * ly + lz * lz)
    angle = math.atan2(size, ox * tx + oy * ty + oz * tz)
    size = max(size, 1.0)
    lx, ly, lz = lx / size, ly / size, lz / size
    # Element by element: assigning tuples to rows costs five seconds of compilation.
    frame[_ORIGIN, 0], frame[_ORIGIN, 1], frame[_ORIGIN, 2] = ox, oy, oz
    frame[_LEFT, 0], frame[_LEFT, 1], frame[_LEFT, 2] = lx, ly, lz
    frame[_OUT, 0], frame[_OUT, 1], frame[_OUT, 2] = ox / o, oy / o, oz / o
    frame[_AHEAD, 0] = (ly * oz - lz * oy) / o
    frame[_AHEAD, 1] = (lz * ox - lx * oz) / o
    frame[_AHEAD, 2] = (lx * oy - ly * ox) / o
    axes = enu_axes(latitude, longitude)
    for i in range(3):
        for j in range(3):
            frame[_EAST + i, j] = axes[i, j]
    return frame, angle


@jit()
def _miss(
    speed: float, elevation: float, bearing: float, fine: bool,
    case: F8, earth: F8, frame: F8, state: F8, path: F8, end: F8,
) -> tuple[int, int, float, float]:  # fmt: skip
    """Fly one member; return status, rows of the path, overshoot and miss to the left, in m."""
    ce, se = math.cos(elevation), math.sin(elevation)
    sb, cb = ce * math.sin(bearing), ce * math.cos(bearing)
    direction = np.empty(3)
    for i in range(3):
        direction[i] = sb * frame[_EAST, i] + cb * frame[_NORTH, i] + se * frame[_UP, i]
    burnout_state(frame[_ORIGIN], direction, speed, case[_BURN], state)
    status, n = fly(
        state, case[_ALTITUDE], case[_BETA], case[_AIR],
        STEP_AIR_S if fine else _SEARCH_AIR_S, STEP_SPACE_S if fine else _SEARCH_SPACE_S,
        earth, path if fine else path[:0], end,
    )  # fmt: skip
    x, y, z = end[1], end[2], end[3]
    ahead = x * frame[_AHEAD, 0] + y * frame[_AHEAD, 1] + z * frame[_AHEAD, 2]
    left = x * frame[_LEFT, 0] + y * frame[_LEFT, 1] + z * frame[_LEFT, 2]
    out = x * frame[_OUT, 0] + y * frame[_OUT, 1] + z * frame[_OUT, 2]
    radius = case[_RADIUS]
    over = (math.atan2(ahead, out) - case[_ANGLE]) * radius
    return status, n, over, math.asin(left / math.sqrt(x * x + y * y + z * z)) * radius


@jit()
def _retry_speed(speed: float, status: int) -> float:
    """Return a speed to try after a flight that did not come down, or 0 if none would help."""
    if status == _TOO_LOW:
        return 1.2 * speed
    return 0.9 * speed if status == _NEVER_LANDS else 0.0


@jit()
def _vertex(low: float, middle: float, high: float, delta: float) -> tuple[float, float]:
    """Return offset and height of the top of a parabola through three equidistant values."""
    bend = low - 2.0 * middle + high
    if bend >= 0.0:
        return math.copysign(0.1, high - low), middle
    turn = max(-0.2, min(0.2, 0.5 * delta * (low - high) / bend))
    share = turn / delta
    return turn, middle + 0.5 * share * ((high - low) + bend * share)


@jit()
def _least_energy(guess: F8, case: F8, earth: F8, frame: F8, state: F8, path: F8, end: F8) -> int:
    """Find speed, elevation and bearing of the flight that arrives with the least burn-out speed.

    At a given speed the range has a maximum over elevation; the speed whose maximum is the target's
    range is the least one. Each round flies three elevations at one speed, takes the vertex of the
    parabola through them and moves the speed by a secant on the vertex's range. `guess` holds
    speed, elevation, bearing and receives them with the slope of range over speed.
    """
    speed, elevation, bearing = guess[0], guess[1], guess[2]
    span = case[_ANGLE] * case[_RADIUS]
    old_speed, old_best = 0.0, 0.0
    stage = 0
    for _ in range(_VERTEX_ROUNDS):
        delta = _VERTEX_STEPS[stage]
        s0, _, low, _ = _miss(
            speed, elevation - delta, bearing, False, case, earth, frame, state, path, end
        )
        s1, _, high, _ = _miss(
            speed, elevation + delta, bearing, False, case, earth, frame, state, path, end
        )
        s2, _, middle, left = _miss(
            speed, elevation, bearing, False, case, earth, frame, state, path, end
        )
        worst = max(s0, s1, s2)
        if worst != _OK:
            speed = _retry_speed(speed, worst)
            if speed == 0.0:
                return worst
            old_speed = 0.0
            continue
        turn, best = _vertex(low, middle, high, delta)
        slope = 1.5 * span / speed
        if old_speed > 0.0 and abs(speed - old_speed) > 1e-6 * speed:
            secant = (best - old_best) / (speed - old_speed)
            slope = max(secant, 0.02 * slope)
        elif old_speed > 0.0:
            slope = guess[3]
        old_speed, old_best = speed, best
        elevation = max(0.1, min(1.45, elevation + turn))
        bearing += left / (case[_RADIUS] * math.sin(case[_ANGLE]))
        speed += max(-0.3 * speed, min(0.4 * speed, -best / slope))
        guess[0], guess[1], guess[2], guess[3] = speed, elevation, bearing, slope
        if speed > FASTEST_M_S:
            return _BEYOND_REACH
        if stage == 2 and abs(turn) < 1e-3 and abs(best) < 1e-4 * span:
            return _OK
        if abs(turn) < 0.05 and abs(best) < 0.1 * span:
            stage = min(stage + 1, 2)
    return _NO_CONVERGENCE


@jit()
def _hit(
    guess: F8, case: F8, earth: F8, frame: F8, state: F8, path: F8, end: F8
) -> tuple[int, int]:
    """Move speed and bearing at a fixed elevation until the flight ends on the target.

    Broyden's method on the speeds ahead and to the right: the Jacobian starts from the slope of
    range and the arm of the bearing, and each flight corrects it. Steps are long until the miss is
    small; the last flights use the steps of the product and write the path.
    """
    speed, elevation, bearing = guess[0], guess[1], guess[2]
    scale = speed
    j00, j01, j10 = guess[3], 0.0, 0.0
    j11 = -case[_RADIUS] * math.sin(case[_ANGLE]) / scale
    over0, left0, step0, step1 = 0.0, 0.0, 0.0, 0.0
    fine, moved = False, False
    too_fast = 0
    for _ in range(_ROUNDS):
        status, n, over, left = _miss(
            speed, elevation, bearing, fine, case, earth, frame, state, path, end
        )
        if status != _OK:
            speed = _retry_speed(speed, status)
            if speed == 0.0:
                return status, 0
            moved = False
            continue
        size = max(abs(over), abs(left))
        if fine and size < _MISS_M:
            return _OK, n
        if moved:
            norm = step0 * step0 + step1 * step1
            d0 = (over - over0 - (j00 * step0 + j01 * step1)) / norm
            d1 = (left - left0 - (j10 * step0 + j11 * step1)) / norm
            j00, j01 = j00 + d0 * step0, j01 + d0 * step1
            j10, j11 = j10 + d1 * step0, j11 + d1 * step1
        det = j00 * j11 - j01 * j10
        if j00 <= 0.0 or det >= 0.0:
            return _NO_CONVERGENCE, 0
        # The two sets of steps differ by metres: no correction across the change, and no way back.
        moved = fine or size >= _FINE_BELOW_M
        fine = fine or not moved
        limit = 0.25 * speed
        step0 = max(-limit, min(limit, -(j11 * over - j01 * left) / det))
        step1 = max(-limit, min(limit, -(j00 * left - j10 * over) / det))
        over0, left0 = over, left
        speed += step0
        bearing += step1 / scale
        if speed > FASTEST_M_S:
            too_fast += 1
            speed = FASTEST_M_S
            moved = False
            if too_fast > 2:
                return _BEYOND_REACH, 0
    return _NO_CONVERGENCE, 0


@jit()
def _sample(path: F8, n: int, latitude: float, altitude: float, earth: F8) -> F8:
    """Read a path on the even grid that ends at impact, in the local axes of the target.

    Cubic Hermite interpolation: positions from positions and velocities, velocities from velocities
    and accelerations. On a step of 10 s outside the air its error is below 1 mm.
    """
    last = path[n - 1, 0]
    m = math.floor(last / SAMPLE_S + 1e-9) + 1
    out = np.empty((m, 7))
    axes = enu_axes(latitude, 0.0)
    target = np.array(geodetic_to_ecef(latitude, 0.0, altitude, earth))
    value = np.empty(6)
    k = 0
    for row in range(m):
        before = SAMPLE_S * (m - 1 - row)
        time = max(0.0, last - before)
        while k < n - 2 and path[k + 1, 0] < time:
            k += 1
        h = path[k + 1, 0] - path[k, 0]
        f = (time - path[k, 0]) / h
        g = 1.0 - f
        a, b = (1.0 + 2.0 * f) * g * g, f * f * (3.0 - 2.0 * f)
        c, d = f * g * g * h, -f * f * g * h
        for i in range(6):
            value[i] = (
                a * path[k, 1 + i] + b * path[k + 1, 1 + i]
                + c * path[k, 4 + i] + d * path[k + 1, 4 + i]
            )  # fmt: skip
        out[row, 0] = -before
        for i in range(3):
            position, velocity = 0.0, 0.0
            for j in range(3):
                position += axes[i, j] * (value[j] - target[j])
                velocity += axes[i, j] * value[3 + j]
            out[row, 1 + i] = position
            out[row, 4 + i] = velocity
    return out


@jit()
def solve_arrival(
    target_latitude_rad: float,
    target_longitude_rad: float,
    target_altitude_m: float,
    origin_latitude_rad: float,
    origin_longitude_rad: float,
    style_factor: float,
    burn_time_s: float,
    ballistic_coefficient_kg_m2: float,
    earth: F8,
    density_scale: float,
) -> tuple[int, int, F8, F8]:
    """Find the arrival at a target from an origin and sample it from burn-out to impact.

    Parameters
    ----------
    target_latitude_rad, target_longitude_rad, target_altitude_m : geodetic, of the defended point.
    origin_latitude_rad, origin_longitude_rad : geodetic; its altitude is the target's.
    style_factor : tangent of the elevation over that of the minimum-energy flight, see
        `STYLE_FACTOR`.
    burn_time_s : duration of the boost, 0 (an impulse) or more.
    ballistic_coefficient_kg_m2 : m / (Cd A) of the body after burn-out, above 0.
    earth : see `earth`.
    density_scale : factor on the density of the air: 1, or 0 for none.

    Returns
    -------
    status : a `codes.FlightStatus`; n : number of samples, 0 unless OK.
    samples : (n, 7) time relative to impact (s, <= 0, every 0.5 s), position (m) and velocity (m/s)
        east, north, up of the target. The first lies within 0.5 s of burn-out.
    summary : (4,) flight time from the start of the boost (s), apogee altitude (m), speed (m/s) at
        impact and angle (rad) of its velocity below the horizontal.

    **Source** see the module. **Limits** see the module; the path ends within 1 mm of the target.
    """
    nothing = np.empty((0, 7))
    summary = np.full(4, math.nan)
    turned = origin_longitude_rad - target_longitude_rad
    longitude = _settle(turned - 2.0 * math.pi * math.floor(turned / (2.0 * math.pi) + 0.5))
    latitude = _settle(origin_latitude_rad)
    frame, angle = _frame(target_latitude_rad, target_altitude_m, latitude, longitude, earth)
    if angle * earth[AXIS] < _NEAREST_M:
        return _ORIGIN_AT_TARGET, 0, nothing, summary
    case = np.empty(_CASE)
    case[_ANGLE] = angle
    case[_RADIUS] = earth[AXIS]
    # The flight measures its altitude along the radius, so the target's is measured so too.
    case[_ALTITUDE] = surface_altitude(
        *geodetic_to_ecef(target_latitude_rad, 0.0, target_altitude_m, earth), earth
    )
    case[_BURN] = burn_time_s
    case[_BETA] = ballistic_coefficient_kg_m2
    case[_AIR] = density_scale
    guess = np.empty(4)
    guess[1] = 0.25 * (math.pi - angle)
    guess[0] = kepler_speed(angle, guess[1], burn_time_s, earth)
    east, north = 0.0, 0.0
    for i in range(3):
        east += frame[_EAST, i] * frame[_AHEAD, i]
        north += frame[_NORTH, i] * frame[_AHEAD, i]
    guess[2] = math.atan2(east, north)
    if not guess[0] < FASTEST_M_S:
        return _BEYOND_REACH, 0, nothing, summary
    state, end = np.empty(6), np.empty(END_COLUMNS)
    path = np.empty((_MAX_ROWS, PATH_COLUMNS))
    status = _least_energy(guess, case, earth, frame, state, path, end)
    if status != _OK:
        return status, 0, nothing, summary
    if style_factor != 1.0:
        least = kepler_speed(angle, guess[1], burn_time_s, earth)
        guess[1] = math.atan(style_factor * math.tan(guess[1]))
        ratio = kepler_speed(angle, guess[1], burn_time_s, earth) / least
        if not guess[0] * ratio < FASTEST_M_S:
            return _BEYOND_REACH, 0, nothing, summary
        guess[0] *= ratio
    status, n = _hit(guess, case, earth, frame, state, path, end)
    if status != _OK:
        return status, 0, nothing, summary
    samples = _sample(path, n, target_latitude_rad, target_altitude_m, earth)
    up = enu_axes(target_latitude_rad, 0.0)[2]
    speed = math.sqrt(end[4] ** 2 + end[5] ** 2 + end[6] ** 2)
    sink = -(up[0] * end[4] + up[1] * end[5] + up[2] * end[6])
    summary[0] = burn_time_s + end[0]
    summary[1] = end[7]
    summary[2] = speed
    summary[3] = math.asin(sink / speed)
    return _OK, samples.shape[0], samples, summary


@dataclass(frozen=True, eq=False)
class ArrivalTrajectory:
    """What a sensor could see of one ballistic arrival, from burn-out to impact.

    Attributes
    ----------
    status : OK, or why there is no trajectory; then the arrays are empty and the numbers are nan.
    t_s : (n,) time relative to impact, every 0.5 s, ending at 0.
    pos_enu_m : (n, 3) east, north, up of the target, m.
    vel_enu_m_s : (n, 3) the same for velocity, relative to the ground, m/s.
    flight_time_s : from the start of the boost to impact.
    burn_time_s : of the boost, as given.
    apogee_m : highest altitude above the ellipsoid.
    impact_speed_m_s, impact_angle_rad : speed and angle below the horizontal at the target.
    """

    status: FlightStatus
    t_s: F8
    pos_enu_m: F8
    vel_enu_m_s: F8
    flight_time_s: float
    burn_time_s: float
    apogee_m: float
    impact_speed_m_s: float
    impact_angle_rad: float


def arrival_trajectory(
    target_lla: tuple[float, float, float],
    origin_ll: tuple[float, float],
    style_factor: float,
    burn_time_s: float,
    ballistic_coefficient_kg_m2: float,
    *,
    earth: F8 = EARTH_WGS84,
    density_scale: float = 1.0,
) -> ArrivalTrajectory:
    """Compute the ballistic arrival at a defended point from an origin.

    Parameters
    ----------
    target_lla : geodetic latitude (rad), longitude (rad) and altitude (m) of the defended point.
    origin_ll : geodetic latitude and longitude (rad): the approach azimuth and ground range, laid
        off by the caller.
    style_factor : one of `STYLE_FACTOR`'s values, or any positive factor.
    burn_time_s : duration of the boost, 0 or more.
    ballistic_coefficient_kg_m2 : m / (Cd A) of the body after burn-out, above 0.
    earth : see `earth`.
    density_scale : factor on the density of the air, 0 for none.

    Returns
    -------
    ArrivalTrajectory; look at its status first.

    **Source** and **Limits**: see the module.
    """
    status, _, samples, summary = solve_arrival(
        *target_lla, *origin_ll, style_factor, burn_time_s, ballistic_coefficient_kg_m2, earth,
        density_scale,
    )  # fmt: skip
    return ArrivalTrajectory(
        status=FlightStatus(status),
        t_s=np.ascontiguousarray(samples[:, 0]),
        pos_enu_m=np.ascontiguousarray(samples[:, 1:4]),
        vel_enu_m_s=np.ascontiguousarray(samples[:, 4:7]),
        flight_time_s=float(summary[0]),
        burn_time_s=burn_time_s,
        apogee_m=float(summary[1]),
        impact_speed_m_s=float(summary[2]),
        impact_angle_rad=float(summary[3]),
    )
