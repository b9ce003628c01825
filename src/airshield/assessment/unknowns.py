"""List the unknowns of a run, each with its range, and draw samples of all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from airshield.catalogue import Catalogue
from airshield.catalogue.constraints import partners, repair
from airshield.catalogue.quantity import triangular_quantile
from airshield.scenario.models import Estimate

_SEED_OF_SAMPLES = 0x5EED


@dataclass(frozen=True)
class Span:
    """One unknown: its range, and every path that takes its value."""

    low: float
    nominal: float
    high: float
    paths: tuple[str, ...]

    def chosen(self, value: float) -> dict[str, float]:
        """Return the value for each path."""
        return dict.fromkeys(self.paths, value)


Spans = dict[str, Span]


def spans(used: tuple[str, ...], catalogue: Catalogue, numbers: Mapping[str, Estimate]) -> Spans:
    """Return every used value that has a range, in the unit that lowering takes, by first path.

    Numbers that the scenario states alike (same key, range, basis, source and note) are one
    unknown: the failure rate of a raid is not drawn anew for each volley.
    """
    found: Spans = {}
    alike: dict[tuple[str, Estimate], str] = {}
    for path in used:
        if path.startswith("scenario."):
            number = numbers[path]
            first = alike.setdefault((path.rsplit(".", 1)[-1], number), path)
            if first in found:
                found[first] = replace(found[first], paths=(*found[first].paths, path))
                continue
            span = Span(number.low, number.nominal, number.high, (path,))
        else:
            quantity = catalogue.quantity(path)
            span = Span(quantity.si_low, quantity.si_nominal, quantity.si_high, (path,))
        if span.high > span.low:
            found[path] = span
    return found


def _nominal(unknowns: Spans, catalogue: Catalogue) -> dict[str, float]:
    """Return what a sample is held against: nominals of the unknowns and of what bounds them.

    A bound without a range of its own is no unknown, but binds all the same.
    """
    found = {path: span.nominal for span in unknowns.values() for path in span.paths}
    for bound in [bound for path in found for bound in partners(path)]:
        if bound not in found and catalogue.has(bound):
            found[bound] = catalogue.quantity(bound).si_nominal
    return found


def latin_hypercube(n: int, dimensions: int, key: tuple[int, ...]) -> NDArray[np.float64]:
    """Return n points in the unit cube, one in each of n strata of every axis, (n, dimensions).

    Parameters
    ----------
    n, dimensions : at least 1; key : whole numbers of 64 bits that decide the draw.

    **Source**: McKay, Beckman & Conover, Technometrics 21 (1979) 239-245; drawn by SciPy.
    """
    from scipy.stats import qmc  # noqa: PLC0415  (heavy: after the first answer)

    rng = np.random.default_rng([_SEED_OF_SAMPLES, *key])
    points: NDArray[np.float64] = qmc.LatinHypercube(dimensions, rng=rng).random(n)
    return points


def _values(
    points: NDArray[np.float64], unknowns: Spans, catalogue: Catalogue
) -> list[dict[str, float]]:
    """Return what to give to `lower` for each point, (n, unknowns or more) in the unit cube."""
    nominal = _nominal(unknowns, catalogue)
    rows = []
    for point in points:
        row: dict[str, float] = {}
        for u, span in zip(point, unknowns.values(), strict=False):
            value = triangular_quantile(float(u), span.low, span.nominal, span.high)
            row |= span.chosen(value)
        rows.append(repair(row, nominal))
    return rows


def draw_together(
    unknowns: Spans, catalogue: Catalogue, n: int, seed: int
) -> list[dict[str, float]]:
    """Draw values for all unknowns from one Latin hypercube: the best spread over all of them.

    Parameters and returns are those of `draw_common`.
    """
    return _values(latin_hypercube(n, max(1, len(unknowns)), (seed,)), unknowns, catalogue)


def draw_common(unknowns: Spans, catalogue: Catalogue, n: int, seed: int) -> list[dict[str, float]]:
    """Draw values for all unknowns, one Latin hypercube of a single axis for each.

    A path draws the same whatever the other unknowns are, so that scenarios that differ in a few
    values share the samples of all others.

    Parameters
    ----------
    unknowns : as of `spans`; catalogue : the scenario's; n : samples, at least 1; seed : 64-bit.

    Returns
    -------
    n mappings to give to `lower`, in which the relations between entries hold.
    """
    columns = [latin_hypercube(n, 1, (seed, _key(path)))[:, 0] for path in unknowns]
    return _values(np.array(columns).T.reshape(n, len(unknowns)), unknowns, catalogue)


def _key(path: str) -> int:
    return int.from_bytes(hashlib.sha256(path.encode()).digest()[:8], "big")
