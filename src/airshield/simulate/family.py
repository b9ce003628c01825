"""Fly threats in: one family for all that share type, target, approach and style or route."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from airshield.catalogue.classes import CLASSES, FALLING
from airshield.errors import CatalogueError, Fault, ScenarioError
from airshield.kernel.arrival import STYLE_FACTOR, ArrivalTrajectory, arrival_trajectory
from airshield.kernel.codes import FlightStatus
from airshield.kernel.earth import EARTH_WGS84, move_enu
from airshield.kernel.route import route_trajectory, with_dive
from airshield.simulate.geometry import Place, origin_of_approach

F8 = NDArray[np.float64]
Waypoint = tuple[float, float, float]
"""Bearing from the asset (rad, clockwise from north), ground range (m), height above it (m)."""

CEP_PER_SIGMA = math.sqrt(2.0 * math.log(2.0))
"""Circular error probable over the standard deviation of a circular normal."""
FLATTEST, STEEPEST = 0.03, 12.0
"""Factors on the tangent of the minimum-energy elevation between which a rocket's flight lies."""
MARGIN_OF_SPEED = 1.25
"""A rocket is flown this much faster than its motor makes it, so that every sampled value of speed
and drag still reaches the range of the scenario; beyond, it is out of reach."""
_HALVINGS = 24


class Values(Protocol):
    """What the physics asks of the value reader of `lower`."""

    def get(self, path: str) -> float: ...  # noqa: D102
    def has(self, path: str) -> bool: ...  # noqa: D102
    def flag(self, path: str) -> bool: ...  # noqa: D102
    def text(self, path: str) -> str: ...  # noqa: D102


@dataclass(frozen=True, eq=False)
class Family:
    """Threats that share type, target, approach and style or route, hence every table."""

    id: str
    threat: str
    asset_id: str
    target: Place
    azimuth_deg: float
    ground_range_m: float
    arrival: ArrivalTrajectory
    threat_class: str = "ballistic"


def threat_class(pick: Values, threat: str) -> str:
    """Return the class of a threat: its key `class`, one of `airshield.catalogue.classes.CLASSES`.

    Raises
    ------
    CatalogueError : the entry has no class, or one that does not exist.
    """
    path = f"threat.{threat}.class"
    found = pick.text(path)
    if found not in CLASSES:
        message = f'"{found}" is no class of threat; take one of {", ".join(CLASSES)}'
        raise CatalogueError([Fault("catalogue", None, path, message)])
    return found


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


def _speed_at_burnout(arrival: ArrivalTrajectory) -> float:
    """Return the speed at burn-out, carried back from the first samples; inf where none flies."""
    if arrival.status is not FlightStatus.OK or len(arrival.t_s) < 2:
        return math.inf
    first, second = np.linalg.norm(arrival.vel_enu_m_s[:2], axis=1)
    coasted = arrival.flight_time_s - arrival.burn_time_s + arrival.t_s[0]
    slowing = (first - second) / (arrival.t_s[1] - arrival.t_s[0])
    return float(first + slowing * coasted)


@lru_cache(maxsize=256)
def _rocket(
    target: Place,
    azimuth_deg: float,
    ground_range_m: float,
    steep: bool,
    speed_m_s: float,
    burn_time_s: float,
    ballistic_coefficient_kg_m2: float,
) -> ArrivalTrajectory:
    """Fly an unguided rocket, whose motor gives it one speed: flat or steep, never in between.

    The member of the family whose burn-out speed is the rocket's is found by halving the factor on
    the tangent of the elevation; near the end of its reach that is the minimum-energy flight.
    """

    def fly(log_factor: float) -> ArrivalTrajectory:
        return _arrival(
            target,
            azimuth_deg,
            ground_range_m,
            math.exp(log_factor),
            burn_time_s,
            ballistic_coefficient_kg_m2,
        )

    slow, fast = 0.0, math.log(STEEPEST if steep else FLATTEST)
    least = fly(slow)
    if math.inf > _speed_at_burnout(least) > MARGIN_OF_SPEED * speed_m_s:
        return replace(least, status=FlightStatus.BEYOND_REACH)
    if _speed_at_burnout(least) >= speed_m_s:
        return least
    if _speed_at_burnout(fly(fast)) <= speed_m_s:
        return fly(fast)
    for _ in range(_HALVINGS):
        middle = 0.5 * (slow + fast)
        if _speed_at_burnout(fly(middle)) > speed_m_s:
            fast = middle
        else:
            slow = middle
    return fly(slow)


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
    """Fly one family of ballistic missiles or rockets in, to the target on the asked approach.

    A missile's style is a factor on the tangent of its minimum-energy elevation. A rocket has the
    one speed of its motor (`speed_max`): "lofted" is its steep flight, every other style its flat
    one.

    Raises
    ------
    ScenarioError : no trajectory of this type ends there, or the type flies a route.
    """
    kind = threat_class(pick, threat)
    if kind not in FALLING:
        message = f"{threat} is of class {kind} and flies a route; give it way-points or a range"
        raise ScenarioError([Fault("scenario", None, f"volley.{family_id}", message)])
    burn_time_s = pick.get(f"threat.{threat}.burn_time")
    coefficient = pick.get(f"threat.{threat}.ballistic_coefficient")
    where = (target, azimuth_deg, ground_range_m)
    if kind == "rocket":
        speed = pick.get(f"threat.{threat}.speed_max")
        arrival = _rocket(*where, style == "lofted", speed, burn_time_s, coefficient)
    else:
        arrival = _arrival(*where, STYLE_FACTOR[style], burn_time_s, coefficient)
    if arrival.status is not FlightStatus.OK:
        message = (
            f"no {style} flight of {threat} arrives from {ground_range_m / 1e3:.0f} km at "
            f"{azimuth_deg:.0f} degrees ({arrival.status.name.lower().replace('_', ' ')}); "
            "change the range or the style"
        )
        raise ScenarioError([Fault("scenario", None, f"volley.{family_id}", message)])
    return Family(family_id, threat, asset_id, target, azimuth_deg, ground_range_m, arrival, kind)


def _first_of(pick: Values, threat: str, *names: str) -> float:
    """Return the first of these quantities that the entry has; the last must be there."""
    paths = [f"threat.{threat}.{name}" for name in names]
    return pick.get(next((path for path in paths if pick.has(path)), paths[-1]))


@lru_cache(maxsize=256)
def _route(
    target: Place,
    waypoints: tuple[Waypoint, ...],
    end_height_m: float | None,
    speed_m_s: float,
    dive_angle_rad: float,
) -> ArrivalTrajectory:
    """Fly one route; `end_height_m` above the target, or None to end at the last way-point."""
    points = []
    for bearing_rad, range_m, height_m in waypoints:
        at = origin_of_approach(target, math.degrees(bearing_rad), range_m)
        points.append((at.latitude_rad, at.longitude_rad, target.altitude_m + height_m))
    if end_height_m is not None:
        over = target.altitude_m + end_height_m
        points.append((target.latitude_rad, target.longitude_rad, over))
    path = np.array(points)
    if end_height_m == 0.0 and dive_angle_rad > 0.0:
        path = with_dive(path, dive_angle_rad)
    lla = (target.latitude_rad, target.longitude_rad, target.altitude_m)
    return route_trajectory(lla, path, np.full(len(path) - 1, speed_m_s))


def lower_route(
    pick: Values,
    *,
    threat: str,
    asset_id: str,
    target: Place,
    waypoints: tuple[Waypoint, ...],
    azimuth_deg: float,
    ground_range_m: float,
    speed_m_s: float | None,
    family_id: str,
    ends_at_asset: bool = True,
) -> Family:
    """Fly one family of cruise missiles, drones or aircraft in along way-points.

    Parameters
    ----------
    pick : reads the catalogue; threat, asset_id, target : what comes, and to which asset.
    waypoints : bearing from the asset (rad), ground range (m) and height above it (m), in order of
        flight; empty: straight in from `ground_range_m` on `azimuth_deg` at the catalogue's
        `altitude`.
    azimuth_deg, ground_range_m : of the approach as the scenario states it; kept for the report.
    speed_m_s : over the ground; None: the catalogue's `speed_cruise`, where it has none
        `speed_max`.
    family_id : for faults and the report.
    ends_at_asset : False: the route ends at its last way-point, as that of a flight that leaves.

    Returns
    -------
    A `Family` whose clock is 0 at the end of the route: cruise missiles and drones end on the
    target, in a dive at `dive_angle` where the catalogue has one; aircraft end above it at their
    last height.

    Raises
    ------
    ScenarioError : the type does not fly a route, or the route has no length.
    """
    kind = threat_class(pick, threat)
    key = f"{'volley' if ends_at_asset else 'flight'}.{family_id}"
    if kind in FALLING:
        message = f"{threat} is of class {kind} and flies no route; leave its way-points out"
        raise ScenarioError([Fault("scenario", None, key, message)])
    if not waypoints:
        height_m = pick.get(f"threat.{threat}.altitude")
        waypoints = ((math.radians(azimuth_deg), ground_range_m, height_m),)
    if speed_m_s is None:
        speed_m_s = _first_of(pick, threat, "speed_cruise", "speed_max")
    dive = f"threat.{threat}.dive_angle"
    dive_rad = pick.get(dive) if ends_at_asset and pick.has(dive) else 0.0
    end_m = waypoints[-1][2] if kind == "aircraft" else 0.0
    if not ends_at_asset and len(waypoints) < 2:
        message = "a route that does not end at the asset needs two way-points or more"
        raise ScenarioError([Fault("scenario", None, key, message)])
    arrival = _route(target, waypoints, end_m if ends_at_asset else None, speed_m_s, dive_rad)
    if arrival.status is not FlightStatus.OK:
        said = arrival.status.name.lower().replace("_", " ")
        message = f"the route of {threat} cannot be flown ({said}); give way-points farther apart"
        if arrival.status is FlightStatus.PATH_FULL:
            message = f"the route of {threat} lasts more than a day; give a nearer start or a speed"
        raise ScenarioError([Fault("scenario", None, key, message)])
    return Family(family_id, threat, asset_id, target, azimuth_deg, ground_range_m, arrival, kind)


def seen_from(family: Family, place: Place) -> F8:
    """Return the family's path east, north, up of a place, m (n, 3)."""
    if place == family.target:
        return family.arrival.pos_enu_m
    moved: F8 = move_enu(family.arrival.pos_enu_m, family.target.lla, place.lla, EARTH_WGS84)
    return moved


def rocket_errors(pick: Values, threat: str, range_m: float) -> tuple[float, float]:
    """Return the errors of a salvo at one range: aim common to it, and dispersion of each round.

    Parameters
    ----------
    pick : reads the catalogue; threat : its id; range_m : ground range of the salvo, above 0.

    Returns
    -------
    Standard deviations of each horizontal component, m: `aim_error`, the same at every range, and
    `dispersion_cep`, stated at `range_max` and proportional to range. Types without them are aimed
    one by one: zero and that of `cep`.

    **Limits.** Circular: dispersion along the range and across it differ in truth.
    """
    base = f"threat.{threat}"
    if not pick.has(f"{base}.dispersion_cep"):
        return 0.0, pick.get(f"{base}.cep") / CEP_PER_SIGMA
    share = range_m / pick.get(f"{base}.range_max")
    return pick.get(f"{base}.aim_error"), pick.get(f"{base}.dispersion_cep") / CEP_PER_SIGMA * share


def failure_fraction(pick: Values, threat: str) -> float:
    """Return the share of launches that fail: `misfire_fraction` of a rocket, else the type's."""
    return _first_of(pick, threat, "misfire_fraction", "failure_fraction")


def dud_fraction(pick: Values, threat: str) -> float:
    """Return the share of impacts that do not explode: `dud_fraction`, 0 where none is stated."""
    path = f"threat.{threat}.dud_fraction"
    return pick.get(path) if pick.has(path) else 0.0
