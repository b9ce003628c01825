"""Claims are superseded, not overwritten; ledgers merge; nothing is lost on the way."""

import pytest
from posture.case import claim, ledger, on_site

from airshield.errors import ClaimError
from airshield.posture import append, dump, load, merge, read, supersede
from airshield.posture.models import Fact


def first():
    return claim("a", "B2", "being assembled")


def test_a_ledger_survives_writing():
    loaded = load("iraq-2020")
    assert read(dump(loaded.ledger)).ledger == loaded.ledger


def test_a_correction_counts_and_the_old_claim_stays():
    loaded = ledger(first())
    fixed = first()[0].model_copy(update={"id": "a2", "supersedes": "a", "status": "withdrawn"})
    mended = supersede(loaded, fixed)
    assert [c.id for c in mended.ledger.claim] == ["a", "a2"]
    assert on_site(loaded) == pytest.approx(0.7)
    assert on_site(mended) == 0.0


def test_a_correction_that_came_out_later_counts_from_then_on():
    pairs = first(), claim("b", "B2", "withdrawn", published=5, supersedes="a")
    assert on_site(ledger(*pairs), 0, 4) == pytest.approx(0.7)
    assert on_site(ledger(*pairs), 0, 5) == 0.0


def test_a_correction_must_name_what_it_corrects():
    with pytest.raises(ClaimError, match="supersedes: is missing"):
        supersede(ledger(first()), first()[0])
    with pytest.raises(ClaimError, match="is the id of another claim"):
        supersede(ledger(first()), first()[0].model_copy(update={"supersedes": "a"}))


def test_appending_keeps_every_byte(tmp_path):
    path = tmp_path / "mine.toml"
    before = "# my own remark\n" + dump(ledger(first()).ledger)
    path.write_text(before, "utf-8")
    new, document = claim("b", "B2", "operational", 1)
    loaded = append(path, [document], [new])
    assert [c.id for c in loaded.ledger.claim] == ["a", "b"]
    assert path.read_text("utf-8").startswith(before.rstrip())
    with pytest.raises(ClaimError, match="is the id of another"):
        append(path, [], [new])
    assert [c.id for c in load(path).ledger.claim] == ["a", "b"]


def test_two_ledgers_merge_and_clashing_ids_are_named():
    a, b = first(), claim("b", "B2", "being assembled")
    both = merge(ledger(a), ledger(a, b))
    assert [c.id for c in both.ledger.claim] == ["a", "b"]
    assert on_site(both) == pytest.approx(0.91)
    other = claim("a", "C3", "withdrawn", published=3)
    with pytest.raises(ClaimError) as caught:
        merge(ledger(a), ledger(other))
    keys = [fault.key for fault in caught.value.faults]
    assert keys == ["document.doc-a", "claim.a"]
    assert "another id" in str(caught.value)


def test_a_merge_takes_facts_and_the_wider_coverage():
    fact = Fact.model_validate(
        {
            "id": "f",
            "text": "t",
            "system": "patriot",
            "site": "erbil",
            "state": "on site",
            "on": "2020-04-01",
            "true": True,
            "confirmed": "2020-04-02",
            "confirmed_by": "x",
        }
    )
    one = ledger(first(), fact=(fact,))
    whole = merge(load("iraq-2020"), one)
    assert len(whole.ledger.claim) == 48
    assert len(whole.ledger.fact) == 11
    assert whole.ledger.coverage_end == one.ledger.coverage_end
    assert whole.ledger.coverage_start == load("iraq-2020").ledger.coverage_start
