"""Faces of a result: paragraph, tables, files, notebook, comparison."""

import json
import re
from dataclasses import replace

import pytest

import airshield as ash
from airshield.assessment.headline import NO_BREAK, bound, headline, percent


def test_the_paragraph_has_question_answer_interval_and_what_it_hangs_on(assessment):
    text = assessment.summary().replace(NO_BREAK, " ")
    assert text.startswith(assessment.question)
    assert f"{assessment.assets[-1].defended.leakers.value:.2f} of 16 missiles" in text
    assert "95 % interval" in text
    assert "almost no chance" in text
    assert "hangs most on" in text
    assert "under these assumptions" in text


def test_an_indistinct_difference_is_called_so(assessment):
    whole = assessment.assets[-1]
    none = replace(whole.difference_leakers, value=0.01, low=-0.1, high=0.12)
    text = headline("Why?", replace(whole, difference_leakers=none), "missile", None, "")
    assert "not distinguishable" in text


def test_one_replication_has_no_interval():
    text = ash.assess("textbook", replications=1, ranges=False).headline
    assert "one replication, so no interval" in text
    assert "inf" not in text


@pytest.mark.parametrize(
    ("p", "text"), [(0.0, "0 %"), (0.0002, "0.02 %"), (0.5774, "57.7 %"), (0.99999, "over 99.9 %")]
)
def test_percentages_suit_their_size(p, text):
    assert percent(p) == text


@pytest.mark.parametrize(
    ("loose", "tied"),
    [
        ("a 95 % interval", "a 95~% interval"),
        ("7.45 of 16 missiles get", "7.45 of 16~missiles get"),
        ("within 40 km, 9 s later", "within 40~km, 9~s later"),
        ("8 January 2020 came again", "8 January 2020 came again"),
        ("5 sites", "5 sites"),
    ],
)
def test_a_number_is_tied_to_its_unit(loose, tied):
    assert bound(loose) == tied.replace("~", NO_BREAK)


def test_no_line_of_the_paragraph_can_end_before_a_unit(assessment):
    assert not re.search(r"\d (%|missiles?\b)", assessment.headline)
    assert f"of 16{NO_BREAK}missiles" in assessment.headline


def test_frames_and_arrays_hold_the_same_numbers(assessment):
    frame = assessment.to_frame()
    rows = frame[(frame.asset == "all") & (frame.arm == "defended") & (frame.measure == "leakers")]
    value = assessment.assets[-1].defended.leakers.value
    assert rows.value.item() == value
    dataset = assessment.to_xarray()
    assert float(dataset.leakers.sel(asset="all", arm="defended", bound="value")) == value


def test_a_saved_result_is_json(assessment, tmp_path):
    assessment.save(tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_text())["headline"] == assessment.headline


def test_the_notebook_view_escapes(assessment):
    assert "<script>" not in replace(assessment, headline="<script>")._repr_html_()


def test_a_scenario_does_not_differ_from_itself():
    same = ash.compare("iraq-2020", "iraq-2020", replications=512)
    assert (same.leakers.value, same.leakers.low, same.leakers.high) == (0.0, 0.0, 0.0)
    assert "not distinguishable" in same.verdict


def test_the_defence_is_seen_to_help():
    found = ash.compare("iraq-2020", "al-asad-2020-01-08", replications=2000)
    assert found.leakers.high < 0
    assert found.verdict.startswith("the first")


def test_public_names_are_pinned():
    assert sorted(ash.__all__) == ["__version__", "assess", "compare", "load"]
    assert {"catalogue", "scenario", "simulate", "assessment", "plan", "report"} <= set(dir(ash))
    with pytest.raises(AttributeError, match="no attribute"):
        _ = ash.nowhere
