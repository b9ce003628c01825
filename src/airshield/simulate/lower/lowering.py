"""Lower a scenario to the kernel's arrays: the one place that reads files' units and catalogue.

What depends on chance stays out; what does not is computed once, here: arrivals, track tables, shot
tables. Units are ordered by id and threats by impact time and identity, so the order in the file
does not matter. Each subject has a module of its own beside this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from airshield.catalogue import Catalogue
from airshield.scenario.models import Asset, FireUnit, Scenario
from airshield.simulate.family import Family
from airshield.simulate.geometry import Place
from airshield.simulate.lower.assets import lower_assets, lower_warnings, place_of
from airshield.simulate.lower.doctrine import lower_doctrines
from airshield.simulate.lower.groups import groups_of, lower_groups
from airshield.simulate.lower.identity import confusion, lower_identity, seen_classes
from airshield.simulate.lower.orders import lower_orders
from airshield.simulate.lower.pairs import (
    Shots,
    Tracks,
    largest_p,
    lower_tracks,
    lower_windows,
    pack_shots,
    pack_tracks,
)
from airshield.simulate.lower.raid import incoming, lower_families, lower_threats, raid_classes
from airshield.simulate.lower.units import lower_places, lower_units
from airshield.simulate.picker import Picker
from airshield.simulate.shots import could_reach
from airshield.simulate.tables import DrawUp, Tables
from airshield.simulate.terrain import terrain_of

RULE_LARGEST = 1
"""The shared uniform's threshold comes from the largest kill probability of any shot at a threat:
a weak first round must not cap those after it."""


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
    tracks: Tracks
    """(U, F)."""
    shots: Shots
    """(G, F)."""
    group_unit: tuple[int, ...]
    used: tuple[str, ...]
    """Paths of the values that were read."""
    used_facts: tuple[str, ...]
    """Paths of the facts with a basis of their own that were read: positions, tables of shares."""


def lower(
    scenario: Scenario,
    catalogue: Catalogue,
    chosen: Mapping[str, float] | None = None,
    *,
    draw_up: DrawUp | None = None,
) -> Lowered:
    """Lower a scenario to tables.

    Parameters
    ----------
    scenario : a checked scenario; catalogue : the catalogue with the scenario's overrides.
    chosen : values to take instead of the nominal: catalogue paths in SI, scenario paths
        (`scenario.…`) in the unit of the file.
    draw_up : draws who is operational, jointly, for the units in the order of their ids; None: each
        unit draws its own from its `p_operational`.

    Raises
    ------
    ScenarioError : a unit hangs on a ledger that nobody has read, a trajectory does not exist, an
        interceptor lacks what a shot needs, or the terrain cannot be read.
    MissingExtraError : the scenario names a terrain and rasterio is not installed.
    """
    pick = Picker(catalogue, chosen or {})
    assets = tuple(sorted(scenario.asset, key=lambda asset: asset.id))
    units = tuple(sorted(scenario.fire_unit, key=lambda unit: unit.id))
    doctrines = {doctrine.id: doctrine for doctrine in scenario.doctrine}
    raid = raid_classes(pick, scenario)
    ground = lower_assets(pick, assets)
    by_id = {asset.id: place for asset, place in zip(assets, ground.places, strict=True)}
    families, of_source = lower_families(pick, scenario, by_id)
    threats = incoming(pick, scenario, of_source)
    groups = groups_of(pick, units, doctrines)
    places = tuple(place_of(pick.site(unit.site)) for unit in units)
    terrain = terrain_of(scenario.terrain.file, places) if scenario.terrain else None
    tracks = lower_tracks(pick, units, places, families, terrain)
    shots = lower_windows(pick, groups, units, places, doctrines, families)
    matrix = confusion(pick, scenario, raid)
    arrays: dict[str, Any] = {
        **lower_threats(pick, threats, assets),
        **lower_units(pick, units, raid),
        **lower_doctrines(pick, units, doctrines, seen_classes(matrix, raid)),
        **lower_identity(scenario, matrix, len(units)),
        **lower_places(places, ground.places),
        **lower_orders(scenario.order, units),
        **lower_groups(pick, groups, len(units), raid),
        **pack_tracks(tracks, len(families)),
        **pack_shots(shots, len(families)),
        **largest_p(shots, threats, len(families)),
        "could_reach": could_reach(
            shots, [group.unit for group in groups], (len(units), len(families))
        ),
        **ground.arrays,
        **lower_warnings(pick, assets, threats, families),
    }
    tables = Tables(
        **arrays,
        rho=pick.get("doctrine.parameters.shot_correlation"),
        kill_rule=RULE_LARGEST,
        threat_ids=tuple(threat.id for threat in threats),
        threat_types=tuple(threat.type for threat in threats),
        unit_ids=tuple(unit.id for unit in units),
        group_ids=tuple(group.id for group in groups),
        group_interceptors=tuple(group.interceptor for group in groups),
        asset_ids=tuple(asset.id for asset in assets),
        family_ids=tuple(family.id for family in families),
        draw_up=draw_up,
    )
    return Lowered(
        tables,
        assets,
        ground.places,
        ground.people,
        units,
        places,
        families,
        tracks,
        shots,
        tuple(group.unit for group in groups),
        pick.used,
        pick.used_facts,
    )
