"""Mirror an assignment file: weapons with their rounds, targets with their worth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from airshield.errors import Fault
from airshield.files import Document
from airshield.plan.assign import assign
from airshield.plan.files import read_plan, twice
from airshield.plan.model import Assignment, Method
from airshield.scenario.models import Id, Model

Chance = Annotated[float, Field(ge=0, le=1)]


class Weapon(Model):
    """Rounds of one kind, and what one of them does to each target."""

    id: Id
    rounds: int = Field(default=1, ge=0, le=100_000)
    kill_probability: tuple[Chance, ...]
    """One for each target, in the order of the file."""


class Target(Model):
    """One threat, and what is lost if it survives."""

    id: Id
    value: float = Field(ge=0)


class AssignmentFile(Model):
    """A whole assignment file."""

    schema_version: Literal[1]
    title: str = ""
    weapon: tuple[Weapon, ...] = Field(min_length=1)
    target: tuple[Target, ...] = Field(min_length=1)


def check_assignment(document: Document, found: AssignmentFile) -> Iterator[Fault]:
    """Yield what does not fit together: names that stand twice, rows of the wrong length."""
    targets = len(found.target)
    yield from twice(document, "weapon", [weapon.id for weapon in found.weapon])
    yield from twice(document, "target", [target.id for target in found.target])
    for k, weapon in enumerate(found.weapon):
        given = len(weapon.kill_probability)
        if given != targets:
            message = f"{given} numbers for {targets} targets; give one for each"
            yield document.fault(("weapon", k, "kill_probability"), message)


def load_assignment(path: str | Path) -> AssignmentFile:
    """Read an assignment file.

    Raises
    ------
    InputError : with every fault of the file, in the order of its lines.
    """
    return read_plan(path, AssignmentFile, check_assignment)


def assign_file(
    path: str | Path, method: Method = "optimal", *, gap: float = 1e-6, time_limit_s: float = 60.0
) -> Assignment:
    """Assign the rounds of a file to its targets; see `assign`."""
    found = load_assignment(path)
    return assign(
        [weapon.kill_probability for weapon in found.weapon],
        [target.value for target in found.target],
        [weapon.rounds for weapon in found.weapon],
        method,
        gap=gap,
        time_limit_s=time_limit_s,
        weapons=[weapon.id for weapon in found.weapon],
        targets=[target.id for target in found.target],
    )
