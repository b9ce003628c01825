"""Hold one replication as entities that move and events that happen: what every export reads.

Frames and units: scenario time in seconds (0 is the scenario's own zero of impact times), positions
Earth-centred, Earth-fixed in metres and geodetic on WGS84 in radians and metres. Site level only:
everything of a fire unit stands at its site.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from airshield.kernel.earth import EARTH_WGS84, ecef_to_geodetic

F8 = NDArray[np.float64]
Lla = tuple[float, float, float]
"""Geodetic latitude (rad), longitude (rad), altitude above the ellipsoid (m)."""


class Kind(StrEnum):
    """What an entity is."""

    ASSET = "asset"
    FIRE_UNIT = "fire_unit"
    THREAT = "threat"
    INTERCEPTOR = "interceptor"


class End(StrEnum):
    """How an entity ends. Threats end in one of the first five, interceptors in the last three."""

    FAILED = "failed in flight"
    STOPPED = "stopped"
    IN_ASSET = "impact in asset"
    ELSEWHERE = "impact elsewhere"
    STANDS = "stands"
    HIT = "hit"
    MISSED = "missed"
    VOID = "came to nothing"


@dataclass(frozen=True, eq=False)
class Track:
    """Where an entity is: samples in time, straight between them.

    Attributes
    ----------
    t_s : (n,) scenario time, increasing; one sample for what stands still; none for what is unseen.
    pos_ecef_m : (n, 3).
    """

    t_s: F8
    pos_ecef_m: F8

    @cached_property
    def lla(self) -> F8:
        """Latitude (rad), longitude (rad), altitude (m) of each sample, (n, 3)."""
        rows = [ecef_to_geodetic(x, y, z, EARTH_WGS84) for x, y, z in self.pos_ecef_m]
        return np.array(rows, float).reshape(-1, 3)

    def at(self, t_s: float) -> F8:
        """Return the position at a time, ECEF m (3,); the nearest end outside the samples."""
        return np.array([np.interp(t_s, self.t_s, self.pos_ecef_m[:, i]) for i in range(3)])

    def lla_at(self, t_s: float) -> Lla:
        """Return the geodetic position at a time; the nearest end outside the samples."""
        x, y, z = self.at(t_s)
        lat, lon, alt = ecef_to_geodetic(x, y, z, EARTH_WGS84)
        return float(lat), float(lon), float(alt)

    def velocity_at(self, t_s: float) -> F8:
        """Return the velocity over the ground just before a time, ECEF m/s (3,).

        Zero for what stands and outside the samples.
        """
        if len(self.t_s) < 2 or not self.t_s[0] <= t_s <= self.t_s[-1]:
            return np.zeros(3)
        i = min(max(int(np.searchsorted(self.t_s, t_s)), 1), len(self.t_s) - 1)
        step = self.pos_ecef_m[i] - self.pos_ecef_m[i - 1]
        velocity: F8 = step / (self.t_s[i] - self.t_s[i - 1])
        return velocity


@dataclass(frozen=True, eq=False)
class Entity:
    """Something that stands or flies.

    Attributes
    ----------
    id : unique in the recording; name : for people.
    kind : what it is; type : id of its catalogue entry, or "" ; type_name : its name.
    side : "defence" or "raid".
    track : where it is; without samples for a threat that failed by itself, because nobody knows
        where.
    of : the fire unit of an interceptor, the aimed asset of a threat, else "".
    target : the threat of an interceptor, else "".
    end : how it ends; reason : why, in words, or "".
    radius_m : of an asset, else 0.
    """

    id: str
    name: str
    kind: Kind
    type: str
    type_name: str
    side: str
    track: Track
    of: str
    target: str
    end: End
    reason: str
    radius_m: float = 0.0

    @property
    def ending(self) -> str:
        """Return how it ends, and why where that is known."""
        return f"{self.end}: {self.reason}" if self.reason else str(self.end)

    @property
    def moves(self) -> bool:
        """Tell whether it flies and is seen."""
        return len(self.track.t_s) > 1


@dataclass(frozen=True)
class Sector:
    """A radar's sector: a direction and a width, never a range.

    Attributes
    ----------
    unit : id of the fire unit; use : "search" or "track".
    boresight_rad : clockwise from north; width_rad : whole, up to 2 pi.
    """

    unit: str
    use: str
    boresight_rad: float
    width_rad: float


@dataclass(frozen=True)
class Event:
    """Something that happens at a time.

    Attributes
    ----------
    t_s : scenario time; what is so from the start carries the start.
    kind : one word, see `docs/formats/exports.md`.
    who : id of the entity that acts, or ""; whom : of the entity that it concerns, or "".
    text : a sentence; reason : why, or "".
    place : where, or None.
    """

    t_s: float
    kind: str
    who: str
    whom: str
    text: str
    reason: str
    place: Lla | None

    @property
    def sentence(self) -> str:
        """Return what happens, and why in brackets where that is known."""
        return f"{self.text} ({self.reason})" if self.reason else self.text


@dataclass(frozen=True, eq=False, repr=False)
class Recording:
    """One replication of one scenario, ready to be looked at or handed on.

    Attributes
    ----------
    scenario_id, title, date : of the scenario; date is None where it has none.
    version, seed, replication, scenario_hash, catalogue_hash : what gives the same bits again.
    choice : "typical", "low-loss", "high-loss", or "" for a number that was asked for.
    leakers : threats that fell in an asset.
    start_s, end_s : the span of the recording.
    entities, sectors, events : the content; events in order of time.
    """

    scenario_id: str
    title: str
    date: dt.date | None
    version: str
    seed: int
    replication: int
    scenario_hash: str
    catalogue_hash: str
    choice: str
    leakers: int
    start_s: float
    end_s: float
    entities: tuple[Entity, ...]
    sectors: tuple[Sector, ...]
    events: tuple[Event, ...]

    def __repr__(self) -> str:
        """Return what it is: paths and events would bury it."""
        which = f"replication {self.replication}" + (f", {self.choice}" if self.choice else "")
        return f"<Recording of {self.scenario_id}, {which}: {self.leakers} leakers>"

    @cached_property
    def by_id(self) -> dict[str, Entity]:
        """Entities by id."""
        return {entity.id: entity for entity in self.entities}

    @property
    def epoch(self) -> dt.datetime:
        """Moment that scenario time 0 is written as: noon UTC of the scenario's date.

        The hour is a convention: no scenario states one. Without a date, 1 January 2000.
        """
        day = self.date or dt.date(2000, 1, 1)
        return dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)

    def moment(self, t_s: float) -> dt.datetime:
        """Return a scenario time as a moment."""
        return self.epoch + dt.timedelta(seconds=t_s)

    def utc(self, t_s: float) -> str:
        """Return a scenario time as text after ISO 8601, in milliseconds, with a Z."""
        moment = self.moment(t_s).isoformat(timespec="milliseconds")
        return moment.replace("+00:00", "Z")

    def of_kind(self, kind: Kind) -> list[Entity]:
        """Return the entities of one kind, in order."""
        return [entity for entity in self.entities if entity.kind is kind]

    def provenance(self) -> str:
        """Return one line that says what this is and how to get it again."""
        return (
            f"airshield {self.version}, scenario {self.scenario_id} "
            f"(sha256 {self.scenario_hash[:12]}), seed {self.seed}, replication "
            f"{self.replication}; kill probabilities are priors; positions of fire units are "
            "those of their sites"
        )
