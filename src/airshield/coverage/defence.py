"""Turn the fire units of a scenario into the numbers that coverage against one threat needs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airshield.catalogue.classes import FALLING, is_gun, why_not_against, why_not_seen
from airshield.kernel import coverage_columns as column
from airshield.scenario.models import CLASSES, Doctrine, FireUnit, Scenario, ThreatClass
from airshield.simulate.family import threat_class
from airshield.simulate.geometry import Place
from airshield.simulate.lower.doctrine import refused, rule_for
from airshield.simulate.lower.groups import groups_of, p_warhead_of
from airshield.simulate.lower.units import (
    interceptors_of,
    judged_with,
    protected_m_of,
    radar_of,
    spacing_s,
)
from airshield.simulate.picker import Picker
from airshield.simulate.shots import Envelope, envelope_of, kill_probability
from airshield.simulate.sight import search_of

F8 = NDArray[np.float64]
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


def _judged_m(pick: Picker, unit: FireUnit, threat: str, kind: str) -> float:
    """Return within what of itself a unit engages what is aimed there, +inf where not asked.

    As in a raid: the end of a route or of a turning descent cannot be predicted, so that whoever
    can fires at it. What is judged by defended assets counts as threatening: an aim point is one.
    """
    own_m = protected_m_of(pick, unit)
    turns = pick.flag(f"threat.{threat}.manoeuvring_descent")
    if own_m is None or turns or kind not in FALLING:
        return math.inf
    return own_m + judged_with(pick, unit, "judgement_margin")


def _group_row(
    pick: Picker, envelope: Envelope, unit: FireUnit, interceptor: str, threat: str
) -> F8:
    kind = threat_class(pick, threat)
    row = np.zeros(column.GROUP_COLUMNS)
    row[:8] = envelope.limits
    row[2] -= 0.0 if kind in FALLING else _SAG_M
    row[column.P_SHOT] = kill_probability(pick, interceptor, threat, kind)
    row[column.P_WARHEAD] = p_warhead_of(pick, interceptor) if kind == "ballistic" else 1.0
    row[column.PROTECTED_M] = _judged_m(pick, unit, threat, kind)
    row[column.IS_GUN] = is_gun(pick.has, interceptor)
    return row


def _unit_row(
    pick: Picker, unit: FireUnit, place: Place, doctrine: Doctrine | None, kind: ThreatClass
) -> F8:
    row = np.zeros(column.UNIT_COLUMNS)
    row[:3] = place.lla
    if doctrine is None:
        return row
    rule = rule_for(pick, unit.battery, doctrine, kind)
    row[column.DELAY_S] = rule.delay_s
    row[column.ASSESS_S] = pick.get("doctrine.shoot_look_shoot.assessment_delay")
    row[column.P_FALSE_KILL] = pick.get("outcome.assessment_false_kill")
    row[column.ROUNDS_LOOK], row[column.ROUNDS_LAST] = rule.rounds_look, rule.rounds_last
    row[column.INTERVAL_S] = rule.interval_s
    row[column.SPACING_S] = spacing_s(pick, unit)
    row[column.P_FLOOR] = rule.p_floor
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
    site = pick.site(unit.site)
    return Place.at(site.lat_deg, site.lon_deg, site.elevation_m)


def seen_class(pick: Picker, threat: str) -> ThreatClass:
    """Return the class of a threat, taken for what it is.

    Raises
    ------
    CatalogueError : the entry has no class, or one that does not exist.
    """
    kind = threat_class(pick, threat)
    return next(c for c in CLASSES if c == kind)


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
    kind = seen_class(pick, threat)
    doctrines = {doctrine.id: doctrine for doctrine in scenario.doctrine}
    stock = {group.id: group.stock for group in groups_of(pick, units, doctrines)}
    rows: list[F8] = []
    searches: list[F8] = []
    group_rows: list[F8] = []
    envelopes: list[Envelope] = []
    names: list[str] = []
    sizes: list[int] = []
    why: list[str] = []
    for unit in units:
        radar, place = radar_of(pick.catalogue, unit), place_of(pick, unit)
        doctrine = doctrines[unit.doctrine] if unit.doctrine else None
        path = f"scenario.fire_unit.{unit.id}.boresight_deg"
        boresight = math.radians(pick.number(path, unit.boresight_deg))
        row = _unit_row(pick, unit, place, doctrine, kind)
        search = search_of(pick, radar, boresight, threat, kind)
        row[column.SEES] = search is not None
        searches.append(_NO_SEARCH if search is None else np.array(search.arguments, float))
        if search is None:
            why.append(f"{unit.id}: {why_not_seen(pick.catalogue, radar, kind)}")
        before = len(group_rows)
        off = doctrine is not None and kind in refused(doctrine)
        if off:
            why.append(f"{unit.id}: its doctrine does not engage this class")
        for name in () if off else interceptors_of(unit):
            envelope = envelope_of(pick, name, radar, place, boresight, kind)
            if envelope is None:
                why.append(f"{unit.id}: {name}: {why_not_against(pick.catalogue, name, kind)}")
                continue
            group = _group_row(pick, envelope, unit, name, threat)
            names.append(f"{unit.id}:{name}")
            group[column.STOCK] = stock[names[-1]]
            group_rows.append(group)
            envelopes.append(envelope)
        rows.append(row)
        sizes.append(len(group_rows) - before)
    separates = pick.flag(f"threat.{threat}.separating_warhead") and kind == "ballistic"
    tof_s, first_tof_s = _maps(envelopes)
    return Defence(
        tuple(unit.id for unit in units),
        tuple(names),
        np.array(rows),
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
        np.array(group_rows).reshape(-1, column.GROUP_COLUMNS),
        tof_s,
        first_tof_s,
        np.array(searches),
        pick.get("outcome.body_discrimination") if separates else 1.0,
        pick.get("doctrine.parameters.shot_correlation"),
        tuple(why),
    )
