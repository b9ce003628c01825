"""Mirror a stock file: a raid, an interceptor, doctrines, what a stock lives on, prices."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from airshield.catalogue import Catalogue, bundled
from airshield.catalogue.catalogue import LISTED
from airshield.catalogue.classes import against
from airshield.errors import Fault
from airshield.files import Document, Place, nearest
from airshield.plan.files import read_plan, twice
from airshield.scenario.models import Id, Model, Number

Kind = Literal["salvo", "barrage", "two_waves", "looks"]
Count = Annotated[int, Field(ge=1, le=1000)]


class Raid(Model):
    """What comes at once."""

    threats: int = Field(ge=1, le=1000)
    threat: Id | None = None
    """A threat of the catalogue, for its price."""
    p_track: Number | None = None
    """Chance that a threat is in track at all; 1 where None."""


class Rounds(Model):
    """What one round does: the catalogue's values where None."""

    interceptor: Id
    p_kill: Number | None = None
    """Single-shot chance of a stop; None: a hit (`sskp_tbm`) times a stop given the hit."""
    correlation: Number | None = None
    """Of two shots at one threat; None: `doctrine.parameters.shot_correlation`."""


class StockDoctrine(Model):
    """How rounds are spent on the raid."""

    id: Id
    kind: Kind
    rounds: tuple[Count, ...] = ()
    """Kind "looks": rounds of each look; kind "salvo": rounds at each threat, if they are fixed."""


class SupplyTable(Model):
    """What a stock lives on, and for how long it is looked ahead."""

    stock: int = Field(ge=1, le=5000)
    raids_per_day: Number
    resupply_rounds: int = Field(default=0, ge=0, le=5000)
    resupply_every_days: int = Field(default=1, ge=1, le=3650)
    horizon_days: int = Field(default=365, ge=1, le=3650)
    doctrine: Id
    """Which of the doctrines spends the rounds; one of kind "looks" or a fixed "salvo"."""


class Price(Model):
    """A price of one threat where the catalogue has none, in millions of US dollars."""

    low: float = Field(gt=0)
    nominal: float = Field(gt=0)
    high: float = Field(gt=0)
    basis: Literal["seen", "secondary", "memory", "estimate"]
    source: str = ""
    note: str = ""


class StockFile(Model):
    """A whole stock file."""

    schema_version: Literal[1]
    title: str
    question: str = ""
    p_no_leaker: float = Field(gt=0, lt=1)
    raid: Raid
    rounds: Rounds
    doctrine: tuple[StockDoctrine, ...] = Field(min_length=1)
    supply: SupplyTable | None = None
    threat_price: Price | None = None


def _bands(document: Document, found: StockFile) -> Iterator[Fault]:
    for place, band in (
        (("raid", "p_track"), found.raid.p_track),
        (("rounds", "p_kill"), found.rounds.p_kill),
        (("rounds", "correlation"), found.rounds.correlation),
    ):
        if band is None:
            continue
        if not 0.0 <= band.low <= band.nominal <= band.high <= 1.0:
            message = (
                f"{band.low:g}, {band.nominal:g}, {band.high:g} must rise from low to high "
                "and lie between 0 and 1"
            )
            yield document.fault(place, message)
    if found.supply is not None:
        raids = found.supply.raids_per_day
        if not 0.0 <= raids.low <= raids.nominal <= raids.high <= 100.0:
            message = "must rise from low to high and lie between 0 and 100"
            yield document.fault(("supply", "raids_per_day"), message)


def _names(document: Document, found: StockFile, catalogue: Catalogue) -> Iterator[Fault]:
    for place, kind, name in (
        (("rounds", "interceptor"), "interceptor", found.rounds.interceptor),
        (("raid", "threat"), "threat", found.raid.threat),
    ):
        known = list(catalogue.ids(kind))
        if name is not None and name not in known:
            message = f'"{name}" is no {kind} of the catalogue; {nearest(name, known, LISTED)}'
            yield document.fault(place, message)
            return
    name, threat = found.rounds.interceptor, found.raid.threat
    group = "ballistic" if threat is None else catalogue.facts.get(f"threat.{threat}.class", "")
    if found.rounds.p_kill is None and not against(catalogue.has, name, str(group)).kill:
        message = f'the catalogue has no kill probability of "{name}" against this class of threat'
        yield document.fault(("rounds", "interceptor"), f"{message}; write `p_kill` here")


def _doctrines(document: Document, found: StockFile) -> Iterator[Fault]:
    yield from twice(document, "doctrine", [one.id for one in found.doctrine])
    for k, one in enumerate(found.doctrine):
        place: Place = ("doctrine", k, "rounds")
        if one.kind == "looks" and not one.rounds:
            yield document.fault(place, "missing; write the rounds of each look, as [1, 2]")
        if one.kind == "salvo" and len(one.rounds) > 1:
            yield document.fault(place, "a salvo has one number of rounds; looks have several")
        if one.kind in ("barrage", "two_waves") and one.rounds:
            yield document.fault(place, f'a "{one.kind}" spreads what there is; leave this out')
    if found.supply is not None:
        ids = {one.id: one for one in found.doctrine}
        name = found.supply.doctrine
        at = ("supply", "doctrine")
        if name not in ids:
            message = f'no `[[doctrine]]` has the id "{name}"; {nearest(name, sorted(ids))}'
            yield document.fault(at, message)
        elif not ids[name].rounds:
            message = f'"{name}" states no rounds, so that its spending depends on the stock'
            yield document.fault(at, f"{message}; name one with `rounds`")


def check_stock(document: Document, found: StockFile) -> Iterator[Fault]:
    """Yield what does not fit together in a stock file, with the bundled catalogue."""
    yield from _bands(document, found)
    yield from _names(document, found, bundled())
    yield from _doctrines(document, found)


def load_stock(name_or_path: str | Path) -> StockFile:
    """Read a stock file.

    Raises
    ------
    InputError : with every fault of the file, in the order of its lines.
    """
    return read_plan(name_or_path, StockFile, check_stock)
