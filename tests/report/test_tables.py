"""Tables of text, on an assessment made by hand: every expected string was worked out by hand."""

from dataclasses import replace

import pytest
from report.sample import rung, sample_assessment

from airshield.report.tables import (
    answer_table,
    assumption_table,
    delay_sentence,
    expenditure_table,
    histogram_table,
    ladder_table,
    raid_table,
    reason_table,
    reason_tables,
    short_name,
    spread_table,
    swing_rows,
    swing_table,
    unit_table,
)


@pytest.fixture(scope="module")
def sample():
    return sample_assessment()


def _row(table, first):
    return next(row for row in table.rows if row[0].startswith(first))


def test_the_answer_stands_in_three_columns(sample):
    table = answer_table(sample.assets[-1])
    assert table.head == (
        "per raid",
        "defended",
        "no defence",
        "difference under these assumptions",
    )
    assert _row(table, "leakers")[1:] == (
        "2.50 (2.48–2.52)",
        "5.01 (4.99–5.03)",
        "2.51 (2.49–2.53)",
    )
    assert _row(table, "probability")[1] == "15 % (14–16)"
    assert _row(table, "warheads")[2] == "0 (none in 20,000)"
    assert "1 to 4 through" in table.note


def test_a_difference_that_may_be_nothing_says_so(sample):
    south = answer_table(sample.assets[1])
    assert "not distinguishable" in _row(south, "leakers")[3]
    assert "not distinguishable" not in _row(answer_table(sample.assets[0]), "leakers")[3]


def test_names_not_ids_reach_the_reader(sample):
    assert raid_table(sample).rows[0][:2] == ("6 × Alpha", "North Base")
    assert expenditure_table(sample).rows[0][:2] == ("First battery", "PAC-3 CRI")
    assert ladder_table(sample).rows[0][:2] == ("Alpha at North Base", "First battery")
    assert short_name("North Base (by the river)") == "North Base"


def test_units_say_their_probability_in_numbers_and_words(sample):
    assert "88 % (very likely)" in unit_table(sample).rows[0]


def test_bands_and_rounds_keep_their_ends(sample):
    assert raid_table(sample).rows[0][2:4] == ("81 (67–94)", "431 (331–500)")
    assert expenditure_table(sample).rows[0][2:5] == (
        "32",
        "17.1 (17.0–17.2)",
        "14.9 (14.8–15.0)",
    )


def test_the_ladder_holds_times_before_impact_and_looks_by_delay(sample):
    row = ladder_table(sample).rows[0]
    assert row[3:10] == ("84", "151.2", "36", "36", "13", "15.2", "4.0")
    assert row[10] == "2 at 5 s, 1 at 9 s, 0 at 15 s"
    assert ladder_table(sample).rows[1][10] == "1 at 5–15 s"


def test_what_is_never_reached_is_a_dash():
    blind = rung("Alpha", "u1", "cri", detected_s=None, detected_range_m=None, launch_s=None)
    row = ladder_table(replace(sample_assessment(), ladder=(blind,))).rows[0]
    assert (row[3], row[4], row[6]) == ("–", "–", "–")


def test_the_delay_sentence_follows_the_numbers(sample):
    assert "changes the number of looks at Alpha / cri" in delay_sentence(sample)
    steady = replace(sample, ladder=sample.ladder[1:])
    assert "the same everywhere" in delay_sentence(steady)
    assert "No fire unit meets any threat" in delay_sentence(replace(sample, ladder=()))


def test_reasons_are_those_of_one_asset(sample):
    assert [row[0] for row in reason_table(sample).rows] == [
        "engaged and missed",
        "fire unit not there",
    ]
    assert reason_table(sample, "north").rows[0][2] == "100 %"


def test_reasons_of_each_asset_follow_those_of_all(sample):
    whole, north = reason_tables(sample)
    assert (whole.title, north.title) == (
        "Why threats got through",
        "Why threats got through: North Base",
    )
    assert north.rows == (("engaged and missed", "2.00 (1.98–2.02)", "100 %"),)
    assert "could reach the threat" in whole.note
    assert "Nothing got through at South Base." in whole.note


def test_one_asset_alone_has_one_table_of_reasons(sample):
    alone = replace(sample, assets=(sample.assets[0], sample.assets[-1]))
    (table,) = reason_tables(alone)
    assert table.title == "Why threats got through"
    assert "Nothing got through" not in table.note


def test_swings_come_widest_first_and_leave_out_what_moves_nothing(sample):
    assert [row.path for row in swing_rows(sample)] == [
        "threat.alpha.p_failure",
        "interceptor.cri.sskp_tbm",
    ]
    assert swing_table(sample).rows[1][1:] == ("0.4–0.85", "+1.50", "-0.50", "estimate, prior")


def test_shares_of_uncertainty_are_in_per_cent(sample):
    assert spread_table(sample).rows[0][1:4] == ("70 %", "20 %", "10 %")


def test_the_histogram_table_holds_every_bar(sample):
    assert histogram_table(sample).rows == (
        ("0", "15.00 %", "0.00 %"),
        ("1", "35.00 %", "25.00 %"),
        ("2", "50.00 %", "75.00 %"),
    )


def test_every_assumption_is_listed_and_estimates_are_counted(sample):
    table = assumption_table(sample)
    assert len(table.rows) == 4
    assert table.rows[0][5] == "estimate (prior)"
    assert "4 values, 1 of them estimates" in table.note
