"""Choose the replication to look at: a typical one, one with few leakers, one with many."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from airshield.assessment.assess import Answered
from airshield.errors import Fault, InputError
from airshield.kernel.codes import Fate
from airshield.simulate.run import run_block

QUANTILES: Mapping[str, float] = MappingProxyType(
    {"typical": 0.5, "low-loss": 0.05, "high-loss": 0.95}
)
"""Share of the replications that have at most as many leakers as the chosen one."""
REPLICATION_MAX = 2**48 - 1
_SLICE = 65_536


def counts(answered: Answered) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return leakers and rounds fired of each replication of a run, each (n,)."""
    n, leakers, fired = answered.played.lifted.tally.n, [], []
    for first in range(0, n, _SLICE):
        outcome = run_block(answered.lowered.tables, answered.seed, first, min(_SLICE, n - first))
        leakers.append((outcome.out_fate == Fate.IMPACT_IN_ASSET).sum(axis=1))
        fired.append(outcome.out_shots.sum(axis=1))
    return np.concatenate(leakers), np.concatenate(fired)


def at_quantile(leakers: NDArray[np.int64], fired: NDArray[np.int64], share: float) -> int:
    """Return the number of the replication that stands for a quantile of leakers.

    Parameters
    ----------
    leakers, fired : of each replication, (n,); share : between 0 and 1.

    Among those with that many leakers, the first whose rounds fired are nearest to their median.
    """
    wanted = int(np.quantile(leakers, share, method="inverted_cdf"))
    alike = np.flatnonzero(leakers == wanted)
    away = np.abs(fired[alike] - np.median(fired[alike]))
    return int(alike[int(away.argmin())])


def _refuse(message: str) -> InputError:
    return InputError([Fault("command line", None, "replication", message)])


def parse(text: str) -> int | str:
    """Read a replication as the user writes it: a number from 0, or a word of `QUANTILES`.

    Raises
    ------
    InputError : it is neither.
    """
    if text in QUANTILES:
        return text
    if text.isascii() and text.isdigit() and int(text) <= REPLICATION_MAX:
        return int(text)
    raise _refuse(f'"{text}" is neither a number from 0 to 2^48-1 nor {", ".join(QUANTILES)}')


def number_of(answered: Answered, replication: int | str) -> int:
    """Return the number of a replication, chosen from the counts of the run where it is a word.

    Raises
    ------
    InputError : a number out of range, or an unknown word.
    """
    wanted = parse(str(replication))
    if isinstance(wanted, int):
        return wanted
    return at_quantile(*counts(answered), QUANTILES[wanted])
