"""Play one part of a study: a run of blocks, in this process, a thread or a worker elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from airshield import __version__, posture
from airshield.assessment.meet import lower_resolved
from airshield.assessment.unknowns import draw_common, spans
from airshield.catalogue import Catalogue
from airshield.errors import Fault, RunError, ScenarioError
from airshield.posture import Resolved, resolve
from airshield.scenario import Loaded, read
from airshield.simulate.run import run_block
from airshield.simulate.tables import Tables
from airshield.study.parts import PART_SCHEMA, part_bytes
from airshield.study.sums import block_rows


@dataclass(frozen=True)
class Block:
    """Raids `first` to `first + n` of one sample (0: nominal values) of one point."""

    point: int
    sample: int
    first: int
    n: int


@dataclass(frozen=True, eq=False)
class Job:
    """One part, with everything that a worker on another machine needs.

    Attributes
    ----------
    name : of the part; run_hash : of the study.
    blocks : in order; scenarios : TOML text by point (a tenth of what the checked scenario with its
    catalogue would weigh); catalogue : None for the bundled one, which is not sent; ledger : file
    and text of the one that the scenarios name, None as for the catalogue.
    samples : of each point; seed : 64-bit; version : of airshield.
    """

    name: str
    run_hash: str
    blocks: tuple[Block, ...]
    scenarios: Mapping[int, str]
    catalogue: Catalogue | None
    ledger: tuple[str, str] | None
    samples: int
    seed: int
    version: str = __version__


class _Cell:
    """Keep what was lowered last: blocks of one cell follow each other."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._resolved: tuple[int, Resolved] | None = None
        self._at: tuple[int, int] | None = None
        self._tables: Tables | None = None
        self._draws: tuple[int, list[dict[str, float]]] | None = None

    def tables(self, point: int, sample: int) -> Tables | None:
        """Return the tables of one cell, None where no flight arrives with these values."""
        if self._at != (point, sample):
            self._at, self._tables = (point, sample), self._lower(point, sample)
        return self._tables

    def _read(self, point: int) -> Resolved:
        if self._resolved is None or self._resolved[0] != point:
            loaded = read(self._job.scenarios[point], f"point {point}", self._job.catalogue)
            self._resolved = point, resolve(loaded, ledger=self._ledger(loaded))
        return self._resolved[1]

    def _ledger(self, loaded: Loaded) -> posture.Loaded | None:
        """Return the ledger that came with the job; it lies in no file here."""
        if self._job.ledger is None or loaded.scenario.posture is None:
            return None
        file, text = self._job.ledger
        return posture.read(text, file, catalogue=loaded.catalogue)

    def _lower(self, point: int, sample: int) -> Tables | None:
        resolved = self._read(point)
        if sample == 0:
            return _nominal(resolved, point)
        if self._draws is None or self._draws[0] != point:
            self._draws = point, _draws(resolved, self._job.samples, self._job.seed)
        chosen = self._draws[1][sample - 1]
        try:
            return lower_resolved(resolved, chosen).tables
        except ScenarioError:
            # An unphysical corner of the ranges: left out, and the result counts the samples.
            return None


def _nominal(resolved: Resolved, point: int) -> Tables:
    try:
        return lower_resolved(resolved).tables
    except ScenarioError as error:
        faults = [Fault(f"point {point}", None, fault.key, fault.message) for fault in error.faults]
        raise ScenarioError(faults) from None


def _draws(resolved: Resolved, samples: int, seed: int) -> list[dict[str, float]]:
    unknowns = spans(lower_resolved(resolved).used, resolved.loaded)
    return draw_common(unknowns, resolved.loaded.catalogue, samples, seed)


def _rows(job: Job, threads: int) -> Iterator[tuple[int | str | float, ...]]:
    cell = _Cell(job)
    for block in job.blocks:
        tables = cell.tables(block.point, block.sample)
        if tables is None:
            continue
        defended = run_block(tables, job.seed, block.first, block.n, threads=threads)
        bare = run_block(tables.without_units(), job.seed, block.first, block.n, threads=threads)
        for row in block_rows(tables, defended, bare):
            yield block.point, block.sample, block.first, *row


def play(job: Job, threads: int = 1) -> bytes:
    """Play one part and return it as the bytes of its Parquet file.

    Parameters
    ----------
    job : what to play; threads : for the kernel; the bytes do not depend on them.

    Raises
    ------
    RunError : this process runs another version of airshield than the one that asked.
    AirshieldError : a point cannot be played; named by its number.
    """
    if job.version != __version__:
        raise RunError(f"a worker runs airshield {__version__}, the study {job.version}")
    columns = zip(*_rows(job, threads), strict=True)
    found = dict(zip(PART_SCHEMA, columns, strict=False))
    return part_bytes(found, job.run_hash, job.name)
