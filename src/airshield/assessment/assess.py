"""Answer a scenario: lower it, play it, explore its ranges, put the answer together."""

from __future__ import annotations

import datetime as dt
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numba
import numpy as np

import airshield
from airshield.assessment.answer import (
    asset_answers,
    decoy_answer,
    expenditure,
    flight_answers,
    reason_rows,
    unit_answers,
    volley_answers,
)
from airshield.assessment.assumptions import LEFT_OUT, assumptions
from airshield.assessment.explore import Exploration, explore
from airshield.assessment.facts import posture_answer
from airshield.assessment.headline import hangs_on, headline, raid_noun
from airshield.assessment.ladder import ladder
from airshield.assessment.model import Assessment, Provenance, Timeline
from airshield.assessment.timeline import REPLICATIONS as WEEKLY
from airshield.assessment.timeline import timeline as timeline_of
from airshield.assessment.trade_off import trade_off
from airshield.errors import Fault, InputError
from airshield.posture import Resolved, resolve
from airshield.scenario import Loaded, load, parameters
from airshield.simulate.device import CPU, Player, player
from airshield.simulate.lift import ALL, DEFENDED, UNDEFENDED, attackers
from airshield.simulate.lower import Lowered, lower
from airshield.simulate.paired import (
    Played,
    play_paired,
)
from airshield.simulate.run import thread_count

REPLICATIONS = 20_000
REPLICATIONS_MOST = 2**48
"""The counter of a draw holds no larger number of a replication (`kernel.philox`)."""
SEED_MAX = 2**64 - 1
Progress = Callable[[str, int, int], None]
"""Called with (stage, done, wanted); wanted 0 where it is not known."""


@dataclass(frozen=True, eq=False)
class Answered:
    """A nominal answer and what the later stages need of it."""

    resolved: Resolved
    lowered: Lowered
    played: Played
    seed: int
    started: float
    device: str = CPU
    """What played, by its name."""

    @property
    def loaded(self) -> Loaded:
        """The scenario, its probabilities all numbers."""
        return self.resolved.loaded


def silent(stage: str, done: int, wanted: int) -> None:
    """Report nothing."""
    del stage, done, wanted


def check_options(seed: int, replications: int, until_width: float | None) -> None:
    """Refuse impossible options, all at once.

    Raises
    ------
    InputError : a seed beyond 64 bits, no replications or more than the draws tell apart, or a
        width outside (0, 1).
    """
    faults = []
    if not 0 <= seed <= SEED_MAX:
        faults.append(Fault("command line", None, "seed", f"{seed} is not within 0..2^64-1"))
    if replications < 1:
        message = f"{replications} replications answer nothing; ask for at least 1"
        faults.append(Fault("command line", None, "replications", message))
    if replications > REPLICATIONS_MOST:
        message = f"more than {REPLICATIONS_MOST:,} replications would draw the same numbers again"
        faults.append(Fault("command line", None, "replications", message))
    if until_width is not None and not 0.0 < until_width < 1.0:
        message = f"{until_width:g} is not a width between 0 and 1, such as 0.01"
        faults.append(Fault("command line", None, "until_width", message))
    if faults:
        raise InputError(faults)


def answer(
    scenario: str | Path | Loaded | Resolved,
    *,
    on: dt.date | None = None,
    known_by: dt.date | None = None,
    seed: int = 1,
    replications: int = REPLICATIONS,
    until_width: float | None = None,
    on_device: Player | None = None,
    progress: Progress = silent,
) -> Answered:
    """Play a scenario at its nominal values, with and without its defence.

    Parameters are those of `assess`, without `ranges`; `on_device` plays (None: the processor).

    Raises
    ------
    InputError : faults of the scenario, its ledger, the dates, the seed, the number of
        replications or the width.
    """
    check_options(seed, replications, until_width)
    playing = on_device or player(CPU)
    started = time.perf_counter()
    given = load(scenario) if isinstance(scenario, str | Path) else scenario
    resolved = resolve(given, on, known_by)
    loaded = resolved.loaded
    lowered = lower(loaded.scenario, loaded.catalogue, draw_up=resolved.draw_up)

    played = play_paired(
        lowered.tables,
        seed,
        replications,
        until_width=until_width,
        progress=lambda done, wanted: progress("replications", done, wanted),
        play=playing.play,
    )
    return Answered(resolved, lowered, played, seed, started, playing.name)


def _provenance(answered: Answered, interrupted: bool) -> Provenance:
    played = answered.played
    return Provenance(
        version=airshield.__version__,
        seed=answered.seed,
        replications=played.lifted.tally.n,
        scenario_id=answered.loaded.scenario.id,
        scenario_hash=answered.loaded.text_hash,
        catalogue_hash=answered.loaded.catalogue.hash,
        outcome_hash=played.outcome_hash,
        python=platform.python_version(),
        numpy=np.__version__,
        numba=numba.__version__,
        threads=thread_count(),
        device=answered.device,
        elapsed_s=time.perf_counter() - answered.started,
        stopped_by="interrupt" if interrupted else played.stopped_by,
    )


def _histogram(answered: Answered) -> tuple[tuple[int, float, float], ...]:
    lifted = answered.played.lifted
    arms = [lifted.histograms[arm, ALL] / lifted.tally.n for arm in (DEFENDED, UNDEFENDED)]
    return tuple((k, float(a), float(b)) for k, (a, b) in enumerate(zip(*arms, strict=True)))


def assemble(
    answered: Answered,
    exploration: Exploration | None,
    *,
    timeline: Timeline | None = None,
    interrupted: bool = False,
) -> Assessment:
    """Put the answer together from a nominal run and, if there are, an exploration, a time line."""
    scenario, catalogue = answered.loaded.scenario, answered.loaded.catalogue
    lowered, lifted = answered.lowered, answered.played.lifted
    swings = exploration.swings if exploration else {}
    spread = exploration.spread if exploration else ()
    rows = asset_answers(lifted, lowered, catalogue)
    flights = flight_answers(lifted, lowered)
    text = headline(
        scenario.question,
        rows[-1],
        raid_noun(lowered.tables.threat_types, attackers(lowered.tables), catalogue),
        flights[-1] if flights else None,
        hangs_on(swings, spread, catalogue),
    )
    return Assessment(
        title=scenario.title,
        question=scenario.question,
        headline=text,
        date=scenario.date.isoformat() if scenario.date else None,
        description=scenario.summary,
        assets=tuple(rows),
        units=tuple(unit_answers(lifted, lowered, catalogue, answered.resolved.standings)),
        volleys=tuple(volley_answers(scenario, lowered, catalogue)),
        expenditure=tuple(expenditure(lifted, lowered, catalogue)),
        ladder=tuple(ladder(lowered, catalogue)),
        reasons=tuple(reason_rows(lifted, lowered)),
        flights=tuple(flights),
        trade_off=tuple(trade_off(lowered.tables, answered.seed)),
        decoys=decoy_answer(lifted, lowered),
        assumptions=tuple(assumptions(lowered.used, catalogue, parameters(scenario), swings)),
        stated=(*scenario.assumptions, *LEFT_OUT),
        spread=spread,
        leaker_histogram=_histogram(answered),
        provenance=_provenance(answered, interrupted),
        posture=posture_answer(lifted, lowered, answered.resolved),
        timeline=timeline,
    )


def follow(answered: Answered, *, progress: Progress = silent) -> Timeline:
    """Follow an answered scenario through the time of its ledger.

    Raises
    ------
    InputError : it names no ledger.
    """
    return timeline_of(
        answered.resolved,
        answered.lowered,
        answered.seed,
        min(WEEKLY, answered.played.lifted.tally.n),
        lambda done, wanted: progress("weeks", done, wanted),
    )


def finish(
    answered: Answered, *, timeline: Timeline | None = None, progress: Progress = silent
) -> Assessment:
    """Explore the ranges of an answered scenario and put the whole answer together.

    An interrupt keeps the nominal answer and marks it as interrupted.
    """
    if answered.played.stopped_by == "interrupt":
        return assemble(answered, None, timeline=timeline, interrupted=True)
    loaded = answered.loaded
    try:
        exploration = explore(
            loaded.scenario,
            loaded.catalogue,
            answered.lowered.used,
            parameters(loaded.scenario),
            answered.seed,
            lambda done, wanted: progress("ranges", done, wanted),
            draw_up=answered.resolved.draw_up,
        )
    except KeyboardInterrupt:
        return assemble(answered, None, timeline=timeline, interrupted=True)
    return assemble(answered, exploration, timeline=timeline)


def assess(
    scenario: str | Path | Loaded | Resolved,
    *,
    on: dt.date | None = None,
    known_by: dt.date | None = None,
    seed: int = 1,
    replications: int = REPLICATIONS,
    until_width: float | None = None,
    ranges: bool = True,
    weeks: bool = False,
    device: str = CPU,
    progress: Progress = silent,
) -> Assessment:
    """Assess a scenario: what gets through, what it costs, why, and how sure we are.

    Parameters
    ----------
    scenario : a bundled name, a path, or a loaded scenario.
    on, known_by : for a scenario whose posture hangs on a ledger: the day that the reports are
        asked about, and the day by which they had come out. `on` alone counts everything in the
        ledger; None: the scenario's own dates.
    seed : 64-bit; the same seed gives the same numbers.
    replications : how many raids to play (with `until_width`, at least).
    until_width : go on until the 95 % interval of the probability of no leaker is this narrow.
    ranges : vary every value over its range too (a few seconds more).
    weeks : answer for each week of the ledger's coverage too (some seconds more).
    device : "cpu", or "cuda" to play the raids of the answer on a graphics processor (extra `gpu`):
        statistically the same, other bits. What else is played stays with the processor.
    progress : called with (stage, done, wanted).

    Raises
    ------
    InputError : every fault of the scenario at once; no such device.
    MissingExtraError : `device="cuda"` without the extra.

    Example
    -------
    >>> import airshield as ash  # doctest: +SKIP
    >>> print(ash.assess("textbook").headline)  # doctest: +SKIP
    """
    answered = answer(
        scenario,
        on=on,
        known_by=known_by,
        seed=seed,
        replications=replications,
        until_width=until_width,
        on_device=player(device),
        progress=progress,
    )
    timeline = follow(answered, progress=progress) if weeks else None
    if ranges:
        return finish(answered, timeline=timeline, progress=progress)
    interrupted = answered.played.stopped_by == "interrupt"
    return assemble(answered, None, timeline=timeline, interrupted=interrupted)
