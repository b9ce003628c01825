"""Laws of the inference over thousands of random ledgers, and a plain-Python twin."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from posture.case import DAY, day, ledger
from posture.case import claim as said
from posture.plain import NEGATIVE, POSITIVE, believed

from airshield.posture import chains, load_policy, track
from airshield.posture.models import Document, Ledger

EMPTY = ledger(said("seed", "B2", "planned"))
KINDS = [(s, "positive") for s in POSITIVE] + [(s, "negative") for s in NEGATIVE]
MANY = settings(max_examples=400, deadline=None)
FEW = settings(max_examples=60, deadline=None)
CLAIM = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "letter": st.sampled_from("AABBCCDEF"),
        "digit": st.sampled_from([2, 2, 3, 4, 5, 6]),
        "on": st.integers(0, 45),
        "lag": st.integers(0, 4),
        "origin": st.integers(0, 5),
        "party": st.integers(0, 3),
        "channel": st.integers(0, 3),
        "copies": st.one_of(st.none(), st.integers(0, 9)),
    }
)
CLAIMS = st.lists(CLAIM, min_size=1, max_size=9)


def rows(drawn):
    """Return plain claims, a document each; a copy is of an earlier claim's document."""
    found = []
    for n, c in enumerate(drawn):
        status, polarity = c["kind"]
        original = c["copies"]
        found.append(
            {
                "id": f"c{n}",
                "document": f"d{n}",
                "status": status,
                "polarity": polarity,
                "letter": c["letter"],
                "digit": c["digit"],
                "on": c["on"],
                "published": c["on"] + c["lag"],
                "origin": f"o{c['origin']}",
                "party": f"p{c['party']}",
                "channel": f"n{c['channel']}",
                "derived_from": f"d{original}" if original is not None and original < n else None,
            }
        )
    return found


def made(claims, extra=()):
    """Return the ledger of plain claims. The check of files is tested elsewhere, and slow."""
    pairs = [
        said(
            c["id"],
            (c["letter"], c["digit"]),
            c["status"],
            c["on"],
            polarity=c["polarity"],
            origin=c["origin"],
            party=c["party"],
            channel=c["channel"],
            document=c["document"],
            derived_from=c["derived_from"],
        )[0]
        for c in claims
    ]
    documents = [
        Document(id=c["document"], publisher="x", published=day(c["published"])) for c in claims
    ]
    content = Ledger.model_construct(
        schema_version=1,
        title="random",
        coverage_start=DAY,
        coverage_end=day(400),
        site=(),
        system=(),
        source=(),
        document=(*documents, *(d for _, d in extra)),
        claim=(*pairs, *(c for c, _ in extra)),
        fact=(),
    )
    return dataclasses.replace(EMPTY, ledger=content)


def inferred(loaded, on=45, known=60, policy=None):
    found = track(chains(loaded, policy), [day(on)], day(known))
    number = [key.site for key in found.keys].index("al_asad")
    return found.p[number, 0]


@MANY
@given(CLAIMS, st.integers(0, 50), st.integers(0, 55))
def test_the_plain_twin_agrees(drawn, on, known):
    claims = rows(drawn)
    documents = {c["document"]: c["published"] for c in claims}
    p = inferred(made(claims), on, known)
    assert p == pytest.approx(believed(claims, on, known, documents), abs=1e-12)


@FEW
@given(CLAIMS)
def test_many_days_at_once_are_the_same_as_one_by_one(drawn):
    claims = rows(drawn)
    every = chains(made(claims))
    days = [day(k) for k in range(0, 50, 7)]
    for known in (day(60), days):
        together = track(every, days, known).p[0]
        for k, one in enumerate(days):
            by = known if not isinstance(known, list) else known[k]
            assert together[k] == pytest.approx(track(every, [one], by).p[0, 0], abs=1e-12)


@MANY
@given(CLAIMS, st.randoms())
def test_the_order_in_the_file_does_not_matter(drawn, random):
    claims = rows(drawn)
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert inferred(made(shuffled)) == pytest.approx(inferred(made(claims)), abs=1e-12)


@MANY
@given(CLAIMS, st.data())
def test_a_copy_changes_nothing(drawn, data):
    claims = rows(drawn)
    original = data.draw(st.sampled_from(claims))
    # Word for word: one that came out later, or one of the same origin with the same grade.
    retold = {**original, "id": "x", "document": "x", "derived_from": original["document"]}
    retold["published"] = original["published"] + data.draw(st.integers(0, 5))
    assert inferred(made([*claims, retold])) == pytest.approx(inferred(made(claims)), abs=1e-12)
    same = {**retold, "id": "zz", "derived_from": original["derived_from"]}
    assert inferred(made([*claims, same])) == pytest.approx(inferred(made(claims)), abs=1e-12)


@MANY
@given(CLAIMS, CLAIM)
def test_an_unreliable_claim_changes_nothing(drawn, other):
    claims = rows(drawn)
    (last,) = rows([{**other, "letter": "E", "copies": None}])
    extra = {**last, "id": "x", "document": "x"}
    assert inferred(made([*claims, extra])) == pytest.approx(inferred(made(claims)), abs=1e-12)


@MANY
@given(CLAIMS, st.sampled_from(["mixture", "bayes"]))
def test_sums_stay_one(drawn, rule):
    found = track(chains(made(rows(drawn))), [day(k) for k in range(60)], day(60), rule)
    assert found.p.sum(axis=2) == pytest.approx(np.ones(found.p.shape[:2]), abs=1e-9)
    assert found.p.min() > -1e-12


@MANY
@given(CLAIMS, st.sampled_from(sorted(NEGATIVE)), st.integers(0, 45), st.sampled_from("ABC"))
def test_a_denial_never_raises_what_it_denies(drawn, status, on, letter):
    # A claim of its own origin, party and channel: the weights of the others do not change.
    claims = [c for c in rows(drawn) if c["polarity"] == "positive"]
    denial = {
        **rows(drawn)[0],
        "id": "x",
        "document": "x",
        "derived_from": None,
        "status": status,
        "polarity": "negative",
        "letter": letter,
        "digit": 2,
        "on": on,
        "published": 99,
        "origin": "x",
        "party": "x",
        "channel": "x",
    }
    if not claims:
        return
    before, after = inferred(made(claims), on, 99), inferred(made([*claims, denial]), on, 99)
    denied = [5] if status == "operational" else [4, 5]
    assert after[denied].sum() <= before[denied].sum() + 1e-12


@MANY
@given(CLAIMS, st.integers(0, 45), st.sampled_from("AB"), st.integers(45, 200))
def test_a_late_plan_never_lowers_a_reached_rung(drawn, on, letter, asked):
    # The limit of the law: no other claim denies presence or reports withdrawal.
    claims = [c for c in rows(drawn) if c["polarity"] == "positive" and c["status"] != "withdrawn"]
    if not claims:
        return
    plan = {
        **claims[0],
        "id": "x",
        "document": "x",
        "derived_from": None,
        "status": "planned",
        "letter": letter,
        "digit": 2,
        "on": on,
        "published": on,
        "origin": "x",
        "party": "x",
        "channel": "x",
    }
    before, after = inferred(made(claims), asked, 300), inferred(made([*claims, plan]), asked, 300)
    assert after[[4, 5]].sum() >= before[[4, 5]].sum() - 0.01
    same_day = inferred(made(claims), on, 300), inferred(made([*claims, plan]), on, 300)
    assert same_day[1][[4, 5]].sum() >= same_day[0][[4, 5]].sum() - 1e-12


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_rates_scaled_are_rates_scaled(factor):
    policy = load_policy()
    step = policy.paced(factor).ladders["deployment"].step
    assert step[4, 5] == pytest.approx(0.1 * factor)
    assert step[5, 5] == pytest.approx(1 - 0.003 * factor)
    # A year's worth of steps in a day still leaves probabilities.
    wild = policy.paced(100.0).ladders["deployment"].step
    assert wild.min() >= 0
    assert wild.sum(axis=1) == pytest.approx(np.ones(7))
