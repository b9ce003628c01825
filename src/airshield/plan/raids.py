"""Make scenarios of a siting file: batteries at sites with boresights, raids along axes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from airshield.catalogue import Catalogue
from airshield.plan.sites_file import Axis, SitesFile
from airshield.scenario.models import Asset, Estimate, FireUnit, Scenario, Volley
from airshield.simulate.geometry import WGS84


@dataclass(frozen=True)
class Stand:
    """A battery of one kind at one site, looking one way."""

    kind: str
    site: str
    boresight_deg: float

    @property
    def id(self) -> str:
        """Return an id that depends on nothing else."""
        tenths = round(self.boresight_deg * 10.0) % 3600
        return f"{self.kind}_{self.site}_{tenths}"


@dataclass(frozen=True)
class Approach:
    """An axis as one asset sees it.

    Attributes
    ----------
    asset, axis : ids; azimuth_deg : bearing to the launch area; ground_range_m : to its centre.
    """

    asset: str
    axis: str
    azimuth_deg: float
    ground_range_m: float


def _reach(catalogue: Catalogue, threat: str) -> tuple[float, float]:
    """Return (nearest, farthest) m from where a type can come, nominal.

    These are the limits that the check of a scenario holds a volley against; what has no range in
    the catalogue comes from anywhere.
    """
    least, most = (f"threat.{threat}.range_{end}" for end in ("min", "max"))
    return (
        catalogue.quantity(least).si_nominal if catalogue.has(least) else 0.0,
        catalogue.quantity(most).si_nominal if catalogue.has(most) else math.inf,
    )


def approaches(plan: SitesFile, catalogue: Catalogue) -> tuple[Approach, ...]:
    """Return every axis at every asset that the threat's range reaches from there."""
    found = []
    for axis in plan.axis:
        nearest, farthest = _reach(catalogue, axis.threat)
        for asset in plan.asset:
            azimuth_deg, distance_m = _whence(axis, catalogue, asset)
            if nearest <= distance_m <= farthest:
                found.append(Approach(asset.id, axis.id, azimuth_deg % 360.0, distance_m))
    return tuple(found)


def _whence(axis: Axis, catalogue: Catalogue, asset: Asset) -> tuple[float, float]:
    """Return bearing (degrees) and distance (m) from an asset to where an axis comes from."""
    if axis.approach_azimuth_deg is not None and axis.ground_range_m is not None:
        return axis.approach_azimuth_deg, axis.ground_range_m
    base = f"launch_area.{axis.launch_area}"
    lat, lon = (float(str(catalogue.facts[f"{base}.{key}"])) for key in ("lat", "lon"))
    site = catalogue.site(asset.site)
    azimuth, _, distance = WGS84.inv(site.lon_deg, site.lat_deg, lon, lat)
    return float(azimuth), float(distance)


def likelihoods(plan: SitesFile, demands: tuple[Approach, ...]) -> list[float]:
    """Return how likely a raid comes on each approach, given that one comes; the sum is 1.

    The likelihood of an axis is shared among the assets it reaches as they are `aimed` at.
    """
    weights = {axis.id: axis.likelihood for axis in plan.axis}
    reached = {one.axis for one in demands}
    whole = sum(weights[axis] for axis in reached)
    aims = {
        axis: sum(plan.aimed.get(one.asset, 1.0) for one in demands if one.axis == axis)
        for axis in reached
    }
    return [
        weights[one.axis] / whole * plan.aimed.get(one.asset, 1.0) / aims[one.axis]
        for one in demands
    ]


def volley(axis: Axis, approach: Approach, count: int) -> Volley:
    """Return the threats of one raid; its id depends on asset and axis only."""
    exact = [
        Estimate(low=x, nominal=x, high=x) for x in (approach.azimuth_deg, approach.ground_range_m)
    ]
    return Volley(
        id=f"{approach.asset}_{approach.axis}",
        threat=axis.threat,
        count=count,
        asset=approach.asset,
        approach_azimuth_deg=exact[0],
        ground_range_m=exact[1],
        style=axis.style,
        height_m=axis.height_m,
        speed_m_s=axis.speed_m_s,
        spacing_s=axis.spacing_s,
    )


def fire_unit(plan: SitesFile, stand: Stand, *, certain: bool = False) -> FireUnit:
    """Return a stand as a fire unit; `certain`: operational for sure."""
    kind = next(one for one in plan.battery_kind if one.id == stand.kind)
    sure = Estimate(low=1.0, nominal=1.0, high=1.0)
    look = stand.boresight_deg
    return FireUnit(
        id=stand.id,
        battery=kind.battery,
        site=stand.site,
        radar=kind.radar,
        boresight_deg=Estimate(low=look, nominal=look, high=look),
        p_operational=sure if certain else kind.p_operational,
        doctrine=plan.doctrine.id,
        launch_spacing_s=kind.launch_spacing_s,
        launcher_group=kind.launcher_group,
    )


def scenario(
    plan: SitesFile,
    assets: Iterable[Asset],
    stands: Iterable[Stand],
    volleys: Iterable[Volley],
    *,
    certain: bool = False,
) -> Scenario:
    """Return a scenario of some stands and some raids."""
    units: dict[str, FireUnit] = {}
    for stand in stands:
        unit = fire_unit(plan, stand, certain=certain)
        n = sum(name == unit.id or name.startswith(f"{unit.id}_n") for name in units)
        # Two batteries may stand alike; each draws its own numbers.
        name = unit.id if n == 0 else f"{unit.id}_n{n + 1}"
        units[name] = unit.model_copy(update={"id": name})
    return Scenario(
        schema_version=1,
        id=plan.id.replace("_", "-"),
        title=plan.title,
        question=plan.question,
        asset=tuple(assets),
        fire_unit=tuple(units.values()),
        doctrine=(plan.doctrine,),
        volley=tuple(volleys),
    )
