"""Follow a scenario through its ledger's time: the same raid against each week's posture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from airshield.assessment.measures import average, proportion
from airshield.assessment.model import AssetWeek, Timeline, UnitWeek, Week
from airshield.errors import Fault, InputError
from airshield.posture import Resolved, resolve
from airshield.posture.inference import last_known
from airshield.posture.loading import Loaded as Ledger
from airshield.result.tally import Tally
from airshield.simulate.lift import ALL, DEFENDED, arm_columns
from airshield.simulate.lower import Lowered
from airshield.simulate.run import run_block
from airshield.simulate.tables import Tables

STEP_DAYS = 7
REPLICATIONS = 4096
"""Raids of each week, at most; the same ones every week, so that only the posture moves a line."""
_MEASURES = ("p_no_leaker", "leakers")


def ledger_of(resolved: Resolved) -> Ledger:
    """Return the ledger that a scenario's posture hangs on.

    Raises
    ------
    InputError : it names none.
    """
    if resolved.beliefs is None:
        message = f"`{resolved.loaded.file}` names no ledger, so its posture has no time line"
        raise InputError([Fault("command line", None, "--timeline", message)])
    return resolved.beliefs.loaded


def days(start: dt.date, end: dt.date) -> tuple[dt.date, ...]:
    """Return a day for each week from `start` to `end`."""
    n = (end - start).days // STEP_DAYS + 1
    return tuple(start + dt.timedelta(days=STEP_DAYS * k) for k in range(n))


def _played(tables: Tables, seed: int, n: int) -> tuple[AssetWeek, ...]:
    columns = arm_columns(tables, run_block(tables, seed, 0, n), DEFENDED)
    keys = tuple(key for key in columns if key[2] in _MEASURES)
    tally = Tally.empty(keys).plus(np.column_stack([columns[key] for key in keys]))
    return tuple(
        AssetWeek(
            asset_id=asset,
            p_no_leaker=proportion(tally, DEFENDED, asset, "p_no_leaker"),
            leakers=average(tally, DEFENDED, asset, "leakers"),
        )
        for asset in (*tables.asset_ids, ALL)
    )


def _units(resolved: Resolved) -> tuple[UnitWeek, ...]:
    return tuple(
        UnitWeek(one.unit_id, one.p_operational, one.reported)
        for _, one in sorted(resolved.standings.items())
    )


def timeline(
    resolved: Resolved,
    lowered: Lowered,
    seed: int,
    replications: int = REPLICATIONS,
    progress: Callable[[int, int], None] | None = None,
) -> Timeline:
    """Play a scenario's raid against the posture of each week that its ledger covers.

    Parameters
    ----------
    resolved, lowered : the scenario; seed : 64-bit; replications : raids of each week.
    progress : called with (weeks done, weeks wanted).

    Returns
    -------
    Each week twice: with what had come out by that day, and with everything in the ledger.

    Raises
    ------
    InputError : the scenario names no ledger.

    **Limits**: nominal values; the raid, the layout and the doctrine of every week are those of the
    scenario, only who is operational changes. Before anybody reported on a site its unit has the
    drift of the posture model, which is no answer to who was there: `reported` says so.
    """
    ledger = ledger_of(resolved)
    end = last_known(ledger)
    wanted = days(ledger.ledger.coverage_start, ledger.ledger.coverage_end)
    found: dict[bool, list[Week]] = {False: [], True: []}
    for done, day in enumerate(wanted, 1):
        for hindsight in (False, True):
            known_by = end if hindsight else day
            then = resolve(resolved, day, known_by)
            tables = replace(lowered.tables, draw_up=then.draw_up)
            assets = _played(tables, seed, replications)
            week = Week(day.isoformat(), known_by.isoformat(), _units(then), assets)
            found[hindsight].append(week)
        if progress is not None:
            progress(done, len(wanted))
    return Timeline(
        ledger=ledger.file,
        as_known=tuple(found[False]),
        in_hindsight=tuple(found[True]),
        undefended=_played(lowered.tables.without_units(), seed, replications),
        replications=replications,
    )
