"""Assignments against brute force, laws that any optimum keeps, and mistakes of the user."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan.brute import brute_force, random_case

import airshield as ash
from airshield.errors import InputError

KINDS = ("any", "few values", "recipe", "rounded")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(5))
def test_it_agrees_with_brute_force(kind, seed):
    rng = np.random.default_rng([seed, KINDS.index(kind)])
    for _ in range(25):
        p, value, rounds = random_case(rng, kind)
        best = brute_force(p.tolist(), value.tolist(), rounds.tolist())
        found = ash.plan.assign(p, value, rounds, gap=0.0)
        assert found.optimal
        assert found.expected_surviving_value == pytest.approx(best, rel=1e-9, abs=1e-11)
        assert found.lower_bound <= best * (1 + 1e-9) + 1e-11
        # No more rounds than there are, and what survives is what these rounds leave.
        assert (found.assignment.sum(axis=1) <= rounds).all()
        left = value * np.prod((1 - p) ** found.assignment, axis=0)
        np.testing.assert_allclose(found.surviving_value, left, rtol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_the_named_alternatives_are_worse_and_their_bounds_hold(kind):
    rng = np.random.default_rng(KINDS.index(kind) + 70)
    for _ in range(25):
        p, value, rounds = random_case(rng, kind)
        best = brute_force(p.tolist(), value.tolist(), rounds.tolist())
        greedy = ash.plan.assign(p, value, rounds, "greedy")
        local = ash.plan.assign(p, value, rounds, "local")
        assert best <= local.expected_surviving_value * (1 + 1e-12) + 1e-12
        assert local.expected_surviving_value <= greedy.expected_surviving_value + 1e-12
        for found in (greedy, local):
            assert found.lower_bound <= best * (1 + 1e-9) + 1e-11
            if found.optimal:
                assert found.expected_surviving_value == pytest.approx(best, rel=1e-9, abs=1e-9)


def test_greedy_is_optimal_where_only_the_target_decides():
    # denBroeder, Ellison and Emerling (1959): one kind of weapon, any values.
    rng = np.random.default_rng(3)
    for _ in range(50):
        p = np.tile(rng.uniform(0.1, 0.95, 12), (20, 1))
        value = rng.uniform(1.0, 50.0, 12)
        greedy = ash.plan.assign(p, value, method="greedy")
        best = ash.plan.assign(p, value)
        assert best.optimal
        expected = pytest.approx(best.expected_surviving_value, rel=1e-9)
        assert greedy.expected_surviving_value == expected


@st.composite
def problems(draw):
    n_weapons, n_targets = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    chance = st.floats(0.0, 1.0).map(lambda x: round(x, 3))
    row = st.lists(chance, min_size=n_targets, max_size=n_targets)
    p = draw(st.lists(row, min_size=n_weapons, max_size=n_weapons))
    value = draw(st.lists(st.floats(0.0, 100.0), min_size=n_targets, max_size=n_targets))
    rounds = draw(st.lists(st.integers(0, 3), min_size=n_weapons, max_size=n_weapons))
    return np.array(p), np.array(value), np.array(rounds)


@settings(deadline=None, max_examples=60)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_weapons_and_targets_does_not_matter(problem, random):
    p, value, rounds = problem
    weapons, targets = list(range(p.shape[0])), list(range(p.shape[1]))
    random.shuffle(weapons)
    random.shuffle(targets)
    one = ash.plan.assign(p, value, rounds, gap=0.0)
    other = ash.plan.assign(p[weapons][:, targets], value[targets], rounds[weapons], gap=0.0)
    whole = value.sum()
    assert one.expected_surviving_value == pytest.approx(
        other.expected_surviving_value, rel=1e-9, abs=1e-11 * whole
    )


@settings(deadline=None, max_examples=60)
@given(problems())
def test_the_bound_is_below_and_one_more_round_never_hurts(problem):
    p, value, rounds = problem
    found = ash.plan.assign(p, value, rounds)
    assert 0.0 <= found.lower_bound <= found.expected_surviving_value <= value.sum() * (1 + 1e-12)
    assert 0.0 <= found.gap <= 1e-6
    more = ash.plan.assign(p, value, rounds + np.eye(len(rounds), dtype=int)[0])
    slack = 1e-6 * found.expected_surviving_value + 1e-11 * value.sum()
    assert more.expected_surviving_value <= found.expected_surviving_value + slack


@settings(deadline=None, max_examples=40)
@given(problems(), st.floats(1e-6, 1e6))
def test_the_unit_of_value_does_not_matter(problem, factor):
    p, value, rounds = problem
    one = ash.plan.assign(p, value, rounds, gap=0.0).expected_surviving_value
    other = ash.plan.assign(p, value * factor, rounds, gap=0.0).expected_surviving_value
    assert other == pytest.approx(one * factor, rel=1e-9, abs=1e-11 * factor * value.sum())


def test_rows_that_are_alike_are_rounds_of_one_kind():
    rng = np.random.default_rng(8)
    p, value = rng.uniform(0.2, 0.9, (3, 5)), rng.uniform(1, 10, 5)
    together = ash.plan.assign(p, value, [2, 1, 3])
    single = ash.plan.assign(p[[0, 1, 2, 0, 2, 2]], value)
    assert together.expected_surviving_value == pytest.approx(single.expected_surviving_value)
    assert single.assignment.sum(axis=1).tolist() == [1] * 6
    assert together.assignment.sum(axis=1).tolist() == [2, 1, 3]


def test_many_equal_targets_are_quick():
    # Sixteen missiles of two kinds at two bases: four kinds of target, three of weapon.
    kinds = np.array([[0.7, 0.6, 0.0, 0.0], [0.0, 0.0, 0.7, 0.6], [0.4, 0.5, 0.4, 0.5]])
    p = np.repeat(kinds, [5, 4, 5, 2], axis=1)
    found = ash.plan.assign(p, np.repeat([10.0, 9.0, 6.0, 5.0], [5, 4, 5, 2]), [12, 8, 6])
    assert found.optimal
    assert found.rounds_assigned == 26
    assert found.elapsed_s < 20.0


def test_at_the_time_limit_the_best_so_far_comes_with_its_gap():
    rng = np.random.default_rng(1)
    p, value = rng.uniform(0.6, 0.9, (80, 80)), rng.integers(25, 101, 80)
    ash.plan.assign(p[:5, :5], value[:5])  # compile
    found = ash.plan.assign(p, value, time_limit_s=1e-9)
    assert found.stopped_by == "time limit"
    assert found.gap > 0.0
    assert found.lower_bound < ash.plan.assign(p, value).expected_surviving_value
    assert "Stopped by the time limit" in found.summary()


def test_nothing_to_do_is_no_special_case():
    assert ash.plan.assign([[0.0]], [3.0]).expected_surviving_value == 3.0
    assert ash.plan.assign([[0.5]], [0.0]).gap == 0.0
    assert ash.plan.assign([[0.5]], [3.0], [0]).expected_surviving_value == 3.0
    sure = ash.plan.assign([[1.0, 0.5], [1.0, 1.0]], [3.0, 4.0])
    assert (sure.expected_surviving_value, sure.optimal) == (0.0, True)


def test_the_answer_as_words_and_rows():
    found = ash.plan.assign(
        [[0.7, 0.5], [0.6, 0.6]], [10.0, 5.0], weapons=["north", "south"], targets=["a", "b"]
    )
    assert found.summary() == (
        "2 of 2 rounds at 2 targets leave 5 of 15 (33.3%) expected to survive. "
        "Proved optimal: no assignment leaves less than 5."
    )
    frame = found.to_frame()
    assert frame.values.tolist() == [["north", "a", 1, 0.7], ["south", "b", 1, 0.6]]
    assert list(frame.columns) == ["weapon", "target", "rounds", "kill_probability"]
    with pytest.raises(AttributeError):
        found.gap = 0.0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([[0.5, 1.2]], [1, 1]), "kill_probability[0, 1]: 1.2 is not between 0 and 1"),
        (([[0.5, float("nan")]], [1, 1]), "kill_probability[0, 1]: nan"),
        (([[0.5]], [-1]), "value[0]: -1"),
        (([[0.5]], [float("inf")]), "value[0]: inf"),
        (([[0.5]], [1, 2]), "value: has 2 numbers for 1 targets"),
        (([[0.5]], [1], [1.5]), "rounds[0]: 1.5 is not a whole number"),
        (([[0.5]], [1], [1, 1]), "rounds: has 2 numbers for 1 weapons"),
        (([0.5], [1]), "kill_probability: has 1 dimensions"),
        (([["x"]], [1]), "kill_probability: is not an array of numbers"),
        ((np.empty((0, 0)), []), "at least one weapon and one target"),
        (([[0.5]], [1], None, "best"), 'method: "best" is not a method'),
    ],
)
def test_a_mistake_is_named_with_its_place(arguments, words):
    with pytest.raises(InputError) as caught:
        ash.plan.assign(*arguments)
    assert any(words in str(fault) for fault in caught.value.faults), caught.value


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({"gap": -1.0}, "gap"),
        ({"gap": float("nan")}, "gap"),
        ({"time_limit_s": 0.0}, "time_limit_s"),
        ({"weapons": ["a", "b"]}, "weapons"),
        ({"targets": []}, "targets"),
    ],
)
def test_options_out_of_range_are_refused(options, key):
    with pytest.raises(InputError) as caught:
        ash.plan.assign([[0.5]], [1.0], **options)
    assert [fault.key for fault in caught.value.faults] == [key]
