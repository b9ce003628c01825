"""Turn the fire units of a scenario into the numbers that coverage against one threat needs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airshield.catalogue.classes import FALLING, why_not_against, why_not_seen
from airshield.kernel import coverage as kernel
from airshield.scenario.models import Doctrine, FireUnit, Scenario
from airshield.simulate.geometry import Place
from airshield.simulate.lower import Picker, radar_of
from airshield.simulate.physics import (
    Envelope,
    envelope_of,
    gun_of,
    kill_probability,
    search_of,
    threat_class,
)

F8 = NDArray[np.float64]
DELAYS = {
    "ballistic": ("detection_to_launch_tbm",),
    "rocket": ("detection_to_launch_rocket", "detection_to_launch_tbm"),
}
"""Entries of a battery for detection to launch, the first that is there; else `_AIR`."""
_AIR = ("detection_to_launch_aircraft", "detection_to_launch_tbm")
_NO_SEARCH = np.zeros(19)
_SAG_M = 0.01
"""A route exactly at the lowest height is met: chords of its thinned path sag by millimetres."""


@dataclass(frozen=True, eq=False)
class Defence:
    """Fire units against one threat, as `kernel.coverage.cover` takes them (U units, G groups)."""

    unit_ids: tuple[str, ...]
    group_ids: tuple[str, ...]
    units: F8
    group_ptr: NDArray[np.int32]
    groups: F8
    tof_s: F8
    first_tof_s: F8
    search: F8
    p_discriminate: float
    rho: float
    left_out: tuple[str, ...] = ()
    """Why launcher groups or radars play no part, one clause each."""


@dataclass(frozen=True)
class Rule:
    """Rounds and interval of one doctrine against whatever comes."""

    look: int
    last: int
    interval_s: float


def rule_of(pick: Picker, doctrine: Doctrine) -> Rule:
    """Return rounds and interval of a doctrine, the catalogue's where the file is silent."""
    looks = doctrine.method == "shoot_look_shoot"
    own, paired = f"doctrine.{doctrine.method}", "doctrine.shoot_shoot"
    look = doctrine.rounds or round(pick.get(f"{own}.{'shots_first' if looks else 'shots'}"))
    last = look
    if looks:
        last = doctrine.rounds_last or round(pick.get(f"{paired}.shots"))
    if doctrine.interval_s is None:
        return Rule(look, last, pick.get(f"{paired if looks else own}.interval"))
    path = f"scenario.doctrine.{doctrine.id}.interval_s"
    return Rule(look, last, pick.number(path, doctrine.interval_s))


def delay_s(pick: Picker, battery: str, kind: str) -> float:
    """Return the time from first detection to launch of a battery against a class."""
    paths = [f"battery.{battery}.{name}" for name in DELAYS.get(kind, _AIR)]
    return pick.get(next((path for path in paths if pick.has(path)), paths[0]))


def _p_warhead(pick: Picker, interceptor: str, kind: str) -> float:
    if kind != "ballistic":
        return 1.0
    hit_to_kill = pick.text(f"interceptor.{interceptor}.kill").startswith("hit-to-kill")
    return pick.get(f"outcome.warhead_given_hit_{'htk' if hit_to_kill else 'blast'}")


def _stock(pick: Picker, unit: FireUnit, interceptor: str, reserve: float) -> int:
    rounds = 0
    gun = gun_of(pick, interceptor)
    for group in unit.launcher_group:
        if group.interceptor == interceptor:
            each = group.rounds_per_launcher
            if each is None and gun is None:
                each = round(pick.get(f"interceptor.{interceptor}.per_launcher"))
            elif each is None and gun is not None:
                each = gun.bursts
            rounds += group.launchers * (each or 0)
    return math.floor(rounds * (1.0 - reserve))


def _group_row(pick: Picker, envelope: Envelope, interceptor: str, threat: str) -> F8:
    kind = threat_class(pick, threat)
    row = np.zeros(kernel.GROUP_COLUMNS)
    row[:8] = envelope.limits
    row[2] -= 0.0 if kind in FALLING else _SAG_M
    row[kernel.P_SHOT] = kill_probability(pick, interceptor, threat, kind)
    row[kernel.P_WARHEAD] = _p_warhead(pick, interceptor, kind)
    gun = gun_of(pick, interceptor)
    row[kernel.PROTECTED_M] = math.inf if gun is None else gun.protected_radius_m
    row[kernel.IS_GUN] = gun is not None
    return row


def _unit_row(pick: Picker, unit: FireUnit, place: Place, doctrine: Doctrine, kind: str) -> F8:
    rule = rule_of(pick, doctrine)
    row = np.zeros(kernel.UNIT_COLUMNS)
    row[:3] = place.lla
    row[kernel.DELAY_S] = delay_s(pick, unit.battery, kind)
    row[kernel.ASSESS_S] = pick.get("doctrine.shoot_look_shoot.assessment_delay")
    row[kernel.P_FALSE_KILL] = pick.get("outcome.assessment_false_kill")
    row[kernel.ROUNDS_LOOK], row[kernel.ROUNDS_LAST] = rule.look, rule.last
    row[kernel.INTERVAL_S] = rule.interval_s
    spacing = f"scenario.fire_unit.{unit.id}.launch_spacing_s"
    row[kernel.SPACING_S] = pick.number(spacing, unit.launch_spacing_s)
    row[kernel.P_FLOOR] = doctrine.kill_probability_floor
    return row


def _maps(envelopes: list[Envelope]) -> tuple[F8, F8]:
    """Stack the time-of-flight maps; those of guns, the same at all elevations, are widened."""
    shape = max((e.tof_s.shape for e in envelopes), key=lambda shape: shape[1], default=(2, 2))

    def wide(tof: F8) -> F8:
        return tof if tof.shape == shape else np.repeat(tof[:, :1], shape[1], axis=1)

    last = [wide(e.tof_s) for e in envelopes]
    first = [wide(e.tof_s if e.first_tof_s is None else e.first_tof_s) for e in envelopes]
    empty = np.empty((0, *shape))
    return np.array(last) if last else empty, np.array(first) if first else empty


def place_of(pick: Picker, unit: FireUnit) -> Place:
    """Return where a fire unit stands, at site level."""
    site = pick.catalogue.site(unit.site)
    return Place.at(site.lat_deg, site.lon_deg, site.elevation_m)


def lower_defence(
    pick: Picker, scenario: Scenario, units: tuple[FireUnit, ...], threat: str
) -> Defence:
    """Lower fire units against one threat.

    Parameters
    ----------
    pick : reads the catalogue and the scenario; units : those that are up, in order of id.
    threat : id of a type in the catalogue.

    Raises
    ------
    CatalogueError : a value that is needed is not there.
    """
    kind = threat_class(pick, threat)
    doctrines = {doctrine.id: doctrine for doctrine in scenario.doctrine}
    rows: list[F8] = []
    searches: list[F8] = []
    group_rows: list[F8] = []
    envelopes: list[Envelope] = []
    names: list[str] = []
    sizes: list[int] = []
    why: list[str] = []
    for unit in units:
        radar, place, doctrine = (
            radar_of(pick.catalogue, unit),
            place_of(pick, unit),
            doctrines[unit.doctrine],
        )
        path = f"scenario.fire_unit.{unit.id}.boresight_deg"
        boresight = math.radians(pick.number(path, unit.boresight_deg))
        row = _unit_row(pick, unit, place, doctrine, kind)
        search = search_of(pick, radar, boresight, threat, kind)
        row[kernel.SEES] = search is not None
        searches.append(_NO_SEARCH if search is None else np.array(search.arguments, float))
        if search is None:
            why.append(f"{unit.id}: {why_not_seen(pick.catalogue, radar, kind)}")
        before = len(group_rows)
        for name in sorted({group.interceptor for group in unit.launcher_group}):
            envelope = envelope_of(pick, name, radar, place, boresight, kind)
            if envelope is None:
                why.append(f"{unit.id}: {name}: {why_not_against(pick.catalogue, name, kind)}")
                continue
            group = _group_row(pick, envelope, name, threat)
            group[kernel.STOCK] = _stock(pick, unit, name, doctrine.reserve)
            group_rows.append(group)
            envelopes.append(envelope)
            names.append(f"{unit.id}:{name}")
        rows.append(row)
        sizes.append(len(group_rows) - before)
    separates = pick.flag(f"threat.{threat}.separating_warhead") and kind == "ballistic"
    tof_s, first_tof_s = _maps(envelopes)
    return Defence(
        tuple(unit.id for unit in units),
        tuple(names),
        np.array(rows),
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
        np.array(group_rows).reshape(-1, kernel.GROUP_COLUMNS),
        tof_s,
        first_tof_s,
        np.array(searches),
        pick.get("outcome.body_discrimination") if separates else 1.0,
        pick.get("doctrine.parameters.shot_correlation"),
        tuple(why),
    )
