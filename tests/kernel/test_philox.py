"""Philox against the known answers of Random123 and against an independent implementation."""

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshield.kernel.philox import philox4x32, uniforms

sys.path.insert(0, str(Path(__file__).parents[1] / "oracle"))
import engagement_oracle as oracle

WORD = st.integers(0, 2**32 - 1)


def _ours(counter, key):
    return tuple(int(x) for x in philox4x32(*(np.uint64(w) for w in (*counter, *key))))


@pytest.mark.parametrize(
    ("counter", "key", "answer"),
    [
        ((0,) * 4, (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((2**32 - 1,) * 4, (2**32 - 1,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_known_answers_of_random123(counter, key, answer):
    assert _ours(counter, key) == answer


@given(st.tuples(WORD, WORD, WORD, WORD), st.tuples(WORD, WORD))
def test_the_oracle_draws_the_same_words(counter, key):
    assert _ours(counter, key) == tuple(oracle.philox4x32(counter, key))


@given(WORD, WORD, st.integers(0, 2**48 - 1), st.integers(1, 6), st.integers(0, 255))
def test_uniforms_lie_inside_the_unit_interval(a, b, replication, purpose, index):
    drawn = uniforms(a, b, np.uint64(replication), purpose, index, np.uint64(1), np.uint64(2))
    assert all(0.0 < u < 1.0 for u in drawn)


def test_uniforms_are_uniform():
    drawn = np.array(
        [uniforms(7, 9, np.uint64(r), 1, 0, np.uint64(3), np.uint64(4)) for r in range(4000)]
    )
    # Standard error of a mean of 4,000 uniforms is .0046: bounds at four of them.
    assert np.abs(drawn.mean(axis=0) - 0.5).max() < 4 * 0.00456
    assert np.abs(np.corrcoef(drawn.T) - np.eye(4)).max() < 4 / np.sqrt(4000)
