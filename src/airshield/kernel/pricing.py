"""Find the rounds worth most on each target when every round has a price, exactly.

A *column* of a target says how many rounds of each weapon fly at it. At prices `mu` per round its
reduced value is `V prod(q^x) + mu x`. The search goes depth first over rounds in the order of price
per unit of `-ln q`, cut by the continuous relaxation: rounds may be split, so fill in that order
until what survives falls below the ratio. A branch that is cut can hold nothing better.

A round that kills for sure needs no company: a column that holds one is worth most with that round
alone, so sure rounds are looked at one by one and stay out of the search.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

EXACT, CUT_SHORT = 0, 1
"""Status of a target: searched to the end, or the node limit was reached (the bound holds)."""


@jit(inline=True)
def _relaxed(k: int, n: int, survive: float, ratio: F8, q: F8, price: F8) -> float:
    """Return the least reduced value from here when the rounds from place k on may be split."""
    paid = 0.0
    while k < n and survive > ratio[k]:
        after = survive * q[k]
        if after < ratio[k]:
            # A part of this round brings the survivor down to the ratio.
            return paid + ratio[k] * (1.0 + np.log(survive / ratio[k]))
        paid += price[k]
        survive = after
        k += 1
    return paid + survive


@jit()
def _lay_out(
    value: float, p: F8, mu: F8, room: I8, slack: float,
    item: I8, skip: I8, q: F8, price: F8, ratio: F8,
) -> int:  # fmt: skip
    """Lay out the rounds that may stand in a column within `slack` of the best; return how many.

    `skip[k]` is the place behind the last round of the same weapon: its rounds are alike, so
    leaving one out leaves out those behind it.
    """
    keys = np.empty(len(p))
    which = np.empty(len(p), np.int64)
    found = 0
    for i in range(len(p)):
        # A round that does not pay on the whole value pays on no part of it.
        if room[i] > 0 and 0.0 < p[i] < 1.0 and mu[i] - value * p[i] <= slack:
            keys[found] = mu[i] / -np.log1p(-p[i])
            which[found] = i
            found += 1
    rank = np.argsort(keys[:found], kind="mergesort")
    n = 0
    for r in range(found):
        i = which[rank[r]]
        end = n + room[i]
        while n < end:
            item[n] = i
            skip[n] = end
            q[n] = 1.0 - p[i]
            price[n] = mu[i]
            ratio[n] = keys[rank[r]]
            n += 1
    return n


@jit()
def _best(
    survive: float, best: float, n: int, limit: int,
    skip: I8, q: F8, price: F8, ratio: F8, place: I8, left: F8, cost: F8, chosen: I8,
) -> tuple[float, int, float]:  # fmt: skip
    """Return (best reduced value, rounds chosen or -1 where `best` stands, lower bound)."""
    root = _relaxed(0, n, survive, ratio, q, price)
    depth, k, paid, count, nodes = 0, 0, 0.0, -1, 0
    while True:
        while k < n:
            if paid + _relaxed(k, n, survive, ratio, q, price) >= best:
                break
            nodes += 1
            if survive * (1.0 - q[k]) <= price[k]:
                k = skip[k]
                continue
            place[depth], left[depth], cost[depth] = k, survive, paid
            depth += 1
            survive *= q[k]
            paid += price[k]
            k += 1
            if paid + survive < best:
                best = paid + survive
                count = depth
                chosen[:depth] = place[:depth]
        if nodes > limit:
            return best, count, min(root, best)
        if depth == 0:
            return best, count, best
        depth -= 1
        k, survive, paid = skip[place[depth]], left[depth], cost[depth]


@jit()
def price_targets(
    value: F8, p: F8, mu: F8, least: I8, most: I8, limit: int,
    x: I8, reduced: F8, bound: F8, status: I8,
) -> None:  # fmt: skip
    """Find the column of least reduced value of each target.

    Parameters
    ----------
    value : (T,) worth of the targets, >= 0; p : (T, W) kill probability per round, 0 to 1.
    mu : (W,) price of a round, >= 0; least, most : (T, W) bounds on the rounds of a column.
    limit : nodes after which the search of one target stops with a bound only.
    x : (T, W) out, the column; reduced : (T,) out, its reduced value; bound : (T,) out, a proved
        lower bound, equal to `reduced` where status is EXACT; status : (T,) out.

    Notes
    -----
    **Source** depth-first search with the bound of the continuous knapsack: Dantzig (1957) for the
    order, applied to one convex term (Andersen, Pavlikov, Toffolo 2022 pose the same subproblem).
    """
    n_weapons = p.shape[1]
    for j in range(len(value)):
        room = most[j] - least[j]
        rounds = room.sum()
        item, skip = np.empty(rounds, np.int64), np.empty(rounds, np.int64)
        q, price, ratio = np.empty(rounds), np.empty(rounds), np.empty(rounds)
        place, chosen = np.empty(rounds, np.int64), np.empty(rounds, np.int64)
        left, cost = np.empty(rounds), np.empty(rounds)
        survive, base, sure = value[j], 0.0, -1
        for i in range(n_weapons):
            x[j, i] = least[j, i]
            if least[j, i] > 0:
                survive *= (1.0 - p[j, i]) ** least[j, i]
                base += mu[i] * least[j, i]
        best = survive
        for i in range(n_weapons):
            if p[j, i] >= 1.0 and room[i] > 0 and mu[i] < best:
                best, sure = mu[i], i
        n = _lay_out(survive, p[j], mu, room, 0.0, item, skip, q, price, ratio)
        best, count, low = _best(
            survive, best, n, limit, skip, q, price, ratio, place, left, cost, chosen
        )
        if count < 0 and sure >= 0:
            x[j, sure] += 1
        for d in range(count):
            x[j, item[chosen[d]]] += 1
        reduced[j], bound[j] = base + best, base + low
        status[j] = EXACT if low == best else CUT_SHORT


@jit()
def columns_within(
    value: float, p: F8, mu: F8, least: I8, most: I8, best: float, limit: float,
    end: I8, item_out: I8,
) -> int:  # fmt: skip
    """List every column of one target whose reduced value is at most `limit`.

    Columns with a sure round and company are left out: without the company they are worth as much
    and cost less.

    Parameters
    ----------
    value, p, mu, least, most : as `price_targets`, of one target.
    best : least reduced value of any column of the target; limit : at least that.
    end : (n,) out, where each column ends in `item_out`; item_out : (m,) out, the weapons of its
        rounds, one entry for each round.

    Returns
    -------
    How many there are, or -1 where they do not fit.
    """
    room = most - least
    rounds = room.sum()
    item, skip = np.empty(rounds, np.int64), np.empty(rounds, np.int64)
    q, price, ratio = np.empty(rounds), np.empty(rounds), np.empty(rounds)
    place = np.empty(rounds, np.int64)
    left, cost = np.empty(rounds), np.empty(rounds)
    base = np.empty(least.sum(), np.int64)
    survive, paid, fixed = value, 0.0, 0
    for i in range(len(p)):
        for _ in range(least[i]):
            survive *= 1.0 - p[i]
            paid += mu[i]
            base[fixed] = i
            fixed += 1
    # Without one round a column is still no better than the best: so much may the round lose.
    n = _lay_out(survive, p, mu, room, limit - best, item, skip, q, price, ratio)
    count, used, deepest = 0, 0, len(item_out) - fixed - 1
    if paid + survive <= limit:
        if len(end) == 0 or deepest < 0:
            return -1
        item_out[:fixed] = base
        used = fixed
        end[0] = used
        count = 1
    for i in range(len(p)):
        if p[i] >= 1.0 and room[i] > 0 and paid + mu[i] <= limit:
            if count >= len(end) or used > deepest:
                return -1
            item_out[used : used + fixed] = base
            item_out[used + fixed] = i
            used += fixed + 1
            end[count] = used
            count += 1
    depth, k = 0, 0
    while True:
        while k < n:
            if paid + _relaxed(k, n, survive, ratio, q, price) > limit:
                break
            place[depth], left[depth], cost[depth] = k, survive, paid
            depth += 1
            survive *= q[k]
            paid += price[k]
            k += 1
            if paid + survive <= limit:
                if count >= len(end) or used + depth > deepest:
                    return -1
                item_out[used : used + fixed] = base
                used += fixed
                for d in range(depth):
                    item_out[used + d] = item[place[d]]
                used += depth
                end[count] = used
                count += 1
        if depth == 0:
            return count
        depth -= 1
        k, survive, paid = skip[place[depth]], left[depth], cost[depth]
