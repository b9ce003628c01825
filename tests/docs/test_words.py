"""The glossary fixes each word once; the timeline keeps to its table."""

import re
from datetime import date
from pathlib import Path
from typing import get_args

from airshield.catalogue import bundled
from airshield.scenario import models

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
GLOSSARY = (REFERENCE / "glossary.md").read_text("utf-8")
TIMELINE = (REFERENCE / "timeline-iraq-2020.md").read_text("utf-8")
ENTRIES = re.findall(r"^- (.*)$", GLOSSARY, re.M)


def terms():
    return [
        term.lower()
        for entry in ENTRIES
        for bold in re.findall(r"\*\*(.+?)\*\*", entry)
        for term in bold.split(", ")
    ]


def test_each_word_is_fixed_once_in_a_sentence_or_a_few():
    assert len(terms()) == len(set(terms()))
    for entry in ENTRIES:
        assert re.match(r"\*\*.+?\*\* – .{15,}", entry), entry
        assert len(entry) < 420, entry


def test_the_words_of_the_field_are_there():
    for word in (
        "defended asset",
        "fire unit",
        "raid",
        "leaker",
        "shot opportunity",
        "single-shot kill probability (sskp)",
        "weapons control status",
        "ballistic coefficient",
        "keep-out altitude",
        "track-via-missile (tvm)",
        "primary target line",
        "posture",
        "fate",
        "fratricide",
        "class",
        "classification",
        "confusion matrix",
        "identity",
        "interrogator",
        "cease engagement",
        "hold fire",
        "self-defence",
        "track net",
        "radar only",
        "burst-engagement",
        "reserve",
        "reload",
        "decoy",
        "dud",
        "siren",
        "clutter factor",
        "mask",
        "way-point",
    ):
        assert word in terms(), word


def test_the_choices_of_a_scenario_are_explained():
    text = GLOSSARY.lower().replace("-", "_").replace(" ", "_")
    fields = (
        (models.FireUnit, "status"),
        (models.Doctrine, "method"),
        (models.Doctrine, "control_status"),
        (models.Volley, "style"),
        (models.FireUnit, "command"),
        (models.Order, "order"),
        (models.Flight, "side"),
        (models.Order, "threat_class"),
    )
    for model, name in fields:
        annotation = model.model_fields[name].annotation
        # `Literal[...] | None` where the key may be left out.
        choices = get_args(annotation)
        choices = get_args(choices[0]) or choices
        assert choices
        for choice in choices:
            assert str(choice) in text, choice


def rows():
    lines = [line for line in TIMELINE.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


def test_each_claim_has_a_speaker_a_grade_and_a_source():
    for row in rows():
        assert len(row) == 6, row
        _, _, _, who, grade, source = row
        assert re.search(r"\((official|coalition|host|adversary|wire|trade|analyst|loc|part)", who)
        assert re.fullmatch(r"[A-E][1-6]", grade), row
        assert re.fullmatch(r"\[[\w.-]+\]\(https?://[^\s()]*(\([^\s()]*\))?[^\s()]*\)", source), row


def test_the_head_counts_what_is_in_the_table():
    happenings, claims = map(int, re.findall(r"(\d+) happenings and (\d+) claims", TIMELINE)[0])
    assert claims == len(rows()) == 87
    assert happenings == sum(bool(row[0]) for row in rows()) == 41


def test_happenings_stand_in_order_at_sites_of_the_catalogue():
    days = [date.fromisoformat(row[0][:10]) for row in rows() if row[0]]
    assert days == sorted(days)
    assert days[0] >= date(2019, 11, 1)
    # Bundled accounts are at least five years old.
    assert days[-1] < date(2020, 5, 1)
    for row in rows():
        assert set(re.findall(r"`(\w+)`", row[1])) <= set(bundled().ids("site"))


def test_conflicting_numbers_are_kept():
    january = TIMELINE[TIMELINE.index("| 2020-01-08 ") : TIMELINE.index("| 2020-01-09 ")]
    for count in ("missiles 16", "missiles 15", "missiles 13", "missiles 22", "more than 30"):
        assert count in january, count
