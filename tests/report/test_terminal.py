"""The terminal: the paragraph first, every number with its interval, plain text in a pipe."""

import io
from dataclasses import replace

import pytest
from report.sample import rung, sample_assessment
from rich.console import Console

from airshield.report import render
from airshield.report.numbers import with_interval
from airshield.report.tables import expenditure_table, raid_table, unit_table
from airshield.report.terminal import column_widths


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


@pytest.mark.parametrize("width", range(30, 60))
def test_no_line_of_the_paragraph_begins_with_a_unit(width):
    words = "About 5\N{NO-BREAK SPACE}% of 16\N{NO-BREAK SPACE}missiles get through, say we. "
    text = _text(replace(sample_assessment(), headline=words * 4), width)
    head = text[: text.index("The question")]
    assert not [line for line in head.splitlines() if line.startswith(("%", "missiles"))]


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


@pytest.mark.parametrize("width", [80, 150])
def test_what_sets_the_ladder_is_said_once_where_it_is_the_same(width):
    sample = sample_assessment()
    assert "· every row: the envelope" in _text(sample, width)
    two = replace(sample, ladder=(*sample.ladder, rung("Alpha", "u1", "gem", limited_by="delay")))
    text = " ".join(_text(two, width).split())
    assert "· Alpha at North Base, gem: delay" in text
    assert "· every row" not in text


def test_reasons_of_each_asset_are_printed(assessment):
    text = _text(assessment, 100)
    starts = [line for line in text.splitlines() if line.startswith("Why threats got through")]
    assert len(starts) == 3
    for row in assessment.reasons:
        assert with_interval(row.leakers) in text


def test_no_ladder_is_a_sentence():
    assert "No fire unit meets any threat." in _text(replace(sample_assessment(), ladder=()), 80)


@pytest.mark.parametrize("width", [60, 80, 100, 140, 200])
def test_no_width_drops_a_column(assessment, width):
    # Where words must break, the letters of a head still stand there in pieces: look at its first.
    lines = _text(assessment, width).splitlines()
    for table in (raid_table(assessment), unit_table(assessment), expenditure_table(assessment)):
        start = lines.index(table.title)
        rule = next(i for i in range(start, len(lines)) if lines[i].startswith("──"))
        heads = " ".join(lines[start + 1 : rule])
        for head in table.head:
            assert head[:5].strip() in heads, (table.key, head)


def test_columns_share_the_room_without_breaking_words():
    columns = [("a b c d", "threat"), ("estimate", "x"), ("5", "range (km)")]
    assert column_widths(columns, 100) == [7, 8, 10]
    tight = column_widths(columns, 21)
    assert sum(tight) == 21
    assert tight[1] == 8
    assert column_widths(columns, 12) == [None, None, None]


def test_names_in_brackets_are_printed_as_they_stand():
    odd = "[/bold] [red]"
    found = sample_assessment()
    units = tuple(replace(unit, name=f"{odd} {unit.name}") for unit in found.units)
    text = _text(replace(found, units=units, description=f"seen {odd}"), 200)
    assert text.count(odd) >= 1 + len(units)
