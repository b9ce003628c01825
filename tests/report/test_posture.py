"""Beliefs for people: rounding, counts, and pictures that show what there is."""

import datetime as dt
import io
import math

import pytest
from posture.case import DAY, claim, day, ledger
from rich.console import Console

from airshield.posture import adopt, explain, infer, load, score, sensitivity
from airshield.posture.beliefs import Count
from airshield.report.posture_map import _clear, _spot
from airshield.report.posture_numbers import count, interval, shown
from airshield.report.posture_plots import figures, save_all, sensitivity_chart, time_chart
from airshield.report.posture_terminal import render, render_explanation


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.0, "under 5 %"),
        (0.0013, "under 5 %"),
        (0.024, "under 5 %"),
        (0.03, "5 %"),
        (0.8066, "80 %"),
        (0.8850, "90 %"),
        (0.9372, "95 %"),
        (0.974, "95 %"),
        (0.98, "over 95 %"),
        (1.0, "over 95 %"),
    ],
)
def test_probabilities_are_rounded_to_five_and_never_to_none_or_all(p, words):
    assert shown(p) == words


def test_counts_and_expectations():
    row = infer(ledger(claim("a", "B2", "arriving")), DAY).rows[0]

    def of(low, high):
        return count(type(row)(**{**vars(row), "count": Count(low, high)}))

    assert (of(1, None), of(2, 2), of(2, 4)) == ("1 or more", "2", "2 to 4")
    assert interval(None) == ""
    assert interval((1.04, 1.01)) == "1.0"
    assert interval((1.0, 2.34)) == "1.0 to 2.3"
    assert interval((2.0, None)) == "at least 2.0"


def test_figures_of_the_bundled_ledger():
    loaded = load("iraq-2020")
    on = dt.date(2020, 4, 12)
    drawn = figures(infer(loaded, on), sensitivity(loaded, on))
    assert list(drawn) == ["posture-time", "posture-map", "posture-sensitivity"]
    panels = [axes for axes in drawn["posture-time"].axes if axes.get_visible()]
    assert len(panels) == 12
    assert panels[0].get_title(loc="left").startswith("Ayn al-Asad Air Base")
    # No line before the first report: no reporting is not a probability.
    y = panels[0].lines[0].get_ydata()
    first = (dt.date(2020, 3, 30) - loaded.ledger.coverage_start).days
    assert all(math.isnan(v) for v in y[:first])
    assert y[first] == pytest.approx(0.8066, abs=1e-4)
    words = " ".join(text.get_text() for text in drawn["posture-map"].axes[0].texts)
    assert "Patriot: up 90 %" in words
    assert "Balad Air Base" in words


def test_nothing_reported_draws_no_line():
    loaded = ledger(claim("a", "B2", "arriving", 5))
    beliefs = infer(loaded, day(0))
    assert time_chart(beliefs) is None
    assert sensitivity_chart(beliefs, ()) is None
    assert list(figures(beliefs, ())) == ["posture-map"]


def test_a_ledger_without_any_place_on_the_map():
    loaded = ledger(claim("a", "B2", "arriving", sites=("x",)), sites=("x",))
    beliefs = infer(loaded, DAY)
    assert "posture-map" not in figures(beliefs, sensitivity(loaded, DAY))


def test_a_day_long_after_the_coverage_is_drawn_for_a_year_at_most():
    loaded = load("iraq-2020")
    figure = time_chart(infer(loaded, dt.date(9999, 12, 31)))
    assert len(figure.axes[0].lines[0].get_ydata()) < 700


def test_labels_keep_clear_of_each_other():
    taken = []
    for x in range(12):
        _spot(["a label of some length", "second line"], (8.0 * x, 0.0), taken)
    assert all(_clear(box, taken[:i]) for i, box in enumerate(taken))
    assert len(taken) >= 10


def test_names_are_never_read_as_markup_or_formulae(tmp_path):
    loaded = load("iraq-2020")
    odd = "[/bold] $x^$ [red] \\frac"
    ours = ledger(claim("a", "B2", "arriving", sites=("x",)), sites=("x",))
    site = ours.ledger.site[0].model_copy(update={"name": odd, "lat_deg": 33.0, "lon_deg": 44.0})
    content = ours.ledger.model_copy(update={"title": odd, "site": (site,)})
    beliefs = infer(adopt(content, odd), DAY)
    table = sensitivity(beliefs.loaded, DAY)
    buffer = io.StringIO()
    console = Console(file=buffer, width=200)
    render(beliefs, beliefs, table, score(loaded), console)
    render_explanation(beliefs, explain(beliefs, "x"), console)
    assert buffer.getvalue().count("[/bold] $x^$ [red]") >= 3
    assert len(save_all(beliefs, table, tmp_path)) == 6
