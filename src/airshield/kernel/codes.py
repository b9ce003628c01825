"""Name the integers that the kernel writes: fates, reasons, states, draw purposes, statuses."""

from __future__ import annotations

from enum import IntEnum


class Fate(IntEnum):
    """How a threat ends. Each threat ends in exactly one fate; they add up to the threats."""

    FAILED = 0
    STOPPED = 1
    IMPACT_IN_ASSET = 2
    IMPACT_ELSEWHERE = 3


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
    """What a fire unit is in one replication."""

    NOT_OPERATIONAL = 0
    UNAVAILABLE = 1
    COMMON_FAULT = 2
    UP = 3


class Purpose(IntEnum):
    """What a random draw is for: one counter word of Philox."""

    UNIT = 1
    FLIGHT = 2
    AIM = 3
    TRACK = 4
    SHOT = 5
    ASSESS = 6


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
