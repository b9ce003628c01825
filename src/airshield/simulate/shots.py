"""Compute the shots of an interceptor or a gun at a family of threats, by its class."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from airshield.catalogue.classes import Against, against, is_gun
from airshield.kernel.atmosphere import G0_M_S2, density
from airshield.kernel.burst import N_BURST_RANGE, burst_map
from airshield.kernel.flyout import N_ELEVATION, N_RANGE, STEP_S, flyout_map
from airshield.kernel.path import EARTH_RADIUS_M
from airshield.kernel.shots import N_LAUNCHES, shot_table
from airshield.simulate.family import Family, Values, seen_from
from airshield.simulate.geometry import Place

F8 = NDArray[np.float64]
FLIGHT_TIME_MAX_S = 120.0
"""Longest interceptor flight followed: beyond every envelope against ballistic missiles here."""
FLIGHT_TIME_MAX_ROUTE_S = 210.0
"""The same against what flies a route: the longest flight that the catalogue states."""


class Shot(StrEnum):
    """Whether an interceptor has shots at a family."""

    WINDOW = "a launch window"
    NO_WINDOW = "no intercept inside the envelope and the track sector"
    NO_ENTRY = "the catalogue has no reach or no kill probability against this class"
    NOT_ITS_TASK = "the doctrine does not engage this class"


@dataclass(frozen=True, eq=False)
class GroupShots:
    """Launch window of one launcher group against one family, and its shots by launch time."""

    open_s: float
    close_s: float
    intercept_s: F8
    altitude_m: F8
    range_m: F8
    p_kill: F8
    shot: Shot = Shot.WINDOW
    in_reach: bool = False
    """Whether there would be a window if the radar were turned towards the threat."""


def _none(why: Shot, *, in_reach: bool = False) -> GroupShots:
    nothing = np.empty(0)
    return GroupShots(math.nan, math.nan, nothing, nothing, nothing, nothing, why, in_reach)


@lru_cache(maxsize=64)
def _time_of_flight(
    speed_max_m_s: float,
    burn_time_s: float,
    drag_area_m2: float,
    burnout_mass_kg: float,
    altitude_m: float,
    range_max_m: float,
    flight_time_max_s: float,
) -> F8:
    """Compute a time-of-flight map, once for the units of one altitude."""
    return flyout_map(
        speed_max_m_s,
        burn_time_s,
        drag_area_m2,
        burnout_mass_kg,
        altitude_m,
        range_max_m,
        flight_time_max_s,
        G0_M_S2,
        math.nan,
        STEP_S,
        N_RANGE,
        N_ELEVATION,
    )


def kill_probability(
    pick: Values, interceptor: str, threat: str, threat_class: str = "ballistic"
) -> float:
    """Return the probability that one shot (one burst of a gun) kills: a prior, by class."""
    base = f"interceptor.{interceptor}"
    if threat_class != "ballistic":
        return pick.get(f"{base}.{against(pick.has, interceptor, threat_class).kill}")
    manoeuvring = f"{base}.sskp_tbm_manoeuvring"
    if pick.flag(f"threat.{threat}.manoeuvring_descent") and pick.has(manoeuvring):
        return pick.get(manoeuvring)
    return pick.get(f"{base}.sskp_tbm")


@dataclass(frozen=True, eq=False)
class Envelope:
    """Where one interceptor or gun meets one class of threat, and how long it flies there.

    Nothing in it depends on the path of the threat: coverage moves paths through one envelope.
    """

    tof_s: F8
    """Time of flight by slant range and elevation (`flyout_map`); of a gun, to the last hit."""
    range_min_m: float
    range_max_m: float
    altitude_min_m: float
    altitude_max_m: float
    boresight_rad: float
    half_width_rad: float
    elevation_min_rad: float
    elevation_max_rad: float
    first_tof_s: F8 | None = None
    """Guns: time of flight of the first projectile, which sets the earliest moment."""

    @property
    def limits(self) -> tuple[float, float, float, float, float, float, float, float]:
        """Return the limits in the order of `shot_table`."""
        return (
            self.range_min_m,
            self.range_max_m,
            self.altitude_min_m,
            self.altitude_max_m,
            self.boresight_rad,
            self.half_width_rad,
            self.elevation_min_rad,
            self.elevation_max_rad,
        )


def _table(
    family: Family, place: Place, tof_s: F8, envelope: Envelope, not_before_s: float
) -> tuple[float, float, F8, F8, F8]:
    """Compute one shot table: window, intercept times, heights and ranges."""
    _, open_s, close_s, intercept_s, height_m, range_m = shot_table(
        family.arrival.t_s,
        seen_from(family, place),
        tof_s,
        envelope.range_max_m,
        *envelope.limits,
        not_before_s,
        N_LAUNCHES,
    )
    return open_s, close_s, intercept_s, height_m, range_m


def _missile(
    pick: Values,
    interceptor: str,
    keys: Against,
    radar: str,
    place: Place,
    boresight_rad: float,
    threat_class: str,
) -> Envelope:
    base = f"interceptor.{interceptor}"
    reach_m = pick.get(f"{base}.{keys.range_max}")
    falls = threat_class == "ballistic"
    tof = _time_of_flight(
        pick.get(f"{base}.speed_max"),
        pick.get(f"{base}.burn_time"),
        pick.get(f"{base}.drag_area"),
        pick.get(f"{base}.burnout_mass"),
        # Density changes by a thousandth over ten metres: one map serves sites that close.
        round(place.altitude_m, -1),
        reach_m,
        FLIGHT_TIME_MAX_S if falls else FLIGHT_TIME_MAX_ROUTE_S,
    )
    lowest_rad = pick.get(f"radar.{radar}.elevation_coverage_min")
    if not falls:
        # The limit is on the bent beam, which sees this much below its straight line at full reach.
        lowest_rad -= 0.125 * reach_m / EARTH_RADIUS_M
    return Envelope(
        tof,
        pick.get(f"{base}.range_min"),
        reach_m,
        pick.get(f"{base}.{keys.altitude_min or 'altitude_min'}"),
        pick.get(f"{base}.altitude_max"),
        boresight_rad,
        0.5 * pick.get(f"radar.{radar}.track_sector"),
        lowest_rad,
        pick.get(f"radar.{radar}.elevation_coverage_max"),
    )


def _gun(pick: Values, interceptor: str, place: Place) -> Envelope:
    """Return the envelope of a gun: every projectile meets the threat between its two ranges."""
    base = f"interceptor.{interceptor}"
    reach_m = pick.get(f"{base}.range_max")
    speed_m_s = pick.get(f"{base}.muzzle_velocity")
    drag_per_m = (
        0.5
        * density(place.altitude_m)
        * pick.get(f"{base}.drag_area")
        / pick.get(f"{base}.projectile_mass")
    )
    burst_s = pick.get(f"{base}.burst") / pick.get(f"{base}.rate_of_fire")
    return Envelope(
        burst_map(speed_m_s, drag_per_m, reach_m, burst_s, N_BURST_RANGE),
        pick.get(f"{base}.range_min"),
        reach_m,
        -math.inf,
        math.inf,
        0.0,
        math.pi,
        pick.get(f"{base}.elevation_min"),
        pick.get(f"{base}.elevation_max"),
        burst_map(speed_m_s, drag_per_m, reach_m, 0.0, N_BURST_RANGE),
    )


def envelope_of(
    pick: Values,
    interceptor: str,
    radar: str,
    place: Place,
    boresight_rad: float,
    threat_class: str,
) -> Envelope | None:
    """Return the envelope of one interceptor or gun against one class.

    Parameters
    ----------
    pick : reads the catalogue; interceptor, radar : ids; place : where the unit stands.
    boresight_rad : of the radar, clockwise from north; a gun turns all round.
    threat_class : one of `airshield.catalogue.classes.CLASSES`.

    Returns
    -------
    The envelope, or None where the catalogue has no reach or no kill probability against the class.
    """
    keys = against(pick.has, interceptor, threat_class)
    base = f"interceptor.{interceptor}"
    gun = is_gun(pick.has, interceptor)
    # A ballistic entry with a reach but no kill probability is a mistake and is reported as one.
    told = bool(keys.kill) or (threat_class == "ballistic" and not gun)
    if not keys.range_max or not told or pick.get(f"{base}.{keys.range_max}") <= 0.0:
        return None
    if gun:
        return _gun(pick, interceptor, place)
    return _missile(pick, interceptor, keys, radar, place, boresight_rad, threat_class)


def _fire(family: Family, place: Place, envelope: Envelope) -> tuple[float, float, F8, F8, F8]:
    """Compute the shot table of an envelope against a family.

    The first projectile of a burst must arrive inside the greatest range, which sets the earliest
    moment; the table then holds the arrival of the last one, when the outcome is known.
    """
    opens = -math.inf
    if envelope.first_tof_s is not None:
        opens = _table(family, place, envelope.first_tof_s, envelope, opens)[0]
        if math.isnan(opens):
            nothing = np.empty(0)
            return math.nan, math.nan, nothing, nothing, nothing
    return _table(family, place, envelope.tof_s, envelope, opens)


def lower_shots(
    pick: Values, interceptor: str, radar: str, place: Place, boresight_rad: float, family: Family
) -> GroupShots:
    """Compute the launch window of one interceptor or gun against one family, and its shots.

    Parameters
    ----------
    pick : reads the catalogue; interceptor, radar : ids; place : where the unit stands.
    boresight_rad : of the radar, clockwise from north; a gun turns all round.
    family : what flies; its class says which envelope and which kill probability count.

    Returns
    -------
    The shots; without a window `shot` says whether the geometry or a missing entry forbids it
    (`airshield.catalogue.classes.why_not_against` says which). The window of a gun is that against
    a family that ends at the gun: it engages nothing else.
    """
    envelope = envelope_of(pick, interceptor, radar, place, boresight_rad, family.threat_class)
    if envelope is None:
        return _none(Shot.NO_ENTRY)
    table = turned = _fire(family, place, envelope)
    if len(table[2]) == 0:
        turned = _fire(family, place, replace(envelope, half_width_rad=math.pi))
    intercept_s = table[2]
    if len(intercept_s) == 0:
        return _none(Shot.NO_WINDOW, in_reach=len(turned[2]) > 0)
    p_kill = kill_probability(pick, interceptor, family.threat, family.threat_class)
    return GroupShots(*table, np.full(len(intercept_s), p_kill), in_reach=True)


def could_reach(
    shots: Sequence[Sequence[GroupShots]], group_unit: Sequence[int], shape: tuple[int, int]
) -> NDArray[np.uint8]:
    """Tell which units would have a launch window against which families, were the radar turned.

    Parameters
    ----------
    shots : by launcher group and family; group_unit : unit of each group; shape : units, families.

    Returns
    -------
    uint8 (U, F), 1 where a unit could. One that could not counts in no leaker's reason as a unit
    that looked elsewhere.
    """
    found = np.zeros(shape, np.uint8)
    for u, row in zip(group_unit, shots, strict=True):
        found[u] |= np.array([shot.in_reach for shot in row], np.uint8)
    return found
