"""A scenario's ledger becomes probabilities and joint draws, or one line that says why not."""

import datetime as dt
from importlib import resources

import numpy as np
import pytest

from airshield.errors import AirshieldError
from airshield.posture import infer, load, resolve, sample
from airshield.posture.chains import ChainKey
from airshield.scenario import bundled_text
from airshield.scenario import load as load_scenario
from airshield.scenario import read as read_scenario

TEXT = bundled_text("iraq-2020")
SAID = 'posture = { system = "patriot" }'
MARCH, APRIL = dt.date(2020, 3, 30), dt.date(2020, 4, 12)
N = 40_000


@pytest.fixture(scope="module")
def april():
    return resolve(load_scenario("iraq-2020"))


def changed(old, new):
    return read_scenario(TEXT.replace(old, new, 1), "mine.toml")


def refused(loaded, **days):
    with pytest.raises(AirshieldError) as caught:
        resolve(loaded, **days)
    (fault,) = caught.value.faults
    return fault


def test_the_marginals_are_those_of_the_issue(april):
    p = {name: one.p_operational for name, one in april.standings.items()}
    assert p["patriot_al_asad"] == pytest.approx(0.8850, abs=1e-4)
    assert p["patriot_erbil"] == pytest.approx(0.8697, abs=1e-4)
    for unit in april.loaded.scenario.fire_unit:
        assert unit.p_operational.nominal == p[unit.id]
        assert unit.posture is None
    assert april.loaded.scenario.posture is None


def test_both_absent_together_as_in_example_15(april):
    """.0589 by exact mixture; four standard errors of 40,000 draws are .0047, a fixed seed."""
    up = april.draw_up(1, 0, N)
    assert set(np.unique(up)) == {0, 1}
    neither = (up == 0).all(axis=1).mean()
    assert neither == pytest.approx(0.0589, abs=0.0047)
    assert up.mean(axis=0) == pytest.approx([0.8850, 0.8697], abs=0.007)
    # Independent units would say .0150: far outside.
    assert abs(neither - 0.0150) > 0.03


def test_march_is_not_april():
    scenario = load_scenario("iraq-2020")
    known = resolve(scenario, MARCH, dt.date(2020, 3, 31))
    assert known.standings["patriot_al_asad"].p_operational == pytest.approx(0.0013, abs=1e-4)
    assert "2020-03-30" in known.loaded.scenario.question
    assert known.loaded.scenario.date == MARCH
    later = resolve(known, APRIL, APRIL)
    assert later.standings["patriot_al_asad"].p_operational == pytest.approx(0.8850, abs=1e-4)
    assert known.loaded.text_hash != later.loaded.text_hash
    # `on` alone counts everything in the ledger; the day itself is before the first report.
    assert resolve(scenario, MARCH).beliefs.known_by > APRIL
    same_day = resolve(scenario, MARCH, MARCH).standings["patriot_al_asad"]
    assert not same_day.reported


@pytest.mark.parametrize("cuts", [(1, 1, 998), (500, 500), (64, 936)])
def test_a_draw_hangs_on_its_replication_alone(april, cuts):
    start = 2**32 - 300
    whole, first, parts = april.draw_up(7, start, 1000), start, []
    for n in cuts:
        parts.append(april.draw_up(7, first, n))
        first += n
    assert np.array_equal(np.concatenate(parts), whole)
    assert not np.array_equal(april.draw_up(8, start, 1000), whole)


def test_the_draw_is_that_of_the_posture_model(april):
    ledger = load("iraq-2020")
    keys = [ChainKey("patriot", site) for site in ("al_asad", "erbil")]
    direct = sample(infer(ledger, APRIL, APRIL), 500, 3, keys)
    assert np.array_equal(april.draw_up(3, 0, 500) == 1, direct)


def test_units_with_a_number_draw_their_own():
    up = resolve(changed(SAID, "p_operational = 0.5")).draw_up(1, 0, 200)
    assert (up[:, 0] == -1).all()
    assert set(np.unique(up[:, 1])) <= {0, 1}


def test_two_units_on_one_chain_stand_or_fall_together():
    both = resolve(changed(SAID, 'posture = { system = "patriot", site = "erbil" }'))
    up = both.draw_up(1, 0, 2000)
    assert np.array_equal(up[:, 0], up[:, 1])


def test_a_site_without_a_report_has_the_drift_and_says_so():
    taji = resolve(changed(SAID, 'posture = { system = "patriot", site = "taji" }'))
    one = taji.standings["patriot_al_asad"]
    assert not one.reported
    assert one.p_operational == pytest.approx(0.0082, abs=1e-4)
    unit = next(u for u in taji.loaded.scenario.fire_unit if u.id == "patriot_al_asad")
    assert "Nobody had reported" in unit.p_operational.note


def test_a_ledger_of_the_user_lies_beside_the_scenario(tmp_path):
    data = resources.files("airshield.posture") / "data" / "iraq-2020-claims.toml"
    (tmp_path / "own.toml").write_text(data.read_text("utf-8"), encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(TEXT.replace('ledger = "iraq-2020"', 'ledger = "own.toml"'), encoding="utf-8")
    found = resolve(load_scenario(path))
    assert found.standings["patriot_erbil"].p_operational == pytest.approx(0.8697, abs=1e-4)


def test_without_a_ledger_nothing_changes():
    loaded = load_scenario("textbook")
    found = resolve(loaded)
    assert found.loaded is loaded
    assert (found.draw_up, dict(found.standings)) == (None, {})
    assert resolve(found) is found


LINE = TEXT[: TEXT.index(SAID)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "words"),
    [
        ('ledger = "iraq-2020"', 'ledger = "iraq-2002"', None, "posture.ledger", "iraq-2020"),
        ('ledger = "iraq-2020"', 'ledger = "."', None, "posture.ledger", "directory"),
        ("on = 2020-04-12", "on = 2019-12-31", None, "posture.on", "before the ledger's coverage"),
        (SAID, SAID.replace("patriot", "patriott"), LINE, "system", '"patriot"'),
        (SAID, SAID.replace("patriot", "missile-battery"), LINE, "system", "counts for"),
        (SAID, SAID.replace('" }', '", site = "attica" }'), LINE, "site", "no site"),
        (SAID, SAID.replace('" }', '", site = "iraq" }'), LINE, "site", "a whole area"),
        (SAID, SAID.replace('" }', '", lot = "third" }'), LINE, "lot", "no claim of the ledger"),
    ],
)
def test_each_mistake_is_one_line(old, new, line, key, words):
    fault = refused(changed(old, new))
    assert fault.file == "mine.toml"
    assert fault.key.endswith(key)
    assert words in fault.message
    assert fault.line is not None
    assert line is None or fault.line == line


def test_dates_of_the_command_line_are_named_as_such():
    early = refused(load_scenario("iraq-2020"), on=dt.date(2019, 1, 1))
    assert (early.file, early.key) == ("command line", "--on")
    none = refused(load_scenario("textbook"), on=APRIL)
    assert (none.key, "names no ledger" in none.message) == ("--on", True)
    assert refused(load_scenario("textbook"), known_by=APRIL).key == "--known-by"
