"""Build the engagement for a graphics processor out of the very functions that the processor runs.

There is no second text of the engagement: each function that `engagement._play` calls is taken as
plain Python, its names are bound anew to the device's versions of what they stand for, and the
result is compiled by Numba's CUDA target. Only what that target lacks is put in its place here.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from types import FunctionType, ModuleType
from typing import Any, cast

import numpy as np

from airshield.kernel import engagement
from airshield.kernel._jit import cache_folder, cached_in

Function = Callable[..., Any]
_ROOM = __name__.rpartition(".")[0] + "."
_ONE = np.uint64(1)


def _plain(function: Function) -> FunctionType:
    """Return a function of this room as Python reads it, compiled or not."""
    return cast(FunctionType, getattr(function, "py_func", function))


def _is_kernel(value: object) -> bool:
    return callable(value) and str(getattr(value, "__module__", "")).startswith(_ROOM)


def _with_names(function: Function, names: Mapping[str, Any]) -> FunctionType:
    """Return a function whose global names stand for something else."""
    plain = _plain(function)
    scope = plain.__globals__ | dict(names)
    return FunctionType(plain.__code__, scope, plain.__name__, plain.__defaults__)


def _rebound(function: Function, shims: Mapping[str, Function], compiled: Function) -> Function:
    """Compile a function of this room, and all that it calls, with shims by name."""
    plain = _plain(function)
    names = {}
    for name in plain.__code__.co_names:
        if name in shims:
            names[name] = shims[name]
        elif _is_kernel(plain.__globals__.get(name)):
            names[name] = _rebound(plain.__globals__[name], shims, compiled)
    return cast(Function, compiled(_with_names(plain, names)))


def _least(a: Any, b: Any) -> Any:
    """Return the smaller of two numbers, the first where they are equal."""
    return b if b < a else a


def _greatest(a: Any, b: Any) -> Any:
    """Return the larger of two numbers, the first where they are equal."""
    return b if b > a else a


def _trailing_zeros(word: np.uint64) -> int:
    """Count the zero bits below the lowest set bit of a 64-bit word (63 for zero)."""
    # The device's own instruction for it is wrong under the simulator above 32 bits.
    count = 0
    for step in (32, 16, 8, 4, 2, 1):
        if word & ((_ONE << np.uint64(step)) - _ONE) == 0:
            word >>= np.uint64(step)
            count += step
    return count


def _arguments() -> tuple[list[str], list[str]]:
    """Return the arguments of `_play`: those that threads share, and the scratch of each."""
    names = list(inspect.signature(_plain(engagement._play)).parameters)
    cut = names.index(engagement.SCRATCH)
    return names[:cut], names[cut:]


def set_out(*arguments: Any) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return what `engagement.replicate_range` hands to `_play`, instead of playing.

    Parameters
    ----------
    arguments : those of `engagement.replicate_range`.

    Returns
    -------
    The arguments that all threads share (inputs, outputs, lists of pairs), and scratch for one.
    """
    handed: list[tuple[Any, ...]] = []
    _with_names(engagement.replicate_range, {"_play": lambda *given: handed.append(given)})(
        *arguments
    )
    n_shared = len(_arguments()[0])
    return handed[0][:n_shared], handed[0][n_shared:]


def build(cuda: ModuleType) -> Any:
    """Make the engagement a kernel of many threads, each of which plays a range of replications.

    Parameters
    ----------
    cuda : `numba.cuda`, or its simulator.

    Returns
    -------
    A CUDA kernel, compiled when it is first called. Its arguments are those of `set_out`, each
    array of scratch with one axis more at its end: a place for each thread, so that neighbours in
    a warp read neighbours in memory.
    """
    device = cuda.jit(device=True)
    shims = {
        "min": device(_least),
        "max": device(_greatest),
        "trailing_zeros": device(_trailing_zeros),
    }
    shared, scratch = _arguments()
    own = [f"{name}[..., thread]" for name in scratch]
    # Numba cannot take one place of each of many arrays at once: the call is written out by name.
    text = (
        f"def play({', '.join(shared + scratch)}):\n"
        "    thread = cuda.grid(1)\n"
        f"    threads = {engagement.SCRATCH}.shape[1]\n"
        "    if thread < threads:\n"
        "        begin = start + (stop - start) * thread // threads\n"
        "        end = start + (stop - start) * (thread + 1) // threads\n"
        f"        _play({', '.join([*shared, *own])})\n"
    ).replace("_play(first, start, stop", "_play(first, begin, end")
    scope = {"cuda": cuda, "_play": _rebound(engagement._play, shims, device)}
    # With a file of its own, so that Numba finds a place to keep the machine code for.
    exec(compile(text, __file__, "exec"), scope)
    folder, core = cache_folder(), getattr(cuda, "core", None)
    if folder is None or core is None:
        return cuda.jit(scope["play"])
    with cached_in(folder, core.config):
        return cuda.jit(cache=True)(scope["play"])
