"""Draw counter-based random numbers with Philox4x32-10.

A draw depends on (seed, replication, purpose, identities) only: never on threads, blocks, file
order or how many draws came before.

Source: Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011),
section 4.3; known-answer vectors from the Random123 distribution (tests/kernel/test_philox.py).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit

_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint64(0x9E3779B9)
_W1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_S32 = np.uint64(32)
_S16 = np.uint64(16)
_S24 = np.uint64(24)
_LOW16 = np.uint64(0xFFFF)
_UNIT = 2.0**-32


@jit()
def philox4x32(
    c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Apply ten rounds of Philox4x32 to a counter under a key.

    Parameters
    ----------
    c0, c1, c2, c3 : counter words, each a uint64 below 2**32.
    k0, k1 : key words, each a uint64 below 2**32.

    Returns
    -------
    Four uint64 below 2**32.
    """
    for _ in range(10):
        p0 = _M0 * c0
        p1 = _M1 * c2
        # Every operand is below 2**32 already: only the low products need the mask.
        c0 = (p1 >> _S32) ^ c1 ^ k0
        c1 = p1 & _LOW
        c2 = (p0 >> _S32) ^ c3 ^ k1
        c3 = p0 & _LOW
        k0 = (k0 + _W0) & _LOW
        k1 = (k1 + _W1) & _LOW
    return c0, c1, c2, c3


@jit()
def uniforms(
    key_a: int | np.uint32,
    key_b: int | np.uint32,
    replication: np.uint64,
    purpose: int,
    index: int,
    seed_lo: np.uint64,
    seed_hi: np.uint64,
) -> tuple[float, float, float, float]:
    """Return the four uniforms, in (0, 1), of one draw.

    Parameters
    ----------
    key_a, key_b : identities (hashes of ids below 2**32; 0 where there is none), any integers.
    replication : number of the replication, below 2**48, as uint64.
    purpose : a `codes.Purpose`; index : ordinal below 256 within the purpose.
    seed_lo, seed_hi : the two halves of the 64-bit seed, as uint64.
    """
    c3 = (
        (np.uint64(purpose) << _S24) | (np.uint64(index) << _S16) | ((replication >> _S32) & _LOW16)
    )
    x0, x1, x2, x3 = philox4x32(
        np.uint64(key_a), np.uint64(key_b), replication & _LOW, c3, seed_lo, seed_hi
    )
    return (
        (float(x0) + 0.5) * _UNIT,
        (float(x1) + 0.5) * _UNIT,
        (float(x2) + 0.5) * _UNIT,
        (float(x3) + 0.5) * _UNIT,
    )


@jit()
def draw_many(
    keys_a: NDArray[np.uint32],
    keys_b: NDArray[np.uint32],
    replication: np.uint64,
    purpose: int,
    seed_lo: np.uint64,
    seed_hi: np.uint64,
    lanes: NDArray[np.float64],
) -> None:
    """Fill the draws of many identities at once: a third of the time of single ones.

    The rounds are written out, so that the compiler takes several identities in one step.

    Parameters
    ----------
    keys_a, keys_b : (n,) identities; the other arguments as in `uniforms`, with index 0.
    lanes : (4, n or more) out; column i holds what `uniforms(keys_a[i], keys_b[i], ...)` returns.
    """
    word2 = replication & _LOW
    word3 = (np.uint64(purpose) << _S24) | ((replication >> _S32) & _LOW16)
    for i in range(keys_a.shape[0]):
        c0 = np.uint64(keys_a[i])
        c1 = np.uint64(keys_b[i])
        c2 = word2
        c3 = word3
        k0 = seed_lo
        k1 = seed_hi
        for _ in range(10):
            p0 = _M0 * c0
            p1 = _M1 * c2
            c0 = (p1 >> _S32) ^ c1 ^ k0
            c1 = p1 & _LOW
            c2 = (p0 >> _S32) ^ c3 ^ k1
            c3 = p0 & _LOW
            k0 = (k0 + _W0) & _LOW
            k1 = (k1 + _W1) & _LOW
        lanes[0, i] = (float(c0) + 0.5) * _UNIT
        lanes[1, i] = (float(c1) + 0.5) * _UNIT
        lanes[2, i] = (float(c2) + 0.5) * _UNIT
        lanes[3, i] = (float(c3) + 0.5) * _UNIT
