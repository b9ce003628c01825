"""Sum a coverage up in rows: areas by number of shots, and what holds at each asset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from airshield.coverage.bounds import CASES
from airshield.coverage.contours import LEVELS
from airshield.coverage.dataset import middle_of_gap
from airshield.coverage.grid import Grid

if TYPE_CHECKING:
    import xarray as xr

F8 = NDArray[np.float64]
Band = tuple[float, float, float]
"""Low, nominal, high."""


@dataclass(frozen=True)
class AreaRow:
    """Ground on which at least so many shots are possible against one threat, km2.

    `mean_km2` is over the azimuths, `best_km2` at the azimuth with most ground; each as low,
    nominal, high.
    """

    threat: str
    shots: int
    mean_km2: Band
    best_km2: Band
    best_azimuth_deg: float | None


@dataclass(frozen=True)
class AssetRow:
    """What one asset has against one threat over all azimuths; bands are low, nominal, high."""

    asset_id: str
    threat: str
    shots_mean: Band
    shots_most: Band
    share_of_azimuths: Band
    """With one shot or more."""
    p_stop_mean: Band
    least_covered_azimuth_deg: float | None
    """Middle of the widest gap at nominal values; None where all azimuths are alike."""


def _band(values: F8) -> Band:
    low, nominal, high = (float(value) for value in values)
    return low, nominal, high


def _cell_km2(dataset: xr.Dataset) -> F8:
    """Return the area that each latitude's points stand for."""
    lat, lon = dataset["lat"].values, dataset["lon"].values
    north, east = Grid(lat, lon, 0.0).spacing_m
    middle = np.radians(0.5 * (lat[0] + lat[-1]))
    area: F8 = north * east * np.cos(np.radians(lat)) / np.cos(middle) / 1e6
    return area


def areas(dataset: xr.Dataset) -> list[AreaRow]:
    """Return the ground covered by threat and number of shots (1, 2, 3)."""
    cell = _cell_km2(dataset)[:, None]
    rows = []
    for threat in dataset["threat"].values:
        shots = dataset["shots"].sel(threat=threat).transpose("case", "azimuth", "lat", "lon")
        for level in LEVELS:
            covered = ((shots.values >= level) * cell).sum(axis=(2, 3))
            best = int(np.argmax(covered[CASES.index("nominal")]))
            found = covered[CASES.index("nominal"), best] > 0.0
            rows.append(
                AreaRow(
                    str(threat),
                    level,
                    _band(covered.mean(axis=1)),
                    _band(covered[:, best]),
                    float(dataset["azimuth"].values[best]) if found else None,
                )
            )
    return rows


def at_assets(dataset: xr.Dataset) -> list[AssetRow]:
    """Return one row for each asset and threat, from the roses."""
    rows = []
    for asset in dataset["asset"].values:
        for threat in dataset["threat"].values:
            own = dataset.sel(asset=asset, threat=threat)
            shots = own["rose_shots"].transpose("case", "rose_azimuth").values
            nominal = shots[CASES.index("nominal")]
            gap = int(middle_of_gap(nominal == nominal.min()))
            alike = nominal.min() == nominal.max()
            rows.append(
                AssetRow(
                    str(asset),
                    str(threat),
                    _band(shots.mean(axis=1)),
                    _band(shots.max(axis=1)),
                    _band((shots > 0).mean(axis=1)),
                    _band(own["rose_p_stop"].transpose("case", "rose_azimuth").values.mean(axis=1)),
                    None if alike else float(dataset["rose_azimuth"].values[gap]),
                )
            )
    return rows
