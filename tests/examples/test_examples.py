"""Each feature has a scenario in `examples/`: what it prints is what lies beside it.

`pytest tests/examples --rewrite-regression` writes the outputs anew; the commit then says why.
"""

import io
from pathlib import Path

import pytest
from rich.console import Console

import airshield as ash
from airshield.assessment.assess import answer, assemble
from airshield.catalogue import load_catalogue
from airshield.report.tables import (
    answer_table,
    decoy_sentence,
    expenditure_table,
    flight_table,
    reason_table,
    trade_off_table,
    unit_names,
)
from airshield.report.terminal import print_table, render_comparison

FOLDER = Path(__file__).parents[2] / "examples"
PAGE = Path(__file__).parents[2] / "docs" / "examples.md"
SCENARIOS = sorted(p.stem for p in FOLDER.glob("*.toml") if p.stem != "catalogue")
PAIRS = (
    ("permissions-lapsed", "permissions-granted"),
    ("command-centralised", "command-decentralised"),
)
SEED, REPLICATIONS, WIDTH = 1, 2000, 96


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue([FOLDER / "catalogue.toml"])


def loaded(name, catalogue):
    return ash.load(FOLDER / f"{name}.toml", catalogue)


def shown(name, catalogue):
    """Return the answer as the terminal shows it, without times and versions."""
    wanted = loaded(name, catalogue)
    found = assemble(answer(wanted, seed=SEED, replications=REPLICATIONS), None)
    console = Console(file=io.StringIO(), width=WIDTH, highlight=False)
    console.print(found.headline.replace(" ", " ") + "\n")
    tables = [answer_table(found.assets[-1])]
    if found.expenditure:
        tables.append(expenditure_table(found))
    tables.append(reason_table(found))
    if found.flights:
        tables += [flight_table(found), trade_off_table(found)]
    for table in tables:
        print_table(console, table)
        console.print()
    if found.decoys:
        console.print(decoy_sentence(found))
    lost = [unit for unit in found.units if unit.lost.value > 0.0]
    for unit in lost:
        console.print(f"{unit_names(found)[unit.unit_id]} struck and lost: {unit.lost.value:.1%}")
    return _stripped(console)


def _stripped(console):
    lines = console.file.getvalue().replace(" ", " ").splitlines()
    return "\n".join(line.rstrip() for line in lines).strip() + "\n"


def compared(first, second, catalogue):
    pair = (loaded(first, catalogue), loaded(second, catalogue))
    found = ash.compare(*pair, seed=SEED, replications=REPLICATIONS)
    console = Console(file=io.StringIO(), width=WIDTH, highlight=False)
    render_comparison(found, {}, console)
    return _stripped(console)


def held(path, text, request):
    if request.config.getoption("--rewrite-regression"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", SCENARIOS)
def test_an_example_prints_what_lies_beside_it(name, catalogue, request):
    held(FOLDER / f"{name}.out", shown(name, catalogue), request)


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_a_comparison_prints_what_lies_beside_it(first, second, catalogue, request):
    path = FOLDER / f"{first}--{second}.out"
    held(path, compared(first, second, catalogue), request)


def test_every_output_has_its_scenario():
    names = {path.stem for path in FOLDER.glob("*.out")}
    assert names == {*SCENARIOS, *(f"{a}--{b}" for a, b in PAIRS)}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.out")), ids=lambda path: path.stem)
def test_the_page_shows_the_output(path):
    assert f"```\n{path.read_text(encoding='utf-8')}```" in PAGE.read_text(encoding="utf-8")
