"""Explore the ranges of the inputs: what the answer hangs on, and how wide it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from airshield.assessment.meet import lower_resolved
from airshield.assessment.model import Spread
from airshield.catalogue import Catalogue
from airshield.catalogue.constraints import partners, repair
from airshield.catalogue.quantity import triangular_quantile
from airshield.errors import ScenarioError
from airshield.kernel.codes import Fate
from airshield.posture import Resolved
from airshield.scenario import Loaded, parameters
from airshield.scenario.models import Estimate
from airshield.simulate.lift import posture_mask
from airshield.simulate.run import run_block
from airshield.simulate.tables import Tables

SWING_REPLICATIONS = 4096
SAMPLES = 256
SAMPLE_REPLICATIONS = 2000
QUANTITIES = ("leakers", "p_no_leaker")
BAND = (0.05, 0.95)
_SEED_OF_SAMPLES = 0x5EED

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Exploration:
    """What the outer loops found.

    Attributes
    ----------
    swings : change of mean leakers of all assets with one value at its low and at its high, the
        others nominal, on common random numbers.
    spread : the three kinds of uncertainty, for leakers and for the probability of no leaker.
    """

    swings: Mapping[str, tuple[float, float]]
    spread: tuple[Spread, ...]


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


def spans(used: tuple[str, ...], loaded: Loaded) -> Spans:
    """Return every used value that has a range, in the unit that lowering takes, by first path.

    Numbers that the scenario states alike (same key, range, basis, source and note) are one
    unknown: the failure rate of a raid is not drawn anew for each volley.
    """
    numbers = parameters(loaded.scenario)
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
            quantity = loaded.catalogue.quantity(path)
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


def _leakers(tables: Tables, seed: int, n: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Play the defended arm; return leakers of all assets and the posture, each (n,)."""
    outcome = run_block(tables, seed, 0, n)
    leakers = (outcome.out_fate == Fate.IMPACT_IN_ASSET).sum(axis=1)
    return leakers, posture_mask(outcome)


def latin_hypercube(n: int, dimensions: int, seed: int) -> NDArray[np.float64]:
    """Return n points in the unit cube, one in each of n strata of every axis, (n, dimensions).

    **Source**: McKay, Beckman & Conover, Technometrics 21 (1979) 239-245; drawn by SciPy.
    """
    from scipy.stats import qmc  # noqa: PLC0415  (heavy: after the first answer)

    rng = np.random.default_rng([_SEED_OF_SAMPLES, seed])
    points: NDArray[np.float64] = qmc.LatinHypercube(dimensions, rng=rng).random(n)
    return points


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

    **Source**: McKay, Beckman & Conover, Technometrics 21 (1979) 239-245; drawn by SciPy.
    """
    from scipy.stats import qmc  # noqa: PLC0415  (heavy: after the first answer)

    rows: list[dict[str, float]] = [{} for _ in range(n)]
    for path, span in unknowns.items():
        own = int.from_bytes(hashlib.sha256(path.encode()).digest()[:8], "big")
        rng = np.random.default_rng([_SEED_OF_SAMPLES, seed, own])
        points = qmc.LatinHypercube(1, rng=rng).random(n)[:, 0]
        for row, u in zip(rows, points, strict=True):
            value = triangular_quantile(float(u), span.low, span.nominal, span.high)
            row.update(span.chosen(value))
    nominal = _nominal(unknowns, catalogue)
    return [repair(row, nominal) for row in rows]


def _between(leakers: NDArray[np.float64], posture: NDArray[np.int64]) -> float:
    """Return the variance between postures of the conditional mean, less its sampling noise."""
    mean = leakers.mean()
    spread = noise = 0.0
    for value in np.unique(posture):
        own = leakers[posture == value]
        share = len(own) / len(leakers)
        spread += share * (own.mean() - mean) ** 2
        noise += share * own.var() / len(own)
    return max(0.0, float(spread - noise))


def _spread(quantity: str, samples: list[tuple[float, float, float]], n_each: int) -> Spread:
    """Split the variance of one quantity by the law of total variance.

    samples : (mean, variance within, variance between postures) of each sample.
    """
    means, within, between = (np.array(column) for column in zip(*samples, strict=True))
    noise = float(within.mean()) / n_each
    parameter = max(0.0, float(means.var(ddof=1)) - noise)
    posture = float(between.mean())
    chance = max(0.0, float(within.mean()) - posture)
    total = chance + parameter + posture
    shares = [part / total if total > 0 else 0.0 for part in (chance, parameter, posture)]
    names = ("chance", "parameters", "posture")
    low, high = np.quantile(means, BAND)
    dominant = names[int(np.argmax(shares))] if total > 0 else "none"
    return Spread(
        quantity=quantity,
        chance_share=shares[0],
        parameter_share=shares[1],
        posture_share=shares[2],
        dominant=dominant,
        parameter_low=float(low),
        parameter_high=float(high),
        n_samples=len(samples),
        n_replications_each=n_each,
    )


class _Progress:
    """Count steps of both loops for one bar."""

    def __init__(self, report: Progress, total: int) -> None:
        self._report, self._total, self._done = report, total, 0

    def step(self) -> None:
        self._done += 1
        self._report(self._done, self._total)


def swings(
    resolved: Resolved, unknowns: Spans, seed: int, step: Callable[[], None]
) -> dict[str, tuple[float, float]]:
    """Return the change of mean leakers with each value at its low and at its high."""
    n = SWING_REPLICATIONS

    def mean(chosen: Mapping[str, float]) -> float:
        tables = lower_resolved(resolved, chosen).tables
        return float(_leakers(tables, seed, n)[0].mean())

    base = mean({})
    found = {}
    for path, span in unknowns.items():
        try:
            ends = [mean(span.chosen(end)) for end in (span.low, span.high)]
            found[path] = (ends[0] - base, ends[1] - base)
        except ScenarioError:
            # No flight arrives with this value at one end of its range: it has no swing to show.
            pass
        step()
    return found


def explore(
    resolved: Resolved,
    used: tuple[str, ...],
    seed: int,
    progress: Progress,
    *,
    samples: int = SAMPLES,
) -> Exploration:
    """Vary every used value over its range: one at a time, and all together.

    Parameters
    ----------
    resolved : a scenario on a day; every sample sees the same postures. used : paths that the
        nominal run read. seed : of the replications and of the samples.
    progress : called with (steps done, steps wanted); samples : size of the Latin hypercube; with
        fewer than two that can be flown there is no spread.

    **Limits.** Values are taken as independent and triangular over low, nominal, high; relations
    between entries hold in every sample. Shares are first-order and of the ranges chosen.
    """
    unknowns = spans(used, resolved.loaded)
    count = _Progress(progress, len(unknowns) + samples)
    found = swings(resolved, unknowns, seed, count.step)
    nominal = _nominal(unknowns, resolved.loaded.catalogue)
    rows: dict[str, list[tuple[float, float, float]]] = {name: [] for name in QUANTITIES}
    for point in latin_hypercube(samples, max(1, len(unknowns)), seed):
        chosen: dict[str, float] = {}
        for u, span in zip(point, unknowns.values(), strict=False):
            value = triangular_quantile(float(u), span.low, span.nominal, span.high)
            chosen |= span.chosen(value)
        try:
            mended = repair(chosen, nominal)
            tables = lower_resolved(resolved, mended).tables
        except ScenarioError:
            # An unphysical corner: left out, and the number of samples says so.
            count.step()
            continue
        leakers, posture = _leakers(tables, seed, SAMPLE_REPLICATIONS)
        for name, values in (("leakers", leakers.astype(float)), ("p_no_leaker", leakers == 0)):
            y = values.astype(float)
            rows[name].append((float(y.mean()), float(y.var()), _between(y, posture)))
        count.step()
    # A variance between samples needs two of them.
    told = [name for name in QUANTITIES if len(rows[name]) > 1]
    spread = tuple(_spread(name, rows[name], SAMPLE_REPLICATIONS) for name in told)
    return Exploration(found, spread)
