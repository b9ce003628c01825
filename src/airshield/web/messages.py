"""Describe what the page may send; the scenario inside is checked as a file is."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from airshield.replay.formats import FORMATS

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Word = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,64}$")]


def _known(name: str) -> str:
    if name not in FORMATS:
        message = f"no format; take one of {', '.join(FORMATS)}"
        raise ValueError(message)
    return name


Format = Annotated[str, AfterValidator(_known), Field(json_schema_extra={"enum": list(FORMATS)})]


class Message(BaseModel):
    """Refuse unknown keys."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)


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


class PlanSource(Message):
    """A plan to be answered: a bundled one by its name, or the text of a plan file."""

    name: Name | None = None
    text: str | None = Field(default=None, min_length=1)


class RunRequest(Message):
    """A run: its kind, one scenario (two to compare, none for a plan), and its options."""

    kind: Literal["assess", "compare", "replay", "export", "coverage", "plan"]
    scenarios: list[Source] = Field(default_factory=list, max_length=2)
    plan: PlanSource | None = None
    seed: int = Field(default=1, ge=0, le=2**63 - 1)
    replications: int = Field(default=20_000, ge=2)
    ranges: bool = True
    """Vary every value over its range too (assess)."""
    points: int = Field(default=40, ge=2, le=200)
    """Aim points along the longer side (coverage)."""
    azimuths: int = Field(default=4, ge=1, le=36)
    azimuths_deg: list[Annotated[float, Field(ge=-360, le=360)]] = Field(
        default_factory=list, max_length=36
    )
    """Bearings, in the place of so many evenly spread ones (coverage)."""
    threats: list[Word] = Field(default_factory=list, max_length=8)
    """Types of the catalogue; none: those of the raid (coverage)."""
    passing: bool = False
    """Not listed and not kept, as the layer of a draft that is still edited (coverage)."""
    replication: str = Field(
        default="typical", pattern=r"^(typical|low-loss|high-loss|[0-9]{1,15})$"
    )
    """Which one (export)."""
    formats: list[Format] = Field(default_factory=list, max_length=len(FORMATS))
    """At least one (export)."""
    within: float = Field(default=0.01, ge=0, lt=1)
    """List siting plans that cover this share less at most (plan)."""
