"""From files to a draft, its page, and only by a person's decision to a ledger."""

import datetime as dt
import json
import re
import tomllib

import pytest
from headless import chromium
from playwright.sync_api import sync_playwright

from airshield.errors import ClaimError
from airshield.posture.loading import load
from airshield.posture.reading import confirm, load_draft, read_files
from airshield.posture.reading.draft import QUOTE_WORDS
from airshield.posture.reading.page import pieces

DAY = dt.date(2020, 4, 13)
STORY = (
    "The Patriot battery at Ain al-Asad is operational, two officials said on Saturday. A second "
    "battery has reached Erbil. A Hawk battery will be sent to Sarmin, the ministry said, and a "
    "militia vowed to hit it. It wrote <script>alert('x')</script>. There are no Patriots at "
    "Balad.\n"
)


@pytest.fixture
def story(tmp_path):
    path = tmp_path / "story.txt"
    path.write_text(STORY)
    return path


@pytest.fixture
def written(story, tmp_path):
    return read_files([story], DAY, "A wire agency", tmp_path / "out")


def decide(written, decisions):
    """Set decisions in the file as a person would: by changing lines."""
    text = written.draft_file.read_text()
    for ident, decision in decisions.items():
        old = f'id = "{ident}"\ndecision = "pending"'
        assert old in text
        text = text.replace(old, f'id = "{ident}"\ndecision = "{decision}"')
    written.draft_file.write_text(text)


def test_a_draft_is_written_pending_and_reads_back_the_same(written):
    assert load_draft(written.draft_file) == written.draft
    assert {claim.decision for claim in written.draft.claim} == {"pending"}
    found = {(c.system, c.status, c.sites, c.polarity) for c in written.draft.claim}
    assert found == {
        ("patriot", "operational", ("ain-al-asad",), "positive"),
        ("patriot", "arriving", ("erbil",), "positive"),
        ("hawk", "planned", ("sarmin",), "positive"),
        ("patriot", "present", ("balad",), "negative"),
    }


def test_every_claim_can_be_traced_to_its_words(written):
    for claim in written.draft.claim:
        stretch = STORY[claim.char_start : claim.char_end]
        assert " ".join(stretch.split()) == claim.quote
        assert len(claim.quote.split()) <= QUOTE_WORDS
        assert STORY[: claim.char_start].endswith(claim.prefix)
        assert claim.information_credibility != 1
    (document,) = written.draft.document
    assert len(document.sha256) == 64
    assert {trap.kind for trap in written.draft.trap} == {"plan", "threat"}


def test_nothing_enters_a_ledger_unconfirmed(written, tmp_path):
    ledger = tmp_path / "ledger.toml"
    with pytest.raises(ClaimError, match="nothing is confirmed"):
        confirm(written.draft_file, ledger)
    assert not ledger.exists()


def test_confirmed_claims_become_a_sound_ledger_and_the_others_stay_out(written, tmp_path):
    ids = [claim.id for claim in written.draft.claim]
    decide(written, {ids[0]: "confirm", ids[1]: "reject", ids[2]: "confirm"})
    ledger = tmp_path / "ledger.toml"
    done = confirm(written.draft_file, ledger)
    assert (done.confirmed, done.rejected, done.pending) == (2, 1, 1)
    loaded = load(ledger).ledger
    assert [claim.id for claim in loaded.claim] == [ids[0], ids[2]]
    # The place that no table holds came along with the claim that needs it.
    assert [site.id for site in loaded.site] == ["sarmin"]
    assert loaded.coverage_start == dt.date(2020, 4, 11)


def test_a_second_draft_is_added_and_what_stood_there_stays_to_the_byte(written, story, tmp_path):
    ledger = tmp_path / "ledger.toml"
    decide(written, {written.draft.claim[0].id: "confirm"})
    confirm(written.draft_file, ledger)
    before = ledger.read_text()
    other = tmp_path / "other.txt"
    other.write_text("A Patriot battery is at Erbil, the ministry said on Saturday.\n")
    second = read_files([other], DAY, "A ministry", tmp_path / "out2")
    decide(second, {second.draft.claim[0].id: "confirm"})
    confirm(second.draft_file, ledger)
    assert ledger.read_text().startswith(before.rstrip())
    assert len(load(ledger).ledger.claim) == 2
    # The same draft twice: the ids clash, and the ledger stays as it was.
    held = ledger.read_text()
    with pytest.raises(ClaimError):
        confirm(second.draft_file, ledger)
    assert ledger.read_text() == held


def test_a_fault_in_a_draft_names_its_line(written, tmp_path):
    text = written.draft_file.read_text().replace('decision = "pending"', 'decision = "yes"', 1)
    written.draft_file.write_text(text)
    with pytest.raises(ClaimError) as caught:
        confirm(written.draft_file, tmp_path / "ledger.toml")
    (fault,) = caught.value.faults
    assert text.splitlines()[fault.line - 1] == 'decision = "yes"'


def test_decisions_are_not_overwritten_without_force(written, story, tmp_path):
    decide(written, {written.draft.claim[0].id: "reject"})
    with pytest.raises(ClaimError, match="1 decisions were taken"):
        read_files([story], DAY, "A wire agency", tmp_path / "out")
    read_files([story], DAY, "A wire agency", tmp_path / "out", force=True)


def test_the_day_is_never_guessed_and_that_of_the_page_only_offered(tmp_path):
    page = tmp_path / "page.html"
    words = "The Patriot battery is at Erbil, and the officials said that it is up. " * 4
    page.write_text(
        "<!doctype html><html><head><meta property='article:published_time' "
        f"content='2020-04-12'></head><body><article><p>{words}</p></article></body></html>"
    )
    with pytest.raises(ClaimError, match="the page states 2020-04-12"):
        read_files([page], None, "A page", tmp_path / "out")
    draft = read_files([page], DAY, "A page", tmp_path / "out").draft
    assert draft.document[0].published == DAY
    assert "another day, 2020-04-12" in draft.document[0].note


def test_several_files_that_cannot_be_read_are_all_named(tmp_path):
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(ClaimError) as caught:
        read_files([tmp_path / "empty.txt", tmp_path / "no.txt"], DAY, "A", tmp_path / "out")
    assert len(caught.value.faults) == 2
    assert not (tmp_path / "out").exists()


def test_the_page_loses_no_word_of_the_text(written):
    cut = pieces(STORY, written.draft.claim, written.draft.trap)
    assert "".join(piece.text for piece in cut) == STORY


def test_the_page_escapes_what_the_text_holds_and_names_no_address(written):
    page = written.page_file.read_text()
    assert "<script>alert" not in page
    assert not re.search(r"(?:src|href)=\"(?!data:)", page)


@pytest.mark.browser
def test_decisions_on_the_page_change_only_their_lines(written, tmp_path):
    with sync_playwright() as play:
        browser = chromium(play)
        page = browser.new_page(viewport={"width": 390, "height": 800})
        seen, errors = [], []
        page.on("request", lambda request: seen.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(written.page_file.as_uri())
        page.locator("input[value=confirm]").first.check()
        page.locator("input[value=reject]").nth(1).check()
        page.locator("mark[data-claims]").first.click()
        assert page.locator(".card.on").count() >= 1
        assert "1 confirmed, 1 rejected" in page.text_content("#count")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        with page.expect_download() as download:
            page.click("#save")
        saved = tmp_path / "saved.toml"
        download.value.save_as(saved)
        browser.close()
    assert [url for url in seen if not url.startswith(("file:", "data:", "blob:"))] == []
    assert errors == []
    old, new = written.draft_file.read_text().splitlines(), saved.read_text().splitlines()
    changed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    assert changed == [
        ('decision = "pending"', 'decision = "confirm"'),
        ('decision = "pending"', 'decision = "reject"'),
    ]
    assert [c.decision for c in load_draft(saved).claim][:2] == ["confirm", "reject"]


def test_the_draft_is_toml_that_any_reader_takes(written):
    data = tomllib.loads(written.draft_file.read_text())
    assert data["schema"] == "airshield-draft/1"
    assert json.dumps(data, default=str)
