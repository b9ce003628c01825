"""Show, compare, plot and find studies on the command line."""

import json

import pytest
from study.sample import SMALL

from airshield.cli.app import run
from airshield.study.files import read_study
from airshield.study.index import ask, find_runs
from airshield.study.run import run as play


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study") / "airshield-out"
    play(read_study(SMALL), folder / "small")
    play(read_study(SMALL.replace("seed = 3", "seed = 9")), folder / "other")
    asked = ["--replications", "100", "--nominal", "--no-plots", "--out", str(folder / "one")]
    assert run(["assess", "textbook", *asked]) == 0
    dated = folder.parent / "dated"
    asked = ["--on", "2020-03-30", "--seed", "5", "--replications", "50", "--nominal", "--no-plots"]
    assert run(["assess", "iraq-2020", *asked, "--out", str(dated / "a")]) == 0
    asked = ["--points", "8", "--azimuths", "2", "--no-plots", "--out", str(dated / "b")]
    assert run(["coverage", "textbook", *asked]) == 0
    asked = ["--replications", "0", "--no-plots", "--out", str(dated / "c")]
    assert run(["plan", "sites", "march-2020", *asked]) == 0
    return folder


def answer(capsys, *words):
    assert run([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)["result"]


def test_show_has_a_row_for_each_point(out, capsys):
    rows = answer(capsys, "study", "show", str(out / "small"))["rows"]
    assert [(row["raid_size"], row["p_kill"]) for row in rows] == [
        (2, 0.5), (2, 0.7), (4, 0.5), (4, 0.7),
    ]  # fmt: skip
    assert all(
        row["p_no_leaker_low"] <= row["p_no_leaker"] <= row["p_no_leaker_high"] for row in rows
    )
    assert rows[0]["leakers_undefended"] == 2.0
    assert run(["study", "show", str(out / "small")]) == 0
    assert "P(no leaker)" in capsys.readouterr().out


def test_compare_says_which_is_better(out, capsys):
    rows = answer(capsys, "study", "compare", str(out / "small"), "--axis", "p_kill")["rows"]
    found = {(row["at"]["raid_size"], row["measure"]): row["verdict"] for row in rows}
    assert found[4, "leakers"] == found[4, "p_no_leaker"] == "better"
    assert found[4, "spent"] == "not distinguishable"
    assert run(["study", "compare", str(out / "small"), "--axis", "p_kill"]) == 0
    assert run(["study", "compare", str(out / "small"), "--axis", "p"]) == 2


def test_plots_are_drawn_and_bad_axes_told(out, tmp_path, capsys):
    small = str(out / "small")
    assert run(["study", "plot", small, "--out", str(tmp_path)]) == 0
    names = ("no-leaker", "leakers", "expenditure", "heat-map")
    assert {p.name for p in tmp_path.iterdir()} == {
        f"{name}.{end}" for name in names for end in ("png", "svg")
    }
    capsys.readouterr()
    for words in (["--x", "size"], ["--by", "raid_size"], ["--at", "p_kill=3"], ["--at", "q=1"]):
        assert run(["study", "plot", small, *words, "--out", str(tmp_path)]) == 2, words
        assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["--workers", "0"],
        ["--workers", "1", "--scheduler", "tcp://127.0.0.1:1"],
        ["--until-width", "2"],
    ],
)
def test_impossible_options_are_told_in_one_line(words, tmp_path, capsys):
    assert run(["study", "run", "raid-size", "--out", str(tmp_path / "x"), *words]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_runs_are_found_by_scenario_seed_and_hash(out, capsys):
    rows = answer(capsys, "runs", str(out))
    assert sorted(row["kind"] for row in rows) == ["assess", "study", "study"]
    assert [row["path"] for row in answer(capsys, "runs", str(out), "--seed", "9")] == [
        str(out / "other")
    ]
    own = json.loads((out / "one" / "manifest.json").read_text())["run_hash"]
    (row,) = answer(capsys, "runs", str(out), "--hash", own[:10], "--scenario", "textbook")
    assert row["path"] == str(out / "one")
    assert answer(capsys, "runs", str(out), "--date", "2020-04-12") == []
    dated = ["--date", "2020-03-30", "--scenario", "iraq-2020"]
    (row,) = answer(capsys, "runs", str(out.parent / "dated"), *dated, "--seed", "5")
    assert (row["kind"], row["replications"], row["complete"]) == ("assess", 50, True)
    kinds = {row["kind"]: row for row in answer(capsys, "runs", str(out.parent / "dated"))}
    assert sorted(kinds) == ["assess", "coverage", "plan"]
    assert kinds["coverage"]["scenario"] == "textbook"
    assert kinds["plan"]["scenario"] == "march_2020"
    assert kinds["plan"]["date"] == "2020-03-30"
    assert run(["runs", str(out)]) == 0
    assert "small" in capsys.readouterr().out


def test_sql_goes_over_runs_and_results(out):
    query = "select sum(n) from results where measure = 'leakers' and arm = 'defended'"
    query += " and owner = 'all' and sample = 0"
    assert ask(out, query).rows == ((2 * 4 * 300,),)
    assert ask(out, "select count(*) from runs").rows == ((3,),)


@pytest.mark.parametrize(
    "words", [["--sql", "selec"], ["--date", "soon"], ["--sql", "select 1", "--seed", "1"]]
)
def test_bad_questions_are_told_in_one_line(out, capsys, words):
    assert run(["runs", str(out), *words]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert run(["runs", str(out / "no")]) == 2


def test_an_empty_folder_and_foreign_manifests_hold_no_runs(tmp_path):
    (tmp_path / "manifest.json").write_text('{"name": "an app"}')
    assert find_runs(tmp_path).rows == ()
