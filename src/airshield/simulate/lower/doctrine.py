"""Lower doctrines: rounds, intervals, floors, control status and delay by unit and seen class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airshield.kernel.codes import Control
from airshield.scenario.capability import DELAY, first_there
from airshield.scenario.models import (
    CLASSES,
    Against,
    Doctrine,
    Estimate,
    FireUnit,
    Method,
    ThreatClass,
)
from airshield.simulate.picker import Picker


@dataclass(frozen=True)
class Rule:
    """What one unit does with what it takes for one class. A sensor has the neutral one."""

    delay_s: float = 0.0
    control: Control = Control.FREE
    control_alone: Control = Control.FREE
    p_hostile: float = 1.0
    rounds_look: int = 1
    rounds_last: int = 1
    interval_s: float = 0.0
    p_floor: float = 0.0


@dataclass(frozen=True)
class _Fire:
    """The keys of one method of fire: those of a doctrine, or of its table against a class."""

    base: str
    method: Method
    rounds: int | None
    rounds_last: int | None
    interval_s: Estimate | None


def against(doctrine: Doctrine, threat_class: ThreatClass) -> Against | None:
    """Return what a doctrine says of one class alone, None where it says nothing."""
    return next((a for a in doctrine.against if a.threat_class == threat_class), None)


def refused(doctrine: Doctrine) -> tuple[ThreatClass, ...]:
    """Return the classes that are not a doctrine's task."""
    return tuple(a.threat_class for a in doctrine.against if not a.engage)


def _fire(doctrine: Doctrine, own: Against | None) -> _Fire:
    base = f"scenario.doctrine.{doctrine.id}"
    whole = _Fire(base, doctrine.method, doctrine.rounds, doctrine.rounds_last, doctrine.interval_s)
    if own is None:
        return whole
    # Another method brings its own rounds and interval; nothing of the first fits it.
    same = own.method is None or own.method == doctrine.method
    here = f"{base}.against.{own.threat_class}"
    return _Fire(
        here if own.interval_s is not None else base,
        own.method or doctrine.method,
        own.rounds or (doctrine.rounds if same else None),
        own.rounds_last or (doctrine.rounds_last if same else None),
        own.interval_s if own.interval_s is not None else (doctrine.interval_s if same else None),
    )


def _rounds(pick: Picker, fire: _Fire) -> tuple[int, int, float]:
    """Return rounds of a look, of the last look, and interval: the catalogue's where unsaid."""
    looks = fire.method == "shoot_look_shoot"
    paired, own = "doctrine.shoot_shoot", f"doctrine.{fire.method}"
    look = fire.rounds or pick.count(f"{own}.shots_first" if looks else f"{own}.shots")
    last = (fire.rounds_last or pick.count(f"{paired}.shots")) if looks else look
    catalogue = f"{paired if looks else own}.interval"
    return look, last, pick.own(f"{fire.base}.interval_s", fire.interval_s, catalogue)


def _p_hostile(pick: Picker, doctrine: Doctrine, own: Against | None, c: ThreatClass) -> float:
    base = f"scenario.doctrine.{doctrine.id}"
    if own is not None and own.p_hostile is not None:
        return pick.number(f"{base}.against.{c}.p_hostile", own.p_hostile)
    if c in doctrine.hostile_by_class:
        return 1.0
    return pick.either(f"{base}.p_hostile", doctrine.p_hostile, 0.0)


def _delay_s(pick: Picker, battery: str, c: ThreatClass) -> float:
    """Return detection to launch; of a class that the battery knows nothing of, that of another."""
    base = f"battery.{battery}"
    names = (*DELAY[c], *(name for other in CLASSES for name in DELAY[other]))
    path = first_there(pick.catalogue, base, names)
    return 0.0 if path is None else pick.get(path)


def rule_for(pick: Picker, battery: str, doctrine: Doctrine, c: ThreatClass) -> Rule:
    """Return what a battery under a doctrine does with what it takes for one class."""
    own = against(doctrine, c)
    status = (own and own.control_status) or doctrine.control_status
    alone = (own and own.control_without_link) or doctrine.control_without_link or status
    floor = own.kill_probability_floor if own is not None else None
    look, last, interval_s = _rounds(pick, _fire(doctrine, own))
    return Rule(
        delay_s=_delay_s(pick, battery, c),
        control=Control[status.upper()],
        control_alone=Control[alone.upper()],
        p_hostile=_p_hostile(pick, doctrine, own, c),
        rounds_look=look,
        rounds_last=last,
        interval_s=interval_s,
        p_floor=doctrine.kill_probability_floor if floor is None else floor,
    )


def lower_doctrines(
    pick: Picker,
    units: tuple[FireUnit, ...],
    doctrines: Mapping[str, Doctrine],
    seen: tuple[ThreatClass, ...],
) -> dict[str, NDArray[np.generic]]:
    """Return the arrays by unit and seen class.

    Nothing is read for a class that no track of this raid can be taken for; its column repeats
    that of the first class that can.
    """
    table: list[list[Rule]] = []
    for unit in units:
        if unit.doctrine is None:
            table.append([Rule()] * len(CLASSES))
            continue
        rules = {c: rule_for(pick, unit.battery, doctrines[unit.doctrine], c) for c in seen}
        table.append([rules.get(c, rules[seen[0]]) for c in CLASSES])
    names = {
        "delay_s": float,
        "control": np.int8,
        "rounds_look": np.int32,
        "rounds_last": np.int32,
        "interval_s": float,
        "p_floor": float,
        "control_alone": np.int8,
        "p_hostile": float,
    }
    shape = (len(units), len(CLASSES))
    return {
        name: np.array([[getattr(rule, name) for rule in row] for row in table], dtype).reshape(
            shape
        )
        for name, dtype in names.items()
    }
