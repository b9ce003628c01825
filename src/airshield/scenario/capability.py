"""Say what can meet what: which interceptor engages which class, and what the catalogue lacks.

The engagement of each class of threat reads other entries: ranges against ballistic missiles are
not ranges against aircraft. A catalogue that holds no kill probability of an interceptor against a
class, or a range of zero, says that this is not its task.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from airshield.catalogue import Catalogue
from airshield.scenario.models import CLASSES, ThreatClass

CLASS_OF_KIND: Mapping[str, ThreatClass] = MappingProxyType(
    {
        "ballistic": "ballistic",
        "rocket": "rocket",
        "cruise missile": "cruise",
        "one-way drone": "drone",
        "aircraft": "aircraft",
        "anti-radiation missile": "anti_radiation",
    }
)
"""Class of each kind of threat of the catalogue."""
FALLING: tuple[ThreatClass, ...] = ("ballistic", "rocket")
"""Classes that fall on a path which can be predicted; the others fly a route."""
WORDS: Mapping[ThreatClass, str] = MappingProxyType(
    {
        "ballistic": "ballistic missiles",
        "rocket": "rockets",
        "cruise": "cruise missiles",
        "drone": "drones",
        "aircraft": "aircraft",
        "anti_radiation": "anti-radiation missiles",
    }
)


@dataclass(frozen=True)
class Engagement:
    """Names of the catalogue that an engagement of one class reads; the first that exists counts.

    `delay` are those of the battery, `kill` and `reach` of the interceptor, `range` of the radar.
    """

    delay: tuple[str, ...]
    kill: tuple[str, ...]
    reach: tuple[str, ...]
    range: str


_RADAR_AIR = "range_vs_1m2"
_TBM, _AIR = "detection_to_launch_tbm", "detection_to_launch_aircraft"
_ROCKET = "detection_to_launch_rocket"
ENGAGEMENT: Mapping[ThreatClass, Engagement] = MappingProxyType(
    {
        "ballistic": Engagement((_TBM,), ("sskp_tbm",), ("range_vs_tbm",), "range_tbm_rcs_0p1"),
        "rocket": Engagement(
            (_ROCKET, _TBM),
            ("sskp_rocket", "pk_rocket"),
            ("range_vs_rocket", "range_max", "range_vs_tbm"),
            "range_tbm_rcs_0p1",
        ),
        "cruise": Engagement(
            (_AIR,),
            ("sskp_cruise", "pk_cruise"),
            ("range_vs_aircraft", "range_max"),
            _RADAR_AIR,
        ),
        "drone": Engagement(
            (_AIR,),
            ("sskp_drone", "pk_drone"),
            ("range_vs_drone", "range_vs_aircraft", "range_max"),
            _RADAR_AIR,
        ),
        "aircraft": Engagement(
            (_AIR,),
            ("sskp_aircraft", "pk_aircraft"),
            ("range_vs_aircraft", "range_max"),
            _RADAR_AIR,
        ),
        "anti_radiation": Engagement(
            (_AIR,),
            ("sskp_cruise", "pk_cruise"),
            ("range_vs_aircraft", "range_max"),
            _RADAR_AIR,
        ),
    }
)
_MISSILE = ("speed_max", "burn_time")
_GUN = ("protected_radius", "magazine", "burst", "rate_of_fire", "muzzle_velocity")
_RADAR = ("search_sector", "track_sector", "update_interval")
_JUDGES = ("impact_prediction_rate", "judgement_margin")
_GUIDES = ("targets_engaged_max", "uplink_slots", "terminal_slots")
_BATTERY = ("availability", "unit_common_fault")
_THREAT = ("range_max", "ballistic_coefficient", "rcs")


def class_of(catalogue: Catalogue, threat: object) -> ThreatClass | None:
    """Return the class of a threat of the catalogue, else that of its kind, None if not known."""
    own = catalogue.facts.get(f"threat.{threat}.class")
    if own in CLASSES:
        return next(c for c in CLASSES if c == own)
    kind = catalogue.facts.get(f"threat.{threat}.kind")
    return CLASS_OF_KIND.get(kind) if isinstance(kind, str) else None


def is_gun(catalogue: Catalogue, interceptor: str) -> bool:
    """Tell whether an interceptor of the catalogue is a gun, whose shot is one burst."""
    return catalogue.facts.get(f"interceptor.{interceptor}.kind") == "gun"


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
    base, needs = f"interceptor.{interceptor}", ENGAGEMENT[threat_class]
    if first_there(catalogue, base, needs.kill) is None:
        return False
    reach = first_there(catalogue, base, needs.reach)
    return reach is None or catalogue.quantity(reach).high > 0.0


def _absent(catalogue: Catalogue, entry: str, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if not catalogue.has(f"{entry}.{name}")]


def interceptor_lacks(
    catalogue: Catalogue, interceptor: str, threat_class: ThreatClass
) -> list[str]:
    """List what the catalogue lacks of an interceptor for a class, most telling first."""
    base, needs = f"interceptor.{interceptor}", ENGAGEMENT[threat_class]
    lacking = [
        names[0]
        for names in (needs.kill, needs.reach)
        if first_there(catalogue, base, names) is None
    ]
    return lacking + _absent(catalogue, base, _GUN if is_gun(catalogue, interceptor) else _MISSILE)


def radar_lacks(
    catalogue: Catalogue, radar: str, threat_class: ThreatClass, interceptors: tuple[str, ...]
) -> list[str]:
    """List what the catalogue lacks of a radar that is to see a class and guide interceptors."""
    names: tuple[str, ...] = (ENGAGEMENT[threat_class].range, *_RADAR)
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
    delay = ENGAGEMENT[threat_class].delay
    judges = ("rejudge_interval",) if threat_class in FALLING else ()
    named = [delay[0]] if first_there(catalogue, base, delay) is None else []
    return named + lacking + _absent(catalogue, base, judges)


def threat_lacks(catalogue: Catalogue, threat: str) -> list[str]:
    """List what the catalogue lacks of a threat that is to fall or fly."""
    base = f"threat.{threat}"
    threat_class = class_of(catalogue, threat)
    if threat_class == "ballistic":
        return _absent(catalogue, base, ("range_max", "burn_time", *_THREAT[1:], "cep"))
    if threat_class == "rocket":
        return _absent(catalogue, base, (*_THREAT, "speed_max", "dispersion_cep", "aim_error"))
    flies = ["speed_max"] if route_speed_path(catalogue, threat) is None else []
    flies += _absent(catalogue, base, ("altitude", "rcs"))
    return flies if threat_class == "aircraft" else flies + _absent(catalogue, base, ("cep",))


def route_speed_path(catalogue: Catalogue, threat: str) -> str | None:
    """Return the path of the speed at which a type flies a route: cruise before maximum."""
    return first_there(catalogue, f"threat.{threat}", ("speed_cruise", "speed_max"))


def sees(catalogue: Catalogue, radar: str, threat_class: ThreatClass) -> bool:
    """Tell whether the catalogue lets a radar see a class at all."""
    return not radar_lacks(catalogue, radar, threat_class, ())


def reload_path(catalogue: Catalogue, interceptor: str, battery: str | None) -> str | None:
    """Return the path of a launcher's time of reload in the catalogue, None where it has none."""
    paths = (
        f"interceptor.{interceptor}.reload_time",
        f"battery.{battery}.reload_time_per_launcher",
        f"battery.{battery}.reload_time",
    )
    return next((path for path in paths if catalogue.has(path)), None)
