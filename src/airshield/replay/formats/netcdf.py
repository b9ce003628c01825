"""Write tracks and events as NetCDF after the CF conventions: contiguous ragged trajectories.

**Source** CF Metadata Conventions 1.11, chapter 9 and appendix H.4.3.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np

from airshield.extras import late
from airshield.replay.formats import stem
from airshield.replay.formats.columns import entities, events, tracks
from airshield.replay.model import Recording
from airshield.result.store import write_bytes

_ECEF = "Earth-centred, Earth-fixed"
_ENTITY_TEXTS = ("kind", "name", "type", "type_name", "side", "of", "target", "end", "reason")
_EVENT_TEXTS = ("kind", "who", "whom", "text", "reason")


def _place(values: list[float | None]) -> Any:
    return np.array([np.nan if value is None else value for value in values], float)


def write(recording: Recording, folder: Path) -> tuple[Path, ...]:
    """Write `<scenario>-r<replication>.nc`.

    Raises
    ------
    MissingExtraError : xarray is not installed.
    """
    xarray = late("xarray", "interop")
    who, path, told = entities(recording), tracks(recording), events(recording)
    clock = f"seconds since {recording.epoch:%Y-%m-%d %H:%M:%S}"
    degrees_north = {"standard_name": "latitude", "units": "degrees_north"}
    degrees_east = {"standard_name": "longitude", "units": "degrees_east"}
    height = {"standard_name": "height_above_reference_ellipsoid", "units": "m", "positive": "up"}
    time = {"standard_name": "time", "units": clock, "calendar": "standard"}
    variables: dict[str, Any] = {
        "trajectory": ("trajectory", who["id"], {"cf_role": "trajectory_id"}),
        "rowSize": (
            "trajectory",
            np.array(who["samples"], np.int32),
            {"sample_dimension": "obs", "long_name": "samples of this trajectory"},
        ),
        "radius": ("trajectory", np.array(who["radius_m"]), {"units": "m"}),
        "time": ("obs", np.array(path["t_s"]), time),
        "lat": ("obs", np.array(path["lat_deg"]), degrees_north),
        "lon": ("obs", np.array(path["lon_deg"]), degrees_east),
        "alt": ("obs", np.array(path["altitude_m"]), height | {"axis": "Z"}),
        "event_time": ("event", np.array(told["t_s"]), time),
        "event_lat": ("event", _place(told["lat_deg"]), degrees_north),
        "event_lon": ("event", _place(told["lon_deg"]), degrees_east),
        "event_alt": ("event", _place(told["altitude_m"]), height),
    }
    for axis in "xyz":
        facts = {"units": "m", "long_name": f"{axis}, {_ECEF}"}
        variables[f"{axis}_ecef"] = ("obs", np.array(path[f"{axis}_ecef_m"]), facts)
    variables |= {f"entity_{name}": ("trajectory", who[name]) for name in _ENTITY_TEXTS}
    variables |= {f"event_{name}": ("event", told[name]) for name in _EVENT_TEXTS}
    facts = {
        "Conventions": "CF-1.11",
        "featureType": "trajectory",
        "title": recording.title,
        "source": recording.provenance(),
        "comment": "scenario time 0 is noon UTC of the scenario's date by convention",
    }
    stream = io.BytesIO()
    # Times stay numbers with a unit, as they are written here.
    xarray.Dataset(variables, attrs=facts).to_netcdf(stream, engine="scipy")
    path_out = folder / f"{stem(recording)}.nc"
    write_bytes(path_out, stream.getvalue())
    return (path_out,)
