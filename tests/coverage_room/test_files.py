"""NetCDF, GeoJSON, GeoTIFF and contours hold what the dataset holds."""

import json

import numpy as np
import pytest
import shapely
import xarray as xr

from airshield.coverage import (
    compute,
    contours,
    to_geojson,
    write_geojson,
    write_geotiff,
    write_netcdf,
)
from airshield.coverage.contours import edge
from airshield.errors import OutputError


@pytest.fixture(scope="module")
def found():
    return compute("iraq-2020", units=["patriot_al_asad"], threats=["qiam_1"], points=30,
                   azimuths=[80.0, 200.0])  # fmt: skip


def test_contours_of_a_disc_with_a_hole():
    x = y = np.linspace(-2.0, 2.0, 401)
    r = np.hypot(*np.meshgrid(x, y))
    ring = contours(x, y, np.where((r < 1.5) & (r > 0.5), 1.0, 0.0), 0.5)
    assert ring.area == pytest.approx(np.pi * (1.5**2 - 0.5**2), rel=0.01)
    assert len(ring.geoms) == 1
    assert len(ring.geoms[0].interiors) == 1
    assert contours(x, y, 0.0 * r, 0.5).is_empty


def test_netcdf_comes_back_as_it_went(found, tmp_path):
    write_netcdf(found, tmp_path / "coverage.nc")
    with xr.open_dataset(tmp_path / "coverage.nc", engine="scipy") as back:
        for name in found.data_vars:
            assert np.array_equal(back[name].values, found[name].values, equal_nan=True), name
            assert back[name].attrs["units"] == found[name].attrs["units"]
        assert [str(t) for t in back["threat"].values] == ["qiam_1"]
        assert back.attrs["Conventions"].startswith("CF-")
    assert [p.name for p in tmp_path.iterdir()] == ["coverage.nc"]


def test_geojson_holds_the_edges(found, tmp_path):
    write_geojson(found, tmp_path / "contours.geojson")
    content = json.loads((tmp_path / "contours.geojson").read_text())
    assert content == json.loads(json.dumps(to_geojson(found)))
    shots = found["shots"]
    for feature in content["features"]:
        own = feature["properties"]
        shape = shapely.geometry.shape(feature["geometry"])
        assert shape.is_valid
        assert shape.geoms[0].exterior.is_ccw
        field = shots.sel(threat=own["threat"], case=own["case"], azimuth=own["azimuth_deg"])
        lat, lon = np.nonzero(field.values >= own["shots"])
        at = shapely.points(found["lon"].values[lon], found["lat"].values[lat])
        step = float(found["lon"][1] - found["lon"][0])
        assert shapely.covers(shape.buffer(0.2 * step), at).all()
        out_lat, out_lon = np.nonzero(field.values < own["shots"])
        out = shapely.points(found["lon"].values[out_lon], found["lat"].values[out_lat])
        assert not shapely.covers(shape.buffer(-0.2 * step), out).any()
    nominal = [f for f in content["features"] if f["properties"]["case"] == "nominal"]
    assert {f["properties"]["shots"] for f in nominal} >= {1, 2}


def test_geotiff_lies_where_the_grid_lies(found, tmp_path):
    rasterio = pytest.importorskip("rasterio")
    written = write_geotiff(found, tmp_path)
    assert len(written) == 4 * 3
    with rasterio.open(tmp_path / "shots_qiam_1_nominal.tif") as raster:
        assert (raster.count, raster.crs.to_epsg()) == (2, 4326)
        values = found["shots"].sel(threat="qiam_1", case="nominal", azimuth=80.0)
        for y, x in ((3, 5), (15, 15), (29, 0)):
            lon, lat = float(found["lon"][x]), float(found["lat"][y])
            (sample,) = raster.sample([(lon, lat)])
            assert sample[0] == values[y, x]


def test_what_cannot_be_written_is_one_line(found, tmp_path):
    for write, name in ((write_netcdf, "a.nc"), (write_geojson, "a.json")):
        with pytest.raises(OutputError, match="cannot be written"):
            write(found, tmp_path / "none" / name)
    with pytest.raises(OutputError, match="cannot be written"):
        write_geotiff(found, tmp_path / "none")
    assert not list(tmp_path.iterdir())


def test_an_edge_that_is_nowhere_is_empty(found):
    assert edge(found, "qiam_1", "nominal", 200.0, 3).is_empty
