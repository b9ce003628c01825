"""The same raid, week by week: what moves is the posture alone."""

import datetime as dt
from itertools import pairwise

import numpy as np
import pytest

from airshield.assessment.assess import answer, assemble, follow
from airshield.errors import InputError
from airshield.simulate.lift import ALL

N = 1024


@pytest.fixture(scope="module")
def answered():
    return answer("iraq-2020", replications=N)


@pytest.fixture(scope="module")
def line(answered):
    return follow(answered)


def of(week, asset=ALL):
    return next(a for a in week.assets if a.asset_id == asset)


def test_it_covers_january_to_august_week_by_week(line):
    days = [dt.date.fromisoformat(week.on) for week in line.as_known]
    assert (days[0], days[-1].month) == (dt.date(2020, 1, 1), 8)
    assert {(b - a).days for a, b in pairwise(days)} == {7}
    assert [week.on for week in line.in_hindsight] == [week.on for week in line.as_known]
    assert all(week.on == week.known_by for week in line.as_known)


def test_before_april_nobody_had_reported_and_nothing_protects(line):
    for week in line.as_known:
        silent = dt.date.fromisoformat(week.on) < dt.date(2020, 3, 31)
        assert all(unit.reported != silent for unit in week.units)
    assert of(line.as_known[0]).leakers.value == line.undefended[-1].leakers.value


def test_protection_comes_with_the_batteries_and_fades(line):
    leakers = {week.on: of(week).leakers.value for week in line.as_known}
    assert leakers["2020-04-15"] < leakers["2020-04-01"] - 2 < leakers["2020-03-25"] - 2
    after = [value for on, value in leakers.items() if on > "2020-04-25"]
    assert np.all(np.diff(after) >= 0)
    p = {week.on: of(week, "erbil").p_no_leaker.value for week in line.as_known}
    assert p["2020-04-15"] > p["2020-03-25"] + 0.2


def test_a_week_is_the_answer_of_its_day(line):
    week = next(week for week in line.as_known if week.on == "2020-04-15")
    day = dt.date(2020, 4, 15)
    alone = answer("iraq-2020", on=day, known_by=day, replications=N)
    total, _ = alone.played.lifted.tally.sums("defended", ALL, "leakers")
    assert of(week).leakers.value == total / N


def test_the_assessment_carries_it(answered, line):
    assert assemble(answered, None, timeline=line).to_dict()["timeline"]["replications"] == N
    assert assemble(answered, None).timeline is None


def test_a_scenario_without_a_ledger_has_none():
    with pytest.raises(InputError) as caught:
        follow(answer("textbook", replications=64))
    (fault,) = caught.value.faults
    assert (fault.key, "no time line" in fault.message) == ("--timeline", True)
