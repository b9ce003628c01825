"""Write coverage to files: NetCDF, GeoJSON, GeoTIFF; each whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from airshield.coverage.contours import to_geojson
from airshield.errors import Fault, OutputError
from airshield.extras import late
from airshield.result.store import put_in_place, write_text

if TYPE_CHECKING:
    import xarray as xr

_MISSING = np.float32(-9999.0)
_TIFF_VARIABLES = ("shots", "looks", "p_stop", "keep_out_altitude_m")


def _whole(path: Path, write: Callable[[str], object]) -> None:
    """Let a library write beside a path and move what it wrote there.

    Raises
    ------
    OutputError : it cannot be written.
    """
    beside = ""
    try:
        handle, beside = tempfile.mkstemp(
            dir=path.parent, prefix=f".{path.name}.", suffix=path.suffix
        )
        os.close(handle)
        write(beside)
        put_in_place(Path(beside), path)
    except OSError as reason:
        message = f"cannot be written ({reason.strerror or reason})"
        raise OutputError([Fault(str(path), None, "", message)]) from None
    finally:
        if beside:
            Path(beside).unlink(missing_ok=True)


def write_netcdf(dataset: xr.Dataset, path: Path) -> None:
    """Write a coverage as NetCDF (classic format with 64-bit offsets).

    Raises
    ------
    OutputError : it cannot be written.
    """
    _whole(path, lambda name: dataset.to_netcdf(name, engine="scipy", format="NETCDF3_64BIT"))


def write_geojson(dataset: xr.Dataset, path: Path) -> None:
    """Write the edges of a coverage as GeoJSON (`to_geojson`).

    Raises
    ------
    OutputError : it cannot be written.
    MissingExtraError : contourpy or shapely is not installed.
    """
    write_text(path, json.dumps(to_geojson(dataset), ensure_ascii=False) + "\n")


def _tiff(dataset: xr.Dataset, variable: str, threat: str, case: str) -> Callable[[str], None]:
    rasterio = late("rasterio", "terrain")
    values = dataset[variable].sel(threat=threat, case=case)
    # A raster begins in the north-west; its edges lie half a step outside the outermost points.
    found = values.values.astype("float32")[:, ::-1]
    bands = np.where(np.isnan(found), _MISSING, found)
    lat, lon = dataset["lat"].values, dataset["lon"].values
    step_lat, step_lon = float(lat[1] - lat[0]), float(lon[1] - lon[0])
    north_west = (lon[0] - 0.5 * step_lon, lat[-1] + 0.5 * step_lat)
    transform = rasterio.Affine(step_lon, 0.0, north_west[0], 0.0, -step_lat, north_west[1])

    def write(name: str) -> None:
        with rasterio.open(
            name,
            "w",
            driver="GTiff",
            width=len(lon),
            height=len(lat),
            count=len(bands),
            dtype="float32",
            crs="EPSG:4326",
            transform=transform,
            nodata=float(_MISSING),
            compress="deflate",
        ) as raster:
            raster.write(bands)
            raster.update_tags(
                threat=threat,
                case=case,
                units=values.attrs["units"],
                long_name=values.attrs["long_name"],
                comment=str(dataset.attrs["comment"]),
            )
            for band, azimuth in enumerate(dataset["azimuth"].values, start=1):
                raster.set_band_description(band, f"{variable}, approach azimuth {azimuth:g} deg")

    return write


def write_geotiff(dataset: xr.Dataset, folder: Path) -> list[Path]:
    """Write one GeoTIFF per variable, threat and case, a band for each azimuth; return the paths.

    Raises
    ------
    OutputError : a file cannot be written.
    MissingExtraError : rasterio is not installed.
    """
    written = []
    for variable in _TIFF_VARIABLES:
        for threat in dataset["threat"].values:
            for case in dataset["case"].values:
                path = folder / f"{variable}_{threat}_{case}.tif"
                _whole(path, _tiff(dataset, variable, str(threat), str(case)))
                written.append(path)
    return written
