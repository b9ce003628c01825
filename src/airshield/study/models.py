"""Mirror a study file one to one: a scenario, axes along which it is varied, how much to play."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from airshield.scenario.models import Id, Model

Value = bool | int | float | str
Design = Literal["grid", "latin_hypercube"]
RESERVED = (
    "point", "sample", "arm", "asset", "group", "n", "block", "measure", "leakers", "p_no_leaker",
    "people_exposed", "intercepts", "warheads_stopped", "spent", "band", "method", "tolerance",
    "drop", "place",
)  # fmt: skip
"""Names of the result, and words that xarray keeps for itself: no axis has one of them."""


def _day_as_text(value: Any) -> Any:
    """Take a day of TOML as its text: results and tables hold numbers and words."""
    return value.isoformat() if isinstance(value, dt.date) else value


KeyPath = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Axis(Model):
    """One thing that is varied: the keys that take its value, and the values."""

    id: Id
    name: str = ""
    """Words for plots and tables; None: the id."""
    paths: tuple[KeyPath, ...] = Field(alias="keys", min_length=1)
    """Key paths of the scenario (`doctrine.*.method`), arrays (`fire_unit`: how many of its
    tables), or paths of catalogue values (`interceptor.pac3_cri.sskp_tbm`, in their unit)."""
    values: tuple[Annotated[Value, BeforeValidator(_day_as_text)], ...] = ()
    """The values, in the order in which they are shown; days (2020-03-30) for `posture.on`."""
    low: int | float | None = None
    high: int | float | None = None
    """Ends of a range, for a Latin hypercube; two whole numbers mean whole numbers."""
    divide: bool = False
    """The value is a total, divided over the counts in the proportion of the scenario."""


class StudyFile(Model):
    """A whole study file."""

    schema_version: Literal[1]
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)]
    title: str
    question: str = ""
    scenario: str = Field(min_length=1)
    """A bundled scenario, or the path of one as seen from this file."""
    design: Design = "grid"
    points: int | None = Field(default=None, ge=2, le=100_000)
    """Latin hypercube only: how many points."""
    seed: int = Field(default=1, ge=0, le=2**64 - 1)
    replications: int = Field(default=2048, ge=1, le=10_000_000)
    """Raids played at each point, at nominal values."""
    samples: int = Field(default=0, ge=0, le=10_000)
    """Further plays of each point with all values drawn from their ranges; 0: none, 2 at least."""
    sample_replications: int = Field(default=512, ge=1, le=10_000_000)
    """Raids played with each sample."""
    block: int = Field(default=2048, ge=1, le=262_144)
    """Raids of one block: sums are kept for each."""
    blocks_per_part: int = Field(default=16, ge=1, le=10_000)
    """Blocks of one part: what is computed, sent, and written at one time."""
    axis: tuple[Axis, ...] = Field(min_length=1, max_length=8)
