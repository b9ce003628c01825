"""What only flying shows is still one clear line and exit code 2, before anything is played."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scenario.sample import WIDE

from airshield.cli.app import run

DRONES = 'threat = "shahed_131"\n'


def refused(text: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    out = folder / "out"
    assert run(["assess", str(path), "--nominal", "--no-plots", "--out", str(out)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert not out.exists() or not list(out.iterdir())
    return line


def test_a_route_that_takes_days(tmp_path, capsys):
    line = refused(WIDE.replace(DRONES, f"{DRONES}speed_m_s = 0.001\n"), tmp_path, capsys)
    assert "volley.drones: the route of shahed_131 lasts more than a day" in line


def test_a_flight_that_goes_nowhere_is_called_a_flight(tmp_path, capsys):
    stands = WIDE.replace("bearing_deg = 75", "bearing_deg = 255").replace(
        "range_m = 120000\nheight_m = 5000", "range_m = 60000.0000001\nheight_m = 4000"
    )
    assert "flight.pair: the route of fighter_generic cannot be flown" in refused(
        stands, tmp_path, capsys
    )


def test_a_broken_file_of_elevations(tmp_path, capsys):
    (tmp_path / "broken.tif").write_bytes(b"II*\0" + b"x" * 50)
    line = refused(f'{WIDE}[terrain]\nfile = "broken.tif"\n', tmp_path, capsys)
    assert line.endswith("broken.tif: cannot be read as a GeoTIFF of elevations")


def test_elevations_that_do_not_cover_a_radar(tmp_path, capsys):
    rasterio = pytest.importorskip("rasterio")
    place = rasterio.Affine(0.1, 0.0, 10.0, 0.0, -0.1, 50.0)
    shape = {"width": 4, "height": 4, "count": 1, "dtype": "float32"}
    with rasterio.open(
        tmp_path / "far.tif", "w", driver="GTiff", crs="EPSG:4326", transform=place, **shape
    ) as file:
        file.write(np.zeros((1, 4, 4), "float32"))
    line = refused(f'{WIDE}[terrain]\nfile = "far.tif"\n', tmp_path, capsys)
    assert "far.tif: holds no elevation at" in line
    assert "the site of a radar" in line
