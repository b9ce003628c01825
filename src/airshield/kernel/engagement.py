"""Play raids against fire units: the compiled engagement kernel.

One replication is a list of events in total order (time, kind, identity): IMPACT < ASSESS < READY.
The specification is `docs/theory/engagement.md`; a plain-Python oracle of the same text agrees bit
for bit (`tests/oracle/`). Why it is written as it is (each measured):

- One long function over plain arrays: passing tuples of arrays through small functions cost a
  factor of twelve. It is sectioned by event kind instead.
- Sparse pairs (`kernel.pairs`): a replication touches only units and threats that can meet.
- Draws are keyed and lazy: a draw that cannot change the outcome is not made.
- Waiting sets are bitsets over the rank. Openings of windows are sorted once; the heap holds only
  what is late: tracks that come after the opening, follow-up rounds, assessments.
- The loop over replications stands inside: a call counts references to a hundred arrays.
- Indices are unsigned (uint32 arrays; `range` of them as int64): Numba tests every index that could
  be negative, which cost a quarter of the time.
- Only `+ - * /`, comparisons and libm: no fastmath, so the bits do not depend on threads or blocks.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit, trailing_zeros
from airshield.kernel.codes import (
    Control,
    Elsewhere,
    EventKind,
    Fate,
    Identity,
    Purpose,
    Reason,
    Status,
    Step,
    UnitState,
)
from airshield.kernel.damage import TWO_PI, lens_area, normal_pair
from airshield.kernel.heap import pop, push
from airshield.kernel.lookup import node_place, read_node, track_time
from airshield.kernel.pairs import WORD, count_pairs, list_pairs, order_pairs, settle_pairs
from airshield.kernel.philox import draw_many, uniforms

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
I4 = NDArray[np.int32]
I2 = NDArray[np.int16]
I1 = NDArray[np.int8]
U8 = NDArray[np.uint64]
U4 = NDArray[np.uint32]
U1 = NDArray[np.uint8]

TRACE_COLUMNS = 8
"""Columns of a trace row: time, step, unit, threat, group, and three values of the step."""
SHOTS_PER_THREAT = 250
SCRATCH = "heap_t"
"""The first argument of `_play` that is scratch; all after it are."""

_ONE = np.uint64(1)
_ZERO = np.uint64(0)

# Plain integers: Numba compiles them as constants.
_FAILED = int(Fate.FAILED)
_STOPPED = int(Fate.STOPPED)
_IN_ASSET = int(Fate.IMPACT_IN_ASSET)
_ELSEWHERE = int(Fate.IMPACT_ELSEWHERE)
_PASSED = int(Fate.PASSED)
_DISPERSION = int(Elsewhere.DISPERSION)
_HARMLESS = int(Elsewhere.PREDICTED_HARMLESS)
_DISPLACED = int(Elsewhere.DISPLACED_AFTER_HIT)
_R_SECTOR = int(Reason.OUT_OF_SECTOR)
_R_UNDETECTED = int(Reason.NOT_DETECTED)
_R_HELD = int(Reason.HELD)
_R_HARMLESS = int(Reason.PREDICTED_HARMLESS)
_R_WINDOW = int(Reason.NO_WINDOW)
_R_SLOTS = int(Reason.SLOTS_FULL)
_R_GUIDANCE = int(Reason.GUIDANCE_FULL)
_R_EMPTY = int(Reason.MAGAZINE_EMPTY)
_R_MISSED = int(Reason.MISSED)
_R_HIT = int(Reason.HIT_NOT_STOPPED)
_NOT_OPERATIONAL = int(UnitState.NOT_OPERATIONAL)
_UNAVAILABLE = int(UnitState.UNAVAILABLE)
_FAULT = int(UnitState.COMMON_FAULT)
_UP = int(UnitState.UP)
_ALONE = int(UnitState.AUTONOMOUS)
_RADAR_ONLY = int(UnitState.RADAR_ONLY)
_FRIEND = int(Identity.FRIEND)
_HOSTILE = int(Identity.HOSTILE)
_C_HOLD = int(Control.HOLD)
_C_TIGHT = int(Control.TIGHT)
_C_CEASE = int(Control.CEASE_ENGAGEMENT)
_C_HOLD_FIRE = int(Control.HOLD_FIRE)
_P_UNIT = int(Purpose.UNIT)
_P_FLIGHT = int(Purpose.FLIGHT)
_P_AIM = int(Purpose.AIM)
_P_TRACK = int(Purpose.TRACK)
_P_SHOT = int(Purpose.SHOT)
_P_ASSESS = int(Purpose.ASSESS)
_P_IDENT = int(Purpose.IDENT)
_P_CLASS = int(Purpose.CLASS)
_KIND = 2**40
_K_ASSESS = int(EventKind.ASSESS) * _KIND
_K_READY = int(EventKind.READY) * _KIND
# A first uniform from here on makes a prediction error of less than three standard deviations.
_V_WITHIN_3 = math.exp(-0.5 * 3.0**2) * 1.01
_NEARLY = 1.0 - 1e-9
_OK = int(Status.OK)
_HEAP_FULL = int(Status.HEAP_FULL)
_SHOTS_FULL = int(Status.SHOTS_FULL)
_S_UNIT = int(Step.UNIT_STATE)
_S_FAILED = int(Step.FLIGHT_FAILED)
_S_TRACKED = int(Step.TRACKED)
_S_READY = int(Step.READY)
_S_HARMLESS = int(Step.JUDGED_HARMLESS)
_S_LAUNCH = int(Step.LAUNCH)
_S_ASSESSED = int(Step.ASSESSED)
_S_IMPACT = int(Step.IMPACT)
_S_BLOCKED = int(Step.BLOCKED)
_S_CLASS = int(Step.CLASSIFIED)
_S_HELD = int(Step.HELD_BACK)
_S_LOST = int(Step.UNIT_LOST)
_S_RELOAD = int(Step.RELOADED)
_S_LINK = int(Step.LINK_LOST)

# What a pair has come to, as bits of one byte.
_LIVE = 1
_READY = 2
_JUDGED = 4
_ENGAGED = 8
_GIVEN_UP = 16
_ATTACKS = 32
_NORMALS = 64
_KNOWN = 128
_ALL = 255


@jit()
def _trace(
    trace: F8, n: int, t: float, step: int, u: int, m: int, g: int, a: float, b: float, c: float
) -> int:
    """Write one row of the trace if there is room; return the number of rows wanted so far."""
    if n < trace.shape[0]:
        trace[n, 0] = t
        trace[n, 1] = step
        trace[n, 2] = u
        trace[n, 3] = m
        trace[n, 4] = g
        trace[n, 5] = a
        trace[n, 6] = b
        trace[n, 7] = c
    return n + 1


@jit()
def _standing_order(
    order_t_s: F8, order_unit: I4, order_class: I4, order_kind: I1, u: int, x: int, t: float,
    status: int,
) -> int:  # fmt: skip
    """Return the control status of a unit against a class at time t, with the orders given."""
    for o in range(order_t_s.shape[0]):
        if order_t_s[o] > t:
            break
        if order_unit[o] == u and (order_class[o] == x or order_class[o] < 0):
            status = order_kind[o]
    return status


@jit()
def _judged_again(
    order_t_s: F8, order_unit: I4, order_class: I4, u: int, x: int, t: float, link_until: float,
    rejudge_s: float, identity: int, always_judged: int,
) -> float:  # fmt: skip
    """Return when a track that is not permitted is judged again.

    Where its end is predicted, after an interval. Where it is not, only an order or the loss of the
    link can change the status; nothing changes for a friend.
    """
    if identity == _FRIEND:
        return math.inf
    if always_judged == 0:
        return t + rejudge_s
    later = link_until if link_until > t else math.inf
    for o in range(order_t_s.shape[0]):
        if order_t_s[o] >= later:
            break
        if order_t_s[o] > t and order_unit[o] == u and (order_class[o] == x or order_class[o] < 0):
            return order_t_s[o]
    return later


@jit()
def _fire_held(
    order_t_s: F8, order_unit: I4, order_class: I4, order_kind: I1, u: int, x: int, t: float,
    until: float,
) -> bool:  # fmt: skip
    """Tell whether a unit is ordered to hold fire while a round is in flight."""
    for o in range(order_t_s.shape[0]):
        if (
            order_kind[o] == _C_HOLD_FIRE
            and t < order_t_s[o] <= until
            and order_unit[o] == u
            and (order_class[o] == x or order_class[o] < 0)
        ):
            return True
    return False


@jit(inline=True)
def _permitted(status: int, identity: int, attacks: int) -> bool:
    """Tell whether a weapons control status (or order) lets a unit fire at a track."""
    if identity == _FRIEND or status >= _C_CEASE:
        return False
    if status == _C_HOLD:
        return attacks != 0
    if status == _C_TIGHT:
        return identity == _HOSTILE or attacks != 0
    return True


@jit()
def _play(
    first: int, start: int, stop: int, seed_lo: np.uint64, seed_hi: np.uint64,
    # inputs: the fields of simulate.tables.Tables, in order
    threat_key: U4, salvo_key: U4, threat_family: U4, threat_class: U4, threat_asset: U4,
    t_impact_s: F8, p_fail: F8, sigma_aim_m: F8, sigma_round_m: F8, aim_east_m: F8,
    aim_north_m: F8, always_judged: U1, p_discriminate: F8, consequence_radius_m: F8,
    p_largest: F8, threat_side: I1, decoy: U1, threat_priority: I4, p_dud: F8, p_reply: F8,
    p_cleared: F8, p_recognise: F8, hit_stops: U1, unit_key: U4, p_posture: F8, p_available: F8,
    p_fault: F8, launch_spacing_s: F8, assess_delay_s: F8, p_false_kill: F8, p_false_alive: F8,
    targets_max: I4, uplink_max: I4, terminal_max: I4, terminal_phase_s: F8,
    prediction_rate_m_s: F8, judge_margin_m: F8, rejudge_s: F8, p_radar_only: F8, p_autonomous: F8,
    p_interrogator: F8, p_link_lost: F8, link_lost_s: F8, command: I1, net: I4, share_delay_s: F8,
    track_net: I4, link_delay_s: F8, judge_own: U1, protected_m: F8, self_defence_m: F8,
    vulnerable_m: F8, delay_s: F8, control: I1, rounds_look: I4, rounds_last: I4, interval_s: F8,
    p_floor: F8, control_alone: I1, p_hostile: F8, class_cdf: F8, self_class: U1, own_east_m: F8,
    own_north_m: F8, order_t_s: F8, order_unit: I4, order_class: I4, order_kind: I1, group_ptr: U4,
    group_stock: I4, group_tvm: U1, p_warhead: F8, displacement_m: F8, group_reload: I4,
    group_reload_s: F8, group_reserve: I4, visible: U1, could_reach: U1, track_ptr: U4,
    track_t_s: F8, track_p: F8, window_open_s: F8, window_close_s: F8, shot_ptr: U4,
    shot_intercept_s: F8, shot_p: F8, asset_radius_m: F8, near_ptr: U4, near_asset: U4,
    near_east_m: F8, near_north_m: F8, sub_ptr: U4, sub_east_m: F8, sub_north_m: F8,
    sub_radius_m: F8, sub_people: F8, warn_s: F8, siren_delay_s: F8, shelter_max: F8, rho: float,
    kill_rule: int, shelter_tau_s: float, shelter_ratio: float,
    # outputs
    out_fate: I1, out_reason: I1, out_elsewhere: I1, out_asset: I2, out_hits: I2, out_shots: I2,
    out_dud: I1, out_unit: I1, out_lost: I1, out_spent: I4, out_exposed: F8, out_capped: I4,
    out_status: I4, trace: F8,
    # what is the same in each replication: kernel.pairs
    n_salvos: int, salvo: U4, unit_first: U4, pair_unit: U4, pair_threat: U4, opens_s: F8,
    closes_s: F8, window_first: U4, window_group: U4, window_from: F8, window_to: F8,
    window_row: U4, window_nodes: U4, by_opening: U4, threat_first: U4, by_threat: U4,
    word_first: U4, word: U4, bit: U8, pair_of_bit: U4, seen_class: I4, in_time: U1,
    in_time_p: F8, plain: U1, drawn: U4, drawn_threat: U4, drawn_unit: U4, no_key: U4,
    windowed: U1, event_pair: U4, on_hand_at_start: I4,
    # scratch, from SCRATCH on: what stands in it before a replication does not matter
    heap_t: F8, heap_key: I8, waiting: U8, mine: U8, flags: U1, seen: U4, identity: I1,
    n_assess: U1, rounds_left: I4, since: F8, last_intercept: F8, flight_lanes: F8,
    track_lanes: F8, normals: F8, own_track: F8, done: U1, engaging: I4, t_stop: F8,
    offset_east: F8, offset_north: F8, shared_t: F8, reason: I4, aim_of: I8, aim_east: F8,
    aim_north: F8, fires: U1, rejoined: U1, interrogates: U1, link_until: F8, posture_link: F8,
    lost_t: F8, slots_used: I4, on_hand: I4, next_launch: F8, wake: F8, queue: U4, ending: U4,
    stock: I4, reserve: I4, reload_t: F8, n_air: U4, air_t: F8, air_tvm: U1, air_shot: U4,
    shot_threat: U4, shot_next: I4, shot_t: F8, shot_hit: U1, shot_destroys: U1, shot_diverted: U1,
    shot_east: F8, shot_north: F8, shot_head: I4, shot_tail: I4, warn: F8, clear: F8,
) -> None:  # fmt: skip
    """Play replications first + start .. first + stop into rows start..stop of the outputs."""
    n_threats = threat_key.shape[0]
    n_units = unit_key.shape[0]
    n_families = visible.shape[1] if n_units > 0 else 1
    n_pairs = pair_unit.shape[0]
    n_classes = self_class.shape[0]
    n_orders = order_t_s.shape[0]
    n_words = waiting.shape[0]
    # An event pushes at most one event for each pair and unit: checked once for each event.
    room = heap_t.shape[0] - n_pairs - 2 * n_units - 2
    tracing = trace.shape[0] > 0
    sharing = False
    for u in range(n_units):
        if track_net[u] >= 0:
            sharing = True
    siren = False
    for a in range(asset_radius_m.shape[0]):
        if siren_delay_s[a] < math.inf:
            siren = True
    reloads = False
    for g in range(group_stock.shape[0]):
        if group_reserve[g] > 0:
            reloads = True
    vulnerable = False
    for u in range(n_units):
        if vulnerable_m[u] > 0.0:
            vulnerable = True
    for s in range(n_salvos):
        aim_of[s] = -1

    for k in range(start, stop):
        replication = np.uint64(first + k)
        status = _OK
        n_trace = 0
        n_shots = 0
        size = 0
        out_capped[k] = 0

        # -------------------------------------------------------------- posture
        for u in range(n_units):
            v0, v1, v2, _ = uniforms(unit_key[u], 0, replication, _P_UNIT, 0, seed_lo, seed_hi)
            link_until[u] = -math.inf
            lost_t[u] = math.inf
            interrogates[u] = 1
            # Whether it is there may be given; it stands where the state will be written.
            given = out_unit[k, u]
            if given == 0 or (given < 0 and v0 >= p_posture[u]):
                state = _NOT_OPERATIONAL
            elif v1 >= p_available[u]:
                state = _UNAVAILABLE
            elif v2 < p_fault[u]:
                state = _FAULT
            else:
                state = _UP
                alone = p_radar_only[u] + p_autonomous[u]
                if alone > 0.0 or p_interrogator[u] < 1.0 or p_link_lost[u] > 0.0:
                    v0, v1, v2, _ = uniforms(
                        unit_key[u], 0, replication, _P_UNIT, 1, seed_lo, seed_hi
                    )
                    if v0 < p_radar_only[u]:
                        state = _RADAR_ONLY
                    elif v0 < alone:
                        state = _ALONE
                    interrogates[u] = 1 if v1 < p_interrogator[u] else 0
                    if v2 < p_link_lost[u]:
                        lost_t[u] = link_lost_s[u]
                if state != _ALONE and command[u] != 2:
                    link_until[u] = lost_t[u]
            posture_link[u] = link_until[u]
            out_unit[k, u] = state
            out_lost[k, u] = 0
            fires[u] = 1 if state in (_UP, _ALONE) else 0
            rejoined[u] = 0
            slots_used[u] = 0
            next_launch[u] = -math.inf
            wake[u] = -math.inf
            n_air[u] = 0
            if fires[u] and lost_t[u] < math.inf:
                size = push(
                    heap_t, heap_key, size, lost_t[u], _K_READY + int(unit_first[u + 1]) + u
                )
            if tracing:
                n_trace = _trace(trace, n_trace, -math.inf, _S_UNIT, u, -1, -1, state, 0.0, 0.0)
        for w in range(n_words):
            waiting[w] = _ZERO
            mine[w] = _ZERO
        for u in range(n_units):
            on_hand[u] = on_hand_at_start[u]
        for g in range(group_stock.shape[0]):
            stock[g] = group_stock[g]
            reserve[g] = group_reserve[g]
            reload_t[g] = math.inf
            out_spent[k, g] = 0
        for s in range(sub_people.shape[0]):
            clear[s] = 1.0

        # -------------------------------------------------------------- flights
        draw_many(threat_key, no_key, replication, _P_FLIGHT, seed_lo, seed_hi, flight_lanes)
        for m in range(n_threats):
            shared_t[m] = -1.0
            reason[m] = 0
            done[m] = 0
            engaging[m] = 0
            t_stop[m] = math.inf
            shot_head[m] = -1
            shot_tail[m] = -1
            out_reason[k, m] = -1
            out_elsewhere[k, m] = 0
            out_asset[k, m] = -1
            out_hits[k, m] = 0
            out_shots[k, m] = 0
            out_dud[k, m] = 0
            if flight_lanes[0, m] < p_fail[m]:
                out_fate[k, m] = _FAILED
                done[m] = 1
                if tracing:
                    n_trace = _trace(trace, n_trace, -math.inf, _S_FAILED, -1, m, -1, 0.0, 0.0, 0.0)
                continue
            east = aim_east_m[m]
            north = aim_north_m[m]
            if sigma_aim_m[m] > 0.0:
                s = salvo[m]
                if aim_of[s] != k:
                    a0, a1, _, _ = uniforms(
                        salvo_key[m], 0, replication, _P_AIM, 0, seed_lo, seed_hi
                    )
                    aim_east[s], aim_north[s] = normal_pair(a0, a1)
                    aim_of[s] = k
                east += sigma_aim_m[m] * aim_east[s]
                north += sigma_aim_m[m] * aim_north[s]
            if sigma_round_m[m] > 0.0:
                ze, zn = normal_pair(flight_lanes[1, m], flight_lanes[2, m])
                east += sigma_round_m[m] * ze
                north += sigma_round_m[m] * zn
            offset_east[m] = east
            offset_north[m] = north

        # -------------------------------------------------------------- tracks that others use
        if sharing or siren:
            for u in range(n_units):
                for m in range(n_threats):
                    own_track[u, m] = math.nan
                    f = threat_family[m]
                    if done[m] or out_unit[k, u] < _UP or not visible[u, f]:
                        continue
                    v0, _, _, _ = uniforms(
                        threat_key[m], unit_key[u], replication, _P_TRACK, 0, seed_lo, seed_hi
                    )
                    row = u * n_families + f
                    track = track_time(
                        track_t_s, track_p, int(track_ptr[row]), int(track_ptr[row + 1]), v0
                    )
                    own_track[u, m] = t_impact_s[m] + track
        for a in range(asset_radius_m.shape[0]):
            warn[a] = warn_s[a]
        if siren:
            for m in range(n_threats):
                a = threat_asset[m]
                if done[m] or threat_side[m] != 0 or decoy[m] or siren_delay_s[a] == math.inf:
                    continue
                for u in range(n_units):
                    if not math.isnan(own_track[u, m]):
                        warn[a] = min(warn[a], own_track[u, m] + siren_delay_s[a])

        # -------------------------------------------------------------- tracks and first windows
        draw_many(drawn_threat, drawn_unit, replication, _P_TRACK, seed_lo, seed_hi, track_lanes)
        for u in range(n_units):
            for p in range(np.int64(unit_first[u]), np.int64(unit_first[u + 1])):
                m = pair_threat[p]
                flags[p] = 0
                if not fires[u] or done[m]:
                    continue
                n_assess[p] = 0
                seen[p] = max(seen_class[p], 0)
                if in_time[p] and not tracing:
                    flags[p] = _LIVE
                    continue
                f = threat_family[m]
                track = math.nan
                if visible[u, f]:
                    v0 = track_lanes[0, drawn[p]]
                    if v0 <= in_time_p[p] and not tracing:
                        flags[p] = _LIVE
                        continue
                    row = u * n_families + f
                    track = t_impact_s[m] + track_time(
                        track_t_s, track_p, int(track_ptr[row]), int(track_ptr[row + 1]), v0
                    )
                if track_net[u] >= 0 and link_until[u] > -math.inf:
                    for v in range(n_units):
                        if v == u or track_net[v] != track_net[u] or math.isnan(own_track[v, m]):
                            continue
                        told = own_track[v, m] + link_delay_s[u]
                        if (
                            told < link_until[u]
                            and own_track[v, m] < link_until[v]
                            and not told >= track
                        ):
                            track = told
                if math.isnan(track):
                    if visible[u, f]:
                        reason[m] = max(reason[m], _R_UNDETECTED)
                    elif could_reach[u, f]:
                        reason[m] = max(reason[m], _R_SECTOR)
                    continue
                if tracing:
                    n_trace = _trace(trace, n_trace, track, _S_TRACKED, u, m, -1, 0.0, 0.0, 0.0)
                if seen_class[p] < 0:
                    v0, _, _, _ = uniforms(
                        threat_key[m], unit_key[u], replication, _P_CLASS, 0, seed_lo, seed_hi
                    )
                    x = 0
                    while x < n_classes - 1 and v0 >= class_cdf[u, threat_class[m], x]:
                        x += 1
                    seen[p] = x
                earliest = track + delay_s[u, seen[p]]
                if earliest <= opens_s[p]:
                    flags[p] = _LIVE
                    continue
                opening = math.inf
                for w in range(np.int64(window_first[p]), np.int64(window_first[p + 1])):
                    if earliest <= window_to[w]:
                        opening = min(opening, max(earliest, window_from[w]))
                if opening == math.inf:
                    reason[m] = max(reason[m], _R_WINDOW)
                    continue
                size = push(heap_t, heap_key, size, opening, _K_READY + p + u)

        # -------------------------------------------------------------- events
        impact = 0
        due = 0
        t = -math.inf
        n_ending = 0
        while True:
            # Engagements that end without their last rounds: assessed, but not in the past.
            while n_ending > 0:
                n_ending -= 1
                p = int(ending[n_ending])
                u = int(pair_unit[p])
                size = push(
                    heap_t,
                    heap_key,
                    size,
                    max(t, last_intercept[p] + assess_delay_s[u]),
                    _K_ASSESS + p + u,
                )
            while impact < n_threats and done[impact]:
                impact += 1
            if impact >= n_threats:
                break
            if size > room:
                status = _HEAP_FULL
            if status != _OK:
                break
            while due < n_pairs and not flags[by_opening[due]] & _LIVE:
                due += 1
            t_next = t_impact_s[impact]
            t_due = opens_s[by_opening[due]] if due < n_pairs else math.inf
            t_late = heap_t[0] if size > 0 else math.inf
            n_queue = 0

            # ---------------------------------------------------------- IMPACT
            if t_next <= t_due and t_next <= t_late:
                m = impact
                t = t_next
                done[m] = 1
                for i in range(np.int64(threat_first[m]), np.int64(threat_first[m + 1])):
                    p = int(by_threat[i])
                    if flags[p] & _ENGAGED and rounds_left[p] > 0 and waiting[word[p]] & bit[p]:
                        # It leaves its slot through an assessment, like every other.
                        rounds_left[p] = 0
                        ending[n_ending] = p
                        n_ending += 1
                    waiting[word[p]] &= ~bit[p]
                east = offset_east[m]
                north = offset_north[m]
                hits = 0
                displaced = False
                s = shot_head[m]
                while s >= 0:
                    if shot_t[s] <= t_stop[m]:
                        if shot_hit[s]:
                            hits += 1
                        if shot_diverted[s]:
                            displaced = True
                            east += shot_east[s]
                            north += shot_north[s]
                    s = shot_next[s]
                out_hits[k, m] = hits
                impact += 1
                if t_stop[m] <= t_next:
                    out_fate[k, m] = _STOPPED
                elif threat_side[m] != 0 or decoy[m]:
                    out_fate[k, m] = _PASSED
                else:
                    f = threat_family[m]
                    a = threat_asset[m]
                    # Units without a window gave no reason yet: what did they see?
                    for u in range(n_units):
                        if reason[m] >= _R_WINDOW:
                            break
                        # What it fired as at the start: one struck since then saw as much.
                        if windowed[u, f] or out_unit[k, u] not in (_UP, _ALONE):
                            continue
                        told = False
                        if track_net[u] >= 0 and posture_link[u] > -math.inf:
                            for v in range(n_units):
                                if (
                                    v != u
                                    and track_net[v] == track_net[u]
                                    and not math.isnan(own_track[v, m])
                                    and own_track[v, m] + link_delay_s[u] < posture_link[u]
                                    and own_track[v, m] < posture_link[v]
                                ):
                                    told = True
                        if told:
                            reason[m] = _R_WINDOW
                        elif not visible[u, f]:
                            # A unit too far away to matter did not look the wrong way.
                            if could_reach[u, f]:
                                reason[m] = max(reason[m], _R_SECTOR)
                        elif reason[m] < _R_WINDOW:
                            v0, _, _, _ = uniforms(
                                threat_key[m],
                                unit_key[u],
                                replication,
                                _P_TRACK,
                                0,
                                seed_lo,
                                seed_hi,
                            )
                            end = int(track_ptr[u * n_families + f + 1])
                            if end == track_ptr[u * n_families + f] or v0 > track_p[end - 1]:
                                reason[m] = max(reason[m], _R_UNDETECTED)
                            else:
                                reason[m] = _R_WINDOW
                    dud = False
                    if p_dud[m] > 0.0:
                        _, _, v2, _ = uniforms(
                            threat_key[m], 0, replication, _P_IDENT, 0, seed_lo, seed_hi
                        )
                        dud = v2 < p_dud[m]
                        out_dud[k, m] = 1 if dud else 0
                    struck = -1
                    for j in range(np.int64(near_ptr[a]), np.int64(near_ptr[a + 1])):
                        de = east - near_east_m[j]
                        dn = north - near_north_m[j]
                        b = near_asset[j]
                        if (
                            struck < 0
                            and de * de + dn * dn <= asset_radius_m[b] * asset_radius_m[b]
                        ):
                            struck = b
                        if dud:
                            continue
                        factor = 1.0
                        if t > warn[b]:
                            exposed_s = (t - warn[b]) / shelter_tau_s
                            sheltered = shelter_max[b] * (1.0 - math.exp(-exposed_s))
                            factor = 1.0 - (1.0 - shelter_ratio) * sheltered
                        for s in range(np.int64(sub_ptr[b]), np.int64(sub_ptr[b + 1])):
                            se = de - sub_east_m[s]
                            sn = dn - sub_north_m[s]
                            touch = sub_radius_m[s] + consequence_radius_m[m]
                            if se * se + sn * sn > 1.000001 * (touch * touch):
                                continue
                            area = lens_area(
                                math.sqrt(se * se + sn * sn),
                                sub_radius_m[s],
                                consequence_radius_m[m],
                            )
                            if area > 0.0:
                                share = area / (math.pi * (sub_radius_m[s] * sub_radius_m[s]))
                                clear[s] *= 1.0 - share * factor
                    if struck >= 0:
                        out_fate[k, m] = _IN_ASSET
                        out_asset[k, m] = struck
                        out_reason[k, m] = _R_HIT if hits > 0 else reason[m]
                    else:
                        out_fate[k, m] = _ELSEWHERE
                        if displaced:
                            out_elsewhere[k, m] = _DISPLACED
                        elif reason[m] == _R_HARMLESS:
                            out_elsewhere[k, m] = _HARMLESS
                        else:
                            out_elsewhere[k, m] = _DISPERSION
                    # -------------------------------------------------- a fire unit is struck
                    n_lost = 0
                    for u in range(n_units if vulnerable else 0):
                        if dud or vulnerable_m[u] <= 0.0 or out_unit[k, u] < _UP or out_lost[k, u]:
                            continue
                        de = east - own_east_m[u, a]
                        dn = north - own_north_m[u, a]
                        if de * de + dn * dn <= vulnerable_m[u] * vulnerable_m[u]:
                            out_lost[k, u] = 1
                            n_lost += 1
                            if tracing:
                                n_trace = _trace(
                                    trace, n_trace, t, _S_LOST, u, m, -1, 0.0, 0.0, 0.0
                                )
                    if n_lost > 0:
                        for v in range(n_units):
                            if not out_lost[k, v] or not fires[v]:
                                continue
                            for w in range(np.int64(word_first[v]), np.int64(word_first[v + 1])):
                                waiting[w] = _ZERO
                                mine[w] = _ZERO
                            for i in range(np.int64(n_air[v])):
                                s = air_shot[v, i]
                                if shot_t[s] <= t:
                                    continue
                                shot_hit[s] = 0
                                shot_diverted[s] = 0
                                shot_destroys[s] = 0
                                mm = shot_threat[s]
                                t_stop[mm] = math.inf
                                s = shot_head[mm]
                                while s >= 0:
                                    if shot_destroys[s]:
                                        t_stop[mm] = min(t_stop[mm], shot_t[s])
                                    s = shot_next[s]
                            n_air[v] = 0
                            for q in range(np.int64(unit_first[v]), np.int64(unit_first[v + 1])):
                                if not flags[q] & _ENGAGED:
                                    continue
                                mm = pair_threat[q]
                                flags[q] &= _ALL - _ENGAGED
                                engaging[mm] -= 1
                                if done[mm]:
                                    continue
                                for i in range(
                                    np.int64(threat_first[mm]), np.int64(threat_first[mm + 1])
                                ):
                                    r = by_threat[i]
                                    w = pair_unit[r]
                                    if (
                                        not out_lost[k, w]
                                        and net[w] >= 0
                                        and net[w] == net[v]
                                        and t < link_until[w]
                                        and t < link_until[v]
                                        and flags[r] & (_READY | _ENGAGED | _GIVEN_UP) == _READY
                                    ):
                                        waiting[word[r]] |= bit[r]
                        for u in range(n_units):
                            if out_lost[k, u]:
                                fires[u] = 0
                                link_until[u] = -math.inf
                            elif fires[u]:
                                queue[n_queue] = u
                                n_queue += 1
                if tracing:
                    n_trace = _trace(
                        trace,
                        n_trace,
                        t_next,
                        _S_IMPACT,
                        -1,
                        m,
                        -1,
                        out_fate[k, m],
                        out_reason[k, m],
                        out_asset[k, m],
                    )
            else:
                late = t_late < t_due
                if t_late == t_due:
                    p = int(by_opening[due])
                    late = heap_key[0] < _K_READY + p + int(pair_unit[p])
                if late:
                    t = t_late
                    key = heap_key[0]
                    size = pop(heap_t, heap_key, size)
                else:
                    p = int(by_opening[due])
                    due += 1
                    t = t_due
                    key = _K_READY + p + int(pair_unit[p])

                if key < _K_READY:
                    # -------------------------------------------------- ASSESS
                    p = int(event_pair[key - _K_ASSESS])
                    u = int(pair_unit[p])
                    m = pair_threat[p]
                    if not fires[u]:
                        continue
                    slots_used[u] -= 1
                    flags[p] &= _ALL - _ENGAGED
                    engaging[m] -= 1
                    mine[word[p]] &= ~bit[p]
                    dead = t_stop[m] <= t
                    v0, _, _, _ = uniforms(
                        threat_key[m],
                        unit_key[u],
                        replication,
                        _P_ASSESS,
                        n_assess[p],
                        seed_lo,
                        seed_hi,
                    )
                    n_assess[p] += 1
                    judged_dead = v0 >= p_false_alive[u] if dead else v0 < p_false_kill[u]
                    if tracing:
                        n_trace = _trace(
                            trace,
                            n_trace,
                            t,
                            _S_ASSESSED,
                            u,
                            m,
                            -1,
                            1.0 if dead else 0.0,
                            1.0 if judged_dead else 0.0,
                            0.0,
                        )
                    if judged_dead or done[m]:
                        queue[0] = u
                        n_queue = 1
                    if judged_dead or not done[m]:
                        for i in range(np.int64(threat_first[m]), np.int64(threat_first[m + 1])):
                            q = int(by_threat[i])
                            v = pair_unit[q]
                            if v != u and not (
                                net[v] >= 0
                                and net[v] == net[u]
                                and t < link_until[v]
                                and t < link_until[u]
                            ):
                                continue
                            if judged_dead:
                                flags[q] |= _GIVEN_UP
                            else:
                                if flags[q] & (_READY | _ENGAGED | _GIVEN_UP) == _READY:
                                    waiting[word[q]] |= bit[q]
                                if v == u or waiting[word[q]] & bit[q]:
                                    queue[n_queue] = v
                                    n_queue += 1
                else:
                    # -------------------------------------------------- READY
                    p = int(event_pair[key - _K_READY])
                    if p >= n_pairs:
                        u = p - n_pairs
                        if not fires[u]:
                            continue
                        if t >= lost_t[u] and not rejoined[u]:
                            rejoined[u] = 1
                            if tracing:
                                n_trace = _trace(
                                    trace, n_trace, t, _S_LINK, u, -1, -1, 0.0, 0.0, 0.0
                                )
                            for q in range(np.int64(unit_first[u]), np.int64(unit_first[u + 1])):
                                if (
                                    flags[q] & (_READY | _ENGAGED | _GIVEN_UP) == _READY
                                    and not done[pair_threat[q]]
                                ):
                                    waiting[word[q]] |= bit[q]
                    else:
                        u = int(pair_unit[p])
                        m = pair_threat[p]
                        if not fires[u]:
                            continue
                        if done[m] or flags[p] & _GIVEN_UP:
                            if flags[p] & _ENGAGED and rounds_left[p] > 0:
                                rounds_left[p] = 0
                                ending[n_ending] = p
                                n_ending += 1
                            continue
                        if flags[p] & _ENGAGED:
                            if rounds_left[p] > 0:
                                waiting[word[p]] |= bit[p]
                        else:
                            if on_hand[u] == 0 and reason[m] >= _R_EMPTY and not tracing:
                                # It can never fire again, and the threat's reason is settled.
                                begin = word_first[u]
                                end = word_first[u + 1]
                                while begin < end and waiting[begin] == _ZERO:
                                    begin += 1
                                if begin == end:
                                    continue
                            x = seen[p]
                            if not plain[p] and not flags[p] & _KNOWN:
                                # ---------------------------------- class, then identity
                                flags[p] |= _KNOWN
                                v0, v1, _, _ = uniforms(
                                    threat_key[m], 0, replication, _P_IDENT, 0, seed_lo, seed_hi
                                )
                                _, w1, w2, _ = uniforms(
                                    threat_key[m],
                                    unit_key[u],
                                    replication,
                                    _P_CLASS,
                                    0,
                                    seed_lo,
                                    seed_hi,
                                )
                                identity[p] = 0
                                if (v0 < p_reply[m] and interrogates[u]) or v1 < p_cleared[m]:
                                    identity[p] = _FRIEND
                                elif w1 < p_hostile[u, x]:
                                    identity[p] = _HOSTILE
                                if decoy[m] and w2 < p_recognise[m]:
                                    flags[p] |= _GIVEN_UP
                                    reason[m] = max(reason[m], _R_HARMLESS)
                                if tracing:
                                    n_trace = _trace(
                                        trace,
                                        n_trace,
                                        t,
                                        _S_CLASS,
                                        u,
                                        m,
                                        -1,
                                        x,
                                        identity[p],
                                        self_class[x],
                                    )
                                if flags[p] & _GIVEN_UP:
                                    continue
                            if not flags[p] & _JUDGED:
                                # ---------------------------------- predicted impact point
                                attacks = self_class[x] != 0
                                sigma = prediction_rate_m_s[u] * (t_impact_s[m] - t)
                                # Most errors are small against the asset: no normals then.
                                sure = (
                                    drawn[p] < n_pairs
                                    and judge_own[u] == 0
                                    and self_defence_m[u] <= 0.0
                                    and track_lanes[1, drawn[p]] >= _V_WITHIN_3
                                    and abs(offset_east[m])
                                    + abs(offset_north[m])
                                    + 3.0 * abs(sigma)
                                    < _NEARLY
                                    * (asset_radius_m[threat_asset[m]] + judge_margin_m[u])
                                )
                                if not always_judged[m] and not sure:
                                    if not flags[p] & _NORMALS:
                                        flags[p] |= _NORMALS
                                        if drawn[p] == n_pairs:
                                            _, v1, v2, _ = uniforms(
                                                threat_key[m],
                                                unit_key[u],
                                                replication,
                                                _P_TRACK,
                                                0,
                                                seed_lo,
                                                seed_hi,
                                            )
                                        else:
                                            v1 = track_lanes[1, drawn[p]]
                                            v2 = track_lanes[2, drawn[p]]
                                        normals[p, 0], normals[p, 1] = normal_pair(v1, v2)
                                    east = offset_east[m] + sigma * normals[p, 0]
                                    north = offset_north[m] + sigma * normals[p, 1]
                                    a = threat_asset[m]
                                    threatening = False
                                    if judge_own[u]:
                                        de = east - own_east_m[u, a]
                                        dn = north - own_north_m[u, a]
                                        reach = protected_m[u] + judge_margin_m[u]
                                        threatening = de * de + dn * dn <= reach * reach
                                    else:
                                        # Its own asset first: that decides most.
                                        reach = asset_radius_m[a] + judge_margin_m[u]
                                        threatening = east * east + north * north <= reach * reach
                                        for j in range(
                                            np.int64(near_ptr[a]),
                                            np.int64(near_ptr[a])
                                            if threatening
                                            else np.int64(near_ptr[a + 1]),
                                        ):
                                            de = east - near_east_m[j]
                                            dn = north - near_north_m[j]
                                            reach = (
                                                asset_radius_m[near_asset[j]] + judge_margin_m[u]
                                            )
                                            if de * de + dn * dn <= reach * reach:
                                                threatening = True
                                                break
                                    if not threatening:
                                        reason[m] = max(reason[m], _R_HARMLESS)
                                        if tracing:
                                            n_trace = _trace(
                                                trace,
                                                n_trace,
                                                t,
                                                _S_HARMLESS,
                                                u,
                                                m,
                                                -1,
                                                east,
                                                north,
                                                0.0,
                                            )
                                        later = t + rejudge_s[u]
                                        if later <= closes_s[p]:
                                            size = push(heap_t, heap_key, size, later, key)
                                        continue
                                    if not attacks and self_defence_m[u] > 0.0:
                                        de = east - own_east_m[u, a]
                                        dn = north - own_north_m[u, a]
                                        attacks = (
                                            de * de + dn * dn
                                            <= self_defence_m[u] * self_defence_m[u]
                                        )
                                flags[p] |= _JUDGED
                                if attacks:
                                    flags[p] |= _ATTACKS
                                else:
                                    flags[p] &= _ALL - _ATTACKS
                            if not plain[p]:
                                # ---------------------------------- control status
                                rule = control[u, x] if t < link_until[u] else control_alone[u, x]
                                if n_orders > 0:
                                    rule = _standing_order(
                                        order_t_s,
                                        order_unit,
                                        order_class,
                                        order_kind,
                                        u,
                                        x,
                                        t,
                                        rule,
                                    )
                                if not _permitted(rule, identity[p], flags[p] & _ATTACKS):
                                    reason[m] = max(reason[m], _R_HELD)
                                    flags[p] &= _ALL - _JUDGED
                                    if tracing:
                                        n_trace = _trace(
                                            trace, n_trace, t, _S_HELD, u, m, -1, rule, 0.0, 0.0
                                        )
                                    later = _judged_again(
                                        order_t_s,
                                        order_unit,
                                        order_class,
                                        u,
                                        x,
                                        t,
                                        link_until[u],
                                        rejudge_s[u],
                                        identity[p],
                                        always_judged[m],
                                    )
                                    if later <= closes_s[p]:
                                        size = push(heap_t, heap_key, size, later, key)
                                    continue
                            flags[p] |= _READY
                            reason[m] = max(reason[m], _R_SLOTS)
                            waiting[word[p]] |= bit[p]
                            if tracing:
                                n_trace = _trace(
                                    trace, n_trace, t, _S_READY, u, m, -1, 0.0, 0.0, 0.0
                                )
                    queue[0] = u
                    n_queue = 1

            # ---------------------------------------------------------- serve the waiting threats
            for i_queue in range(n_queue):
                u = int(queue[i_queue])
                if not fires[u]:
                    continue
                begin = word_first[u]
                end = word_first[u + 1]
                while begin < end and waiting[begin] == _ZERO:
                    begin += 1
                if begin == end:
                    continue
                for g in range(
                    np.int64(group_ptr[u]), np.int64(group_ptr[u + 1]) if reloads else 0
                ):
                    if reload_t[g] <= t:
                        n = min(group_reload[g], reserve[g])
                        stock[g] += n
                        reserve[g] -= n
                        reload_t[g] = math.inf
                        if tracing:
                            n_trace = _trace(trace, n_trace, t, _S_RELOAD, u, -1, g, n, 0.0, 0.0)
                # Rounds that flew before; those fired now count even if they meet at once.
                before = n_air[u]
                blocked = False
                for w in range(begin, end):
                    if next_launch[u] > t:
                        break
                    bits = waiting[w]
                    if slots_used[u] >= targets_max[u]:
                        # No slot: only follow-up rounds can go. (The rest stays waiting.)
                        bits &= mine[w]
                    while bits != _ZERO:
                        if next_launch[u] > t:
                            break
                        p = int(pair_of_bit[w * WORD + int(trailing_zeros(bits))])
                        bits &= bits - _ONE
                        m = pair_threat[p]
                        follow = flags[p] & _ENGAGED
                        if not follow and slots_used[u] >= targets_max[u]:
                            continue
                        if flags[p] & _GIVEN_UP:
                            waiting[w] &= ~bit[p]
                            if follow and rounds_left[p] > 0:
                                rounds_left[p] = 0
                                ending[n_ending] = p
                                n_ending += 1
                            continue
                        if follow:
                            if rounds_left[p] == 0:
                                waiting[w] &= ~bit[p]
                                continue
                        elif engaging[m] > 0:
                            taken = False
                            for i in range(
                                np.int64(threat_first[m]), np.int64(threat_first[m + 1])
                            ):
                                q = int(by_threat[i])
                                v = pair_unit[q]
                                if (
                                    flags[q] & _ENGAGED
                                    and net[v] >= 0
                                    and net[v] == net[u]
                                    and t < link_until[u]
                                    and t < link_until[v]
                                    and (command[u] == 0 or t >= since[q] + share_delay_s[u])
                                ):
                                    taken = True
                            if taken:
                                waiting[w] &= ~bit[p]
                                continue
                        if on_hand[u] == 0 and not follow and reason[m] >= _R_EMPTY and not tracing:
                            waiting[w] &= ~bit[p]
                            continue
                        x = seen[p]
                        if not plain[p]:
                            rule = control[u, x] if t < link_until[u] else control_alone[u, x]
                            if n_orders > 0:
                                rule = _standing_order(
                                    order_t_s, order_unit, order_class, order_kind, u, x, t, rule
                                )
                            if follow and rule >= _C_CEASE:
                                waiting[w] &= ~bit[p]
                                rounds_left[p] = 0
                                ending[n_ending] = p
                                n_ending += 1
                                continue
                            if not follow and not _permitted(
                                rule, identity[p], flags[p] & _ATTACKS
                            ):
                                waiting[w] &= ~bit[p]
                                flags[p] &= _ALL - _READY - _JUDGED
                                reason[m] = max(reason[m], _R_HELD)
                                later = _judged_again(
                                    order_t_s,
                                    order_unit,
                                    order_class,
                                    u,
                                    x,
                                    t,
                                    link_until[u],
                                    rejudge_s[u],
                                    identity[p],
                                    always_judged[m],
                                )
                                if later <= closes_s[p]:
                                    size = push(heap_t, heap_key, size, later, _K_READY + p + u)
                                continue
                        any_open = False
                        any_guided = False
                        next_open = math.inf
                        best = -1
                        best_p = -1.0
                        best_ti = 0.0
                        floor = p_floor[u, x]
                        for i in range(np.int64(window_first[p]), np.int64(window_first[p + 1])):
                            opens = window_from[i]
                            closes = window_to[i]
                            g = window_group[i]
                            if opens <= t <= closes:
                                row = window_row[i]
                                nodes = window_nodes[i]
                                place = node_place(nodes, t, opens, closes)
                                chance = read_node(shot_p, row, nodes, place)
                                if chance < floor or chance <= 0.0:
                                    continue
                                any_open = True
                                if n_air[u] >= uplink_max[u]:
                                    # Only now drop what has met its target.
                                    n = 0
                                    kept = 0
                                    for j in range(np.int64(n_air[u])):
                                        if j >= before or air_t[u, j] > t:
                                            air_t[u, n] = air_t[u, j]
                                            air_tvm[u, n] = air_tvm[u, j]
                                            air_shot[u, n] = air_shot[u, j]
                                            n += 1
                                            if j < before:
                                                kept += 1
                                    before = kept
                                    n_air[u] = n
                                    if n >= uplink_max[u]:
                                        continue
                                empty = stock[g] == 0 and reload_t[g] == math.inf
                                full = group_tvm[g] and n_air[u] >= terminal_max[u]
                                if empty and not full:
                                    any_guided = True
                                    continue
                                ti = t_impact_s[m] + read_node(shot_intercept_s, row, nodes, place)
                                if full:
                                    busy = 0
                                    for j in range(np.int64(n_air[u])):
                                        if (
                                            air_tvm[u, j]
                                            and (j >= before or air_t[u, j] > t)
                                            and abs(air_t[u, j] - ti) < terminal_phase_s[u]
                                        ):
                                            busy += 1
                                            if busy >= terminal_max[u]:
                                                break
                                    if busy >= terminal_max[u]:
                                        continue
                                any_guided = True
                                if stock[g] > 0:
                                    if chance > best_p:
                                        best = i
                                        best_p = chance
                                        best_ti = ti
                                elif reload_t[g] <= closes:
                                    next_open = min(next_open, reload_t[g])
                            elif opens > t:
                                if stock[g] > 0:
                                    next_open = min(next_open, opens)
                                elif reload_t[g] <= closes:
                                    next_open = min(next_open, max(opens, reload_t[g]))
                        if best < 0:
                            if any_open and not any_guided:
                                reason[m] = max(reason[m], _R_GUIDANCE)
                                blocked = True
                                if tracing:
                                    n_trace = _trace(
                                        trace,
                                        n_trace,
                                        t,
                                        _S_BLOCKED,
                                        u,
                                        m,
                                        -1,
                                        _R_GUIDANCE,
                                        0.0,
                                        0.0,
                                    )
                                continue
                            if any_open:
                                reason[m] = max(reason[m], _R_EMPTY)
                                if tracing:
                                    n_trace = _trace(
                                        trace, n_trace, t, _S_BLOCKED, u, m, -1, _R_EMPTY, 0.0, 0.0
                                    )
                            waiting[w] &= ~bit[p]
                            if next_open < math.inf:
                                size = push(heap_t, heap_key, size, next_open, _K_READY + p + u)
                            elif follow:
                                rounds_left[p] = 0
                                ending[n_ending] = p
                                n_ending += 1
                            continue

                        # ---------------------------------------------- launch
                        g = window_group[best]
                        if not follow:
                            t2 = best_ti + assess_delay_s[u]
                            held = False
                            better_open = math.inf
                            for i in range(
                                np.int64(window_first[p]), np.int64(window_first[p + 1])
                            ):
                                left = stock[window_group[i]]
                                if window_to[i] >= t2 and left - (1 if i == best else 0) > 0:
                                    held = True
                                if window_from[i] > t and left > 0:
                                    chance = shot_p[window_row[i]]
                                    if chance >= floor and chance > best_p:
                                        better_open = min(better_open, window_from[i])
                            if not held and better_open < math.inf:
                                # One look only: it belongs to the better round, whose window opens
                                # yet.
                                waiting[w] &= ~bit[p]
                                size = push(heap_t, heap_key, size, better_open, _K_READY + p + u)
                                continue
                            flags[p] |= _ENGAGED
                            engaging[m] += 1
                            since[p] = t
                            mine[w] |= bit[p]
                            slots_used[u] += 1
                            last_intercept[p] = -math.inf
                            rounds_left[p] = rounds_look[u, x] if held else rounds_last[u, x]
                        ordinal = out_shots[k, m]
                        if ordinal >= SHOTS_PER_THREAT or n_shots >= shot_t.shape[0]:
                            status = _SHOTS_FULL
                            waiting[w] &= ~bit[p]
                            continue
                        stock[g] -= 1
                        on_hand[u] -= 1
                        if stock[g] == 0 and reserve[g] > 0:
                            reload_t[g] = t + group_reload_s[g]
                        out_spent[k, g] += 1
                        out_shots[k, m] += 1
                        rounds_left[p] -= 1
                        next_launch[u] = t + launch_spacing_s[u]
                        last_intercept[p] = max(last_intercept[p], best_ti)
                        reason[m] = max(reason[m], _R_MISSED)
                        # Shots at one threat are correlated through its shared uniform.
                        if shared_t[m] < 0.0:
                            chance = p_largest[m] if kill_rule == 1 else best_p
                            shared_t[m] = chance / (chance + rho * (1.0 - chance))
                        own = best_p / shared_t[m]
                        if own > 1.0:
                            out_capped[k] += 1
                            own = 1.0
                        s = n_shots
                        n_shots += 1
                        shot_t[s] = best_ti
                        shot_threat[s] = m
                        shot_next[s] = -1
                        hit = False
                        destroyed = False
                        diverted = False
                        if flight_lanes[3, m] < shared_t[m]:
                            v0, v1, v2, _ = uniforms(
                                threat_key[m], 0, replication, _P_SHOT, ordinal, seed_lo, seed_hi
                            )
                            hit = v0 < own
                            if hit and n_orders > 0:
                                hit = not _fire_held(
                                    order_t_s, order_unit, order_class, order_kind, u, x, t, best_ti
                                )
                            genuine = True
                            if hit and p_discriminate[m] < 1.0:
                                if drawn[p] == n_pairs:
                                    _, _, _, v3 = uniforms(
                                        threat_key[m],
                                        unit_key[u],
                                        replication,
                                        _P_TRACK,
                                        0,
                                        seed_lo,
                                        seed_hi,
                                    )
                                else:
                                    v3 = track_lanes[3, drawn[p]]
                                genuine = v3 < p_discriminate[m]
                            destroyed = hit and genuine and (hit_stops[m] != 0 or v1 < p_warhead[g])
                            diverted = hit and genuine and not destroyed
                            if diverted:
                                shot_east[s] = displacement_m[g] * math.cos(TWO_PI * v2)
                                shot_north[s] = displacement_m[g] * math.sin(TWO_PI * v2)
                        shot_hit[s] = 1 if hit else 0
                        shot_diverted[s] = 1 if diverted else 0
                        shot_destroys[s] = 1 if destroyed else 0
                        if destroyed:
                            t_stop[m] = min(t_stop[m], best_ti)
                        if shot_tail[m] < 0:
                            shot_head[m] = s
                        else:
                            shot_next[shot_tail[m]] = s
                        shot_tail[m] = s
                        air_t[u, n_air[u]] = best_ti
                        air_tvm[u, n_air[u]] = group_tvm[g]
                        air_shot[u, n_air[u]] = s
                        n_air[u] += 1
                        waiting[w] &= ~bit[p]
                        if tracing:
                            n_trace = _trace(
                                trace,
                                n_trace,
                                t,
                                _S_LAUNCH,
                                u,
                                m,
                                g,
                                best_ti,
                                best_p,
                                (1.0 if hit else 0.0)
                                + (2.0 if destroyed else 0.0)
                                + (4.0 if diverted else 0.0),
                            )
                        if rounds_left[p] > 0:
                            size = push(
                                heap_t, heap_key, size, t + interval_s[u, x], _K_READY + p + u
                            )
                        else:
                            size = push(
                                heap_t,
                                heap_key,
                                size,
                                max(t, last_intercept[p] + assess_delay_s[u]),
                                _K_ASSESS + p + u,
                            )

                # ------------------------------------------------------ when to look again
                if blocked or next_launch[u] > t:
                    while begin < end and waiting[begin] == _ZERO:
                        begin += 1
                    if begin == end:
                        continue
                    again = math.inf
                    if next_launch[u] > t:
                        again = next_launch[u]
                    else:
                        for i in range(np.int64(n_air[u])):
                            if i >= before or air_t[u, i] > t:
                                again = min(again, air_t[u, i])
                    if again < math.inf and not (wake[u] > t and wake[u] <= again):
                        wake[u] = again
                        size = push(
                            heap_t, heap_key, size, again, _K_READY + int(unit_first[u + 1]) + u
                        )

        # -------------------------------------------------------------- people exposed
        for a in range(asset_radius_m.shape[0]):
            exposed = 0.0
            for s in range(np.int64(sub_ptr[a]), np.int64(sub_ptr[a + 1])):
                exposed += sub_people[s] * (1.0 - clear[s])
            out_exposed[k, a] = exposed
        if tracing:
            trace[trace.shape[0] - 1, 0] = n_trace
        out_status[k] = status


@jit()
def replicate_range(
    first: int, start: int, stop: int, seed_lo: np.uint64, seed_hi: np.uint64,
    # inputs: the fields of simulate.tables.Tables, in order
    threat_key: U4, salvo_key: U4, threat_family: I4, threat_class: I4, threat_asset: I4,
    t_impact_s: F8, p_fail: F8, sigma_aim_m: F8, sigma_round_m: F8, aim_east_m: F8,
    aim_north_m: F8, always_judged: U1, p_discriminate: F8, consequence_radius_m: F8,
    p_largest: F8, threat_side: I1, decoy: U1, threat_priority: I4, p_dud: F8, p_reply: F8,
    p_cleared: F8, p_recognise: F8, hit_stops: U1, unit_key: U4, p_posture: F8, p_available: F8,
    p_fault: F8, launch_spacing_s: F8, assess_delay_s: F8, p_false_kill: F8, p_false_alive: F8,
    targets_max: I4, uplink_max: I4, terminal_max: I4, terminal_phase_s: F8,
    prediction_rate_m_s: F8, judge_margin_m: F8, rejudge_s: F8, p_radar_only: F8, p_autonomous: F8,
    p_interrogator: F8, p_link_lost: F8, link_lost_s: F8, command: I1, net: I4, share_delay_s: F8,
    track_net: I4, link_delay_s: F8, judge_own: U1, protected_m: F8, self_defence_m: F8,
    vulnerable_m: F8, delay_s: F8, control: I1, rounds_look: I4, rounds_last: I4, interval_s: F8,
    p_floor: F8, control_alone: I1, p_hostile: F8, class_cdf: F8, self_class: U1, own_east_m: F8,
    own_north_m: F8, order_t_s: F8, order_unit: I4, order_class: I4, order_kind: I1, group_ptr: I4,
    group_stock: I4, group_tvm: U1, p_warhead: F8, displacement_m: F8, group_reload: I4,
    group_reload_s: F8, group_reserve: I4, visible: U1, could_reach: U1, track_ptr: I4,
    track_t_s: F8, track_p: F8, window_open_s: F8, window_close_s: F8, shot_ptr: I4,
    shot_intercept_s: F8, shot_p: F8, asset_radius_m: F8, near_ptr: I4, near_asset: I4,
    near_east_m: F8, near_north_m: F8, sub_ptr: I4, sub_east_m: F8, sub_north_m: F8,
    sub_radius_m: F8, sub_people: F8, warn_s: F8, siren_delay_s: F8, shelter_max: F8, rho: float,
    kill_rule: int, shelter_tau_s: float, shelter_ratio: float,
    # outputs
    out_fate: I1, out_reason: I1, out_elsewhere: I1, out_asset: I2, out_hits: I2, out_shots: I2,
    out_dud: I1, out_unit: I1, out_lost: I1, out_spent: I4, out_exposed: F8, out_capped: I4,
    out_status: I4, trace: F8,
) -> int:  # fmt: skip
    """Play replications first + start .. first + stop of a raid into rows start..stop.

    Threads take ranges of one block; the GIL is released and nothing is shared but the inputs.

    Parameters
    ----------
    first : number of the replication of row 0; start, stop : rows to fill.
    seed_lo, seed_hi : the two 32-bit halves of the seed, as uint64.
    inputs : the fields of `simulate.tables.Tables`, in order.
    out_unit : int8 (n, U), in: whether each unit is operational in each replication, 1 or 0, -1 to
        draw it here from `p_posture`; out: its state.
    out_fate, out_reason, out_elsewhere, out_dud : int8 (n, T).
    out_asset, out_hits, out_shots : int16 (n, T).
    out_lost : int8 (n, U); out_spent : int32 (n, G); out_exposed : float64 (n, A).
    out_capped, out_status : int32 (n,).
    trace : float64 (rows, TRACE_COLUMNS); no rows: no trace. The last row holds the number of
        rows written; use it with one replication only.
    """
    n_threats = threat_key.shape[0]
    n_units = unit_key.shape[0]
    n_families = visible.shape[1] if n_units > 0 else 1
    rounds = 0
    most = 1
    on_hand_at_start = np.empty(n_units, np.int32)
    for u in range(n_units):
        own = 0
        for g in range(group_ptr[u], group_ptr[u + 1]):
            own += group_stock[g] + group_reserve[g]
        rounds += own
        on_hand_at_start[u] = own
        most = max(most, min(own, uplink_max[u]))
    rounds = min(rounds, SHOTS_PER_THREAT * n_threats) + 1

    # ------------------------------------------------------------------ pairs
    n_pairs, n_windows = count_pairs(threat_family, group_ptr, window_open_s)
    unit_first = np.zeros(n_units + 1, np.uint32)
    pair_unit = np.empty(n_pairs, np.uint32)
    pair_threat = np.empty(n_pairs, np.uint32)
    opens_s = np.empty(n_pairs)
    closes_s = np.empty(n_pairs)
    window_first = np.zeros(n_pairs + 1, np.uint32)
    window_group = np.empty(n_windows, np.uint32)
    window_from = np.empty(n_windows)
    window_to = np.empty(n_windows)
    window_row = np.empty(n_windows, np.uint32)
    window_nodes = np.empty(n_windows, np.uint32)
    list_pairs(
        threat_family, t_impact_s, group_ptr, window_open_s, window_close_s, shot_ptr, unit_first,
        pair_unit, pair_threat, opens_s, closes_s, window_first, window_group, window_from,
        window_to, window_row, window_nodes,
    )  # fmt: skip
    words_most = (n_pairs + (WORD - 1) * n_units) // WORD + 1
    by_opening = np.empty(n_pairs, np.uint32)
    threat_first = np.empty(n_threats + 1, np.uint32)
    by_threat = np.empty(n_pairs, np.uint32)
    word_first = np.zeros(n_units + 1, np.uint32)
    word = np.empty(n_pairs, np.uint32)
    bit = np.empty(n_pairs, np.uint64)
    pair_of_bit = np.empty(words_most * WORD, np.uint32)
    order_pairs(
        opens_s, pair_unit, pair_threat, unit_first, threat_priority, by_opening, threat_first,
        by_threat, word_first, word, bit, pair_of_bit,
    )  # fmt: skip
    seen_class = np.empty(n_pairs, np.int32)
    in_time = np.empty(n_pairs, np.uint8)
    in_time_p = np.empty(n_pairs)
    plain = np.empty(n_pairs, np.uint8)
    settle_pairs(
        pair_unit, pair_threat, opens_s, t_impact_s, threat_family, threat_class, threat_side,
        decoy, p_reply, p_cleared, class_cdf, control, control_alone, delay_s, track_net,
        order_t_s.shape[0], visible, track_ptr, track_t_s, track_p, seen_class, in_time,
        in_time_p, plain,
    )  # fmt: skip
    # Pairs whose track time hangs on a draw: all drawn at once. (A trace wants every one.)
    n_drawn = 0
    drawn = np.full(n_pairs, n_pairs, np.uint32)
    for p in range(n_pairs):
        if visible[pair_unit[p], threat_family[pair_threat[p]]] and (
            not in_time[p] or trace.shape[0] > 0
        ):
            drawn[p] = n_drawn
            n_drawn += 1
    drawn_threat = np.empty(n_drawn, np.uint32)
    drawn_unit = np.empty(n_drawn, np.uint32)
    for p in range(n_pairs):
        if drawn[p] < n_pairs:
            drawn_threat[drawn[p]] = threat_key[pair_threat[p]]
            drawn_unit[drawn[p]] = unit_key[pair_unit[p]]
    no_key = np.zeros(n_threats, np.uint32)
    event_pair = np.empty(n_pairs + n_units, np.uint32)
    windowed = np.zeros((n_units, n_families), np.uint8)
    for u in range(n_units):
        for p in range(unit_first[u], unit_first[u + 1]):
            event_pair[p + u] = p
            windowed[u, threat_family[pair_threat[p]]] = 1
        event_pair[unit_first[u + 1] + u] = n_pairs + u
    salvo = np.empty(n_threats, np.uint32)
    n_salvos = 0
    by_salvo = np.argsort(salvo_key)
    for i in range(n_threats):
        if i > 0 and salvo_key[by_salvo[i]] != salvo_key[by_salvo[i - 1]]:
            n_salvos += 1
        salvo[by_salvo[i]] = n_salvos
    n_salvos += 1
    listens = False
    for u in range(n_units):
        listens = listens or track_net[u] >= 0
    for a in range(asset_radius_m.shape[0]):
        listens = listens or siren_delay_s[a] < math.inf

    # ------------------------------------------------------------------ scratch
    heap_t = np.empty(5 * n_pairs + 6 * n_units + 64)
    heap_key = np.empty(5 * n_pairs + 6 * n_units + 64, np.int64)
    waiting = np.zeros(word_first[n_units], np.uint64)
    mine = np.zeros(word_first[n_units], np.uint64)
    flags = np.zeros(n_pairs, np.uint8)
    seen = np.zeros(n_pairs, np.uint32)
    identity = np.zeros(n_pairs, np.int8)
    n_assess = np.zeros(n_pairs, np.uint8)
    rounds_left = np.zeros(n_pairs, np.int32)
    since = np.empty(n_pairs)
    last_intercept = np.empty(n_pairs)
    flight_lanes = np.empty((4, n_threats))
    track_lanes = np.empty((4, n_drawn))
    normals = np.empty((n_pairs, 2))
    own_track = np.empty((n_units if listens else 0, n_threats))
    done = np.empty(n_threats, np.uint8)
    engaging = np.empty(n_threats, np.int32)
    t_stop = np.empty(n_threats)
    offset_east = np.empty(n_threats)
    offset_north = np.empty(n_threats)
    shared_t = np.empty(n_threats)
    reason = np.empty(n_threats, np.int32)
    aim_of = np.empty(n_salvos, np.int64)
    aim_east = np.empty(n_salvos)
    aim_north = np.empty(n_salvos)
    fires = np.empty(n_units, np.uint8)
    rejoined = np.empty(n_units, np.uint8)
    interrogates = np.empty(n_units, np.uint8)
    link_until = np.empty(n_units)
    posture_link = np.empty(n_units)
    lost_t = np.empty(n_units)
    slots_used = np.empty(n_units, np.int32)
    on_hand = np.empty(n_units, np.int32)
    next_launch = np.empty(n_units)
    wake = np.empty(n_units)
    queue = np.empty(n_units + 1, np.uint32)
    ending = np.empty(n_pairs + 1, np.uint32)
    stock = np.empty(group_stock.shape[0], np.int32)
    reserve = np.empty(group_stock.shape[0], np.int32)
    reload_t = np.empty(group_stock.shape[0])
    n_air = np.empty(n_units, np.uint32)
    air_t = np.empty((n_units, most + 1))
    air_tvm = np.empty((n_units, most + 1), np.uint8)
    air_shot = np.empty((n_units, most + 1), np.uint32)
    shot_threat = np.empty(rounds, np.uint32)
    shot_next = np.empty(rounds, np.int32)
    shot_t = np.empty(rounds)
    shot_hit = np.empty(rounds, np.uint8)
    shot_destroys = np.empty(rounds, np.uint8)
    shot_diverted = np.empty(rounds, np.uint8)
    shot_east = np.empty(rounds)
    shot_north = np.empty(rounds)
    shot_head = np.empty(n_threats, np.int32)
    shot_tail = np.empty(n_threats, np.int32)
    warn = np.empty(asset_radius_m.shape[0])
    clear = np.empty(sub_people.shape[0])
    # Unsigned: an index that cannot be negative is not tested for it.
    _play(
        first, start, stop, seed_lo, seed_hi, threat_key, salvo_key,
        threat_family.view(np.uint32), threat_class.view(np.uint32),
        threat_asset.view(np.uint32), t_impact_s, p_fail, sigma_aim_m, sigma_round_m,
        aim_east_m, aim_north_m, always_judged, p_discriminate, consequence_radius_m, p_largest,
        threat_side, decoy, threat_priority, p_dud, p_reply, p_cleared, p_recognise, hit_stops,
        unit_key, p_posture, p_available, p_fault, launch_spacing_s, assess_delay_s,
        p_false_kill, p_false_alive, targets_max, uplink_max, terminal_max, terminal_phase_s,
        prediction_rate_m_s, judge_margin_m, rejudge_s, p_radar_only, p_autonomous,
        p_interrogator, p_link_lost, link_lost_s, command, net, share_delay_s, track_net,
        link_delay_s, judge_own, protected_m, self_defence_m, vulnerable_m, delay_s, control,
        rounds_look, rounds_last, interval_s, p_floor, control_alone, p_hostile, class_cdf,
        self_class, own_east_m, own_north_m, order_t_s, order_unit, order_class, order_kind,
        group_ptr.view(np.uint32), group_stock, group_tvm, p_warhead, displacement_m,
        group_reload, group_reload_s, group_reserve, visible, could_reach,
        track_ptr.view(np.uint32), track_t_s, track_p, window_open_s, window_close_s,
        shot_ptr.view(np.uint32), shot_intercept_s, shot_p, asset_radius_m,
        near_ptr.view(np.uint32), near_asset.view(np.uint32), near_east_m, near_north_m,
        sub_ptr.view(np.uint32), sub_east_m, sub_north_m, sub_radius_m, sub_people, warn_s,
        siren_delay_s, shelter_max, rho, kill_rule, shelter_tau_s, shelter_ratio, out_fate,
        out_reason, out_elsewhere, out_asset, out_hits, out_shots, out_dud, out_unit, out_lost,
        out_spent, out_exposed, out_capped, out_status, trace, n_salvos, salvo, unit_first,
        pair_unit, pair_threat, opens_s, closes_s, window_first, window_group, window_from,
        window_to, window_row, window_nodes, by_opening, threat_first, by_threat, word_first,
        word, bit, pair_of_bit, seen_class, in_time, in_time_p, plain, drawn, drawn_threat,
        drawn_unit, no_key, windowed, event_pair, on_hand_at_start, heap_t, heap_key, waiting,
        mine, flags, seen, identity, n_assess, rounds_left, since, last_intercept, flight_lanes,
        track_lanes, normals, own_track, done, engaging, t_stop, offset_east, offset_north,
        shared_t, reason, aim_of, aim_east, aim_north, fires, rejoined, interrogates, link_until,
        posture_link, lost_t, slots_used, on_hand, next_launch, wake, queue, ending, stock,
        reserve, reload_t, n_air, air_t, air_tvm, air_shot, shot_threat, shot_next, shot_t,
        shot_hit, shot_destroys, shot_diverted, shot_east, shot_north, shot_head, shot_tail, warn,
        clear,
    )  # fmt: skip
    return stop - start
