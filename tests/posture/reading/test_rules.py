"""The built-in reader on sentences that a person can judge at a glance."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshield.posture.reading import RuleReader, SourceText
from airshield.posture.reading.lexicon import load_lexicon

PUBLISHED = dt.date(2020, 4, 13)


def read(text, source="A newspaper"):
    return RuleReader().read(SourceText(text, "a.txt", source, PUBLISHED))


def triples(text):
    return [(p.system, p.status, p.site, p.polarity) for p in read(text).proposals]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A Patriot battery arrived at Irbil on Friday.",
            [("patriot", "arriving", "erbil", "positive")],
        ),
        (
            "There are no Patriots at Balad or Taji.",
            [
                ("patriot", "present", "balad", "negative"),
                ("patriot", "present", "camp-taji", "negative"),
            ],
        ),
        (
            "Two Patriot batteries and one THAAD battery are operational at Ain Assad.",
            [
                ("patriot", "operational", "ain-al-asad", "positive"),
                ("thaad", "operational", "ain-al-asad", "positive"),
            ],
        ),
        (
            "The S-400 was moved to Sarmin airfield. It is being assembled there.",
            [
                ("s-400", "arriving", "sarmin", "positive"),
                ("s-400", "being assembled", "sarmin", "positive"),
            ],
        ),
        (
            "The coalition handed over K1 on Sunday.",
            [("coalition-base", "handed over", "k-1", "positive")],
        ),
        (
            "The ministry denied that a Hawk battery was sent to Kuwait.",
            [("hawk", "arriving", "kuwait", "negative")],
        ),
        (
            "A THAAD battery will go to Kuwait next month.",
            [("thaad", "planned", "kuwait", "positive")],
        ),
    ],
)
def test_plain_statements(text, expected):
    assert triples(text) == expected


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("opinion", "A Patriot battery should have been at Erbil."),
        ("threat", "The militia vowed to hit any Patriot at Erbil."),
        ("history", "In 1991 a Patriot battery stood at Dhahran."),
        ("plan", "A Patriot battery will be sent to Erbil."),
        ("request", "Riyadh has asked for a Patriot battery to be sent to Erbil."),
    ],
)
def test_traps_are_flagged_and_never_become_a_fact(kind, text):
    reading = read(text)
    assert kind in [trap.kind for trap in reading.traps]
    assert all(p.trap == kind for p in reading.proposals)
    assert kind in ("plan", "request") or not reading.proposals


def test_a_question_states_nothing():
    assert triples("Is a Patriot battery at Erbil?") == []
    assert triples("He would not say where the Patriot battery at Erbil is.") == []


def test_who_says_it_and_what_that_suggests():
    text = "A Patriot battery is at Erbil, {} said on Saturday."
    seen = {}
    for who in ("a ministry spokesman", "two officials", "a shopkeeper", "a colonel", "a militia"):
        (claim,) = read(text.format(who)).proposals
        seen[who] = (claim.attribution, claim.letter, claim.digit)
        assert claim.event_start == claim.event_end == dt.date(2020, 4, 11)
    assert seen == {
        "a ministry spokesman": ("named official", "B", 2),
        "two officials": ("unnamed official", "B", 2),
        "a shopkeeper": ("resident eyewitness", "C", 3),
        "a colonel": ("military source", "C", 3),
        "a militia": ("claimed by armed group", "D", 4),
    }


def test_a_rumour_is_f6_and_a_hedge_costs_one_digit():
    (rumour,) = read("There is a rumour that a Patriot is at Harir.").proposals
    assert (rumour.attribution, rumour.letter, rumour.digit) == ("rumour", "F", 6)
    (hedged,) = read("A Patriot battery is apparently at Harir, two officials said.").proposals
    assert (hedged.hedging, hedged.digit) == ("apparently", 3)


def test_an_office_speaks_for_itself():
    (claim,) = read("A Patriot battery is at Erbil.", "Ministry of Defence").proposals
    assert claim.attribution == "named official"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("A Patriot battery is at Erbil.", (1, 1, "battery")),
        ("Two more Patriot batteries are at Erbil.", (2, 2, "battery")),
        ("At least four Avengers are at Erbil.", (4, None, "vehicle")),
        ("A platoon of four Avengers is at Erbil.", (4, 4, "vehicle")),
        ("Patriot batteries are at Erbil.", (None, None, "")),
    ],
)
def test_counts_are_what_the_text_says_and_no_more(text, count):
    (claim,) = read(text).proposals
    assert (claim.count_min, claim.count_max, claim.count_unit) == count


def test_every_spelling_of_the_site_table_is_known():
    for site, names in load_lexicon().sites.items():
        for name in names:
            if name.isascii():
                found = triples(f"A Patriot battery is at {name}.")
                assert (("patriot", "present", site, "positive")) in found, name


def test_the_lexicon_hash_names_the_reader():
    assert RuleReader().name == f"rules/{load_lexicon().sha256[:12]}"


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                "Patriot",
                "battery",
                "it",
                "the",
                "at",
                "Erbil",
                "Iraq",
                "said",
                "officials",
                "no",
                "not",
                ",",
                ".",
                ";",
                "(",
                ")",
                '"',
                "and",
                "or",
                "two",
                "was",
                "will",
                "1991",
                "last",
                "week",
                "on",
                "Friday",
                "deployed",
                "left",
                "from",
                "to",
                "\n",
                "-",
                "U.S.",
                "'s",
                "they",
                "another",
            ]
        ),
        max_size=60,
    )
)
def test_any_heap_of_words_is_read_and_spans_lie_in_the_text(heap):
    text = " ".join(heap)
    reading = read(text)
    for item in (*reading.proposals, *reading.traps):
        assert 0 <= item.start <= item.end <= len(text)
    for p in reading.proposals:
        assert p.system
        assert p.site
        assert p.event_start is None or p.event_start <= p.event_end


def test_a_negation_before_the_thing_is_of_the_thing():
    assert triples("There are still no Patriots in Ukraine.") == [
        ("patriot", "present", "ukraine", "negative")
    ]
    assert triples("Hardly a week ago a Patriot battery stood at Harir.")[0][3] == "positive"


def test_what_people_do_is_no_equipments_doing():
    assert triples("A Patriot battery is at Erbil. Mr Rashid sits on a committee in Baghdad.") == [
        ("patriot", "present", "erbil", "positive")
    ]


def test_a_retort_turns_round_what_was_said():
    for text in (
        "A Patriot battery is at Balad. The ministry denied it.",
        "Some say that a Patriot battery is at Balad; the ministry denies it.",
    ):
        (claim,) = read(text).proposals
        assert (claim.polarity, claim.attribution) == ("negative", "named official")


def test_guns_are_no_patriots():
    text = "Patriots are at Erbil. C-RAM is at Camp Taji. The guns were withdrawn from Camp Taji."
    assert ("cram", "withdrawn", "camp-taji", "positive") in triples(text)
    assert not any(c[0] == "patriot" and c[1] == "withdrawn" for c in triples(text))


def test_a_plan_reaches_no_further_than_its_clause():
    found = triples("There are Patriots, they will tell you, at Erbil.")
    assert found == [("patriot", "present", "erbil", "positive")]


def test_what_moves_is_filed_by_the_words_that_lead_to_its_places():
    assert triples("A Patriot battery was moved from Poland to Erbil.") == [
        ("patriot", "arriving", "erbil", "positive")
    ]
    assert triples("A Patriot battery has been moved from Poland.") == [
        ("patriot", "withdrawn", "poland", "positive")
    ]


def test_lists_give_each_its_claim():
    found = triples("Two Patriot batteries are in Iraq: one at Ain al-Asad and one at Erbil.")
    assert found == [
        ("patriot", "present", "ain-al-asad", "positive"),
        ("patriot", "present", "erbil", "positive"),
    ]


def test_what_rests_on_earlier_words_alone_is_weak_and_still_shown():
    reading = read("A Patriot battery is at Erbil. The Avengers arrived on Monday.")
    assert [(p.system, p.weak) for p in reading.proposals] == [
        ("patriot", False),
        ("avenger", True),
    ]


def test_nobodys_word_yields_to_somebodys():
    text = "A Patriot battery is at Erbil. A Patriot battery is at Erbil, a colonel said."
    (claim,) = read(text).proposals
    assert claim.attribution == "military source"
