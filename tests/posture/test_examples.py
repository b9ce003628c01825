"""The fifteen worked examples of the model, and its figures on the bundled ledger, to 1e-4."""

import datetime as dt
import itertools

import numpy as np
import pytest
from posture.case import claim, day, ledger, on_site, operational, states

from airshield.posture import infer, load, load_policy, sample_states
from airshield.posture.chains import chains
from airshield.posture.inference import number_moves, powers
from airshield.posture.policy_file import N_STATES

TOLERANCE = 1e-4
NEXT = dt.timedelta(days=1)


def near(value):
    return pytest.approx(value, abs=TOLERANCE)


def assembled(name="a", **more):
    return claim(name, "B2", "being assembled", **more)


def afp():
    """Case 3: an American and an Iraqi source of one agency."""
    return assembled("a", channel="afp"), assembled("b", channel="afp")


def stepped(p, days):
    ladder = load_policy().ladders["deployment"]
    return np.asarray(p) @ powers(ladder.step, np.array([days]))[0]


def moved(p, status, polarity, share):
    ladder = load_policy().ladders["deployment"]
    p = np.asarray(p, float)
    return share * (p @ ladder.moves[status, polarity]) + (1 - share) * p


def test_01_one_report():
    assert on_site(ledger(assembled())) == near(0.70)
    assert on_site(ledger(claim("a", "E2", "being assembled"))) == near(0.0)
    assert operational(ledger(claim("a", "F6", "operational"))) == near(0.0)


def test_02_a_second_independent_one():
    assert on_site(ledger(assembled("a"), assembled("b"))) == near(0.91)


def test_03_a_second_of_the_same_channel():
    assert on_site(ledger(*afp())) == near(0.805)


@pytest.mark.parametrize("copies", [3, 300])
def test_04_copies(copies):
    rest = [assembled(f"c{k}", origin="origin-a") for k in range(copies)]
    assert on_site(ledger(assembled("a"), *rest)) == near(0.70)


def test_05_a_rumour_and_a_denial():
    p = moved([0.5, 0, 0, 0, 0, 0.5, 0], "operational", "positive", 0.25)
    assert p[5] == near(0.625)
    p = moved(p, "operational", "negative", 0.70)
    assert p[[0, 4, 5]] == near([0.375, 0.4375, 0.1875])


def test_05_the_later_publication_has_the_last_word():
    # The same start, made by a claim: the ledger's order of the two does not matter.
    rumour = claim("r", "C4", "operational", published=1)
    denial = claim("d", "B2", "operational", published=2, polarity="negative")
    start = claim("s", "C2", "operational", published=0)
    for pairs in itertools.permutations((rumour, denial, start)):
        p = states(ledger(*pairs))
        assert p[0] == near(0.375)
        assert p[4] == near(0.4375)
        assert p[5] == near(0.1875)


def test_06_none_there():
    p = moved([0.4, 0.1, 0, 0, 0.1, 0.4, 0], "present", "negative", 0.9)
    assert p == near([0.4, 0.1, 0, 0.09, 0.01, 0.04, 0.36])
    assert p[4] + p[5] == near(0.05)


def test_07_decay():
    p = stepped([0, 0, 0, 0, 0, 1, 0], 90)
    assert p[[5, 6]] == near([0.768174, 0.216556])
    assert near(0.763070) == 0.997**90


def test_08_set_up():
    p = stepped([0, 0, 0, 0, 1, 0, 0], 11)
    assert p[4] == near(0.898**11)
    assert p[[4, 5, 6]] == near([0.306227, 0.667946, 0.025586])


def test_09_a_plan_reported_late():
    plan = claim("p", "B3", "planned", 1, party="press", channel="jpost")
    before, after = states(ledger(*afp()), 1), states(ledger(*afp(), plan), 1)
    assert (before[4], before[5]) == near((0.722890, 0.080500))
    assert (after[4], after[5]) == near((0.722890, 0.080500))
    assert (before[0], after[0]) == near((0.194961, 0.092606))
    assert (before[1], after[1]) == near((0.000039, 0.103239))


def test_10_two_clocks():
    later = claim("ap", "B2", "operational", 11, published=13)
    loaded = ledger(*afp(), later)
    assert operational(loaded, 11, 6) == near(0.537699)
    assert operational(loaded, 11, 13) == near(0.861310)


def test_11_two_more_in_kuwait():
    more = claim(
        "k", "B2", "in transit", sites=("kuwait",), lot="two-more", count_min=2, count_max=2
    )
    loaded = ledger(more)
    expected = {0: (0.0, 0.0), 11: (0.6360, 0.2034), 31: (1.2367, 0.9793)}
    for on, (there, working) in expected.items():
        row = infer(loaded, day(on)).find("patriot", "kuwait", "two-more")
        assert row.expected_on_site == near((there, there))
        assert row.expected_operational == near((working, working))
    assert states(loaded, site="kuwait", lot="two-more")[2] == near(0.70)


def test_12_a_base():
    base = {"system": "coalition-base"}
    plan = claim("p", "B2", "planned", **base)
    ceremony = claim("c", "A2", "handed over", 10, **base)
    loaded = ledger(plan, ceremony)
    p = states(loaded, **base)
    assert (p[1], p[2]) == near((0.696, 0.01))
    assert states(ledger(plan), 10, **base)[2] == near(0.4684)
    assert states(loaded, 10, **base)[2] == near(0.9468)


def test_13_rumours_do_not_add_up():
    twenty = [claim(f"c{k}", "C4", "operational") for k in range(20)]
    assert operational(ledger(*twenty)) == near(0.25)
    twenty = [claim(f"c{k}", "F6", "operational") for k in range(20)]
    assert operational(ledger(*twenty)) == near(0.0)


def exact_joint(beliefs, sites, rungs):
    """Return P(no site stands on the rungs) by going through every pattern of origins that hold.

    Written apart from the sampler: a tree over uniforms' order statistics, not draws.
    """
    found = chains(beliefs.loaded)
    ladder = load_policy().ladders["deployment"]
    moves = number_moves(ladder)
    own = {}
    for number, chain in enumerate(found.chains):
        if chain.key.system == "patriot" and chain.key.site in sites:
            weight = beliefs.track.used[number].weight
            own[chain.key.site] = [
                (e, e.r * w) for e, w in zip(chain.entries, weight, strict=True) if w > 0
            ]
    thresholds = {}
    for entries in own.values():
        for entry, share in entries:
            thresholds.setdefault(entry.claim.origin, set()).add(share)
    # The uniform of an origin matters only through which thresholds it lies below.
    cuts = {
        origin: [0.0, *sorted(t for t in values if t < 1), 1.0]
        for origin, values in thresholds.items()
    }
    origins = list(cuts)
    total = 0.0
    for cells in itertools.product(*(range(len(cuts[o]) - 1) for o in origins)):
        chance = 1.0
        level = {}
        for origin, cell in zip(origins, cells, strict=True):
            low, high = cuts[origin][cell], cuts[origin][cell + 1]
            chance *= high - low
            level[origin] = (low + high) / 2
        absent = 1.0
        for entries in own.values():
            p = ladder.start
            at = beliefs.loaded.ledger.coverage_start.toordinal()
            seen = set()
            for entry, share in entries:
                p = p @ np.linalg.matrix_power(ladder.step, entry.as_of_day - at)
                at = entry.as_of_day
                matrix = moves.moves[moves.numbers[entry.claim.status, entry.claim.polarity]]
                if entry.claim.origin in seen:
                    # A further claim of an origin has a uniform of its own.
                    p = share * (p @ matrix) + (1 - share) * p
                elif level[entry.claim.origin] < share:
                    p = p @ matrix
                seen.add(entry.claim.origin)
            p = p @ np.linalg.matrix_power(ladder.step, beliefs.on.toordinal() - at)
            absent *= 1 - sum(p[rung] for rung in rungs)
        total += chance * absent
    return total


JOINT = [
    ("2020-03-30", "2020-03-31", (4, 5), 0.1919, 0.0576),
    ("2020-04-12", "2020-04-12", (5,), 0.0589, 0.0150),
]


@pytest.mark.parametrize(("on", "known", "rungs", "joint", "independent"), JOINT)
def test_14_15_sites_stand_or_fall_together(on, known, rungs, joint, independent):
    beliefs = infer(load("iraq-2020"), dt.date.fromisoformat(on), dt.date.fromisoformat(known))
    rows = [beliefs.find("patriot", site) for site in ("ain-al-asad", "erbil")]
    apart = np.prod([1 - sum(row.p[rung] for rung in rungs) for row in rows])
    assert apart == near(independent)
    assert exact_joint(beliefs, {"al_asad", "erbil"}, rungs) == near(joint)
    n = 200_000
    drawn = np.isin(sample_states(beliefs, n, 1, [row.key for row in rows]), rungs)
    # Four standard errors: a false alarm in 16,000 seeds.
    assert (~drawn).all(axis=1).mean() == pytest.approx(
        joint, abs=4 * np.sqrt(joint * (1 - joint) / n)
    )


def test_the_bundled_ledger():
    loaded = load("iraq-2020")
    early = infer(loaded, dt.date(2020, 3, 30), dt.date(2020, 3, 31))
    asad = early.find("patriot", "ain-al-asad")
    assert (asad.p_on_site, asad.p_operational) == near((0.8066, 0.0013))
    late = infer(loaded, dt.date(2020, 4, 12))
    asad, erbil = late.find("patriot", "al_asad"), late.find("patriot", "Arbil")
    assert (asad.p_on_site, asad.p_operational) == near((0.9372, 0.8850))
    assert (erbil.p_on_site, erbil.p_operational) == near((0.9333, 0.8697))
    assert late.find("short-range-air-defence", "Taji").p_operational == near(0.6958)
    for site in ("Taji", "Balad"):
        row = late.find("patriot", site)
        assert not row.reported
        assert row.p_on_site is None
        assert row.words_on_site == ""
        assert row.p[4] + row.p[5] == near(0.0097)


def test_no_ladder_loses_anything():
    policy = load_policy()
    for ladder in policy.ladders.values():
        assert ladder.step.sum(axis=1) == pytest.approx(np.ones(N_STATES))
        assert all(np.all(m.sum(axis=1) == 1) for m in ladder.moves.values())
