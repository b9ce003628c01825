"""Map coverage for the page: contours, areas, what each asset has, by threat and azimuth."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from airshield.result.store import write_json
from airshield.web.done import Done, Json, Progress, scenario_of

if TYPE_CHECKING:
    import xarray as xr


def _roses(dataset: xr.Dataset) -> list[Json]:
    """Return shots and P(stop) of each asset and threat: by case, then by azimuth of the rose."""
    rows: list[Json] = []
    for asset in dataset["asset"].values:
        for threat in dataset["threat"].values:
            own = dataset.sel(asset=asset, threat=threat)
            values = {
                name: own[name].transpose("case", "rose_azimuth").values.astype(float).round(4)
                for name in ("rose_shots", "rose_p_stop")
            }
            rows.append(
                {
                    "asset": str(asset),
                    "threat": str(threat),
                    "shots": values["rose_shots"].tolist(),
                    "p_stop": values["rose_p_stop"].tolist(),
                }
            )
    return rows


def coverage_job(folder: Path, request: Json, progress: Progress) -> Done:
    """Map the coverage: contours of one, two and three shots by threat, azimuth and case."""
    from airshield.coverage import compute  # noqa: PLC0415
    from airshield.coverage.contours import to_geojson  # noqa: PLC0415
    from airshield.coverage.summary import areas, at_assets  # noqa: PLC0415

    dataset = compute(
        scenario_of(folder),
        threats=request["threats"],
        azimuths=request["azimuths_deg"] or request["azimuths"],
        points=request["points"],
        progress=progress,
    )
    content = {
        "contours": to_geojson(dataset),
        "areas": [asdict(row) for row in areas(dataset)],
        "assets": [asdict(row) for row in at_assets(dataset)],
        "rose_azimuths": [float(a) for a in dataset["rose_azimuth"].values],
        "roses": _roses(dataset),
        "azimuths": [float(a) for a in dataset["azimuth"].values],
        "threats": [str(t) for t in dataset["threat"].values],
        "left_out": [why for why in str(dataset.attrs["left_out"]).split("; ") if why],
    }
    write_json(folder / "coverage.json", content)
    return Done(("coverage.json",), {"threats": content["threats"]})
