"""Every fault of a ledger at once, each with its line and a mend; files that are no ledgers."""

import re
import time

import pytest

from airshield.errors import ClaimError
from airshield.posture import load, load_policy, read
from airshield.posture.source import bundled_names

SOUND = """
schema_version = 1
title = "t"
coverage_start = 2020-01-01
coverage_end = 2020-12-31

[[source]]
id = "press"
name = "Press"
source_reliability = "B"

[[document]]
id = "d1"
publisher = "Press"
source = "press"
published = 2020-03-31

[[document]]
id = "d2"
publisher = "Press"
source = "press"
published = 2020-04-02

[[claim]]
id = "c1"
document = "d1"
text = "a battery stands there"
system = "patriot"
sites = ["ain-al-asad"]
status = "present"
polarity = "positive"
event_end = 2020-03-30
origin = "o1"
party = "us"
channel = "press"
information_credibility = 2

[[claim]]
id = "c2"
document = "d2"
text = "it is up"
system = "patriot"
sites = ["ain-al-asad"]
status = "operational"
origin = "o2"
party = "us"
channel = "press"
information_credibility = 3
"""

TWENTY = """
schema_version = 2
title = ""
coverage_start = 2020-12-31
coverage_end = 2020-01-01

[[site]]
id = "erbil"
name = "Erbil"

[[site]]
id = "camp-x"
name = "Camp X"
lat_deg = 33.0

[[source]]
id = "press"
name = "Press"
source_reliability = "G"

[[document]]
id = "d1"
publisher = "Press"
published_precision = "day"

[[document]]
id = "d2"
publisher = "Press"
source = "pres"
published = 2020-04-02

[[document]]
id = "d3"
publisher = "Press"
published = 2020-04-02
published_precision = "range"

[[document]]
id = "d4"
publisher = "Press"
published = 2020-04-02
published_end = 2020-03-02
published_precision = "range"

[[claim]]
id = "c1"
document = "d2"
text = "digit 1 by hand"
system = "patriot"
sites = ["al-assad"]
status = "presant"
origin = "o1"
party = "us"
channel = "press"
information_credibility = 1

[[claim]]
id = "c1"
document = "d9"
text = "twice"
system = "patriott"
sites = ["erbil"]
status = "present"
count_min = 3
count_max = 2
origin = "o1"
party = "us"
channel = "press"
source_reliability = "B"
information_credibility = 2

[[claim]]
id = "c3"
document = "d2"
text = "impossible dates, and a copy that derives from nothing"
system = "patriot"
sites = ["erbil"]
status = "operational"
event_start = 2020-05-02
event_end = 2020-05-01
derived_from = "X99"
supersedes = "c77"
reliability = "B"
origin = "o1"
party = "us"
channel = "press"
information_credibility = 2
source_reliability = "B"
char_start = 5
quote = "a b c d e f g h i j k l m n o p"

[[fact]]
id = "f1"
text = "too early"
system = "patriot"
site = "erbil"
state = "on site"
on = 2020-04-02
true = true
confirmed = 2020-04-01
confirmed_by = "x"
"""


def faults(text, **more):
    with pytest.raises(ClaimError) as caught:
        read(text, "mine.toml", **more)
    return caught.value.faults


def test_a_sound_ledger_loads():
    assert len(read(SOUND).ledger.claim) == 2


def test_each_fault_has_its_line_and_its_mend():
    found = faults(TWENTY)
    assert len(found) >= 20
    assert len({(fault.line, fault.key) for fault in found}) == len(found)
    lines = TWENTY.split("\n")
    for fault in found:
        assert fault.file == "mine.toml"
        assert fault.line is not None
        key = fault.key.removesuffix(".1").split(".")[-1]
        at = lines[fault.line - 1]
        assert key in at or at.startswith("[["), (str(fault), at)
        # The rule or the mend: never only "wrong".
        assert len(fault.message) > 20, str(fault)
        assert "hidden" not in fault.message
    text = "\n".join(map(str, found))
    for words in (
        "schema_version 1",
        "before coverage_start",
        "site table already",
        "both lat_deg and lon_deg",
        '"G" is not one of',
        "published: missing",
        '"pres" is no source of this file; did you mean "press"?',
        "say the last possible day",
        "is before published",
        '"al-assad" is no site; did you mean "al_asad"?',
        '"presant" is not one of',
        "derived by the program from independent claims, never entered",
        '"c1" is the id of another claim already',
        '"d9" is no document of this file',
        '"patriott" is no system; did you mean "patriot"?',
        "less than count_min",
        "is before event_start",
        'copies "X99", which is no document of this file',
        '"c77" is no claim of this file',
        "did you mean",
        "needs char_start and char_end",
        "more than 15 words",
        "before the day it speaks of",
    ):
        assert words in text, words


def changed(old, new):
    assert old in SOUND
    return SOUND.replace(old, new, 1)


ONE = [
    ("published = 2020-03-31\n", "", "document.d1.published", "missing"),
    ("event_end = 2020-03-30", "event_end = 2020-04-03", "claim.c1.event_end", "is no plan"),
    ("event_end = 2020-03-30", "event_end = 2019-12-03", "claim.c1.event_end", "coverage"),
    ("event_end = 2020-03-30", 'derived_from = "d1"', "claim.c1.derived_from", "retell itself"),
    ("event_end = 2020-03-30", 'derived_from = "d2"', "claim.c1.derived_from", "came out later"),
    ("event_end = 2020-03-30", 'supersedes = "c1"', "claim.c1.supersedes", "cannot go round"),
    ('sites = ["ain-al-asad"]', "sites = []", "claim.c1.sites", "at least one"),
    ('sites = ["ain-al-asad"]', 'sites = ["Arbil"]', "claim.c1.sites.1", 'write "erbil"'),
    ('source = "press"\n', "", "claim.c1.source_reliability", "grade the claim"),
    ('text = "it is up"', 'text = ""', "claim.c2.text", "must not be empty"),
    ('id = "c2"', 'id = "c 2"', "claim.c 2.id", "is not an id"),
    ("published = 2020-03-31", 'published = "31 March"', "document.d1.published", "not a date"),
    ("credibility = 3", 'credibility = "3"', "claim.c2.information_credibility", "one of"),
]


@pytest.mark.parametrize(("old", "new", "key", "words"), ONE)
def test_one_fault_gives_one_line(old, new, key, words):
    (fault,) = faults(changed(old, new))[:1]
    assert fault.key == key
    assert words in fault.message


def test_corrections_neither_fork_nor_go_round():
    more = SOUND.split("[[claim]]")[2]
    third = "[[claim]]" + more.replace('"c2"', '"c3"') + 'supersedes = "c1"\n'
    fourth = third.replace('"c3"', '"c4"')
    (fault,) = faults(SOUND + third + fourth)
    assert '"c3" supersedes "c1" already' in fault.message
    ring = changed("event_end = 2020-03-30", 'supersedes = "c2"') + 'supersedes = "c1"\n'
    (fault,) = faults(ring)
    assert "cannot go round" in fault.message


def test_dates_at_the_ends_of_the_calendar():
    text = changed("published = 2020-03-31", 'published_precision = "week"\npublished = 9999-12-31')
    assert "lies outside of the coverage" in str(
        faults(text.replace("event_end = 2020-03-30\n", ""))[0]
    )
    far = changed("coverage_end = 2020-12-31", "coverage_end = 9999-12-31")
    assert "hundred years" in str(faults(far)[0])


def test_a_site_of_ones_own_and_a_word_of_ones_own():
    own = '[[site]]\nid = "camp-x"\nname = "X"\nwithin = "iraq"\n[[system]]\nid = "nasams"\n'
    text = SOUND.replace('"ain-al-asad"', '"camp-x"').replace('"patriot"', '"nasams"')
    loaded = read(text.replace("[[source]]", own + "[[source]]", 1))
    assert loaded.places.above("camp-x") == ("iraq",)
    text = changed("[[source]]", own.replace('"iraq"', '"camp-x"') + "[[source]]")
    assert "lie in itself" in str(faults(text)[0])


def test_what_is_no_ledger_gets_one_sentence(tmp_path):
    big = tmp_path / "big.txt"
    big.write_text("The battery arrived on Monday, officials said.\n" * 110_000, "utf-8")
    assert big.stat().st_size > 5_000_000
    binary = tmp_path / "binary.toml"
    binary.write_bytes(bytes(range(256)) * 100)
    latin = tmp_path / "latin.toml"
    latin.write_bytes("title = 'Größe'".encode("latin-1"))
    empty = tmp_path / "empty.toml"
    empty.write_text("\n  \n", "utf-8")
    foreign = tmp_path / "arabic.txt"
    foreign.write_text("وصلت بطارية باتريوت إلى قاعدة عين الأسد\n", "utf-8")
    for path, words in (
        (big, "not valid TOML"),
        (binary, "binary file"),
        (latin, "not UTF-8"),
        (empty, "the file is empty"),
        (foreign, "not valid TOML"),
        (tmp_path, "directory"),
        (tmp_path / "none.toml", "no such file"),
    ):
        start = time.perf_counter()
        with pytest.raises(ClaimError) as caught:
            load(path)
        assert len(caught.value.faults) == 1, path
        assert words in str(caught.value)
        assert str(path) in str(caught.value)
        assert time.perf_counter() - start < 10


def test_another_toml_file_is_told_what_is_missing():
    text = "\n".join(map(str, faults("[tool]\nname = 'x'\n")))
    assert "tool: unknown key" in text
    assert "coverage_start: missing" in text


def test_tables_of_the_wrong_kind():
    """No traceback, whatever stands there."""
    for text in ("claim = 3", "claim = ['a']", "document = 'x'", "site = {id = 3}"):
        assert faults(f"{text}\n{SOUND.split('[[source]]', maxsplit=1)[0]}")


def test_the_bundled_ledger_has_its_ids():
    assert bundled_names() == ("iraq-2020",)
    loaded = load("iraq-2020")
    assert len(loaded.ledger.claim) == 47
    assert len(loaded.ledger.document) == 23
    assert loaded.ledger.site == ()
    assert {"S1-04a", "X08-01", "X28-02"} <= {c.id for c in loaded.ledger.claim}
    # A word for each place that a claim names, and none that stands for two.
    assert re.fullmatch(r"[0-9a-f]{64}", loaded.text_hash)


POLICY = [
    ("B = [0.7, 0.7,", "B = [1.7, 0.7,", "at most 1"),
    ("start = [1.0, 0.0,", "start = [0.5, 0.0,", "add up to 1"),
    ('to = "assembling"', 'to = "ready"', "goes from one state to another"),
    ("per_day = 0.02", "per_day = 0.99", "more than 1 per day"),
    ('operational = ["operational"]', "operational = []", "at least one state"),
    ("b = 0.5\n", "b = 0\n", "more than 0"),
    ('counts_for = "patriot"', 'counts_for = "patriott"', "no system of this file"),
    ("prior = [0.5,", "prior = [0.9,", "add up to 1"),
    ("schema_version = 1", "schema_version = 3", "schema_version 1"),
    ("[bayes]\nb", "[bayes]\nbb", "unknown key"),
    ('states = ["held",', "states = [", "needs 3 states"),
    # In another order the probability of the one would be told as that of the other.
    ('"assembling", "operational"', '"operational", "assembling"', 'write "assembling"'),
]


@pytest.mark.parametrize(("old", "new", "words"), POLICY)
def test_a_policy_file_is_checked(tmp_path, old, new, words):
    from importlib import resources  # noqa: PLC0415

    text = (resources.files("airshield.posture") / "data" / "policy.toml").read_text("utf-8")
    assert old in text
    path = tmp_path / "policy.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ClaimError, match=words) as caught:
        load_policy(path)
    assert all(fault.line for fault in caught.value.faults)
    path.write_text(text, "utf-8")
    assert load_policy(path).graded("B", 2) == 0.7
