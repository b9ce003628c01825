"""Compute the physics tables of one scenario: families of threats, tracks, shots."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from airshield.errors import Fault, ScenarioError
from airshield.kernel.arrival import STYLE_FACTOR, ArrivalTrajectory, arrival_trajectory
from airshield.kernel.codes import FlightStatus
from airshield.kernel.detection import detection_range_m, track_table
from airshield.kernel.earth import EARTH_WGS84, move_enu
from airshield.kernel.flyout import flyout_map
from airshield.kernel.shots import N_LAUNCHES, shot_table
from airshield.simulate.geometry import Place, origin_of_approach

F8 = NDArray[np.float64]
GRAVITY_M_S2 = 9.80665
REFERENCE_RCS_TBM_M2 = 0.1
"""What `range_tbm_rcs_0p1` of the catalogue is stated against."""
MAP_NODES = (81, 61)
"""Slant ranges and elevation angles of a time-of-flight map."""
FLIGHT_TIME_MAX_S = 120.0
"""Longest interceptor flight followed: beyond every envelope against ballistic missiles here."""
FLYOUT_STEP_S = 0.1


class Values(Protocol):
    """What this module asks of the value reader of `lower`."""

    def get(self, path: str) -> float: ...  # noqa: D102
    def has(self, path: str) -> bool: ...  # noqa: D102
    def flag(self, path: str) -> bool: ...  # noqa: D102


@dataclass(frozen=True, eq=False)
class Family:
    """Threats that share type, target, approach and style, hence every table."""

    id: str
    threat: str
    asset_id: str
    target: Place
    azimuth_deg: float
    ground_range_m: float
    arrival: ArrivalTrajectory


@dataclass(frozen=True, eq=False)
class UnitTrack:
    """Cumulative probability that one unit has one family in track, by time before impact."""

    visible: bool
    t_s: F8
    p: F8
    range_m: float
    """Range at which the family is seen with the reference probability."""


@dataclass(frozen=True, eq=False)
class GroupShots:
    """Launch window of one launcher group against one family, and its shots by launch time."""

    open_s: float
    close_s: float
    intercept_s: F8
    altitude_m: F8
    range_m: F8
    p_kill: F8


_NO_SHOTS = GroupShots(math.nan, math.nan, *(np.empty(0) for _ in range(4)))


@lru_cache(maxsize=256)
def _arrival(
    target: Place,
    azimuth_deg: float,
    ground_range_m: float,
    style_factor: float,
    burn_time_s: float,
    ballistic_coefficient_kg_m2: float,
) -> ArrivalTrajectory:
    """Fly one arrival; most variations of a scenario leave it as it was, so it is kept."""
    origin = origin_of_approach(target, azimuth_deg, ground_range_m)
    return arrival_trajectory(
        (target.latitude_rad, target.longitude_rad, target.altitude_m),
        (origin.latitude_rad, origin.longitude_rad),
        style_factor,
        burn_time_s,
        ballistic_coefficient_kg_m2,
    )


def lower_family(
    pick: Values,
    *,
    threat: str,
    asset_id: str,
    target: Place,
    azimuth_deg: float,
    ground_range_m: float,
    style: str,
    family_id: str,
) -> Family:
    """Fly one family in: the arrival trajectory that ends at the target on the asked approach.

    Raises
    ------
    ScenarioError : no trajectory of this type ends there.
    """
    arrival = _arrival(
        target,
        azimuth_deg,
        ground_range_m,
        STYLE_FACTOR[style],
        pick.get(f"threat.{threat}.burn_time"),
        pick.get(f"threat.{threat}.ballistic_coefficient"),
    )
    if arrival.status is not FlightStatus.OK:
        message = (
            f"no {style} flight of {threat} arrives from {ground_range_m / 1e3:.0f} km at "
            f"{azimuth_deg:.0f} degrees ({arrival.status.name.lower().replace('_', ' ')}); "
            "change the range or the style"
        )
        raise ScenarioError([Fault("scenario", None, f"volley.{family_id}", message)])
    return Family(family_id, threat, asset_id, target, azimuth_deg, ground_range_m, arrival)


def seen_from(family: Family, place: Place) -> F8:
    """Return the family's path east, north, up of a place, m (n, 3)."""
    if place == family.target:
        return family.arrival.pos_enu_m
    moved: F8 = move_enu(family.arrival.pos_enu_m, family.target.lla, place.lla, EARTH_WGS84)
    return moved


def lower_track(
    pick: Values, radar: str, place: Place, boresight_rad: float, family: Family
) -> UnitTrack:
    """Compute when one radar has one family in track.

    Fixed agile arrays confirm an alert at once: two dwells, both must detect. The range against
    ballistic missiles is the catalogue's against 0.1 m2. Not cued in this version.
    """
    base = f"radar.{radar}"
    rcs_m2 = pick.get(f"threat.{family.threat}.rcs")
    range_ref_m = pick.get(f"{base}.range_tbm_rcs_0p1")
    instrumented_m = pick.get(f"{base}.instrumented_range")
    path = seen_from(family, place)
    _, visible, t_s, p = track_table(
        family.arrival.t_s,
        path,
        rcs_m2,
        range_ref_m,
        REFERENCE_RCS_TBM_M2,
        pick.get(f"{base}.pd_reference"),
        pick.get("radar_scaling.pfa"),
        1.0,
        boresight_rad,
        0.5 * pick.get(f"{base}.search_sector"),
        pick.get(f"{base}.elevation_coverage_min"),
        pick.get(f"{base}.elevation_coverage_max"),
        instrumented_m,
        pick.get(f"{base}.antenna_height"),
        pick.get(f"{base}.update_interval"),
        2,
        1,
        1,
    )
    reach = detection_range_m(rcs_m2, range_ref_m, REFERENCE_RCS_TBM_M2, 1.0, instrumented_m)
    return UnitTrack(bool(visible), t_s, p, float(reach))


@lru_cache(maxsize=64)
def _time_of_flight(
    speed_max_m_s: float,
    burn_time_s: float,
    drag_area_m2: float,
    burnout_mass_kg: float,
    altitude_m: float,
    range_max_m: float,
) -> F8:
    """Compute a time-of-flight map, once for the units of one altitude."""
    return flyout_map(
        speed_max_m_s,
        burn_time_s,
        drag_area_m2,
        burnout_mass_kg,
        altitude_m,
        range_max_m,
        FLIGHT_TIME_MAX_S,
        GRAVITY_M_S2,
        math.nan,
        FLYOUT_STEP_S,
        *MAP_NODES,
    )


def kill_probability(pick: Values, interceptor: str, threat: str) -> float:
    """Return the single-shot kill probability against a ballistic missile: a prior."""
    kind = (
        "sskp_tbm_manoeuvring" if pick.flag(f"threat.{threat}.manoeuvring_descent") else "sskp_tbm"
    )
    path = f"interceptor.{interceptor}.{kind}"
    return pick.get(path if pick.has(path) else f"interceptor.{interceptor}.sskp_tbm")


def lower_shots(
    pick: Values, interceptor: str, radar: str, place: Place, boresight_rad: float, family: Family
) -> GroupShots:
    """Compute the launch window of one interceptor against one family, and its shots."""
    base = f"interceptor.{interceptor}"
    range_max_m = pick.get(f"{base}.range_vs_tbm")
    low = f"{base}.altitude_min_tbm"
    tof = _time_of_flight(
        pick.get(f"{base}.speed_max"),
        pick.get(f"{base}.burn_time"),
        pick.get(f"{base}.drag_area"),
        pick.get(f"{base}.burnout_mass"),
        # Density changes by a thousandth over ten metres: one map serves sites that close.
        round(place.altitude_m, -1),
        range_max_m,
    )
    _, open_s, close_s, intercept_s, altitude_m, range_m = shot_table(
        family.arrival.t_s,
        seen_from(family, place),
        tof,
        range_max_m,
        pick.get(f"{base}.range_min"),
        range_max_m,
        pick.get(low if pick.has(low) else f"{base}.altitude_min"),
        pick.get(f"{base}.altitude_max"),
        boresight_rad,
        0.5 * pick.get(f"radar.{radar}.track_sector"),
        pick.get(f"radar.{radar}.elevation_coverage_min"),
        pick.get(f"radar.{radar}.elevation_coverage_max"),
        -math.inf,
        N_LAUNCHES,
    )
    if len(intercept_s) == 0:
        return _NO_SHOTS
    p_kill = np.full(len(intercept_s), kill_probability(pick, interceptor, family.threat))
    return GroupShots(open_s, close_s, intercept_s, altitude_m, range_m, p_kill)
