"""Lower fire units: their states, radars, slots, links, and how they judge and suffer."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from airshield.catalogue import Catalogue
from airshield.catalogue.classes import FALLING, is_gun
from airshield.errors import Fault, ScenarioError
from airshield.kernel.codes import Command
from airshield.scenario.capability import is_guided
from airshield.scenario.identity import identity_key
from airshield.scenario.models import FireUnit, ThreatClass
from airshield.simulate.geometry import Place, offset_m
from airshield.simulate.picker import Picker

NO_LIMIT = 1_000_000
"""Slots of a unit whose rounds need none of its radar."""
FROM_THE_START_S = -1.0e9
"""A link that is lost at no stated time is lost long before the raid."""
_OWN_NET = ""
"""The net of a scenario's units that name none."""


def radar_of(catalogue: Catalogue, unit: FireUnit) -> str:
    """Return the catalogue id of a fire unit's radar: its own or its battery's."""
    return unit.radar or catalogue.text(f"battery.{unit.battery}.radar")


def interceptors_of(unit: FireUnit) -> tuple[str, ...]:
    """Return the interceptors of a unit, sorted; none for a sensor."""
    return tuple(sorted({group.interceptor for group in unit.launcher_group}))


def _launchers(unit: FireUnit) -> int:
    return sum(group.launchers for group in unit.launcher_group)


def _guns_only(pick: Picker, unit: FireUnit) -> bool:
    names = interceptors_of(unit)
    return bool(names) and all(is_gun(pick.has, name) for name in names)


def _targets(pick: Picker, unit: FireUnit) -> int:
    """Return how many threats a unit engages at once: guns by their number, others by the radar."""
    if not unit.launcher_group:
        return 0
    rate = f"battery.{unit.battery}.engagement_rate"
    if _guns_only(pick, unit) and pick.has(rate):
        return _launchers(unit) * pick.count(rate)
    for path in (
        f"radar.{radar_of(pick.catalogue, unit)}.targets_engaged_max",
        f"battery.{unit.battery}.channels",
    ):
        if pick.has(path):
            return pick.count(path)
    return _launchers(unit)


def _guides(pick: Picker, unit: FireUnit) -> bool:
    return any(is_guided(pick.catalogue, name) for name in interceptors_of(unit))


def spacing_s(pick: Picker, unit: FireUnit) -> float:
    """Return the least time between launches: of guns, that of a burst over their number."""
    path = f"scenario.fire_unit.{unit.id}.launch_spacing_s"
    if unit.launch_spacing_s is not None:
        return pick.number(path, unit.launch_spacing_s)
    if not unit.launcher_group:
        return 0.0
    if _guns_only(pick, unit):
        name = f"interceptor.{interceptors_of(unit)[0]}"
        return pick.get(f"{name}.burst") / pick.get(f"{name}.rate_of_fire") / _launchers(unit)
    return pick.get(f"battery.{unit.battery}.launch_spacing")


def protected_m_of(pick: Picker, unit: FireUnit) -> float | None:
    """Return within what of itself a unit judges impacts, None where it judges by assets."""
    path = f"scenario.fire_unit.{unit.id}.protected_m"
    if unit.protected_m is not None:
        return pick.number(path, unit.protected_m)
    if not _guns_only(pick, unit):
        return None
    return max(pick.get(f"interceptor.{name}.protected_radius") for name in interceptors_of(unit))


def judged_with(pick: Picker, unit: FireUnit, name: str) -> float:
    """Return a value with which a unit's radar judges impacts, 0 where it has none."""
    path = f"radar.{radar_of(pick.catalogue, unit)}.{name}"
    return pick.get(path) if pick.has(path) else 0.0


def _states(pick: Picker, unit: FireUnit) -> tuple[float, float]:
    """Return the probabilities of radar only and of autonomous, given that the unit is up."""
    if unit.operational_split:
        base = f"battery.{unit.battery}.operational_split"
        return pick.share(base, "radar_only"), pick.share(base, "autonomous")
    base = f"scenario.fire_unit.{unit.id}"
    return (
        pick.either(f"{base}.p_radar_only", unit.p_radar_only, 0.0),
        pick.either(f"{base}.p_autonomous", unit.p_autonomous, 0.0),
    )


def _link_lost(pick: Picker, unit: FireUnit) -> tuple[float, float]:
    """Return the probability that the link is lost, and when."""
    base = f"scenario.fire_unit.{unit.id}"
    if unit.p_link_lost is None and unit.link_lost_s is None:
        return 0.0, math.inf
    when = pick.either(f"{base}.link_lost_s", unit.link_lost_s, FROM_THE_START_S)
    return pick.either(f"{base}.p_link_lost", unit.p_link_lost, 1.0), when


def _link_delay(pick: Picker, unit: FireUnit, key: str) -> float:
    path = f"scenario.fire_unit.{unit.id}.{key}"
    return pick.own(path, getattr(unit, key), f"battery.{unit.battery}.link_delay")


def _numbered(names: list[str | None]) -> NDArray[np.int32]:
    """Return 0, 1, 2 and so on for the names in order, -1 for none."""
    order = {name: k for k, name in enumerate(sorted({name for name in names if name is not None}))}
    return np.array([-1 if name is None else order[name] for name in names], np.int32)


def _lower_links(pick: Picker, units: tuple[FireUnit, ...]) -> dict[str, NDArray[np.generic]]:
    lost = [_link_lost(pick, unit) for unit in units]
    alone = [unit.command == "autonomous" for unit in units]
    nets = [None if a else unit.net or _OWN_NET for a, unit in zip(alone, units, strict=True)]
    share = [
        _link_delay(pick, unit, "share_delay_s") if unit.command == "decentralised" else 0.0
        for unit in units
    ]
    link = [_link_delay(pick, unit, "link_delay_s") if unit.track_net else 0.0 for unit in units]
    return {
        "p_link_lost": np.array([p for p, _ in lost], float),
        "link_lost_s": np.array([when for _, when in lost], float),
        "command": np.array([Command[unit.command.upper()] for unit in units], np.int8),
        "net": _numbered(nets),
        "share_delay_s": np.array(share, float),
        "track_net": _numbered([unit.track_net for unit in units]),
        "link_delay_s": np.array(link, float),
    }


def _lower_judgement(
    pick: Picker, units: tuple[FireUnit, ...], raid: tuple[ThreatClass, ...]
) -> dict[str, NDArray[np.generic]]:
    """Return how units predict impacts; nothing is read where nothing that falls is engaged."""
    falls = any(c in FALLING for c in raid)

    def radar(unit: FireUnit, name: str) -> float:
        return judged_with(pick, unit, name) if falls and unit.launcher_group else 0.0

    def rejudge(unit: FireUnit) -> float:
        path = f"battery.{unit.battery}.rejudge_interval"
        return pick.get(path) if unit.launcher_group and pick.has(path) else 1.0

    protected = [protected_m_of(pick, unit) for unit in units]
    return {
        "prediction_rate_m_s": np.array(
            [radar(unit, "impact_prediction_rate") for unit in units], float
        ),
        "judge_margin_m": np.array([radar(unit, "judgement_margin") for unit in units], float),
        "rejudge_s": np.array([rejudge(unit) for unit in units], float),
        "judge_own": np.array([m is not None for m in protected], np.uint8),
        "protected_m": np.array([m or 0.0 for m in protected], float),
    }


def _lower_slots(pick: Picker, units: tuple[FireUnit, ...]) -> dict[str, NDArray[np.generic]]:
    guides = [_guides(pick, unit) for unit in units]

    def slots(name: str, otherwise: float) -> list[float]:
        return [
            pick.get(f"radar.{radar_of(pick.catalogue, unit)}.{name}") if own else otherwise
            for unit, own in zip(units, guides, strict=True)
        ]

    return {
        "targets_max": np.array([_targets(pick, unit) for unit in units], np.int32),
        "uplink_max": np.rint(slots("uplink_slots", NO_LIMIT)).astype(np.int32),
        "terminal_max": np.rint(slots("terminal_slots", NO_LIMIT)).astype(np.int32),
        "terminal_phase_s": np.array(slots("terminal_phase", 0.0), float),
    }


def p_operational(pick: Picker, unit: FireUnit) -> float:
    """Return the probability that a unit is there and able to work.

    Raises
    ------
    ScenarioError : it hangs on a ledger that nobody has read; see `airshield.posture.resolve`.
    """
    path = f"scenario.fire_unit.{unit.id}.p_operational"
    if unit.p_operational is None:
        message = "hangs on a ledger; call airshield.posture.resolve on the scenario first"
        raise ScenarioError([Fault("scenario", None, path.removeprefix("scenario."), message)])
    return pick.number(path, unit.p_operational)


def lower_units(
    pick: Picker, units: tuple[FireUnit, ...], raid: tuple[ThreatClass, ...]
) -> dict[str, NDArray[np.generic]]:
    """Return the arrays of the fire units, in the order given."""

    def numbers(value: Callable[[FireUnit], float]) -> NDArray[np.float64]:
        return np.array([value(unit) for unit in units], float)

    def own(key: str, otherwise: float) -> NDArray[np.float64]:
        return numbers(
            lambda unit: pick.either(
                f"scenario.fire_unit.{unit.id}.{key}", getattr(unit, key), otherwise
            )
        )

    states = [_states(pick, unit) for unit in units]
    return {
        "unit_key": np.array([identity_key("fire_unit", unit.id) for unit in units], np.uint32),
        "p_posture": numbers(lambda unit: p_operational(pick, unit)),
        "p_available": numbers(lambda unit: pick.get(f"battery.{unit.battery}.availability")),
        "p_fault": numbers(lambda unit: pick.get(f"battery.{unit.battery}.unit_common_fault")),
        "launch_spacing_s": numbers(lambda unit: spacing_s(pick, unit)),
        "assess_delay_s": numbers(
            lambda unit: pick.get("doctrine.shoot_look_shoot.assessment_delay")
        ),
        "p_false_kill": numbers(lambda unit: pick.get("outcome.assessment_false_kill")),
        "p_false_alive": numbers(lambda unit: pick.get("outcome.assessment_false_alive")),
        "p_radar_only": np.array([p for p, _ in states], float),
        "p_autonomous": np.array([p for _, p in states], float),
        "p_interrogator": own("p_interrogator", 1.0),
        "self_defence_m": own("self_defence_m", 0.0),
        "vulnerable_m": own("vulnerable_m", 0.0),
        **_lower_slots(pick, units),
        **_lower_judgement(pick, units, raid),
        **_lower_links(pick, units),
    }


def lower_places(
    unit_places: tuple[Place, ...], asset_places: tuple[Place, ...]
) -> dict[str, NDArray[np.generic]]:
    """Return where each unit stands, seen from the centre of each asset, (U, A)."""
    seen = [[offset_m(centre, place) for centre in asset_places] for place in unit_places]
    both = np.array(seen, float).reshape(len(unit_places), len(asset_places), 2)
    return {"own_east_m": both[:, :, 0].copy(), "own_north_m": both[:, :, 1].copy()}
