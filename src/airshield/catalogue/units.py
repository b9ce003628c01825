"""Hold the closed list of the catalogue's units and their factors to SI."""

from __future__ import annotations

import math
from types import MappingProxyType

SI_FACTOR = MappingProxyType(
    {
        "1": 1.0,
        "count": 1.0,
        "m": 1.0,
        "km": 1e3,
        "s": 1.0,
        "min": 60.0,
        "h": 3600.0,
        "day": 86_400.0,
        "m/s": 1.0,
        "km/s": 1e3,
        "kg": 1.0,
        "m2": 1.0,
        "km2": 1e6,
        "kg/m2": 1.0,
        "deg": math.pi / 180.0,
        "kW": 1e3,
        "MUSD": 1e6,
        "BUSD": 1e9,
        "m/kg^(1/3)": 1.0,
        "count/min": 1.0 / 60.0,
    }
)
"""Multiply by this to have metres, seconds, kilograms, radians, watts, dollars."""
