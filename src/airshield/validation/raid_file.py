"""Read the packaged reports of historical raids, and which statistic is held against which."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Label = Literal["calibration", "plausibility", "counts only"]
Statistic = Literal["failed", "impacts", "leakers", "spent", "own_shot_down"]


class _Mirror(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Change(_Mirror):
    """One value of the catalogue that is changed for this comparison."""

    path: str
    value: float


class Raid(_Mirror):
    """One reported outcome (or band) against the distribution of one statistic."""

    id: str
    title: str
    scenario: str
    case: str
    facts: Annotated[tuple[str, ...], Field(min_length=1)]
    statistic: Statistic
    asset: str = ""
    unit: str
    denominator: str
    low: int
    high: int
    replications: Annotated[int, Field(ge=1000)] = 4000
    label: Label
    outside: bool = False
    change: Change | None = None
    why: str


class _RaidFile(_Mirror):
    schema_version: Literal[1]
    raid: tuple[Raid, ...]


class Fact(BaseModel):
    """One reported fact; what the file says beyond this is for its readers."""

    key: str
    what: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str
    of: tuple[int, int] | None = None
    by: str
    grade: str
    source: str


class Source(_Mirror):
    """Where a fact was read."""

    title: str
    publisher: str
    year: int
    address: str


class _Case(BaseModel):
    id: str
    title: str
    fact: tuple[Fact, ...]


class Reports(BaseModel):
    """What was reported of every historical case, with its sources."""

    schema_version: Literal[1]
    source: dict[str, Source]
    case: tuple[_Case, ...]

    def facts(self, raid: Raid) -> tuple[Fact, ...]:
        """Return the facts that a comparison is held against, in its order.

        Raises
        ------
        KeyError : a fact that the case does not hold.
        """
        held = {fact.key: fact for case in self.case if case.id == raid.case for fact in case.fact}
        return tuple(held[key] for key in raid.facts)


def _content(name: str) -> dict[str, Any]:
    path = resources.files("airshield.validation") / "data" / name
    return tomllib.loads(path.read_text("utf-8"))


@lru_cache(maxsize=1)
def load_raids() -> tuple[Raid, ...]:
    """Return every packaged comparison with a reported outcome."""
    return _RaidFile.model_validate(_content("historical.toml")).raid


@lru_cache(maxsize=1)
def load_reports() -> Reports:
    """Return what was reported, by whom and where."""
    return Reports.model_validate(_content("reported.toml"))
