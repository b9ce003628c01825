"""Draw postures jointly: one uniform per origin, so that sites stand or fall with their source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from airshield.errors import ClaimError, Fault
from airshield.posture.beliefs import Beliefs
from airshield.posture.chains import Chain, ChainKey
from airshield.posture.inference import WAITS, number_moves, powers, start_of
from airshield.posture.policy import Array
from airshield.posture.policy_file import ASSEMBLING, OPERATIONAL, WITHDRAWN
from airshield.scenario.identity import identity_key

PURPOSE = 200
"""Counter word of these draws. Those of the kernel (`codes.Purpose`) count up from 1."""
_UNIT = 2.0**-32
States = NDArray[np.int8]


def uniforms(kind: str, name: str, n: int, seed: int, first: int = 0) -> Array:
    """Return n uniforms in (0, 1), keyed by (seed, replication, purpose, identity).

    They are those of the replications from `first` on: a draw depends on nothing else, so blocks of
    any size hold the same ones.
    """
    # Imported late: Numba takes longer to load than an answer that draws nothing takes to compute.
    from airshield.kernel.philox import philox4x32  # noqa: PLC0415

    replication = np.arange(first, first + n, dtype=np.uint64)
    low = np.uint64(0xFFFFFFFF)
    shift = np.uint64(32)
    # The compiled function takes one counter; its Python source takes arrays of them as well.
    block: Any = getattr(philox4x32, "py_func", philox4x32)
    word, *_ = block(
        np.full(n, identity_key(kind, name), np.uint64),
        np.zeros(n, np.uint64),
        replication & low,
        np.full(n, PURPOSE << 24, np.uint64) | (replication >> shift),
        np.uint64(seed & 0xFFFFFFFF),
        np.uint64(seed >> 32),
    )
    return np.asarray((word.astype(float) + 0.5) * _UNIT)


def units(beliefs: Beliefs) -> tuple[ChainKey, ...]:
    """Return what `sample` draws by default: every deployment at a site, reported or not."""
    return tuple(
        row.key for row in beliefs.rows if row.key.ladder == "deployment" and not row.place.is_area
    )


def sample_states(
    beliefs: Beliefs,
    n: int,
    seed: int = 1,
    keys: Sequence[ChainKey] | None = None,
    first: int = 0,
) -> States:
    """Draw the rung of each unit, jointly.

    Parameters
    ----------
    beliefs : of the mixture rule; the alternative is no mixture and cannot be drawn so.
    n : replications, at least 1. seed : 64 bits. keys : units, `units(beliefs)` where None. One
        that the ledger never speaks of has the drift alone. first : number of the first one.

    Returns
    -------
    (n, n_units) states 0 to 6.

    Raises
    ------
    ClaimError : the beliefs are those of the Bayesian alternative.

    **Limits** A lot other than "main" that was reported at several sites is drawn at the one with
    the latest report only, so its marginals at the others are smaller than the table's.
    """
    if beliefs.rule != "mixture":
        message = "only the mixture rule can be sampled; leave --rule out"
        raise ClaimError([Fault("command line", None, "--rule", message)])
    wanted = units(beliefs) if keys is None else tuple(keys)
    number = {chain.key: i for i, chain in enumerate(beliefs.track.chains.chains)}
    result = np.zeros((n, len(wanted)), np.int8)
    last = np.zeros((n, len(wanted)), np.int64)
    origins: dict[str, Array] = {}
    for column, key in enumerate(wanted):
        chain = beliefs.track.chains.chains[number[key]] if key in number else Chain(key, ())
        weight = beliefs.track.used[number[key]].weight if key in number else np.zeros(0)
        p, last[:, column] = _conditional(beliefs, chain, weight, (n, seed, first), origins)
        own = uniforms("posture_chain", f"{key.system}/{key.site}/{key.lot}", n, seed, first)
        # The last cumulative sum may fall short of one by rounding.
        result[:, column] = np.minimum((own[:, None] > np.cumsum(p, axis=1)).sum(axis=1), WITHDRAWN)
    _conserve(wanted, result, last)
    return result


def sample(
    beliefs: Beliefs,
    n: int,
    seed: int = 1,
    keys: Sequence[ChainKey] | None = None,
    first: int = 0,
) -> NDArray[np.bool_]:
    """Draw which units are operational, jointly; see `sample_states`.

    Returns
    -------
    (n, n_units) booleans. A count [2, open] is one column: the unit stands for *at least* so many.
    """
    return np.asarray(sample_states(beliefs, n, seed, keys, first) == OPERATIONAL)


def _conditional(
    beliefs: Beliefs,
    chain: Chain,
    weight: Iterable[float],
    draws: tuple[int, int, int],
    origins: dict[str, Array],
) -> tuple[Array, NDArray[np.int64]]:
    """Return the belief of each replication, (n, 7), and the day of the last claim that held.

    A claim applies in full where its uniform is below r w, and not at all elsewhere.
    draws : (how many, seed, first replication).
    """
    n = draws[0]
    every = beliefs.track.chains
    ladder = every.ladder(chain.key)
    table = number_moves(ladder)
    start = start_of(every, chain.key)
    p = np.tile(ladder.start, (n, 1))
    held = np.zeros(n, np.int64)
    day = start
    seen: set[str] = set()
    for entry, share in zip(chain.entries, _shares(chain, weight), strict=True):
        if share <= 0:
            continue
        waited = 0 if day == WAITS else entry.as_of_day - day
        p = p @ powers(ladder.step, np.array([waited]))[0]
        day = entry.as_of_day
        origin = entry.claim.origin
        if origin in seen:
            name = f"{chain.key.system}/{chain.key.site}/{chain.key.lot}/{entry.claim.id}"
            own = uniforms("posture_claim", name, *draws)
        else:
            seen.add(origin)
            if origin not in origins:
                origins[origin] = uniforms("posture_origin", origin, *draws)
            own = origins[origin]
        holds = own < share
        p[holds] = p[holds] @ table.moves[table.numbers[entry.claim.status, entry.claim.polarity]]
        held[holds] = day
    waited = 0 if day == WAITS else beliefs.on.toordinal() - day
    return p @ powers(ladder.step, np.array([waited]))[0], held


def _shares(chain: Chain, weight: Iterable[float]) -> list[float]:
    return [entry.r * float(w) for entry, w in zip(chain.entries, weight, strict=True)]


def _conserve(keys: Sequence[ChainKey], states: States, last: NDArray[np.int64]) -> None:
    """Keep each named lot at one site only: that of the latest report that held."""
    lots: dict[tuple[str, str], list[int]] = {}
    for column, key in enumerate(keys):
        if key.lot != "main":
            lots.setdefault((key.system, key.lot), []).append(column)
    for columns in lots.values():
        if len(columns) < 2:
            continue
        there = np.isin(states[:, columns], (ASSEMBLING, OPERATIONAL))
        keep = np.where(there, last[:, columns] + 1, 0).argmax(axis=1)
        others = there & (np.arange(len(columns))[None, :] != keep[:, None])
        states[:, columns] = np.where(others, WITHDRAWN, states[:, columns])
