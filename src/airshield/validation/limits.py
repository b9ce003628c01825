"""Read the limits of validity: what was checked of each part of the model, and what was not."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class PartLimits(BaseModel):
    """One part of the model: its use, what was checked by what, what was not, where it holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    part: str
    meant_for: str
    checked: str
    by: Annotated[tuple[str, ...], Field(min_length=1)]
    not_checked: str
    valid: str


class _LimitsFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: Literal[1]
    part: tuple[PartLimits, ...]


@lru_cache(maxsize=1)
def load_limits() -> tuple[PartLimits, ...]:
    """Return the limits of every part, from the arithmetic up."""
    path = resources.files("airshield.validation") / "data" / "limits.toml"
    return _LimitsFile.model_validate(tomllib.loads(path.read_text("utf-8"))).part
