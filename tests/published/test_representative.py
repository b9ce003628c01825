"""Where the four reported outcomes lie in the model's distributions: the page tells these numbers.

Catalogue nominals first. Where a report lies outside the central 90 %, one value is changed and the
page says which, by how much and why. `--rewrite-regression` writes the table of the page anew.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

import airshield as ash
from airshield.catalogue import load_catalogue
from airshield.kernel.codes import Fate, Side
from airshield.result.intervals import wilson
from airshield.simulate.lower import lower
from airshield.simulate.run import run_block

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "representative-outcomes.md"
BEGIN, END = "<!-- in the model: begin -->", "<!-- in the model: end -->"
SEED, REPLICATIONS = 1, 4000
CENTRAL = 0.05


def leakers(outcome, tables):
    return (outcome.out_fate == Fate.IMPACT_IN_ASSET).sum(axis=1)


def rounds(outcome, tables):
    return outcome.out_spent.sum(axis=1)


def shot_down(outcome, tables):
    flights = tables.threat_side != Side.HOSTILE
    return (outcome.out_fate[:, flights] == Fate.STOPPED).sum(axis=1)


@dataclass(frozen=True)
class Case:
    """One reported number (or band) against the distribution of one column."""

    scenario: str
    words: str
    column: object
    low: int
    high: int
    change: tuple[str, float] | None = None
    replications: int = REPLICATIONS


FAULT = "battery.patriot.unit_common_fault"
CASES = (
    Case("riyadh-2017", "warheads in the airport, of one", leakers, 1, 1),
    Case("riyadh-2017", "interceptors spent", rounds, 1, 5),
    Case("dhahran-1991", "missiles through, of one", leakers, 1, 1),
    Case("dhahran-1991", "interceptors spent", rounds, 0, 0),
    Case("dhahran-1991", "interceptors spent", rounds, 0, 0, (FAULT, 0.08)),
    Case("fratricide-2003", "own aircraft shot down", shot_down, 2, 2, None, 1000),
    Case("taji-2020-03-11", "rockets inside the base", leakers, 10, 18),
)


def played(case):
    catalogue = load_catalogue([ROOT / "examples" / "catalogue.toml"])
    own = ROOT / "examples" / f"{case.scenario}.toml"
    loaded = ash.load(own if own.exists() else case.scenario, catalogue)
    tables = lower(loaded.scenario, loaded.catalogue, dict([case.change] if case.change else []))
    outcome = run_block(tables.tables, SEED, 0, case.replications)
    return case.column(outcome, tables.tables)


def shares(case, values):
    """Return the shares of raids below, at and above what was reported."""
    below = float(np.mean(values < case.low))
    above = float(np.mean(values > case.high))
    return below, 1.0 - below - above, above


def inside(case, values):
    """Tell whether some reported value lies in the central 90 % of the distribution."""
    below, at, above = shares(case, values)
    return below + at >= CENTRAL and at + above >= CENTRAL


def row(case, values):
    below, at, above = (f"{100 * share:.1f} %" for share in shares(case, values))
    told = str(case.low) if case.low == case.high else f"{case.low}–{case.high}"
    change = f"{case.change[0]} = {case.change[1]:g}" if case.change else "nominal"
    verdict = "inside" if inside(case, values) else "**outside**"
    cells = (case.scenario, case.words, change, told, f"{values.mean():.2f}", below, at, above)
    return f"| {' | '.join((*cells, verdict))} |"


@pytest.fixture(scope="module")
def columns():
    return {case: played(case) for case in CASES}


def test_the_page_tells_where_each_report_lies(columns, request):
    head = (
        "| scenario | what | values | reported | mean | below | at | above | central 90 % |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    )
    block = "\n".join([head, *(row(case, values) for case, values in columns.items())])
    text = PAGE.read_text(encoding="utf-8")
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    if request.config.getoption("--rewrite-regression"):
        PAGE.write_text(f"{text[:start]}\n{block}\n{text[end:]}", encoding="utf-8")
        text = PAGE.read_text(encoding="utf-8")
    assert block in text


def test_what_lies_outside_is_followed_by_one_changed_value(columns):
    outside = [case for case, values in columns.items() if not inside(case, values)]
    assert [(case.scenario, case.words) for case in outside] == [
        ("dhahran-1991", "interceptors spent")
    ]
    for case in outside:
        mended = CASES[CASES.index(case) + 1]
        assert (mended.scenario, mended.words) == (case.scenario, case.words)
        assert mended.change is not None
        assert inside(mended, columns[mended])


def test_a_fault_of_the_unit_is_why_dhahran_fires_nothing(columns):
    """With availability 1 nothing but the fault keeps the battery from firing: its chance, .03."""
    case = CASES[3]
    silent = int((columns[case] == 0).sum())
    low, high = wilson(silent, case.replications)
    assert low <= 0.03 <= high


def test_taji_follows_from_the_error_of_aim_without_the_report():
    """A rocket falls inside a disc with 1 - exp(-R²/2σ²): Rayleigh, both errors added."""
    case = CASES[-1]
    loaded = ash.load(case.scenario)
    tables = lower(loaded.scenario, loaded.catalogue).tables
    sigma2 = tables.sigma_aim_m[0] ** 2 + tables.sigma_round_m[0] ** 2
    inside_share = 1.0 - np.exp(-(tables.asset_radius_m[0] ** 2) / (2.0 * sigma2))
    launched = len(tables.threat_key) * (1.0 - tables.p_fail[0])
    values = played(case)
    error = values.std() / np.sqrt(len(values))
    assert abs(values.mean() - launched * inside_share) < 4.0 * error
