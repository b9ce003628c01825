"""List the pairs of fire unit and threat that can meet: what does not change between replications.

Most units cannot reach most threats. The kernel therefore plays over a sparse list of pairs, those
with a launch window, in the order (unit, threat); everything that is the same in each replication
(opening times, shot tables, certain tracks) is looked up here, once.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit
from airshield.kernel.lookup import certain_track

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
I4 = NDArray[np.int32]
I1 = NDArray[np.int8]
U8 = NDArray[np.uint64]
U4 = NDArray[np.uint32]
U1 = NDArray[np.uint8]

WORD = 64
"""Bits of one word of a waiting set."""
_ONE = np.uint64(1)


@jit()
def count_pairs(threat_family: I4, group_ptr: I4, window_open_s: F8) -> tuple[int, int]:
    """Return how many pairs have a launch window, and how many windows they have in all."""
    n_units = group_ptr.shape[0] - 1
    pairs = 0
    windows = 0
    for u in range(n_units):
        for m in range(threat_family.shape[0]):
            own = 0
            for g in range(group_ptr[u], group_ptr[u + 1]):
                if not math.isnan(window_open_s[g, threat_family[m]]):
                    own += 1
            if own > 0:
                pairs += 1
                windows += own
    return pairs, windows


@jit()
def list_pairs(
    threat_family: I4, t_impact_s: F8, group_ptr: I4, window_open_s: F8, window_close_s: F8,
    shot_ptr: I4, unit_first: U4, pair_unit: U4, pair_threat: U4, opens_s: F8, closes_s: F8,
    window_first: U4, window_group: U4, window_from: F8, window_to: F8, window_row: U4,
    window_nodes: U4,
) -> None:  # fmt: skip
    """Fill the pairs in order (unit, threat), with their windows in absolute time.

    Parameters
    ----------
    threat_family (T,), t_impact_s (T,), group_ptr (U + 1,), window_open_s and window_close_s
        (G, F), shot_ptr (G * F + 1,) : as in `simulate.tables.Tables`.
    unit_first (U + 1,) : out; pairs of unit u are unit_first[u]:unit_first[u + 1].
    pair_unit, pair_threat (P,) : out. opens_s, closes_s (P,) : out; first opening, last closing, s.
    window_first (P + 1,) : out; windows of pair p are window_first[p]:window_first[p + 1].
    window_group, window_from, window_to, window_row, window_nodes (W,) : out; launcher group,
        opening and closing (s), first row and number of rows of the shot table.
    """
    n_families = window_open_s.shape[1]
    p = 0
    w = 0
    for u in range(group_ptr.shape[0] - 1):
        unit_first[u] = p
        for m in range(threat_family.shape[0]):
            f = threat_family[m]
            begin = w
            opens = math.inf
            closes = -math.inf
            for g in range(group_ptr[u], group_ptr[u + 1]):
                if math.isnan(window_open_s[g, f]):
                    continue
                window_group[w] = g
                window_from[w] = t_impact_s[m] + window_open_s[g, f]
                window_to[w] = t_impact_s[m] + window_close_s[g, f]
                row = shot_ptr[g * n_families + f]
                window_row[w] = row
                window_nodes[w] = shot_ptr[g * n_families + f + 1] - row
                opens = min(opens, window_from[w])
                closes = max(closes, window_to[w])
                w += 1
            if w > begin:
                pair_unit[p] = u
                pair_threat[p] = m
                opens_s[p] = opens
                closes_s[p] = closes
                window_first[p] = begin
                p += 1
    unit_first[group_ptr.shape[0] - 1] = p
    window_first[p] = w


@jit()
def order_pairs(
    opens_s: F8, pair_unit: U4, pair_threat: U4, unit_first: U4, threat_priority: I4,
    by_opening: U4, threat_first: U4, by_threat: U4, word_first: U4, word: U4, bit: U8,
    pair_of_bit: U4,
) -> None:  # fmt: skip
    """Fill the orders in which pairs are met: by opening, by threat, by rank in a waiting set.

    Parameters
    ----------
    opens_s, pair_unit, pair_threat (P,), unit_first (U + 1,) : from `list_pairs`.
    threat_priority (T,) : smaller is served first; equal ones by the order of the threats.
    by_opening (P,) : out; pairs by (opening, pair).
    threat_first (T + 1,), by_threat (P,) : out; pairs of threat m, by unit.
    word_first (U + 1,), word (P,), bit (P,) : out; where a pair stands in its unit's waiting set.
    pair_of_bit (64 * words,) : out; the pair of each bit.
    """
    n_pairs = pair_unit.shape[0]
    n_threats = threat_first.shape[0] - 1
    # Stable: equal openings stay in the order of the pairs.
    by_opening[:] = np.argsort(opens_s, kind="mergesort")
    threat_first[:] = 0
    for p in range(n_pairs):
        threat_first[pair_threat[p] + 1] += 1
    for m in range(n_threats):
        threat_first[m + 1] += threat_first[m]
    filled = threat_first[:n_threats].copy()
    for p in range(n_pairs):
        m = pair_threat[p]
        by_threat[filled[m]] = p
        filled[m] += 1
    words = 0
    for u in range(unit_first.shape[0] - 1):
        word_first[u] = words
        first, last = unit_first[u], unit_first[u + 1]
        rank = np.argsort(threat_priority[pair_threat[first:last]], kind="mergesort")
        for place in range(last - first):
            p = first + rank[place]
            word[p] = words + place // WORD
            bit[p] = _ONE << np.uint64(place % WORD)
            pair_of_bit[words * WORD + place] = p
        words += (last - first + WORD - 1) // WORD
    word_first[unit_first.shape[0] - 1] = words


@jit()
def settle_pairs(
    pair_unit: U4, pair_threat: U4, opens_s: F8, t_impact_s: F8, threat_family: I4,
    threat_class: I4, threat_side: I1, decoy: U1, p_reply: F8, p_cleared: F8, class_cdf: F8,
    control: I1, control_alone: I1, delay_s: F8, track_net: I4, n_orders: int, visible: U1,
    track_ptr: I4, track_t_s: F8, track_p: F8, seen_class: I4, in_time: U1, in_time_p: F8,
    plain: U1,
) -> None:  # fmt: skip
    """Fill what is certain about each pair, so that no draw is made for it.

    seen_class (P,) : out; the class that the radar takes the threat for, -1 where it is drawn.
    in_time (P,) : out; 1 where the track is certain before the window opens, delay included.
    in_time_p (P,) : out; a track uniform up to this one tracks before the window opens.
    plain (P,) : out; 1 where nothing but the predicted impact decides whether to fire.
    """
    n_classes = class_cdf.shape[2]
    n_families = visible.shape[1]
    for p in range(pair_unit.shape[0]):
        u = pair_unit[p]
        m = pair_threat[p]
        c = threat_class[m]
        seen_class[p] = -1
        in_time_p[p] = -1.0
        for x in range(n_classes):
            below = class_cdf[u, c, x - 1] if x > 0 else 0.0
            if below <= 0.0 and class_cdf[u, c, x] >= 1.0:
                seen_class[p] = x
        x = seen_class[p]
        if x < 0:
            in_time[p] = 0
            plain[p] = 0
            continue
        f = threat_family[m]
        certain = certain_track(track_ptr, track_t_s, track_p, u * n_families + f)
        late = (t_impact_s[m] + certain) + delay_s[u, x]
        in_time[p] = 1 if visible[u, f] and track_net[u] < 0 and late <= opens_s[p] else 0
        if visible[u, f] and track_net[u] < 0:
            for j in range(track_ptr[u * n_families + f], track_ptr[u * n_families + f + 1]):
                if (t_impact_s[m] + track_t_s[j]) + delay_s[u, x] <= opens_s[p]:
                    in_time_p[p] = track_p[j]
        plain[p] = (
            1
            if n_orders == 0
            and control[u, x] == 2
            and control_alone[u, x] == 2
            and p_reply[m] <= 0.0
            and p_cleared[m] <= 0.0
            and decoy[m] == 0
            and threat_side[m] == 0
            else 0
        )
