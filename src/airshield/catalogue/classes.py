"""Know which entries count against which class of threat, and say why one does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from airshield.catalogue.catalogue import Catalogue

CLASSES = ("ballistic", "rocket", "cruise", "drone", "aircraft")
"""Classes that a threat of the catalogue can have (key `class`)."""
FALLING = ("ballistic", "rocket")
"""Classes that fall on a ballistic path; the others fly a route."""

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "ballistic": "ballistic missiles",
        "rocket": "rockets",
        "cruise": "cruise missiles",
        "drone": "drones",
        "aircraft": "aircraft",
        "anti_radiation": "anti-radiation missiles",
    }
)
"""What threats of a class are called; one may be taken for an anti-radiation missile, none is."""

_RANGES = {
    "ballistic": ("range_vs_tbm",),
    "rocket": ("range_vs_rocket",),
    "cruise": ("range_vs_aircraft",),
    "drone": ("range_vs_drone", "range_vs_aircraft"),
    "aircraft": ("range_vs_aircraft",),
}
_LOWEST = {"ballistic": ("altitude_min_tbm", "altitude_min")}
_KILLS = {
    "ballistic": "sskp_tbm",
    "rocket": "sskp_rocket",
    "cruise": "sskp_cruise",
    "drone": "sskp_drone",
    "aircraft": "sskp_aircraft",
}
_GUN_KILLS = {"rocket": "pk_rocket", "drone": "pk_drone"}

Has = Callable[[str], bool]


@dataclass(frozen=True)
class Against:
    """Names of an interceptor's entries against one class; an empty name is a missing entry."""

    range_max: str
    altitude_min: str
    kill: str

    @property
    def lacks(self) -> bool:
        """Tell whether the entry for reach or for the kill probability is missing."""
        return not (self.range_max and self.kill)


def is_gun(has: Has, interceptor: str) -> bool:
    """Tell whether an interceptor is a gun: it fires bursts."""
    return has(f"interceptor.{interceptor}.burst")


def _first(has: Has, interceptor: str, names: tuple[str, ...]) -> str:
    return next((name for name in names if has(f"interceptor.{interceptor}.{name}")), "")


def against(has: Has, interceptor: str, threat_class: str) -> Against:
    """Name the entries of an interceptor that count against a class.

    Parameters
    ----------
    has : tells whether the catalogue holds a quantity, by path; interceptor : its id;
    threat_class : one of `CLASSES`.

    Nothing stands in for a missing entry: a range against aircraft is none against rockets, and a
    kill probability against cruise missiles is none against drones. Low flyers are reached in the
    envelope against aircraft.
    """
    if is_gun(has, interceptor):
        kill = _GUN_KILLS.get(threat_class, "")
        ranges: tuple[str, ...] = ("range_max",)
    else:
        kill = _KILLS[threat_class]
        ranges = _RANGES[threat_class]
    lowest = _LOWEST.get(threat_class, ("altitude_min",))
    return Against(
        _first(has, interceptor, ranges),
        _first(has, interceptor, lowest),
        _first(has, interceptor, (kill,)) if kill else "",
    )


def wanted(has: Has, interceptor: str, threat_class: str) -> Against:
    """Name the entries to add where an interceptor has none of those that count against a class.

    No kill name: no gun of the catalogue is made for this class, and no entry would be read.
    """
    if is_gun(has, interceptor):
        return Against("range_max", "altitude_min", _GUN_KILLS.get(threat_class, ""))
    lowest = _LOWEST.get(threat_class, ("altitude_min",))
    return Against(_RANGES[threat_class][0], lowest[0], _KILLS[threat_class])


def why_not_against(catalogue: Catalogue, interceptor: str, threat_class: str) -> str:
    """Say why an interceptor cannot be used against a class; nothing where it can.

    Returns
    -------
    One clause without a full stop, for example "no kill probability against rockets"; or "".
    """
    found = against(catalogue.has, interceptor, threat_class)
    named = WORDS[threat_class]
    if not found.range_max:
        return f"no range against {named}"
    path = f"interceptor.{interceptor}.{found.range_max}"
    if catalogue.quantity(path).nominal <= 0.0:
        return f"{found.range_max} is zero: not made against {named}"
    return "" if found.kill else f"no kill probability against {named}"


def radar_range(threat_class: str) -> str:
    """Name a radar's entry that tells how far it sees a class: never both for one threat."""
    return "range_tbm_rcs_0p1" if threat_class in FALLING else "range_vs_1m2"


def why_not_seen(catalogue: Catalogue, radar: str, threat_class: str) -> str:
    """Say why a radar does not see a class; nothing where it can."""
    name = radar_range(threat_class)
    return "" if catalogue.has(f"radar.{radar}.{name}") else f"no {name}: this class is not seen"
