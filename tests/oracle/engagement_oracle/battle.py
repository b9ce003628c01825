"""Hold the state of one replication: threats, units, groups, pairs, shots and pending events."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Any

from .draws import Block
from .raid import Asset, Group, Raid, Threat, Unit, Window

INF = math.inf
NOT_OPERATIONAL, UNAVAILABLE, COMMON_FAULT, UP, AUTONOMOUS, RADAR_ONLY = range(6)
FAILED, STOPPED, IMPACT_IN_ASSET, IMPACT_ELSEWHERE, PASSED = range(5)
NOT_ELSEWHERE, DISPERSION, ELSEWHERE_HARMLESS, DISPLACED_AFTER_HIT = range(4)
(
    UNIT_NOT_UP,
    OUT_OF_SECTOR,
    NOT_DETECTED,
    HELD,
    PREDICTED_HARMLESS,
    NO_WINDOW,
    SLOTS_FULL,
    GUIDANCE_FULL,
    MAGAZINE_EMPTY,
    MISSED,
    HIT_NOT_STOPPED,
) = range(11)
IMPACT, ASSESS_DUE, READY = range(3)


@dataclass(eq=False)
class Shot:
    """One round fired."""

    pair: PairState
    tvm: int
    intercept: float
    hit: bool
    destroys: bool
    displacement: tuple[float, float] | None
    void: bool = False

    def strike_out(self) -> None:
        """Make it as if the round never hit."""
        self.hit = self.destroys = False
        self.displacement = None
        self.void = True


@dataclass(eq=False)
class ThreatState:
    """A threat in this replication."""

    of: Threat
    failed: bool
    shared: float
    """The kill uniform common to all shots at it."""
    offset: tuple[float, float]
    reply: float
    clearance: float
    dud: bool
    done: bool = False
    t_stop: float = INF
    correlation_t: float | None = None
    shots: list[Shot] = field(default_factory=list)
    reason: int = UNIT_NOT_UP
    fate: int = FAILED
    out_reason: int = -1
    elsewhere: int = NOT_ELSEWHERE
    asset: int = -1
    hits: int = 0
    out_dud: int = 0

    def at_least(self, reason: int) -> None:
        """Raise the reason: the furthest stage that any unit reached."""
        self.reason = max(self.reason, reason)

    def find_stop(self) -> None:
        """Find the first intercept that destroys it."""
        self.t_stop = min((shot.intercept for shot in self.shots if shot.destroys), default=INF)


@dataclass(eq=False)
class GroupState:
    """A launcher group in this replication."""

    of: Group
    stock: int
    reserve: int
    reload_t: float = INF
    spent: int = 0


@dataclass(eq=False)
class UnitState:
    """A fire unit in this replication."""

    of: Unit
    state: int
    interrogates: bool
    lost_t: float
    """When its link is lost."""
    struck: bool = False
    rejoined: bool = False
    slots_used: int = 0
    next_launch: float = -INF
    wake: float = -INF
    waiting: set[PairState] = field(default_factory=set)
    shots: list[Shot] = field(default_factory=list)
    """In the air, as far as it has looked."""

    @property
    def sees(self) -> bool:
        return self.state in (UP, AUTONOMOUS, RADAR_ONLY)

    @property
    def fires(self) -> bool:
        return self.state in (UP, AUTONOMOUS) and not self.struck

    @property
    def has_link(self) -> bool:
        """Linked as long as the link holds."""
        return self.state in (UP, RADAR_ONLY) and self.of.command != 2

    def linked(self, t: float) -> bool:
        return self.has_link and t < self.lost_t and not self.struck

    def hears(self, other: UnitState, t: float) -> bool:
        return (
            self is not other
            and self.linked(t)
            and other.linked(t)
            and self.of.net == other.of.net >= 0
        )


@dataclass(eq=False)
class PairState:
    """A fire unit and a threat that it tracks and can reach."""

    unit: UnitState
    threat: ThreatState
    windows: list[Window]
    seen: int
    """Class the unit takes the threat for."""
    hostile_draw: float
    recognised: bool
    genuine: bool
    earliest: float
    prediction: tuple[float, float]
    """Normals of the error of its predicted impact point."""
    ready: bool = False
    judged: bool = False
    attacks_self: bool = False
    engaged: bool = False
    given_up: bool = False
    since: float = -INF
    rounds_left: int = 0
    last_intercept: float = -INF
    n_assess: int = 0

    @property
    def last_closing(self) -> float:
        return max(window.closes for window in self.windows)

    @property
    def can_rejoin(self) -> bool:
        """Ready, and free for its unit to engage."""
        return self.ready and not self.engaged and not self.given_up and not self.threat.done


@dataclass(eq=False)
class Battle:
    """Everything that changes in one replication."""

    raid: Raid
    block: Block
    threats: list[ThreatState]
    units: list[UnitState]
    groups: list[GroupState]
    pairs: dict[tuple[int, int], PairState] = field(default_factory=dict)
    """By indices of unit and threat: pairs that will be READY at some time."""
    warn: list[float] = field(default_factory=list)
    clear: list[float] = field(default_factory=list)
    """By sub-area: share of people outside every consequence radius."""
    capped: int = 0
    heap: list[tuple[float, int, int, int, Any]] = field(default_factory=list)
    pushed: count[int] = field(default_factory=count)

    def pop(self) -> tuple[float, int, Any]:
        """Return the next event: time, kind, and whom it is about."""
        t, kind, _, _, about = heappop(self.heap)
        return t, kind, about

    def _push(self, t: float, kind: int, identity: int, about: Any) -> None:
        heappush(self.heap, (t, kind, identity, next(self.pushed), about))

    def push_impact(self, threat: ThreatState) -> None:
        self._push(threat.of.t_impact_s, IMPACT, threat.of.index, threat)

    def push_ready(self, t: float, pair: PairState) -> None:
        self._push(t, READY, self._identity(pair), pair)

    def push_assess(self, t: float, pair: PairState) -> None:
        """Assess after the last intercept plus the delay, but never in the past."""
        due = pair.last_intercept + pair.unit.of.assess_delay_s
        self._push(max(t, due), ASSESS_DUE, self._identity(pair), pair)

    def push_wake(self, t: float, unit: UnitState) -> None:
        n = len(self.threats)
        self._push(t, READY, unit.of.index * (n + 1) + n, unit)

    def _identity(self, pair: PairState) -> int:
        return pair.unit.of.index * (len(self.threats) + 1) + pair.threat.of.index

    def pairs_of_threat(self, threat: ThreatState) -> list[PairState]:
        """Return the threat's pairs in the order of units."""
        found = (self.pairs.get((unit.of.index, threat.of.index)) for unit in self.units)
        return [pair for pair in found if pair is not None]

    def near(self, asset: int) -> list[tuple[Asset, float, float]]:
        return self.raid.near[asset]


def within(east: float, north: float, radius: float) -> bool:
    """Tell whether a point is at most a radius away."""
    return east * east + north * north <= radius * radius
