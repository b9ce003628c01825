"""Mirror a bases file: which bases may be kept, what they take, and the siting file they use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from airshield.catalogue import Catalogue, bundled
from airshield.errors import Fault
from airshield.files import Document, nearest
from airshield.plan.files import read_plan
from airshield.plan.sites import people
from airshield.plan.sites_file import SitesFile, load_sites
from airshield.scenario.models import Id, Model

Count = Annotated[int, Field(ge=0, le=50)]


class Base(Model):
    """A base that may be kept; an asset of the siting file."""

    asset: Id
    capacity: int = Field(ge=0, le=1_000_000)
    """Most people that it takes, its own included."""
    must_keep: bool = False
    note: str = ""


class BasesFile(Model):
    """A whole bases file."""

    schema_version: Literal[1]
    id: Id
    title: str
    question: str = ""
    sites: str
    """Siting file: a bundled name, or a path seen from where the command runs."""
    on: dt.date
    """Day: permissions and batteries already placed are those of this day."""
    keep: tuple[Count, ...] = Field(min_length=1)
    """Numbers of bases to keep, one column of the frontier each."""
    batteries: tuple[Count, ...] = Field(min_length=1)
    """Numbers of further batteries, one line of the frontier each."""
    all_may_move: bool = False
    """False: whoever is at a kept base stays there."""
    base: tuple[Base, ...] = Field(min_length=1)


def check_bases(
    document: Document, found: BasesFile, catalogue: Catalogue | None = None
) -> Iterator[Fault]:
    """Yield what does not fit together in a bases file and with its siting file."""
    held = bundled() if catalogue is None else catalogue
    plan = load_sites(found.sites, held)
    assets = [asset.id for asset in plan.asset]
    names = [base.asset for base in found.base]
    for k, name in enumerate(names):
        place = ("base", k, "asset")
        if name not in assets:
            message = f'"{name}" is no asset of {found.sites}; {nearest(name, assets)}'
            yield document.fault(place, message)
        if name in names[:k]:
            yield document.fault(place, f'"{name}" stands twice among the bases')
    for k, number in enumerate(found.keep):
        if not 1 <= number <= len(names):
            message = f"{number} bases of {len(names)}; write a number from 1 to {len(names)}"
            yield document.fault(("keep", k), message)
        musts = sum(base.must_keep for base in found.base)
        if number < musts:
            message = f"{number} bases are fewer than the {musts} that must be kept"
            yield document.fault(("keep", k), message)
    room = sum(one.capacity for one in plan.candidate)
    for k, number in enumerate(found.batteries):
        if number > room:
            message = f"{number} batteries are more than the candidate sites take ({room})"
            yield document.fault(("batteries", k), message)
    yield from _places(document, found, plan, held)


def _places(
    document: Document, found: BasesFile, plan: SitesFile, catalogue: Catalogue
) -> Iterator[Fault]:
    crowd = people(plan, catalogue)
    for k, one in enumerate(found.base):
        own = crowd.get(one.asset, 0.0)
        if own > one.capacity and not found.all_may_move:
            message = f"{one.capacity} places for the {own:.0f} people who are there now"
            yield document.fault(("base", k, "capacity"), f"{message}; raise it")
    wanted = sum(crowd.get(base.asset, 0.0) for base in found.base)
    held = sum(base.capacity for base in found.base)
    if held < wanted:
        message = f"all bases together take {held} people, and there are {wanted:.0f}"
        yield document.fault(("base",), f"{message}; raise a capacity")


def load_bases(name_or_path: str | Path, catalogue: Catalogue | None = None) -> BasesFile:
    """Read a bases file and the siting file that it names.

    Parameters
    ----------
    name_or_path : a bundled name or a path; catalogue : the bundled one where None.

    Raises
    ------
    InputError : with every fault of the file, in the order of its lines.
    """
    return read_plan(name_or_path, BasesFile, partial(check_bases, catalogue=catalogue))
