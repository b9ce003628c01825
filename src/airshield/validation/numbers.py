"""Draw known random numbers, and compute intervals that were published."""

from __future__ import annotations

import numpy as np

from airshield.kernel.philox import draw_many, philox4x32, uniforms
from airshield.result.intervals import replications_for, wilson
from airshield.validation.model import Given, Value, Wanted

WORD = 2.0**32


def _words(uniforms_: tuple[float, ...]) -> str:
    """Turn uniforms back into the words that they were made from."""
    return " ".join(f"{int(u * WORD):08x}" for u in uniforms_)


def philox(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Draw a counter under a key, both in hexadecimal words: bare, as one draw, as many at once.

    The last word of the counter holds purpose, index and the top of the replication, as
    `kernel.philox.uniforms` lays them out; many at once are drawn where the index is 0.
    """
    counter, key = (
        tuple(int(word, 16) for word in given[name].split()) for name in ("counter", "key")
    )
    a, b, low, last = counter
    replication = np.uint64(low | (last & 0xFFFF) << 32)
    purpose, index = last >> 24, last >> 16 & 0xFF
    seed = np.uint64(key[0]), np.uint64(key[1])
    lanes = np.empty((4, 1))
    with np.errstate(over="ignore"):  # words wrap round; uncompiled kernels would warn of it
        bare = philox4x32(*(np.uint64(word) for word in (*counter, *key)))
        drawn = uniforms(a, b, replication, purpose, index, *seed)
        ids = np.array([a], np.uint32), np.array([b], np.uint32)
        draw_many(*ids, replication, purpose, *seed, lanes)
    return {
        "words": " ".join(f"{int(word):08x}" for word in bare),
        "words_of_a_draw": _words(drawn),
        "words_of_many": _words(tuple(lanes[:, 0])),
    }


def wilson_interval(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Return Wilson's 95 % interval of a proportion."""
    return {"interval": wilson(given["hits"], given["of"])}


def sample_size(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Return the replications that bring a 95 % interval to a half width."""
    return {"replications": float(replications_for(given["p"], given["half_width"]))}
