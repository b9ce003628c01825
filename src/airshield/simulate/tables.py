"""Hold the arrays of one lowered scenario: everything that does not depend on chance.

Shapes: T threats in rank order (impact time, then identity), U fire units, G launcher groups,
F threat families (threats that share tables), C threat classes, A assets, S sub-areas.
Times of the tables are relative to the threat's impact, so they are negative.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

F8 = NDArray[np.float64]
I4 = NDArray[np.int32]
U4 = NDArray[np.uint32]
U1 = NDArray[np.uint8]
I1 = NDArray[np.int8]
DrawUp = Callable[[int, int, int], I1]
"""Called with (seed, first replication, how many); returns who is operational, (n, U): 1 or 0, -1
for a unit that draws its own. A row depends on the seed and its replication only."""


@dataclass(frozen=True, eq=False)
class Tables:
    """Inputs of the engagement kernel. The order of the fields is the order of its arguments."""

    # Threats (T,)
    threat_key: U4
    salvo_key: U4
    threat_family: I4
    threat_class: I4
    threat_asset: I4
    t_impact_s: F8
    p_fail: F8
    sigma_aim_m: F8
    sigma_round_m: F8
    aim_east_m: F8
    aim_north_m: F8
    always_judged: U1
    p_discriminate: F8
    consequence_radius_m: F8
    p_largest: F8
    threat_side: I1
    decoy: U1
    threat_priority: I4
    p_dud: F8
    p_reply: F8
    p_cleared: F8
    p_recognise: F8
    hit_stops: U1
    # Fire units (U,)
    unit_key: U4
    p_posture: F8
    p_available: F8
    p_fault: F8
    launch_spacing_s: F8
    assess_delay_s: F8
    p_false_kill: F8
    p_false_alive: F8
    targets_max: I4
    uplink_max: I4
    terminal_max: I4
    terminal_phase_s: F8
    prediction_rate_m_s: F8
    judge_margin_m: F8
    rejudge_s: F8
    p_radar_only: F8
    p_autonomous: F8
    p_interrogator: F8
    p_link_lost: F8
    link_lost_s: F8
    command: I1
    net: I4
    share_delay_s: F8
    track_net: I4
    link_delay_s: F8
    judge_own: U1
    protected_m: F8
    self_defence_m: F8
    vulnerable_m: F8
    # Fire unit by threat class (U, C)
    delay_s: F8
    control: I1
    rounds_look: I4
    rounds_last: I4
    interval_s: F8
    p_floor: F8
    control_alone: I1
    p_hostile: F8
    # Cumulative probability of the class seen (U, C true, C seen), and classes that attack the unit
    class_cdf: F8
    self_class: U1
    # Fire units seen from the centre of each asset (U, A)
    own_east_m: F8
    own_north_m: F8
    # Orders in time (O,)
    order_t_s: F8
    order_unit: I4
    order_class: I4
    order_kind: I1
    # Launcher groups: unit u owns group_ptr[u]:group_ptr[u + 1]  (G,)
    group_ptr: I4
    group_stock: I4
    group_tvm: U1
    p_warhead: F8
    displacement_m: F8
    group_reload: I4
    group_reload_s: F8
    group_reserve: I4
    # Track tables by (U, F), rows track_ptr[u * F + f]:track_ptr[u * F + f + 1]; could_reach: the
    # unit would have a launch window if its radar were turned
    visible: U1
    could_reach: U1
    track_ptr: I4
    track_t_s: F8
    track_p: F8
    # Shot tables by (G, F), equally spaced launch times from open to close
    window_open_s: F8
    window_close_s: F8
    shot_ptr: I4
    shot_intercept_s: F8
    shot_p: F8
    # Assets (A,), their neighbours (themselves included) and sub-areas (S,)
    asset_radius_m: F8
    near_ptr: I4
    near_asset: I4
    near_east_m: F8
    near_north_m: F8
    sub_ptr: I4
    sub_east_m: F8
    sub_north_m: F8
    sub_radius_m: F8
    sub_people: F8
    # Warning and shelter by asset (A,)
    warn_s: F8
    siren_delay_s: F8
    shelter_max: F8
    # Scalars
    rho: float
    kill_rule: int
    shelter_tau_s: float
    shelter_ratio: float
    # Labels: not seen by the kernel
    threat_ids: tuple[str, ...] = ()
    threat_types: tuple[str, ...] = ()
    unit_ids: tuple[str, ...] = ()
    group_ids: tuple[str, ...] = ()
    group_interceptors: tuple[str, ...] = ()
    asset_ids: tuple[str, ...] = ()
    family_ids: tuple[str, ...] = ()
    # Not seen by the kernel either: where it is given, its draws are
    draw_up: DrawUp | None = None

    def arguments(self) -> tuple[Any, ...]:
        """Return the kernel's arguments in order (everything but the labels and `draw_up`)."""
        return tuple(getattr(self, name) for name in KERNEL_FIELDS)

    def without_units(self) -> Tables:
        """Return the same raid with no fire unit at all: the undefended case."""
        unit_1d = {name: getattr(self, name)[:0] for name in _UNIT_FIELDS}
        return replace(
            self,
            **unit_1d,
            group_ptr=np.zeros(1, np.int32),
            group_stock=self.group_stock[:0],
            group_tvm=self.group_tvm[:0],
            p_warhead=self.p_warhead[:0],
            displacement_m=self.displacement_m[:0],
            group_reload=self.group_reload[:0],
            group_reload_s=self.group_reload_s[:0],
            group_reserve=self.group_reserve[:0],
            order_t_s=self.order_t_s[:0],
            order_unit=self.order_unit[:0],
            order_class=self.order_class[:0],
            order_kind=self.order_kind[:0],
            track_ptr=np.zeros(1, np.int32),
            track_t_s=self.track_t_s[:0],
            track_p=self.track_p[:0],
            window_open_s=self.window_open_s[:0],
            window_close_s=self.window_close_s[:0],
            shot_ptr=np.zeros(1, np.int32),
            shot_intercept_s=self.shot_intercept_s[:0],
            shot_p=self.shot_p[:0],
            unit_ids=(),
            group_ids=(),
            group_interceptors=(),
            draw_up=None,
        )


_LABELS = (
    "threat_ids",
    "threat_types",
    "unit_ids",
    "group_ids",
    "group_interceptors",
    "asset_ids",
    "family_ids",
    "draw_up",
)
KERNEL_FIELDS = tuple(field.name for field in fields(Tables) if field.name not in _LABELS)
_UNIT_FIELDS = (
    "unit_key",
    "p_posture",
    "p_available",
    "p_fault",
    "launch_spacing_s",
    "assess_delay_s",
    "p_false_kill",
    "p_false_alive",
    "targets_max",
    "uplink_max",
    "terminal_max",
    "terminal_phase_s",
    "prediction_rate_m_s",
    "judge_margin_m",
    "rejudge_s",
    "delay_s",
    "control",
    "rounds_look",
    "rounds_last",
    "interval_s",
    "p_floor",
    "p_radar_only",
    "p_autonomous",
    "p_interrogator",
    "p_link_lost",
    "link_lost_s",
    "command",
    "net",
    "share_delay_s",
    "track_net",
    "link_delay_s",
    "judge_own",
    "protected_m",
    "self_defence_m",
    "vulnerable_m",
    "control_alone",
    "p_hostile",
    "class_cdf",
    "own_east_m",
    "own_north_m",
    "visible",
    "could_reach",
)
