"""Play replications on a graphics processor, one thread for each, by the kernel's own source.

Compiled for a device the same expressions are contracted (a product and a sum in one rounding), and
its logarithms and angles are another library's. The bits therefore differ from the processor's; the
distributions do not. Under the simulator of CUDA everything is bit for bit the same.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from airshield.errors import Fault, InputError
from airshield.extras import late
from airshield.kernel import device, engagement
from airshield.simulate.run import Outcome, Play, checked, outputs, run_block, split_seed
from airshield.simulate.tables import Tables

CPU, CUDA = "cpu", "cuda"
DEVICES = (CPU, CUDA)
THREADS_MOST = 65_536
"""More than any present device holds at once with the registers that the engagement needs."""
THREADS_PER_BLOCK = 64
SHARE_OF_MEMORY = 0.5
"""Part of the device's free memory that scratch may take."""


@dataclass(frozen=True)
class Player:
    """What plays blocks, and its name for the record."""

    name: str
    play: Play


@dataclass(frozen=True)
class _OnDevice:
    """The engagement, compiled for the device at hand."""

    cuda: ModuleType
    kernel: Any

    def __call__(self, tables: Tables, seed: int, first: int, n: int) -> Outcome:
        """Play replications `first` to `first + n`, like `run.run_block`."""
        out = outputs(tables, seed, first, n)
        no_trace = np.empty((0, engagement.TRACE_COLUMNS))
        given = (*split_seed(seed), *tables.arguments(), *out.values(), no_trace)
        shared, scratch = device.set_out(first, 0, n, *given)
        threads = self._threads(scratch, n)
        there = [self._sent(value) for value in shared]
        rows = [self.cuda.device_array((*own.shape, threads), own.dtype) for own in scratch]
        with warnings.catch_warnings():
            # A last block of few replications is no mistake.
            warnings.filterwarnings("ignore", message="Grid size")
            grid = -(-threads // THREADS_PER_BLOCK)
            self.kernel[grid, THREADS_PER_BLOCK](*there, *rows)
        back = {id(here): sent for here, sent in zip(shared, there, strict=True)}
        for values in out.values():
            back[id(values)].copy_to_host(values)
        return checked(out, first)

    def _sent(self, value: Any) -> Any:
        return self.cuda.to_device(value) if isinstance(value, np.ndarray) else value

    def _threads(self, scratch: tuple[NDArray[np.generic], ...], n: int) -> int:
        """Return how many threads play n replications: as many as their scratch has room for."""
        free, _ = self.cuda.current_context().get_memory_info()
        each = sum(own.nbytes for own in scratch)
        return max(1, int(min(n, THREADS_MOST, SHARE_OF_MEMORY * free / each)))


def _refused(message: str) -> InputError:
    return InputError([Fault("command line", None, "device", message)])


def _cuda() -> tuple[str, ModuleType]:
    """Return the name of the first device that CUDA finds, and Numba's CUDA target."""
    simulated = bool(numba.config.ENABLE_CUDASIM)
    if not simulated:
        late("numba_cuda", "gpu")
    cuda = late("numba.cuda", "gpu")
    if simulated:
        return "cuda simulator", cuda
    if not cuda.is_available():
        raise _refused("CUDA finds no graphics processor or no driver here; leave it at cpu")
    name = cuda.get_current_device().name
    return f"cuda {name.decode() if isinstance(name, bytes) else name}", cuda


def player(name: str = CPU) -> Player:
    """Return what plays blocks on a device, and the device's name.

    Parameters
    ----------
    name : "cpu", or "cuda" for the first graphics processor that CUDA finds.

    Raises
    ------
    MissingExtraError : the CUDA target of Numba is not installed.
    InputError : there is no such device.
    """
    if name not in DEVICES:
        raise _refused(f"{name} is no device; choose one of {', '.join(DEVICES)}")
    if name == CPU:
        return Player(CPU, run_block)
    found, cuda = _cuda()
    return Player(found, _OnDevice(cuda, device.build(cuda)))
