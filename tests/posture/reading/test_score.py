"""The sample reports are sound, and the page of scores states what a fresh count gives."""

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest
from posture.reading import scoring

from airshield.posture.models import Attribution, Status
from airshield.posture.reading import RuleReader
from airshield.posture.reading.lexicon import load_lexicon
from airshield.posture.reading.reader import TRAPS

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "reading-score.md").read_text("utf-8")
TEXTS = sorted(scoring.TEXTS.glob("*/*.txt"))


def gold(path):
    return tomllib.loads(path.with_suffix("").with_suffix(".gold.toml").read_text("utf-8"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_gold_is_of_the_ledgers_words_and_stands_in_its_text(path):
    content, text = gold(path), path.read_text("utf-8")
    for claim in content.get("claim", []):
        assert claim["span"] in text
        assert claim["source_words"] in text or content["style"] == "release"
        assert claim["status"] in get_args(Status)
        assert claim["attribution"] in get_args(Attribution)
        assert claim.get("date_start", claim.get("date_end")) is None or (
            claim.get("date_end") is not None
        )
    for trap in content.get("trap", []):
        assert trap["span"] in text
        assert trap["kind"] in TRAPS


def test_the_halves_share_no_house_style():
    styles = {"tuning": set(), "scored": set()}
    for path in TEXTS:
        styles[path.parent.name].add(gold(path)["style"])
    assert not styles["tuning"] & styles["scored"]
    assert len(styles["tuning"] | styles["scored"]) >= 4
    assert len(TEXTS) >= 15


@pytest.mark.parametrize(
    ("texts", "precision", "recall"),
    [(("broadcast-0[12]", "release-0?", "wire-0?"), 0.85, 0.90), (("*",), 0.84, 0.74)],
    ids=["first twelve", "all"],
)
def test_the_reader_still_reads_what_it_was_tuned_on(texts, precision, recall):
    score = scoring.score_half("tuning", RuleReader(), texts)
    assert score.triple.precision >= precision
    assert score.triple.recall >= recall


def test_the_page_states_the_true_score_of_this_lexicon():
    assert f"Lexicon `{load_lexicon().sha256}`" in PAGE
    scored = scoring.score_half("scored", RuleReader())
    for name, tally in (("**triple**", scored.triple), *scored.slots.items()):
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| {name}"))
        cell = row.split(" | ")[2]
        numbers = f"{tally.precision:.2f} / {tally.recall:.2f}"
        assert cell == f"{numbers} ({tally.right}/{tally.proposed}/{tally.gold})", name
    last = [line for line in PAGE.splitlines() if re.match(r"\| (?:first|later)\b", line)][-1]
    assert load_lexicon().sha256 in last


def test_pairing_is_one_to_one_and_prefers_the_triple():
    slots = {"count": None, "date": None, "attribution": "x", "polarity": "positive"}
    a = {"system": "patriot", "status": "present", "place": "erbil", **slots}
    b = {**a, "place": "balad"}
    assert scoring.pairs([a, b], [b, a]) == [(0, 1), (1, 0)]
    assert scoring.pairs([a], [a, a]) == [(0, 0)]
    assert scoring.pairs([a], [{**b, "system": "hawk"}]) == []
