"""Differences on common draws, between values of an axis and between two folders."""

import itertools
import json
import math

import numpy as np
import pytest
from scipy import stats
from study.sample import SMALL

from airshield.cli.app import run as cli
from airshield.errors import InputError
from airshield.study.blocks import paired
from airshield.study.compare import compare, compare_folders
from airshield.study.dataset import open_study
from airshield.study.files import read_study
from airshield.study.run import run

TEXT = SMALL.replace("= 300", "= 3200").replace("samples = 2", "samples = 0")


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    base = tmp_path_factory.mktemp("studies")
    better = TEXT.replace("values = [0.5, 0.7]", "values = [0.5, 0.7]\n\n").replace(
        'keys = ["volley.raid.count"]', 'keys = ["volley.raid.count"] '
    )
    run(read_study(TEXT), base / "one")
    run(read_study(better), base / "same")
    run(read_study(TEXT.replace("seed = 3", "seed = 4")), base / "other")
    return base


def test_blocks_of_one_size_give_the_paired_t_interval():
    rng = np.random.default_rng(1)
    a, common = rng.normal(5.0, 1.0, 400), rng.normal(0.0, 3.0, 400)
    one, two = a + common, common + rng.normal(4.9, 1.0, 400)
    blocks = [{40 * k: (40, x[40 * k : 40 * k + 40].sum()) for k in range(10)} for x in (one, two)]
    means = [x.reshape(10, 40).mean(axis=1) for x in (one, two)]
    want = stats.ttest_rel(*means).confidence_interval(0.95)
    assert paired(*blocks) == pytest.approx((np.mean(one - two), want.low, want.high))
    # An eighth block that only one side has, or one of another length, is left out.
    assert paired(dict(list(blocks[0].items())[:7]), blocks[1]) is None
    cut = {**blocks[1], 0: (20, 1.0)}
    assert paired(blocks[0], cut) == paired({k: v for k, v in blocks[0].items() if k}, blocks[1])


def test_the_paired_interval_holds_the_truth_as_often_as_it_says():
    """1000 studies of twelve blocks, the last shorter: below 929 has a chance of 2e-3."""
    rng, held = np.random.default_rng(2), 0
    edges = [*range(0, 1100, 100), 1150]
    for _ in range(1000):
        common = rng.exponential(2.0, 1150)
        one, two = common + rng.normal(1.0, 1.0, 1150), 0.8 * common + rng.normal(1.0, 1.0, 1150)
        cut = [{a: (b - a, x[a:b].sum()) for a, b in itertools.pairwise(edges)} for x in (one, two)]
        _, low, high = paired(*cut)
        held += low <= 0.4 <= high
    assert held >= 929


def test_values_of_an_axis_are_paired_and_surer_than_by_welch(folders):
    rows = compare(folders / "one", "p_kill")
    apart = compare(open_study(folders / "one"), "p_kill")
    assert {row.method for row in rows} == {"paired"}
    assert {row.method for row in apart} == {"Welch"}
    for row, other in zip(rows, apart, strict=True):
        assert row.difference == pytest.approx(other.difference)
        if row.measure == "leakers":
            # Four raids in a thousand leak with .7 what does not with .5: draws are common.
            assert row.high - row.low < 0.9 * (other.high - other.low)
            raid = row.at["raid_size"]
            want = raid * (0.3**2 - 0.5**2)
            assert abs(row.difference - want) < 4 * (row.high - row.low) / 3.92


def test_one_study_twice_differs_nowhere(folders):
    rows = compare_folders(folders / "one", folders / "same")
    assert {(row.difference, row.low, row.high) for row in rows} == {(0.0, 0.0, 0.0)}
    assert {row.method for row in rows} == {"paired"}
    assert {row.verdict for row in rows} == {"not distinguishable"}


def test_other_seeds_are_no_pairs(folders):
    rows = compare_folders(folders / "one", folders / "other")
    assert {row.method for row in rows} == {"Welch"}
    assert len(rows) == 4 * 4
    assert all(math.isfinite(row.low) for row in rows)


def test_other_points_are_told(folders, tmp_path):
    run(read_study(SMALL), tmp_path / "out")
    run(read_study(SMALL.replace("[2, 4]", "[2, 5]")), tmp_path / "five")
    with pytest.raises(InputError, match="other points"):
        compare_folders(tmp_path / "out", tmp_path / "five")


def test_few_blocks_say_so(tmp_path, capsys):
    run(read_study(SMALL), tmp_path / "out")
    assert cli(["study", "compare", str(tmp_path / "out"), "--axis", "p_kill"]) == 0
    assert "a smaller `block`" in " ".join(capsys.readouterr().out.split())


def test_the_command_line_takes_one_of_the_two(folders, capsys):
    one = str(folders / "one")
    assert cli(["study", "compare", one, "--against", str(folders / "other"), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["result"]["rows"]
    assert rows[0]["reference"] == one
    assert cli(["study", "compare", one, "--axis", "p_kill"]) == 0
    assert "paired" in capsys.readouterr().out
    for words in ([], ["--axis", "p_kill", "--against", one], ["--against", str(folders / "no")]):
        assert cli(["study", "compare", one, *words]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
