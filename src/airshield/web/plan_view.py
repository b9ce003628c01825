"""Lay a plan out for the map: assets, batteries there, chosen sites; site level only."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from airshield.catalogue import Catalogue, bundled
from airshield.plan.bases import BasesPlan, FrontierPoint
from airshield.plan.bases_file import BasesFile
from airshield.plan.judge import Mean
from airshield.plan.sites import SitePlan, SitesPlan, people, where
from airshield.plan.sites_file import SitesFile, load_sites
from airshield.web.view import wedge

SECTOR_RADIUS_M = 60_000.0
"""Sectors are drawn to this stated radius: a direction, not a range."""
Json = dict[str, Any]


def _place(catalogue: Catalogue, name: str) -> Json:
    site = catalogue.site(name)
    return {"site": name, "name": site.name, "lat": site.lat_deg, "lon": site.lon_deg}


def _widths(catalogue: Catalogue, plan: SitesFile) -> dict[str, float]:
    """Return the track sector of each kind of battery, degrees."""
    wide = {}
    for kind in plan.battery_kind:
        radar = kind.radar or catalogue.text(f"battery.{kind.battery}.radar")
        wide[kind.id] = min(catalogue.quantity(f"radar.{radar}.track_sector").nominal, 360.0)
    return wide


def _battery(catalogue: Catalogue, site: str, look_deg: float, wide_deg: float) -> Json:
    half = 0.5 * wide_deg
    shape = wedge(catalogue.site(site), look_deg - half, look_deg + half, 0.0, SECTOR_RADIUS_M)
    return {**_place(catalogue, site), "boresight_deg": look_deg, "shape": shape}


def _placed(catalogue: Catalogue, plan: SitesFile) -> list[Json]:
    wide = _widths(catalogue, plan)
    return [
        {
            **_battery(catalogue, one.site, one.boresight_deg, wide[one.kind]),
            "id": one.id,
            "up_from": one.ready_from.isoformat(),
        }
        for one in plan.placed
    ]


def _mean(mean: Mean | None) -> Json | None:
    return None if mean is None else asdict(mean)


def _plan(catalogue: Catalogue, plan: SitesFile, one: SitePlan) -> Json:
    wide = _widths(catalogue, plan)
    kinds = {arrival.id: arrival.kind for arrival in plan.arrival}
    stands = [
        {
            **_battery(catalogue, at.site, at.boresight_deg, wide[kinds[at.arrival]]),
            "id": at.arrival,
            "up_from": at.up_from.isoformat(),
        }
        for at in one.placements
    ]
    return {
        "name": one.name,
        "where": where(one),
        "reserve": one.reserve,
        "covered": one.covered,
        "gap": one.gap,
        "exposed": _mean(one.people_exposed),
        "difference": _mean(one.difference),
        "placements": stands,
    }


def of_sites(plan: SitesFile, found: SitesPlan) -> Json:
    """Return what the page shows of a siting plan."""
    catalogue = bundled()
    at = {one.id: one.site for one in plan.asset}
    refusals = tuple(refused for _, refused in found.refusals)
    plans = (found.best, found.today, *found.alternatives, *refusals, *found.orders)
    return {
        "kind": "sites",
        "title": found.title,
        "question": found.question,
        "summary": found.summary(),
        "opportunities": found.opportunities,
        "begins": found.begins.isoformat(),
        "ends": found.ends.isoformat(),
        "seed": found.seed,
        "replications": found.replications,
        "sector_m": SECTOR_RADIUS_M,
        "assets": [
            {
                **_place(catalogue, at[one.asset_id]),
                "id": one.asset_id,
                "people": one.people,
                "today": one.today,
                "best": one.best,
            }
            for one in found.assets
        ],
        "placed": _placed(catalogue, plan),
        "plans": [_plan(catalogue, plan, one) for one in plans],
    }


def _point(catalogue: Catalogue, wide_deg: float, point: FrontierPoint) -> Json:
    return {
        "kept": point.kept,
        "batteries": point.batteries,
        "feasible": point.feasible,
        "bases": point.bases,
        "people": dict(point.people),
        "moves": point.moves,
        "linear": point.linear if point.feasible else None,
        "gap": point.gap if point.feasible else None,
        "exposed": _mean(point.people_exposed),
        "placements": [_battery(catalogue, s, look, wide_deg) for s, look in point.placements],
    }


def of_bases(plan: BasesFile, found: BasesPlan) -> Json:
    """Return what the page shows of a plan of bases.

    **Limits** The sectors of further batteries are those of the first kind that arrives.
    """
    catalogue, sited = bundled(), load_sites(plan.sites)
    at = {one.id: one.site for one in sited.asset}
    crowd = people(sited, catalogue)
    wide = _widths(catalogue, sited)[sited.arrival[0].kind]
    return {
        "kind": "bases",
        "title": found.title,
        "question": found.question,
        "summary": found.summary(),
        "on": plan.on.isoformat(),
        "people": found.people,
        "seed": found.seed,
        "replications": found.replications,
        "sector_m": SECTOR_RADIUS_M,
        "bases": [
            {
                **_place(catalogue, at[one.asset]),
                "id": one.asset,
                "people": crowd[one.asset],
                "capacity": one.capacity,
                "must_keep": one.must_keep,
            }
            for one in plan.base
        ],
        "placed": [
            one for one in _placed(catalogue, sited) if one["up_from"] <= plan.on.isoformat()
        ],
        "frontier": [_point(catalogue, wide, point) for point in found.frontier],
    }
