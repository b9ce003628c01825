"""Inventories of open papers and closed forms, exactly; the infeasible one said to be so."""

import pytest
from cases import case

import airshield as ash
from airshield.plan.annihilation import Shots, continuous_stock, salvo_needed
from airshield.plan.files import parse_plan
from airshield.plan.stock_file import StockFile, check_stock

TEXT = """
schema_version = 1
title = "case"
p_no_leaker = {wanted}
raid = {{ threats = {threats}, p_track = {p_track} }}
rounds = {{ interceptor = "pac3_cri", p_kill = {p}, correlation = 0 }}
[[doctrine]]
id = "salvo"
kind = "salvo"
[[doctrine]]
id = "barrage"
kind = "barrage"
[[doctrine]]
id = "two_waves"
kind = "two_waves"
"""


def _plan(threats, p, wanted, p_track=1.0):
    text = TEXT.format(threats=threats, p=p, wanted=wanted, p_track=p_track)
    found = ash.plan.stock(parse_plan("case", text, StockFile, check_stock))
    return found, {need.doctrine: need for need in found.needs}


@pytest.mark.parametrize("row", case("A02")["expected"]["rows"])
def test_a02_rounds_at_each_threat(row):
    found, needs = _plan(row["W"], row["p"], row["P0"], row["p_track"])
    assert needs["salvo"].rounds == row["interceptors"]
    assert needs["salvo"].each == row["shots_per_target"]
    shots = Shots(row["p"], 0.0, row["p_track"])
    assert salvo_needed(shots, row["W"], row["P0"]) == row["shots_per_target"]
    parts = continuous_stock(shots, row["W"], row["P0"])
    if row["continuous_N"] is None:
        # 0.99^10 is below 0.95: no inventory helps, and the answer says so.
        assert parts is None
        assert needs["barrage"].rounds is None
        assert needs["two_waves"].rounds is None
        assert found.summary().count("infeasible at any stock") == 3
    else:
        assert parts == pytest.approx(row["continuous_N"], abs=1e-3)


@pytest.mark.parametrize("name", case("A10")["expected"]["barrage,sls2"])
def test_a10_smallest_inventories(name):
    threats, p, wanted = (float(part.split("=")[1]) for part in name.split(","))
    _, needs = _plan(int(threats), p, wanted)
    expected = case("A10")["expected"]["barrage,sls2"][name]
    assert [needs["barrage"].rounds, needs["two_waves"].rounds] == expected
