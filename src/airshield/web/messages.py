"""Describe what the page may send; the scenario inside is checked as a file is."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]


class Message(BaseModel):
    """Refuse unknown keys."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Draft(Message):
    """A scenario as the page holds it: JSON in the shape of the file."""

    data: dict[str, Any]


class Save(Draft):
    """A scenario to be saved, and the version that the change began from; None: a new one."""

    expected_version: str | None = Field(default=None, max_length=64)


class Source(Message):
    """A scenario to be run: by its name, as the page holds it, or what an earlier run played."""

    name: Name | None = None
    run: str | None = Field(default=None, max_length=32)
    data: dict[str, Any] | None = None


class RunRequest(Message):
    """A run: its kind, one scenario (two to compare), and its options."""

    kind: Literal["assess", "compare", "replay", "coverage"]
    scenarios: list[Source] = Field(min_length=1, max_length=2)
    seed: int = Field(default=1, ge=0, le=2**63 - 1)
    replications: int = Field(default=20_000, ge=2)
    ranges: bool = True
    """Vary every value over its range too (assess)."""
    points: int = Field(default=40, ge=2, le=200)
    """Aim points along the longer side (coverage)."""
    azimuths: int = Field(default=4, ge=1, le=36)
