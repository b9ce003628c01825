"""Check the numbers of a file on their own: order of low, nominal, high, and allowed range."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from airshield.errors import Fault
from airshield.files import Document, Place

Band = tuple[float, float, float]


@dataclass(frozen=True)
class Rule:
    """What every number of one key must keep to; `least` itself is allowed unless `above`."""

    least: float
    most: float
    words: str
    above: bool = False

    def holds(self, value: float) -> bool:
        """Tell whether one number keeps to the rule."""
        return self.least <= value <= self.most and not (self.above and value == self.least)


_LENGTH = Rule(0.0, math.inf, "a length must be above 0 metres", above=True)
_DISTANCE = Rule(0.0, math.inf, "a distance must not be below 0 metres")
_TIME = Rule(0.0, math.inf, "a time must not be below 0 seconds")
_SHARE = Rule(0.0, 1.0, "a probability lies between 0 and 1")
_BEARING = Rule(-360.0, 360.0, "a bearing lies between -360 and 360 degrees, clockwise from north")
_CLOCK = Rule(-math.inf, math.inf, "a time of the scenario's clock")
RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "radius_m": _LENGTH,
        "ground_range_m": _LENGTH,
        "height_m": Rule(
            0.0, 40_000.0, "a height must be above 0 and at most 40000 metres", above=True
        ),
        "protected_m": _LENGTH,
        "self_defence_m": _DISTANCE,
        "vulnerable_m": _DISTANCE,
        "aim_error_m": _DISTANCE,
        "warning_s": _TIME,
        "intelligence_s": _TIME,
        "early_warning_delay_s": _TIME,
        "siren_delay_s": _TIME,
        "reload_s": _TIME,
        "share_delay_s": _TIME,
        "link_delay_s": _TIME,
        "link_lost_s": _CLOCK,
        "launch_spacing_s": _TIME,
        "interval_s": _TIME,
        "spacing_s": _TIME,
        "p_operational": _SHARE,
        "p_failure": _SHARE,
        "p_radar_only": _SHARE,
        "p_autonomous": _SHARE,
        "p_link_lost": _SHARE,
        "p_interrogator": _SHARE,
        "p_hostile": _SHARE,
        "p_dud": _SHARE,
        "p_recognise": _SHARE,
        "p_reply": _SHARE,
        "p_cleared": _SHARE,
        "shelter_max": _SHARE,
        "speed_m_s": Rule(
            0.0, 3_000.0, "a speed must be above 0 and at most 3000 metres per second", above=True
        ),
        "boresight_deg": _BEARING,
        "approach_azimuth_deg": _BEARING,
        "people": Rule(0.0, math.inf, "a number of people must not be below 0"),
    }
)
"""The rule of each key that holds a number with a spread."""


def is_number(value: Any) -> bool:
    """Tell whether a value of the file is a finite number (true and false are not)."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def band(value: Any) -> Band | None:
    """Read a plain number or a table as (low, nominal, high); None where it is neither."""
    if is_number(value):
        return float(value), float(value), float(value)
    if isinstance(value, dict):
        three = [value.get(key) for key in ("low", "nominal", "high")]
        if all(is_number(number) for number in three):
            low, nominal, high = map(float, three)  # type: ignore[arg-type]
            return low, nominal, high
    return None


def shown(numbers: Band) -> str:
    """Show a band as the file might write it."""
    low, nominal, high = numbers
    return f"{nominal:g}" if low == high else f"{low:g}, {nominal:g}, {high:g}"


def _walk(node: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for step, value in items:
        yield (*place, step), value
        if isinstance(value, dict | list | tuple):
            yield from _walk(value, (*place, step))


def in_order(numbers: Band) -> str:
    """Return what is wrong with the order of a band, or nothing."""
    low, nominal, high = numbers
    if low <= nominal <= high:
        return ""
    return f"{shown(numbers)}: low, nominal and high must stand in that order"


def _rule_of(place: Place) -> Rule | None:
    if place[0] == "override":
        return None
    # Here the keys are classes, and what stands beside them are probabilities.
    if place[:2] == ("identification", "confusion"):
        return _SHARE
    return RULES.get(str(place[-1]))


def _rule_broken(rule: Rule, numbers: Band) -> str:
    if not all(rule.holds(number) for number in numbers):
        return f"{shown(numbers)}: {rule.words}"
    if rule is _BEARING and numbers[2] - numbers[0] > 360.0:
        return f"{shown(numbers)}: a band of bearings is at most 360 degrees wide"
    return ""


def check_numbers(document: Document) -> Iterator[Fault]:
    """Yield a fault for each number outside its rule or with its spread out of order."""
    for place, value in _walk(document.data, ()):
        rule, numbers = _rule_of(place), band(value)
        if rule is None or numbers is None:
            continue
        problem = _rule_broken(rule, numbers) or in_order(numbers)
        if problem:
            yield document.fault(place, problem)
