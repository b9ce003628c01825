"""What is said of the beliefs: places, counts, digits, words, warnings, explanations, scores."""

import datetime as dt

import numpy as np
import pytest
from posture.case import DAY, claim, day, ledger, on_site, states

from airshield.errors import ClaimError
from airshield.kernel.codes import Purpose
from airshield.kernel.philox import uniforms as kernel_uniforms
from airshield.posture import (
    ChainKey,
    explain,
    infer,
    load,
    load_policy,
    sample,
    sample_states,
    score,
    sensitivity,
    totals,
    units,
    warnings,
)
from airshield.posture.sampling import PURPOSE, uniforms
from airshield.scenario.identity import identity_key

LATE = dt.date(2020, 4, 12)


# ---------------------------------------------------------------- places
def test_a_claim_moves_only_its_own_site():
    loaded = ledger(claim("a", "B2", "arriving"), claim("b", "B2", "arriving", sites=("erbil",)))
    beliefs = infer(loaded, DAY)
    assert {row.key.site for row in beliefs.rows} == {"al_asad", "erbil"}
    assert on_site(ledger(claim("a", "B2", "arriving", sites=("iraq",))), site="iraq") > 0.69
    with_site = ledger(claim("a", "B2", "arriving", sites=("iraq",)), claim("b", "D3", "planned"))
    # A country's positive never goes down.
    assert on_site(with_site) == 0.0


def test_presence_goes_up_and_a_denial_goes_down():
    up = ledger(claim("a", "B2", "operational"), claim("b", "D3", "planned", sites=("iraq",)))
    assert states(up, site="iraq")[5] == pytest.approx(0.7)
    asked = ledger(claim("a", "B2", "planned"), claim("b", "D3", "planned", sites=("iraq",)))
    assert states(asked, site="iraq")[1] == pytest.approx(0.15)
    down = ledger(
        claim("a", "B2", "operational"),
        claim("b", "A2", "present", polarity="negative", sites=("iraq",), published=1),
    )
    assert on_site(down) == pytest.approx(0.07)
    (item,) = explain(infer(down, DAY), "ain-al-asad")
    assert "follows from iraq" in item.steps[-1].why


def test_a_denial_below_does_not_go_up():
    loaded = ledger(
        claim("a", "B2", "operational", sites=("iraq",)),
        claim("b", "A2", "present", polarity="negative", published=1),
    )
    assert states(loaded, site="iraq")[5] == pytest.approx(0.7)


def test_one_claim_about_two_places_inside_is_one_about_the_country():
    two = claim("a", "B2", "operational", sites=("ain-al-asad", "erbil"), count_min=2, count_max=2)
    loaded = ledger(two, claim("b", "D3", "planned", sites=("iraq",)))
    assert states(loaded, site="iraq")[5] == pytest.approx(0.7)
    row = infer(loaded, DAY).find("patriot", "erbil")
    assert (row.count.low, row.count.high) == (1, 1)


# ---------------------------------------------------------------- what never moves a ladder
@pytest.mark.parametrize(
    "more",
    [
        {"status": "rumoured"},
        {"status": "attacked"},
        {"status": "approved", "polarity": "negative"},
        {"status": "operational", "system": "threat"},
        {"status": "operational", "system": "us-plans"},
    ],
)
def test_rumours_attacks_threats_and_denied_permissions_never_move(more):
    status = more.pop("status")
    loaded = ledger(claim("a", "A2", status, **more), claim("b", "D3", "planned"))
    assert states(loaded)[0] == pytest.approx(0.85)
    alone = infer(ledger(claim("a", "A2", status, **more)), DAY).find("patriot", "ain-al-asad")
    assert alone is None or not alone.reported


def test_no_reporting_is_not_a_probability():
    loaded = ledger(claim("a", "B2", "arriving", 0))
    before = infer(loaded, day(0), day(-1)).find("patriot", "ain-al-asad")
    assert not before.reported
    assert before.p_on_site is before.p_operational is before.expected_on_site is None
    assert before.words_operational == ""
    listed = infer(ledger(claim("a", "F6", "arriving", 0)), DAY).find("patriot", "ain-al-asad")
    assert listed.reported
    assert (listed.p_on_site, listed.digit) == (0.0, 6)


def test_a_day_before_the_coverage_is_refused():
    with pytest.raises(ClaimError, match="before the ledger's coverage"):
        infer(ledger(claim("a", "B2", "arriving")), day(-1))


# ---------------------------------------------------------------- digits, words, counts
def test_the_derived_digit():
    def digit(*pairs):
        return infer(ledger(*pairs), DAY).find("patriot", "ain-al-asad").digit

    two = claim("a", "B2", "arriving"), claim("b", "B2", "arriving")
    assert digit(*two) == 1
    assert digit(two[0], claim("b", "B2", "arriving", channel="channel-a")) == 2
    assert digit(two[0]) == 2
    assert digit(claim("a", "C2", "arriving")) == 3
    assert digit(claim("a", "C4", "arriving")) == 4
    assert digit(claim("a", "D4", "arriving")) == 5
    assert digit(claim("a", "E2", "arriving")) == 6


def test_words_are_those_of_icd_203():
    row = infer(load("iraq-2020"), LATE).find("patriot", "ain-al-asad")
    assert (row.words_on_site, row.words_operational) == ("very likely", "very likely")


def test_counts_are_an_interval_and_versions_are_kept():
    loaded = ledger(
        claim("a", "B2", "arriving", count_min=1, count_max=1),
        claim("b", "B2", "operational", 1, count_min=2),
        claim("c", "E2", "operational", 1, count_min=9),
    )
    row = infer(loaded, day(1)).find("patriot", "ain-al-asad")
    assert (row.count.low, row.count.high) == (1, None)
    assert [v[0] for v in row.count.versions] == ["a", "b"]
    assert row.expected_on_site == (row.p_on_site, None)


def test_totals_never_add_a_country_to_its_sites():
    row = {"count_min": 1, "count_max": 1}
    loaded = ledger(
        claim("a", "B2", "operational", **row),
        claim("b", "B2", "operational", sites=("erbil",), **row),
        claim("c", "B2", "operational", sites=("iraq",), count_min=2),
        claim("d", "B2", "in transit", sites=("kuwait",), lot="two", count_min=2, count_max=2),
    )
    (total,) = totals(infer(loaded, DAY))
    assert total.operational == pytest.approx((1.4, 1.4))
    (inside,) = totals(infer(loaded, DAY), "kuwait")
    assert inside.operational == (0.0, 0.0)


def test_a_unit_on_a_base_that_was_handed_over_is_warned_of():
    base = claim("b", "A2", "handed over", system="coalition-base")
    assert warnings(infer(ledger(claim("a", "B2", "operational")), DAY)) == ()
    (words,) = warnings(infer(ledger(claim("a", "B2", "operational"), base), DAY))
    assert "probably handed over" in words


# ---------------------------------------------------------------- explanation
def test_each_claim_says_what_it_moved_and_a_copy_why_it_moved_nothing():
    loaded = load("iraq-2020")
    patriot, short = explain(infer(loaded, LATE), "Ain Assad")
    why = {step.claim: step.why for step in patriot.steps}
    assert why["X08-01"] == "counts in full"
    assert why["X08-02"] == "shares a party or channel with X08-01"
    assert why["S2-14"] == "retells X08: a copy moves nothing"
    moved = [step for step in patriot.steps if step.share > 0]
    assert all(step.p_after - step.p_before == step.moved for step in moved)
    assert [step.claim for step in short.steps] == ["X17-03"]
    asked = infer(loaded, dt.date(2020, 4, 11), dt.date(2020, 4, 5))
    early = {step.claim: step.why for step in explain(asked, "erbil")[0].steps}
    assert early["X17-02"] == "came out after 2020-04-05"
    assert (
        "day after"
        in {s.claim: s.why for s in explain(infer(loaded, dt.date(2020, 3, 30)), "erbil")[0].steps}[
            "X17-02"
        ]
    )


def test_the_other_reasons():
    pairs = (
        claim("a", "B2", "arriving"),
        claim("b", "B2", "arriving", origin="origin-a"),
        claim("c", "C4", "present"),
        claim("d", "C4", "present"),
        claim("e", "E2", "present"),
        claim("f", "A2", "rumoured"),
        claim("g", "A2", "approved", polarity="negative"),
        claim("h", "A2", "withdrawn", polarity="negative"),
        claim("i", "B2", "operational", 0),
        claim("j", "B2", "planned", 0, supersedes="i"),
    )
    (item,) = explain(infer(ledger(*pairs), DAY), "ain-al-asad")
    why = {step.claim: step.why for step in item.steps}
    assert why["b"] == "same origin as a: a copy moves nothing"
    assert why["d"] == "weak, like c: weak reports do not add up"
    assert why["e"].startswith("cannot be judged or is unreliable")
    assert why["f"] == '"rumoured" never moves the ladder'
    assert why["g"].startswith("a permission denied")
    assert why["h"] == 'a denial of "withdrawn" never moves the ladder'
    assert why["i"] == "superseded by a later entry"
    assert "does not count" not in why.values()


def test_a_site_that_nobody_speaks_of_cannot_be_explained():
    with pytest.raises(ClaimError, match="says nothing of"):
        explain(infer(load("iraq-2020"), LATE), "Atlantis")


# ---------------------------------------------------------------- sampling
def test_marginals_are_those_of_the_table():
    beliefs = infer(load("iraq-2020"), LATE)
    keys = units(beliefs)
    n = 40_000
    drawn = sample(beliefs, n)
    assert drawn.shape == (n, len(keys))
    assert drawn.dtype == bool
    by_key = {row.key: row.p[5] for row in beliefs.rows if len(row.p) > 5}
    for column, key in enumerate(keys):
        p = by_key[key]
        # Five standard errors over some thirty columns: a false alarm in 60,000 seeds.
        assert drawn[:, column].mean() == pytest.approx(p, abs=5 * np.sqrt(p * (1 - p) / n) + 1e-9)


def test_draws_depend_on_seed_and_replication_only():
    beliefs = infer(load("iraq-2020"), LATE)
    keys = [beliefs.find("patriot", site).key for site in ("ain-al-asad", "erbil")]
    many = sample_states(beliefs, 500, 7, keys)
    assert np.array_equal(many[:100], sample_states(beliefs, 100, 7, keys))
    assert np.array_equal(many[:, 1:], sample_states(beliefs, 500, 7, keys[1:]))
    assert not np.array_equal(many, sample_states(beliefs, 500, 8, keys))


def test_the_uniforms_are_those_of_the_kernel():
    assert PURPOSE not in set(Purpose)
    seed = (3 << 32) | 5
    own = uniforms("posture_origin", "x", 20, seed)
    key = identity_key("posture_origin", "x")
    for k in (0, 7, 19):
        words = kernel_uniforms(
            key, 0, np.uint64(k), PURPOSE, 0, np.uint64(seed & 0xFFFFFFFF), np.uint64(seed >> 32)
        )
        assert own[k] == words[0]


def test_further_claims_of_an_origin_have_their_own_uniform():
    pairs = claim("a", "B2", "being assembled"), claim("b", "B2", "operational", origin="origin-a")
    beliefs = infer(ledger(*pairs), DAY)
    n = 40_000
    drawn = sample_states(beliefs, n, 1)[:, 0]
    # Shared, every draw would be up or absent; apart, .3 x .7 are only being assembled.
    p = beliefs.find("patriot", "ain-al-asad").p
    assert (drawn == 4).mean() == pytest.approx(p[4], abs=0.012)
    assert p[4] == pytest.approx(0.21)


def test_a_site_without_a_claim_has_the_drift():
    beliefs = infer(load("iraq-2020"), LATE)
    n = 100_000
    there = np.isin(sample_states(beliefs, n, 1, [ChainKey("patriot", "besmaya")]), (4, 5))
    assert there.mean() == pytest.approx(0.0097, abs=4 * np.sqrt(0.0097 / n))
    unknown = ChainKey("patriot", "harir")
    assert np.isin(sample_states(beliefs, n, 1, [unknown]), (4, 5)).mean() < 0.012


def test_a_named_lot_is_at_one_place():
    row = {"lot": "red", "count_min": 1, "count_max": 1}
    pairs = (
        claim("a", "A2", "operational", **row),
        claim("b", "A2", "operational", 5, sites=("erbil",), **row),
    )
    beliefs = infer(ledger(*pairs), day(5))
    drawn = sample(beliefs, 5_000)
    assert drawn.sum(axis=1).max() == 1
    erbil = [key.site for key in units(beliefs)].index("erbil")
    # The latest report has it.
    assert drawn[:, erbil].mean() == pytest.approx(0.9, abs=0.02)
    apart = (
        claim("a", "A2", "operational"),
        claim("b", "A2", "operational", 5, sites=("erbil",)),
    )
    assert sample(infer(ledger(*apart), day(5)), 5_000).sum(axis=1).max() == 2


def test_the_alternative_rule_cannot_be_sampled():
    with pytest.raises(ClaimError, match="only the mixture rule"):
        sample(infer(load("iraq-2020"), LATE, rule="bayes"), 10)


# ---------------------------------------------------------------- the alternative rule
def test_bayes_by_hand():
    # Prior .1 on each rung; ratio 1 + .7 / (.3 x .5) for the rung that the claim allows.
    ratio = 1 + 0.7 / 0.15
    p = states(ledger(claim("a", "B2", "being assembled")), rule="bayes")
    assert p[4] == pytest.approx(0.1 * ratio / (0.9 + 0.1 * ratio))
    assert p[0] == pytest.approx(0.5 / (0.9 + 0.1 * ratio))
    early = infer(ledger(claim("a", "B2", "arriving", 9)), day(5), rule="bayes")
    assert not early.find("patriot", "ain-al-asad").reported


# ---------------------------------------------------------------- sensitivity and score
def test_the_sensitivity_table():
    loaded = ledger(claim("a", "B2", "being assembled"))
    (row,) = sensitivity(loaded, DAY)
    found = {variant.change: variant.p for variant in row.variants}
    assert found["as it is"] == pytest.approx(0.7)
    assert found["r − 0.1"] == pytest.approx(0.6)
    assert found["r + 0.1"] == pytest.approx(0.8)
    assert found["rates × 2"] == pytest.approx(0.7)
    (later,) = sensitivity(loaded, day(10))
    up = {variant.change: variant.p_operational for variant in later.variants}
    assert up["rates × 0.5"] < up["as it is"] < up["rates × 2"]
    (weak,) = sensitivity(ledger(claim("a", "E2", "arriving")), DAY)
    assert {variant.p for variant in weak.variants} == {0.0}
    assert load_policy().shifted(0.1).reliability("A", 2) == 0.99


def test_later_facts_score_the_ledger():
    scored = score(load("iraq-2020"))
    assert (scored.n, scored.n_unscored) == (7, 3)
    by_hand = [(row.p - 1) ** 2 for row in scored.facts if row.p is not None]
    assert scored.brier == pytest.approx(sum(by_hand) / 7)
    erbil = next(row for row in scored.facts if row.fact.startswith("erbil"))
    # Known by 9 April: AP's story of the 10th, which confirmed it, is not used.
    assert erbil.known_by == dt.date(2020, 4, 9)
    assert erbil.p == pytest.approx(0.7010, abs=1e-4)
    assert score(ledger(claim("a", "B2", "arriving"))).brier is None
