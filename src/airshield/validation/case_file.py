"""Read the packaged cases: what is expected, how closely, and who says so."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from airshield.errors import Fault, InputError

Kind = Literal["published", "closed form"]
PARTS = (
    "numbers",
    "places",
    "flight",
    "detection",
    "fly-out",
    "engagement",
    "damage",
    "coverage",
    "plan",
    "statistics",
    "whole chain",
)
"""Parts of the model, from the arithmetic up."""


class _Mirror(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Tolerance(_Mirror):
    """How far production may lie from what is expected; nothing given means: equal.

    `standard_errors` applies to estimates over replications; of several the largest counts.
    """

    relative: Annotated[float, Field(ge=0.0)] | None = None
    absolute: Annotated[float, Field(ge=0.0)] | None = None
    standard_errors: Annotated[float, Field(gt=0.0)] | None = None


class Row(_Mirror):
    """One set of inputs with what it must give: a number, a list, a word, or a band low to high."""

    given: dict[str, Any] = {}
    expected: Annotated[dict[str, Any], Field(min_length=1)]


class Case(_Mirror):
    """One published or closed-form case, or one that is named and not run."""

    id: str
    title: str
    part: Literal[PARTS]  # type: ignore[valid-type]
    kind: Kind
    source: str
    limits: str
    runner: str = ""
    not_run: str = ""
    needs: str = ""
    """Extra of the installation without which it cannot run."""
    common: dict[str, Any] = {}
    """Inputs that all rows share."""
    tolerance: dict[str, Tolerance] = {}
    """By quantity; "all" for those that are not named."""
    row: tuple[Row, ...] = ()

    def tolerance_of(self, quantity: str) -> Tolerance:
        """Return the tolerance of a quantity."""
        return self.tolerance.get(quantity, self.tolerance.get("all", Tolerance()))


class _CaseFile(_Mirror):
    schema_version: Literal[1]
    case: tuple[Case, ...]


@lru_cache(maxsize=1)
def load_cases() -> tuple[Case, ...]:
    """Return every packaged case, by part and then by id.

    Raises
    ------
    InputError : a packaged file is broken (it was changed after installation).
    """
    folder = resources.files("airshield.validation") / "data" / "cases"
    found: list[Case] = []
    for entry in folder.iterdir():
        if entry.name.endswith(".toml"):
            content = tomllib.loads(entry.read_text("utf-8"))
            try:
                found += _CaseFile.model_validate(content).case
            except ValueError as reason:
                first = str(reason).splitlines()
                raise InputError([Fault(entry.name, None, "", "; ".join(first[1:3]))]) from None
    return tuple(sorted(found, key=lambda case: (PARTS.index(case.part), case.id)))
