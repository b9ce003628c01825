"""Build engagement tables by hand: closed-form cases, adversarial cases and benchmark raids."""

from __future__ import annotations

from typing import Any

import numpy as np

from airshield.simulate.tables import Tables
from airshield.validation.tables import identities, make_tables

Rng = np.random.Generator

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
        could_reach=pick([0, 1], n_units, f),
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
        salvo_key=identities(families, 1)[2 * asset + variant],
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
