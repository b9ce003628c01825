"""Run bundled scenarios from their file to the answer, where the answer is known."""

from __future__ import annotations

from airshield.assessment.time_chain import chain_row
from airshield.catalogue import load_catalogue
from airshield.scenario import load
from airshield.simulate.lower import lower
from airshield.simulate.run import run_block
from airshield.validation.engagement import SEED, measures
from airshield.validation.model import Given, Value, Wanted

REPLICATIONS = 200_000


def scenario(given: Given, wanted: Wanted) -> dict[str, Value]:
    """Load, lower and play a bundled scenario at its nominal values."""
    loaded = load(given["scenario"])
    tables = lower(loaded.scenario, loaded.catalogue).tables
    return measures(run_block(tables, SEED, 0, REPLICATIONS), wanted)


def time_chain(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Tell whether a radar sees far enough for an interceptor's claimed envelope, by threat."""
    row = chain_row(load_catalogue(), given["radar"], given["interceptor"], given["threat"])
    return {"holds": "yes" if row.holds else "no"}
