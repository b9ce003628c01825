"""Play the plain engagement as a careful Python programmer would: the peer of the speed test.

Only hostile threats against linked, centralised units (the neutral fields of `Tables`): no sides,
classes, orders, nets, reloads or losses. Heap, lists, ints, floats and `math`, and nothing is drawn
that cannot matter: a harder comparator than the full oracle, which it equals bit for bit.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from engagement_oracle import philox4x32

from airshield.kernel.codes import Elsewhere, EventKind, Fate, Purpose, Reason, Status, UnitState
from airshield.simulate.tables import Tables

Lane = Callable[[int, int, int, int, int], float]
"""lane(purpose, key_a, key_b, index, lane 0..3) -> uniform in (0, 1)."""
Draws = Callable[[int], Lane]
"""draws(replication) -> Lane."""

TWO_PI = 6.283185307179586
INF = math.inf
MAX_SHOTS = 250
# Margin (s) that keeps the rounding of sums away from the shortcut on early tracks.
CERTAIN_S = 1e-6

# Plain ints: an enum member costs an attribute look-up and slow arithmetic in the loop.
UNIT, FLIGHT, AIM = int(Purpose.UNIT), int(Purpose.FLIGHT), int(Purpose.AIM)
TRACK, SHOT, ASSESS = int(Purpose.TRACK), int(Purpose.SHOT), int(Purpose.ASSESS)
ASSESS_KEY, READY_KEY = EventKind.ASSESS * 2**40, EventKind.READY * 2**40
UP = int(UnitState.UP)
FAILED, STOPPED = int(Fate.FAILED), int(Fate.STOPPED)
OUT_OF_SECTOR, NOT_DETECTED = int(Reason.OUT_OF_SECTOR), int(Reason.NOT_DETECTED)
HELD, HARMLESS, NO_WINDOW = int(Reason.HELD), int(Reason.PREDICTED_HARMLESS), int(Reason.NO_WINDOW)
SLOTS_FULL, GUIDANCE_FULL = int(Reason.SLOTS_FULL), int(Reason.GUIDANCE_FULL)
MAGAZINE_EMPTY, MISSED = int(Reason.MAGAZINE_EMPTY), int(Reason.MISSED)


# --- Draws -----------------------------------------------------------------------------------


def philox_draws(seed: int) -> Draws:
    """Return draws keyed by (seed, replication, purpose, identities), as the kernel's."""
    key = (seed & 0xFFFFFFFF, seed >> 32 & 0xFFFFFFFF)

    def of_replication(replication: int) -> Lane:
        blocks: dict[tuple[int, int, int, int], tuple[int, ...]] = {}
        low, high = replication & 0xFFFFFFFF, replication >> 32 & 0xFFFF

        def lane(purpose: int, key_a: int, key_b: int, index: int, which: int) -> float:
            name = (purpose, key_a, key_b, index)
            block = blocks.get(name)
            if block is None:
                word = purpose << 24 | index << 16 | high
                block = blocks[name] = philox4x32((key_a, key_b, low, word), key)
            return (block[which] + 0.5) * 2.0**-32

        return lane

    return of_replication


def stdlib_draws(source: random.Random) -> Draws:
    """Return draws straight from `random.random()`, one call per lane: for the speed peer."""
    uniform = source.random

    def lane(_purpose: int, _key_a: int, _key_b: int, _index: int, _which: int) -> float:
        return uniform()

    return lambda _replication: lane


# --- Tables to lists -------------------------------------------------------------------------


@dataclass(frozen=True)
class Pair:
    """What unit u knows beforehand of threat m. Times are absolute, in seconds."""

    m: int
    track_t: list[float]
    track_p: list[float]
    delay: float
    windows: list[tuple]
    static_reason: int
    """Reason that holds whatever the draw, or -1."""
    early: bool
    """Tracked for certain before any window opens, whatever the draw."""
    first_open: float
    last_close: float
    floor: float
    look: int
    last: int
    interval: float


@dataclass(frozen=True)
class Raid:
    """The tables as nested lists of Python numbers, made once per run."""

    fields: dict[str, list]
    seen: list[list[Pair]]
    unseen: list[list[int]]
    pair: list[list[Pair | None]]
    groups: list[range]
    near: list[list[tuple]]
    rho: float
    kill_rule: int


def _pair(tables: Tables, f: dict[str, list], u: int, m: int) -> Pair:
    family, cls, impact = f["threat_family"][m], f["threat_class"][m], f["t_impact_s"][m]
    row = u * len(f["visible"][u]) + family
    track = slice(f["track_ptr"][row], f["track_ptr"][row + 1])
    track_t, track_p = f["track_t_s"][track], f["track_p"][track]
    windows = []
    for g in range(f["group_ptr"][u], f["group_ptr"][u + 1]):
        opens, closes = f["window_open_s"][g][family], f["window_close_s"][g][family]
        if math.isnan(opens):
            continue
        row = g * len(f["window_open_s"][g]) + family
        nodes = slice(f["shot_ptr"][row], f["shot_ptr"][row + 1])
        shot_t, shot_p = f["shot_intercept_s"][nodes], f["shot_p"][nodes]
        windows.append((g, impact + opens, impact + closes, len(shot_t) - 1, shot_t, shot_p))
    delay = f["delay_s"][u][cls]
    first_open = min((window[1] for window in windows), default=INF)
    sure = bool(track_p) and track_p[-1] >= 1.0
    static = NOT_DETECTED if not track_p else NO_WINDOW if sure and not windows else -1
    return Pair(
        m=m,
        track_t=track_t,
        track_p=track_p,
        delay=delay,
        windows=windows,
        static_reason=static,
        early=sure and max(track_t) + impact + delay + CERTAIN_S <= first_open,
        first_open=first_open,
        last_close=max((window[2] for window in windows), default=-INF),
        floor=f["p_floor"][u][cls],
        look=f["rounds_look"][u][cls],
        last=f["rounds_last"][u][cls],
        interval=f["interval_s"][u][cls],
    )


def _near(f: dict[str, list], asset: int) -> list[tuple]:
    """List (asset, east, north, radius, sub-areas) of each near asset of an asset."""
    rows = []
    for k in range(f["near_ptr"][asset], f["near_ptr"][asset + 1]):
        b = f["near_asset"][k]
        subs = [
            (s, f["sub_east_m"][s], f["sub_north_m"][s], f["sub_radius_m"][s])
            for s in range(f["sub_ptr"][b], f["sub_ptr"][b + 1])
        ]
        rows.append((b, f["near_east_m"][k], f["near_north_m"][k], f["asset_radius_m"][b], subs))
    return rows


def prepare(tables: Tables) -> Raid:
    """Turn the arrays of the tables into nested lists, and pre-compute what no draw changes."""
    f = {
        name: value.tolist()
        for name, value in vars(tables).items()
        if isinstance(value, np.ndarray)
    }
    threats, units = range(len(f["threat_key"])), range(len(f["unit_key"]))
    pair: list[list[Pair | None]] = [
        [
            _pair(tables, f, u, m) if f["visible"][u][f["threat_family"][m]] else None
            for m in threats
        ]
        for u in units
    ]
    reach = [[f["could_reach"][u][family] for family in f["threat_family"]] for u in units]
    return Raid(
        fields=f,
        seen=[[item for item in pair[u] if item is not None] for u in units],
        unseen=[[m for m in threats if pair[u][m] is None and reach[u][m]] for u in units],
        pair=pair,
        groups=[range(f["group_ptr"][u], f["group_ptr"][u + 1]) for u in units],
        near=[_near(f, a) for a in range(len(f["asset_radius_m"]))],
        rho=tables.rho,
        kill_rule=tables.kill_rule,
    )


# --- Small formulas --------------------------------------------------------------------------


def normal_pair(u1: float, u2: float) -> tuple[float, float]:
    """Turn two uniforms into two standard normals (Box & Muller, 1958)."""
    r = math.sqrt(-2.0 * math.log(u1))
    angle = TWO_PI * u2
    return r * math.cos(angle), r * math.sin(angle)


def lens_area(d: float, R: float, r: float) -> float:
    """Return the area common to circles of radii R and r whose centres are d apart."""
    if d >= R + r:
        return 0.0
    if d <= abs(R - r):
        smaller = min(R, r)
        return math.pi * (smaller * smaller)
    # Rounding may leave the domain by one part in 1e16 where the circles just touch.
    cos_r = min(1.0, max(-1.0, (d * d + r * r - R * R) / (2.0 * d * r)))
    cos_R = min(1.0, max(-1.0, (d * d + R * R - r * r) / (2.0 * d * R)))
    kite = max(0.0, (-d + r + R) * (d + r - R) * (d - r + R) * (d + r + R))
    return r * r * math.acos(cos_r) + R * R * math.acos(cos_R) - 0.5 * math.sqrt(kite)


def track_time(t: list[float], p: list[float], v: float) -> float:
    """Return the time (relative to impact) at which the cumulative track table reaches v."""
    k = bisect_left(p, v)
    if k == 0:
        return t[0]
    if p[k] == p[k - 1]:
        return t[k]
    return t[k - 1] + (v - p[k - 1]) / (p[k] - p[k - 1]) * (t[k] - t[k - 1])


# --- One replication -------------------------------------------------------------------------


@dataclass
class Outcome:
    """One replication's outcome as lists."""

    fate: list[int]
    reason: list[int]
    elsewhere: list[int]
    asset: list[int]
    hits: list[int]
    shots: list[int]
    unit: list[int]
    spent: list[int]
    exposed: list[float]
    capped: int
    status: int


def unit_states(f: dict[str, list], lane: Lane, up: list[int] | None) -> list[int]:
    """Draw what each fire unit is in this replication; `up`: 1 or 0 where others drew it."""
    states = []
    given = up or [-1] * len(f["unit_key"])
    for key, posture, available, fault, there in zip(
        f["unit_key"], f["p_posture"], f["p_available"], f["p_fault"], given, strict=True
    ):
        absent = posture < 1.0 and lane(UNIT, key, 0, 0, 0) >= posture
        if there == 0 or (there < 0 and absent):
            states.append(int(UnitState.NOT_OPERATIONAL))
        elif available < 1.0 and lane(UNIT, key, 0, 0, 1) >= available:
            states.append(int(UnitState.UNAVAILABLE))
        elif fault > 0.0 and lane(UNIT, key, 0, 0, 2) < fault:
            states.append(int(UnitState.COMMON_FAULT))
        else:
            states.append(UP)
    return states


def replicate(raid: Raid, lane: Lane, up: list[int] | None = None) -> Outcome:
    """Play one replication: tracks, launches, assessments and impacts in total order."""
    f = raid.fields
    threat_key, unit_key, t_impact = f["threat_key"], f["unit_key"], f["t_impact_s"]
    targets_max, uplink_max = f["targets_max"], f["uplink_max"]
    launch_spacing, assess_delay = f["launch_spacing_s"], f["assess_delay_s"]
    group_tvm, p_discriminate = f["group_tvm"], f["p_discriminate"]
    pair, rho = raid.pair, raid.rho
    n_threats, n_units = len(threat_key), len(unit_key)
    stride = n_threats + 1

    state = unit_states(f, lane, up)
    failed = [
        p > 0.0 and lane(FLIGHT, threat_key[m], 0, 0, 0) < p for m, p in enumerate(f["p_fail"])
    ]
    reason = [0] * n_threats
    aim: dict[int, tuple[float, float]] = {}
    offset: list[tuple[float, float] | None] = [None] * n_threats
    shared: list[float | None] = [None] * n_threats
    correlation_t: list[float | None] = [None] * n_threats
    engaged_by = [-1] * n_threats
    rounds_left = [0] * n_threats
    done = [False] * n_threats
    given_up = [False] * n_threats
    t_stop = [INF] * n_threats
    last_intercept = [-INF] * n_threats
    shots: list[list[tuple]] = [[] for _ in range(n_threats)]
    always_judged = f["always_judged"]

    waiting: list[list[int]] = [[] for _ in range(n_units)]
    ready: list[set[int]] = [set() for _ in range(n_units)]
    judged: list[set[int]] = [set() for _ in range(n_units)]
    earliest: list[dict[int, float]] = [{} for _ in range(n_units)]
    # Where nothing separates, every object is genuine and no look-up is needed.
    decoys: list[set[int]] = [set() for _ in range(n_units)]
    prediction: dict[tuple[int, int], tuple[float, float]] = {}
    n_assess: dict[tuple[int, int], int] = {}
    slots_used = [0] * n_units
    next_launch = [-INF] * n_units
    wake = [-INF] * n_units
    air: list[list[tuple[float, int]]] = [[] for _ in range(n_units)]
    stock = f["group_stock"][:]
    spent = [0] * len(stock)
    capped = 0
    status = int(Status.OK)
    heap: list[tuple[float, int, int, int]] = []

    def offset_of(m: int) -> tuple[float, float]:
        found = offset[m]
        if found is None:
            east, north = f["aim_east_m"][m], f["aim_north_m"][m]
            sigma = f["sigma_aim_m"][m]
            if sigma > 0.0:
                salvo = f["salvo_key"][m]
                pair_of_salvo = aim.get(salvo)
                if pair_of_salvo is None:
                    u1, u2 = lane(AIM, salvo, 0, 0, 0), lane(AIM, salvo, 0, 0, 1)
                    pair_of_salvo = aim[salvo] = normal_pair(u1, u2)
                n1, n2 = pair_of_salvo
                east, north = east + sigma * n1, north + sigma * n2
            sigma = f["sigma_round_m"][m]
            if sigma > 0.0:
                key = threat_key[m]
                n1, n2 = normal_pair(lane(FLIGHT, key, 0, 0, 1), lane(FLIGHT, key, 0, 0, 2))
                east, north = east + sigma * n1, north + sigma * n2
            found = offset[m] = (east, north)
        return found

    def push_ready(t: float, u: int, m: int) -> None:
        heappush(heap, (t, READY_KEY + u * stride + m, u, m))

    def push_assess(t: float, u: int, m: int) -> None:
        heappush(heap, (t, ASSESS_KEY + u * stride + m, u, m))

    def end_engagement(u: int, m: int, t: float) -> None:
        if engaged_by[m] == u and rounds_left[m] > 0:
            rounds_left[m] = 0
            push_assess(max(t, last_intercept[m] + assess_delay[u]), u, m)

    def wait(u: int, m: int) -> None:
        row = waiting[u]
        k = bisect_left(row, m)
        if k == len(row) or row[k] != m:
            row.insert(k, m)

    def threatening(u: int, m: int, t: float) -> bool:
        east, north = offset_of(m)
        found = prediction.get((u, m))
        if found is None:
            a, b = threat_key[m], unit_key[u]
            found = normal_pair(lane(TRACK, a, b, 0, 1), lane(TRACK, a, b, 0, 2))
            prediction[u, m] = found
        rate, margin = f["prediction_rate_m_s"][u], f["judge_margin_m"][u]
        pe = east + rate * (t_impact[m] - t) * found[0]
        pn = north + rate * (t_impact[m] - t) * found[1]
        for _, near_e, near_n, radius, _ in raid.near[f["threat_asset"][m]]:
            reach = radius + margin
            if (pe - near_e) * (pe - near_e) + (pn - near_n) * (pn - near_n) <= reach * reach:
                return True
        return False

    def guided(u: int, g: int, intercept: float) -> bool:
        flying = air[u]
        if len(flying) >= uplink_max[u]:
            return False
        if not group_tvm[g]:
            return True
        phase, count = f["terminal_phase_s"][u], 0
        for other, tvm in flying:
            if tvm and abs(other - intercept) < phase:
                count += 1
        return count < f["terminal_max"][u]

    def second_look(known: Pair, g: int, intercept: float, u: int) -> bool:
        second = intercept + assess_delay[u]
        for other, _, close, _, _, _ in known.windows:
            if close >= second and stock[other] - (1 if other == g else 0) > 0:
                return True
        return False

    def better_later(known: Pair, best_p: float, t: float) -> float:
        """Return when the first better group with stock opens, later than t."""
        found = INF
        for g, opens, _, _, _, node_p in known.windows:
            if opens > t and stock[g] > 0 and node_p[0] >= known.floor and node_p[0] > best_p:
                found = min(found, opens)
        return found

    def launch(u: int, g: int, m: int, t: float, p: float, intercept: float, known: Pair) -> None:
        nonlocal capped, status
        if engaged_by[m] != u:
            engaged_by[m] = u
            slots_used[u] += 1
            last_intercept[m] = -INF
            held = second_look(known, g, intercept, u)
            rounds_left[m] = known.look if held else known.last
        j = len(shots[m])
        if j >= MAX_SHOTS:
            status = int(Status.SHOTS_FULL)
            return
        stock[g] -= 1
        spent[g] += 1
        rounds_left[m] -= 1
        next_launch[u] = t + launch_spacing[u]
        last_intercept[m] = max(last_intercept[m], intercept)
        reason[m] = max(reason[m], MISSED)
        air[u].append((intercept, group_tvm[g]))
        key = threat_key[m]
        common = correlation_t[m]
        if common is None:
            base = f["p_largest"][m] if raid.kill_rule == 1 else p
            common = correlation_t[m] = base / (base + rho * (1.0 - base))
        b = p / common
        if b > 1.0:
            capped += 1
            b = 1.0
        draw = shared[m]
        if draw is None:
            draw = shared[m] = lane(FLIGHT, key, 0, 0, 3)
        hit = draw < common and lane(SHOT, key, 0, j, 0) < b
        displaced = None
        if hit and m not in decoys[u]:
            p_warhead = f["p_warhead"][g]
            if p_warhead >= 1.0 or lane(SHOT, key, 0, j, 1) < p_warhead:
                t_stop[m] = min(t_stop[m], intercept)
            else:
                size = f["displacement_m"][g]
                angle = TWO_PI * lane(SHOT, key, 0, j, 2)
                displaced = (size * math.cos(angle), size * math.sin(angle))
        shots[m].append((intercept, hit, displaced))
        waiting[u].remove(m)
        if rounds_left[m] > 0:
            push_ready(t + known.interval, u, m)
        else:
            push_assess(max(t, last_intercept[m] + assess_delay[u]), u, m)

    def serve(u: int, t: float) -> None:
        if state[u] != UP:
            return
        if air[u]:
            air[u] = [shot for shot in air[u] if shot[0] > t]
        row = waiting[u]
        if not row:
            return
        blocked = False
        for m in row[:]:
            if next_launch[u] > t:
                break
            if given_up[m]:
                row.remove(m)
                end_engagement(u, m, t)
                continue
            owner = engaged_by[m]
            follow = owner == u
            if (owner >= 0 and not follow) or (follow and rounds_left[m] == 0):
                row.remove(m)
                continue
            if not follow and slots_used[u] >= targets_max[u]:
                continue
            known = pair[u][m]
            tracked, floor = earliest[u][m], known.floor
            best, best_p, best_intercept, next_open = -1, 0.0, 0.0, INF
            any_open = any_guided = False
            for g, opens, closes, last, node_t, node_p in known.windows:
                if tracked > closes or t > closes:
                    continue
                if opens <= t:
                    if closes == opens:
                        p, intercept = node_p[0], node_t[0]
                    else:
                        x = (t - opens) / (closes - opens) * last
                        i = min(int(x), last - 1)
                        w = x - i
                        p = node_p[i] + w * (node_p[i + 1] - node_p[i])
                        intercept = node_t[i] + w * (node_t[i + 1] - node_t[i])
                    if p < floor or p <= 0.0:
                        continue
                    any_open = True
                    intercept = t_impact[m] + intercept
                    if guided(u, g, intercept):
                        any_guided = True
                        if stock[g] > 0 and p > best_p:
                            best, best_p, best_intercept = g, p, intercept
                elif stock[g] > 0 and opens < next_open:
                    next_open = opens
            if best >= 0 and not follow and not second_look(known, best, best_intercept, u):
                later = better_later(known, best_p, t)
                if later < INF:
                    row.remove(m)
                    push_ready(later, u, m)
                    continue
            if best >= 0:
                launch(u, best, m, t, best_p, best_intercept, known)
                if status:
                    return
                continue
            if any_open:
                if not any_guided:
                    reason[m] = max(reason[m], GUIDANCE_FULL)
                    blocked = True
                    continue
                reason[m] = max(reason[m], MAGAZINE_EMPTY)
            row.remove(m)
            if next_open < INF:
                push_ready(next_open, u, m)
            elif follow:
                rounds_left[m] = 0
                push_assess(max(t, last_intercept[m] + assess_delay[u]), u, m)
        if row:
            if next_launch[u] > t:
                wake_at(u, t, next_launch[u])
            elif blocked and air[u]:
                wake_at(u, t, min(air[u])[0])

    def wake_at(u: int, t: float, w: float) -> None:
        if not t < wake[u] <= w:
            wake[u] = w
            push_ready(w, u, n_threats)

    def on_ready(u: int, m: int, t: float) -> None:
        if m < n_threats:
            if done[m] or given_up[m]:
                end_engagement(u, m, t)
                return
            if engaged_by[m] == u:
                if rounds_left[m] > 0:
                    wait(u, m)
            else:
                if not always_judged[m] and m not in judged[u]:
                    if not threatening(u, m, t):
                        reason[m] = max(reason[m], HARMLESS)
                        again = t + f["rejudge_s"][u]
                        if again <= pair[u][m].last_close:
                            push_ready(again, u, m)
                        return
                    judged[u].add(m)
                if f["control"][u][f["threat_class"][m]] == 0:
                    reason[m] = max(reason[m], HELD)
                    judged[u].discard(m)
                    again = t + f["rejudge_s"][u]
                    if again <= pair[u][m].last_close:
                        push_ready(again, u, m)
                    return
                ready[u].add(m)
                reason[m] = max(reason[m], SLOTS_FULL)
                wait(u, m)
        serve(u, t)

    def on_assess(u: int, m: int, t: float) -> None:
        slots_used[u] -= 1
        engaged_by[m] = -1
        index = n_assess.get((u, m), 0)
        n_assess[u, m] = index + 1
        w = lane(ASSESS, threat_key[m], unit_key[u], index, 0)
        judged_dead = w >= f["p_false_alive"][u] if t_stop[m] <= t else w < f["p_false_kill"][u]
        if judged_dead:
            given_up[m] = True
        elif not done[m]:
            for other in range(n_units):
                if m in ready[other]:
                    wait(other, m)
            for other in range(n_units):
                if other == u or m in ready[other]:
                    serve(other, t)
            return
        serve(u, t)

    fate = [FAILED] * n_threats
    out_reason = [-1] * n_threats
    elsewhere = [0] * n_threats
    asset = [-1] * n_threats
    hits = [0] * n_threats
    clear = [1.0] * len(f["sub_radius_m"])

    def on_impact(m: int) -> None:
        done[m] = True
        for u, row in enumerate(waiting):
            if m in row:
                row.remove(m)
                end_engagement(u, m, t_impact[m])
        pushed: list[tuple[float, float]] = []
        for intercept, hit, displaced in shots[m]:
            if hit and intercept <= t_stop[m]:
                hits[m] += 1
                if displaced is not None:
                    pushed.append(displaced)
        if t_stop[m] <= t_impact[m]:
            fate[m] = STOPPED
            return
        pe, pn = offset_of(m)
        for dx, dy in pushed:
            pe, pn = pe + dx, pn + dy
        fate[m] = int(Fate.IMPACT_ELSEWHERE)
        consequence = f["consequence_radius_m"][m]
        for b, near_e, near_n, radius, subs in raid.near[f["threat_asset"][m]]:
            de, dn = pe - near_e, pn - near_n
            if asset[m] < 0 and de * de + dn * dn <= radius * radius:
                fate[m] = int(Fate.IMPACT_IN_ASSET)
                asset[m] = b
                out_reason[m] = int(Reason.HIT_NOT_STOPPED) if hits[m] > 0 else reason[m]
            for s, sub_e, sub_n, sub_radius in subs:
                de, dn = (pe - near_e) - sub_e, (pn - near_n) - sub_n
                distance = math.sqrt(de * de + dn * dn)
                area = lens_area(distance, sub_radius, consequence)
                share = area / (math.pi * (sub_radius * sub_radius))
                if share > 0.0:
                    clear[s] *= 1.0 - share
        if asset[m] < 0:
            if pushed:
                elsewhere[m] = int(Elsewhere.DISPLACED_AFTER_HIT)
            elif reason[m] == HARMLESS:
                elsewhere[m] = int(Elsewhere.PREDICTED_HARMLESS)
            else:
                elsewhere[m] = int(Elsewhere.DISPERSION)

    for u in range(n_units):
        if state[u] != UP:
            continue
        for m in raid.unseen[u]:
            if not failed[m] and reason[m] < OUT_OF_SECTOR:
                reason[m] = OUT_OF_SECTOR
        for known in raid.seen[u]:
            m = known.m
            if failed[m]:
                continue
            if known.static_reason >= 0:
                reason[m] = max(reason[m], known.static_reason)
                continue
            if known.early:
                tracked, first = -INF, known.first_open
            else:
                windows = known.windows
                if not windows and reason[m] >= NO_WINDOW:
                    continue  # no draw can raise the reason
                v = lane(TRACK, threat_key[m], unit_key[u], 0, 0)
                if v > known.track_p[-1]:
                    reason[m] = max(reason[m], NOT_DETECTED)
                    continue
                first = INF
                if windows:
                    tracked = track_time(known.track_t, known.track_p, v)
                    tracked = t_impact[m] + tracked + known.delay
                    for _, opens, closes, _, _, _ in windows:
                        if tracked <= closes:
                            first = min(first, max(tracked, opens))
                if first == INF:
                    reason[m] = max(reason[m], NO_WINDOW)
                    continue
            p_genuine = p_discriminate[m]
            if p_genuine < 1.0 and lane(TRACK, threat_key[m], unit_key[u], 0, 3) >= p_genuine:
                decoys[u].add(m)
            earliest[u][m] = tracked
            push_ready(first, u, m)

    for m in range(n_threats):
        if failed[m]:
            continue
        impact = t_impact[m]
        # An impact comes first among events of equal time: strictly earlier ones precede it.
        while heap and heap[0][0] < impact and not status:
            t, key, u, other = heappop(heap)
            if key >= READY_KEY:
                on_ready(u, other, t)
            else:
                on_assess(u, other, t)
        if status:
            break
        on_impact(m)

    people, sub_ptr = f["sub_people"], f["sub_ptr"]
    exposed = []
    for a in range(len(f["asset_radius_m"])):
        total = 0.0
        for s in range(sub_ptr[a], sub_ptr[a + 1]):
            total += people[s] * (1.0 - clear[s])
        exposed.append(total)
    n_shots = [len(row) for row in shots]
    return Outcome(
        fate, out_reason, elsewhere, asset, hits, n_shots, state, spent, exposed, capped, status
    )


# --- A block ---------------------------------------------------------------------------------

DTYPES = {
    "fate": np.int8,
    "reason": np.int8,
    "elsewhere": np.int8,
    "asset": np.int16,
    "hits": np.int16,
    "shots": np.int16,
    "unit": np.int8,
    "spent": np.int32,
    "exposed": np.float64,
    "capped": np.int32,
    "status": np.int32,
}


def out_name(name: str) -> str:
    """Return the kernel's name of one output."""
    return name if name == "status" else f"out_{name}"


def run(
    tables: Tables, seed: int, first: int, n: int, draws: str | Draws = "philox"
) -> dict[str, np.ndarray]:
    """Play replications first .. first + n - 1; return arrays with a leading axis of n."""
    raid = prepare(tables)
    sizes = {
        "unit": len(tables.unit_key),
        "spent": len(tables.group_stock),
        "exposed": len(tables.asset_radius_m),
    }
    if isinstance(draws, str):
        draws = philox_draws(seed) if draws == "philox" else stdlib_draws(random.Random(seed))
    given = tables.draw_up
    ups = [given(seed, k, 1)[0].tolist() if given else None for k in range(first, first + n)]
    outcomes = [replicate(raid, draws(first + k), up) for k, up in enumerate(ups)]
    arrays = {}
    for name, dtype in DTYPES.items():
        shape = (n,)
        if name not in ("capped", "status"):
            shape = (n, sizes.get(name, len(tables.threat_key)))
        rows = [getattr(outcome, name) for outcome in outcomes]
        arrays[out_name(name)] = np.array(rows, dtype=dtype).reshape(shape)
    return arrays
