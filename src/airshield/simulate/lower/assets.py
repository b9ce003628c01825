"""Lower the defended assets: where they are, who is there, when they are warned, who shelters."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airshield.catalogue import Site
from airshield.scenario.models import Asset, Estimate, WarningSources
from airshield.simulate.family import Family
from airshield.simulate.geometry import Place, near_assets
from airshield.simulate.lower.raid import Incoming
from airshield.simulate.picker import Picker

ALERT_LATENCY = "radar.an_tpq_50.alert_latency"
"""The catalogue's only figure for the time from a track to a siren."""
_NO_SHELTER = (60.0, 1.0)
"""Time constant and risk ratio where nobody is warned: shelter that changes nothing."""


def place_of(site: Site) -> Place:
    """Return where a site lies."""
    return Place.at(site.lat_deg, site.lon_deg, site.elevation_m)


@dataclass(frozen=True, eq=False)
class AssetArrays:
    """The arrays of the assets, where they lie and how many people each has."""

    arrays: dict[str, NDArray[np.generic]]
    places: tuple[Place, ...]
    people: tuple[float, ...]


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
    own = f"scenario.asset.{asset.id}.people"
    return [(0.0, 0.0, radius_m, pick.own(own, asset.people, f"site.{site.id}.people"))]


def lower_assets(pick: Picker, assets: tuple[Asset, ...]) -> AssetArrays:
    """Lower the ground: assets, their neighbours and their sub-areas, people without shelter."""
    places, radii, people = [], [], []
    sub_ptr, subs = [0], []
    for asset in assets:
        site = pick.site(asset.site)
        places.append(place_of(site))
        path = f"scenario.asset.{asset.id}.radius_m"
        radii.append(pick.own(path, asset.radius_m, f"site.{site.id}.radius"))
        own = _sub_areas(pick, asset, site, radii[-1])
        people.append(sum(sub[3] for sub in own))
        subs += own
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
    return AssetArrays(arrays, tuple(places), tuple(people))


def _source(
    pick: Picker, path: str, on: bool, own: Estimate | None, catalogue_path: str
) -> float | None:
    """Return the time that belongs to one source of warning, None where there is no such source."""
    return pick.own(path, own, catalogue_path) if on or own is not None else None


def _warned_s(
    pick: Picker,
    asset: Asset,
    threats: list[Incoming],
    first_s: float,
    families: tuple[Family, ...],
) -> float:
    """Return the scenario time of the first warning that does not need a radar; inf for none."""
    base = f"scenario.asset.{asset.id}"
    times = [math.inf]
    if asset.warning_s is not None:
        times.append(first_s - pick.number(f"{base}.warning_s", asset.warning_s))
    told = asset.warning or WarningSources()
    hours_before = _source(
        pick,
        f"{base}.warning.intelligence_s",
        told.intelligence,
        told.intelligence_s,
        "consequence.warning_intelligence",
    )
    if hours_before is not None:
        times.append(first_s - hours_before)
    after_launch = _source(
        pick,
        f"{base}.warning.early_warning_delay_s",
        told.early_warning,
        told.early_warning_delay_s,
        "consequence.warning_early_warning_delay",
    )
    if after_launch is not None:
        # Space-based sensors see the long burn of a ballistic missile, not a rocket or a drone.
        times += [
            threat.t_impact_s - families[threat.family].arrival.flight_time_s + after_launch
            for threat in threats
            if threat.threat_class == "ballistic"
        ]
    return min(times)


def lower_warnings(
    pick: Picker,
    assets: tuple[Asset, ...],
    threats: tuple[Incoming, ...],
    families: tuple[Family, ...],
) -> dict[str, NDArray[np.generic] | float]:
    """Return when each asset is warned, how long its siren takes, and what shelter does.

    `warning_s` counts back from the first impact that the raid would have in the asset, were
    nothing done; in an asset at which nothing is aimed, from the first of all.
    """
    hostile = [threat for threat in threats if threat.hostile]
    everything = [threat.t_impact_s for threat in hostile]
    warn, siren, most = [], [], []
    for asset in assets:
        own = [threat for threat in hostile if threat.source.asset == asset.id]
        first_s = min([threat.t_impact_s for threat in own] or everything, default=math.inf)
        warn.append(_warned_s(pick, asset, own, first_s, families))
        told = asset.warning or WarningSources()
        path = f"scenario.asset.{asset.id}.warning.siren_delay_s"
        delay = _source(pick, path, told.siren, told.siren_delay_s, ALERT_LATENCY)
        siren.append(math.inf if delay is None else delay)
        share = f"scenario.asset.{asset.id}.shelter_max"
        most.append(pick.either(share, asset.shelter_max, 1.0))
    tau_s, ratio = _NO_SHELTER
    if min(*warn, *siren) < math.inf:
        tau_s = pick.get("consequence.shelter_time_constant")
        ratio = pick.get("consequence.shelter_risk_ratio")
    return {
        "warn_s": np.array(warn, float),
        "siren_delay_s": np.array(siren, float),
        "shelter_max": np.array(most, float),
        "shelter_tau_s": tau_s,
        "shelter_ratio": ratio,
    }
