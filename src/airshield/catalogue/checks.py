"""Check the catalogue by itself: how its values are known, and which inputs are missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from airshield.catalogue.catalogue import Catalogue
from airshield.catalogue.quantity import BASES

_RADAR = (
    "range_tbm_rcs_0p1",
    "instrumented_range",
    "pd_reference",
    "search_sector",
    "track_sector",
    "elevation_coverage_min",
    "elevation_coverage_max",
    "antenna_height",
    "update_interval",
    "impact_prediction_rate",
    "judgement_margin",
    "targets_engaged_max",
    "uplink_slots",
    "terminal_slots",
    "terminal_phase",
)
_INTERCEPTOR = (
    "range_vs_tbm",
    "range_min",
    "altitude_max",
    "speed_max",
    "burn_time",
    "drag_area",
    "burnout_mass",
    "per_launcher",
    "sskp_tbm",
)
_THREAT = (
    "range_min",
    "range_max",
    "burn_time",
    "ballistic_coefficient",
    "rcs",
    "cep",
    "warhead_mass",
    "failure_fraction",
)
_BATTERY = ("availability", "unit_common_fault", "detection_to_launch_tbm", "rejudge_interval")
NEEDED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"radar": _RADAR, "interceptor": _INTERCEPTOR, "threat": _THREAT, "battery": _BATTERY}
)
"""What a defence against ballistic missiles reads from an entry of each kind."""


@dataclass(frozen=True)
class Missing:
    """An entry that cannot be played against (or as) a ballistic missile, and what it lacks."""

    kind: str
    id: str
    names: tuple[str, ...]


def missing_inputs(catalogue: Catalogue) -> list[Missing]:
    """List every entry of `NEEDED` that lacks an input, in the order of the catalogue.

    Threats of other classes than ballistic are left out: what they need is checked where a scenario
    flies them (`airshield.scenario.capability`).
    """
    found = []
    for kind, wanted in NEEDED.items():
        for name in catalogue.ids(kind):
            path = f"{kind}.{name}"
            if kind == "threat" and catalogue.facts.get(f"{path}.class") != "ballistic":
                continue
            lacking = tuple(key for key in wanted if not catalogue.has(f"{path}.{key}"))
            if lacking:
                found.append(Missing(kind, name, lacking))
    return found


def count_by_basis(catalogue: Catalogue) -> dict[str, int]:
    """Count the quantities by how their nominal is known; those that follow from others left out.

    Returns
    -------
    Counts by basis, every basis once; `radius` and `people` of a site, which repeat `extent` and
    `personnel_2020`, are not counted.
    """
    counts = dict.fromkeys(BASES, 0)
    for path, quantity in catalogue.quantities.items():
        site, _, name = path.rpartition(".")
        first = {"radius": "extent", "people": "personnel_2020"}.get(name)
        if not (first and path.startswith("site.") and catalogue.has(f"{site}.{first}")):
            counts[quantity.basis] += 1
    return counts
