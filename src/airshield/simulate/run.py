"""Run the engagement kernel over lowered tables, block by block."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from airshield.errors import RunError
from airshield.kernel import engagement
from airshield.kernel.codes import Status
from airshield.result.tally import GRAIN
from airshield.simulate.tables import Tables

BLOCK_SECONDS = 0.25
"""Aim for the length of one block: short enough for progress and cancelling."""
FIRST_BLOCK = 1024
LARGEST_BLOCK = 262_144
"""Keeps the arrays of one block in tens of megabytes."""
SHARE_LEAST = 64
"""Fewest replications worth a thread of their own."""
_MASK = 0xFFFFFFFF


class Digest(Protocol):
    """What a hash object does."""

    def update(self, data: bytes, /) -> None: ...  # noqa: D102


@dataclass(frozen=True, eq=False)
class Outcome:
    """What the kernel wrote for n replications (T threats, U fire units, G groups, A assets)."""

    out_fate: NDArray[np.int8]
    """(n, T) `codes.Fate`."""
    out_reason: NDArray[np.int8]
    """(n, T) `codes.Reason` of each leaker, -1 for every other threat."""
    out_elsewhere: NDArray[np.int8]
    """(n, T) `codes.Elsewhere`."""
    out_asset: NDArray[np.int16]
    """(n, T) index of the asset that was struck, -1 where none was."""
    out_hits: NDArray[np.int16]
    """(n, T) hits before the threat stopped or fell."""
    out_shots: NDArray[np.int16]
    """(n, T) rounds fired at the threat."""
    out_dud: NDArray[np.int8]
    """(n, T) 1 where a warhead fell and did not explode."""
    out_unit: NDArray[np.int8]
    """(n, U) `codes.UnitState`."""
    out_lost: NDArray[np.int8]
    """(n, U) 1 where the fire unit was struck."""
    out_spent: NDArray[np.int32]
    """(n, G) rounds fired by each launcher group."""
    out_exposed: NDArray[np.float64]
    """(n, A) people within the consequence radius of an impact."""
    out_capped: NDArray[np.int32]
    """(n,) shots whose probability the correlation rule had to cap."""
    status: NDArray[np.int32]
    """(n,) `codes.Status`."""

    def feed(self, digest: Digest) -> None:
        """Add every bit to a hash, grain by grain, so that blocks of any size hash alike."""
        for start in range(0, len(self.status), GRAIN):
            for field in fields(self):
                values = getattr(self, field.name)[start : start + GRAIN]
                digest.update(np.ascontiguousarray(values).tobytes())

    def digest(self) -> str:
        """Hash every array: equal digests mean equal bits."""
        digest = hashlib.sha256()
        self.feed(digest)
        return digest.hexdigest()


Play = Callable[[Tables, int, int, int], Outcome]
"""Plays a block: called with (tables, seed, first replication, how many)."""


def split_seed(seed: int) -> tuple[np.uint64, np.uint64]:
    """Split a 64-bit seed into the two key words of Philox."""
    return np.uint64(seed & _MASK), np.uint64((seed >> 32) & _MASK)


def _empty(tables: Tables, n: int) -> dict[str, NDArray[np.generic]]:
    n_threats, n_units = len(tables.threat_key), len(tables.unit_key)
    n_groups, n_assets = len(tables.group_stock), len(tables.asset_radius_m)
    per_threat = (n, n_threats)
    return {
        "out_fate": np.empty(per_threat, np.int8),
        "out_reason": np.empty(per_threat, np.int8),
        "out_elsewhere": np.empty(per_threat, np.int8),
        "out_asset": np.empty(per_threat, np.int16),
        "out_hits": np.empty(per_threat, np.int16),
        "out_shots": np.empty(per_threat, np.int16),
        "out_dud": np.empty(per_threat, np.int8),
        "out_unit": np.empty((n, n_units), np.int8),
        "out_lost": np.empty((n, n_units), np.int8),
        "out_spent": np.empty((n, n_groups), np.int32),
        "out_exposed": np.empty((n, n_assets), np.float64),
        "out_capped": np.empty(n, np.int32),
        "status": np.empty(n, np.int32),
    }


def thread_count() -> int:
    """Return how many threads a run uses: AIRSHIELD_THREADS, else the processors we may use."""
    asked = os.environ.get("AIRSHIELD_THREADS", "")
    if asked.isdigit() and int(asked) > 0:
        return int(asked)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _postures(tables: Tables, seed: int, first: int, n: int) -> NDArray[np.int8]:
    """Return who is there in each replication, (n, U): 1, 0, or -1 where the kernel draws it."""
    if tables.draw_up is None:
        return np.full((n, len(tables.unit_key)), -1, np.int8)
    # A copy: a draw may be kept by its maker, and the kernel writes states in its place.
    return np.array(tables.draw_up(seed, first, n), np.int8, order="C")


def outputs(tables: Tables, seed: int, first: int, n: int) -> dict[str, NDArray[np.generic]]:
    """Return the arrays that n replications write, in the order of the kernel's arguments."""
    return _empty(tables, n) | {"out_unit": _postures(tables, seed, first, n)}


def checked(out: Mapping[str, NDArray[np.generic]], first: int) -> Outcome:
    """Return what was written from replication `first` on, if every replication ended well.

    Raises
    ------
    RunError : the kernel ran out of a buffer (named).
    """
    outcome = Outcome(**out)  # type: ignore[arg-type]
    bad = np.flatnonzero(outcome.status)
    if bad.size:
        name = Status(int(outcome.status[bad[0]])).name
        raise RunError(
            f"replication {first + int(bad[0])} ended with {name}: a buffer of the kernel is too "
            "small for this raid; please report it with the scenario"
        )
    return outcome


def _call(
    tables: Tables, seed: int, first: int, n: int, trace: NDArray[np.float64], threads: int
) -> Outcome:
    out = outputs(tables, seed, first, n)
    arguments: tuple[Any, ...] = (*split_seed(seed), *tables.arguments(), *out.values(), trace)

    def play(start: int, stop: int) -> None:
        # Interpreted kernels warn of the wrap-around that Philox means.
        with np.errstate(over="ignore"):
            engagement.replicate_range(first, start, stop, *arguments)

    parts = min(threads, max(1, n // SHARE_LEAST))
    if parts == 1:
        play(0, n)
    else:
        edges = [n * i // parts for i in range(parts + 1)]
        with ThreadPoolExecutor(parts) as pool:
            for done in [pool.submit(play, a, b) for a, b in pairwise(edges)]:
                done.result()
    return checked(out, first)


def run_block(
    tables: Tables, seed: int, first: int, n: int, *, threads: int | None = None
) -> Outcome:
    """Play replications `first` to `first + n` of one raid.

    Parameters
    ----------
    tables : the lowered scenario.
    seed : 64-bit seed; the same seed gives the same bits whatever the blocks and threads.
    first : number of the first replication, from 0; n : how many.
    threads : how many to use; None: `thread_count`.

    Returns
    -------
    Outcome with a leading axis of n.

    Raises
    ------
    RunError : the kernel ran out of a buffer (named).
    """
    no_trace = np.empty((0, engagement.TRACE_COLUMNS))
    return _call(tables, seed, first, n, no_trace, threads or thread_count())


def run_traced(tables: Tables, seed: int, replication: int) -> tuple[Outcome, NDArray[np.float64]]:
    """Play one replication again and return its outcome with the full trace.

    Returns
    -------
    Outcome with a leading axis of 1, and the trace: float64 (rows, 8) with columns time_s, step
    (`codes.Step`), unit, threat, group, and three values of the step, in the order of events.
    """
    rows = 256
    while True:
        trace = np.zeros((rows, engagement.TRACE_COLUMNS))
        outcome = _call(tables, seed, replication, 1, trace, 1)
        written = int(trace[-1, 0])
        if written < rows:
            return outcome, trace[:written]
        rows = 2 * written


def blocks(
    tables: Tables,
    seed: int,
    replications: int,
    *,
    fixed: int | None = None,
    play: Play = run_block,
) -> Iterator[tuple[int, Outcome]]:
    """Yield (first, outcome) block by block, sized so that one takes about `BLOCK_SECONDS`.

    The sizes depend on the clock (unless `fixed`), the outcomes do not. `play` plays a block.
    """
    first, size = 0, fixed or FIRST_BLOCK
    while first < replications:
        n = min(size, replications - first)
        start = time.perf_counter()
        yield first, play(tables, seed, first, n)
        first += n
        if fixed is None:
            elapsed = max(time.perf_counter() - start, 1e-4)
            wanted = int(min(max(n * BLOCK_SECONDS / elapsed, FIRST_BLOCK), LARGEST_BLOCK))
            size = wanted - wanted % GRAIN
