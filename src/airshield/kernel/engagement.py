"""Play raids against fire units: the compiled engagement kernel.

One replication is a list of events in total order (time, kind, identity): IMPACT < ASSESS < READY.
The specification is `docs/theory/engagement.md`; a plain-Python oracle of the same text agrees bit
for bit (`tests/oracle/`). Why it is written as it is (each measured):

- One long function over plain arrays: passing tuples of arrays through small functions cost a
  factor of twelve. It is sectioned by event kind instead.
- Draws are keyed and lazy: a draw that cannot change the outcome is not made.
- Waiting sets are bitsets over the rank; only late events live in the heap.
- Only `+ - * /`, comparisons and libm: no fastmath, so the bits do not depend on threads or blocks.

The place for guns, classification and identification, decentralised command, struck units and
reload is marked where it will stand; see `docs/design-notes.md`.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit, trailing_zeros
from airshield.kernel.codes import (
    Elsewhere,
    EventKind,
    Fate,
    Purpose,
    Reason,
    Status,
    Step,
    UnitState,
)
from airshield.kernel.damage import TWO_PI, lens_area, normal_pair
from airshield.kernel.heap import pop, push
from airshield.kernel.lookup import certain_track, node_place, read_node, track_time
from airshield.kernel.philox import uniforms

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

_ONE = np.uint64(1)
_ZERO = np.uint64(0)
_WORD = 64

# Plain integers: Numba compiles them as constants.
_FAILED = int(Fate.FAILED)
_STOPPED = int(Fate.STOPPED)
_IN_ASSET = int(Fate.IMPACT_IN_ASSET)
_ELSEWHERE = int(Fate.IMPACT_ELSEWHERE)
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
_P_UNIT = int(Purpose.UNIT)
_P_FLIGHT = int(Purpose.FLIGHT)
_P_AIM = int(Purpose.AIM)
_P_TRACK = int(Purpose.TRACK)
_P_SHOT = int(Purpose.SHOT)
_P_ASSESS = int(Purpose.ASSESS)
_KIND = 2**40
_UNIT_SHIFT = 20
"""An event's identity is (unit, threat), packed: the same order as unit times threats plus threat.

A wake-up of a unit carries the number of threats, so threats must stay below 2**20."""
_THREAT_MASK = 2**20 - 1
_K_ASSESS = int(EventKind.ASSESS) * _KIND
_K_READY = int(EventKind.READY) * _KIND
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


# fmt: off
@jit()
def _replicate(
    rep: int, seed_lo: np.uint64, seed_hi: np.uint64,
    # inputs: the fields of simulate.tables.Tables, in order
    threat_key: U4, salvo_key: U4, threat_family: I4, threat_class: I4, threat_asset: I4,
    t_impact_s: F8, p_fail: F8, sigma_aim_m: F8, sigma_round_m: F8, aim_east_m: F8,
    aim_north_m: F8, always_judged: U1, p_discriminate: F8, consequence_radius_m: F8,
    p_largest: F8, unit_key: U4, p_posture: F8, p_available: F8, p_fault: F8,
    launch_spacing_s: F8, assess_delay_s: F8, p_false_kill: F8, p_false_alive: F8,
    targets_max: I4, uplink_max: I4, terminal_max: I4, terminal_phase_s: F8,
    prediction_rate_m_s: F8, judge_margin_m: F8, rejudge_s: F8, delay_s: F8, control: I1,
    rounds_look: I4, rounds_last: I4, interval_s: F8, p_floor: F8, group_ptr: I4, group_stock: I4,
    group_tvm: U1, p_warhead: F8, displacement_m: F8, visible: U1, track_ptr: I4, track_t_s: F8,
    track_p: F8, window_open_s: F8, window_close_s: F8, shot_ptr: I4, shot_intercept_s: F8,
    shot_p: F8, asset_radius_m: F8, near_ptr: I4, near_asset: I4, near_east_m: F8,
    near_north_m: F8, sub_ptr: I4, sub_east_m: F8, sub_north_m: F8, sub_radius_m: F8,
    sub_people: F8, rho: float, kill_rule: int,
    # outputs, row k
    k: int, out_fate: I1, out_reason: I1, out_elsewhere: I1, out_asset: I2, out_hits: I2,
    out_shots: I2, out_unit: I1, out_spent: I4, out_exposed: F8, out_capped: I4,
    # scratch
    certain: F8, opening: F8, heap_t: F8, heap_key: I8, waiting: U8, mine: U8, windowed: U1,
    lanes: F8, ready: U1, judged: U1, n_assess: U1,
    engaged_by: I4, rounds_left: I4, done: U1, given_up: U1, t_stop: F8, last_intercept: F8,
    offset_east: F8, offset_north: F8, shared: F8, shared_t: F8, reason: I4, slots_used: I4,
    next_launch: F8, wake: F8, stock: I4, air_t: F8, air_tvm: U1, n_air: I4, shot_next: I4,
    shot_t: F8, shot_hit: U1, shot_diverted: U1, shot_east: F8, shot_north: F8, shot_head: I4,
    shot_tail: I4, clear: F8, trace: F8,
) -> int:
    """Play one replication; write row k of the outputs; return a `codes.Status`."""
    n_threats = threat_key.shape[0]
    n_units = unit_key.shape[0]
    n_families = visible.shape[1] if n_units > 0 else 1
    n_words = waiting.shape[1]
    capacity = heap_t.shape[0]
    tracing = trace.shape[0] > 0
    n_trace = 0
    n_shots_all = 0
    size = 0
    replication = np.uint64(rep)

    # ------------------------------------------------------------------ posture of this replication
    for u in range(n_units):
        v0, v1, v2, _ = uniforms(unit_key[u], 0, replication, _P_UNIT, 0, seed_lo, seed_hi)
        if v0 >= p_posture[u]:
            state = _NOT_OPERATIONAL
        elif v1 >= p_available[u]:
            state = _UNAVAILABLE
        elif v2 < p_fault[u]:
            state = _FAULT
        else:
            state = _UP
        out_unit[k, u] = state
        slots_used[u] = 0
        next_launch[u] = -math.inf
        wake[u] = -math.inf
        n_air[u] = 0
        for w in range(n_words):
            waiting[u, w] = _ZERO
            mine[u, w] = _ZERO
        for m in range(n_threats):
            ready[u, m] = 0
            judged[u, m] = 0
            n_assess[u, m] = 0
        if tracing:
            n_trace = _trace(trace, n_trace, -math.inf, _S_UNIT, u, -1, -1, state, 0.0, 0.0)
    for g in range(group_stock.shape[0]):
        stock[g] = group_stock[g]
        out_spent[k, g] = 0
    for s in range(sub_people.shape[0]):
        clear[s] = 1.0

    # ------------------------------------------------------------------ flights of this replication
    for m in range(n_threats):
        v0, v1, v2, v3 = uniforms(threat_key[m], 0, replication, _P_FLIGHT, 0, seed_lo, seed_hi)
        shared[m] = v3
        shared_t[m] = -1.0
        reason[m] = 0
        engaged_by[m] = -1
        rounds_left[m] = 0
        done[m] = 0
        given_up[m] = 0
        t_stop[m] = math.inf
        shot_head[m] = -1
        shot_tail[m] = -1
        out_reason[k, m] = -1
        out_elsewhere[k, m] = 0
        out_asset[k, m] = -1
        out_hits[k, m] = 0
        out_shots[k, m] = 0
        if v0 < p_fail[m]:
            out_fate[k, m] = _FAILED
            done[m] = 1
            if tracing:
                n_trace = _trace(trace, n_trace, -math.inf, _S_FAILED, -1, m, -1, 0.0, 0.0, 0.0)
            continue
        east = aim_east_m[m]
        north = aim_north_m[m]
        if sigma_aim_m[m] > 0.0:
            a0, a1, _, _ = uniforms(salvo_key[m], 0, replication, _P_AIM, 0, seed_lo, seed_hi)
            ze, zn = normal_pair(a0, a1)
            east += sigma_aim_m[m] * ze
            north += sigma_aim_m[m] * zn
        if sigma_round_m[m] > 0.0:
            ze, zn = normal_pair(v1, v2)
            east += sigma_round_m[m] * ze
            north += sigma_round_m[m] * zn
        offset_east[m] = east
        offset_north[m] = north

    # ------------------------------------------------------------------ tracks and first windows
    # (Shared tracks of linked units will be merged here: next issue.)
    for u in range(n_units):
        if out_unit[k, u] != _UP:
            continue
        for m in range(n_threats):
            if done[m]:
                continue
            f = threat_family[m]
            if not visible[u, f]:
                reason[m] = max(reason[m], _R_SECTOR)
                continue
            c = threat_class[m]
            row = u * n_families + f
            if not windowed[u, f] and not tracing:
                # It can only give a reason, and only to a leaker: drawn at the impact if needed.
                continue
            skip = (
                not tracing
                and certain[u, f] + delay_s[u, c] <= opening[u, f]
                and opening[u, f] < math.inf
                and control[u, c] != 0
            )
            if skip:
                track = certain[u, f]
                lanes[u, m, 0] = -1.0
            else:
                v0, v1, v2, v3 = uniforms(
                    threat_key[m], unit_key[u], replication, _P_TRACK, 0, seed_lo, seed_hi
                )
                lanes[u, m, 0], lanes[u, m, 1], lanes[u, m, 2] = v1, v2, v3
                track = track_time(track_t_s, track_p, track_ptr[row], track_ptr[row + 1], v0)
                if math.isnan(track):
                    reason[m] = max(reason[m], _R_UNDETECTED)
                    continue
                if tracing:
                    n_trace = _trace(
                        trace, n_trace, t_impact_s[m] + track, _S_TRACKED, u, m, -1, 0.0, 0.0,
                        0.0
                    )
            if control[u, c] == 0:
                reason[m] = max(reason[m], _R_HELD)
                continue
            earliest = (t_impact_s[m] + track) + delay_s[u, c]
            first = math.inf
            for g in range(group_ptr[u], group_ptr[u + 1]):
                opens = window_open_s[g, f]
                if not math.isnan(opens) and earliest <= t_impact_s[m] + window_close_s[g, f]:
                    first = min(first, max(earliest, t_impact_s[m] + opens))
            if first == math.inf:
                reason[m] = max(reason[m], _R_WINDOW)
                continue
            if size >= capacity:
                return _HEAP_FULL
            size = push(heap_t, heap_key, size, first, _K_READY + (u << _UNIT_SHIFT) + m)

    # ------------------------------------------------------------------ events
    impact = 0
    while True:
        while impact < n_threats and done[impact]:
            impact += 1
        if impact >= n_threats:
            break
        t_next = t_impact_s[impact]

        # -------------------------------------------------------------- IMPACT
        if size == 0 or t_next <= heap_t[0]:
            m = impact
            done[m] = 1
            word = m // _WORD
            keep = ~(_ONE << np.uint64(m % _WORD))
            for u in range(n_units):
                waiting[u, word] &= keep
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
            if t_stop[m] <= t_next:
                out_fate[k, m] = _STOPPED
            else:
                f = threat_family[m]
                c = threat_class[m]
                for u in range(n_units):
                    if reason[m] >= _R_WINDOW:
                        break
                    if windowed[u, f] or not visible[u, f] or out_unit[k, u] != _UP:
                        continue
                    v0, _, _, _ = uniforms(
                        threat_key[m], unit_key[u], replication, _P_TRACK, 0, seed_lo, seed_hi
                    )
                    row = u * n_families + f
                    if track_ptr[row + 1] == track_ptr[row] or v0 > track_p[track_ptr[row + 1] - 1]:
                        reason[m] = max(reason[m], _R_UNDETECTED)
                    elif control[u, c] == 0:
                        reason[m] = max(reason[m], _R_HELD)
                    else:
                        reason[m] = _R_WINDOW
                a = threat_asset[m]
                struck = -1
                for j in range(near_ptr[a], near_ptr[a + 1]):
                    de = east - near_east_m[j]
                    dn = north - near_north_m[j]
                    b = near_asset[j]
                    if struck < 0 and de * de + dn * dn <= asset_radius_m[b] * asset_radius_m[b]:
                        struck = b
                    for s in range(sub_ptr[b], sub_ptr[b + 1]):
                        se = de - sub_east_m[s]
                        sn = dn - sub_north_m[s]
                        area = lens_area(
                            math.sqrt(se * se + sn * sn), sub_radius_m[s],
                            consequence_radius_m[m]
                        )
                        if area > 0.0:
                            share = area / (math.pi * (sub_radius_m[s] * sub_radius_m[s]))
                            clear[s] *= 1.0 - share
                # (A struck fire unit is lost here: next issue.)
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
            if tracing:
                n_trace = _trace(
                    trace, n_trace, t_next, _S_IMPACT, -1, m, -1, out_fate[k, m],
                    out_reason[k, m], out_asset[k, m]
                )
            impact += 1
            continue

        t = heap_t[0]
        key = heap_key[0]
        size = pop(heap_t, heap_key, size)
        serve_lo = 0
        serve_hi = 0
        only = -1

        if key < _K_READY:
            # ---------------------------------------------------------- ASSESS
            u = (key - _K_ASSESS) >> _UNIT_SHIFT
            m = (key - _K_ASSESS) & _THREAT_MASK
            slots_used[u] -= 1
            engaged_by[m] = -1
            mine[u, m // _WORD] &= ~(_ONE << np.uint64(m % _WORD))
            dead = t_stop[m] <= t
            v0, _, _, _ = uniforms(
                threat_key[m], unit_key[u], replication, _P_ASSESS, n_assess[u, m], seed_lo,
                seed_hi
            )
            n_assess[u, m] += 1
            judged_dead = v0 >= p_false_alive[u] if dead else v0 < p_false_kill[u]
            if tracing:
                n_trace = _trace(
                    trace, n_trace, t, _S_ASSESSED, u, m, -1, 1.0 if dead else 0.0,
                    1.0 if judged_dead else 0.0, 0.0
                )
            serve_lo = u
            serve_hi = u + 1
            if judged_dead:
                given_up[m] = 1
            elif not done[m]:
                word = m // _WORD
                bit = _ONE << np.uint64(m % _WORD)
                for v in range(n_units):
                    if ready[v, m]:
                        waiting[v, word] |= bit
                serve_lo = 0
                serve_hi = n_units
                only = u
        else:
            # ---------------------------------------------------------- READY
            u = (key - _K_READY) >> _UNIT_SHIFT
            m = (key - _K_READY) & _THREAT_MASK
            serve_lo = u
            serve_hi = u + 1
            if m < n_threats:
                if done[m] or given_up[m]:
                    continue
                word = m // _WORD
                bit = _ONE << np.uint64(m % _WORD)
                if engaged_by[m] == u:
                    if rounds_left[m] > 0:
                        waiting[u, word] |= bit
                else:
                    # (Class and identity are judged here before the impact point: next issue.)
                    if not judged[u, m] and not always_judged[m]:
                        if lanes[u, m, 0] < 0.0:
                            _, v1, v2, v3 = uniforms(
                                threat_key[m], unit_key[u], replication, _P_TRACK, 0, seed_lo,
                                seed_hi
                            )
                            lanes[u, m, 0], lanes[u, m, 1], lanes[u, m, 2] = v1, v2, v3
                        ze, zn = normal_pair(lanes[u, m, 0], lanes[u, m, 1])
                        sigma = prediction_rate_m_s[u] * (t_impact_s[m] - t)
                        east = offset_east[m] + sigma * ze
                        north = offset_north[m] + sigma * zn
                        a = threat_asset[m]
                        threatening = False
                        for j in range(near_ptr[a], near_ptr[a + 1]):
                            de = east - near_east_m[j]
                            dn = north - near_north_m[j]
                            reach = asset_radius_m[near_asset[j]] + judge_margin_m[u]
                            if de * de + dn * dn <= reach * reach:
                                threatening = True
                                break
                        if not threatening:
                            reason[m] = max(reason[m], _R_HARMLESS)
                            if tracing:
                                n_trace = _trace(
                                    trace, n_trace, t, _S_HARMLESS, u, m, -1, east, north, 0.0
                                )
                            later = t + rejudge_s[u]
                            f = threat_family[m]
                            for g in range(group_ptr[u], group_ptr[u + 1]):
                                if later <= t_impact_s[m] + window_close_s[g, f]:
                                    if size >= capacity:
                                        return _HEAP_FULL
                                    size = push(heap_t, heap_key, size, later, key)
                                    break
                            continue
                        judged[u, m] = 1
                    ready[u, m] = 1
                    reason[m] = max(reason[m], _R_SLOTS)
                    waiting[u, word] |= bit
                    if tracing:
                        n_trace = _trace(trace, n_trace, t, _S_READY, u, m, -1, 0.0, 0.0, 0.0)

        # -------------------------------------------------------------- serve the waiting threats
        for u in range(serve_lo, serve_hi):
            if out_unit[k, u] != _UP:
                continue
            if only >= 0 and u != only:
                # After an assessment only units that wait for this very threat look again.
                if not waiting[u, m // _WORD] & (_ONE << np.uint64(m % _WORD)):
                    continue
            n = 0
            for i in range(n_air[u]):
                if air_t[u, i] > t:
                    air_t[u, n] = air_t[u, i]
                    air_tvm[u, n] = air_tvm[u, i]
                    n += 1
            n_air[u] = n
            blocked = False
            for word in range(n_words):
                if next_launch[u] > t:
                    break
                bits = waiting[u, word]
                if slots_used[u] >= targets_max[u]:
                    # No slot: only follow-up rounds can go. (The rest stays waiting.)
                    bits &= mine[u, word]
                while bits != _ZERO:
                    if next_launch[u] > t:
                        break
                    i = trailing_zeros(bits)
                    bits &= bits - _ONE
                    mm = word * _WORD + int(i)
                    bit = _ONE << np.uint64(i)
                    if given_up[mm] or (engaged_by[mm] >= 0 and engaged_by[mm] != u):
                        waiting[u, word] &= ~bit
                        continue
                    follow = engaged_by[mm] == u
                    if follow and rounds_left[mm] == 0:
                        waiting[u, word] &= ~bit
                        continue
                    if not follow and slots_used[u] >= targets_max[u]:
                        continue
                    f = threat_family[mm]
                    c = threat_class[mm]
                    ti_m = t_impact_s[mm]
                    any_open = False
                    any_guided = False
                    next_open = math.inf
                    best = -1
                    best_p = -1.0
                    best_ti = 0.0
                    for g in range(group_ptr[u], group_ptr[u + 1]):
                        opens = ti_m + window_open_s[g, f]
                        closes = ti_m + window_close_s[g, f]
                        if math.isnan(opens):
                            continue
                        if opens <= t <= closes:
                            lo = shot_ptr[g * n_families + f]
                            nodes = shot_ptr[g * n_families + f + 1] - lo
                            x = node_place(nodes, t, opens, closes)
                            p = read_node(shot_p, lo, nodes, x)
                            if p < p_floor[u, c] or p <= 0.0:
                                continue
                            any_open = True
                            ti = ti_m + read_node(shot_intercept_s, lo, nodes, x)
                            if n_air[u] >= uplink_max[u]:
                                continue
                            if group_tvm[g]:
                                busy = 0
                                for j in range(n_air[u]):
                                    if (
                                        air_tvm[u, j]
                                        and abs(air_t[u, j] - ti) < terminal_phase_s[u]
                                    ):
                                        busy += 1
                                if busy >= terminal_max[u]:
                                    continue
                            any_guided = True
                            if stock[g] > 0 and p > best_p:
                                best = g
                                best_p = p
                                best_ti = ti
                        elif opens > t and stock[g] > 0:
                            next_open = min(next_open, opens)
                    if best < 0:
                        if any_open and not any_guided:
                            reason[mm] = max(reason[mm], _R_GUIDANCE)
                            blocked = True
                            if tracing:
                                n_trace = _trace(
                                    trace, n_trace, t, _S_BLOCKED, u, mm, -1, _R_GUIDANCE, 0.0,
                                    0.0
                                )
                            continue
                        if any_open:
                            reason[mm] = max(reason[mm], _R_EMPTY)
                            if tracing:
                                n_trace = _trace(
                                    trace, n_trace, t, _S_BLOCKED, u, mm, -1, _R_EMPTY, 0.0,
                                    0.0
                                )
                        waiting[u, word] &= ~bit
                        if size >= capacity:
                            return _HEAP_FULL
                        if next_open < math.inf:
                            size = push(
                                heap_t, heap_key, size, next_open,
                                _K_READY + (u << _UNIT_SHIFT) + mm
                            )
                        elif follow:
                            rounds_left[mm] = 0
                            size = push(
                                heap_t, heap_key, size, last_intercept[mm] + assess_delay_s[u],
                                _K_ASSESS + (u << _UNIT_SHIFT) + mm
                            )
                        continue

                    # -------------------------------------------------- launch
                    g = best
                    if not follow:
                        t2 = best_ti + assess_delay_s[u]
                        held = False
                        better_open = math.inf
                        for j in range(group_ptr[u], group_ptr[u + 1]):
                            if ti_m + window_close_s[j, f] >= t2:
                                left = stock[j] - 1 if j == g else stock[j]
                                if left > 0:
                                    held = True
                            opens = ti_m + window_open_s[j, f]
                            if opens > t and stock[j] > 0:
                                p = shot_p[shot_ptr[j * n_families + f]]
                                if p >= p_floor[u, c] and p > best_p:
                                    better_open = min(better_open, opens)
                        if not held and better_open < math.inf:
                            # One look only: it belongs to the better round, whose window opens yet.
                            waiting[u, word] &= ~bit
                            if size >= capacity:
                                return _HEAP_FULL
                            size = push(
                                heap_t, heap_key, size, better_open,
                                _K_READY + (u << _UNIT_SHIFT) + mm
                            )
                            continue
                        engaged_by[mm] = u
                        mine[u, word] |= bit
                        slots_used[u] += 1
                        last_intercept[mm] = -math.inf
                        rounds_left[mm] = rounds_look[u, c] if held else rounds_last[u, c]
                    ordinal = out_shots[k, mm]
                    if ordinal >= SHOTS_PER_THREAT or n_shots_all >= shot_t.shape[0]:
                        return _SHOTS_FULL
                    stock[g] -= 1
                    out_spent[k, g] += 1
                    out_shots[k, mm] += 1
                    rounds_left[mm] -= 1
                    next_launch[u] = t + launch_spacing_s[u]
                    last_intercept[mm] = max(last_intercept[mm], best_ti)
                    reason[mm] = max(reason[mm], _R_MISSED)
                    air_t[u, n_air[u]] = best_ti
                    air_tvm[u, n_air[u]] = group_tvm[g]
                    n_air[u] += 1
                    # Shots at one threat are correlated through its shared uniform.
                    if shared_t[mm] < 0.0:
                        p = p_largest[mm] if kill_rule == 1 else best_p
                        shared_t[mm] = p / (p + rho * (1.0 - p))
                    b = best_p / shared_t[mm]
                    if b > 1.0:
                        out_capped[k] += 1
                        b = 1.0
                    v0, v1, v2, _ = uniforms(
                        threat_key[mm], 0, replication, _P_SHOT, ordinal, seed_lo, seed_hi
                    )
                    hit = shared[mm] < shared_t[mm] and v0 < b
                    genuine = True
                    if hit and p_discriminate[mm] < 1.0:
                        if lanes[u, mm, 0] < 0.0:
                            _, _, _, v3 = uniforms(
                                threat_key[mm], unit_key[u], replication, _P_TRACK, 0, seed_lo,
                                seed_hi
                            )
                        else:
                            v3 = lanes[u, mm, 2]
                        genuine = v3 < p_discriminate[mm]
                    destroyed = hit and genuine and v1 < p_warhead[g]
                    diverted = hit and genuine and not destroyed
                    s = n_shots_all
                    n_shots_all += 1
                    shot_t[s] = best_ti
                    shot_hit[s] = 1 if hit else 0
                    shot_diverted[s] = 1 if diverted else 0
                    shot_next[s] = -1
                    if diverted:
                        shot_east[s] = displacement_m[g] * math.cos(TWO_PI * v2)
                        shot_north[s] = displacement_m[g] * math.sin(TWO_PI * v2)
                    if destroyed:
                        t_stop[mm] = min(t_stop[mm], best_ti)
                    if shot_tail[mm] < 0:
                        shot_head[mm] = s
                    else:
                        shot_next[shot_tail[mm]] = s
                    shot_tail[mm] = s
                    waiting[u, word] &= ~bit
                    if tracing:
                        n_trace = _trace(
                            trace, n_trace, t, _S_LAUNCH, u, mm, g, best_ti, best_p,
                            (1.0 if hit else 0.0) + (2.0 if destroyed else 0.0)
                            + (4.0 if diverted else 0.0)
                        )
                    if size >= capacity:
                        return _HEAP_FULL
                    if rounds_left[mm] > 0:
                        size = push(
                            heap_t, heap_key, size, t + interval_s[u, c],
                            _K_READY + (u << _UNIT_SHIFT) + mm
                        )
                    else:
                        size = push(
                            heap_t, heap_key, size, last_intercept[mm] + assess_delay_s[u],
                            _K_ASSESS + (u << _UNIT_SHIFT) + mm
                        )

            # ---------------------------------------------------------- when to look again
            any_waiting = False
            for word in range(n_words):
                if waiting[u, word] != _ZERO:
                    any_waiting = True
            if any_waiting:
                again = math.inf
                if next_launch[u] > t:
                    again = next_launch[u]
                elif blocked:
                    for i in range(n_air[u]):
                        again = min(again, air_t[u, i])
                if again < math.inf and not (wake[u] > t and wake[u] <= again):
                    wake[u] = again
                    if size >= capacity:
                        return _HEAP_FULL
                    size = push(
                        heap_t, heap_key, size, again,
                        _K_READY + (u << _UNIT_SHIFT) + n_threats
                    )

    # ------------------------------------------------------------------ people exposed
    for a in range(asset_radius_m.shape[0]):
        exposed = 0.0
        for s in range(sub_ptr[a], sub_ptr[a + 1]):
            exposed += sub_people[s] * (1.0 - clear[s])
        out_exposed[k, a] = exposed
    if tracing:
        trace[trace.shape[0] - 1, 0] = n_trace
    return _OK


# fmt: off
@jit()
def replicate_range(
    first: int, start: int, stop: int, seed_lo: np.uint64, seed_hi: np.uint64,
    # inputs: the fields of simulate.tables.Tables, in order
    threat_key: U4, salvo_key: U4, threat_family: I4, threat_class: I4, threat_asset: I4,
    t_impact_s: F8, p_fail: F8, sigma_aim_m: F8, sigma_round_m: F8, aim_east_m: F8,
    aim_north_m: F8, always_judged: U1, p_discriminate: F8, consequence_radius_m: F8,
    p_largest: F8, unit_key: U4, p_posture: F8, p_available: F8, p_fault: F8,
    launch_spacing_s: F8, assess_delay_s: F8, p_false_kill: F8, p_false_alive: F8,
    targets_max: I4, uplink_max: I4, terminal_max: I4, terminal_phase_s: F8,
    prediction_rate_m_s: F8, judge_margin_m: F8, rejudge_s: F8, delay_s: F8, control: I1,
    rounds_look: I4, rounds_last: I4, interval_s: F8, p_floor: F8, group_ptr: I4, group_stock: I4,
    group_tvm: U1, p_warhead: F8, displacement_m: F8, visible: U1, track_ptr: I4, track_t_s: F8,
    track_p: F8, window_open_s: F8, window_close_s: F8, shot_ptr: I4, shot_intercept_s: F8,
    shot_p: F8, asset_radius_m: F8, near_ptr: I4, near_asset: I4, near_east_m: F8,
    near_north_m: F8, sub_ptr: I4, sub_east_m: F8, sub_north_m: F8, sub_radius_m: F8,
    sub_people: F8, rho: float, kill_rule: int,
    out_fate: I1, out_reason: I1, out_elsewhere: I1, out_asset: I2, out_hits: I2, out_shots: I2,
    out_unit: I1, out_spent: I4, out_exposed: F8, out_capped: I4, out_status: I4, trace: F8,
) -> int:
    """Play replications first + start .. first + stop of a raid into rows start..stop.

    Threads take ranges of one block; the GIL is released and nothing is shared but the inputs.

    Parameters
    ----------
    first : number of the replication of row 0; start, stop : rows to fill.
    seed_lo, seed_hi : the two 32-bit halves of the seed, as uint64.
    inputs : the fields of `simulate.tables.Tables`, in order.
    out_fate, out_reason, out_elsewhere : int8 (n, T).
    out_asset, out_hits, out_shots : int16 (n, T).
    out_unit : int8 (n, U); out_spent : int32 (n, G); out_exposed : float64 (n, A).
    out_capped, out_status : int32 (n,).
    trace : float64 (rows, TRACE_COLUMNS); no rows: no trace. The last row holds the number of
        rows written; use it with one replication only.
    """
    n_threats = threat_key.shape[0]
    n_units = unit_key.shape[0]
    n_families = visible.shape[1] if n_units > 0 else 1
    rounds = 0
    most = 1
    for u in range(n_units):
        own = 0
        for g in range(group_ptr[u], group_ptr[u + 1]):
            own += group_stock[g]
        rounds += own
        most = max(most, min(own, uplink_max[u]))
    rounds = min(rounds, SHOTS_PER_THREAT * n_threats) + 1
    capacity = 4 * n_units * n_threats + 8 * n_units + 4 * n_threats + 64
    certain = np.full((n_units, n_families), math.inf)
    for u in range(n_units):
        for f in range(n_families):
            certain[u, f] = certain_track(track_ptr, track_t_s, track_p, u * n_families + f)
    heap_t = np.empty(capacity)
    heap_key = np.empty(capacity, np.int64)
    waiting = np.zeros((n_units, (n_threats + _WORD - 1) // _WORD), np.uint64)
    mine = np.zeros_like(waiting)
    windowed = np.zeros((n_units, n_families), np.uint8)
    opening = np.full((n_units, n_families), math.inf)
    lanes = np.empty((n_units, n_threats, 3))
    for u in range(n_units):
        for g in range(group_ptr[u], group_ptr[u + 1]):
            for f in range(n_families):
                if not math.isnan(window_open_s[g, f]):
                    windowed[u, f] = 1
                    opening[u, f] = min(opening[u, f], window_open_s[g, f])
    ready = np.zeros((n_units, n_threats), np.uint8)
    judged = np.zeros((n_units, n_threats), np.uint8)
    n_assess = np.zeros((n_units, n_threats), np.uint8)
    engaged_by = np.empty(n_threats, np.int32)
    rounds_left = np.empty(n_threats, np.int32)
    done = np.empty(n_threats, np.uint8)
    given_up = np.empty(n_threats, np.uint8)
    t_stop = np.empty(n_threats)
    last_intercept = np.empty(n_threats)
    offset_east = np.empty(n_threats)
    offset_north = np.empty(n_threats)
    shared = np.empty(n_threats)
    shared_t = np.empty(n_threats)
    reason = np.empty(n_threats, np.int32)
    slots_used = np.empty(n_units, np.int32)
    next_launch = np.empty(n_units)
    wake = np.empty(n_units)
    stock = np.empty(group_stock.shape[0], np.int32)
    air_t = np.empty((n_units, most + 1))
    air_tvm = np.empty((n_units, most + 1), np.uint8)
    n_air = np.empty(n_units, np.int32)
    shot_next = np.empty(rounds, np.int32)
    shot_t = np.empty(rounds)
    shot_hit = np.empty(rounds, np.uint8)
    shot_diverted = np.empty(rounds, np.uint8)
    shot_east = np.empty(rounds)
    shot_north = np.empty(rounds)
    shot_head = np.empty(n_threats, np.int32)
    shot_tail = np.empty(n_threats, np.int32)
    clear = np.empty(sub_people.shape[0])
    for k in range(start, stop):
        out_capped[k] = 0
        # fmt: off
        out_status[k] = _replicate(
            first + k, seed_lo, seed_hi,
            threat_key, salvo_key, threat_family, threat_class, threat_asset, t_impact_s, p_fail,
            sigma_aim_m, sigma_round_m, aim_east_m, aim_north_m, always_judged, p_discriminate,
            consequence_radius_m, p_largest, unit_key, p_posture, p_available, p_fault,
            launch_spacing_s, assess_delay_s, p_false_kill, p_false_alive, targets_max,
            uplink_max, terminal_max, terminal_phase_s, prediction_rate_m_s, judge_margin_m,
            rejudge_s, delay_s, control, rounds_look, rounds_last, interval_s, p_floor, group_ptr,
            group_stock, group_tvm, p_warhead, displacement_m, visible, track_ptr, track_t_s,
            track_p, window_open_s, window_close_s, shot_ptr, shot_intercept_s, shot_p,
            asset_radius_m, near_ptr, near_asset, near_east_m, near_north_m, sub_ptr, sub_east_m,
            sub_north_m, sub_radius_m, sub_people, rho, kill_rule,
            k, out_fate, out_reason, out_elsewhere, out_asset, out_hits, out_shots, out_unit,
            out_spent, out_exposed, out_capped, certain, opening, heap_t, heap_key, waiting, mine,
            windowed, lanes, ready, judged,
            n_assess, engaged_by, rounds_left, done, given_up, t_stop, last_intercept,
            offset_east, offset_north, shared, shared_t, reason, slots_used, next_launch, wake,
            stock, air_t, air_tvm, n_air, shot_next, shot_t, shot_hit, shot_diverted, shot_east,
            shot_north, shot_head, shot_tail, clear, trace,
        )
        # fmt: on
    return stop - start
