"""Lay a scenario out for the map: bases, fire units, sectors, approach bands; site level only."""

from __future__ import annotations

from typing import Any

import numpy as np

from airshield.catalogue.catalogue import Catalogue, Site
from airshield.errors import CatalogueError
from airshield.posture import Resolved
from airshield.scenario.capability import class_of
from airshield.scenario.check_raid import unplayable
from airshield.scenario.models import Estimate, FireUnit, Volley
from airshield.simulate.geometry import WGS84

SECTOR_RADIUS_M = 100_000.0
"""Sectors are drawn to this stated radius: a direction, not a range."""
_STEP_DEG = 3.0
Json = dict[str, Any]


def wedge(site: Site, left_deg: float, right_deg: float, near_m: float, far_m: float) -> Json:
    """Return a wedge between two bearings and two geodesic distances as a GeoJSON polygon.

    Parameters
    ----------
    left_deg, right_deg : degrees clockwise from north, `right_deg` the larger.
    near_m, far_m : distances along the ellipsoid.
    """
    steps = max(2, int((right_deg - left_deg) / _STEP_DEG) + 1)
    bearings = np.linspace(left_deg, right_deg, steps)
    here = (site.lon_deg, site.lat_deg)
    # Anticlockwise, as RFC 7946 wants the outer ring.
    ring = [WGS84.fwd(*here, b, far_m)[:2] for b in bearings[::-1]]
    ring += [WGS84.fwd(*here, b, near_m)[:2] for b in bearings] if near_m > 0 else [here]
    points = [[round(float(x), 5), round(float(y), 5)] for x, y in [*ring, ring[0]]]
    return {"type": "Polygon", "coordinates": [points]}


def circle(site: Site, radius_m: float) -> Json:
    """Return a circle about a site as a GeoJSON polygon."""
    bearings = np.linspace(360.0, 0.0, 49)
    points = [WGS84.fwd(site.lon_deg, site.lat_deg, b, radius_m)[:2] for b in bearings]
    ring = [[round(float(x), 5), round(float(y), 5)] for x, y in points]
    return {"type": "Polygon", "coordinates": [ring]}


def _feature(kind: str, owner: str, geometry: Json, **more: object) -> Json:
    properties = {"kind": kind, "id": owner, **more}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _radar(catalogue: Catalogue, unit: FireUnit) -> str:
    return unit.radar or catalogue.text(f"battery.{unit.battery}.radar")


def _unit(catalogue: Catalogue, unit: FireUnit) -> tuple[Json, list[Json]]:
    site, features = catalogue.site(unit.site), []
    facts: Json = {
        "id": unit.id,
        "name": unit.name or unit.id,
        "battery": unit.battery,
        "site": unit.site,
        "lat": site.lat_deg,
        "lon": site.lon_deg,
        "boresight_deg": unit.boresight_deg.nominal,
        "status": unit.status,
        "p_operational": unit.p_operational.nominal if unit.p_operational else None,
        "sectors": {},
    }
    for use in ("track", "search"):
        path = f"radar.{_radar(catalogue, unit)}.{use}_sector"
        if catalogue.has(path):
            width = min(catalogue.quantity(path).nominal, 360.0)
            facts["sectors"][use] = width
            middle = unit.boresight_deg.nominal
            shape = wedge(site, middle - width / 2, middle + width / 2, 0.0, SECTOR_RADIUS_M)
            features.append(_feature(use, unit.id, shape))
    return facts, features


def _band(catalogue: Catalogue, volley: Volley, site: Site) -> list[Json]:
    azimuth, reach = volley.approach_azimuth_deg, volley.ground_range_m
    right = azimuth.high if azimuth.high > azimuth.low else azimuth.low + 1.0
    far = reach.high if reach.high > reach.low else reach.low * 1.02
    band = wedge(site, azimuth.low, right, reach.low, far)
    steps = np.linspace(0.0, reach.low, 12)
    points = [WGS84.fwd(site.lon_deg, site.lat_deg, azimuth.nominal, s)[:2] for s in steps]
    line = {"type": "LineString", "coordinates": [[float(x), float(y)] for x, y in points]}
    text = f"{volley.count} × {_name(catalogue, 'threat', volley.threat)}"
    return [_feature("band", volley.id, band), _feature("axis", volley.id, line, text=text)]


def _name(catalogue: Catalogue, kind: str, entry: str) -> str:
    try:
        return catalogue.text(f"{kind}.{entry}.name")
    except CatalogueError:
        return entry


def _standing(found: Resolved, unit: str) -> Json | None:
    """Return what the ledger says of a fire unit; None where it hangs on none."""
    one = found.standings.get(unit)
    if one is None:
        return None
    key = one.key
    return {"system": key.system, "site": key.site, "lot": key.lot, "reported": one.reported}


def _posture(found: Resolved) -> Json | None:
    if found.beliefs is None:
        return None
    ledger = found.beliefs.loaded.ledger
    return {
        "on": found.beliefs.on.isoformat(),
        "known_by": found.beliefs.known_by.isoformat(),
        "begins": ledger.coverage_start.isoformat(),
    }


def view(found: Resolved) -> Json:
    """Return what the map of a scenario shows: assets, units, and their areas as GeoJSON.

    Probabilities are those of the scenario's ledger, where it names one.

    **Limits** Sites only: nothing here places a launcher or a radar.
    """
    catalogue, scenario = found.loaded.catalogue, found.loaded.scenario
    sites = {asset.id: catalogue.site(asset.site) for asset in scenario.asset}
    features: list[Json] = []
    units: list[Json] = []
    for volley in scenario.volley:
        features += _band(catalogue, volley, sites[volley.asset])
    for unit in scenario.fire_unit:
        facts, sectors = _unit(catalogue, unit)
        units.append(facts | {"ledger": _standing(found, unit.id)})
        features += sectors
    assets = []
    for asset in scenario.asset:
        site = sites[asset.id]
        radius = _radius_m(catalogue, asset.site, asset.radius_m)
        if radius:
            features.append(_feature("asset", asset.id, circle(site, radius)))
        where = {"lat": site.lat_deg, "lon": site.lon_deg, "site": asset.site}
        assets.append({"id": asset.id, "name": site.name, "radius_m": radius, **where})
    shapes = {"type": "FeatureCollection", "features": features}
    return {
        "assets": assets,
        "units": units,
        "shapes": shapes,
        "bounds": _bounds(features),
        "posture": _posture(found),
    }


def _radius_m(catalogue: Catalogue, site: str, stated: Estimate | None) -> float | None:
    if stated is not None:
        return stated.nominal
    path = f"site.{site}.radius"
    return catalogue.quantity(path).si_nominal if catalogue.has(path) else None


def _bounds(features: list[Json]) -> list[float] | None:
    points = [
        point
        for feature in features
        for point in (
            feature["geometry"]["coordinates"]
            if feature["geometry"]["type"] == "LineString"
            else feature["geometry"]["coordinates"][0]
        )
    ]
    if not points:
        return None
    lon, lat = zip(*points, strict=True)
    return [min(lon), min(lat), max(lon), max(lat)]


def threats(catalogue: Catalogue) -> list[Json]:
    """Return every type of the catalogue that a raid may hold, by class."""
    found = []
    for name in catalogue.ids("threat"):
        threat_class = class_of(catalogue, name)
        if threat_class is not None and not unplayable(catalogue, name, threat_class):
            found.append(
                {"id": name, "name": _name(catalogue, "threat", name), "class": threat_class}
            )
    return sorted(found, key=lambda row: (row["class"], row["id"]))


def sites(catalogue: Catalogue) -> list[Json]:
    """Return every site of the catalogue that has coordinates: where a fire unit may stand."""
    found = []
    for name in catalogue.ids("site"):
        if "lat" not in catalogue.entry("site", name).facts:
            continue
        site = catalogue.site(name)
        found.append(
            {
                "id": name,
                "name": site.name,
                "country": site.country,
                "lat": site.lat_deg,
                "lon": site.lon_deg,
            }
        )
    return found
