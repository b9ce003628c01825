"""A scenario that names a ledger: what its own file may say, and what it may not."""

import datetime as dt

import pytest
from scenario.sample import SMALL, faults

from airshield.scenario import dump, read

NUMBER = "p_operational = 0.9\n"
SAID = 'posture = { system = "patriot" }\n'
TABLE = '[posture]\nledger = "iraq-2020"\non = 2020-04-12\n'
GOOD = SMALL.replace(NUMBER, SAID) + TABLE
LINE = SMALL[: SMALL.index(NUMBER)].count("\n") + 1
LAST = GOOD.count("\n")
UNIT = "fire_unit.battery"


def test_a_ledger_stands_in_the_place_of_a_number():
    scenario = read(GOOD).scenario
    (unit,) = scenario.fire_unit
    assert (unit.p_operational, unit.posture.system) == (None, "patriot")
    assert (unit.posture.site, unit.posture.lot) == (None, "main")
    assert (scenario.posture.on, scenario.posture.known_by) == (dt.date(2020, 4, 12), None)
    assert read(dump(scenario)).scenario == scenario


@pytest.mark.parametrize(
    ("text", "line", "key", "holds"),
    [
        (
            SMALL.replace(NUMBER, ""),
            None,
            f"{UNIT}.p_operational",
            "missing; add a number",
        ),
        (GOOD.replace(SAID, SAID + NUMBER), LINE + 1, f"{UNIT}.p_operational", "one or the other"),
        (SMALL.replace(NUMBER, SAID), LINE, f"{UNIT}.posture", "add a `[posture]` table"),
        (SMALL + TABLE, LAST - 2, "posture", "no fire unit hangs on this ledger"),
        (
            GOOD.replace(SAID, SAID + 'status = "withdrawn"\n'),
            LINE + 1,
            f"{UNIT}.status",
            "the ledger says how likely",
        ),
        (
            GOOD.replace("system =", "sistem ="),
            LINE,
            f"{UNIT}.posture.sistem",
            'did you mean "system"?',
        ),
        (GOOD.replace('"patriot" }', "3 }"), LINE, f"{UNIT}.posture.system", "3 is not a text"),
        (
            GOOD.replace('"patriot" }', '"patriot", site = 3 }'),
            LINE,
            f"{UNIT}.posture.site",
            "text",
        ),
        (
            GOOD.replace('"patriot" }', '"patriot", lot = "" }'),
            LINE,
            f"{UNIT}.posture.lot",
            "empty",
        ),
        (
            GOOD.replace('ledger = "iraq-2020"', "ledger = 3"),
            LAST - 1,
            "posture.ledger",
            "3 is not",
        ),
        (
            GOOD.replace("on = 2020-04-12", "on = 3"),
            LAST,
            "posture.on",
            "date",
        ),
        (GOOD + "known_by = 3\n", LAST + 1, "posture.known_by", "is not a date"),
        (GOOD.replace("on = 2020-04-12\n", ""), LAST - 2, "posture.on", "missing"),
    ],
)
def test_each_mistake_is_one_line(text, line, key, holds):
    found = {fault.key: fault for fault in faults(text)}
    assert key in found, found
    assert holds in found[key].message
    assert line is None or found[key].line == line
    # An unknown key stands beside the one that is missing because of it, and no other fault does.
    assert len(found) == 1 or "sistem" in key
