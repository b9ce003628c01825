"""Weigh dependent claims, strongest first: copies, retellings, weak reports, shared channels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airshield.posture.chains import NEVER, Chain
from airshield.posture.policy import Array, Policy
from airshield.posture.policy_file import Dependence

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Batch:
    """Chains of one ladder padded to one length, claims in the order of the pass.

    Every array is (n_chains, length). Codes are numbers that are equal where the words are equal.
    `kind` is the number of the move, 0 for an
    empty place; `rank` holds the place in the pass of the strongest claim, the next one, and so on.
    """

    valid: Bools
    as_of_day: Ints
    published_day: Ints
    derived_day: Ints
    superseded_day: Ints
    r: Array
    weak: Bools
    kind: Ints
    origin: Ints
    party: Ints
    channel: Ints
    rank: Ints


def batch(chains: tuple[Chain, ...], policy: Policy, moves: dict[tuple[str, str], int]) -> Batch:
    """Pad chains into arrays.

    Parameters
    ----------
    moves : number of the move matrix of each (status, polarity), from 1.
    """
    length = max((len(chain.entries) for chain in chains), default=0)
    shape = (len(chains), length)
    codes: dict[str, int] = {}

    def code(word: str) -> int:
        return codes.setdefault(word, len(codes) + 1)

    valid = np.zeros(shape, bool)
    days = np.full((4, *shape), NEVER, np.int64)
    words = np.zeros((4, *shape), np.int64)
    r = np.zeros(shape)
    weak = np.zeros(shape, bool)
    rank = np.tile(np.arange(length), (len(chains), 1))
    for row, chain in enumerate(chains):
        n = len(chain.entries)
        if not n:
            continue
        own = chain.entries
        valid[row, :n] = True
        days[:, row, :n] = np.transpose(
            [(e.as_of_day, e.published_day, e.derived_day, e.superseded_day) for e in own]
        )
        words[:, row, :n] = np.transpose(
            [
                (
                    moves[e.claim.status, e.claim.polarity],
                    code(e.claim.origin),
                    code(e.claim.party),
                    code(e.claim.channel),
                )
                for e in own
            ]
        )
        r[row, :n] = [e.r for e in own]
        weak[row, :n] = [e.graded < policy.dependence.weak_below for e in own]
        rank[row, :n] = sorted(range(n), key=lambda i, own=own: own[i].strength)  # type: ignore[misc]
    as_of_day, published_day, derived_day, superseded_day = days
    kind, origin, party, channel = words
    return Batch(
        valid,
        as_of_day,
        published_day,
        derived_day,
        superseded_day,
        r,
        weak,
        kind,
        origin,
        party,
        channel,
        rank,
    )


def active(content: Batch, on_day: Ints, known_day: Ints) -> tuple[Bools, Bools]:
    """Return which claims a query may use, and which of them retell a document in the set.

    Parameters
    ----------
    on_day, known_day : (n_queries,) the two clocks.

    Returns
    -------
    Two arrays (n_chains, n_queries, length).
    """
    on, known = on_day[None, :, None], known_day[None, :, None]
    usable = (content.as_of_day[:, None] <= on) & (content.published_day[:, None] <= known)
    usable &= content.valid[:, None] & (content.superseded_day[:, None] > known)
    return usable, usable & (content.derived_day[:, None] <= known)


def weights(content: Batch, chain: Ints, usable: Bools, retold: Bools, rule: Dependence) -> Array:
    """Return the weight of each claim in each row, set before the pass, strongest first.

    Parameters
    ----------
    chain : (n_rows,) the chain of each row. usable, retold : (n_rows, length), see `active`.

    Returns
    -------
    (n_rows, length), in the order of the pass; 0 for what does not count.
    """
    length = content.rank.shape[1]
    ranked = {
        name: np.take_along_axis(getattr(content, name), content.rank, axis=1)
        for name in ("as_of_day", "r", "weak", "kind", "origin", "party", "channel")
    }
    own = content.rank[chain]
    free = np.take_along_axis(usable & ~retold, own, axis=1) & (ranked["r"] > 0)[chain]
    counted = np.zeros_like(free)
    found = np.zeros(free.shape)
    for i in range(length):
        if not free[:, i].any():
            continue
        before, this = slice(0, i), slice(i, i + 1)
        kind = ranked["kind"][:, before] == ranked["kind"][:, this]
        origin = ranked["origin"][:, before] == ranked["origin"][:, this]
        apart = np.abs(ranked["as_of_day"][:, before] - ranked["as_of_day"][:, this])
        drowned = ranked["weak"][:, before] & ranked["weak"][:, this]
        drowned &= apart <= rule.weak_window_days
        shared = ranked["party"][:, before] == ranked["party"][:, this]
        shared |= ranked["channel"][:, before] == ranked["channel"][:, this]
        shared &= ~origin & (apart <= rule.shared_window_days)
        silences = kind & (origin | drowned)
        # In a long chain few claims bear on each other: look at those only.
        near = np.flatnonzero((silences | shared).any(axis=0))
        earlier = counted[:, near]
        silenced = (earlier & silences[:, near][chain]).any(axis=1)
        n_shared = (earlier & shared[:, near][chain]).sum(axis=1)
        counts = free[:, i] & ~silenced
        counted[:, i] = counts
        found[:, i] = np.where(counts, rule.shared_factor**n_shared, 0.0)
    result = np.zeros_like(found)
    np.put_along_axis(result, own, found, axis=1)
    return result
