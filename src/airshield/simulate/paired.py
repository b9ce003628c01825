"""Play the defended and the undefended raid on common random numbers, block by block."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from airshield.result.intervals import wilson
from airshield.simulate.lift import ALL, DEFENDED, Lifted, extend, paired_columns, start
from airshield.simulate.run import Play, blocks, run_block
from airshield.simulate.tables import Tables

CHECK_EVERY = 4096
"""With a target width the interval is looked at only here, so that the number of replications
does not depend on the machine's speed. A multiple of the grain of sums."""
REPLICATIONS_MAX = 10_000_000

Progress = Callable[[int, int], None]
"""Called with (replications done, replications wanted)."""
StoppedBy = Literal["replications", "width", "interrupt"]


@dataclass(frozen=True, eq=False)
class Played:
    """A finished or interrupted run of both arms."""

    lifted: Lifted
    outcome_hash: str
    stopped_by: StoppedBy


def _wide(lifted: Lifted, width: float) -> bool:
    total, _ = lifted.tally.sums(DEFENDED, ALL, "p_no_leaker")
    low, high = wilson(total, lifted.tally.n)
    return high - low > width


def _ignore(done: int, wanted: int) -> None:
    del done, wanted


def play_paired(
    tables: Tables,
    seed: int,
    replications: int,
    *,
    until_width: float | None = None,
    progress: Progress = _ignore,
    play: Play = run_block,
) -> Played:
    """Play replications of a raid with and without its fire units.

    Parameters
    ----------
    tables : the lowered scenario; seed : 64-bit seed.
    replications : how many; with `until_width`, the least number.
    until_width : go on until the 95 % interval of the probability of no leaker (all assets) is at
        most this wide.
    progress : called after each block.
    play : plays a block: on the processor, or on a device (`simulate.device`).

    An interrupt (Ctrl-C) ends the run after the block at hand; what was played is returned. Before
    the first block is done, the interrupt is passed on.

    Raises
    ------
    KeyboardInterrupt : before the first block was done.
    """
    bare = tables.without_units()
    wanted = replications if until_width is None else REPLICATIONS_MAX
    fixed = CHECK_EVERY if until_width is not None else None
    digest = hashlib.sha256()
    lifted: Lifted | None = None
    stopped_by: StoppedBy = "replications"
    try:
        for first, defended in blocks(tables, seed, wanted, fixed=fixed, play=play):
            n = len(defended.status)
            undefended = play(bare, seed, first, n)
            columns = paired_columns(tables, defended, undefended)
            grown = extend(lifted or start(columns), tables, defended, columns)
            defended.feed(digest)
            lifted = grown
            progress(first + n, wanted if until_width is None else 0)
            if (
                until_width is not None
                and first + n >= replications
                and not _wide(lifted, until_width)
            ):
                stopped_by = "width"
                break
    except KeyboardInterrupt:
        if lifted is None:
            raise
        stopped_by = "interrupt"
    if lifted is None:
        raise ValueError("at least one replication is needed")
    return Played(lifted, digest.hexdigest(), stopped_by)
