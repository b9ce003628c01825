"""Hand a recording on: one small module per format behind one table. Files only.

Each module has `write(recording, folder) -> files written`. A new format is one module and one row
of `FORMATS`.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, cast

from airshield.replay.model import Recording


class Writer(Protocol):
    """Write one recording into a folder and return the files, in order."""

    def __call__(self, recording: Recording, folder: Path) -> tuple[Path, ...]: ...  # noqa: D102


@dataclass(frozen=True)
class Format:
    """One format: the module that writes it, what reads it, the optional package that it needs."""

    name: str
    module: str
    what: str
    package: str = ""


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.name: each
        for each in (
            Format("czml", "czml", "CZML, for Cesium"),
            Format("kml", "kml", "KML 2.2 with tracks, for Google Earth and GIS"),
            Format("geojson", "geojson", "GeoJSON (RFC 7946), for GIS"),
            Format("acmi", "acmi", "ACMI 2.2, for Tacview"),
            Format("dis", "dis", "DIS 7 in a capture file, for Wireshark and exercises"),
            Format("asi", "asi", "ASI, for SIMDIS"),
            Format("cdf", "cdf", "tables of Dstl's Common Data Format"),
            Format("parquet", "parquet", "Parquet tables", "pyarrow"),
            Format("csv", "csv_tables", "CSV tables"),
            Format("netcdf", "netcdf", "NetCDF after the CF conventions", "xarray"),
        )
    }
)


def export(recording: Recording, name: str, folder: Path) -> tuple[Path, ...]:
    """Write a recording in one format.

    Parameters
    ----------
    recording : what to write; name : a key of `FORMATS`; folder : an existing folder.

    Returns
    -------
    The files that were written.

    Raises
    ------
    KeyError : no such format.
    OutputError : a file cannot be written.
    MissingExtraError : the format needs a package that is not installed.
    """
    module = importlib.import_module(f"airshield.replay.formats.{FORMATS[name].module}")
    return cast(Writer, module.write)(recording, folder)


def stem(recording: Recording) -> str:
    """Return how the files of a recording are named: the scenario and the replication."""
    return f"{recording.scenario_id}-r{recording.replication}"
