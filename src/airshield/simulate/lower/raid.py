"""Lower the raid and the flights: families that share tables, and every threat in rank order."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airshield.catalogue.classes import FALLING
from airshield.scenario.capability import class_of, route_speed_path
from airshield.scenario.identity import identity_key, threat_ids
from airshield.scenario.models import (
    CLASSES,
    Asset,
    Flight,
    Scenario,
    Style,
    ThreatClass,
    Volley,
    Waypoint,
)
from airshield.simulate.family import (
    Family,
    dud_fraction,
    failure_fraction,
    lower_family,
    lower_route,
    rocket_errors,
)
from airshield.simulate.geometry import Place
from airshield.simulate.picker import Picker

SIDE = {"hostile": 0, "friendly": 1, "neutral": 2}


@dataclass(frozen=True)
class Falling:
    """What falls: a flight that ends at the asset from a bearing and a distance."""

    threat: str
    asset: str
    azimuth_deg: float
    ground_range_m: float
    style: Style


@dataclass(frozen=True)
class Routed:
    """What flies a route: way-points seen from the asset, which is the end or only the origin."""

    threat: str
    asset: str
    azimuth_deg: float
    ground_range_m: float
    points: tuple[Waypoint, ...]
    speed_m_s: float
    ends_at_asset: bool


@dataclass(frozen=True)
class Incoming:
    """One threat, or one aircraft of a flight."""

    key: int
    id: str
    family: int
    source: Volley | Flight
    type: str
    threat_class: ThreatClass
    t_impact_s: float

    @property
    def hostile(self) -> bool:
        """Tell whether it is one of the raid."""
        return isinstance(self.source, Volley)

    @property
    def decoy(self) -> bool:
        """Tell whether it is a decoy of the raid."""
        return isinstance(self.source, Volley) and self.source.decoy


def _sources(scenario: Scenario) -> tuple[Volley | Flight, ...]:
    return (*scenario.volley, *scenario.flight)


def type_of(source: Volley | Flight) -> str:
    """Return the catalogue id of what a volley or a flight is made of."""
    return source.threat if isinstance(source, Volley) else source.type


def class_in(pick: Picker, source: Volley | Flight) -> ThreatClass:
    """Return the threat class of a volley or flight that was checked on loading."""
    found = class_of(pick.catalogue, type_of(source))
    return found if found is not None else "ballistic"


def raid_classes(pick: Picker, scenario: Scenario) -> tuple[ThreatClass, ...]:
    """Return the true classes of a scenario, in the order of the kernel's index."""
    there = {class_in(pick, source) for source in _sources(scenario)}
    return tuple(c for c in CLASSES if c in there)


def _speed(pick: Picker, base: str, source: Volley | Flight) -> float:
    path = route_speed_path(pick.catalogue, type_of(source))
    return pick.own(f"{base}.speed_m_s", source.speed_m_s, path or "")


def _path_of_volley(pick: Picker, volley: Volley) -> Falling | Routed:
    base = f"scenario.volley.{volley.id}"
    azimuth_deg = pick.number(f"{base}.approach_azimuth_deg", volley.approach_azimuth_deg)
    range_m = pick.number(f"{base}.ground_range_m", volley.ground_range_m)
    if class_in(pick, volley) in FALLING:
        return Falling(volley.threat, volley.asset, azimuth_deg, range_m, volley.style)
    own = f"threat.{volley.threat}.altitude"
    height_m = pick.own(f"{base}.height_m", volley.height_m, own)
    start = Waypoint(
        bearing_deg=math.remainder(azimuth_deg, 360.0), range_m=range_m, height_m=height_m
    )
    speed_m_s = _speed(pick, base, volley)
    points = (start, *volley.waypoint)
    return Routed(volley.threat, volley.asset, azimuth_deg, range_m, points, speed_m_s, True)


def _path_of_flight(pick: Picker, flight: Flight) -> Routed:
    speed_m_s = _speed(pick, f"scenario.flight.{flight.id}", flight)
    first = flight.waypoint[0]
    where = (first.bearing_deg % 360.0, first.range_m)
    return Routed(flight.type, flight.asset, *where, flight.waypoint, speed_m_s, False)


def lower_families(
    pick: Picker, scenario: Scenario, places: Mapping[str, Place]
) -> tuple[tuple[Family, ...], dict[str, int]]:
    """Return the distinct families of a scenario and the family index of each volley and flight."""
    wanted: dict[Falling | Routed, list[str]] = {}
    for volley in sorted(scenario.volley, key=lambda volley: volley.id):
        wanted.setdefault(_path_of_volley(pick, volley), []).append(volley.id)
    for flight in sorted(scenario.flight, key=lambda flight: flight.id):
        wanted.setdefault(_path_of_flight(pick, flight), []).append(flight.id)
    families: list[Family] = []
    index: dict[str, int] = {}
    for f, (path, ids) in enumerate(wanted.items()):
        families.append(_fly(pick, path, places[path.asset], ids[0]))
        index |= dict.fromkeys(ids, f)
    return tuple(families), index


def _fly(pick: Picker, path: Falling | Routed, target: Place, family_id: str) -> Family:
    if isinstance(path, Falling):
        return lower_family(
            pick,
            threat=path.threat,
            asset_id=path.asset,
            target=target,
            azimuth_deg=path.azimuth_deg,
            ground_range_m=path.ground_range_m,
            style=path.style,
            family_id=family_id,
        )
    return lower_route(
        pick,
        threat=path.threat,
        asset_id=path.asset,
        target=target,
        waypoints=tuple(
            (math.radians(point.bearing_deg), point.range_m, point.height_m)
            for point in path.points
        ),
        azimuth_deg=path.azimuth_deg,
        ground_range_m=path.ground_range_m,
        speed_m_s=path.speed_m_s,
        family_id=family_id,
        ends_at_asset=path.ends_at_asset,
    )


def incoming(
    pick: Picker, scenario: Scenario, of_source: Mapping[str, int]
) -> tuple[Incoming, ...]:
    """Return every threat of the raid and every aircraft, by time of impact and identity."""
    found: list[Incoming] = []
    for source in _sources(scenario):
        kind = "volley" if isinstance(source, Volley) else "flight"
        spacing_s = pick.either(f"scenario.{kind}.{source.id}.spacing_s", source.spacing_s, 0.0)
        first_s = source.first_impact_s if isinstance(source, Volley) else source.leaves_s
        found += [
            Incoming(
                identity_key("threat", name),
                name,
                of_source[source.id],
                source,
                type_of(source),
                class_in(pick, source),
                first_s + k * spacing_s,
            )
            for k, name in enumerate(threat_ids(source.id, source.count))
        ]
    return tuple(sorted(found, key=lambda threat: (threat.t_impact_s, threat.key)))


@dataclass(frozen=True)
class _Kind:
    """What the threats of one volley or flight have in common."""

    p_fail: float = 0.0
    p_dud: float = 0.0
    sigma_aim_m: float = 0.0
    sigma_round_m: float = 0.0
    p_discriminate: float = 1.0
    consequence_radius_m: float = 0.0
    p_reply: float = 0.0
    p_cleared: float = 0.0
    p_recognise: float = 0.0


def _consequence_radius(pick: Picker, threat: str) -> float:
    if pick.has(f"threat.{threat}.explosive_mass"):
        explosive_kg = pick.get(f"threat.{threat}.explosive_mass")
    else:
        explosive_kg = pick.get(f"threat.{threat}.warhead_mass") * pick.get(
            "consequence.explosive_share_of_warhead"
        )
    return pick.get("consequence.consequence_scaled_distance") * math.cbrt(explosive_kg)


def _kind_of_volley(pick: Picker, volley: Volley) -> _Kind:
    base, own = f"scenario.volley.{volley.id}", f"threat.{volley.threat}"
    p_dud = 0.0
    if not volley.decoy:
        otherwise = dud_fraction(pick, volley.threat) if volley.p_dud is None else 0.0
        p_dud = pick.either(f"{base}.p_dud", volley.p_dud, otherwise)
    fails = failure_fraction(pick, volley.threat) if volley.p_failure is None else 0.0
    range_m = pick.number(f"{base}.ground_range_m", volley.ground_range_m)
    aim_m, round_m = rocket_errors(pick, volley.threat, range_m)
    separates = pick.flag(f"{own}.separating_warhead")
    return _Kind(
        p_fail=pick.either(f"{base}.p_failure", volley.p_failure, fails),
        p_dud=p_dud,
        sigma_aim_m=pick.either(f"{base}.aim_error_m", volley.aim_error_m, aim_m),
        sigma_round_m=round_m,
        p_discriminate=pick.get("outcome.body_discrimination") if separates else 1.0,
        consequence_radius_m=0.0 if volley.decoy else _consequence_radius(pick, volley.threat),
        p_recognise=pick.either(f"{base}.p_recognise", volley.p_recognise, 0.0),
    )


def _kind_of_flight(pick: Picker, flight: Flight) -> _Kind:
    base = f"scenario.flight.{flight.id}"
    p_reply = 0.0
    if flight.p_reply is not None or flight.side == "friendly":
        p_reply = pick.own(f"{base}.p_reply", flight.p_reply, "outcome.iff_reply")
    return _Kind(p_reply=p_reply, p_cleared=pick.number(f"{base}.p_cleared", flight.p_cleared))


def _side(threat: Incoming) -> int:
    return SIDE[threat.source.side] if isinstance(threat.source, Flight) else SIDE["hostile"]


def lower_threats(
    pick: Picker, threats: tuple[Incoming, ...], assets: tuple[Asset, ...]
) -> dict[str, NDArray[np.generic]]:
    """Return the arrays of threats, in rank order."""
    index = {asset.id: a for a, asset in enumerate(assets)}
    kinds = {
        source.id: _kind_of_volley(pick, source)
        if isinstance(source, Volley)
        else _kind_of_flight(pick, source)
        for source in {threat.source.id: threat.source for threat in threats}.values()
    }
    of = [kinds[threat.source.id] for threat in threats]
    at = [index[threat.source.asset] for threat in threats]
    zeros = np.zeros(len(threats))

    def common(name: str) -> NDArray[np.float64]:
        return np.array([getattr(kind, name) for kind in of], float)

    def always_judged(threat: Incoming) -> bool:
        # The end of a route cannot be predicted, and neither can that of a turning descent.
        turns = pick.flag(f"threat.{threat.type}.manoeuvring_descent")
        return turns or threat.threat_class not in FALLING

    return {
        "threat_key": np.array([threat.key for threat in threats], np.uint32),
        "salvo_key": np.array(
            [identity_key("volley", threat.source.id) for threat in threats], np.uint32
        ),
        "threat_family": np.array([threat.family for threat in threats], np.int32),
        "threat_class": np.array(
            [CLASSES.index(threat.threat_class) for threat in threats], np.int32
        ),
        "threat_asset": np.array(at, np.int32),
        "t_impact_s": np.array([threat.t_impact_s for threat in threats], float),
        "p_fail": common("p_fail"),
        "sigma_aim_m": common("sigma_aim_m"),
        "sigma_round_m": common("sigma_round_m"),
        "aim_east_m": zeros,
        "aim_north_m": zeros,
        "always_judged": np.array([always_judged(threat) for threat in threats], np.uint8),
        "p_discriminate": common("p_discriminate"),
        "consequence_radius_m": common("consequence_radius_m"),
        "threat_side": np.array([_side(threat) for threat in threats], np.int8),
        "decoy": np.array([threat.decoy for threat in threats], np.uint8),
        "threat_priority": np.array([assets[a].priority - 1 for a in at], np.int32),
        "p_dud": common("p_dud"),
        "p_reply": common("p_reply"),
        "p_cleared": common("p_cleared"),
        "p_recognise": common("p_recognise"),
        # Kill probabilities against all but ballistic missiles are already those of a stop.
        "hit_stops": np.array([threat.threat_class != "ballistic" for threat in threats], np.uint8),
    }
