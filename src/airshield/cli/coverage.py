"""Run `airshield coverage`: compute, save, draw, with progress."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from airshield import __version__
from airshield.catalogue import load_catalogue
from airshield.cli.assess import Bar
from airshield.cli.output import envelope
from airshield.coverage import compute, write_geojson, write_geotiff, write_netcdf
from airshield.coverage.summary import AreaRow, AssetRow, areas, at_assets
from airshield.errors import Fault, InputError
from airshield.posture import resolve
from airshield.result.store import finite, prepare, write_json, write_manifest
from airshield.scenario import Loaded, load

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class Request:
    """What the user asked for."""

    scenario: str
    threats: tuple[str, ...]
    units: tuple[str, ...]
    azimuths: int
    azimuth_deg: tuple[float, ...]
    points: int
    margin_km: float | None
    range_km: float | None
    style: str
    spread: float
    out: Path | None
    catalogue: tuple[Path, ...]
    plots: bool
    geotiff: bool
    force: bool
    as_json: bool


def _inputs(request: Request, loaded: Loaded) -> dict[str, object]:
    return {
        "command": "coverage",
        "scenario_hash": loaded.text_hash,
        "catalogue_hash": loaded.catalogue.hash,
        "version": __version__,
        "threats": list(request.threats),
        "units": list(request.units),
        "azimuths": list(request.azimuth_deg) or request.azimuths,
        "points": request.points,
        "margin_km": request.margin_km,
        "range_km": request.range_km,
        "style": request.style,
        "spread": request.spread,
    }


def _metres(km: float | None) -> float | None:
    return None if km is None else 1e3 * km


def _compute(request: Request, loaded: Loaded) -> xr.Dataset:
    with Bar(Console(stderr=True)) as bar:
        return compute(
            loaded,
            threats=request.threats,
            azimuths=request.azimuth_deg or request.azimuths,
            points=request.points,
            margin_m=_metres(request.margin_km),
            units=request.units,
            style=request.style,
            range_m=_metres(request.range_km),
            spread=request.spread,
            progress=bar,
        )


def _band(values: tuple[float, float, float], digits: int = 0) -> str:
    low, nominal, high = (f"{value:,.{digits}f}" for value in values)
    return f"{nominal} ({low} – {high})"


def _bearing(azimuth_deg: float | None) -> str:
    return "–" if azimuth_deg is None else f"{azimuth_deg:g}°"


def render(console: Console, ground: list[AreaRow], assets: list[AssetRow]) -> None:
    """Print the ground covered and what each asset has: nominal (low – high)."""
    table = Table(title="Ground on which shots are possible, km²: nominal (low – high)")
    for name in ("threat", "shots", "mean over azimuths", "best azimuth", "there"):
        table.add_column(name, justify="left" if name == "threat" else "right")
    for row in ground:
        mean, best = _band(row.mean_km2), _band(row.best_km2)
        bearing = _bearing(row.best_azimuth_deg)
        table.add_row(row.threat, f"{row.shots}+", mean, bearing, best)
    console.print(table)
    table = Table(title="At each asset, over all azimuths: nominal (low – high)")
    for name in ("asset", "threat", "mean shots", "azimuths with a shot", "mean P(stop)", "gap"):
        table.add_column(name, justify="left" if name in ("asset", "threat") else "right")
    for own in assets:
        share = tuple(100.0 * value for value in own.share_of_azimuths)
        table.add_row(
            own.asset,
            own.threat,
            _band(own.shots_mean, 1),
            f"{_band(share)} %",  # type: ignore[arg-type]
            _band(own.p_stop_mean, 2),
            _bearing(own.least_covered_azimuth_deg),
        )
    console.print(table)
    console.print(
        "[dim]All fire units up, one threat alone; kill probabilities are priors; low and high: "
        "all values at their worse or better end at once.[/dim]",
        highlight=False,
    )


def _approaches(loaded: Loaded) -> dict[str, float]:
    """Return the nominal approach azimuth of each type's first volley, for the maps."""
    return {
        volley.threat: volley.approach_azimuth_deg.nominal
        for volley in sorted(loaded.scenario.volley, key=lambda volley: volley.id, reverse=True)
    }


def _save(request: Request, folder: Path, dataset: xr.Dataset, approaches: dict[str, float]) -> str:
    write_netcdf(dataset, folder / "coverage.nc")
    write_geojson(dataset, folder / "contours.geojson")
    saved = "coverage.nc, contours.geojson, summary.json"
    if request.geotiff:
        saved += f", {len(write_geotiff(dataset, folder))} GeoTIFF files"
    if request.plots:
        from airshield.report.coverage_plots import save_coverage  # noqa: PLC0415

        save_coverage(dataset, folder, approaches)
        saved += ", plots"
    return saved


def run_coverage(request: Request) -> int:
    """Compute the coverage of a scenario, print and save it; return the exit code."""
    if request.azimuth_deg and request.azimuths != 12:
        message = "give --azimuths (how many) or --azimuth (which), not both"
        raise InputError([Fault("command line", None, "azimuth", message)])
    loaded = resolve(load(request.scenario, load_catalogue(request.catalogue))).loaded
    inputs = _inputs(request, loaded)
    folder = request.out or Path("airshield-out") / f"{loaded.scenario.id}-coverage"
    folder = prepare(folder, inputs, force=request.force)
    dataset = _compute(request, loaded)
    ground, assets = areas(dataset), at_assets(dataset)
    left_out = [why for why in str(dataset.attrs["left_out"]).split("; ") if why]
    rows = {
        "areas": [asdict(row) for row in ground],
        "assets": [asdict(row) for row in assets],
        "left_out": left_out,
    }
    if request.as_json:
        print(json.dumps(finite(envelope("coverage", rows)), indent=1, ensure_ascii=False))
    else:
        console = Console()
        render(console, ground, assets)
        for why in left_out:
            console.print(f"left out: {why}", highlight=False)
    write_json(folder / "summary.json", rows)
    saved = _save(request, folder, dataset, _approaches(loaded))
    write_manifest(folder, inputs, {"scenario_id": loaded.scenario.id})
    if not request.as_json:
        print(f"saved in {folder}: {saved}")
    return 0
