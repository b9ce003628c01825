"""Say what can meet what, and what the catalogue lacks for it.

Which entries count against which class is the catalogue's own knowledge (`catalogue.classes`); here
it is held against a scenario: what a unit, its radar and its rounds need before they can be played.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from airshield.catalogue import Catalogue
from airshield.catalogue.classes import CLASSES as TRUE_CLASSES
from airshield.catalogue.classes import (
    FALLING,
    against,
    is_gun,
    radar_range,
    wanted,
    why_not_against,
    why_not_seen,
)
from airshield.scenario.models import CLASSES, ThreatClass

_TBM, _AIR = "detection_to_launch_tbm", "detection_to_launch_aircraft"
DELAY: Mapping[ThreatClass, tuple[str, ...]] = MappingProxyType(
    {
        "ballistic": (_TBM,),
        "rocket": ("detection_to_launch_rocket", _TBM),
        "cruise": (_AIR,),
        "drone": (_AIR,),
        "aircraft": (_AIR,),
        "anti_radiation": (_AIR,),
    }
)
"""Entries of a battery for detection to launch at what is taken for a class; the first counts."""
_MISSILE = ("speed_max", "burn_time", "drag_area", "burnout_mass", "range_min", "altitude_max")
_GUN = (
    "protected_radius",
    "magazine",
    "burst",
    "rate_of_fire",
    "muzzle_velocity",
    "drag_area",
    "projectile_mass",
    "range_min",
    "elevation_min",
    "elevation_max",
)
_RADAR = ("search_sector", "track_sector", "update_interval", "instrumented_range", "pd_reference")
_JUDGES = ("impact_prediction_rate", "judgement_margin")
_GUIDES = ("targets_engaged_max", "uplink_slots", "terminal_slots")
_BATTERY = ("availability", "unit_common_fault")


def class_of(catalogue: Catalogue, threat: object) -> ThreatClass | None:
    """Return the class of a threat of the catalogue, None where it has none that can be played."""
    own = catalogue.facts.get(f"threat.{threat}.class")
    return next((c for c in CLASSES if c == own and c in TRUE_CLASSES), None)


def is_guided(catalogue: Catalogue, interceptor: str) -> bool:
    """Tell whether an interceptor takes a slot of its unit's radar while it flies."""
    base = f"interceptor.{interceptor}"
    guidance = str(catalogue.facts.get(f"{base}.guidance", ""))
    return catalogue.flag(f"{base}.needs_radar_until_intercept") or "uplink" in guidance


def first_there(catalogue: Catalogue, entry: str, names: tuple[str, ...]) -> str | None:
    """Return the first of some quantities that an entry of the catalogue has, as a path."""
    return next((f"{entry}.{name}" for name in names if catalogue.has(f"{entry}.{name}")), None)


def can_engage(catalogue: Catalogue, interceptor: str, threat_class: ThreatClass) -> bool:
    """Tell whether the catalogue has an interceptor fit for a class.

    Neither without a kill probability against it, nor where its range against it is zero.
    """
    return not why_not_against(catalogue, interceptor, threat_class)


def _absent(catalogue: Catalogue, entry: str, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if not catalogue.has(f"{entry}.{name}")]


def interceptor_lacks(
    catalogue: Catalogue, interceptor: str, threat_class: ThreatClass
) -> list[str]:
    """List what the catalogue lacks of an interceptor for a class, most telling first."""
    base = f"interceptor.{interceptor}"
    keys = against(catalogue.has, interceptor, threat_class)
    names = wanted(catalogue.has, interceptor, threat_class)
    lacking = [names.kill] if names.kill and not keys.kill else []
    if not keys.range_max:
        lacking.append(names.range_max)
    return lacking + _absent(
        catalogue, base, _GUN if is_gun(catalogue.has, interceptor) else _MISSILE
    )


def radar_lacks(
    catalogue: Catalogue, radar: str, threat_class: ThreatClass, interceptors: tuple[str, ...]
) -> list[str]:
    """List what the catalogue lacks of a radar that is to see a class and guide interceptors."""
    names: tuple[str, ...] = (radar_range(threat_class), *_RADAR)
    if interceptors and threat_class in FALLING:
        names += _JUDGES
    if any(is_guided(catalogue, name) for name in interceptors):
        names += _GUIDES
    return _absent(catalogue, f"radar.{radar}", names)


def battery_lacks(
    catalogue: Catalogue, battery: str, threat_class: ThreatClass | None
) -> list[str]:
    """List what the catalogue lacks of a battery that is to engage a class (None: only to see)."""
    base = f"battery.{battery}"
    lacking = _absent(catalogue, base, _BATTERY)
    if threat_class is None:
        return lacking
    delay = DELAY[threat_class]
    judges = ("rejudge_interval",) if threat_class in FALLING else ()
    named = [delay[0]] if first_there(catalogue, base, delay) is None else []
    return named + lacking + _absent(catalogue, base, judges)


def threat_lacks(catalogue: Catalogue, threat: str) -> list[str]:
    """List what the catalogue lacks of a threat that is to fall or fly."""
    base = f"threat.{threat}"
    threat_class = class_of(catalogue, threat)
    if threat_class in FALLING:
        names: tuple[str, ...] = ("range_max", "burn_time", "ballistic_coefficient", "rcs")
        scattered = catalogue.has(f"{base}.dispersion_cep")
        names += ("dispersion_cep", "aim_error") if scattered else ("cep",)
        return _absent(
            catalogue, base, names + (("speed_max",) if threat_class == "rocket" else ())
        )
    flies = ["speed_max"] if route_speed_path(catalogue, threat) is None else []
    flies += _absent(catalogue, base, ("altitude", "rcs"))
    return flies if threat_class == "aircraft" else flies + _absent(catalogue, base, ("cep",))


def route_speed_path(catalogue: Catalogue, threat: str) -> str | None:
    """Return the path of the speed at which a type flies a route: cruise before maximum."""
    return first_there(catalogue, f"threat.{threat}", ("speed_cruise", "speed_max"))


def sees(catalogue: Catalogue, radar: str, threat_class: ThreatClass) -> bool:
    """Tell whether the catalogue lets a radar see a class at all."""
    return not why_not_seen(catalogue, radar, threat_class)


def reload_path(catalogue: Catalogue, interceptor: str, battery: str | None) -> str | None:
    """Return the path of a launcher's time of reload in the catalogue, None where it has none."""
    paths = (
        f"interceptor.{interceptor}.reload_time",
        f"battery.{battery}.reload_time_per_launcher",
        f"battery.{battery}.reload_time",
    )
    return next((path for path in paths if catalogue.has(path)), None)
