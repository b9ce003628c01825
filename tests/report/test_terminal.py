"""The terminal: the paragraph first, every number with its interval, plain text in a pipe."""

import io

import pytest
from rich.console import Console

from airshield.report import render
from airshield.report.numbers import with_interval


def _text(assessment, width):
    stream = io.StringIO()
    render(assessment, Console(file=stream, width=width))
    return stream.getvalue()


@pytest.mark.parametrize("width", [80, 120, 200])
def test_the_paragraph_comes_first_and_nothing_is_too_wide(assessment, width):
    text = _text(assessment, width)
    assert " ".join(text.split()).startswith(" ".join(assessment.headline.split())[:200])
    assert max(len(line) for line in text.splitlines()) <= width
    assert "\x1b" not in text


def test_the_answer_stands_beside_no_defence_with_intervals(assessment):
    text = " ".join(_text(assessment, 200).split())
    whole = assessment.assets[-1]
    for measure in (
        whole.defended.leakers,
        whole.undefended.leakers,
        whole.difference_leakers,
        whole.defended.warheads_stopped,
        whole.defended.intercepts,
    ):
        assert with_interval(measure) in text


@pytest.mark.parametrize(
    "words",
    [
        "difference under these assumptions",
        "Engagement timeline ladder",
        "Why threats got through",
        "Kill probabilities are priors",
        "flatters the defence",
        "seed, replications",
        "What it hangs on",
    ],
)
def test_every_part_of_the_answer_is_there(assessment, words):
    assert words in " ".join(_text(assessment, 200).split())
