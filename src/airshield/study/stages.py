"""Say which blocks a study needs, in which parts: first all cells, then what is still too wide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from airshield.result.intervals import wilson
from airshield.study.job import Block
from airshield.study.models import StudyFile

REPLICATIONS_MAX = 10_000_000
"""Raids at one point, whatever width is asked for."""


@dataclass(frozen=True)
class Part:
    """A run of blocks that is played, sent and written as one."""

    name: str
    blocks: tuple[Block, ...]


def _cut(point: int, sample: int, first: int, end: int, size: int) -> Iterator[Block]:
    for start in range(first, end, size):
        yield Block(point, sample, start, min(size, end - start))


def first_blocks(spec: StudyFile, n_points: int) -> Iterator[Block]:
    """Yield the blocks of the first stage: every point at nominal values, then its samples."""
    for point in range(n_points):
        yield from _cut(point, 0, 0, spec.replications, spec.block)
        for sample in range(1, spec.samples + 1):
            yield from _cut(point, sample, 0, spec.sample_replications, spec.block)


def further_blocks(spec: StudyFile, wide: Mapping[int, int]) -> Iterator[Block]:
    """Yield the blocks of a later stage: as many raids again at each point that is too wide.

    Parameters
    ----------
    wide : raids done so far, by point.
    """
    for point, done in sorted(wide.items()):
        yield from _cut(point, 0, done, min(2 * done, REPLICATIONS_MAX), spec.block)


def parts(stage: int, blocks: Iterator[Block], size: int) -> Iterator[Part]:
    """Cut the blocks of a stage into parts of `size` blocks, named in order."""
    number = 0
    while own := tuple(islice(blocks, size)):
        yield Part(f"{stage:02d}-{number:07d}", own)
        number += 1


def too_wide(counts: Mapping[int, tuple[int, float]], width: float) -> dict[int, int]:
    """Return raids done at each point whose interval of P(no leaker) is wider than `width`.

    Parameters
    ----------
    counts : (raids, raids without a leaker) by point, at nominal values.
    """
    found = {}
    for point, (n, total) in counts.items():
        low, high = wilson(total, n)
        if high - low > width and n < REPLICATIONS_MAX:
            found[point] = n
    return found
