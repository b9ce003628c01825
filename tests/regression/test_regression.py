"""Committed inputs and results of one scenario: what moved, and whether it was the inputs.

Inputs are compared first, at 1e-9. Where they are the same to the last bit, counts must be too;
where another machine's mathematics library moved a last bit, counts may differ by three standard
errors. `pytest tests/regression --rewrite-regression` writes both files anew: the commit then says
why the numbers moved and by how much.
"""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from airshield.posture import resolve
from airshield.scenario import load
from airshield.simulate.lower import lower
from airshield.simulate.paired import play_paired
from airshield.simulate.tables import KERNEL_FIELDS

CASE = "iraq-2020"
FOLDER = Path(__file__).parent / CASE
SEED, REPLICATIONS = 1, 5000
INPUT_TOLERANCE = 1e-9
FLOATS = ("people_exposed",)
"""Measures that are no counts: their last bits are the mathematics library's."""


def read(name):
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def write(name, rows):
    """One key a line, so that a commit shows what moved."""
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in rows.items()]
    (FOLDER / name).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def inputs_of(tables):
    """Return every array and number that the kernel sees, whole; not-a-number as None."""
    whole = {name: np.asarray(getattr(tables, name)).tolist() for name in KERNEL_FIELDS}
    return json.loads(json.dumps(whole).replace("NaN", "null"))


def results_of(played):
    """Return [sum, sum of squares] of every column, and the histograms of leakers."""
    tally, found = played.lifted.tally, {}
    for key in tally.keys:
        found["/".join(key)] = list(tally.sums(*key))
    for key, counts in played.lifted.histograms.items():
        found["/".join(("histogram", *key))] = counts.tolist()
    return found


def numbers(values):
    """Flatten nested lists to float64, None to not-a-number."""
    return np.array(values, dtype=np.float64).ravel()


@pytest.fixture(scope="module")
def tables():
    resolved = resolve(load(CASE))
    loaded = resolved.loaded
    return lower(loaded.scenario, loaded.catalogue, draw_up=resolved.draw_up).tables


@pytest.fixture(scope="module")
def inputs(tables, request):
    now = inputs_of(tables)
    if request.config.getoption("--rewrite-regression"):
        write("inputs.json", now)
    return now


@pytest.fixture(scope="module")
def results(tables, request):
    now = results_of(play_paired(tables, SEED, REPLICATIONS))
    if request.config.getoption("--rewrite-regression"):
        write("results.json", now)
    return now


def moved(committed, now):
    """Return the names of the inputs that are not the committed ones within the tolerance."""
    names = [name for name in committed if name not in now]
    for name, values in now.items():
        a, b = numbers(committed.get(name, [])), numbers(values)
        near = a.shape == b.shape and np.allclose(
            a, b, rtol=INPUT_TOLERANCE, atol=INPUT_TOLERANCE, equal_nan=True
        )
        if not near:
            names.append(name)
    return names


def off(committed, now, exact):
    """Return the columns whose sums are not the committed ones."""
    names = sorted(set(committed) ^ set(now))
    for name in committed.keys() & now.keys():
        a, b = numbers(committed[name]), numbers(now[name])
        if name.startswith("histogram/"):
            # Each count is binomial; the sums above are the sharper test.
            p = a / REPLICATIONS
            allowed = 3.0 * np.sqrt(REPLICATIONS * p * (1.0 - p)) + 3.0
        else:
            variance = max(0.0, a[1] / REPLICATIONS - (a[0] / REPLICATIONS) ** 2)
            allowed = np.array([3.0 * math.sqrt(REPLICATIONS * variance) + 3.0, np.inf])
        if exact:
            allowed = 1e-9 * np.abs(a) if name.endswith(FLOATS) else 0.0
        if a.shape != b.shape or (np.abs(a - b) > allowed).any():
            names.append(name)
    return names


def test_inputs_are_the_committed_ones(inputs):
    assert moved(read("inputs.json"), inputs) == []


def test_results_are_the_committed_ones(inputs, results):
    committed = read("inputs.json")
    assert moved(committed, inputs) == [], "inputs first"
    assert off(read("results.json"), results, exact=committed == inputs) == []


def test_a_moved_input_is_seen(inputs):
    committed = read("inputs.json")
    for name in ("delay_s", "shot_p", "track_t_s", "group_stock"):
        changed = numbers(inputs[name])
        changed[-1] += 1e-6 * max(1.0, abs(changed[-1]))
        assert moved(committed, {**inputs, name: changed.tolist()}) == [name]


@pytest.mark.parametrize(("exact", "share"), [(True, 2e-4), (False, 0.1)])
def test_a_moved_result_is_seen(results, exact, share):
    name = "defended/all/leakers"
    total, squares = results[name]
    changed = {**results, name: [total + max(1.0, share * total), squares]}
    assert off(results, results, exact) == []
    assert off(results, changed, exact) == [name]
