"""Keep late events in a binary heap of plain arrays, ordered by (time, key)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]


@jit(inline=True)
def push(heap_t: F8, heap_key: I8, size: int, t: float, key: int) -> int:
    """Add an event to the heap ordered by (time, key); return the new size."""
    i = size
    while i > 0:
        parent = (i - 1) >> 1
        if heap_t[parent] < t or (heap_t[parent] == t and heap_key[parent] <= key):
            break
        heap_t[i] = heap_t[parent]
        heap_key[i] = heap_key[parent]
        i = parent
    heap_t[i] = t
    heap_key[i] = key
    return size + 1


@jit(inline=True)
def pop(heap_t: F8, heap_key: I8, size: int) -> int:
    """Drop the first event, which the caller has read; return the new size."""
    size -= 1
    t = heap_t[size]
    key = heap_key[size]
    i = 0
    while True:
        child = 2 * i + 1
        if child >= size:
            break
        right = child + 1
        if right < size and (
            heap_t[right] < heap_t[child]
            or (heap_t[right] == heap_t[child] and heap_key[right] < heap_key[child])
        ):
            child = right
        if heap_t[child] < t or (heap_t[child] == t and heap_key[child] < key):
            heap_t[i] = heap_t[child]
            heap_key[i] = heap_key[child]
            i = child
        else:
            break
    heap_t[i] = t
    heap_key[i] = key
    return size
