"""Choose the end of each range that is worse, or better, for the defence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from airshield.catalogue import Catalogue
from airshield.scenario.models import Estimate

CASES = ("low", "nominal", "high")
"""Every value at its worse end, at its nominal, at its better end for the defence."""
MORE_IS_BETTER = frozenset(
    {
        "altitude_max", "antenna_height", "body_discrimination", "burnout_mass",
        "clutter_factor_slow", "elevation_coverage_max", "instrumented_range",
        "judgement_margin", "magazine", "muzzle_velocity", "pd_reference", "per_launcher",
        "pk_drone", "pk_rocket", "projectile_mass", "protected_m", "protected_radius",
        "range_max", "range_tbm_rcs_0p1", "range_vs_1m2", "range_vs_aircraft",
        "range_vs_drone", "range_vs_rocket", "range_vs_tbm", "rate_of_fire", "rcs",
        "search_sector", "shots", "speed_max", "sskp_aircraft", "sskp_cruise", "sskp_drone",
        "sskp_rocket", "sskp_tbm", "sskp_tbm_manoeuvring", "track_sector",
        "warhead_given_hit_blast", "warhead_given_hit_htk",
    }
)  # fmt: skip
LESS_IS_BETTER = frozenset(
    {
        "altitude_min", "altitude_min_tbm", "assessment_delay", "assessment_false_kill",
        "ballistic_coefficient", "burn_time", "clutter_elevation", "clutter_speed",
        "detection_to_launch_aircraft", "detection_to_launch_rocket", "detection_to_launch_tbm",
        "drag_area", "elevation_coverage_min", "interval", "interval_s", "launch_spacing_s",
        "range_min", "reference_target_rcs", "shot_correlation", "track_hits", "update_interval",
    }
)  # fmt: skip
OF_THREATS: Mapping[str, int] = MappingProxyType(
    {"rcs": 1, "ballistic_coefficient": -1, "speed_cruise": -1, "speed_max": -1, "altitude": 1}
)
"""A threat's own values: seen better, slower and higher is better for the defence."""


def direction(path: str) -> int:
    """Tell whether more of a value is better for the defence (1), worse (-1) or neither (0)."""
    name = path.rsplit(".", 1)[-1]
    if path.startswith("threat."):
        return OF_THREATS.get(name, 0)
    return (name in MORE_IS_BETTER) - (name in LESS_IS_BETTER)


def _ends(
    path: str, catalogue: Catalogue, stated: Mapping[str, Estimate]
) -> tuple[float, float, float] | None:
    """Return low, nominal and high of a value; None where it is neither stated nor catalogued."""
    if path in stated:
        return stated[path].low, stated[path].nominal, stated[path].high
    if catalogue.has(path):
        quantity = catalogue.quantity(path)
        return quantity.si_low, quantity.si_nominal, quantity.si_high
    return None


def chosen(
    case: str,
    used: Iterable[str],
    catalogue: Catalogue,
    stated: Mapping[str, Estimate],
    spread: float = 1.0,
) -> dict[str, float]:
    """Return the values of one case, where they are not the nominal ones.

    Parameters
    ----------
    case : one of `CASES`; used : paths that the coverage reads.
    catalogue : with the scenario's overrides; stated : the scenario's own numbers by path.
    spread : how far from the nominal towards the end, 0 to 1.

    Returns
    -------
    Catalogue values in SI and scenario values in the unit of the file, by path.

    **Limits.** All values are at an end at once, which is an envelope, not an interval of any
    probability: it is wider than what is likely. Values that are neither better nor worse with
    more of them, such as a boresight, keep their nominal.
    """
    values: dict[str, float] = {}
    if case == "nominal":
        return values
    for path in used:
        sign = direction(path) if case == "high" else -direction(path)
        ends = _ends(path, catalogue, stated)
        if sign and ends is not None:
            low, nominal, high = ends
            values[path] = nominal + spread * ((high if sign > 0 else low) - nominal)
    return values
