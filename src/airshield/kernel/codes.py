"""Name the integers that the kernel writes: fates, reasons, states, draw purposes, statuses."""

from __future__ import annotations

from enum import IntEnum


class Fate(IntEnum):
    """How a threat ends. Each threat ends in exactly one fate; they add up to the threats."""

    FAILED = 0
    STOPPED = 1
    IMPACT_IN_ASSET = 2
    IMPACT_ELSEWHERE = 3
    PASSED = 4
    """A flight that flew on, or a decoy that fell: nothing to stop."""


class Elsewhere(IntEnum):
    """Why an impact fell outside every defended asset."""

    NOT_ELSEWHERE = 0
    DISPERSION = 1
    PREDICTED_HARMLESS = 2
    DISPLACED_AFTER_HIT = 3


class Reason(IntEnum):
    """Why a threat got through: the stage reached by the unit that got furthest, in this order."""

    UNIT_NOT_UP = 0
    OUT_OF_SECTOR = 1
    NOT_DETECTED = 2
    HELD = 3
    PREDICTED_HARMLESS = 4
    NO_WINDOW = 5
    SLOTS_FULL = 6
    GUIDANCE_FULL = 7
    MAGAZINE_EMPTY = 8
    MISSED = 9
    HIT_NOT_STOPPED = 10


class UnitState(IntEnum):
    """What a fire unit is in one replication. All but the first three see; 3 and 4 also fire."""

    NOT_OPERATIONAL = 0
    UNAVAILABLE = 1
    COMMON_FAULT = 2
    UP = 3
    AUTONOMOUS = 4
    """Up without a link to others."""
    RADAR_ONLY = 5
    """Sees and tells, but does not fire."""


class Purpose(IntEnum):
    """What a random draw is for: one counter word of Philox."""

    UNIT = 1
    FLIGHT = 2
    AIM = 3
    TRACK = 4
    SHOT = 5
    ASSESS = 6
    IDENT = 7
    CLASS = 8


class Side(IntEnum):
    """Whose a track is."""

    HOSTILE = 0
    FRIENDLY = 1
    NEUTRAL = 2


class Identity(IntEnum):
    """What a fire unit takes a track for."""

    UNKNOWN = 0
    FRIEND = 1
    HOSTILE = 2


class Command(IntEnum):
    """Method of control of a fire unit."""

    CENTRALISED = 0
    DECENTRALISED = 1
    AUTONOMOUS = 2


class Control(IntEnum):
    """Weapons control status, and orders that stand in its place."""

    HOLD = 0
    TIGHT = 1
    FREE = 2
    ENGAGE = 3
    CEASE_ENGAGEMENT = 4
    HOLD_FIRE = 5


class EventKind(IntEnum):
    """Order of events at one time."""

    IMPACT = 0
    ASSESS = 1
    READY = 2


class Status(IntEnum):
    """How a replication ended. Anything but OK makes its outcome void and is raised by name."""

    OK = 0
    HEAP_FULL = 1
    SHOTS_FULL = 2


class Step(IntEnum):
    """Kinds of rows in the trace of one replication."""

    UNIT_STATE = 0
    FLIGHT_FAILED = 1
    TRACKED = 2
    READY = 3
    JUDGED_HARMLESS = 4
    LAUNCH = 5
    ASSESSED = 6
    IMPACT = 7
    BLOCKED = 8
    CLASSIFIED = 9
    HELD_BACK = 10
    UNIT_LOST = 11
    RELOADED = 12
    LINK_LOST = 13


class FlightStatus(IntEnum):
    """How a flight, or the search for one, ended. Anything but OK leaves no trajectory."""

    OK = 0
    BEYOND_REACH = 1
    """No burn-out speed below the limit arrives from there in that style."""
    NO_CONVERGENCE = 2
    """The search did not settle on the target."""
    PATH_FULL = 3
    """More steps than the buffer holds."""
    NEVER_LANDS = 4
    """Still up after two hours."""
    TOO_LOW = 5
    """The flight tops out below the altitude it should come down to."""
    ORIGIN_AT_TARGET = 6
    """Origin and target are less than a kilometre apart."""
