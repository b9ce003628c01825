"""Infer a belief over the ladder from a ledger: time moves it, and claims move it.

**Source** The rule is this project's own (docs/theory/posture.md): with chance r the source knows,
so believe it; else keep what you believed. The alternative is the forward filter of a hidden Markov
chain (Rabiner, "A tutorial on hidden Markov models", Proc. IEEE 77, 1989, section III.A).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from airshield.errors import ClaimError, Fault
from airshield.posture.chains import Chain, ChainKey, Chains
from airshield.posture.loading import Loaded
from airshield.posture.policy import Array, Ladder, Policy
from airshield.posture.policy_file import N_STATES
from airshield.posture.weights import Batch, Bools, Ints, active, batch, weights

Rule = Literal["mixture", "bayes"]
WAITS = -1
"""Day of a chain that stands at its start until somebody reports."""
MAX_CELLS = 8_000_000
"""Chains are taken in portions of at most this many (chain, query, claim) cells."""


@dataclass(frozen=True, eq=False)
class Used:
    """What the last query made of one chain's claims, in the order of its entries: (n_entries,)."""

    usable: Bools
    weight: Array


@dataclass(frozen=True, eq=False)
class Track:
    """Beliefs over a number of queries.

    Attributes
    ----------
    chains : what was inferred. on, known_by : the queries. p : (n_chains, n_queries, 7), the order
    of `keys`. reported : (n_chains, n_queries), whether anybody had reported on the very site.
    """

    chains: Chains
    rule: Rule
    on: tuple[dt.date, ...]
    known_by: tuple[dt.date, ...]
    keys: tuple[ChainKey, ...]
    p: Array
    reported: Bools
    used: tuple[Used, ...]


def powers(step: Array, days: Ints) -> Array:
    """Return step to the power of each number of days, (n, 7, 7), by repeated squaring."""
    unique, where = np.unique(days, return_inverse=True)
    result = np.tile(np.eye(N_STATES), (len(unique), 1, 1))
    square, left = step, unique
    while left.any():
        odd = (left & 1).astype(bool)
        result[odd] = result[odd] @ square
        square, left = square @ square, left >> 1
    return np.asarray(result[where.reshape(-1)])


@dataclass(frozen=True, eq=False)
class Rows:
    """What each row of a pass ends with: belief after its last claim, and the day of it.

    `before` and `after` hold (n_rows, length, 7) beliefs just before and after each claim that
    counts, where the trace was asked for.
    """

    p: Array
    day: Ints
    weight: Array
    before: Array | None = None
    after: Array | None = None


def _updated(p: Array, share: Array, allowed: Array, moves: Array, rule: Rule, b: float) -> Array:
    """Apply one claim per row. share : (n,) r times w. allowed : (n, 7). moves : (n, 7, 7)."""
    share = share[:, None]
    if rule == "bayes":
        ratio = 1.0 + share / ((1.0 - share) * b)
        weighed = p * np.where(allowed > 0, ratio, 1.0)
        return np.asarray(weighed / weighed.sum(axis=1, keepdims=True))
    moved = (p[:, None, :] @ moves)[:, 0]
    return share * moved + (1.0 - share) * p


@dataclass(frozen=True, eq=False)
class Moves:
    """The moves of one ladder by number, so that a pass can look them up for many rows at once.

    Attributes
    ----------
    numbers : by (status, polarity), from 1; 0 moves nothing. moves : (n, 7, 7) from row to column.
    allowed : (n, 7), 1 for each state that a claim allows.
    """

    ladder: Ladder
    numbers: dict[tuple[str, str], int]
    moves: Array
    allowed: Array


def number_moves(ladder: Ladder) -> Moves:
    """Number the moves of a ladder."""
    kinds = list(ladder.moves)
    moves = np.array([np.eye(N_STATES), *(ladder.moves[kind] for kind in kinds)])
    allowed = np.array([np.ones(N_STATES), *(ladder.allowed[kind] for kind in kinds)], float)
    return Moves(ladder, {kind: n for n, kind in enumerate(kinds, 1)}, moves, allowed)


def run_rows(
    content: Batch,
    chain: Ints,
    weight: Array,
    table: Moves,
    policy: Policy,
    start_day: Ints,
    rule: Rule = "mixture",
    trace: bool = False,
) -> Rows:
    """Pass the claims of each row over its belief, in order.

    Parameters
    ----------
    chain : (n_rows,) the chain of each row in the batch. weight : (n_rows, length).
    start_day : (n_rows,) ordinal of the day on which a row stands at its start; WAITS where it
        stands there until its first report.
    """
    n, length = weight.shape
    bayes = rule == "bayes" and len(table.ladder.states) == N_STATES
    p = np.tile(policy.bayes_prior if bayes else table.ladder.start, (n, 1))
    # The prior of the alternative rule is that of the moment of the first report.
    day = np.full(n, WAITS, np.int64) if bayes else start_day.copy()
    share = content.r[chain] * weight
    before = np.zeros((n, length, N_STATES)) if trace else None
    after = np.zeros((n, length, N_STATES)) if trace else None
    for j in range(length):
        rows = np.flatnonzero(share[:, j] > 0)
        if not len(rows):
            continue
        now = content.as_of_day[chain[rows], j]
        waited = np.where(day[rows] == WAITS, 0, now - day[rows])
        own = (p[rows][:, None, :] @ powers(table.ladder.step, waited))[:, 0]
        kind = content.kind[chain[rows], j]
        new = _updated(
            own, share[rows, j], table.allowed[kind], table.moves[kind], rule, policy.bayes.b
        )
        p[rows], day[rows] = new, now
        if before is not None and after is not None:
            before[rows, j], after[rows, j] = own, new
    return Rows(p, day, weight, before, after)


def groups(all_chains: Chains) -> list[tuple[str, Ints]]:
    """Return (ladder, numbers of chains) with like lengths together, so that little is padded."""
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, chain in enumerate(all_chains.chains):
        found[chain.key.ladder, len(chain.entries).bit_length()].append(number)
    return [(ladder, np.array(numbers)) for (ladder, _), numbers in sorted(found.items())]


def _portions(numbers: Ints, length: int, n_queries: int) -> list[Ints]:
    size = max(1, MAX_CELLS // max(1, length * n_queries))
    return [numbers[i : i + size] for i in range(0, len(numbers), size)]


def _rows_of(usable: Bools, retold: Bools) -> tuple[Ints, Ints]:
    """Return, for each (chain, query), its row, and the first query of each row.

    Queries that use the same claims share one row: only the days since then differ.
    """
    state = usable.astype(np.int8) + retold
    changed = np.ones(state.shape[:2], bool)
    changed[:, 1:] = (state[:, 1:] != state[:, :-1]).any(axis=2)
    row = np.cumsum(changed).reshape(changed.shape) - 1
    return row, np.flatnonzero(changed)


def _infer_group(
    all_chains: Chains,
    own: tuple[Chain, ...],
    ladder: str,
    on_day: Ints,
    known_day: Ints,
    rule: Rule,
) -> tuple[Array, Bools, tuple[Used, ...]]:
    policy = all_chains.policy
    table = number_moves(policy.ladders[ladder])
    content = batch(own, policy, table.numbers)
    usable, retold = active(content, on_day, known_day)
    row, first = _rows_of(usable, retold)
    n_chains, n_queries, length = usable.shape
    chain = first // n_queries
    flat = (n_chains * n_queries, length)
    weight = weights(
        content,
        chain,
        usable.reshape(flat)[first],
        retold.reshape(flat)[first],
        policy.dependence,
    )
    start_day = np.array([start_of(all_chains, one.key) for one in own], np.int64)[chain]
    done = run_rows(content, chain, weight, table, policy, start_day, rule)
    day = done.day[row]
    waited = np.where(day == WAITS, 0, on_day[None, :] - day).reshape(-1)
    ends = done.p[row].reshape(-1, 1, N_STATES) @ powers(table.ladder.step, waited)
    carried = np.zeros((n_chains, length), bool)
    for number, one in enumerate(own):
        carried[number, : len(one.entries)] = [bool(entry.carried) for entry in one.entries]
    reported = np.asarray((usable & ~carried[:, None]).any(axis=2))
    used = tuple(
        Used(usable[i, -1, : len(one.entries)], weight[row[i, -1], : len(one.entries)])
        for i, one in enumerate(own)
    )
    return ends.reshape(n_chains, n_queries, N_STATES), reported, used


def track(
    all_chains: Chains,
    on: Sequence[dt.date],
    known_by: Sequence[dt.date] | dt.date,
    rule: Rule = "mixture",
) -> Track:
    """Infer the beliefs of every chain for a number of queries.

    Parameters
    ----------
    on : days asked about, in order. known_by : day by which a document must have come out, one for
        all or one per day.

    Returns
    -------
    A `Track`; its first chains are those with claims, then come the sites nobody reported on.

    Raises
    ------
    ClaimError : a day before the ledger's coverage.
    """
    known = [known_by] * len(on) if isinstance(known_by, dt.date) else list(known_by)
    start = all_chains.loaded.ledger.coverage_start
    if on and min(on) < start:
        message = f"{min(on)} is before the ledger's coverage ({start}); ask for a later day"
        raise ClaimError([Fault(all_chains.loaded.file, None, "coverage_start", message)])
    on_day = np.array([day.toordinal() for day in on], np.int64)
    known_day = np.array([day.toordinal() for day in known], np.int64)
    keys = (*(chain.key for chain in all_chains.chains), *all_chains.silent)
    p = np.zeros((len(keys), len(on), N_STATES))
    reported = np.zeros((len(keys), len(on)), bool)
    used: dict[int, Used] = {}
    for ladder, numbers in groups(all_chains):
        longest = max(len(all_chains.chains[n].entries) for n in numbers)
        for portion in _portions(numbers, longest, len(on)):
            own = tuple(all_chains.chains[n] for n in portion)
            found = _infer_group(all_chains, own, ladder, on_day, known_day, rule)
            p[portion], reported[portion] = found[:2]
            used.update(zip(portion.tolist(), found[2], strict=True))
    p[len(all_chains.chains) :] = _drifts(all_chains, on_day)
    order = tuple(used[n] for n in range(len(all_chains.chains)))
    return Track(all_chains, rule, tuple(on), tuple(known), keys, p, reported, order)


def start_of(all_chains: Chains, key: ChainKey) -> int:
    """Return the ordinal of the day on which a chain stands at its start, or WAITS."""
    system = all_chains.loaded.systems.get(key.system)
    if system is not None and system.starts == "first report":
        return WAITS
    return all_chains.loaded.ledger.coverage_start.toordinal()


def _drifts(all_chains: Chains, on_day: Ints) -> Array:
    """Return the belief at each site nobody reported on; few of them differ."""
    known: dict[int, Array] = {}
    for key in all_chains.silent:
        start = start_of(all_chains, key)
        if start not in known:
            known[start] = drift(all_chains, key, on_day)
    rows = [known[start_of(all_chains, key)] for key in all_chains.silent]
    return np.array(rows).reshape(len(rows), len(on_day), N_STATES)


def drift(all_chains: Chains, key: ChainKey, on_day: Ints) -> Array:
    """Return the belief without any report, (n_queries, 7)."""
    ladder = all_chains.ladder(key)
    start = start_of(all_chains, key)
    if start == WAITS:
        return np.tile(ladder.start, (len(on_day), 1))
    return np.asarray(ladder.start @ powers(ladder.step, on_day - start))


def last_known(loaded: Loaded) -> dt.date:
    """Return the day by which everything in a ledger had come out."""
    days = [document.published for document in loaded.ledger.document]
    return max(days, default=loaded.ledger.coverage_end)
