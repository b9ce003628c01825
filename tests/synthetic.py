"""Build engagement tables by hand: closed-form cases, adversarial cases and benchmark raids."""

from __future__ import annotations

from typing import Any

import numpy as np

from airshield.simulate.tables import KERNEL_FIELDS, Tables

Rng = np.random.Generator

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
    "window_open_s": ("GF", np.float64, -60.0),
    "window_close_s": ("GF", np.float64, -10.0),
    "asset_radius_m": ("A", np.float64, 1e6),
    "warn_s": ("A", np.float64, np.inf),
    "siren_delay_s": ("A", np.float64, np.inf),
    "shelter_max": ("A", np.float64, 1.0),
}


def _keys(count: int, start: int) -> np.ndarray:
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
        "threat_key": _keys(n_threats, 1),
        "salvo_key": _keys(n_threats, 500_001),
        "unit_key": _keys(n_units, 1_000_001),
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
    return Tables(**values, **_labels(size))


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


# --- Adversarial cases -----------------------------------------------------------------------


def random_tables(seed: int, n_threats: int, n_units: int) -> Tables:
    """Return a case drawn to break things: ties, zeros, floors, empty tables, full slots.

    Times sit on a coarse grid, so that many events fall together; each unit, group and pair draws
    its own values, with the extremes 0 and 1 as likely as anything between.
    """
    rng = np.random.default_rng(seed)
    # How often a value is an odd one: some cases are mostly sound, some mostly broken.
    p_odd = float(rng.choice([0.05, 0.2, 0.6]))

    def pick(choices: Any, *shape: int) -> np.ndarray:
        return rng.choice(np.asarray(choices), size=shape)

    def odd(usual: Any, choices: Any, *shape: int) -> np.ndarray:
        return np.where(rng.random(shape) < p_odd, pick(choices, *shape), pick(usual, *shape))

    groups, families, classes, assets = (int(k) for k in rng.integers(1, (4, 5, 3, 4)))
    g, f, c = n_units * groups, families, classes
    grid = [0.0, 1.0, 2.5] if rng.random() < 0.5 else [0.0]
    impacts = np.sort(100.0 + np.round(rng.random(n_threats) * pick([0.0, 4.0, 40.0])[()]))
    opens = pick([-60.0, -40.0, -20.0, -10.0], g, f)
    closes = opens + odd([10.0, 30.0], [0.0, 5.0], g, f)
    missing = rng.random((g, f)) < pick([0.0, 0.3, 1.0], 1, f) * p_odd
    opens[missing] = closes[missing] = np.nan
    track_n = int(odd([1, 2, 3], [0])[()])
    track_p = np.sort(odd([0.3, 0.9, 1.0], [0.0, 0.3], track_n))
    if rng.random() > p_odd:
        track_p[-1:] = 1.0
    return make_tables(
        n_threats,
        n_units,
        groups_per_unit=groups,
        n_families=families,
        n_classes=classes,
        n_assets=assets,
        t_impact_s=impacts,
        threat_family=rng.integers(0, families, n_threats),
        threat_class=rng.integers(0, classes, n_threats),
        threat_asset=rng.integers(0, assets, n_threats),
        p_fail=odd([0.0], [0.25, 1.0], n_threats),
        sigma_aim_m=pick([0.0, 200.0], n_threats),
        sigma_round_m=pick([0.0, 500.0], n_threats),
        aim_east_m=pick([0.0, 300.0], n_threats),
        always_judged=pick([0, 1], n_threats),
        p_discriminate=odd([1.0], [0.0, 0.5], n_threats),
        consequence_radius_m=pick([0.0, 30.0, 400.0, 3000.0], n_threats),
        p_largest=pick([0.8, 1.0], n_threats),
        salvo_key=pick([7, 8, 9], n_threats),
        p_posture=odd([1.0], [0.5], n_units),
        p_available=odd([1.0], [0.5], n_units),
        p_fault=odd([0.0], [0.3, 1.0], n_units),
        launch_spacing_s=pick([*grid, 3.0], n_units),
        assess_delay_s=pick(grid, n_units),
        p_false_kill=odd([0.0, 0.2], [1.0], n_units),
        p_false_alive=odd([0.0, 0.2], [1.0], n_units),
        targets_max=odd([1, 2, 1000], [0], n_units),
        uplink_max=odd([1, 2, 3, 1000], [0], n_units),
        terminal_max=odd([1, 2, 1000], [0], n_units),
        terminal_phase_s=pick([0.0, 3.0, 10.0], n_units),
        prediction_rate_m_s=pick([0.0, 5.0, 50.0], n_units),
        judge_margin_m=pick([0.0, 200.0], n_units),
        rejudge_s=pick([1.0, 2.5, 30.0], n_units),
        delay_s=odd([0.0, 5.0], [30.0], n_units, c),
        control=odd([2], [0], n_units, c),
        rounds_look=pick([1, 2], n_units, c),
        rounds_last=pick([1, 2, 4], n_units, c),
        # Longer than the fly-out too: an assessment may then fall due in the past.
        interval_s=pick([*grid, 4.0, 12.0], n_units, c),
        p_floor=odd([0.0], [0.5], n_units, c),
        group_stock=odd([1, 3, 12], [0], g),
        group_tvm=pick([0, 1], g),
        p_warhead=odd([1.0, 0.6], [0.0], g),
        displacement_m=pick([0.0, 300.0, 5000.0], g),
        visible=odd([1], [0], n_units, f),
        window_open_s=opens,
        window_close_s=closes,
        p_kill=odd([0.3, 0.7], [0.0, 1.0], g, f),
        p_kill_close=odd([0.3, 0.7], [0.0, 1.0], g, f),
        flyout_s=odd([1.0, 5.0, 10.0], [0.0], g, f),
        n_nodes=int(rng.integers(2, 5)),
        track=(np.sort(pick([-90.0, -60.0, -45.0, -15.0], track_n)), track_p),
        asset_radius_m=pick([100.0, 600.0, 1e6], assets),
        near=[
            [(b, 400.0 * (b - a), 150.0 * (a - b)) for b in range(assets) if _close(rng, a, b)]
            for a in range(assets)
        ],
        subs=[
            [
                (100.0 * s, -50.0 * s, 100.0 + 200.0 * s, 10.0)
                for s in range(int(rng.integers(0, 3)))
            ]
            for _ in range(assets)
        ],
        rho=float(pick([0.0, 0.3, 1.0])[()]),
        kill_rule=int(pick([0, 1])[()]),
    )


def _close(rng: Rng, a: int, b: int) -> bool:
    return a == b or rng.random() < 0.6


# --- Benchmark raids -------------------------------------------------------------------------

NOTIONAL_SIZES = ((16, 1), (16, 4), (100, 10), (500, 20))


def notional_raid(n_threats: int, n_units: int, seed: int = 1) -> Tables:
    """Return a notional raid of 90 s at full load: slots, guidance and stock bind.

    One asset beside each unit; each asset is reached by two families, each family visible to all
    units and inside the windows of its own unit and sometimes of the next ones. Two launcher
    groups a unit: a long one (track via missile) and a short one; shoot-look-shoot, two at last.
    """
    rng = np.random.default_rng(seed)
    families, groups = 2 * n_units, 2
    asset = rng.integers(0, n_units, n_threats)
    variant = rng.integers(0, 2, n_threats)
    distance = np.abs(np.arange(n_units)[:, None] - np.arange(families)[None, :] // 2)
    reach = np.stack([distance <= 1, distance == 0], axis=1).reshape(n_units * groups, families)
    opens = np.tile(np.array([[-48.0], [-26.0]]), (n_units, 1)) + rng.uniform(
        -4.0, 4.0, (n_units * groups, families)
    )
    closes = np.tile(np.array([[-16.0], [-7.0]]), (n_units, families))
    opens[~reach] = closes[~reach] = np.nan
    lateness = np.linspace(-150.0, -30.0, 25)
    return make_tables(
        n_threats,
        n_units,
        groups_per_unit=groups,
        n_families=families,
        n_assets=n_units,
        t_impact_s=np.sort(rng.uniform(300.0, 390.0, n_threats)),
        threat_family=2 * asset + variant,
        threat_asset=asset,
        salvo_key=_keys(families, 1)[2 * asset + variant],
        p_fail=0.1,
        sigma_aim_m=150.0,
        sigma_round_m=350.0,
        always_judged=0,
        p_discriminate=0.9,
        p_posture=0.95,
        p_available=0.9,
        launch_spacing_s=1.5,
        assess_delay_s=3.0,
        p_false_kill=0.02,
        p_false_alive=0.05,
        targets_max=5,
        uplink_max=6,
        terminal_max=3,
        prediction_rate_m_s=8.0,
        judge_margin_m=500.0,
        rejudge_s=4.0,
        delay_s=9.0,
        rounds_look=1,
        rounds_last=2,
        interval_s=2.0,
        p_floor=0.05,
        group_stock=np.tile([6, 10], n_units),
        group_tvm=np.tile([1, 0], n_units),
        p_warhead=0.85,
        displacement_m=800.0,
        window_open_s=opens,
        window_close_s=closes,
        p_kill=np.tile(np.array([[0.45], [0.6]]), (n_units, families)),
        p_kill_close=np.tile(np.array([[0.7], [0.8]]), (n_units, families)),
        flyout_s=np.tile(np.array([[14.0], [6.0]]), (n_units, families)),
        n_nodes=33,
        track=(lateness, np.linspace(0.02, 0.995, 25)),
        asset_radius_m=900.0,
        near=[
            [(b, 1500.0 * (b - a), 0.0) for b in range(n_units) if abs(a - b) <= 1]
            for a in range(n_units)
        ],
        rho=0.2,
    )
