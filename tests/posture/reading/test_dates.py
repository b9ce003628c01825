"""Words of time against intervals read off a calendar by hand."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshield.posture.reading.dates import DateResolver
from airshield.posture.reading.lexicon import load_lexicon

D = dt.date
# 13 April 2020 was a Monday, Easter Monday.
MONDAY = D(2020, 4, 13)


def resolve(text, published=MONDAY):
    return [(m.first, m.last) for m in DateResolver(published, load_lexicon().dates).find(text)]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("on 2020-03-30", D(2020, 3, 30), D(2020, 3, 30)),
        ("on 17 March", D(2020, 3, 17), D(2020, 3, 17)),
        ("on March 17th", D(2020, 3, 17), D(2020, 3, 17)),
        ("on Sept. 26", D(2019, 9, 26), D(2019, 9, 26)),
        ("on 4 April 2018", D(2018, 4, 4), D(2018, 4, 4)),
        ("on the sixth of March", D(2020, 3, 6), D(2020, 3, 6)),
        ("on the 11th", D(2020, 4, 11), D(2020, 4, 11)),
        ("on the 28th", D(2020, 3, 28), D(2020, 3, 28)),
        ("on Saturday", D(2020, 4, 11), D(2020, 4, 11)),
        ("on Monday", D(2020, 4, 13), D(2020, 4, 13)),
        ("last Monday", D(2020, 4, 6), D(2020, 4, 6)),
        ("last Thursday", D(2020, 4, 9), D(2020, 4, 9)),
        ("next Friday", D(2020, 4, 17), D(2020, 4, 17)),
        ("yesterday", D(2020, 4, 12), D(2020, 4, 12)),
        ("tonight", D(2020, 4, 13), D(2020, 4, 13)),
        ("last week", D(2020, 4, 6), D(2020, 4, 12)),
        ("this week", D(2020, 4, 13), D(2020, 4, 13)),
        ("last weekend", D(2020, 4, 11), D(2020, 4, 12)),
        ("last month", D(2020, 3, 1), D(2020, 3, 31)),
        ("last year", D(2019, 1, 1), D(2019, 12, 31)),
        ("in January", D(2020, 1, 1), D(2020, 1, 31)),
        ("in May", D(2019, 5, 1), D(2019, 5, 31)),
        ("last September", D(2019, 9, 1), D(2019, 9, 30)),
        ("in September 2018", D(2018, 9, 1), D(2018, 9, 30)),
        ("early January", D(2020, 1, 1), D(2020, 1, 10)),
        ("mid-March", D(2020, 3, 11), D(2020, 3, 20)),
        ("in late February", D(2020, 2, 21), D(2020, 2, 29)),
        ("the second week of January", D(2020, 1, 8), D(2020, 1, 14)),
        ("the last days of September", D(2019, 9, 21), D(2019, 9, 30)),
        ("between 26 and 28 March", D(2020, 3, 26), D(2020, 3, 28)),
        ("since early March", D(2020, 3, 1), MONDAY),
        ("since Thursday", D(2020, 4, 9), MONDAY),
        ("since October", D(2019, 10, 1), MONDAY),
        ("three days ago", D(2020, 4, 10), D(2020, 4, 10)),
        ("two weeks ago", D(2020, 3, 27), D(2020, 4, 2)),
        ("two months ago", D(2020, 2, 1), D(2020, 2, 29)),
        ("last summer", D(2019, 6, 1), D(2019, 8, 31)),
        ("last winter", D(2019, 12, 1), D(2020, 2, 29)),
        ("in 2003", D(2003, 1, 1), D(2003, 12, 31)),
        ("in 1990-91 and", D(1990, 1, 1), D(1991, 12, 31)),
    ],
)
def test_words_become_the_interval_that_a_calendar_gives(words, first, last):
    text = words if not words.startswith("in 1990") else "of 1990-91"
    assert (first, last) in resolve(f"It came {text}, they said.")


@pytest.mark.parametrize(
    "text",
    ["It may come.", "They march on.", "A 107 mm rocket fell.", "on 31 February", "every Friday"],
)
def test_what_is_no_date_gives_none(text):
    assert resolve(text) == []


def test_a_week_is_named_as_such():
    found = DateResolver(MONDAY, load_lexicon().dates).find("last week and in March and on Friday")
    assert [m.precision for m in found] == ["week", "month", "day"]


@given(
    st.dates(D(2000, 1, 1), D(2035, 12, 31)),
    st.sampled_from(
        ["last week", "yesterday", "on Friday", "in March", "early May", "since June",
         "last winter", "on the 31st", "two months ago", "on 29 February",
         "the fifth week of May", "last spring"]
    ),
)  # fmt: skip
def test_an_interval_is_never_turned_round_and_a_past_word_never_in_the_future(published, words):
    for first, last in resolve(words, published):
        assert first <= last
        assert first <= published


def test_years_that_are_named_as_a_range():
    published = dt.date(2020, 4, 13)
    resolver = DateResolver(published, load_lexicon().dates)
    for words in ("between 2013 and 2015", "from 2013 to 2015"):
        (found,) = resolver.find(f"It stood there {words}.")
        assert (found.first, found.last) == (dt.date(2013, 1, 1), dt.date(2015, 12, 31))
    (found,) = resolver.find("since the beginning of the month")
    assert (found.first, found.last) == (dt.date(2020, 4, 1), published)
