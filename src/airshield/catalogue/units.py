"""Hold the closed list of the catalogue's units, what each measures, and its factor to SI."""

from __future__ import annotations

import math
from types import MappingProxyType

_UNITS = (
    # unit of the file, SI unit in code, factor
    ("1", "1", 1.0),
    ("count", "count", 1.0),
    ("m", "m", 1.0),
    ("km", "m", 1e3),
    ("s", "s", 1.0),
    ("min", "s", 60.0),
    ("h", "s", 3600.0),
    ("day", "s", 86_400.0),
    ("m/s", "m/s", 1.0),
    ("km/s", "m/s", 1e3),
    ("kg", "kg", 1.0),
    ("m2", "m2", 1.0),
    ("km2", "m2", 1e6),
    ("kg/m2", "kg/m2", 1.0),
    ("deg", "rad", math.pi / 180.0),
    ("kW", "W", 1e3),
    ("MUSD", "USD", 1e6),
    ("BUSD", "USD", 1e9),
    ("m/kg^(1/3)", "m/kg^(1/3)", 1.0),
    ("count/min", "count/s", 1.0 / 60.0),
)
SI_FACTOR = MappingProxyType({unit: factor for unit, _, factor in _UNITS})
"""Multiply by this to have metres, seconds, kilograms, radians, watts, dollars."""
SI_UNIT = MappingProxyType({unit: si for unit, si, _ in _UNITS})
"""The unit in code: two units measure the same where these are equal."""


def units_like(unit: str) -> tuple[str, ...]:
    """Return the units of the catalogue that measure the same as this one, itself included."""
    return tuple(other for other, si in SI_UNIT.items() if si == SI_UNIT[unit])
