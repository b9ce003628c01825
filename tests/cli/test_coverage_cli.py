"""`airshield coverage` as a user meets it."""

import json

import pytest

from airshield.cli.app import run

SMALL = ["--unit", "patriot_al_asad", "--threat", "fateh_313", "--points", "12"]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_prints_saves_and_draws(here, capsys):
    asked = ["coverage", "iraq-2020", *SMALL, "--azimuth-deg", "81", "--geotiff"]
    assert run(asked) == 0
    out = capsys.readouterr().out
    assert "fateh_313" in out
    assert "kill probabilities are priors" in " ".join(out.split())
    folder = here / "airshield-out/iraq-2020-coverage"
    names = {path.name for path in folder.iterdir()}
    plots = ("footprint_fateh_313", "azimuths_fateh_313", "mean_fateh_313", "roses")
    assert names >= {f"{plot}.{kind}" for plot in plots for kind in ("png", "svg")}
    assert names >= {"coverage.nc", "contours.geojson", "summary.json", "manifest.json"}
    assert "p_stop_fateh_313_high.tif" in names
    manifest = json.loads((folder / "manifest.json").read_text())
    assert set(manifest["files"]) == names - {"manifest.json"}
    # The same question is answered over itself, another one is refused.
    assert run([*asked, "--no-plots"]) == 0
    assert run(["coverage", "iraq-2020", *SMALL, "--no-plots"]) == 2
    assert "another run" in capsys.readouterr().err


def test_json_is_one_envelope(here, capsys):
    asked = [*SMALL, "--azimuths", "2", "--no-plots", "--json"]
    assert run(["coverage", "iraq-2020", *asked]) == 0
    result = json.loads(capsys.readouterr().out)["result"]
    assert list(result) == ["areas", "assets", "left_out"]
    assert len(result["areas"]) == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--points", "1"], "empty grid"),
        (["--threat", "nope"], "no threat"),
        (["--unit", "nope"], "no fire unit"),
        (["--azimuth-deg", "30", "--azimuths", "4"], "not both"),
        (["--out", "/dev/null/x"], "cannot be written"),
        (["--style", "steep"], "style"),
        (["--spread", "-1"], "share"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(here, capsys, arguments, words):
    assert run(["coverage", "iraq-2020", *arguments]) == 2
    (line,) = [line for line in capsys.readouterr().err.splitlines() if line]
    assert words in line
    assert "Traceback" not in line
