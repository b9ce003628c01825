"""Compile kernels through one typed wrapper that never serves a stale or unwritable cache.

Numba keys its cache by the file of the compiled function alone: when a *called* file changes, the
old machine code is served again. Here the cache folder itself is keyed by a hash of every file in
this package and of the versions, so any change to a kernel starts a fresh folder. Where nothing is
writable the kernels compile in memory, with one warning (Numba would raise).
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numba import njit

F = TypeVar("F", bound=Callable[..., Any])

__all__ = ["cache_folder", "cached_in", "jit", "source_digest", "trailing_zeros"]

COMPILED = not numba.config.DISABLE_JIT


def source_digest() -> str:
    """Hash every file of the kernel package together with the versions that shape machine code."""
    digest = hashlib.sha256()
    for version in (sys.version, np.__version__, numba.__version__, platform.machine()):
        digest.update(version.encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _user_cache() -> Path:
    chosen = os.environ.get("AIRSHIELD_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME")
    return Path(chosen) if chosen else Path.home() / ".cache"


@lru_cache(maxsize=1)
def cache_folder() -> Path | None:
    """Return the writable cache folder of exactly these sources, or None after one warning."""
    try:
        folder = _user_cache() / "airshield" / f"kernels-{source_digest()}"
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            return folder
    except (OSError, RuntimeError) as reason:
        warnings.warn(
            f"no writable cache folder ({reason}): kernels are compiled anew in each process; "
            "set AIRSHIELD_CACHE_DIR to a writable folder",
            RuntimeWarning,
            stacklevel=2,
        )
        return None


@contextmanager
def cached_in(folder: Path, config: Any) -> Iterator[None]:
    """Let functions that are compiled meanwhile keep their machine code in a folder.

    Numba reads this setting when the cache is attached: it is set for one function at a time.
    """
    before = config.CACHE_DIR
    config.CACHE_DIR = str(folder)
    try:
        yield
    finally:
        config.CACHE_DIR = before


def jit(*, inline: bool = False) -> Callable[[F], F]:
    """Compile a function with Numba, cached in `cache_folder`, releasing the GIL.

    No function is compiled for Numba's own threads: Python threads take ranges of work instead,
    which saves the second compilation of the long kernel and needs no threading layer.

    Parameters
    ----------
    inline : copy a small function into its callers before they are typed (a twentieth faster).
    """
    options = {"nogil": True, "error_model": "numpy", "inline": "always" if inline else "never"}

    def wrap(function: F) -> F:
        folder = cache_folder() if COMPILED else None
        if folder is None:
            return cast(F, njit(**options)(function))
        with cached_in(folder, numba.config):
            return cast(F, njit(**options, cache=True)(function))

    return wrap


if COMPILED:
    # Private to Numba and CPU only, hence wrapped in this one place and tested.
    from numba.cpython.unsafe.numbers import trailing_zeros
else:

    def trailing_zeros(word: Any) -> int:
        """Count the zero bits below the lowest set bit of a 64-bit word (64 for zero)."""
        value = int(word)
        return 64 if value == 0 else (value & -value).bit_length() - 1
