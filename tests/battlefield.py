"""Draw whole battlefields at random: every feature of the engagement, small and in collision."""

from __future__ import annotations

from typing import Any

import numpy as np
from synthetic import make_tables

from airshield.simulate.tables import Tables

Rng = np.random.Generator
HOLD, TIGHT, FREE = 0, 1, 2


class Dice:
    """Draw values for arrays: often the usual ones, sometimes odd ones."""

    def __init__(self, rng: Rng, p_odd: float) -> None:
        self.rng, self.p_odd = rng, p_odd

    def pick(self, choices: Any, *shape: int) -> np.ndarray:
        return self.rng.choice(np.asarray(choices), size=shape)

    def odd(self, usual: Any, choices: Any, *shape: int) -> np.ndarray:
        strange = self.rng.random(shape) < self.p_odd
        return np.where(strange, self.pick(choices, *shape), self.pick(usual, *shape))

    def rare(self, usual: Any, choices: Any, *shape: int) -> np.ndarray:
        """Like odd, but seldom: what takes a whole unit or threat out of play."""
        strange = self.rng.random(shape) < self.p_odd / 4
        return np.where(strange, self.pick(choices, *shape), self.pick(usual, *shape))

    def chance(self, p: float) -> bool:
        return bool(self.rng.random() < p)


def random_battlefield(
    rng: Rng, n_threats: int | None = None, n_units: int | None = None
) -> Tables:
    """Return a battlefield that mixes all features, with many events at equal times.

    Each feature is present in a part of the cases only, so that its absence is met too.
    """
    dice = Dice(rng, float(rng.choice([0.1, 0.3, 0.6])))
    size = {
        "T": int(rng.integers(1, 9)) if n_threats is None else n_threats,
        "U": int(rng.integers(1, 5)) if n_units is None else n_units,
        "C": int(rng.integers(1, 4)),
        "A": int(rng.integers(1, 4)),
        "F": int(rng.integers(1, 4)),
        "K": int(rng.integers(1, 3)),
    }
    return make_tables(
        size["T"],
        size["U"],
        groups_per_unit=size["K"],
        n_families=size["F"],
        n_classes=size["C"],
        n_assets=size["A"],
        rho=float(dice.pick([0.0, 0.3, 1.0])[()]),
        kill_rule=int(dice.pick([0, 1])[()]),
        **_threats(dice, size),
        **_identities(dice, size),
        **_units(dice, size),
        **_command(dice, size),
        **_doctrine(dice, size),
        **_groups(dice, size),
        **_places(dice, size),
        **_people(dice, size),
    )


def _threats(dice: Dice, size: dict[str, int]) -> dict[str, Any]:
    n = size["T"]
    spread = dice.pick([0.0, 5.0, 20.0, 60.0])[()]
    return {
        "t_impact_s": np.sort(100.0 + np.round(dice.rng.random(n) * spread)),
        "threat_family": dice.rng.integers(0, size["F"], n),
        "threat_class": dice.rng.integers(0, size["C"], n),
        "threat_asset": dice.rng.integers(0, size["A"], n),
        "p_fail": dice.rare([0.0], [0.3, 1.0], n),
        "sigma_aim_m": dice.pick([0.0, 200.0], n),
        "sigma_round_m": dice.pick([0.0, 400.0], n),
        "aim_east_m": dice.pick([0.0, 300.0], n),
        "always_judged": dice.pick([0, 0, 1], n),
        "p_discriminate": dice.odd([1.0], [0.0, 0.5], n),
        "consequence_radius_m": dice.pick([30.0, 400.0], n),
        "p_largest": dice.pick([0.8, 1.0], n),
        "salvo_key": dice.pick([7, 8, 9], n),
        "threat_priority": dice.pick([0, 1, 2], n) if dice.chance(0.5) else 0,
        "p_dud": dice.odd([0.0], [0.5, 1.0], n),
        "hit_stops": dice.pick([0, 1], n),
    }


def _identities(dice: Dice, size: dict[str, int]) -> dict[str, Any]:
    n, u, c = size["T"], size["U"], size["C"]
    side = dice.rare([0, 0, 0, 0, 1], [1, 2], n)
    decoy = ((side == 0) & (dice.rng.random(n) < dice.p_odd / 3)).astype(int)
    friend = side == 1
    confusion = np.eye(c) + dice.odd([0.0], [0.3, 2.0], u, c, c)
    cdf = np.cumsum(confusion / confusion.sum(axis=2, keepdims=True), axis=2)
    cdf[:, :, -1] = 1.0
    return {
        "threat_side": side,
        "decoy": decoy,
        "p_recognise": decoy * dice.pick([0.0, 0.5, 1.0], n),
        "p_reply": np.where(friend, dice.pick([0.0, 0.5, 1.0], n), dice.rare([0.0], [0.2], n)),
        "p_cleared": np.where(side > 0, dice.pick([0.0, 0.2, 0.9], n), 0.0),
        "p_hostile": dice.odd([1.0], [0.0, 0.5], u, c),
        "p_interrogator": dice.odd([1.0], [0.0, 0.5], u),
        "class_cdf": cdf,
        "self_class": dice.odd([0], [1], c),
    }


def _units(dice: Dice, size: dict[str, int]) -> dict[str, Any]:
    n, f = size["U"], size["F"]
    rows = int(dice.rare([1, 2, 3], [0])[()])
    track_p = np.sort(dice.odd([0.3, 0.9, 1.0], [0.0, 0.3], rows))
    if dice.chance(0.8):
        track_p[-1:] = 1.0
    return {
        "p_posture": dice.rare([1.0], [0.5], n),
        "p_available": dice.rare([1.0], [0.5], n),
        "p_fault": dice.rare([0.0], [0.3], n),
        "p_radar_only": dice.rare([0.0], [0.3, 1.0], n),
        "p_autonomous": dice.rare([0.0], [0.3, 1.0], n),
        "launch_spacing_s": dice.pick([0.0, 1.0, 2.5], n),
        "assess_delay_s": dice.pick([0.0, 1.0, 2.5], n),
        "p_false_kill": dice.odd([0.0, 0.2], [1.0], n),
        "p_false_alive": dice.odd([0.0, 0.2], [1.0], n),
        "targets_max": dice.rare([1, 2, 1000], [0], n),
        "uplink_max": dice.rare([1, 2, 3, 1000], [0], n),
        "terminal_max": dice.rare([1, 2, 1000], [0], n),
        "terminal_phase_s": dice.pick([0.0, 3.0, 10.0], n),
        "prediction_rate_m_s": dice.pick([0.0, 5.0, 50.0], n),
        "judge_margin_m": dice.pick([0.0, 200.0], n),
        "rejudge_s": dice.pick([1.0, 2.5, 10.0], n),
        "visible": dice.rare([1], [0], n, f),
        "could_reach": dice.rare([1], [0], n, f),
        "track": (np.sort(dice.pick([-90.0, -70.0, -60.0, -45.0, -15.0], rows)), track_p),
    }


def _command(dice: Dice, size: dict[str, int]) -> dict[str, Any]:
    n, c = size["U"], size["C"]
    lost = dice.chance(0.4)
    wanted = int(dice.pick([0, 0, 2, 6])[()]) if n else 0
    # On the grid of the openings and just after them, where rounds fly and follow.
    orders = [
        (
            float(dice.pick([-20.0, 40.0, 50.0, 60.0, 80.0, 90.0])[()])
            + float(dice.pick([0.0, 1.0, 2.5, 5.0])[()]),
            int(dice.rng.integers(0, n)),
            int(dice.rng.integers(-1, c)),
            int(dice.rng.integers(0, 6)),
        )
        for _ in range(wanted)
    ]
    return {
        "command": dice.odd([dice.pick([0, 1])[()]], [0, 1, 2], n),
        "net": dice.odd([0], [1, -1], n),
        "share_delay_s": dice.pick([0.0, 1.0, 2.5, 10.0], n),
        "track_net": dice.pick([-1, 3, 3], n) if dice.chance(0.5) else -1,
        "link_delay_s": dice.pick([0.0, 1.0, 10.0], n),
        "p_link_lost": dice.pick([0.0, 0.5, 1.0], n) if lost else 0.0,
        "link_lost_s": dice.pick([10.0, 45.0, 55.0, 62.5, 85.0, np.inf], n) if lost else np.inf,
        "control": dice.odd([FREE, TIGHT], [HOLD], n, c),
        "control_alone": dice.odd([FREE, TIGHT], [HOLD], n, c),
        "orders": orders,
    }


def _doctrine(dice: Dice, size: dict[str, int]) -> dict[str, Any]:
    """Shoot-look-shoot, ripple, salvo: by the class seen."""
    shape = (size["U"], size["C"])
    return {
        "delay_s": dice.odd([0.0, 5.0], [30.0], *shape),
        "rounds_look": dice.pick([1, 2], *shape),
        "rounds_last": dice.pick([1, 2, 4], *shape),
        # Longer than the fly-out, and than the time to the impact, too.
        "interval_s": dice.pick([0.0, 1.0, 2.5, 4.0, 12.0], *shape),
        "p_floor": dice.rare([0.0], [0.5], *shape),
    }


def _groups(dice: Dice, size: dict[str, int]) -> dict[str, Any]:
    g, f = size["U"] * size["K"], size["F"]
    opens = dice.pick([-60.0, -50.0, -40.0, -20.0, -10.0], g, f)
    closes = opens + dice.odd([10.0, 30.0], [0.0, 5.0], g, f)
    missing = dice.rng.random((g, f)) < dice.p_odd / 2
    opens[missing] = closes[missing] = np.nan
    return {
        "window_open_s": opens,
        "window_close_s": closes,
        "p_kill": dice.odd([0.3, 0.7], [0.0, 1.0], g, f),
        "p_kill_close": dice.odd([0.3, 0.7], [0.0, 1.0], g, f),
        "flyout_s": dice.odd([1.0, 5.0, 10.0], [0.0], g, f),
        "n_nodes": int(dice.rng.integers(2, 5)),
        "group_stock": dice.rare([1, 2, 4, 12], [0], g),
        "group_tvm": dice.pick([0, 1], g),
        "p_warhead": dice.odd([1.0, 0.6], [0.0], g),
        "displacement_m": dice.pick([0.0, 300.0, 5000.0], g),
        "group_reload": dice.pick([1, 2, 4], g),
        "group_reload_s": dice.pick([0.0, 5.0, 20.0], g),
        "group_reserve": dice.odd([0], [1, 3, 8], g),
    }


def _places(dice: Dice, size: dict[str, int]) -> dict[str, Any]:
    u, a = size["U"], size["A"]
    assets = range(a)
    # Assets 400 m apart on a line; each unit beside one of them, exactly on it at times.
    beside = dice.rng.integers(0, a, u)
    away = dice.pick([0.0, 150.0, 600.0], u)
    return {
        "near": [
            [(b, 400.0 * (b - c), 150.0 * (c - b)) for b in assets if b == c or dice.chance(0.6)]
            for c in assets
        ],
        "asset_radius_m": dice.pick([100.0, 600.0, 1e6], a),
        "own_east_m": 400.0 * (beside[:, None] - np.arange(a)[None, :]) + away[:, None],
        "own_north_m": 150.0 * (np.arange(a)[None, :] - beside[:, None]),
        "judge_own": dice.odd([0], [1], u),
        "protected_m": dice.pick([200.0, 1500.0], u),
        "self_defence_m": dice.pick([0.0, 300.0, 1000.0], u),
        "vulnerable_m": dice.odd([0.0], [150.0, 500.0, 2000.0], u),
    }


def _people(dice: Dice, size: dict[str, int]) -> dict[str, Any]:
    a = size["A"]
    return {
        "subs": [
            [
                (100.0 * s, -50.0 * s, 100.0 + 200.0 * s, 10.0)
                for s in range(int(dice.rng.integers(0, 3)))
            ]
            for _ in range(a)
        ],
        "warn_s": dice.odd([np.inf], [0.0, 60.0, 100.0], a),
        "siren_delay_s": dice.odd([np.inf], [0.0, 30.0], a),
        "shelter_max": dice.pick([0.0, 0.7, 1.0], a),
        "shelter_tau_s": float(dice.pick([10.0, 60.0])[()]),
        "shelter_ratio": float(dice.pick([0.0, 0.2, 1.0])[()]),
    }
