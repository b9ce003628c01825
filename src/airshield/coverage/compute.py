"""Compute coverage: shots, stops and intercepts over a grid, by threat, azimuth and case."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

import airshield
from airshield.coverage.arrivals import arrival_of, fly_in, usual_range_m
from airshield.coverage.bounds import CASES, chosen
from airshield.coverage.dataset import build
from airshield.coverage.defence import RANGE_MAX_M, Defence, lower_defence, place_of
from airshield.coverage.grid import Grid, check_grid, grid_around
from airshield.coverage.sweep import Sweep
from airshield.errors import Fault, InputError
from airshield.extras import late
from airshield.files import nearest
from airshield.kernel import coverage_columns as column
from airshield.posture import resolve
from airshield.scenario import Loaded, load, parameters
from airshield.scenario.models import FireUnit
from airshield.simulate.geometry import Place
from airshield.simulate.lower.units import p_operational
from airshield.simulate.picker import Picker

if TYPE_CHECKING:
    import xarray as xr

F8 = NDArray[np.float64]
POINTS = 200
"""Aim points along the longer side."""
AZIMUTHS = 12
ROSE_STEP_DEG = 10.0
MARGIN_SHARE = 1.25
"""A ballistic footprint reaches beyond the fire unit by the reach of its rounds, and some more,
since the threat comes down beyond where it is met."""
MARGIN_LEAST_M = 2_000.0
STYLES = ("nominal", "lofted", "depressed")
Progress = Callable[[str, int, int], None]
"""Called with (stage, done, wanted)."""


def _silent(stage: str, done: int, wanted: int) -> None:
    del stage, done, wanted


@dataclass(frozen=True)
class Question:
    """What is asked of a scenario, with every default filled in."""

    loaded: Loaded
    units: tuple[FireUnit, ...]
    threats: tuple[str, ...]
    ranges_m: dict[str, float]
    azimuths_deg: F8
    style: str
    spread: float


def is_up(pick: Picker, unit: FireUnit, held: bool) -> bool:
    """Tell whether a fire unit can fire at all: it may be there, has rounds, and may fire."""
    return bool(unit.launcher_group) and p_operational(pick, unit) > 0.0 and not held


def _units(loaded: Loaded, pick: Picker, names: Sequence[str]) -> tuple[FireUnit, ...]:
    scenario = loaded.scenario
    known = [unit.id for unit in scenario.fire_unit]
    unknown = [name for name in names if name not in known]
    if unknown:
        faults = [
            Fault("command line", None, "unit", f'no fire unit "{name}"; {nearest(name, known)}')
            for name in unknown
        ]
        raise InputError(faults)
    held = {d.id for d in scenario.doctrine if d.control_status == "hold"}
    up = [
        unit
        for unit in sorted(scenario.fire_unit, key=lambda unit: unit.id)
        if (not names or unit.id in names) and is_up(pick, unit, unit.doctrine in held)
    ]
    if not up:
        message = (
            "no fire unit is up: each has a probability of being operational of 0, no launchers, "
            "or a doctrine that holds fire; there is nothing to cover"
        )
        raise InputError([Fault(loaded.file, None, "fire_unit", message)])
    return tuple(up)


def _threats(loaded: Loaded, names: Sequence[str]) -> tuple[str, ...]:
    raid = dict.fromkeys(volley.threat for volley in loaded.scenario.volley)
    known = list(loaded.catalogue.ids("threat"))
    unknown = [name for name in names if name not in known]
    if unknown:
        raise InputError(
            Fault("command line", None, "threat", f'no threat "{n}"; {nearest(n, known)}')
            for n in unknown
        )
    return tuple(dict.fromkeys(names)) or tuple(raid)


def _range_m(loaded: Loaded, pick: Picker, threat: str) -> float:
    """Return the range of the first volley of a type, in order of id, else a usual one."""
    for volley in sorted(loaded.scenario.volley, key=lambda volley: volley.id):
        if volley.threat == threat:
            path = f"scenario.volley.{volley.id}.ground_range_m"
            return pick.number(path, volley.ground_range_m)
    return usual_range_m(pick, threat)


def _azimuths(asked: int | Sequence[float]) -> F8:
    if isinstance(asked, int):
        if asked < 1 or asked > 360:
            message = f"{asked} azimuths: ask for 1 to 360"
            raise InputError([Fault("command line", None, "azimuths", message)])
        even: F8 = np.arange(asked, dtype=float) * (360.0 / asked)
        return even
    values = np.array(list(asked), float)
    bad = [v for v in values if not -360.0 <= v <= 360.0]
    if bad or not len(values):
        message = "a bearing lies between -360 and 360 degrees, clockwise from north"
        raise InputError([Fault("command line", None, "azimuth", message)])
    distinct: F8 = np.unique(values % 360.0)
    return distinct


def _question(
    loaded: Loaded,
    threats: Sequence[str],
    azimuths: int | Sequence[float],
    units: Sequence[str],
    style: str,
    range_m: float | None,
    spread: float,
) -> Question:
    pick = Picker(loaded.catalogue, {})
    if style not in STYLES:
        message = f'"{style}" is no style; take one of {", ".join(STYLES)}'
        raise InputError([Fault("command line", None, "style", message)])
    if range_m is not None and not 0.0 < range_m < 2e7:
        message = f"a range of {range_m / 1e3:g} km is none; give one above 0"
        raise InputError([Fault("command line", None, "range_km", message)])
    if not 0.0 <= spread <= 1.0:
        message = f"{spread:g} is no share; give 0 (all nominal) to 1 (the ends of the ranges)"
        raise InputError([Fault("command line", None, "spread", message)])
    types = _threats(loaded, threats)
    ranges = {name: range_m or _range_m(loaded, pick, name) for name in types}
    return Question(
        loaded, _units(loaded, pick, units), types, ranges, _azimuths(azimuths), style, spread
    )


def _picker(question: Question, threat: str, case: str) -> Picker:
    """Return the reader of one case: first what is read at nominal values, then its ends."""
    loaded = question.loaded
    nominal = Picker(loaded.catalogue, {})
    lower_defence(nominal, loaded.scenario, question.units, threat)
    place = place_of(nominal, question.units[0])
    fly_in(nominal, threat, place, 0.0, question.ranges_m[threat], question.style)
    stated = parameters(loaded.scenario)
    values = chosen(case, nominal.used, loaded.catalogue, stated, question.spread)
    return Picker(loaded.catalogue, values)


def _margin_m(defences: Sequence[Defence]) -> float:
    reach = [d.groups[:, [RANGE_MAX_M, column.PROTECTED_M]].min(axis=1) for d in defences]
    longest = max((float(r.max()) for r in reach if len(r)), default=0.0)
    return max(MARGIN_LEAST_M, MARGIN_SHARE * longest)


def _assets(loaded: Loaded) -> dict[str, Place]:
    places = {}
    for asset in sorted(loaded.scenario.asset, key=lambda asset: asset.id):
        site = loaded.catalogue.site(asset.site)
        places[asset.id] = Place.at(site.lat_deg, site.lon_deg, site.elevation_m)
    return places


def _p_up(loaded: Loaded, unit: FireUnit) -> float:
    pick = Picker(loaded.catalogue, {})
    battery = f"battery.{unit.battery}"
    return (
        p_operational(pick, unit)
        * pick.get(f"{battery}.availability")
        * (1.0 - pick.get(f"{battery}.unit_common_fault"))
    )


def _attributes(
    question: Question, grid: Grid, defences: Sequence[Defence]
) -> dict[str, str | float]:
    loaded = question.loaded
    left_out = dict.fromkeys(
        f"{threat}: {why}"
        for (threat, _), defence in zip(_pairs(question), defences, strict=True)
        for why in defence.left_out
    )
    ranges = ", ".join(f"{t} from {r / 1e3:.0f} km" for t, r in question.ranges_m.items())
    north, east = grid.spacing_m
    return {
        "Conventions": "CF-1.11",
        "title": f"Coverage of {loaded.scenario.title}",
        "source": f"airshield {airshield.__version__}",
        "scenario_id": loaded.scenario.id,
        "scenario_hash": loaded.text_hash,
        "catalogue_hash": loaded.catalogue.hash,
        "arrivals": f"{question.style} flights: {ranges}",
        "grid": f"{north:.0f} m by {east:.0f} m at {grid.altitude_m:.0f} m above the ellipsoid",
        "left_out": "; ".join(left_out),
        "spread": question.spread,
        "comment": (
            "Kill probabilities are priors that no source states. low and high are envelopes: all "
            "values at the worse or better end of their ranges at once, not an interval of any "
            "probability. All fire units are up; one threat alone; no jamming."
        ),
    }


def _pairs(question: Question) -> list[tuple[str, str]]:
    return [(threat, case) for threat in question.threats for case in CASES]


def compute(
    scenario: str | Path | Loaded,
    *,
    threats: Sequence[str] = (),
    azimuths: int | Sequence[float] = AZIMUTHS,
    points: int = POINTS,
    margin_m: float | None = None,
    units: Sequence[str] = (),
    style: str = "nominal",
    range_m: float | None = None,
    spread: float = 1.0,
    threads: int | None = None,
    progress: Progress = _silent,
) -> xr.Dataset:
    """Compute what the fire units of a scenario cover.

    Parameters
    ----------
    scenario : a bundled name, a path, or a loaded scenario.
    threats : types of the catalogue; none: those of the raid.
    azimuths : how many, evenly from north, or bearings in degrees clockwise from north, from the
        aim point to where the threat comes from.
    points : aim points along the longer side of the grid, at least 2.
    margin_m : of the grid around the fire units, above 0; None: 1.25 times the longest reach.
    units : ids of the fire units that count; none: all that are up.
    style : nominal, lofted or depressed, of what falls.
    range_m : ground range of the arrivals, above 0; None: that of the type's first volley, for
        types that are not in the raid two thirds of their reach (what flies a route: 400 km).
    spread : how far low and high go from the nominal values towards the ends of the ranges, 0 to 1.
    threads : how many to use; the numbers do not depend on it.
    progress : called with (stage, done, wanted).

    Returns
    -------
    `xarray.Dataset` over threat, case (low, nominal, high), azimuth, latitude and longitude; see
    `docs/formats/coverage.md`.

    Raises
    ------
    InputError : an empty grid, an unknown threat or fire unit, no fire unit that is up.
    MissingExtraError : xarray is not installed.

    **Source.** One arrival per azimuth, moved over the grid: `docs/theory/coverage.md`.
    **Limits.** Those of the tables; one threat alone, with a unit that is up and judges it as
    threatening; the Earth's rotation is that at the middle of the grid.

    Example
    -------
    >>> import airshield as ash  # doctest: +SKIP
    >>> ash.coverage.compute("iraq-2020", points=80).shots_mean  # doctest: +SKIP
    """
    late("xarray", "coverage")
    faults = check_grid(points, margin_m)
    if faults:
        raise InputError(faults)
    given = scenario if isinstance(scenario, Loaded) else load(scenario)
    loaded = resolve(given).loaded
    question = _question(loaded, threats, azimuths, units, style, range_m, spread)
    pickers = [_picker(question, *pair) for pair in _pairs(question)]
    defences = [
        lower_defence(pick, loaded.scenario, question.units, threat)
        for pick, (threat, _) in zip(pickers, _pairs(question), strict=True)
    ]
    places = [place_of(pickers[0], unit) for unit in question.units]
    grid = grid_around(places, margin_m or _margin_m(defences), points)
    assets = _assets(loaded)
    rose_deg = np.arange(0.0, 360.0, ROSE_STEP_DEG)
    over_grid = Sweep(grid.lla, grid.shape, threads=threads)
    at_assets = Sweep(np.array([place.lla for place in assets.values()]), threads=threads)
    shape = (len(question.threats), len(CASES))
    columns = column.FOUND_COLUMNS
    found = np.empty((*shape, len(question.azimuths_deg), *grid.shape, columns), np.float32)
    roses = np.empty((*shape, len(rose_deg), len(assets), columns), np.float32)
    wanted = len(pickers) * (len(question.azimuths_deg) + len(rose_deg))
    done = 0
    for n, (pick, defence, (threat, _)) in enumerate(
        zip(pickers, defences, _pairs(question), strict=True)
    ):
        where = divmod(n, len(CASES))
        for sweep, bearings, out in (
            (over_grid, question.azimuths_deg, found[where]),
            (at_assets, rose_deg, roses[where]),
        ):
            for a, azimuth in enumerate(bearings):
                from_m = question.ranges_m[threat]
                family = fly_in(pick, threat, grid.centre, float(azimuth), from_m, style)
                out[a] = sweep.run(arrival_of(family), defence).reshape(out[a].shape)
                done += 1
                progress("azimuths", done, wanted)
    return build(
        found,
        roses,
        threats=question.threats,
        azimuths_deg=question.azimuths_deg,
        rose_azimuths_deg=rose_deg,
        grid=grid,
        assets={name: _degrees(place) for name, place in assets.items()},
        units={
            unit.id: (*_degrees(place), _p_up(loaded, unit))
            for unit, place in zip(question.units, places, strict=True)
        },
        attributes=_attributes(question, grid, defences),
    )


def _degrees(place: Place) -> tuple[float, float]:
    return math.degrees(place.latitude_rad), math.degrees(place.longitude_rad)
