"""What plays blocks: names, refusals, how many threads the memory of a device has room for."""

import sys
from types import SimpleNamespace

import numpy as np
import pytest

from airshield.errors import InputError, MissingExtraError
from airshield.simulate import device
from airshield.simulate.run import run_block


def _on_device(free):
    context = SimpleNamespace(get_memory_info=lambda: (free, 2 * free))
    return device._OnDevice(SimpleNamespace(current_context=lambda: context), None)


def test_the_processor_is_the_default():
    assert device.player() == device.Player("cpu", run_block)


def test_an_unknown_device_is_refused_with_those_that_are_known():
    with pytest.raises(InputError, match="tpu is no device; choose one of cpu, cuda"):
        device.player("tpu")


def test_a_missing_target_is_named_with_its_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba_cuda", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'airshield\[gpu\]'"):
        device.player("cuda")


def test_a_machine_without_a_device_is_refused_before_anything_is_compiled(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba_cuda", SimpleNamespace())
    cuda = SimpleNamespace(is_available=lambda: False)
    monkeypatch.setitem(sys.modules, "numba.cuda", cuda)
    with pytest.raises(InputError, match="no graphics processor or no driver"):
        device.player("cuda")


@pytest.mark.parametrize("name", ["NVIDIA H200", b"NVIDIA H200"])
def test_the_record_names_the_device(monkeypatch, name):
    cuda = SimpleNamespace(
        is_available=lambda: True,
        get_current_device=lambda: SimpleNamespace(name=name),
        jit=lambda function=None, **_: function or (lambda plain: plain),
    )
    monkeypatch.setitem(sys.modules, "numba_cuda", SimpleNamespace())
    monkeypatch.setitem(sys.modules, "numba.cuda", cuda)
    assert device.player("cuda").name == "cuda NVIDIA H200"


@pytest.mark.parametrize(
    ("free", "n", "threads"),
    [
        (1e12, 1000, 1000),  # as many as are asked for
        (1e12, 10_000_000, device.THREADS_MOST),
        (2_000_000, 1000, 50),  # half of the memory at 20 kB each
        (10, 1000, 1),
        (float("inf"), 7, 7),  # what the simulator says
    ],
)
def test_threads_are_as_many_as_their_scratch_has_room_for(free, n, threads):
    scratch = (np.empty(2000), np.empty(1000, np.int32))
    assert _on_device(free)._threads(scratch, n) == threads
