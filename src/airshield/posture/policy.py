"""Hold the policy values of the inference as arrays: reliabilities, rates, windows, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airshield.errors import ClaimError
from airshield.files import Document, parse, read_file
from airshield.files.shape import validate_as
from airshield.posture.models import System
from airshield.posture.policy_file import (
    N_STATES,
    Bayes,
    Dependence,
    Grades,
    LadderFile,
    PolicyFile,
    faults,
)
from airshield.posture.source import POLICIES

Array = NDArray[np.float64]
R_MAX = 0.99
"""No report is certain: a reliability that was raised stays below one."""


@dataclass(frozen=True, eq=False)
class Ladder:
    """One ladder as arrays.

    Attributes
    ----------
    states : names, in order. start : (7,) probabilities. step : (7, 7) chance per day from row to
    column. allowed : by (status, polarity), (7,) booleans. moves : by the same, (7, 7) from row to
    column, each row with a single one.
    """

    states: tuple[str, ...]
    start: Array
    step: Array
    allowed: Mapping[tuple[str, str], NDArray[np.bool_]]
    moves: Mapping[tuple[str, str], Array]


@dataclass(frozen=True, eq=False)
class Policy:
    """Everything that a judgement of ours went into, in one place.

    Attributes
    ----------
    file : where it was read. grades : (6, 6) reliability by letter and digit. r_shift : added to
    every positive reliability (the sensitivity table). ladders : "deployment" and "base".
    systems : by the word that reports use. bayes_prior : (7,).
    """

    file: str
    grades: Array
    alternatives: Mapping[str, Array]
    dependence: Dependence
    ladders: Mapping[str, Ladder]
    bayes: Bayes
    bayes_prior: Array
    digit_at_least: tuple[float, ...]
    systems: Mapping[str, System]
    r_shift: float = 0.0

    def reliability(self, letter: str, digit: int) -> float:
        """Return r for a letter A to F and a digit 1 to 6; 0 where it cannot be judged."""
        base = self.graded(letter, digit)
        return min(max(base + self.r_shift, 0.0), R_MAX) if base > 0 else 0.0

    def graded(self, letter: str, digit: int) -> float:
        """Return the table's own value, which decides what is a weak report."""
        return float(self.grades["ABCDEF".index(letter), digit - 1])

    def shifted(self, r_shift: float) -> Policy:
        """Return the policy with every positive reliability moved by so much."""
        return replace(self, r_shift=r_shift)

    def regraded(self, name: str) -> Policy:
        """Return the policy with one of its alternative tables."""
        return replace(self, grades=self.alternatives[name])

    def paced(self, factor: float) -> Policy:
        """Return the policy with every rate times a factor; a state never empties by over one."""
        return replace(self, ladders={k: _paced(v, factor) for k, v in self.ladders.items()})


def _paced(ladder: Ladder, factor: float) -> Ladder:
    step = ladder.step * factor
    np.fill_diagonal(step, 0.0)
    leaving = step.sum(axis=1)
    step /= np.maximum(leaving, 1.0)[:, None]
    np.fill_diagonal(step, 1.0 - step.sum(axis=1))
    return replace(ladder, step=step)


def move(allowed: NDArray[np.bool_], positive: bool, withdrawn: int | None) -> Array:
    """Return the matrix that shifts the mass of each excluded state to the nearest allowed one.

    Parameters
    ----------
    allowed : (7,) states that a claim allows, at least one. positive : the claim's polarity.
    withdrawn : index of the last rung, whose mass a positive claim starts again from the lowest
        rung it allows; None where the ladder has none.

    Returns
    -------
    (7, 7) from row to column; a tie goes to the lower state.
    """
    matrix = np.zeros((N_STATES, N_STATES))
    targets = np.flatnonzero(allowed)
    for state in range(N_STATES):
        nearest = targets[np.argmin(np.abs(targets - state))]
        if state == withdrawn and positive and not allowed[state]:
            nearest = targets[0]
        matrix[state, state if allowed[state] else nearest] = 1.0
    return matrix


def _ladder(content: LadderFile) -> Ladder:
    names = content.states
    at = {name: index for index, name in enumerate(names)}
    start = np.zeros(N_STATES)
    start[: len(names)] = content.start
    step = np.zeros((N_STATES, N_STATES))
    for rate in content.rate:
        step[at[rate.source], at[rate.to]] += rate.per_day
    np.fill_diagonal(step, 1.0 - step.sum(axis=1))
    withdrawn = at.get("withdrawn")
    allowed, moves = {}, {}
    for polarity, table in (("positive", content.positive), ("negative", content.negative)):
        for status, words in table.items():
            mask = np.zeros(N_STATES, bool)
            mask[[at[word] for word in words]] = True
            allowed[status, polarity] = mask
            moves[status, polarity] = move(mask, polarity == "positive", withdrawn)
    return Ladder(names, start, step, allowed, moves)


def _grades(table: Grades) -> Array:
    return np.array([getattr(table, letter) for letter in "ABCDEF"])


def read_policy(text: str, file: str) -> Policy:
    """Read a policy file's text.

    Raises
    ------
    ClaimError : with every fault of the file.
    """
    document = Document(file, parse(text, file, ClaimError), text)
    content, shape = validate_as(PolicyFile, document)
    found = [*shape, *(faults(document, content) if content else ())]
    if content is None or found:
        raise ClaimError(sorted(found, key=lambda fault: fault.line or 0))
    return Policy(
        file,
        _grades(content.reliability),
        {name: _grades(table) for name, table in content.alternative.items()},
        content.dependence,
        {"deployment": _ladder(content.deployment), "base": _ladder(content.base)},
        content.bayes,
        np.array(content.bayes.prior),
        content.digit.p_at_least,
        {system.id: system for system in content.system},
    )


@lru_cache(maxsize=1)
def bundled_policy() -> Policy:
    """Return the policy that comes with the package."""
    text = (resources.files("airshield.posture") / "data" / "policy.toml").read_text("utf-8")
    return read_policy(text, "policy")


def load_policy(path: Path | str | None = None) -> Policy:
    """Load a policy file, the bundled one where None.

    Raises
    ------
    ClaimError : it cannot be read, or with every fault of the file.
    """
    if path is None:
        return bundled_policy()
    return read_policy(read_file(POLICIES, Path(path)), str(path))
