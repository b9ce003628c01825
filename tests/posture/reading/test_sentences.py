"""Paragraphs, sentences and clauses keep their place in the text."""

from hypothesis import given
from hypothesis import strategies as st

from airshield.posture.reading.sentences import paragraphs, sentences


def words(text):
    return [s.span.of(text) for s in sentences(text)]


def test_abbreviations_end_no_sentence():
    text = "The U.S. sent Lt. Col. Dellinger on Sept. 26. He left at 5 p.m. on foot. It rained."
    assert words(text)[0] == "The U.S. sent Lt. Col. Dellinger on Sept. 26."
    assert words(text)[-1] == "It rained."


def test_datelines_and_speakers_of_a_transcript_are_left_out():
    assert words("BAGHDAD, April 3 (Meridian) - It came.") == ["It came."]
    assert words("ANCHOR: And out west?") == ["And out west?"]


def test_wrapped_lines_are_one_paragraph_and_headings_are_known():
    text = (
        "Missile defence moves west\n\nThe battery that was announced some days ago at the base\n"
        "was seen near the gate.\n- A bullet stands alone.\n"
    )
    assert len(paragraphs(text)) == 3
    assert [s.heading for s in sentences(text)] == [True, False, False]


@given(st.text(alphabet=st.sampled_from("aB .,;:!?\n\t-\"'()é1U.S"), max_size=200))
def test_spans_lie_in_the_text_in_order_and_clauses_in_their_sentence(text):
    last = 0
    for sentence in sentences(text):
        assert last <= sentence.span.start < sentence.span.end <= len(text)
        last = sentence.span.end
        for clause in sentence.clauses:
            assert sentence.span.start <= clause.start < clause.end <= sentence.span.end
