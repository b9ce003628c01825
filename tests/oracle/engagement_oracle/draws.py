"""Draw uniforms: keyed by identity as the kernel does, or one after another for a plain program."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

Block = Callable[[int, int, int, int], tuple[float, ...]]
"""block(purpose, key_a, key_b, index) -> four uniforms in (0, 1)."""
Draws = Callable[[int], Block]
"""draws(replication) -> Block."""

UNIT, FLIGHT, AIM, TRACK, SHOT, ASSESS, IDENT, CLASS = range(1, 9)
TWO_PI = 6.283185307179586


def philox4x32(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, ...]:
    """Apply ten rounds of Philox4x32 with Python integers (Salmon et al., SC11, 2011)."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        product_0 = 0xD2511F53 * c0
        product_1 = 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (
            (product_1 >> 32) ^ c1 ^ k0,
            product_1 & 0xFFFFFFFF,
            (product_0 >> 32) ^ c3 ^ k1,
            product_0 & 0xFFFFFFFF,
        )
        k0 = (k0 + 0x9E3779B9) & 0xFFFFFFFF
        k1 = (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return c0, c1, c2, c3


def philox_draws(seed: int) -> Draws:
    """Return draws keyed by (seed, replication, purpose, identities)."""
    key = (seed & 0xFFFFFFFF, seed >> 32 & 0xFFFFFFFF)

    def of_replication(replication: int) -> Block:
        low, high = replication & 0xFFFFFFFF, replication >> 32 & 0xFFFF

        def block(purpose: int, key_a: int, key_b: int, index: int) -> tuple[float, ...]:
            word = purpose << 24 | index << 16 | high
            return tuple((x + 0.5) * 2.0**-32 for x in philox4x32((key_a, key_b, low, word), key))

        return block

    return of_replication


def stdlib_draws(source: random.Random) -> Draws:
    """Return draws straight from `random.random()`: equal in distribution only."""

    def block(_purpose: int, _key_a: int, _key_b: int, _index: int) -> tuple[float, ...]:
        return tuple(source.random() for _ in range(4))

    return lambda _replication: block


def normal_pair(u1: float, u2: float) -> tuple[float, float]:
    """Turn two uniforms into two standard normals (Box & Muller, 1958)."""
    r = math.sqrt(-2.0 * math.log(u1))
    angle = TWO_PI * u2
    return r * math.cos(angle), r * math.sin(angle)
