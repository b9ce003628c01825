"""Kernel against oracle on whole battlefields, bit for bit, and the laws that hold on each."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import battlefield
import engagement_oracle as oracle
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshield.kernel.codes import Step
from airshield.simulate.run import run_block, run_traced

FAILED, STOPPED, IN_ASSET, ELSEWHERE, PASSED = range(5)
FRIENDLY = 1
LAW = settings(max_examples=60, deadline=None)
CASES = st.integers(0, 10**9)


def _field(case, n_threats=None, n_units=None):
    return battlefield.random_battlefield(np.random.default_rng(case), n_threats, n_units)


def _assert_equal(ours, theirs, case):
    for name, values in theirs.items():
        assert np.array_equal(getattr(ours, name), values), (case, name)


# --- Bit for bit -----------------------------------------------------------------------------


@pytest.mark.parametrize("start", range(0, 400, 50))
def test_kernel_and_oracle_agree(start):
    for case in range(start, start + 50):
        tables = _field(case)
        _assert_equal(run_block(tables, case, 0, 3), oracle.run(tables, case, 0, 3), case)


@pytest.mark.parametrize(("case", "threats", "units"), [(1, 30, 6), (2, 60, 8), (3, 90, 10)])
def test_they_agree_on_large_battlefields(case, threats, units):
    tables = _field(case, threats, units)
    _assert_equal(run_block(tables, 9, 0, 6), oracle.run(tables, 9, 0, 6), case)


@pytest.mark.parametrize("first", [7, 2**31, 2**32 - 2])
def test_they_agree_at_any_offset_and_seed(first):
    for case in range(500, 520):
        tables, seed = _field(case), 2**63 + case
        _assert_equal(run_block(tables, seed, first, 3), oracle.run(tables, seed, first, 3), case)


def _given_postures(case, n_units):
    """Return a joint draw of who is there: rows keyed by replication, some units left alone."""

    def draw_up(seed, first, n):
        rows = [
            np.random.default_rng([case, seed & 0xFFFF, k]).integers(-1, 2, n_units)
            for k in range(first, first + n)
        ]
        return np.array(rows, np.int8).reshape(n, n_units)

    return draw_up


@pytest.mark.parametrize("start", range(700, 760, 20))
def test_they_agree_on_given_postures(start):
    first = 2**32 - 2
    for case in range(start, start + 20):
        tables = _field(case)
        given = replace(tables, draw_up=_given_postures(case, len(tables.unit_key)))
        ours = run_block(given, case, first, 4)
        _assert_equal(ours, oracle.run(given, case, first, 4), case)
        up = given.draw_up(case, first, 4)
        assert ((ours.out_unit != 0) == (up == 1))[up == 0].all()
        halves = [run_block(given, case, first + k, 2, threads=1) for k in (0, 2)]
        assert np.array_equal(np.concatenate([h.out_fate for h in halves]), ours.out_fate)


def test_units_that_are_left_alone_draw_as_without_it():
    tables = _field(3)
    nobody = np.full((64, len(tables.unit_key)), -1, np.int8)
    alone = replace(tables, draw_up=lambda _seed, _first, n: nobody[:n])
    assert run_block(alone, 5, 0, 64).digest() == run_block(tables, 5, 0, 64).digest()


@settings(max_examples=25, deadline=None)
@given(case=CASES, cut=st.integers(1, 299), threads=st.sampled_from([1, 2, 3, 5]))
def test_blocks_and_threads_change_no_bit(case, cut, threads):
    tables = _field(case)
    whole = run_block(tables, 3, 0, 300, threads=threads)
    parts = [run_block(tables, 3, 0, cut, threads=1), run_block(tables, 3, cut, 300 - cut)]
    for name, values in vars(whole).items():
        joined = np.concatenate([getattr(part, name) for part in parts])
        assert np.array_equal(values, joined), name


@pytest.mark.slow
def test_compiled_and_interpreted_agree():
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]; import battlefield, numpy as np;"
        "from airshield.simulate.run import run_block;"
        "rng = np.random.default_rng;"
        "print([run_block(battlefield.random_battlefield(rng(case)), 1, 0, 4).digest()"
        " for case in range(60)])"
    )
    tests = str(Path(__file__).parents[1])
    found = [
        subprocess.run(
            [sys.executable, "-c", code, tests],
            env=os.environ | {"NUMBA_DISABLE_JIT": disabled},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for disabled in "01"
    ]
    assert found[0] == found[1]


# --- Laws ------------------------------------------------------------------------------------


@LAW
@given(case=CASES)
def test_fates_add_up(case):
    tables = _field(case)
    out = run_block(tables, 1, 0, 16)
    assert np.isin(out.out_fate, range(5)).all()
    hostile = (tables.threat_side == 0) & (tables.decoy == 0)
    fell = np.isin(out.out_fate, (IN_ASSET, ELSEWHERE))
    assert not fell[:, ~hostile].any()
    assert not (out.out_fate == PASSED)[:, hostile].any()
    assert ((out.out_reason >= 0) == (out.out_fate == IN_ASSET)).all()
    assert ((out.out_asset >= 0) == (out.out_fate == IN_ASSET)).all()
    assert ((out.out_elsewhere > 0) == (out.out_fate == ELSEWHERE)).all()
    assert not out.out_dud[~fell].any()
    assert (out.out_shots.sum(axis=1) == out.out_spent.sum(axis=1)).all()
    assert (out.out_spent <= tables.group_stock + tables.group_reserve).all()
    assert (out.out_hits <= out.out_shots).all()
    assert not (out.out_lost[:, tables.vulnerable_m == 0]).any()


def _held(tables):
    """Put every unit on hold, without orders or reasons to defend itself."""
    nobody = np.zeros_like(tables.control)
    return replace(
        tables,
        control=nobody,
        control_alone=nobody,
        self_class=np.zeros_like(tables.self_class),
        self_defence_m=np.zeros_like(tables.self_defence_m),
        **{name: getattr(tables, name)[:0] for name in vars(tables) if name.startswith("order_")},
    )


@LAW
@given(case=CASES)
def test_under_hold_nothing_is_fired(case):
    assert run_block(_held(_field(case)), 1, 0, 16).out_spent.sum() == 0


@LAW
@given(case=CASES, chosen=st.integers(0, 3), by_order=st.booleans())
def test_under_hold_only_self_defence_or_an_order_fires(case, chosen, by_order):
    tables = _field(case, n_units=4)
    held = _held(tables)
    if by_order:
        word = {"order_t_s": [0.0], "order_unit": [chosen], "order_class": [-1], "order_kind": [3]}
        held = replace(held, **{k: np.array(v, getattr(held, k).dtype) for k, v in word.items()})
    else:
        reach = np.where(np.arange(4) == chosen, 1e9, 0.0)
        held = replace(held, self_defence_m=reach, always_judged=held.always_judged * 0)
    spent = run_block(held, 1, 0, 16).out_spent
    others = np.repeat(np.arange(4) != chosen, np.diff(tables.group_ptr))
    assert spent[:, others].sum() == 0


def test_self_defence_and_orders_do_fire():
    """The two laws above would hold of a kernel that never fires."""
    fired = 0
    for case in range(40):
        held = _held(_field(case, n_units=4))
        armed = replace(held, self_defence_m=np.full(4, 1e9))
        fired += run_block(armed, 1, 0, 16).out_spent.sum()
    assert fired > 0


@LAW
@given(case=CASES, by_clearance=st.booleans())
def test_no_fratricide_where_every_friend_is_known(case, by_clearance):
    tables = _field(case, n_threats=8)
    friend = tables.threat_side == FRIENDLY
    if by_clearance:
        known = replace(tables, p_cleared=np.where(friend, 1.0, tables.p_cleared))
    else:
        known = replace(
            tables,
            p_reply=np.where(friend, 1.0, tables.p_reply),
            p_interrogator=np.ones_like(tables.p_interrogator),
        )
    out = run_block(known, 1, 0, 16)
    assert out.out_shots[:, friend].sum() == 0
    assert not (out.out_fate == STOPPED)[:, friend].any()


@LAW
@given(case=CASES)
def test_tight_spares_what_nobody_declares_hostile(case):
    """Perfect classes and identification: flights fly, and only threats are fired at."""
    tables = _field(case, n_threats=8)
    flight = tables.threat_side != 0
    # Two classes: what attacks, and what does not; each is declared as it is.
    n_units = len(tables.unit_key)
    held = _held(replace(tables, threat_class=flight.astype(np.int32)))
    pair = (n_units, 2)
    per_class = {
        name: np.repeat(getattr(tables, name)[:, :1], 2, axis=1)
        for name in ("delay_s", "rounds_look", "rounds_last", "interval_s", "p_floor")
    }
    tight = replace(
        held,
        **per_class,
        control=np.ones(pair, np.int8),
        control_alone=np.ones(pair, np.int8),
        p_hostile=np.tile([1.0, 0.0], (n_units, 1)),
        class_cdf=np.broadcast_to(np.array([[1.0, 1.0], [0.0, 1.0]]), (n_units, 2, 2)).copy(),
        self_class=np.zeros(2, np.uint8),
    )
    assert run_block(tight, 1, 0, 16).out_shots[:, flight].sum() == 0


@LAW
@given(case=CASES)
def test_a_decoy_never_damages(case):
    tables = _field(case)
    decoys = replace(
        tables,
        decoy=np.ones_like(tables.decoy),
        threat_side=np.zeros_like(tables.threat_side),
    )
    out = run_block(decoys, 1, 0, 16)
    assert np.isin(out.out_fate, (FAILED, STOPPED, PASSED)).all()
    assert out.out_exposed.sum() == 0
    assert out.out_lost.sum() == 0


@LAW
@given(case=CASES)
def test_a_dud_never_damages(case):
    tables = _field(case)
    out = run_block(replace(tables, p_dud=np.ones_like(tables.p_dud)), 1, 0, 16)
    fell = np.isin(out.out_fate, (IN_ASSET, ELSEWHERE))
    assert (out.out_dud == fell).all()
    assert out.out_exposed.sum() == 0
    assert out.out_lost.sum() == 0


def _launches_after_loss(trace):
    """Count launches of units that were lost before, and losses."""
    gone, late = set(), 0
    for row in trace:
        if row[1] == Step.UNIT_LOST:
            gone.add(row[2])
        elif row[1] == Step.LAUNCH:
            late += row[2] in gone
    return late, len(gone)


def test_a_lost_unit_fires_no_more():
    losses = 0
    for case in range(120):
        tables = _field(case)
        tables = replace(tables, vulnerable_m=np.full_like(tables.vulnerable_m, 1000.0))
        for replication in range(3):
            late, lost = _launches_after_loss(run_traced(tables, 1, replication)[1])
            assert late == 0, case
            losses += lost
    assert losses > 100


@LAW
@given(case=CASES, more=st.floats(0.0, 1.0), earlier=st.floats(0.0, 100.0))
def test_more_shelter_never_exposes_more(case, more, earlier):
    tables = _field(case)
    plain = run_block(tables, 1, 0, 16).out_exposed
    fuller = tables.shelter_max + more * (1.0 - tables.shelter_max)
    for better in (
        replace(tables, shelter_max=fuller),
        replace(tables, shelter_ratio=tables.shelter_ratio * more),
        replace(tables, warn_s=tables.warn_s - earlier),
    ):
        # A part in 1e12: the products round differently.
        assert (run_block(better, 1, 0, 16).out_exposed <= plain * (1 + 1e-12) + 1e-12).all()
