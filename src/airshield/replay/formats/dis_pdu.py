"""Encode DIS 7 protocol data units: entity state, fire, detonation.

Simulation-exercise traffic, written to files only; no tactical data link.

**Source** IEEE 1278.1-2012, "Distributed Interactive Simulation: Application Protocols", 7.2.2,
7.3.2 and 7.3.3; enumerations of SISO-REF-010.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F8 = NDArray[np.float64]
VERSION, EXERCISE = 7, 1
ENTITY_STATE, FIRE, DETONATION = 1, 2, 3
_FAMILY = {ENTITY_STATE: 1, FIRE: 2, DETONATION: 2}
SITE, APPLICATION = 1, 1
NOBODY = 0
FRIENDLY, OPPOSING = 1, 2
DEACTIVATED = 1 << 23
"""Bit of the appearance that says that an entity is no longer simulated."""
FIXED_WORLD, STATIC = 2, 1
"""Dead-reckoning algorithms: constant velocity; does not move."""
IMPACT_ENTITY, IMPACT_GROUND, NO_DETONATION = 1, 3, 6
"""Results of a detonation."""
_TICKS_PER_HOUR = 2**31

EntityType = tuple[int, int, int, int, int, int, int]
"""Kind, domain, country, category, subcategory, specific, extra. Country 0: none is claimed."""


@dataclass(frozen=True)
class State:
    """What an entity state says."""

    number: int
    force: int
    type: EntityType
    pos_ecef_m: F8
    velocity_ecef_m_s: F8
    marking: str
    appearance: int = 0


def timestamp(seconds_past_hour: float) -> int:
    """Return an absolute timestamp: 2**31 ticks an hour, the lowest bit set."""
    return (int(seconds_past_hour / 3600.0 * _TICKS_PER_HOUR) % _TICKS_PER_HOUR) << 1 | 1


def _pdu(kind: int, stamp: int, body: bytes) -> bytes:
    head = struct.pack(
        ">BBBBIHBB", VERSION, EXERCISE, kind, _FAMILY[kind], stamp, 12 + len(body), 0, 0
    )
    return head + body


def _id(number: int) -> bytes:
    """Return an entity's identifier; that of nobody is all zero."""
    if number == NOBODY:
        return bytes(6)
    return struct.pack(">HHH", SITE, APPLICATION, number)


def _type(kind: EntityType) -> bytes:
    return struct.pack(">BBHBBBB", *kind)


def orientation_rad(velocity_ecef_m_s: F8) -> tuple[float, float, float]:
    """Return psi, theta, phi of a body that flies nose first, without bank; zero where it stands.

    **Source** IEEE 1278.1-2012, 1.6.3.
    """
    speed = float(np.linalg.norm(velocity_ecef_m_s))
    if speed == 0.0:
        return 0.0, 0.0, 0.0
    x, y, z = (float(part) / speed for part in velocity_ecef_m_s)
    return math.atan2(y, x), math.asin(max(-1.0, min(1.0, -z))), 0.0


def entity_state(stamp: int, state: State) -> bytes:
    """Return an entity state PDU, 144 bytes."""
    moving = bool(np.any(state.velocity_ecef_m_s))
    name = state.marking.encode("ascii", "replace")[:11].ljust(11, b"\0")
    body = b"".join(
        [
            _id(state.number),
            struct.pack(">BB", state.force, 0),
            _type(state.type),
            _type(state.type),
            struct.pack(">3f", *state.velocity_ecef_m_s),
            struct.pack(">3d", *state.pos_ecef_m),
            struct.pack(">3f", *orientation_rad(state.velocity_ecef_m_s)),
            struct.pack(">I", state.appearance),
            struct.pack(">B15x6f", FIXED_WORLD if moving else STATIC, *([0.0] * 6)),
            struct.pack(">B11s", 1, name),
            struct.pack(">I", 0),
        ]
    )
    return _pdu(ENTITY_STATE, stamp, body)


def _descriptor(munition: EntityType) -> bytes:
    return _type(munition) + struct.pack(">HHHH", 0, 0, 1, 0)


def fire(
    stamp: int,
    *,
    shooter: int,
    target: int,
    munition: int,
    event: int,
    kind: EntityType,
    pos_ecef_m: F8,
    velocity_ecef_m_s: F8,
    range_m: float,
) -> bytes:
    """Return a fire PDU, 96 bytes; shooter, target and munition are numbers of entities."""
    body = b"".join(
        [
            _id(shooter),
            _id(target),
            _id(munition),
            struct.pack(">HHH", SITE, APPLICATION, event),
            struct.pack(">I", 0),
            struct.pack(">3d", *pos_ecef_m),
            _descriptor(kind),
            struct.pack(">3f", *velocity_ecef_m_s),
            struct.pack(">f", range_m),
        ]
    )
    return _pdu(FIRE, stamp, body)


def detonation(
    stamp: int,
    *,
    shooter: int,
    target: int,
    munition: int,
    event: int,
    kind: EntityType,
    pos_ecef_m: F8,
    velocity_ecef_m_s: F8,
    result: int,
) -> bytes:
    """Return a detonation PDU, 104 bytes."""
    body = b"".join(
        [
            _id(shooter),
            _id(target),
            _id(munition),
            struct.pack(">HHH", SITE, APPLICATION, event),
            struct.pack(">3f", *velocity_ecef_m_s),
            struct.pack(">3d", *pos_ecef_m),
            _descriptor(kind),
            struct.pack(">3f", 0.0, 0.0, 0.0),
            struct.pack(">BBH", result, 0, 0),
        ]
    )
    return _pdu(DETONATION, stamp, body)
