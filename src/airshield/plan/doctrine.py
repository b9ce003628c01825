"""Measure how far the doctrines of the simulation stay from the best static assignment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from airshield.catalogue import Catalogue
from airshield.errors import Fault, InputError, MissingExtraError
from airshield.kernel.codes import Fate
from airshield.plan.assign import assign
from airshield.plan.model import Assignment
from airshield.posture import resolve
from airshield.result.intervals import student
from airshield.scenario import Loaded
from airshield.scenario.models import Against, Method, Scenario
from airshield.simulate.lower import lower
from airshield.simulate.run import run_block
from airshield.simulate.tables import Tables

F8 = NDArray[np.float64]
METHODS: tuple[tuple[Method, int], ...] = (
    ("shoot_shoot", 2),
    ("shoot_look_shoot", 1),
    ("salvo", 4),
)


@dataclass(frozen=True)
class Played:
    """A doctrine on the idealised raid.

    Attributes
    ----------
    doctrine : its method; rounds : of the first engagement.
    surviving : threats expected to survive, with the ends of a 95 % interval (t).
    spent : rounds fired, mean; excess : surviving less the optimum, in threats.
    """

    doctrine: str
    rounds: int
    surviving: float
    surviving_low: float
    surviving_high: float
    spent: float
    excess: float


@dataclass(frozen=True, eq=False)
class DoctrineGap:
    """The best static assignment of a raid, and what doctrines leave of the same raid.

    Attributes
    ----------
    optimum : of the static problem, each threat worth 1; played : one for each doctrine.
    replications : of each doctrine.
    """

    optimum: Assignment
    played: tuple[Played, ...]
    replications: int


@dataclass(frozen=True)
class NotCompared:
    """Why doctrines were not held against an assignment: one clause for the reader."""

    reason: str


def plain_raid(scenario: Scenario) -> Scenario:
    """Return a scenario with what a static assignment knows: its raid alone, without deceit.

    No friends, decoys or orders; nobody mistakes a class; every doctrine is free to fire, and what
    it does otherwise against one class is only whether that class is its task.
    """
    own = [
        one.model_copy(
            update={
                "control_status": "free",
                "control_without_link": None,
                "p_hostile": None,
                "kill_probability_floor": 0.0,
                "against": tuple(
                    Against(threat_class=a.threat_class, engage=False)
                    for a in one.against
                    if not a.engage
                ),
            }
        )
        for one in scenario.doctrine
    ]
    return scenario.model_copy(
        update={
            "volley": tuple(one for one in scenario.volley if not one.decoy),
            "flight": (),
            "order": (),
            "identification": None,
            "doctrine": tuple(own),
        }
    )


def idealised(tables: Tables) -> Tables:
    """Return a raid in which only track and hits are left to chance, hits independently.

    Every unit is there, linked, works and cannot be lost; nothing fails in flight or is a dud,
    everything aimed is judged as threatening, and kill assessment does not err.
    """
    ones, zeros = np.ones_like(tables.p_posture), np.zeros_like(tables.p_posture)
    threats = np.zeros_like(tables.p_fail)
    return replace(
        tables,
        p_posture=ones,
        p_available=ones.copy(),
        p_fault=zeros,
        p_radar_only=zeros.copy(),
        p_autonomous=zeros.copy(),
        p_link_lost=zeros.copy(),
        vulnerable_m=zeros.copy(),
        p_false_kill=zeros.copy(),
        p_false_alive=zeros.copy(),
        p_fail=threats,
        p_dud=threats.copy(),
        sigma_aim_m=threats.copy(),
        sigma_round_m=threats.copy(),
        always_judged=np.ones_like(tables.always_judged),
        p_discriminate=np.ones_like(tables.p_discriminate),
        p_warhead=np.ones_like(tables.p_warhead),
        rho=0.0,
    )


def reachable(tables: Tables) -> F8:
    """Return (G, T) the best kill probability of each launcher group at each threat, 0 if none."""
    families = len(tables.family_ids)
    best = np.zeros((len(tables.group_stock), families))
    for g in range(len(best)):
        for f in range(families):
            row = slice(*tables.shot_ptr[g * families + f : g * families + f + 2])
            best[g, f] = tables.shot_p[row].max(initial=0.0)
    chosen: F8 = best[:, tables.threat_family]
    return chosen


def _with_doctrine(scenario: Scenario, method: Method, rounds: int) -> Scenario:
    """Return a plain raid whose doctrines all fire alike; their reserve and tasks stay."""
    own = [
        one.model_copy(update={"method": method, "rounds": rounds, "rounds_last": None})
        for one in scenario.doctrine
    ]
    return scenario.model_copy(update={"doctrine": tuple(own)})


def doctrine_gap(
    loaded: Loaded,
    *,
    seed: int = 1,
    replications: int = 20_000,
    time_limit_s: float = 60.0,
    methods: Sequence[tuple[Method, int]] = METHODS,
) -> DoctrineGap:
    """Compare doctrines in simulation with the proved optimum of one static assignment.

    Parameters
    ----------
    loaded : the scenario; its raid and defence, idealised as in `idealised`.
    seed : 64-bit; replications : raids to play of each doctrine; time_limit_s : of the proof.
    methods : (method of fire, rounds of the first engagement).

    Raises
    ------
    InputError : no fire unit of the scenario has launchers, or all that comes are decoys.
    MissingExtraError : HiGHS is not installed (`airshield[plan]`).

    **Limits.** Each threat is worth 1. The static optimum knows neither time nor slots, takes
    rounds in reserve as ready, and has no second look: shoot-look-shoot may go below it.
    """
    loaded = resolve(loaded).loaded
    scenario = plain_raid(loaded.scenario)
    if not any(unit.launcher_group for unit in scenario.fire_unit):
        message = "no fire unit with launchers, so nothing to assign; add a `[[fire_unit]]`"
        raise InputError([Fault(loaded.file, None, "fire_unit", message)])
    if not scenario.volley:
        message = "only decoys come, so nothing is worth a round; add a `[[volley]]`"
        raise InputError([Fault(loaded.file, None, "volley", message)])
    tables = idealised(lower(scenario, loaded.catalogue).tables)
    optimum = assign(
        reachable(tables), np.ones(len(tables.threat_key)),
        tables.group_stock + tables.group_reserve,
        time_limit_s=time_limit_s, weapons=tables.group_ids, targets=tables.threat_ids,
    )  # fmt: skip
    best = optimum.expected_surviving_value
    played = [
        _play(scenario, loaded.catalogue, method, rounds, best, seed, replications)
        for method, rounds in methods
    ]
    return DoctrineGap(optimum, tuple(played), replications)


def doctrine_gap_or_reason(
    loaded: Loaded, *, seed: int, replications: int = 2000, time_limit_s: float = 5.0
) -> DoctrineGap | NotCompared:
    """Compare doctrines as `doctrine_gap` does, or say why that does not apply.

    Its defaults are cheap enough to stand beside an assessment.
    """
    try:
        return doctrine_gap(loaded, seed=seed, replications=replications, time_limit_s=time_limit_s)
    except InputError as error:
        return NotCompared(error.faults[0].message)
    except MissingExtraError as error:
        return NotCompared(str(error))


def _play(
    scenario: Scenario,
    catalogue: Catalogue,
    method: Method,
    rounds: int,
    optimum: float,
    seed: int,
    n: int,
) -> Played:
    own = lower(_with_doctrine(scenario, method, rounds), catalogue)
    outcome = run_block(idealised(own.tables), seed, 0, n)
    left = (outcome.out_fate != Fate.STOPPED).sum(axis=1).astype(float)
    low, high = student(float(left.sum()), float((left**2).sum()), n)
    mean, spent = float(left.mean()), float(outcome.out_spent.sum(axis=1).mean())
    return Played(method, rounds, mean, low, high, spent, mean - optimum)
