"""Time coverage: 200 x 200 aim points, 12 azimuths, 4 fire units."""

from __future__ import annotations

import os
import time

import numpy as np

from airshield.coverage.arrivals import arrival_of, fly_in
from airshield.coverage.defence import lower_defence
from airshield.coverage.grid import grid_around
from airshield.coverage.sweep import Sweep
from airshield.scenario import load
from airshield.simulate.geometry import Place
from airshield.simulate.picker import Picker
from airshield.simulate.run import thread_count

POINTS, AZIMUTHS, MARGIN_M = 200, 12, 25_000.0
BAR_S, AIM_S = 10.0, 2.0
SITES = ("al_asad", "taji", "balad", "union_iii")
BORESIGHTS_DEG = (81.0, 100.0, 60.0, 120.0)


def _defence(pick: Picker):
    """Return four batteries with two interceptors each, at four sites of one region."""
    loaded = load("iraq-2020")
    first = loaded.scenario.fire_unit[0]
    units = []
    for n, (name, bearing) in enumerate(zip(SITES, BORESIGHTS_DEG, strict=True)):
        facing = first.boresight_deg.model_copy(
            update={"low": bearing, "nominal": bearing, "high": bearing}
        )
        units.append(
            first.model_copy(update={"id": f"u{n}", "site": name, "boresight_deg": facing})
        )
    sites = [pick.catalogue.site(name) for name in SITES]
    places = [Place.at(site.lat_deg, site.lon_deg, site.elevation_m) for site in sites]
    return lower_defence(pick, loaded.scenario, tuple(units), "fateh_313"), places


def _close(places: list[Place]) -> list[Place]:
    """Return the places drawn together into 40 km, where every grid point matters most."""
    lat = np.mean([p.latitude_rad for p in places])
    lon = np.mean([p.longitude_rad for p in places])
    return [
        Place(lat + dy / 6.37e6, lon + dx / 5.3e6, p.altitude_m)
        for p, (dy, dx) in zip(
            places, ((-2e4, -2e4), (-2e4, 2e4), (2e4, -2e4), (2e4, 2e4)), strict=True
        )
    ]


def run() -> dict[str, float]:
    """Return wall and CPU seconds of one case, for units 200 km apart and for units together."""
    loaded = load("iraq-2020")
    pick = Picker(loaded.catalogue, {})
    defence, places = _defence(pick)
    found: dict[str, float] = {}
    for name, stand in (("apart", places), ("together", _close(places))):
        defence.units[:, :3] = [place.lla for place in stand]
        grid = grid_around(stand, MARGIN_M, POINTS)
        lla = grid.lla
        if name == "together":
            assert grid.shape[0] * grid.shape[1] >= 0.95 * POINTS**2
        sweep = Sweep(lla, grid.shape)
        families = [
            fly_in(pick, "fateh_313", grid.centre, 360.0 * a / AZIMUTHS, 431e3, "nominal")
            for a in range(AZIMUTHS)
        ]
        sweep.run(arrival_of(families[0]), defence)  # compile
        wall, cpu = time.perf_counter(), time.process_time()
        shots = [sweep.run(arrival_of(family), defence)[:, 0] for family in families]
        found[f"{name}_wall_s"] = time.perf_counter() - wall
        found[f"{name}_cpu_s"] = time.process_time() - cpu
        found[f"{name}_points"] = len(lla)
        found[f"{name}_covered"] = float(np.mean(np.array(shots) > 0))
    return found


def main() -> None:
    """Print the measurement against its bar."""
    found = run()
    print(
        f"coverage, {POINTS} x {POINTS} x {AZIMUTHS} azimuths x 4 fire units, "
        f"{thread_count()} threads, load {os.getloadavg()[0]:.2f}"
    )
    for name in ("apart", "together"):
        print(
            f"  units {name:8}  {found[f'{name}_points']:>6.0f} points, "
            f"{found[f'{name}_covered']:.0%} covered: {found[f'{name}_wall_s']:.1f} s wall, "
            f"{found[f'{name}_cpu_s']:.1f} s CPU (bar {BAR_S:g} s, aim {AIM_S:g} s)"
        )


if __name__ == "__main__":
    main()
