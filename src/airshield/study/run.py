"""Run a study: begin or go on, play what is missing, merge, and say complete."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from airshield import __version__
from airshield.catalogue import Catalogue
from airshield.errors import Fault, InputError
from airshield.extras import ask_for
from airshield.result.store import run_hash
from airshield.scenario import dump
from airshield.study import folder as folders
from airshield.study.executors import Executor, on_threads
from airshield.study.files import Study, load_study, point_of
from airshield.study.job import Job
from airshield.study.merge import merge, no_leaker_counts, result_bytes
from airshield.study.models import Axis
from airshield.study.stages import Part, first_blocks, further_blocks, parts, too_wide

Stage = Callable[[], Iterator[Part]]
"""Yields the parts of one stage, the same at each call."""

Progress = Callable[[int, int], None]
"""Called with (raids played, raids wanted so far), both arms counted once."""


@dataclass(frozen=True)
class Ran:
    """How a run of a study ended.

    Attributes
    ----------
    folder : the result; ended : "finished", "already" (nothing was left to do) or "interrupt".
    parts_done : parts that lie in the folder; parts_wanted : of the stages begun so far.
    """

    folder: Path
    ended: Literal["finished", "already", "interrupt"]
    parts_done: int
    parts_wanted: int


def inputs_of(study: Study, until_width: float | None) -> dict[str, object]:
    """Return what decides the bits of a study; its hash names the run."""
    # Who is up was once drawn unit by unit: such folders hold another run.
    joint = {"draws": "joint"} if study.base.scenario.posture else {}
    return joint | {
        "command": "study",
        "study_hash": study.text_hash,
        "scenario_hash": study.scenario_hash,
        "catalogue_hash": study.base.catalogue.hash,
        "version": __version__,
        "seed": study.spec.seed,
        "until_width": until_width,
    }


def _facts(study: Study) -> dict[str, object]:
    spec, scenario = study.spec, study.base.scenario
    return {
        "study_id": spec.id,
        "title": spec.title,
        "question": spec.question,
        "scenario_id": scenario.id,
        "date": scenario.date.isoformat() if scenario.date else None,
        "design": spec.design,
        "samples": spec.samples,
        "replications": spec.replications,
        "n_points": len(study.points),
    }


def _values(axis: Axis) -> dict[str, object]:
    return {"values": list(axis.values)} if axis.values else {"low": axis.low, "high": axis.high}


def _design(study: Study) -> dict[str, object]:
    return {
        "axes": [
            {"id": axis.id, "name": axis.name or axis.id, "keys": list(axis.paths)} | _values(axis)
            for axis in study.spec.axis
        ],
        "points": [list(point.values()) for point in study.points],
    }


class _Run:
    """One run: where it writes, and how far it has come."""

    def __init__(
        self, study: Study, folder: Path, digest: str, executor: Executor, progress: Progress
    ) -> None:
        self._study, self._folder, self._digest = study, folder, digest
        self._executor, self._progress = executor, progress
        self._raids: dict[str, int] = {}
        self._texts: dict[int, str] = {}
        self._raids_done = self._raids_wanted = 0
        self.done = self.wanted = 0

    def play(self, stage: Stage) -> None:
        """Play what is missing of a stage, and write each part as it comes."""
        for part in stage():
            self.wanted += 1
            self._raids_wanted += _raids(part)
        for name, content in self._executor(self._missing(stage())):
            folders.save_part(self._folder, name, content)
            self._count(self._raids.pop(name))

    def _count(self, raids: int) -> None:
        self.done += 1
        self._raids_done += raids
        self._progress(self._raids_done, self._raids_wanted)

    def _scenarios(self, points: list[int]) -> dict[int, str]:
        """Return the scenarios of some points as text; those of the last part are kept."""
        self._texts = {
            point: self._texts.get(point) or dump(point_of(self._study, point).scenario)
            for point in points
        }
        return self._texts

    def _missing(self, stage: Iterator[Part]) -> Iterator[Job]:
        for part in stage:
            if folders.has_part(self._folder, part.name, self._digest):
                self._count(_raids(part))
                continue
            self._raids[part.name] = _raids(part)
            points = sorted({block.point for block in part.blocks})
            yield Job(
                part.name,
                self._digest,
                part.blocks,
                self._scenarios(points),
                self._study.catalogue,
                self._study.ledger,
                self._study.spec.samples,
                self._study.spec.seed,
            )


def _raids(part: Part) -> int:
    return sum(block.n for block in part.blocks)


def _ignore(done: int, wanted: int) -> None:
    del done, wanted


def _first(study: Study) -> Stage:
    spec = study.spec
    return lambda: parts(0, first_blocks(spec, len(study.points)), spec.blocks_per_part)


def _further(study: Study, number: int, wide: dict[int, int]) -> Stage:
    spec = study.spec
    return lambda: parts(number, further_blocks(spec, wide), spec.blocks_per_part)


def _all_stages(own: _Run, study: Study, folder: Path, until_width: float | None) -> None:
    """Play the first stage, and further ones until every interval is narrow enough."""
    own.play(_first(study))
    number = 0
    while until_width is not None:
        wide = too_wide(no_leaker_counts(folders.part_paths(folder)), until_width)
        if not wide:
            return
        number += 1
        own.play(_further(study, number, wide))


def _check(until_width: float | None) -> None:
    if until_width is not None and not 0.0 < until_width < 1.0:
        message = f"{until_width:g} is not a width between 0 and 1, such as 0.01"
        raise InputError([Fault("command line", None, "until_width", message)])


def run(
    study: str | Path | Study,
    out: str | Path | None = None,
    *,
    until_width: float | None = None,
    force: bool = False,
    catalogue: Catalogue | None = None,
    executor: Executor = on_threads,
    progress: Progress = _ignore,
) -> Ran:
    """Run a study into a folder, or go on with one that was broken off.

    Parameters
    ----------
    study : a bundled name, a path, or a study that was read; out : the folder
        [airshield-out/<study>].
    until_width : play on at each point until the 95 % interval of the probability of no leaker is
        at most this wide (0 to 1); force : replace another study in the folder.
    catalogue : the bundled one where None; executor : what plays the parts.
    progress : called with (raids played, raids wanted so far) after each part.

    Returns
    -------
    Ran; an interrupt (Ctrl-C) ends the run with what was finished saved.

    Raises
    ------
    InputError : faults of the study, or a point that cannot be flown.
    MissingExtraError : pyarrow is not installed.
    OutputError : the folder is in use, holds something else, or cannot be written.

    Example
    -------
    >>> import airshield as ash  # doctest: +SKIP
    >>> ash.study.open(ash.study.run("raid-size").folder)  # doctest: +SKIP
    """
    _check(until_width)
    ask_for("pyarrow", "study")
    found = study if isinstance(study, Study) else load_study(study, catalogue)
    folder = Path("airshield-out") / found.spec.id if out is None else Path(out)
    inputs, facts = inputs_of(found, until_width), _facts(found)
    digest = run_hash(inputs)
    with folders.held(folder):
        if folders.begin(folder, inputs, facts, _design(found), force):
            return Ran(folder, "already", 0, 0)
        own = _Run(found, folder, digest, executor, progress)
        try:
            _all_stages(own, found, folder, until_width)
        except KeyboardInterrupt:
            return Ran(folder, "interrupt", own.done, own.wanted)
        folders.finish(
            folder, inputs, facts, result_bytes(merge(folders.part_paths(folder)), digest)
        )
        return Ran(folder, "finished", own.done, own.wanted)
