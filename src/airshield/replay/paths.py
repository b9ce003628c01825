"""Draw the paths of threats and interceptors from the physics behind the engagement.

Threats follow the arrival of their family, moved by what this replication drew; interceptors follow
the one flight of the production fan that meets the threat at the traced time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from airshield.catalogue import Catalogue
from airshield.kernel.atmosphere import G0_M_S2
from airshield.kernel.earth import EARTH_WGS84, enu_axes, geodetic_to_ecef
from airshield.kernel.flyout import STEP_S, fly_out
from airshield.kernel.path import position_at
from airshield.replay.model import Track
from airshield.simulate.family import Family, seen_from
from airshield.simulate.geometry import Place

F8 = NDArray[np.float64]
TOLERANCE_M = 10.0
"""A thinned path stays this near to the computed one; a pixel of a theatre is half a kilometre."""
FAN = 91
"""Elevations flown to bracket an interceptor's flight, 0 to 90 degrees."""
_HALVINGS = 14
"""Of a degree: the flight passes within decimetres of the point, which then ends it."""
_FLIGHT_TIME_MAX_S = 300.0
Move = tuple[float, float, float]
"""From a time (s) on, the impact lies this much farther east and north (m)."""


def to_ecef(pos_enu_m: F8, place: Place) -> F8:
    """Turn positions east, north, up of a place, m (n, 3), into Earth-fixed ones."""
    axes = enu_axes(place.latitude_rad, place.longitude_rad)
    return np.asarray(pos_enu_m @ axes + ecef(place))


def ecef(place: Place) -> F8:
    """Return the Earth-fixed position of a place, m (3,)."""
    lla = (place.latitude_rad, place.longitude_rad, place.altitude_m)
    return np.array(geodetic_to_ecef(*lla, EARTH_WGS84))


def standing(place: Place, t_s: float) -> Track:
    """Return the track of what stands at a place: one sample."""
    return Track(np.array([t_s]), ecef(place)[None, :])


def unseen() -> Track:
    """Return the track of what nobody saw: no sample."""
    return Track(np.empty(0), np.empty((0, 3)))


def thin(track: Track, tolerance_m: float = TOLERANCE_M) -> Track:
    """Drop samples that straight motion between the kept ones gives within a tolerance.

    **Source** Douglas and Peucker, "Algorithms for the reduction of the number of points", The
    Canadian Cartographer 10 (1973), with the distance taken at equal times.
    """
    t, pos = track.t_s, track.pos_ecef_m
    if len(t) < 3:
        return track
    keep = np.zeros(len(t), bool)
    keep[[0, -1]] = True
    pending = [(0, len(t) - 1)]
    while pending:
        a, b = pending.pop()
        if b - a < 2:
            continue
        w = ((t[a + 1 : b] - t[a]) / (t[b] - t[a]))[:, None]
        away = np.linalg.norm(pos[a] + w * (pos[b] - pos[a]) - pos[a + 1 : b], axis=1)
        worst = int(away.argmax())
        if away[worst] > tolerance_m:
            middle = a + 1 + worst
            keep[middle] = True
            pending += [(a, middle), (middle, b)]
    return Track(t[keep], pos[keep])


def threat_path(
    family: Family,
    t_impact_s: float,
    offset_m: tuple[float, float],
    moves: Sequence[Move],
    end_s: float,
) -> Track:
    """Return the path of one threat from where a sensor could first see it to its end.

    Parameters
    ----------
    family : its arrival; t_impact_s : scenario time of its impact, were nothing done.
    offset_m : of its impact from the asset's centre, east and north.
    moves : displacements by hits that did not stop it, each from its time to the impact.
    end_s : scenario time at which it ends, at most `t_impact_s`.

    **Limits.** An offset grows evenly along the path; the flight itself is the family's nominal
    one. After a hit the body drifts evenly to where it falls.
    """
    t = family.arrival.t_s + t_impact_s
    last = min(end_s, float(t[-1]))
    kept = np.unique(np.concatenate([t[t < last], [m[0] for m in moves if m[0] < last], [last]]))
    pos = np.column_stack([np.interp(kept, t, family.arrival.pos_enu_m[:, i]) for i in range(3)])
    for since, east, north in ((float(t[0]), *offset_m), *moves):
        share = np.clip((kept - since) / max(t_impact_s - since, 1e-9), 0.0, 1.0)
        pos[:, 0] += share * east
        pos[:, 1] += share * north
    return thin(Track(kept, to_ecef(pos, family.target)))


@dataclass(frozen=True)
class Motor:
    """What the fly-out of an interceptor needs, in the order of `kernel.flyout.fly_out`."""

    speed_max_m_s: float
    burn_time_s: float
    drag_area_m2: float
    burnout_mass_kg: float
    launch_altitude_m: float

    @staticmethod
    def of(catalogue: Catalogue, interceptor: str, altitude_m: float) -> Motor:
        """Read a motor's nominal values from the catalogue."""

        def nominal(name: str) -> float:
            return catalogue.quantity(f"interceptor.{interceptor}.{name}").si_nominal

        return Motor(
            nominal("speed_max"),
            nominal("burn_time"),
            nominal("drag_area"),
            nominal("burnout_mass"),
            altitude_m,
        )


Flight = tuple[F8, F8, F8]
"""Time (s), downrange (m) and height (m) of each step of one flight."""


def _fly(motor: Motor, elevation_rad: float, reach_m: float) -> Flight:
    n = math.ceil((motor.burn_time_s + _FLIGHT_TIME_MAX_S) / STEP_S) + 2
    t, x, h = np.empty(n), np.empty(n), np.empty(n)
    rows = fly_out(
        elevation_rad,
        motor.speed_max_m_s,
        motor.burn_time_s,
        motor.drag_area_m2,
        motor.burnout_mass_kg,
        motor.launch_altitude_m,
        G0_M_S2,
        math.nan,
        STEP_S,
        reach_m,
        t,
        x,
        h,
    )
    return t[:rows], x[:rows], h[:rows]


@lru_cache(maxsize=32)
def _fan(motor: Motor, reach_m: float) -> tuple[Flight, ...]:
    return tuple(_fly(motor, 0.5 * math.pi * i / (FAN - 1), reach_m) for i in range(FAN))


def _crossing(flight: Flight, range_m: float) -> tuple[float, float]:
    """Return time and elevation angle where a flight first comes this far; nan where never."""
    t, x, h = flight
    slant = np.hypot(x, h)
    beyond = np.flatnonzero(slant >= range_m)
    if not beyond.size or beyond[0] == 0:
        return math.nan, math.nan
    j = int(beyond[0])
    w = (range_m - slant[j - 1]) / (slant[j] - slant[j - 1])
    angles = np.arctan2(h[j - 1 : j + 1], x[j - 1 : j + 1])
    return float(t[j - 1] + w * (t[j] - t[j - 1])), float(angles[0] + w * (angles[1] - angles[0]))


def flight_through(
    motor: Motor, downrange_m: float, height_m: float, flight_time_s: float
) -> Flight:
    """Return the flight that passes a point, among several the one nearest in time.

    Parameters
    ----------
    motor : of the interceptor; downrange_m, height_m : of the point seen from the launcher.
    flight_time_s : what the engagement's tables say it takes.

    Returns
    -------
    The flight up to the point; empty where no flight of the fan passes it.

    **Source.** The flights are those of `kernel.flyout.fly_out`, found again by halving the launch
    elevation between neighbours of the production fan.
    """
    range_m, angle = math.hypot(downrange_m, height_m), math.atan2(height_m, downrange_m)
    reach_m = math.ceil(1.05 * range_m / 1e4) * 1e4
    crossings = [_crossing(flight, range_m) for flight in _fan(motor, reach_m)]
    found: list[tuple[float, Flight, float]] = []
    for i, (low, high) in enumerate(pairwise(crossings)):
        if not (low[1] - angle) * (high[1] - angle) <= 0.0:
            continue
        a, b = (0.5 * math.pi * k / (FAN - 1) for k in (i, i + 1))
        rising = high[1] > low[1]
        for _ in range(_HALVINGS):
            middle = 0.5 * (a + b)
            if (_crossing(_fly(motor, middle, reach_m), range_m)[1] < angle) == rising:
                a = middle
            else:
                b = middle
        flight = _fly(motor, 0.5 * (a + b), reach_m)
        t_end = _crossing(flight, range_m)[0]
        found.append((abs(t_end - flight_time_s), flight, t_end))
    if not found:
        return np.empty(0), np.empty(0), np.empty(0)
    _, (t, x, h), t_end = min(found, key=lambda each: each[0])
    kept = t < t_end
    return np.append(t[kept], t_end), np.append(x[kept], downrange_m), np.append(h[kept], height_m)


def interceptor_path(
    motor: Motor | None,
    place: Place,
    family: Family,
    launch_s: float,
    intercept_s: float,
    t_impact_s: float,
    end_ecef_m: F8,
) -> Track:
    """Return the path of one interceptor from its unit's site to where it meets the threat.

    Parameters
    ----------
    motor : None for a gun, whose burst goes straight.
    place : the site of the unit; family, t_impact_s : of the threat.
    launch_s, intercept_s : scenario times of the trace.
    end_ecef_m : where the threat is at the intercept; the flight, computed to the nominal path,
        is bent evenly to it.

    **Limits.** Those of `fly_out`: no turn after launch. The launcher stands at the site.
    """
    start = ecef(place)
    straight = Track(np.array([launch_s, intercept_s]), np.stack([start, end_ecef_m]))
    if motor is None:
        return straight
    east, north, up = position_at(
        intercept_s - t_impact_s, family.arrival.t_s, seen_from(family, place)
    )
    t, x, h = flight_through(motor, math.hypot(east, north), up, intercept_s - launch_s)
    if len(t) < 2:
        # Points a little below the launcher's plane are read in it by the tables: no flight there.
        return straight
    bearing = math.atan2(east, north)
    pos = to_ecef(np.column_stack([x * math.sin(bearing), x * math.cos(bearing), h]), place)
    share = t / t[-1]
    pos = pos + share[:, None] * (end_ecef_m - pos[-1])
    return thin(Track(launch_s + share * (intercept_s - launch_s), pos))
