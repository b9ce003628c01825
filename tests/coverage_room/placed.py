"""Put a defended asset anywhere and aim one threat at it: the scenario that coverage stands for."""

from __future__ import annotations

import dataclasses

from airshield.posture import resolve
from airshield.scenario import adopt, load
from airshield.scenario.models import Asset, Estimate, Volley


def number(value):
    return Estimate(low=value, nominal=value, high=value)


def with_site(catalogue, name, lat_deg, lon_deg, elevation_m):
    """Return a catalogue with one site more."""
    facts = {
        "name": name,
        "lat": lat_deg,
        "lon": lon_deg,
        "elevation_m": elevation_m,
        "country": "nowhere",
    }
    own = {f"site.{name}.{key}": value for key, value in facts.items()}
    return dataclasses.replace(catalogue, facts={**catalogue.facts, **own})


def with_values(catalogue, **values):
    """Return a catalogue with other nominal values in SI; `__` stands for a dot."""
    changed = {}
    for path, value in values.items():
        old = catalogue.quantity(path.replace("__", "."))
        factor = old.si_nominal / old.nominal if old.nominal else 1.0
        own = value / factor
        changed[old.path] = dataclasses.replace(old, low=own, nominal=own, high=own)
    return catalogue.with_overrides(changed)


def certain(loaded, units, **values):
    """Return a scenario in which the named units are up for certain and nothing else is there."""
    catalogue = with_values(
        loaded.catalogue,
        battery__patriot__availability=1.0,
        battery__patriot__unit_common_fault=0.0,
        radar__an_mpq_65__impact_prediction_rate=0.0,
        **values,
    )
    kept = tuple(
        unit.model_copy(update={"p_operational": number(1.0)})
        for unit in loaded.scenario.fire_unit
        if unit.id in units
    )
    scenario = loaded.scenario.model_copy(update={"fire_unit": kept, "override": {}})
    return adopt(scenario, catalogue)


def aimed_at(loaded, lat_deg, lon_deg, elevation_m, *, threat, azimuth_deg, range_m):
    """Return the scenario with one threat at an asset of its own at one place."""
    catalogue = with_site(loaded.catalogue, "node", lat_deg, lon_deg, elevation_m)
    catalogue = with_values(catalogue, **{f"threat__{threat}__cep": 0.0})
    scenario = loaded.scenario.model_copy(
        update={
            "asset": (Asset(id="node", site="node", radius_m=3000.0, people=1.0),),
            "volley": (
                Volley(
                    id="one",
                    threat=threat,
                    count=1,
                    asset="node",
                    approach_azimuth_deg=azimuth_deg,
                    ground_range_m=range_m,
                    spacing_s=0.0,
                    p_failure=0.0,
                ),
            ),
        }
    )
    return adopt(scenario, catalogue)


def iraq():
    return resolve(load("iraq-2020")).loaded
