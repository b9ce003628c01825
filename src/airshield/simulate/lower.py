"""Lower a scenario to the kernel's arrays: the one place that reads files' units and catalogue.

What depends on chance stays out; what does not is computed once, here: arrival trajectories, track
tables, shot tables. Units are ordered by id and threats by impact time and identity, so the order
in the file does not matter.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from airshield.catalogue import Catalogue, Site
from airshield.catalogue.values import ParameterSet
from airshield.scenario.identity import identity_key, threat_ids
from airshield.scenario.models import Asset, Doctrine, Estimate, FireUnit, Scenario, Style, Volley
from airshield.simulate.geometry import Place, near_assets
from airshield.simulate.physics import (
    Family,
    GroupShots,
    UnitTrack,
    lower_family,
    lower_shots,
    lower_track,
)
from airshield.simulate.tables import Tables, neutral

CEP_PER_SIGMA = math.sqrt(2.0 * math.log(2.0))
"""Circular error probable over the standard deviation of a circular normal, 1.17741."""
BALLISTIC = 0
"""The one threat class of this version; rockets, low flyers and aircraft follow."""


CONTROL = MappingProxyType({"hold": 0, "tight": 1, "free": 2})
"""Weapons control status as the kernel writes it (`kernel.codes.Control`)."""


class Picker:
    """Read values while lowering: the catalogue's in SI, the scenario's in the file's unit.

    Nominal unless chosen; every path that was read is remembered in `used`.
    """

    def __init__(self, catalogue: Catalogue, chosen: Mapping[str, float]) -> None:
        self.catalogue = catalogue
        self._values = ParameterSet(catalogue, chosen)
        self._chosen = chosen
        self._scenario_used: dict[str, None] = {}

    def get(self, path: str) -> float:
        """Return a catalogue quantity in SI."""
        return self._values.get(path)

    def has(self, path: str) -> bool:
        """Tell whether the catalogue holds a quantity."""
        return self.catalogue.has(path)

    def flag(self, path: str) -> bool:
        """Return a yes-or-no fact of the catalogue, False where it is silent."""
        return self._values.flag(path)

    def text(self, path: str) -> str:
        """Return a text of the catalogue."""
        return self._values.text(path)

    def number(self, path: str, estimate: Estimate) -> float:
        """Return one of the scenario's own numbers."""
        self._scenario_used[path] = None
        return self._chosen.get(path, estimate.nominal)

    @property
    def used(self) -> tuple[str, ...]:
        """Paths of all catalogue and scenario values that were read, in order."""
        return (*self._values.used, *self._scenario_used)


@dataclass(frozen=True, eq=False)
class Lowered:
    """One lowered scenario: the kernel's arrays and what the report needs beside them."""

    tables: Tables
    assets: tuple[Asset, ...]
    places: tuple[Place, ...]
    people: tuple[float, ...]
    units: tuple[FireUnit, ...]
    unit_places: tuple[Place, ...]
    families: tuple[Family, ...]
    tracks: tuple[tuple[UnitTrack, ...], ...]
    """(U, F)."""
    shots: tuple[tuple[GroupShots, ...], ...]
    """(G, F)."""
    group_unit: tuple[int, ...]
    used: tuple[str, ...]


def _place(site: Site) -> Place:
    return Place.at(site.lat_deg, site.lon_deg, site.elevation_m)


@dataclass(frozen=True)
class _Threat:
    key: int
    id: str
    family: int
    volley: Volley
    t_impact_s: float


def _radius(pick: Picker, asset: Asset, site: Site) -> float:
    if asset.radius_m is not None:
        return pick.number(f"scenario.asset.{asset.id}.radius_m", asset.radius_m)
    return pick.get(f"site.{site.id}.radius")


def _sub_areas(
    pick: Picker, asset: Asset, site: Site, radius_m: float
) -> list[tuple[float, float, float, float]]:
    """Return (east, north, radius, people) of each sub-area of one asset."""
    if asset.sub_area:
        return [
            (
                sub.east_m,
                sub.north_m,
                sub.radius_m,
                pick.number(f"scenario.asset.{asset.id}.sub_area.{sub.id}.people", sub.people),
            )
            for sub in asset.sub_area
        ]
    if asset.people is not None:
        people = pick.number(f"scenario.asset.{asset.id}.people", asset.people)
    else:
        people = pick.get(f"site.{site.id}.people")
    return [(0.0, 0.0, radius_m, people)]


def _shelter_factor(pick: Picker, asset: Asset) -> float:
    """Return the risk of the asset's people over that of people in the open.

    Share sheltered after a warning of t: 1 - exp(-t / shelter_time_constant) (catalogue estimate).
    """
    if asset.warning_s is None:
        return 1.0
    warning_s = pick.number(f"scenario.asset.{asset.id}.warning_s", asset.warning_s)
    sheltered = 1.0 - math.exp(-warning_s / pick.get("consequence.shelter_time_constant"))
    return 1.0 - sheltered * (1.0 - pick.get("consequence.shelter_risk_ratio"))


def _lower_assets(
    pick: Picker, assets: tuple[Asset, ...]
) -> tuple[dict[str, NDArray[np.generic]], tuple[Place, ...], tuple[float, ...]]:
    places, radii, people = [], [], []
    sub_ptr, subs = [0], []
    for asset in assets:
        site = pick.catalogue.site(asset.site)
        places.append(_place(site))
        radii.append(_radius(pick, asset, site))
        factor = _shelter_factor(pick, asset)
        own = _sub_areas(pick, asset, site, radii[-1])
        people.append(sum(sub[3] for sub in own))
        subs += [(*sub[:3], sub[3] * factor) for sub in own]
        sub_ptr.append(len(subs))
    near = near_assets(places, radii)
    columns = np.array(subs, float).reshape(-1, 4)
    arrays: dict[str, NDArray[np.generic]] = {
        "asset_radius_m": np.array(radii, float),
        "near_ptr": np.array(near.ptr, np.int32),
        "near_asset": np.array(near.asset, np.int32),
        "near_east_m": np.array(near.east_m, float),
        "near_north_m": np.array(near.north_m, float),
        "sub_ptr": np.array(sub_ptr, np.int32),
        "sub_east_m": columns[:, 0].copy(),
        "sub_north_m": columns[:, 1].copy(),
        "sub_radius_m": columns[:, 2].copy(),
        "sub_people": columns[:, 3].copy(),
    }
    return arrays, tuple(places), tuple(people)


def _consequence_radius(pick: Picker, threat: str) -> float:
    if pick.has(f"threat.{threat}.explosive_mass"):
        explosive_kg = pick.get(f"threat.{threat}.explosive_mass")
    else:
        explosive_kg = pick.get(f"threat.{threat}.warhead_mass") * pick.get(
            "consequence.explosive_share_of_warhead"
        )
    return pick.get("consequence.consequence_scaled_distance") * math.cbrt(explosive_kg)


def _p_failure(pick: Picker, volley: Volley) -> float:
    if volley.p_failure is not None:
        return pick.number(f"scenario.volley.{volley.id}.p_failure", volley.p_failure)
    return pick.get(f"threat.{volley.threat}.failure_fraction")


def _lower_threats(
    pick: Picker, threats: list[_Threat], assets: tuple[Asset, ...]
) -> dict[str, NDArray[np.generic]]:
    volleys = {threat.volley.id: threat.volley for threat in threats}
    index = {asset.id: a for a, asset in enumerate(assets)}
    fail = {name: _p_failure(pick, volley) for name, volley in volleys.items()}
    types = {volley.threat for volley in volleys.values()}
    sigma = {name: pick.get(f"threat.{name}.cep") / CEP_PER_SIGMA for name in sorted(types)}
    reach = {name: _consequence_radius(pick, name) for name in sorted(types)}
    genuine = {
        name: pick.get("outcome.body_discrimination")
        if pick.flag(f"threat.{name}.separating_warhead")
        else 1.0
        for name in sorted(types)
    }
    zeros = np.zeros(len(threats))
    return {
        "threat_key": np.array([threat.key for threat in threats], np.uint32),
        "salvo_key": np.array(
            [identity_key("volley", threat.volley.id) for threat in threats], np.uint32
        ),
        "threat_family": np.array([threat.family for threat in threats], np.int32),
        "threat_class": np.full(len(threats), BALLISTIC, np.int32),
        "threat_asset": np.array([index[threat.volley.asset] for threat in threats], np.int32),
        "t_impact_s": np.array([threat.t_impact_s for threat in threats], float),
        "p_fail": np.array([fail[threat.volley.id] for threat in threats], float),
        # Ballistic missiles are aimed one by one: no error common to a volley.
        "sigma_aim_m": zeros,
        "sigma_round_m": np.array([sigma[threat.volley.threat] for threat in threats], float),
        "aim_east_m": zeros,
        "aim_north_m": zeros,
        "always_judged": np.array(
            [pick.flag(f"threat.{threat.volley.threat}.manoeuvring_descent") for threat in threats],
            np.uint8,
        ),
        "p_discriminate": np.array([genuine[threat.volley.threat] for threat in threats], float),
        "consequence_radius_m": np.array([reach[threat.volley.threat] for threat in threats]),
    }


def _count(value: float) -> int:
    return round(value)


@dataclass(frozen=True)
class _Rule:
    look: int
    last: int
    interval_s: float


def _rule(pick: Picker, doctrine: Doctrine) -> _Rule:
    """Return rounds and interval of one doctrine, the catalogue's where the file is silent."""
    looks = doctrine.method == "shoot_look_shoot"
    paired = "doctrine.shoot_shoot"
    own = f"doctrine.{doctrine.method}"
    first_path = f"{own}.shots_first" if looks else f"{own}.shots"
    rounds = doctrine.rounds or _count(pick.get(first_path))
    last = rounds
    if looks:
        last = doctrine.rounds_last or _count(pick.get(f"{paired}.shots"))
    if doctrine.interval_s is not None:
        interval = pick.number(f"scenario.doctrine.{doctrine.id}.interval_s", doctrine.interval_s)
    else:
        interval = pick.get(f"{paired if looks else own}.interval")
    return _Rule(rounds, last, interval)


def _lower_units(
    pick: Picker, units: tuple[FireUnit, ...], doctrines: Mapping[str, Doctrine]
) -> dict[str, NDArray[np.generic]]:
    rules = [_rule(pick, doctrines[unit.doctrine]) for unit in units]
    radars = [radar_of(pick.catalogue, unit) for unit in units]

    def battery(name: str) -> NDArray[np.float64]:
        return np.array([pick.get(f"battery.{unit.battery}.{name}") for unit in units], float)

    def radar(name: str) -> NDArray[np.float64]:
        return np.array([pick.get(f"radar.{name_}.{name}") for name_ in radars], float)

    def counts(name: str) -> NDArray[np.int32]:
        return np.rint(radar(name)).astype(np.int32)

    def same(path: str) -> NDArray[np.float64]:
        return np.array([pick.get(path) for _ in units], float)

    def by_class(values: list[float], dtype: type = float) -> NDArray[np.generic]:
        return np.array(values, dtype).reshape(len(units), 1)

    chosen = [doctrines[unit.doctrine] for unit in units]
    return {
        "unit_key": np.array([identity_key("fire_unit", unit.id) for unit in units], np.uint32),
        "p_posture": np.array(
            [
                pick.number(f"scenario.fire_unit.{unit.id}.p_operational", unit.p_operational)
                for unit in units
            ],
            float,
        ),
        "p_available": battery("availability"),
        "p_fault": battery("unit_common_fault"),
        "launch_spacing_s": np.array(
            [
                pick.number(f"scenario.fire_unit.{unit.id}.launch_spacing_s", unit.launch_spacing_s)
                for unit in units
            ],
            float,
        ),
        "assess_delay_s": same("doctrine.shoot_look_shoot.assessment_delay"),
        "p_false_kill": same("outcome.assessment_false_kill"),
        "p_false_alive": same("outcome.assessment_false_alive"),
        "targets_max": counts("targets_engaged_max"),
        "uplink_max": counts("uplink_slots"),
        "terminal_max": counts("terminal_slots"),
        "terminal_phase_s": radar("terminal_phase"),
        "prediction_rate_m_s": radar("impact_prediction_rate"),
        "judge_margin_m": radar("judgement_margin"),
        "rejudge_s": battery("rejudge_interval"),
        "delay_s": battery("detection_to_launch_tbm").reshape(len(units), 1),
        "control": by_class([CONTROL[d.control_status] for d in chosen], np.int8),
        "rounds_look": by_class([rule.look for rule in rules], np.int32),
        "rounds_last": by_class([rule.last for rule in rules], np.int32),
        "interval_s": by_class([rule.interval_s for rule in rules]),
        "p_floor": by_class([d.kill_probability_floor for d in chosen]),
    }


def radar_of(catalogue: Catalogue, unit: FireUnit) -> str:
    """Return the catalogue id of a fire unit's radar: its own or its battery's."""
    return unit.radar or catalogue.text(f"battery.{unit.battery}.radar")


@dataclass(frozen=True)
class _Group:
    id: str
    unit: int
    interceptor: str
    stock: int


def _groups(
    pick: Picker, units: tuple[FireUnit, ...], doctrines: Mapping[str, Doctrine]
) -> list[_Group]:
    """Return the launcher groups, by unit and interceptor; groups of one interceptor are merged."""
    groups = []
    for u, unit in enumerate(units):
        rounds: dict[str, int] = {}
        for group in unit.launcher_group:
            each = group.rounds_per_launcher or _count(
                pick.get(f"interceptor.{group.interceptor}.per_launcher")
            )
            rounds[group.interceptor] = rounds.get(group.interceptor, 0) + group.launchers * each
        kept = 1.0 - doctrines[unit.doctrine].reserve
        groups += [
            _Group(f"{unit.id}:{name}", u, name, math.floor(rounds[name] * kept))
            for name in sorted(rounds)
        ]
    return groups


def _p_warhead(pick: Picker, interceptor: str) -> float:
    hit_to_kill = pick.text(f"interceptor.{interceptor}.kill").startswith("hit-to-kill")
    return pick.get(f"outcome.warhead_given_hit_{'htk' if hit_to_kill else 'blast'}")


def _lower_groups(
    pick: Picker, groups: list[_Group], n_units: int
) -> dict[str, NDArray[np.generic]]:
    sizes = [sum(group.unit == u for group in groups) for u in range(n_units)]
    names = [group.interceptor for group in groups]
    return {
        "group_ptr": np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
        "group_stock": np.array([group.stock for group in groups], np.int32),
        "group_tvm": np.array(
            [pick.flag(f"interceptor.{name}.needs_radar_until_intercept") for name in names],
            np.uint8,
        ),
        "p_warhead": np.array([_p_warhead(pick, name) for name in names], float),
        "displacement_m": np.array([pick.get("outcome.displacement") for _ in names], float),
    }


def _pack_tracks(
    tracks: tuple[tuple[UnitTrack, ...], ...], n_families: int
) -> dict[str, NDArray[np.generic]]:
    flat = [track for row in tracks for track in row]
    sizes = [len(track.t_s) for track in flat]
    return {
        "visible": np.array([track.visible for track in flat], np.uint8).reshape(-1, n_families),
        "track_ptr": np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
        "track_t_s": np.concatenate([np.empty(0), *(track.t_s for track in flat)]),
        "track_p": np.concatenate([np.empty(0), *(track.p for track in flat)]),
    }


def _pack_shots(
    shots: tuple[tuple[GroupShots, ...], ...], n_families: int
) -> dict[str, NDArray[np.generic]]:
    flat = [shot for row in shots for shot in row]
    sizes = [len(shot.intercept_s) for shot in flat]
    return {
        "window_open_s": np.array([shot.open_s for shot in flat]).reshape(-1, n_families),
        "window_close_s": np.array([shot.close_s for shot in flat]).reshape(-1, n_families),
        "shot_ptr": np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
        "shot_intercept_s": np.concatenate([np.empty(0), *(shot.intercept_s for shot in flat)]),
        "shot_p": np.concatenate([np.empty(0), *(shot.p_kill for shot in flat)]),
    }


def _p_largest(
    shots: tuple[tuple[GroupShots, ...], ...], threats: list[_Threat], n_families: int
) -> NDArray[np.float64]:
    largest = [
        max((float(row[f].p_kill.max()) for row in shots if len(row[f].p_kill)), default=0.0)
        for f in range(n_families)
    ]
    return np.array([largest[threat.family] for threat in threats], float)


def _families(
    pick: Picker, scenario: Scenario, places: Mapping[str, Place]
) -> tuple[tuple[Family, ...], dict[str, int]]:
    """Return the distinct families of the raid and the family index of each volley."""
    wanted: dict[tuple[str, str, float, float, Style], list[Volley]] = {}
    for volley in sorted(scenario.volley, key=lambda volley: volley.id):
        base = f"scenario.volley.{volley.id}"
        key = (
            volley.threat,
            volley.asset,
            pick.number(f"{base}.approach_azimuth_deg", volley.approach_azimuth_deg),
            pick.number(f"{base}.ground_range_m", volley.ground_range_m),
            volley.style,
        )
        wanted.setdefault(key, []).append(volley)
    families: list[Family] = []
    of_volley: dict[str, int] = {}
    for f, (key, volleys) in enumerate(wanted.items()):
        threat, asset, azimuth_deg, range_m, style = key
        families.append(
            lower_family(
                pick,
                threat=threat,
                asset_id=asset,
                target=places[asset],
                azimuth_deg=azimuth_deg,
                ground_range_m=range_m,
                style=style,
                family_id=volleys[0].id,
            )
        )
        of_volley |= {volley.id: f for volley in volleys}
    return tuple(families), of_volley


def _threats(pick: Picker, scenario: Scenario, of_volley: Mapping[str, int]) -> list[_Threat]:
    threats = []
    for volley in scenario.volley:
        spacing = pick.number(f"scenario.volley.{volley.id}.spacing_s", volley.spacing_s)
        for k, name in enumerate(threat_ids(volley.id, volley.count)):
            threats.append(
                _Threat(
                    identity_key("threat", name),
                    name,
                    of_volley[volley.id],
                    volley,
                    volley.first_impact_s + k * spacing,
                )
            )
    return sorted(threats, key=lambda threat: (threat.t_impact_s, threat.key))


def lower(
    scenario: Scenario,
    catalogue: Catalogue,
    chosen: Mapping[str, float] | None = None,
    *,
    kill_rule: int = 0,
) -> Lowered:
    """Lower a scenario to tables.

    Parameters
    ----------
    scenario : a checked scenario; catalogue : the catalogue with the scenario's overrides.
    chosen : values to take instead of the nominal: catalogue paths in SI, scenario paths
        (`scenario.…`) in the unit of the file.
    kill_rule : 0, the shared uniform's threshold comes from the first shot's kill probability; 1,
        from the largest of the threat.

    Raises
    ------
    ScenarioError : a trajectory does not exist, or an interceptor lacks what a shot needs.
    """
    pick = Picker(catalogue, chosen or {})
    assets = tuple(sorted(scenario.asset, key=lambda asset: asset.id))
    units = tuple(sorted(scenario.fire_unit, key=lambda unit: unit.id))
    doctrines = {doctrine.id: doctrine for doctrine in scenario.doctrine}
    asset_arrays, places, people = _lower_assets(pick, assets)
    by_id = {asset.id: place for asset, place in zip(assets, places, strict=True)}
    families, of_volley = _families(pick, scenario, by_id)
    threats = _threats(pick, scenario, of_volley)
    groups = _groups(pick, units, doctrines)
    unit_places = [_place(catalogue.site(unit.site)) for unit in units]
    radars = [radar_of(catalogue, unit) for unit in units]
    boresights = [
        math.radians(pick.number(f"scenario.fire_unit.{unit.id}.boresight_deg", unit.boresight_deg))
        for unit in units
    ]
    tracks = tuple(
        tuple(lower_track(pick, radars[u], unit_places[u], boresights[u], f) for f in families)
        for u in range(len(units))
    )
    shots = tuple(
        tuple(
            lower_shots(
                pick,
                group.interceptor,
                radars[group.unit],
                unit_places[group.unit],
                boresights[group.unit],
                f,
            )
            for f in families
        )
        for group in groups
    )
    arrays = (
        neutral(len(threats), len(units), len(groups), len(assets), 1)
        | _lower_threats(pick, threats, assets)
        | _lower_units(pick, units, doctrines)
        | _lower_groups(pick, groups, len(units))
        | _pack_tracks(tracks, len(families))
        | _pack_shots(shots, len(families))
        | asset_arrays
        | {"p_largest": _p_largest(shots, threats, len(families))}
    )
    tables = Tables(
        **arrays,
        rho=pick.get("doctrine.parameters.shot_correlation"),
        kill_rule=kill_rule,
        threat_ids=tuple(threat.id for threat in threats),
        threat_types=tuple(threat.volley.threat for threat in threats),
        unit_ids=tuple(unit.id for unit in units),
        group_ids=tuple(group.id for group in groups),
        group_interceptors=tuple(group.interceptor for group in groups),
        asset_ids=tuple(asset.id for asset in assets),
        family_ids=tuple(family.id for family in families),
    )
    return Lowered(
        tables,
        assets,
        places,
        people,
        units,
        tuple(unit_places),
        families,
        tracks,
        shots,
        tuple(group.unit for group in groups),
        pick.used,
    )
