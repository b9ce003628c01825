"""Turn the arrays of `Tables` into plain records: what is the same in each replication."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np

from airshield.simulate.tables import Tables

Record = TypeVar("Record")


@dataclass(frozen=True)
class Threat:
    """A hostile threat, a decoy or a flight; times in s, lengths in m."""

    index: int
    threat_key: int
    salvo_key: int
    threat_family: int
    threat_class: int
    threat_asset: int
    t_impact_s: float
    p_fail: float
    sigma_aim_m: float
    sigma_round_m: float
    aim_east_m: float
    aim_north_m: float
    always_judged: int
    p_discriminate: float
    consequence_radius_m: float
    p_largest: float
    threat_side: int
    decoy: int
    threat_priority: int
    p_dud: float
    p_reply: float
    p_cleared: float
    p_recognise: float
    hit_stops: int


@dataclass(frozen=True)
class Unit:
    """A fire unit. Lists run over the class seen, or (the unit's place) over assets."""

    index: int
    unit_key: int
    p_posture: float
    p_available: float
    p_fault: float
    launch_spacing_s: float
    assess_delay_s: float
    p_false_kill: float
    p_false_alive: float
    targets_max: int
    uplink_max: int
    terminal_max: int
    terminal_phase_s: float
    prediction_rate_m_s: float
    judge_margin_m: float
    rejudge_s: float
    p_radar_only: float
    p_autonomous: float
    p_interrogator: float
    p_link_lost: float
    link_lost_s: float
    command: int
    net: int
    share_delay_s: float
    track_net: int
    link_delay_s: float
    judge_own: int
    protected_m: float
    self_defence_m: float
    vulnerable_m: float
    delay_s: list[float]
    control: list[int]
    rounds_look: list[int]
    rounds_last: list[int]
    interval_s: list[float]
    p_floor: list[float]
    control_alone: list[int]
    p_hostile: list[float]
    class_cdf: list[list[float]]
    own_east_m: list[float]
    own_north_m: list[float]
    visible: list[int]
    could_reach: list[int]


@dataclass(frozen=True)
class Group:
    """A launcher group."""

    index: int
    group_stock: int
    group_tvm: int
    p_warhead: float
    displacement_m: float
    group_reload: int
    group_reload_s: float
    group_reserve: int


@dataclass(frozen=True)
class Window:
    """When a group can launch at a threat (absolute), and with what result (nodes)."""

    group: int
    opens: float
    closes: float
    intercept_s: list[float]
    """Relative to the impact of the threat."""
    p: list[float]


@dataclass(frozen=True)
class SubArea:
    """A circle with people, seen from the centre of its asset."""

    index: int
    sub_east_m: float
    sub_north_m: float
    sub_radius_m: float
    sub_people: float


@dataclass(frozen=True)
class Asset:
    """A defended asset."""

    index: int
    asset_radius_m: float
    warn_s: float
    siren_delay_s: float
    shelter_max: float


@dataclass(frozen=True)
class Order:
    """An order to a unit: a control status (0..2), engage, cease engagement, hold fire."""

    index: int
    order_t_s: float
    order_unit: int
    order_class: int
    order_kind: int


@dataclass(frozen=True)
class Raid:
    """All records of one case."""

    threats: list[Threat]
    units: list[Unit]
    groups: list[Group]
    groups_of: list[list[int]]
    windows: list[list[list[Window]]]
    """By unit, by threat."""
    tracks: list[list[list[tuple[float, float]]]]
    """By unit, by family: (time relative to impact, cumulative probability)."""
    assets: list[Asset]
    near: list[list[tuple[Asset, float, float]]]
    """By asset: near assets with their position seen from it."""
    areas: list[list[SubArea]]
    orders: list[Order]
    self_class: list[int]
    rho: float
    kill_rule: int
    shelter_tau_s: float
    shelter_ratio: float


def _records(kind: type[Record], values: dict[str, Any], n: int) -> list[Record]:
    names = [field.name for field in fields(kind) if field.name != "index"]  # type: ignore[arg-type]
    return [kind(index=i, **{name: values[name][i] for name in names}) for i in range(n)]


def _slice(values: dict[str, Any], pointer: str, i: int) -> range:
    return range(values[pointer][i], values[pointer][i + 1])


def _windows(values: dict[str, Any], groups: range, threat: Threat) -> list[Window]:
    found = []
    family = threat.threat_family
    for g in groups:
        opens, closes = values["window_open_s"][g][family], values["window_close_s"][g][family]
        if math.isnan(opens):
            continue
        nodes = _slice(values, "shot_ptr", g * len(values["window_open_s"][g]) + family)
        found.append(
            Window(
                group=g,
                opens=threat.t_impact_s + opens,
                closes=threat.t_impact_s + closes,
                intercept_s=[values["shot_intercept_s"][i] for i in nodes],
                p=[values["shot_p"][i] for i in nodes],
            )
        )
    return found


def _tracks(values: dict[str, Any], u: int) -> list[list[tuple[float, float]]]:
    n = len(values["visible"][u])
    return [
        [(values["track_t_s"][i], values["track_p"][i]) for i in _slice(values, "track_ptr", row)]
        for row in range(u * n, u * n + n)
    ]


def read(tables: Tables) -> Raid:
    """Return the records of a case."""
    values = {
        name: value.tolist() if isinstance(value, np.ndarray) else value
        for name, value in vars(tables).items()
    }
    threats = _records(Threat, values, len(values["threat_key"]))
    units = _records(Unit, values, len(values["unit_key"]))
    assets = _records(Asset, values, len(values["asset_radius_m"]))
    areas = _records(SubArea, values, len(values["sub_people"]))
    groups_of = [_slice(values, "group_ptr", u) for u in range(len(units))]
    return Raid(
        threats=threats,
        units=units,
        groups=_records(Group, values, len(values["group_stock"])),
        groups_of=[list(groups) for groups in groups_of],
        windows=[[_windows(values, groups, m) for m in threats] for groups in groups_of],
        tracks=[_tracks(values, u) for u in range(len(units))],
        assets=assets,
        near=[
            [
                (
                    assets[values["near_asset"][i]],
                    values["near_east_m"][i],
                    values["near_north_m"][i],
                )
                for i in _slice(values, "near_ptr", a)
            ]
            for a in range(len(assets))
        ],
        areas=[[areas[i] for i in _slice(values, "sub_ptr", a)] for a in range(len(assets))],
        orders=_records(Order, values, len(values["order_t_s"])),
        self_class=values["self_class"],
        rho=tables.rho,
        kill_rule=tables.kill_rule,
        shelter_tau_s=tables.shelter_tau_s,
        shelter_ratio=tables.shelter_ratio,
    )
