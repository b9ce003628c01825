"""Mirror a siting file: what is defended, what threatens it, what may stand where and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from airshield.catalogue import Catalogue, bundled
from airshield.errors import Fault
from airshield.files import Document, Place, nearest, rows
from airshield.plan.files import read_plan, twice
from airshield.scenario.capability import class_of
from airshield.scenario.check_raid import keys_of_the_class, unplayable
from airshield.scenario.models import (
    Asset,
    Doctrine,
    Id,
    LauncherGroup,
    Model,
    Number,
    Style,
)

Degrees = Annotated[float, Field(ge=-360, le=360)]


class Axis(Model):
    """One way that raids come: a type of threat, and where from.

    From a coarse launch area of the catalogue; or, for what comes from near, from one bearing and
    distance at every asset.
    """

    id: Id
    threat: Id
    launch_area: Id | None = None
    approach_azimuth_deg: Degrees | None = None
    """Bearing from each asset to where the threat comes from, clockwise from north."""
    ground_range_m: float | None = Field(default=None, gt=0, le=5_000_000)
    """With the bearing: how far from each asset."""
    likelihood: float = Field(gt=0)
    """Weight against the other axes; they are scaled to a sum of 1."""
    threats: int = Field(default=4, ge=1, le=200)
    """In one raid, for the judgement by simulation."""
    spacing_s: Number
    style: Style = "nominal"
    """Of what falls."""
    height_m: Number | None = None
    """Low flyers: height above the ground of the asset; None: the catalogue's `altitude`."""
    speed_m_s: Number | None = None
    """Low flyers; None: the catalogue's `speed_cruise`, else `speed_max`."""
    note: str = ""


class Host(Model):
    """A government and from when it lets batteries stand on its ground."""

    id: Id
    name: str = ""
    permits_from: dt.date | None = None
    """None: it refuses."""
    note: str = ""


class Candidate(Model):
    """A site where a battery may stand; site level only."""

    site: Id
    host: Id
    capacity: int = Field(default=1, ge=1, le=8)
    permits_from: dt.date | None = None
    """Later than the host's, where one is agreed for this site."""


class BatteryKind(Model):
    """What a battery is made of."""

    id: Id
    battery: Id
    radar: Id | None = None
    p_operational: Number
    launch_spacing_s: Number | None = None
    """None: the burst of a gun, or the catalogue's."""
    launcher_group: tuple[LauncherGroup, ...] = Field(min_length=1)


class Arrival(Model):
    """Batteries of one kind that can be up from one date."""

    id: Id
    kind: Id
    number: int = Field(ge=1, le=50)
    ready_from: dt.date
    note: str = ""


class Placed(Model):
    """A battery that stands already."""

    id: Id
    kind: Id
    site: Id
    boresight_deg: Degrees
    ready_from: dt.date
    note: str = ""


class Requirement(Model):
    """Engagement opportunities that an asset must have on every axis, from a date on."""

    asset: Id
    opportunities: int = Field(default=1, ge=1, le=20)
    by: dt.date
    axis: Id | None = None
    """One axis only."""


class SitesFile(Model):
    """A whole siting file."""

    schema_version: Literal[1]
    id: Id
    title: str
    question: str = ""
    begins: dt.date
    ends: dt.date
    opportunities: int = Field(default=1, ge=1, le=20)
    """Engagement opportunities with which an asset counts as covered on an axis."""
    boresights_deg: tuple[Degrees, ...] = tuple(range(0, 360, 30))
    """Primary target lines to choose among at each candidate."""
    asset: tuple[Asset, ...] = Field(min_length=1)
    aimed: dict[Id, Annotated[float, Field(gt=0)]] = Field(default_factory=dict)
    """How likely a raid aims at an asset against the others; 1 where none is stated."""
    axis: tuple[Axis, ...] = Field(min_length=1)
    host: tuple[Host, ...] = Field(min_length=1)
    candidate: tuple[Candidate, ...] = Field(min_length=1)
    battery_kind: tuple[BatteryKind, ...] = Field(min_length=1)
    arrival: tuple[Arrival, ...] = Field(min_length=1)
    placed: tuple[Placed, ...] = ()
    requirement: tuple[Requirement, ...] = ()
    doctrine: Doctrine


def _unknown(
    document: Document, place: Place, kind: str, name: str | None, known: list[str]
) -> Iterator[Fault]:
    if name is not None and name not in known:
        yield document.fault(place, f'"{name}" is no {kind}; {nearest(name, sorted(known))}')


def _references(document: Document, found: SitesFile, catalogue: Catalogue) -> Iterator[Fault]:
    sites = [s for s in catalogue.ids("site") if f"site.{s}.lat" in catalogue.facts]
    hosts, kinds = [h.id for h in found.host], [k.id for k in found.battery_kind]
    assets, axes = [a.id for a in found.asset], [a.id for a in found.axis]
    for k, asset in enumerate(found.asset):
        yield from _unknown(document, ("asset", k, "site"), "site with a place", asset.site, sites)
    for name in found.aimed:
        yield from _unknown(document, ("aimed", name), "asset", name, assets)
    for k, one in enumerate(found.candidate):
        at: Place = ("candidate", k)
        yield from _unknown(document, (*at, "site"), "site with a place", one.site, sites)
        yield from _unknown(document, (*at, "host"), "`[[host]]` of this file", one.host, hosts)
    for k, axis in enumerate(found.axis):
        at = ("axis", k)
        threats, areas = list(catalogue.ids("threat")), list(catalogue.ids("launch_area"))
        yield from _unknown(document, (*at, "threat"), "threat", axis.threat, threats)
        yield from _unknown(document, (*at, "launch_area"), "launch area", axis.launch_area, areas)
    for k, arrival in enumerate(found.arrival):
        yield from _unknown(document, ("arrival", k, "kind"), "battery kind", arrival.kind, kinds)
    for k, placed in enumerate(found.placed):
        at = ("placed", k)
        yield from _unknown(document, (*at, "site"), "site with a place", placed.site, sites)
        yield from _unknown(document, (*at, "kind"), "battery kind", placed.kind, kinds)
    for k, need in enumerate(found.requirement):
        at = ("requirement", k)
        yield from _unknown(document, (*at, "asset"), "asset", need.asset, assets)
        yield from _unknown(document, (*at, "axis"), "axis", need.axis, axes)
    batteries, radars = list(catalogue.ids("battery")), list(catalogue.ids("radar"))
    rounds = list(catalogue.ids("interceptor"))
    for k, kind in enumerate(found.battery_kind):
        at = ("battery_kind", k)
        yield from _unknown(document, (*at, "battery"), "battery", kind.battery, batteries)
        yield from _unknown(document, (*at, "radar"), "radar", kind.radar, radars)
        for n, group in enumerate(kind.launcher_group):
            deep = (*at, "launcher_group", n, "interceptor")
            yield from _unknown(document, deep, "interceptor", group.interceptor, rounds)


def _classes(document: Document, found: SitesFile, catalogue: Catalogue) -> Iterator[Fault]:
    """Yield axes whose threat cannot be in a raid, and keys that its class does not take."""
    threats = list(catalogue.ids("threat"))
    for (place, row), axis in zip(rows(document, "axis"), found.axis, strict=True):
        if axis.threat not in threats:
            continue
        threat_class = class_of(catalogue, axis.threat)
        message = unplayable(catalogue, axis.threat, threat_class)
        if message or threat_class is None:
            yield document.fault((*place, "threat"), message)
            continue
        yield from keys_of_the_class(document, place, row, threat_class)
        yield from _whence(document, place, axis)


def _whence(document: Document, place: Place, axis: Axis) -> Iterator[Fault]:
    """Yield an axis that says twice, or not at all, where it comes from."""
    own = (axis.approach_azimuth_deg, axis.ground_range_m)
    if axis.launch_area is not None and own != (None, None):
        message = "comes from one place; leave `approach_azimuth_deg` and `ground_range_m` out"
        yield document.fault((*place, "launch_area"), message)
    if axis.launch_area is None and None in own:
        message = (
            "missing; name a launch area of the catalogue, or write both "
            "`approach_azimuth_deg` and `ground_range_m`"
        )
        yield document.fault((*place, "launch_area"), message)


def _numbers(document: Document, found: SitesFile) -> Iterator[Fault]:
    if found.ends <= found.begins:
        message = f"{found.ends} is not after the beginning, {found.begins}"
        yield document.fault(("ends",), message)
    if not found.boresights_deg:
        yield document.fault(("boresights_deg",), "empty; give at least one primary target line")
    wanted = sum(one.number for one in found.arrival)
    room = sum(one.capacity for one in found.candidate)
    if wanted > room:
        message = f"{wanted} batteries are more than the candidate sites take ({room})"
        yield document.fault(("arrival",), f"{message}; add candidates or capacity")
    used = {one.host for one in found.candidate}
    for k, host in enumerate(found.host):
        if host.id not in used:
            message = f'no candidate stands in "{host.id}"; add one or leave the host out'
            yield document.fault(("host", k, "id"), message)
    if all(host.permits_from is None or host.permits_from >= found.ends for host in found.host):
        message = "no host permits anything before the end: nothing can be placed"
        yield document.fault(("host",), message)


def check_sites(
    document: Document, found: SitesFile, catalogue: Catalogue | None = None
) -> Iterator[Fault]:
    """Yield what does not fit together in a siting file and with the catalogue, or the bundled."""
    held = bundled() if catalogue is None else catalogue
    for array in ("asset", "axis", "host", "battery_kind", "arrival", "placed"):
        yield from twice(document, array, [row.id for row in getattr(found, array)])
    seen = [one.site for one in found.candidate]
    for k, site in enumerate(seen):
        if site in seen[:k]:
            message = f'"{site}" stands twice among the candidates; raise `capacity` instead'
            yield document.fault(("candidate", k, "site"), message)
    yield from _references(document, found, held)
    yield from _classes(document, found, held)
    yield from _numbers(document, found)


def load_sites(name_or_path: str | Path, catalogue: Catalogue | None = None) -> SitesFile:
    """Read a siting file.

    Parameters
    ----------
    name_or_path : a bundled name or a path; catalogue : the bundled one where None.

    Raises
    ------
    InputError : with every fault of the file, in the order of its lines.
    """
    return read_plan(name_or_path, SitesFile, partial(check_sites, catalogue=catalogue))
