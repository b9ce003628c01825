"""Put what was found into an xarray dataset with units: the result of coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from airshield.coverage.bounds import CASES
from airshield.coverage.grid import Grid
from airshield.extras import late
from airshield.kernel import coverage_columns as column

if TYPE_CHECKING:
    import xarray as xr

F8 = NDArray[np.float64]
F4 = NDArray[np.float32]
DIMENSIONS = ("threat", "case", "azimuth", "lat", "lon")
VARIABLES: Mapping[str, tuple[int, str, str, str]] = {
    "shots": (column.SHOTS, "int16", "1", "rounds fired at one threat if none of them hits"),
    "looks": (column.LOOKS, "int16", "1", "engagements, each after the assessment of the last"),
    "p_stop": (column.P_STOP, "float32", "1", "probability of a stop, all fire units up"),
    "earliest_intercept_s": (
        column.EARLIEST_S,
        "float32",
        "s",
        "earliest intercept, time relative to impact",
    ),
    "latest_intercept_s": (
        column.LATEST_S,
        "float32",
        "s",
        "latest intercept, time relative to impact",
    ),
    "earliest_intercept_altitude_m": (
        column.EARLIEST_M,
        "float32",
        "m",
        "height of the earliest intercept above the fire unit",
    ),
    "keep_out_altitude_m": (
        column.KEEP_OUT_M,
        "float32",
        "m",
        "height of the lowest intercept that a window allows, above the fire unit",
    ),
}
"""Column of the kernel, type, unit and long name of each variable over `DIMENSIONS`."""


def _attributes(unit: str, name: str) -> dict[str, str]:
    return {"units": unit, "long_name": name}


def _coordinates(threats: Sequence[str], azimuths_deg: F8, grid: Grid) -> dict[str, Any]:
    return {
        "threat": ("threat", list(threats), {"long_name": "type of threat in the catalogue"}),
        "case": (
            "case",
            list(CASES),
            {"long_name": "all values at their worse end, nominal, better end for the defence"},
        ),
        "azimuth": (
            "azimuth",
            azimuths_deg,
            _attributes("degree", "bearing from the aim point to where the threat comes from"),
        ),
        "lat": (
            "lat",
            grid.lat_deg,
            {**_attributes("degrees_north", "latitude"), "standard_name": "latitude"},
        ),
        "lon": (
            "lon",
            grid.lon_deg,
            {**_attributes("degrees_east", "longitude"), "standard_name": "longitude"},
        ),
    }


def middle_of_gap(weak: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the middle of the longest run of marks around the circle, along the last axis.

    Parameters
    ----------
    weak : marks by azimuth, any leading axes; at least one mark in each row.

    Returns
    -------
    Index of the middle; of equal runs the first from north.
    """
    n = weak.shape[-1]
    run = np.zeros(weak.shape[:-1], np.int64)
    longest, end = run.copy(), run.copy()
    for k in range(2 * n):
        run = np.where(weak[..., k % n], np.minimum(run + 1, n), 0)
        better = run > longest
        longest, end = np.where(better, run, longest), np.where(better, k, end)
    # A full circle has no middle of its own: its run ends at n - 1 and the middle is arbitrary.
    middle: NDArray[np.int64] = (end - (longest - 1) // 2) % n
    return middle


def _over_azimuths(found: F4, azimuths_deg: F8) -> dict[str, Any]:
    """Return what is left of shots and stops when every azimuth is looked at once.

    `found` has the axes threat, case, azimuth, lat, lon and column.
    """
    shots, p_stop = found[..., column.SHOTS], found[..., column.P_STOP]
    dims = ("threat", "case", "lat", "lon")
    by_point = np.moveaxis(shots, 2, -1)
    weakest = middle_of_gap(by_point == by_point.min(axis=-1, keepdims=True))
    alike = shots.max(axis=2) == shots.min(axis=2)
    bearing = np.where(alike, np.nan, azimuths_deg[weakest])
    return {
        "shots_mean": (
            dims,
            shots.mean(axis=2).astype("float32"),
            _attributes("1", "shots, mean over the azimuths"),
        ),
        "shots_least": (
            dims,
            shots.min(axis=2).astype("int16"),
            _attributes("1", "shots at the least-covered azimuth"),
        ),
        "p_stop_mean": (
            dims,
            p_stop.mean(axis=2).astype("float32"),
            _attributes("1", "probability of a stop, mean over the azimuths"),
        ),
        "least_covered_azimuth_deg": (
            dims,
            bearing.astype("float32"),
            _attributes("degree", "middle of the widest gap: azimuths with the fewest shots"),
        ),
    }


def _roses(roses: F4, azimuths_deg: F8, asset_ids: Sequence[str]) -> dict[str, Any]:
    """Return shots and stops by azimuth at each asset; `roses` has (T, C, azimuth, A, column)."""
    dims = ("threat", "case", "rose_azimuth", "asset")
    return {
        "asset": ("asset", list(asset_ids), {"long_name": "defended asset"}),
        "rose_azimuth": ("rose_azimuth", azimuths_deg, _attributes("degree", "as azimuth")),
        "rose_shots": (
            dims,
            roses[..., column.SHOTS].astype("int16"),
            _attributes("1", "rounds fired at one threat aimed at the asset if none of them hits"),
        ),
        "rose_p_stop": (
            dims,
            roses[..., column.P_STOP].astype("float32"),
            _attributes("1", "probability of a stop of a threat aimed at the asset"),
        ),
    }


def build(
    found: F4,
    roses: F4,
    *,
    threats: Sequence[str],
    azimuths_deg: F8,
    rose_azimuths_deg: F8,
    grid: Grid,
    assets: Mapping[str, tuple[float, float]],
    units: Mapping[str, tuple[float, float, float]],
    attributes: Mapping[str, str | float],
) -> xr.Dataset:
    """Return the dataset.

    Parameters
    ----------
    found : (T, 3, azimuth, lat, lon, column); roses : (T, 3, rose azimuth, A, column).
    assets : latitude and longitude by id; units : latitude, longitude (degrees) and probability of
        being up by id; attributes : of the whole dataset.

    Raises
    ------
    MissingExtraError : xarray is not installed.
    """
    xarray = late("xarray", "coverage")
    variables: dict[str, Any] = {
        name: (DIMENSIONS, found[..., column].astype(kind), _attributes(unit, words))
        for name, (column, kind, unit, words) in VARIABLES.items()
    }
    variables |= _over_azimuths(found, azimuths_deg)
    variables |= _roses(roses, rose_azimuths_deg, list(assets))
    where = np.array(list(assets.values()), float).reshape(-1, 2)
    stands = np.array(list(units.values()), float).reshape(-1, 3)
    variables |= {
        "asset_lat": ("asset", where[:, 0], _attributes("degrees_north", "latitude of the asset")),
        "asset_lon": ("asset", where[:, 1], _attributes("degrees_east", "longitude of the asset")),
        "fire_unit": ("fire_unit", list(units), {"long_name": "fire unit, at site level"}),
        "unit_lat": ("fire_unit", stands[:, 0], _attributes("degrees_north", "latitude")),
        "unit_lon": ("fire_unit", stands[:, 1], _attributes("degrees_east", "longitude")),
        "unit_p_up": ("fire_unit", stands[:, 2], _attributes("1", "probability of being up")),
    }
    coordinates = _coordinates(threats, azimuths_deg, grid)
    names = ("asset", "rose_azimuth", "fire_unit")
    coordinates |= {name: variables.pop(name) for name in names}
    dataset: xr.Dataset = xarray.Dataset(variables, coordinates, attrs=dict(attributes))
    return dataset
