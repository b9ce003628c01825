"""Facts and the time line on paper: what is said, and what is left out."""

import math

import pytest
from report.sample import sample_assessment

from airshield.assessment import assess
from airshield.report.html import report_html
from airshield.report.tables import fact_sentence, fact_table, timeline_table, unit_table
from airshield.report.timeline_plot import timeline_chart


@pytest.fixture(scope="module")
def followed():
    return assess("iraq-2020", replications=1024, ranges=False, weeks=True)


def test_the_first_fact_is_named_in_words(followed):
    table = fact_table(followed)
    assert table.rows[0][0] == "Patriot battery at al-Asad"
    sentence = fact_sentence(followed)
    assert "would narrow the answer most is whether the Patriot battery at al-Asad" in sentence
    assert "drawn jointly" in unit_table(followed).note


def test_the_page_holds_both(followed):
    page = report_html(followed)
    assert "What to find out next" in page
    assert 'id="weeks"' in page
    assert 'id="weeks"' not in report_html(sample_assessment())


def test_no_reporting_is_not_drawn_as_a_probability(followed):
    figure = timeline_chart(followed)
    top = figure.axes[0]
    assert all(math.isnan(line.get_ydata()[0]) for line in top.lines)
    assert any("no reporting" in text.get_text() for text in top.texts)
    # One panel for the units, two for each base.
    assert len(figure.axes) == 1 + 2 * 2


def test_the_table_has_a_row_for_each_week(followed):
    table = timeline_table(followed)
    assert len(table.rows) == len(followed.timeline.as_known) == 35
    assert table.rows[0][:3] == ("2020-01-01", "–", "–")
    assert all(len(row) == len(table.head) for row in table.rows)


def test_nothing_is_said_where_nothing_was_asked():
    sample = sample_assessment()
    assert timeline_chart(sample) is None
    assert (timeline_table(sample).rows, fact_table(sample).rows) == ((), ())
    assert fact_sentence(sample) == ""
