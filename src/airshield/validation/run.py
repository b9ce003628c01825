"""Run cases through production: which runner plays which case, and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from time import perf_counter

from airshield.errors import AirshieldError, Fault, InputError, MissingExtraError
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
from airshield.validation.case_file import Case, load_cases
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
    except (AirshieldError, ArithmeticError, ValueError, RuntimeError) as broken:
        # A case that breaks has failed, and the others must still be told.
        words = f"{type(broken).__name__}: {broken}"
        checks.append(Check("", "the run", "an answer", words, "equal", float("inf")))
    return CaseResult(case, tuple(checks), clock() - start)


def choose(only: Iterable[str]) -> tuple[Case, ...]:
    """Return the cases whose id, part or kind is named; all where nothing is.

    Raises
    ------
    InputError : a name that fits no case.
    """
    cases, names = load_cases(), tuple(only)
    words = {name: [c for c in cases if name in (c.id, c.part, c.kind)] for name in names}
    if lost := [name for name, found in words.items() if not found]:
        message = f"no case, part or kind is called {', '.join(lost)}; airshield validate --list"
        raise InputError([Fault("command line", None, "--only", message)])
    if not names:
        return cases
    chosen = {case.id for found in words.values() for case in found}
    return tuple(case for case in cases if case.id in chosen)


def run_cases(cases: Iterable[Case]) -> Iterator[CaseResult]:
    """Run cases one after another, so that each can be shown as it ends."""
    for case in cases:
        yield run_case(case)
