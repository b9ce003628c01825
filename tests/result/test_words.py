"""Words of ICD 203: half-open bins."""

import pytest

from airshield.result.words import likelihood


@pytest.mark.parametrize(
    ("p", "word"),
    [
        (0.0, "almost no chance"),
        (0.0499, "almost no chance"),
        (0.05, "very unlikely"),
        (0.2, "unlikely"),
        (0.45, "roughly even chance"),
        (0.55, "likely"),
        (0.8, "very likely"),
        (0.95, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_each_bin_is_closed_below(p, word):
    assert likelihood(p) == word


@pytest.mark.parametrize("p", [-0.1, 1.1, float("nan")])
def test_only_probabilities_have_words(p):
    with pytest.raises(ValueError, match="between 0 and 1"):
        likelihood(p)
