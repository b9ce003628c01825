"""The engagement built for a graphics processor: the same functions, bit for bit when simulated."""

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import synthetic
from numba import typeof, void
from on_simulator import FIRST, SEED

from airshield.kernel import device, engagement
from airshield.simulate.run import outputs, run_block, split_seed

TESTS = Path(__file__).parents[1]


def _set_out(n_units, n):
    """Return what threads share and the scratch of one, for a raid, and the raid's outputs."""
    tables = synthetic.notional_raid(16, n_units)
    out = outputs(tables, SEED, FIRST, n)
    no_trace = np.empty((0, engagement.TRACE_COLUMNS))
    given = (*split_seed(SEED), *tables.arguments(), *out.values(), no_trace)
    return *device.set_out(FIRST, 0, n, *given), out


def _simulated(n_cases, replications):
    done = subprocess.run(
        [sys.executable, "-W", "error", TESTS / "on_simulator.py", str(n_cases), str(replications)],
        env=os.environ
        | {"NUMBA_ENABLE_CUDASIM": "1", "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _check(found, least_shots):
    assert found["device"] == "cuda simulator"
    assert [there for _, there, _ in found["found"]] == [here for here, _, _ in found["found"]]
    # Battlefields on which nobody fires would agree too.
    assert sum(shots for _, _, shots in found["found"]) > least_shots


def test_the_simulated_device_writes_the_bits_of_the_processor():
    _check(_simulated(12, 4), 200)


@pytest.mark.long
def test_the_simulated_device_writes_the_bits_of_the_processor_on_many_battlefields():
    _check(_simulated(300, 6), 5_000)


@pytest.mark.long
def test_the_kernel_compiles_for_a_device_that_is_not_there(monkeypatch):
    """With the extra `gpu` only, which is too large for every test run."""
    pytest.importorskip("numba_cuda")
    cuda = importlib.import_module("numba.cuda")
    capability = (8, 0)
    monkeypatch.setattr(
        importlib.import_module("numba.cuda.dispatcher"),
        "get_current_device",
        lambda: SimpleNamespace(compute_capability=capability),
    )
    shared, scratch, _ = _set_out(2, 3)
    rows = [np.empty((*own.shape, 3), own.dtype) for own in scratch]
    kinds = [typeof(value) for value in (*shared, *rows)]
    ptx, _ = cuda.compile(
        device.build(cuda).py_func,
        void(*kinds),
        cc=capability,
        abi="numba",
        device=False,
        output="ptx",
    )
    assert ptx.count(".visible .entry") == 1
    assert ".target sm_80" in ptx


@pytest.mark.parametrize("bit", [0, 1, 31, 32, 40, 63])
def test_the_lowest_bit_is_found_in_either_half_of_a_word(bit):
    high = np.uint64(1) << np.uint64(63)
    assert device._trailing_zeros(np.uint64(1) << np.uint64(bit)) == bit
    assert device._trailing_zeros((np.uint64(1) << np.uint64(bit)) | high) == bit


def test_least_and_greatest_keep_the_first_of_equals_like_python():
    for a, b in [(1, 2), (2, 1), (3, 3), (0.0, -0.0), (-0.0, 0.0), (np.inf, 1.0)]:
        assert str(device._least(a, b)) == str(min(a, b))
        assert str(device._greatest(a, b)) == str(max(a, b))


def test_what_is_set_out_is_what_the_processor_plays_with():
    """Play by hand what was handed over: the outputs of a run, though scratch is rubbish."""
    n = 3
    shared, scratch, out = _set_out(2, n)
    for own in scratch:
        own.view(np.uint8)[...] = 0xA5
    engagement._play(*shared, *scratch)
    wanted = run_block(synthetic.notional_raid(16, 2), SEED, FIRST, n)
    for name, values in out.items():
        assert np.array_equal(values, getattr(wanted, name)), name
