"""Define `airshield coverage`: compute, save, draw, with progress."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from airshield import __version__
from airshield.cli.options import (
    CatalogueOption,
    ForceOption,
    JsonOption,
    ScenarioArgument,
    out_option,
)
from airshield.cli.output import print_json
from airshield.errors import Fault, InputError

if TYPE_CHECKING:
    import xarray as xr

    from airshield.scenario import Loaded


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


class Style(StrEnum):
    """Shapes of a ballistic flight."""

    NOMINAL = "nominal"
    LOFTED = "lofted"
    DEPRESSED = "depressed"


def coverage(
    scenario: ScenarioArgument,
    threat: Annotated[
        list[str] | None,
        typer.Option("--threat", help="A type of the catalogue [default: those of the raid]."),
    ] = None,
    unit: Annotated[
        list[str] | None,
        typer.Option("--unit", help="A fire unit that counts [default: all that are up]."),
    ] = None,
    azimuths: Annotated[int, typer.Option(help="Approach azimuths, evenly from north.")] = 12,
    azimuth_deg: Annotated[
        list[float] | None,
        typer.Option(help="An approach azimuth, repeatable, instead of --azimuths."),
    ] = None,
    points: Annotated[int, typer.Option(help="Aim points along the longer side.")] = 200,
    margin_km: Annotated[
        float | None,
        typer.Option(help="Grid around the fire units [default: 1.25 times the longest reach]."),
    ] = None,
    range_km: Annotated[
        float | None, typer.Option(help="Ground range of the arrivals [default: the raid's].")
    ] = None,
    style: Annotated[Style, typer.Option(help="Shape of what falls.")] = Style.NOMINAL,
    spread: Annotated[
        float, typer.Option(help="How far low and high go towards the ends of the ranges, 0 to 1.")
    ] = 1.0,
    out: Annotated[Path | None, out_option("<scenario>-coverage")] = None,
    catalogue: CatalogueOption = None,
    plots: Annotated[bool, typer.Option(help="Draw maps and roses.")] = True,
    geotiff: Annotated[bool, typer.Option("--geotiff", help="Write GeoTIFF files too.")] = False,
    force: ForceOption = False,
    as_json: JsonOption = False,
) -> int:
    """Map what the fire units cover: shots, stops and intercepts by aim point and azimuth."""
    request = Request(
        scenario=scenario,
        threats=tuple(threat or ()),
        units=tuple(unit or ()),
        azimuths=azimuths,
        azimuth_deg=tuple(azimuth_deg or ()),
        points=points,
        margin_km=margin_km,
        range_km=range_km,
        style=style.value,
        spread=spread,
        out=out,
        catalogue=tuple(catalogue or ()),
        plots=plots,
        geotiff=geotiff,
        force=force,
        as_json=as_json,
    )
    return _run(request)


def _run(request: Request) -> int:
    """Compute the coverage of a scenario, print and save it; return the exit code."""
    from airshield.catalogue import load_catalogue
    from airshield.posture import resolve
    from airshield.result.store import run_folder
    from airshield.scenario import load

    if request.azimuth_deg and request.azimuths != 12:
        message = "give --azimuths (how many) or --azimuth-deg (which), not both"
        raise InputError([Fault("command line", None, "azimuth_deg", message)])
    loaded = resolve(load(request.scenario, load_catalogue(request.catalogue))).loaded
    inputs = _inputs(request, loaded)
    folder = request.out or Path("airshield-out") / f"{loaded.scenario.id}-coverage"
    with run_folder(folder, inputs, force=request.force):
        _into(folder, request, loaded, inputs)
    return 0


def _into(folder: Path, request: Request, loaded: Loaded, inputs: dict[str, object]) -> None:
    """Compute, print, and write into a folder that is ours."""
    from rich.console import Console

    from airshield.cli.coverage_show import render
    from airshield.coverage.summary import areas, at_assets
    from airshield.result.store import begin, write_json, write_manifest

    dataset = _compute(request, loaded)
    ground, assets = areas(dataset), at_assets(dataset)
    left_out = [why for why in str(dataset.attrs["left_out"]).split("; ") if why]
    rows = {
        "areas": [asdict(row) for row in ground],
        "assets": [asdict(row) for row in assets],
        "left_out": left_out,
    }
    if request.as_json:
        print_json("coverage", rows)
    else:
        console = Console()
        render(console, ground, assets)
        for why in left_out:
            console.print(f"left out: {why}", highlight=False)
    begin(folder, inputs)
    write_json(folder / "summary.json", rows)
    saved = _save(request, folder, dataset, _approaches(loaded))
    date = loaded.scenario.date.isoformat() if loaded.scenario.date else None
    write_manifest(folder, inputs, {"scenario_id": loaded.scenario.id, "date": date})
    if not request.as_json:
        print(f"saved in {folder}: {saved}")


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
    from rich.console import Console

    from airshield.cli.progress import Bar
    from airshield.coverage import compute

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


def _approaches(loaded: Loaded) -> dict[str, float]:
    """Return the nominal approach azimuth of each type's first volley, for the maps."""
    return {
        volley.threat: volley.approach_azimuth_deg.nominal
        for volley in sorted(loaded.scenario.volley, key=lambda volley: volley.id, reverse=True)
    }


def _save(request: Request, folder: Path, dataset: xr.Dataset, approaches: dict[str, float]) -> str:
    from airshield.coverage import write_geojson, write_geotiff, write_netcdf

    write_netcdf(dataset, folder / "coverage.nc")
    write_geojson(dataset, folder / "contours.geojson")
    saved = "coverage.nc, contours.geojson, summary.json"
    if request.geotiff:
        saved += f", {len(write_geotiff(dataset, folder))} GeoTIFF files"
    if request.plots:
        from airshield.report.coverage_plots import save_coverage

        save_coverage(dataset, folder, approaches)
        saved += ", plots"
    return saved
