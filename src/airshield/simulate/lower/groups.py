"""Lower launcher groups: rounds ready and in reserve, reload, and what a hit does."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airshield.catalogue.classes import is_gun
from airshield.scenario.capability import reload_path
from airshield.scenario.models import Doctrine, FireUnit, LauncherGroup, ThreatClass
from airshield.simulate.picker import Picker


@dataclass(frozen=True)
class Group:
    """All launchers of one interceptor in one fire unit."""

    id: str
    unit: int
    interceptor: str
    stock: int
    reload_rounds: int
    reload_s: float
    reserve: int


def _per_launcher(pick: Picker, group: LauncherGroup) -> int:
    """Return ready rounds of a launcher; those of a gun are bursts."""
    if group.rounds_per_launcher is not None:
        return group.rounds_per_launcher
    base = f"interceptor.{group.interceptor}"
    if is_gun(pick.has, group.interceptor):
        return max(1, math.floor(pick.get(f"{base}.magazine") / pick.get(f"{base}.burst")))
    return pick.count(f"{base}.per_launcher")


def _group(pick: Picker, u: int, unit: FireUnit, group: LauncherGroup, kept_back: float) -> Group:
    each = _per_launcher(pick, group)
    stock = math.floor(group.launchers * each * (1.0 - kept_back))
    name = f"{unit.id}:{group.interceptor}"
    if group.reserve_rounds == 0:
        return Group(name, u, group.interceptor, stock, 0, 0.0, 0)
    own = f"scenario.fire_unit.{unit.id}.launcher_group.{group.interceptor}.reload_s"
    time = reload_path(pick.catalogue, group.interceptor, unit.battery)
    reload_s = pick.own(own, group.reload_s, time or "")
    rounds = group.reload_rounds or each
    return Group(name, u, group.interceptor, stock, rounds, reload_s, group.reserve_rounds)


def groups_of(
    pick: Picker, units: tuple[FireUnit, ...], doctrines: Mapping[str, Doctrine]
) -> list[Group]:
    """Return the launcher groups by unit and interceptor."""
    return [
        _group(pick, u, unit, group, doctrines[unit.doctrine].reserve if unit.doctrine else 0.0)
        for u, unit in enumerate(units)
        for group in sorted(unit.launcher_group, key=lambda group: group.interceptor)
    ]


def warhead_path(kill: str) -> str:
    """Return the catalogue path of the chance that a hit of one kind of kill stops a warhead."""
    return f"outcome.warhead_given_hit_{'htk' if kill.startswith('hit-to-kill') else 'blast'}"


def p_warhead_of(pick: Picker, interceptor: str) -> float:
    """Return the chance that a hit on a ballistic missile stops its warhead."""
    return pick.get(warhead_path(pick.text(f"interceptor.{interceptor}.kill")))


def lower_groups(
    pick: Picker, groups: list[Group], n_units: int, raid: tuple[ThreatClass, ...]
) -> dict[str, NDArray[np.generic]]:
    """Return the arrays of the launcher groups.

    A hit that need not be a stop, and the fall of what was hit, are read only where a ballistic
    missile flies.
    """
    ballistic = "ballistic" in raid
    sizes = [sum(group.unit == u for group in groups) for u in range(n_units)]
    names = [group.interceptor for group in groups]
    return {
        "group_ptr": np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
        "group_stock": np.array([group.stock for group in groups], np.int32),
        "group_tvm": np.array(
            [pick.flag(f"interceptor.{name}.needs_radar_until_intercept") for name in names],
            np.uint8,
        ),
        "p_warhead": np.array(
            [p_warhead_of(pick, name) if ballistic else 1.0 for name in names], float
        ),
        "displacement_m": np.array(
            [pick.get("outcome.displacement") if ballistic else 0.0 for _ in names], float
        ),
        "group_reload": np.array([group.reload_rounds for group in groups], np.int32),
        "group_reload_s": np.array([group.reload_s for group in groups], float),
        "group_reserve": np.array([group.reserve for group in groups], np.int32),
    }
