"""Mirror a policy file one to one, and check what its shape cannot say."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from airshield.errors import Fault
from airshield.files import Document
from airshield.posture.models import Model, System

Share = Annotated[float, Field(ge=0, le=1)]
Row = tuple[Share, Share, Share, Share, Share, Share]
N_STATES = 7
"""States of the longest ladder; a base uses the first three."""
N_BASE_STATES = 3
ASSEMBLING, OPERATIONAL, WITHDRAWN = 4, 5, 6
"""Places of the states of a deployment from which answers are read."""
HANDED_OVER = 2
"""The same of a base."""
_READ = {
    "deployment": {ASSEMBLING: "assembling", OPERATIONAL: "operational", WITHDRAWN: "withdrawn"},
    "base": {HANDED_OVER: "handed over"},
}


class Grades(Model):
    """Reliability by letter, a column per digit from 1 to 6."""

    A: Row
    B: Row
    C: Row
    D: Row
    E: Row
    F: Row


class Rate(Model):
    """Chance per day of one step."""

    source: str = Field(alias="from")
    to: str
    per_day: Share


class LadderFile(Model):
    """States, start, steps per day, and the states that each status allows."""

    states: tuple[str, ...]
    start: tuple[Share, ...]
    rate: tuple[Rate, ...]
    positive: dict[str, tuple[str, ...]]
    negative: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class Dependence(Model):
    """How dependent reports are weighed."""

    weak_below: Share
    weak_window_days: int = Field(ge=0)
    shared_window_days: int = Field(ge=0)
    shared_factor: Share


class Bayes(Model):
    """The alternative rule."""

    b: float = Field(gt=0, le=1)
    prior: tuple[Share, ...]
    print_beyond: Share


class DigitRule(Model):
    """Least probabilities of the derived digits 2 to 5, but for the first, which is of digit 1."""

    p_at_least: tuple[Share, Share, Share, Share]


class PolicyFile(Model):
    """A whole policy file."""

    schema_version: Literal[1]
    reliability: Grades
    alternative: dict[str, Grades] = Field(default_factory=dict)
    dependence: Dependence
    deployment: LadderFile
    base: LadderFile
    bayes: Bayes
    digit: DigitRule
    system: tuple[System, ...]


def faults(document: Document, content: PolicyFile) -> Iterator[Fault]:
    """Yield every fault of sums and names."""
    yield from _ladder_faults(document, "deployment", content.deployment, N_STATES)
    yield from _ladder_faults(document, "base", content.base, N_BASE_STATES)
    if len(content.bayes.prior) != N_STATES or not math.isclose(sum(content.bayes.prior), 1.0):
        yield document.fault(("bayes", "prior"), "needs seven numbers that add up to 1")
    names = {system.id for system in content.system}
    for index, system in enumerate(content.system):
        if system.counts_for is not None and system.counts_for not in names:
            message = f'"{system.counts_for}" is no system of this file; add it or leave this out'
            yield document.fault(("system", index, "counts_for"), message)


def _ladder_faults(document: Document, name: str, ladder: LadderFile, size: int) -> Iterator[Fault]:
    if len(ladder.states) != size or len(ladder.start) != size:
        yield document.fault((name, "states"), f"needs {size} states, and as many in `start`")
        return
    for at, word in _READ[name].items():
        if ladder.states[at] != word:
            message = f'"{ladder.states[at]}": answers are read from this place; write "{word}"'
            yield document.fault((name, "states", at), message)
    if not math.isclose(sum(ladder.start), 1.0, abs_tol=1e-9):
        yield document.fault((name, "start"), "must add up to 1")
    known = ", ".join(ladder.states)
    for index, rate in enumerate(ladder.rate):
        if {rate.source, rate.to} - set(ladder.states) or rate.source == rate.to:
            message = f"goes from one state to another of: {known}"
            yield document.fault((name, "rate", index), message)
    for state in ladder.states:
        if sum(rate.per_day for rate in ladder.rate if rate.source == state) > 1.0:
            message = f'rates out of "{state}" add up to more than 1 per day; lower them'
            yield document.fault((name, "rate"), message)
    for polarity in ("positive", "negative"):
        for status, words in getattr(ladder, polarity).items():
            if not words or set(words) - set(ladder.states):
                message = f"must name at least one state of: {known}"
                yield document.fault((name, polarity, status), message)
