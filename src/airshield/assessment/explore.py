"""Explore the ranges of the inputs: what the answer hangs on, and how wide it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airshield.assessment.model import Spread
from airshield.assessment.unknowns import Spans, draw_together, spans
from airshield.catalogue import Catalogue
from airshield.errors import ScenarioError
from airshield.scenario.models import Estimate, Scenario
from airshield.simulate.lift import leakers, posture_mask
from airshield.simulate.lower import lower
from airshield.simulate.run import run_block
from airshield.simulate.tables import DrawUp, Tables

SWING_REPLICATIONS = 4096
SAMPLES = 256
SAMPLE_REPLICATIONS = 2000
QUANTITIES = ("leakers", "p_no_leaker")
BAND = (0.05, 0.95)

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


def _leakers(tables: Tables, seed: int, n: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Play the defended arm; return leakers of all assets and the posture, each (n,)."""
    outcome = run_block(tables, seed, 0, n)
    return leakers(outcome), posture_mask(outcome)


def _between(values: NDArray[np.float64], posture: NDArray[np.int64]) -> float:
    """Return the variance between postures of the conditional mean, less its sampling noise."""
    mean = values.mean()
    spread = noise = 0.0
    for there in np.unique(posture):
        own = values[posture == there]
        share = len(own) / len(values)
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
    scenario: Scenario,
    catalogue: Catalogue,
    unknowns: Spans,
    seed: int,
    step: Callable[[], None],
    draw_up: DrawUp | None = None,
) -> dict[str, tuple[float, float]]:
    """Return the change of mean leakers with each value at its low and at its high."""
    n = SWING_REPLICATIONS

    def mean(chosen: Mapping[str, float]) -> float:
        tables = lower(scenario, catalogue, chosen, draw_up=draw_up).tables
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
    scenario: Scenario,
    catalogue: Catalogue,
    used: tuple[str, ...],
    numbers: Mapping[str, Estimate],
    seed: int,
    progress: Progress,
    *,
    samples: int = SAMPLES,
    draw_up: DrawUp | None = None,
) -> Exploration:
    """Vary every used value over its range: one at a time, and all together.

    Parameters
    ----------
    scenario, catalogue : as for `lower`; used : paths that the nominal run read.
    numbers : the scenario's own numbers by path; seed : of the replications and of the samples.
    progress : called with (steps done, steps wanted); samples : size of the Latin hypercube; with
        fewer than two that can be flown there is no spread.
    draw_up : as for `lower`; every sample sees the same postures.

    **Limits.** Values are taken as independent and triangular over low, nominal, high; relations
    between entries hold in every sample. Shares are first-order and of the ranges chosen.
    """
    unknowns = spans(used, catalogue, numbers)
    count = _Progress(progress, len(unknowns) + samples)
    found = swings(scenario, catalogue, unknowns, seed, count.step, draw_up)
    rows: dict[str, list[tuple[float, float, float]]] = {name: [] for name in QUANTITIES}
    for chosen in draw_together(unknowns, catalogue, samples, seed):
        try:
            tables = lower(scenario, catalogue, chosen, draw_up=draw_up).tables
        except ScenarioError:
            # An unphysical corner: left out, and the number of samples says so.
            count.step()
            continue
        leaked, posture = _leakers(tables, seed, SAMPLE_REPLICATIONS)
        for name, values in (("leakers", leaked), ("p_no_leaker", leaked == 0)):
            y = values.astype(float)
            rows[name].append((float(y.mean()), float(y.var()), _between(y, posture)))
        count.step()
    # A variance between samples needs two of them.
    told = [name for name in QUANTITIES if len(rows[name]) > 1]
    spread = tuple(_spread(name, rows[name], SAMPLE_REPLICATIONS) for name in told)
    return Exploration(found, spread)
