"""Build engagement tables by hand, for cases with a closed form."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from airshield.simulate.tables import KERNEL_FIELDS, Tables

# Field: (axes, dtype, default). Axes: Threats, Units, Classes, Groups, Families, Assets.
_SPEC: dict[str, tuple[str, Any, float]] = {
    "threat_family": ("T", np.int32, 0),
    "threat_class": ("T", np.int32, 0),
    "threat_asset": ("T", np.int32, 0),
    "t_impact_s": ("T", np.float64, 100.0),
    "p_fail": ("T", np.float64, 0.0),
    "sigma_aim_m": ("T", np.float64, 0.0),
    "sigma_round_m": ("T", np.float64, 0.0),
    "aim_east_m": ("T", np.float64, 0.0),
    "aim_north_m": ("T", np.float64, 0.0),
    "always_judged": ("T", np.uint8, 1),
    "p_discriminate": ("T", np.float64, 1.0),
    "consequence_radius_m": ("T", np.float64, 30.0),
    "p_largest": ("T", np.float64, 1.0),
    "threat_side": ("T", np.int8, 0),
    "decoy": ("T", np.uint8, 0),
    "threat_priority": ("T", np.int32, 0),
    "p_dud": ("T", np.float64, 0.0),
    "p_reply": ("T", np.float64, 0.0),
    "p_cleared": ("T", np.float64, 0.0),
    "p_recognise": ("T", np.float64, 0.0),
    "hit_stops": ("T", np.uint8, 0),
    "p_posture": ("U", np.float64, 1.0),
    "p_available": ("U", np.float64, 1.0),
    "p_fault": ("U", np.float64, 0.0),
    "launch_spacing_s": ("U", np.float64, 0.0),
    "assess_delay_s": ("U", np.float64, 0.0),
    "p_false_kill": ("U", np.float64, 0.0),
    "p_false_alive": ("U", np.float64, 0.0),
    "targets_max": ("U", np.int32, 1000),
    "uplink_max": ("U", np.int32, 1000),
    "terminal_max": ("U", np.int32, 1000),
    "terminal_phase_s": ("U", np.float64, 5.0),
    "prediction_rate_m_s": ("U", np.float64, 0.0),
    "judge_margin_m": ("U", np.float64, 0.0),
    "rejudge_s": ("U", np.float64, 2.0),
    "p_radar_only": ("U", np.float64, 0.0),
    "p_autonomous": ("U", np.float64, 0.0),
    "p_interrogator": ("U", np.float64, 1.0),
    "p_link_lost": ("U", np.float64, 0.0),
    "link_lost_s": ("U", np.float64, np.inf),
    "command": ("U", np.int8, 0),
    "net": ("U", np.int32, 0),
    "share_delay_s": ("U", np.float64, 0.0),
    "track_net": ("U", np.int32, -1),
    "link_delay_s": ("U", np.float64, 0.0),
    "judge_own": ("U", np.uint8, 0),
    "protected_m": ("U", np.float64, 0.0),
    "self_defence_m": ("U", np.float64, 0.0),
    "vulnerable_m": ("U", np.float64, 0.0),
    "delay_s": ("UC", np.float64, 0.0),
    "control": ("UC", np.int8, 2),
    "rounds_look": ("UC", np.int32, 1),
    "rounds_last": ("UC", np.int32, 1),
    "interval_s": ("UC", np.float64, 0.0),
    "p_floor": ("UC", np.float64, 0.0),
    "control_alone": ("UC", np.int8, 2),
    "p_hostile": ("UC", np.float64, 1.0),
    "self_class": ("C", np.uint8, 0),
    "own_east_m": ("UA", np.float64, 0.0),
    "own_north_m": ("UA", np.float64, 0.0),
    "group_stock": ("G", np.int32, 1000),
    "group_tvm": ("G", np.uint8, 0),
    "p_warhead": ("G", np.float64, 1.0),
    "displacement_m": ("G", np.float64, 0.0),
    "group_reload": ("G", np.int32, 0),
    "group_reload_s": ("G", np.float64, 0.0),
    "group_reserve": ("G", np.int32, 0),
    "visible": ("UF", np.uint8, 1),
    "could_reach": ("UF", np.uint8, 1),
    "window_open_s": ("GF", np.float64, -60.0),
    "window_close_s": ("GF", np.float64, -10.0),
    "asset_radius_m": ("A", np.float64, 1e6),
    "warn_s": ("A", np.float64, np.inf),
    "siren_delay_s": ("A", np.float64, np.inf),
    "shelter_max": ("A", np.float64, 1.0),
}


def identities(count: int, start: int) -> NDArray[np.uint32]:
    """Give identities: any distinct words will do; a multiplicative hash spreads them."""
    words = (np.arange(count, dtype=np.uint64) + np.uint64(start)) * np.uint64(2654435761)
    return (words & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def make_tables(
    n_threats: int = 1,
    n_units: int = 1,
    *,
    groups_per_unit: int = 1,
    n_families: int = 1,
    n_classes: int = 1,
    n_assets: int = 1,
    p_kill: Any = 0.7,
    p_kill_close: Any = None,
    flyout_s: Any = 5.0,
    n_nodes: int = 2,
    track: tuple[Any, Any] = ((-1000.0,), (1.0,)),
    near: list[list[tuple[int, float, float]]] | None = None,
    subs: list[list[tuple[float, float, float, float]]] | None = None,
    rho: float = 0.0,
    kill_rule: int = 0,
    shelter_tau_s: float = 60.0,
    shelter_ratio: float = 1.0,
    class_cdf: Any = None,
    orders: list[tuple[float, int, int, int]] | None = None,
    **fields: Any,
) -> Tables:
    """Return tables of a simple case; any field of `Tables` may be given and is broadcast.

    The defaults: one unit that is always up, tracks at once, never runs short of slots or stock,
    assesses at once and without error, and faces threats that hit their one huge asset if not
    stopped. p_kill (G, F) is the kill probability at the opening of the window, p_kill_close at
    its end (None: constant); flyout_s (G, F) the time of flight; track the cumulative table of
    every (unit, family); near the neighbours (asset, east, north) of each asset; subs its
    sub-areas (east, north, radius, people). Threats must be given in order of impact.
    """
    size = {
        "T": n_threats,
        "U": n_units,
        "C": n_classes,
        "G": n_units * groups_per_unit,
        "F": n_families,
        "A": n_assets,
    }
    values: dict[str, Any] = {
        "threat_key": identities(n_threats, 1),
        "salvo_key": identities(n_threats, 500_001),
        "unit_key": identities(n_units, 1_000_001),
        "group_ptr": np.arange(n_units + 1, dtype=np.int32) * np.int32(groups_per_unit),
        "rho": float(rho),
        "kill_rule": int(kill_rule),
        "shelter_tau_s": float(shelter_tau_s),
        "shelter_ratio": float(shelter_ratio),
    }
    for name, (axes, dtype, default) in _SPEC.items():
        shape = tuple(size[axis] for axis in axes)
        values[name] = np.array(np.broadcast_to(fields.pop(name, default), shape), dtype=dtype)
    certain = np.cumsum(np.eye(n_classes), axis=1) if class_cdf is None else class_cdf
    values["class_cdf"] = np.broadcast_to(certain, (n_units, n_classes, n_classes)).astype(float)
    # Each order: time, unit, class (-1: all), kind.
    rows = np.array(sorted(orders or []), float).reshape(-1, 4)
    values["order_t_s"] = rows[:, 0].copy()
    for k, (name, dtype) in enumerate(
        (("unit", np.int32), ("class", np.int32), ("kind", np.int8)), start=1
    ):
        values[f"order_{name}"] = rows[:, k].astype(dtype)
    _shots(values, size, p_kill, p_kill_close, flyout_s, n_nodes)
    pairs = n_units * n_families
    track_t, track_p = (np.asarray(column, np.float64) for column in track)
    values["track_ptr"] = np.arange(pairs + 1, dtype=np.int32) * np.int32(len(track_t))
    values["track_t_s"], values["track_p"] = np.tile(track_t, pairs), np.tile(track_p, pairs)
    _ground(values, n_assets, near, subs)
    unknown = fields.keys() - set(KERNEL_FIELDS)
    if unknown:
        raise TypeError(f"no such field of Tables: {sorted(unknown)}")
    for name, value in fields.items():
        values[name] = np.asarray(value, values[name].dtype)
    # Another layout in memory would have the kernel compiled anew for this one case.
    arrays: dict[str, Any] = {
        name: np.ascontiguousarray(value) if isinstance(value, np.ndarray) else value
        for name, value in (values | _labels(size)).items()
    }
    return Tables(**arrays)


def _labels(size: dict[str, int]) -> dict[str, tuple[str, ...]]:
    def names(word: str, axis: str) -> tuple[str, ...]:
        return tuple(f"{word}_{k}" for k in range(size[axis]))

    return {
        "threat_ids": names("threat", "T"),
        "threat_types": ("type",) * size["T"],
        "unit_ids": names("unit", "U"),
        "group_ids": names("group", "G"),
        "group_interceptors": ("interceptor",) * size["G"],
        "asset_ids": names("asset", "A"),
        "family_ids": names("family", "F"),
    }


def _shots(
    values: dict[str, Any],
    size: dict[str, int],
    p_kill: Any,
    p_kill_close: Any,
    flyout_s: Any,
    n_nodes: int,
) -> None:
    shape = (size["G"], size["F"])
    p_open = np.broadcast_to(p_kill, shape)
    p_close = np.broadcast_to(p_kill if p_kill_close is None else p_kill_close, shape)
    flyout = np.broadcast_to(flyout_s, shape)
    opens, closes = values["window_open_s"], values["window_close_s"]
    ptr, intercepts, p = [0], [], []
    for index in np.ndindex(shape):
        if not np.isnan(opens[index]):
            launch = np.linspace(opens[index], closes[index], n_nodes)
            intercepts.append(launch + flyout[index])
            p.append(np.linspace(p_open[index], p_close[index], n_nodes))
        ptr.append(n_nodes * len(intercepts))
    values["shot_ptr"] = np.array(ptr, np.int32)
    values["shot_intercept_s"] = np.concatenate(intercepts) if intercepts else np.zeros(0)
    values["shot_p"] = np.concatenate(p) if p else np.zeros(0)


def _ground(
    values: dict[str, Any],
    n_assets: int,
    near: list[list[tuple[int, float, float]]] | None,
    subs: list[list[tuple[float, float, float, float]]] | None,
) -> None:
    near = near or [[(a, 0.0, 0.0)] for a in range(n_assets)]
    subs = subs or [[(0.0, 0.0, 1000.0, 100.0)] for _ in range(n_assets)]
    near_rows = np.array([row for rows in near for row in rows], np.float64).reshape(-1, 3)
    sub_rows = np.array([row for rows in subs for row in rows], np.float64).reshape(-1, 4)
    values["near_ptr"] = np.cumsum([0, *map(len, near)]).astype(np.int32)
    values["near_asset"] = near_rows[:, 0].astype(np.int32)
    values["near_east_m"], values["near_north_m"] = near_rows[:, 1].copy(), near_rows[:, 2].copy()
    values["sub_ptr"] = np.cumsum([0, *map(len, subs)]).astype(np.int32)
    for column, name in enumerate(("sub_east_m", "sub_north_m", "sub_radius_m", "sub_people")):
        values[name] = sub_rows[:, column].copy()
