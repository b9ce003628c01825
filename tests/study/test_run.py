"""A study gives closed forms, the sums of `assess`, and the same bits however it is cut."""

import json
import math
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from study.sample import CUBE, SMALL

import airshield as ash
from airshield.cli.app import run as cli
from airshield.errors import OutputError
from airshield.result.tally import Tally
from airshield.simulate.lift import ALL, DEFENDED
from airshield.simulate.lower import lower
from airshield.simulate.paired import play_paired
from airshield.study import folder as folders
from airshield.study.compare import welch
from airshield.study.files import point_of, read_study
from airshield.study.run import run


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    out = tmp_path_factory.mktemp("study") / "out"
    study = read_study(SMALL.replace("= 300", "= 4000"))
    assert run(study, out).ended == "finished"
    return out, study


def files(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_probability_of_no_leaker_is_that_of_the_closed_form(done):
    found = ash.study.open(done[0]).sel(sample=0, arm="defended", asset="all")
    for raid in (2, 4):
        for p in (0.5, 0.7):
            want = (1.0 - (1.0 - p) ** 2) ** raid
            own = found.sel({"raid_size": raid, "p_kill": p})
            # Four standard errors: a false alarm in 4 of 16,000 runs of these four.
            assert abs(own.p_no_leaker.item() - want) < 4 * math.sqrt(want * (1 - want) / 4000)
            assert own.leakers.item() == pytest.approx(raid * (1 - p) ** 2, rel=0.15)
            assert own.n.item() == 4000


def test_the_sums_are_those_of_assess(done):
    out, study = done
    found = ash.study.open(out)
    point = point_of(study, 3)
    played = play_paired(lower(point.scenario, point.catalogue).tables, 3, 4000)
    tally: Tally = played.lifted.tally
    own = found.isel(raid_size=1, p_kill=1).sel(sample=0, arm="defended", asset="all")
    for measure in ("leakers", "p_no_leaker", "warheads_stopped", "intercepts"):
        total, total_sq = tally.sums(DEFENDED, ALL, measure)
        assert own[f"{measure}_sum"].item() == total
        assert own[f"{measure}_sum_sq"].item() == total_sq


def test_bands_come_from_the_sums(done):
    found = ash.study.open(done[0])
    assert (found.leakers_parameters.isel(band=0) <= found.leakers_parameters.isel(band=1)).all()
    assert (found.leakers_chance.isel(band=1) >= found.leakers.sel(
        sample=0, arm="defended", asset="all")).all()  # fmt: skip
    # The one unit is certain to be there: posture has no spread.
    assert np.allclose(*found.leakers_posture.values.T.reshape(2, -1))


def test_the_bits_do_not_depend_on_threads(done, tmp_path, monkeypatch):
    monkeypatch.setenv("AIRSHIELD_THREADS", "1")
    run(done[1], tmp_path / "one")
    assert files(tmp_path / "one") == files(done[0])


def test_a_finished_study_is_left_alone_and_a_missing_part_is_played_again(tmp_path):
    study, out = read_study(SMALL), tmp_path / "out"
    run(study, out)
    before = files(out)
    assert run(study, out).ended == "already"
    # As if killed: the manifest says unfinished, one part is gone, one is cut, one half-written.
    manifest = json.loads((out / "manifest.json").read_text())
    (out / "manifest.json").write_text(json.dumps({**manifest, "complete": False, "files": {}}))
    parts = sorted((out / "parts").glob("*.parquet"))
    parts[0].unlink()
    parts[1].write_bytes(parts[1].read_bytes()[:100])
    (out / "parts" / f".{parts[2].name}.abc").write_bytes(b"half")
    assert run(study, out).ended == "finished"
    assert files(out) == before


def test_two_runs_into_one_folder_are_refused(tmp_path):
    out = tmp_path / "out"
    with folders.held(out), pytest.raises(OutputError, match="another run writes"):
        run(read_study(SMALL), out)
    run(read_study(SMALL), out)
    with pytest.raises(OutputError, match="another run"):
        run(read_study(SMALL.replace("seed = 3", "seed = 4")), out)
    run(read_study(SMALL.replace("seed = 3", "seed = 4")), out, force=True)
    assert json.loads((out / "manifest.json").read_text())["inputs"]["seed"] == 4


def test_foreign_files_are_not_taken_over(tmp_path):
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(OutputError, match="not empty"):
        run(read_study(SMALL), tmp_path)
    with pytest.raises(OutputError, match="holds no study"):
        ash.study.open(tmp_path)


def test_until_width_plays_on_where_it_is_wide_and_only_there(tmp_path):
    text = SMALL.replace("samples = 2", "samples = 0").replace("[2, 4]", "[1, 4]")
    study = read_study(text.replace("[0.5, 0.7]", "[0.7, 1.0]"))
    run(study, tmp_path / "out", until_width=0.05)
    found = ash.study.open(tmp_path / "out").sel(sample=0, arm="defended", asset="all")
    width = (found.p_no_leaker_high - found.p_no_leaker_low).values
    assert (width <= 0.05).all()
    # A kill probability of 1 lets nothing through: 300 raids are enough to say so.
    assert (found.n.sel(p_kill=1.0) == 300).all()
    assert (found.n.sel(p_kill=0.7) > 300).all()


def test_a_hypercube_has_its_axes_along_the_points(tmp_path):
    run(read_study(CUBE), tmp_path / "out")
    found = ash.study.open(tmp_path / "out")
    assert found.sizes["point"] == 5
    assert found.raid_size.dims == found.p_kill.dims == ("point",)
    assert found.leakers.dims == ("point", "sample", "arm", "asset")


def test_a_point_that_cannot_fly_is_named(tmp_path, capsys):
    path = tmp_path / "mine.toml"
    text = SMALL.replace("interceptor.pac3_cri.sskp_tbm", "threat.scud_b.ballistic_coefficient")
    path.write_text(text.replace("[0.5, 0.7]", "[4000, 0.001]").replace("samples = 2", ""))
    assert cli(["study", "run", str(path), "--out", str(tmp_path / "out")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("point ")


def test_welch_against_published_numbers():
    # Two samples worked out by hand: means 3 and 6, variances 2.5 and 10, n = 5 each;
    # degrees of freedom (0.5 + 2)^2 / (0.5^2/4 + 2^2/4) = 5.88, t(.975) = 2.459.
    a, b = [1, 2, 3, 4, 5], [2, 4, 6, 8, 10]
    sums = [(5.0, float(sum(x)), float(sum(v * v for v in x))) for x in (a, b)]
    difference, low, high = welch(*sums)
    assert difference == pytest.approx(-3.0)
    assert (high - low) / 2 == pytest.approx(2.459 * math.sqrt(2.5), rel=1e-3)


def test_an_interrupt_saves_and_says_how_to_go_on(tmp_path):
    path, out = tmp_path / "long.toml", tmp_path / "out"
    path.write_text(SMALL.replace("= 300", "= 2000000"))
    command = [sys.executable, "-m", "airshield", "study", "run", str(path), "--out", str(out)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 120
    while not list(out.glob("parts/*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    (line,) = errors.splitlines()
    assert "parts are saved" in line
    assert f"airshield study run {path} --out {out}" in line
    assert list(out.glob("parts/*.parquet"))
