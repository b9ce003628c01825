"""Fly a low flyer or an aircraft along way-points and sample it as arrivals are sampled.

A route is a chain of legs over the ellipsoid. On each leg the normal of the ellipsoid turns evenly
from one way-point to the next (a great circle of normals), the altitude changes linearly along it
and the speed is constant. Time is counted from the end of the route: 0 at impact, or on leaving.

Source: Gade, "A non-singular horizontal position representation", Journal of Navigation 63 (2010),
for the normals; NIMA TR8350.2 (2000) for the ellipsoid.

Limits: no turn radius, no wind, no ground to follow: heights are those of the way-points.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from airshield.kernel.arrival import SAMPLE_S, ArrivalTrajectory
from airshield.kernel.codes import FlightStatus
from airshield.kernel.earth import AXIS, E2, EARTH_WGS84, enu_axes

F8 = NDArray[np.float64]

MAX_SAMPLES = 200_000
"""Longest route: 100,000 s at half-second samples, 5,000 km of a slow drone."""

_CHORD_M = 500.0
"""Nodes lie no farther apart: a chord of that length sags by 5 mm."""


def _normals(lat_lon_rad: F8) -> F8:
    """Return the outward normals of the ellipsoid, (n, 3)."""
    lat, lon = lat_lon_rad[:, 0], lat_lon_rad[:, 1]
    return np.column_stack(
        [np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)],
    )


def _placed(normals: F8, altitude_m: F8, earth: F8) -> F8:
    """Return Earth-fixed positions above the ellipsoid from normals and altitudes, (n, 3)."""
    curvature = earth[AXIS] / np.sqrt(1.0 - earth[E2] * normals[:, 2] ** 2)
    out: F8 = normals * (curvature + altitude_m)[:, None]
    out[:, 2] -= earth[E2] * curvature * normals[:, 2]
    return out


def _turned(start: F8, end: F8, share: F8) -> F8:
    """Turn one normal evenly into another: spherical linear interpolation, (n, 3)."""
    angle = math.atan2(float(np.linalg.norm(np.cross(start, end))), float(start @ end))
    if angle < 1e-12:
        return np.repeat(start[None, :], len(share), axis=0)
    first = np.sin((1.0 - share) * angle) / math.sin(angle)
    second = np.sin(share * angle) / math.sin(angle)
    return first[:, None] * start + second[:, None] * end


def with_dive(points_lla: F8, dive_angle_rad: float, earth: F8 = EARTH_WGS84) -> F8:
    """Let the last leg keep its height and end in a straight dive at a fixed angle.

    Parameters
    ----------
    points_lla : way-points in order of flight, latitude (rad), longitude (rad), altitude (m),
        shape (n, 3), n >= 2; the last is where the dive ends.
    dive_angle_rad : below the horizontal, above 0 and below pi/2.
    earth : see `earth`; only its size counts.

    Returns
    -------
    The points with the start of the dive put in, shape (n + 1, 3). Where the last leg is already
    as steep as the dive, or does not descend, the points as they were.

    **Limits.** Distances on the last leg are those on a sphere of the Earth's axis: within 0.4 %.
    """
    before, last = points_lla[-2], points_lla[-1]
    start, end = _normals(points_lla[-2:, :2])
    angle = math.atan2(float(np.linalg.norm(np.cross(start, end))), float(start @ end))
    needed = (before[2] - last[2]) / math.tan(dive_angle_rad) / earth[AXIS]
    if not 0.0 < needed < angle:
        return points_lla
    x, y, z = _turned(start, end, np.array([1.0 - needed / angle]))[0]
    begin = [math.asin(z), math.atan2(y, x), before[2]]
    return np.vstack([points_lla[:-1], begin, last])


def _nodes(points_lla: F8, speed_m_s: F8, earth: F8) -> tuple[F8, F8]:
    """Return times (s, from the start) and Earth-fixed positions (m) of closely spaced nodes."""
    normals = _normals(points_lla[:, :2])
    times, places, clock = [np.zeros(1)], [_placed(normals[:1], points_lla[:1, 2], earth)], 0.0
    for i, speed in enumerate(speed_m_s):
        chord = float(np.linalg.norm(normals[i + 1] - normals[i])) * earth[AXIS]
        pieces = max(1, math.ceil(chord / _CHORD_M))
        share = np.linspace(0.0, 1.0, pieces + 1)
        altitude = points_lla[i, 2] + share * (points_lla[i + 1, 2] - points_lla[i, 2])
        leg = _placed(_turned(normals[i], normals[i + 1], share), altitude, earth)
        flown = np.cumsum(np.linalg.norm(np.diff(leg, axis=0), axis=1))
        times.append(clock + flown / speed)
        places.append(leg[1:])
        clock += flown[-1] / speed
    time, place = np.concatenate(times), np.concatenate(places)
    moved = np.concatenate([[True], np.diff(time) > 0.0])
    return time[moved], place[moved]


def _refused(status: FlightStatus) -> ArrivalTrajectory:
    nothing = np.empty((0, 3))
    return ArrivalTrajectory(status, np.empty(0), nothing, nothing, *(math.nan,) * 5)


def route_trajectory(
    target_lla: tuple[float, float, float],
    points_lla: F8,
    speed_m_s: F8,
    *,
    step_s: float = SAMPLE_S,
    earth: F8 = EARTH_WGS84,
) -> ArrivalTrajectory:
    """Sample a route over way-points on the clock and in the axes of a defended point.

    Parameters
    ----------
    target_lla : geodetic latitude (rad), longitude (rad) and altitude (m) of the point whose axes
        are used; the route need not end there.
    points_lla : way-points in order of flight, the same three numbers, shape (n, 3), n >= 2.
    speed_m_s : speed over the ground on each leg, above 0, shape (n - 1,).
    step_s : time between samples, above 0.
    earth : see `earth`.

    Returns
    -------
    An `ArrivalTrajectory`: times count from the end of the route, `burn_time_s` is 0, `apogee_m` is
    the highest altitude, impact speed and angle are those of the last moment. Its status is
    ORIGIN_AT_TARGET for a route without length and PATH_FULL above `MAX_SAMPLES`.

    **Source** and **Limits**: see the module. Corners between samples are cut by at most half a
    step of flight.
    """
    time, place = _nodes(points_lla, speed_m_s, earth)
    if len(time) < 2:
        return _refused(FlightStatus.ORIGIN_AT_TARGET)
    whole = float(time[-1])
    n = math.floor(whole / step_s + 1e-9) + 1
    if n > MAX_SAMPLES:
        return _refused(FlightStatus.PATH_FULL)
    t_s = -step_s * np.arange(n - 1, -1, -1, dtype=float)
    axes = enu_axes(target_lla[0], target_lla[1])
    lat_lon_alt = np.array([target_lla])
    centre = _placed(_normals(lat_lon_alt[:, :2]), lat_lon_alt[:, 2], earth)[0]
    local = (place - centre) @ axes.T
    clock = np.clip(t_s + whole, 0.0, whole)
    position = np.column_stack([np.interp(clock, time, local[:, i]) for i in range(3)])
    leg = np.clip(np.searchsorted(time, clock, side="right") - 1, 0, len(time) - 2)
    velocity = (np.diff(local, axis=0) / np.diff(time)[:, None])[leg]
    speed = float(np.linalg.norm(velocity[-1]))
    return ArrivalTrajectory(
        status=FlightStatus.OK,
        t_s=t_s,
        pos_enu_m=position,
        vel_enu_m_s=velocity,
        flight_time_s=whole,
        burn_time_s=0.0,
        apogee_m=float(points_lla[:, 2].max()),
        impact_speed_m_s=speed,
        impact_angle_rad=math.asin(-float(velocity[-1, 2]) / speed),
    )
