"""A study asks the ledger of its scenario at every point, and draws postures jointly."""

import pickle

import pyarrow.parquet as pq
import pytest
from study.sample import SMALL

import airshield as ash
from airshield.assessment.meet import lower_resolved
from airshield.errors import InputError
from airshield.posture import resolve
from airshield.posture.source import read_ledger_text
from airshield.scenario import load
from airshield.scenario.source import bundled_text
from airshield.simulate.lift import ALL, DEFENDED, UNDEFENDED
from airshield.simulate.paired import play_paired
from airshield.study.executors import on_threads
from airshield.study.files import read_study
from airshield.study.job import play
from airshield.study.run import inputs_of, run

DATES = """schema_version = 1
id = "dates"
title = "Two days of the ledger"
scenario = "iraq-2020"
seed = 3
replications = 3000

[[axis]]
id = "day"
keys = ["posture.on", "posture.known_by"]
values = [2020-03-30, 2020-04-12]
"""


def leakers(folder):
    return ash.study.open(folder).sel(sample=0, arm="defended", asset="all")


def test_each_day_gives_the_sums_of_assess_on_it(tmp_path):
    run(read_study(DATES), tmp_path / "out")
    found = leakers(tmp_path / "out")
    assert list(found.day.values) == ["2020-03-30", "2020-04-12"]
    for day in found.day.values:
        text = bundled_text("iraq-2020").replace("= 2020-04-12\n", f"= {day}\n")
        resolved = resolve(ash.scenario.read(text, "own"))
        tally = play_paired(lower_resolved(resolved).tables, 3, 3000).lifted.tally
        total, total_sq = tally.sums(DEFENDED, ALL, "leakers")
        own = found.sel(day=day)
        assert (own.leakers_sum.item(), own.leakers_sum_sq.item()) == (total, total_sq)
    # The batteries of 12 April were not yet up on 30 March.
    early, late = found.leakers.values
    assert early > late + 1.0


def test_units_that_hang_on_one_ledger_are_drawn_together(tmp_path):
    """Drawn one by one, both would be up, or both down, as often as their product says."""
    run(read_study(DATES), tmp_path / "out")
    own = leakers(tmp_path / "out").sel(day="2020-04-12")
    units = resolve(load("iraq-2020")).loaded.scenario.fire_unit
    apart = [unit.p_operational.nominal for unit in units]
    (part,) = (tmp_path / "out" / "parts").glob("*.parquet")
    rows = pq.read_table(part).to_pylist()
    both = sum(
        row["n"]
        for row in rows
        if (row["point"], row["arm"], row["owner"], row["measure"])
        == (1, "posture", "3", "leakers")
    )
    both /= own.n.item()
    assert both > apart[0] * apart[1] + 0.03


def test_a_ledger_of_ones_own_goes_along_with_the_part(tmp_path):
    (tmp_path / "mine.toml").write_text(
        bundled_text("iraq-2020").replace('ledger = "iraq-2020"', 'ledger = "own.toml"')
    )
    (tmp_path / "own.toml").write_text(read_ledger_text("iraq-2020")[1])
    (tmp_path / "study.toml").write_text(DATES.replace('"iraq-2020"', '"mine.toml"'))
    study = ash.study.load(tmp_path / "study.toml")
    jobs = []

    def keep(missing):
        jobs.extend(missing)
        return on_threads(iter(jobs))

    run(study, tmp_path / "out", executor=keep)
    # As on another machine, where neither file lies.
    (tmp_path / "own.toml").unlink()
    (tmp_path / "mine.toml").unlink()
    assert play(jobs[0]) == (tmp_path / "out" / "parts" / f"{jobs[0].name}.parquet").read_bytes()
    run(read_study(DATES), tmp_path / "bundled")
    assert leakers(tmp_path / "out").equals(leakers(tmp_path / "bundled"))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2020-03-30", "1999-01-01", "before the ledger's coverage"),
        ("2020-03-30", '"soon"', "is no day; write it as 2020-03-30"),
        ("2020-03-30", '"20200330"', "is no day; write it as 2020-03-30"),
        ("2020-03-30, 2020-04-12", "20200330", "is no day; write it as 2020-03-30"),
        ('"posture.known_by"', '"posture.knownby"', 'did you mean "known_by"'),
        ('"posture.known_by"', '"posture.ledger"', "a study asks one ledger"),
    ],
)
def test_a_day_that_cannot_be_asked_is_a_fault_of_its_line(old, new, told):
    with pytest.raises(InputError) as error:
        read_study(DATES.replace(old, new), "mine.toml")
    (fault,) = error.value.faults
    assert told in fault.message
    assert fault.line in (10, 11)


def test_a_study_may_say_itself_how_likely_a_unit_is_there(tmp_path):
    text = DATES[: DATES.index("[[axis]]")] + (
        '[[axis]]\nid = "p"\nkeys = ["fire_unit.*.p_operational"]\nvalues = [0, 1]\n'
    )
    run(read_study(text), tmp_path / "out")
    found = leakers(tmp_path / "out")
    bare = ash.study.open(tmp_path / "out").sel(sample=0, arm=UNDEFENDED, asset="all")
    assert found.leakers_sum.values[0] == bare.leakers_sum.values[0]
    assert found.leakers.values[1] < found.leakers.values[0] - 1.0


def test_days_that_change_nothing_are_refused():
    more = '\n[[axis]]\nid = "p"\nkeys = ["fire_unit.*.p_operational"]\nvalues = [0, 1]\n'
    with pytest.raises(InputError, match="no fire unit hangs on the ledger"):
        read_study(DATES + more)


def test_a_folder_of_units_drawn_one_by_one_is_another_run():
    assert inputs_of(read_study(DATES), None)["draws"] == "joint"
    assert "draws" not in inputs_of(read_study(SMALL), None)


def test_without_its_units_a_scenario_needs_no_ledger(tmp_path):
    text = DATES[: DATES.index("[[axis]]")] + (
        '[[axis]]\nid = "batteries"\nkeys = ["fire_unit"]\nvalues = [0, 2]\n'
    )
    run(read_study(text), tmp_path / "out")
    none, two = leakers(tmp_path / "out").leakers.values
    assert two < none - 1.0


def test_a_job_is_small_enough_to_send(tmp_path):
    jobs = []

    def keep(missing):
        jobs.extend(missing)
        return on_threads(iter(jobs))

    run(read_study(DATES), tmp_path / "out", executor=keep)
    # A bundled ledger and catalogue lie on every worker.
    assert all(job.ledger is None and job.catalogue is None for job in jobs)
    assert all(len(pickle.dumps(job)) < 100_000 for job in jobs)
