"""Run cases through production: which runner plays which case, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from airshield.errors import AirshieldError, MissingExtraError
from airshield.validation import (
    chain,
    detection,
    engagement,
    flight,
    flyout,
    footprint,
    numbers,
    places,
    planning,
)
from airshield.validation.case_file import Case
from airshield.validation.judge import judge
from airshield.validation.model import CaseResult, Check, Runner

RUNNERS: dict[str, Runner] = {
    runner.__name__: runner
    for runner in (
        chain.scenario,
        chain.time_chain,
        detection.beam,
        detection.closing,
        detection.confirmation,
        detection.fourth_root,
        detection.horizon,
        detection.looks,
        detection.required_snr,
        engagement.barrage,
        engagement.engage,
        engagement.one_then_rest,
        flight.air,
        flight.arrival_of_test,
        flight.coast,
        flight.descent,
        flight.minimum_energy,
        flight.terminal_speed,
        flight.turning_sphere,
        flyout.fly_out,
        flyout.map_time,
        flyout.opportunities,
        flyout.projectile,
        footprint.footprint,
        numbers.philox,
        numbers.sample_size,
        numbers.wilson_interval,
        places.constants,
        places.ecef,
        places.line,
        places.normal_gravity,
        planning.annihilation,
        planning.assignment,
        planning.location,
        planning.rounds_needed,
        planning.worked_example,
    )
}


def run_case(case: Case, clock: Callable[[], float] = perf_counter) -> CaseResult:
    """Run one case; what it needs and is not installed is told, not raised.

    Parameters
    ----------
    case : what to run; clock : seconds, for the time it took.
    """
    if case.not_run:
        return CaseResult(case, (), 0.0, case.not_run)
    start, checks = clock(), []
    try:
        for row in case.row:
            given = case.common | row.given
            checks += judge(case, row, RUNNERS[case.runner](given, tuple(row.expected)))
    except MissingExtraError as missing:
        return CaseResult(case, (), clock() - start, str(missing))
    except (AirshieldError, ArithmeticError, LookupError, ValueError, RuntimeError) as broken:
        # A case that breaks has failed, and the others must still be told.
        words = f"{type(broken).__name__}: {broken}"
        checks.append(Check("", "the run", "an answer", words, "equal", float("inf")))
    return CaseResult(case, tuple(checks), clock() - start)
