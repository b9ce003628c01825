"""Hold a whole validation: cases and raids, as they were run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context

from airshield.errors import Fault, InputError
from airshield.validation.case_file import PARTS, Case, load_cases
from airshield.validation.historical import RaidResult, run_raid
from airshield.validation.model import CaseResult, Verdict
from airshield.validation.raid_file import Raid, load_raids
from airshield.validation.run import run_case

HISTORICAL = "historical"
Chosen = tuple[Case | Raid, ...]


@dataclass(frozen=True)
class Validation:
    """What a validation found."""

    cases: tuple[CaseResult, ...]
    raids: tuple[RaidResult, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        """Return the ids of what failed."""
        lost = [r.case.id for r in self.cases if r.verdict is Verdict.FAILED]
        return (*lost, *(r.raid.id for r in self.raids if r.verdict is Verdict.FAILED))

    @property
    def not_run(self) -> tuple[str, ...]:
        """Return the ids of what was not run."""
        return tuple(r.case.id for r in self.cases if r.verdict is Verdict.NOT_RUN)

    @property
    def elapsed_s(self) -> float:
        """Return the seconds that all took."""
        return sum(r.elapsed_s for r in self.cases) + sum(r.elapsed_s for r in self.raids)

    @property
    def known_outside(self) -> tuple[str, ...]:
        """Return the ids of raids where the model is known to be wrong, and is."""
        return tuple(r.raid.id for r in self.raids if not r.inside and r.raid.outside)

    def summary(self) -> str:
        """Return the outcome in two or three sentences."""
        run = len(self.cases) + len(self.raids) - len(self.not_run)
        checks = sum(len(r.checks) for r in self.cases) + len(self.raids)
        words = [f"{run - len(self.failed)} of {run} cases passed ({checks} checks)."]
        if self.failed:
            words.append(f"FAILED: {', '.join(self.failed)}.")
        if self.not_run:
            words.append(f"Not run: {', '.join(self.not_run)}.")
        if self.known_outside:
            words.append(
                f"Known to lie outside the model, and shown: {', '.join(self.known_outside)}."
            )
        return " ".join(words)


def choose(only: Iterable[str] = ()) -> Chosen:
    """Return the cases and raids whose id, part, kind or label is named; all where nothing is.

    Raises
    ------
    InputError : a name that fits none.
    """
    every: Chosen = (*load_cases(), *load_raids())
    names = tuple(only)
    if not names:
        return every
    if lost := [name for name in names if not any(name in _names(entry) for entry in every)]:
        known = ", ".join((*PARTS, "published", "closed form", HISTORICAL))
        message = f"no case is called {', '.join(lost)}; name an id such as A01, or one of: {known}"
        raise InputError([Fault("command line", None, "--only", message)])
    return tuple(entry for entry in every if any(name in _names(entry) for name in names))


def _names(entry: Case | Raid) -> tuple[str, ...]:
    if isinstance(entry, Case):
        return entry.id, entry.part, entry.kind
    return entry.id, HISTORICAL, entry.label


def run_entry(entry: Case | Raid) -> CaseResult | RaidResult:
    """Run one case or raid."""
    return run_case(entry) if isinstance(entry, Case) else run_raid(entry)


def run_all(chosen: Chosen, workers: int = 1) -> Iterator[CaseResult | RaidResult]:
    """Run cases and raids, so that each can be shown as it ends.

    Parameters
    ----------
    chosen : what to run; workers : 1 runs here, in order; more starts two other processes, of
        which one plays battles and the other the rest, and gives results as they come.

    **Limits** two processes and no more: nearly all the time of a first run goes into compiling the
    long kernel of the engagement, which only one of them must do.
    """
    if workers <= 1:
        yield from map(run_entry, chosen)
        return
    spawn = get_context("spawn")
    with (
        ProcessPoolExecutor(1, mp_context=spawn) as battles,
        ProcessPoolExecutor(1, mp_context=spawn) as others,
    ):
        futures = [
            (battles if _is_battle(entry) else others).submit(run_entry, entry)
            for entry in sorted(chosen, key=_needs_both)
        ]
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            for future in futures:
                future.cancel()


def _is_battle(entry: Case | Raid) -> bool:
    return isinstance(entry, Raid) or entry.part in ("engagement", "damage", "whole chain")


def _needs_both(entry: Case | Raid) -> bool:
    """Tell what plays battles after flights: last, when the other process has compiled those."""
    return isinstance(entry, Raid) or entry.part == "whole chain"


def gather(results: Iterable[CaseResult | RaidResult]) -> Validation:
    """Return the validation that results make up, in the order of the package."""
    every = tuple(results)
    cases = [r for r in every if isinstance(r, CaseResult)]
    raids = [r for r in every if isinstance(r, RaidResult)]
    names = [*(case.id for case in load_cases()), *(raid.id for raid in load_raids())]
    order = {name: place for place, name in enumerate(names)}
    return Validation(
        tuple(sorted(cases, key=lambda r: order[r.case.id])),
        tuple(sorted(raids, key=lambda r: order[r.raid.id])),
    )


def validate(only: Iterable[str] = ()) -> Validation:
    """Run every packaged case and raid, or those named; see `choose`.

    Raises
    ------
    InputError : a name that fits no case.
    """
    return gather(run_all(choose(only)))
