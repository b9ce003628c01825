"""The drawn edge of each class beside ballistic: raids aimed just inside and just outside it."""

from dataclasses import replace

import numpy as np
import pytest
from coverage_room import placed

from airshield.coverage import compute
from airshield.coverage.contours import edge
from airshield.scenario import adopt, load
from airshield.simulate.lower import lower
from airshield.simulate.run import run_block


def _raid(unit, threat, lat, lon, altitude_m, azimuth_deg, range_m):
    """Return the tables of one threat at one place, with the unit up and nothing left to fail."""
    loaded = load("mixed-raid")
    held = placed.with_site(loaded.catalogue, "node", lat, lon, altitude_m)
    one = loaded.scenario.volley[0]
    volley = type(one)(
        id="one",
        threat=threat,
        count=1,
        asset="node",
        approach_azimuth_deg=placed.number(azimuth_deg),
        ground_range_m=placed.number(range_m),
        spacing_s=placed.number(0.0),
    )
    asset = loaded.scenario.asset[0].model_copy(
        update={"id": "node", "site": "node", "radius_m": placed.number(50.0), "sub_area": ()}
    )
    scenario = loaded.scenario.model_copy(
        update={
            "asset": (asset.model_copy(update={"people": placed.number(1.0)}),),
            "volley": (volley,),
            "flight": (),
            "identification": None,
            "override": {},
            "fire_unit": tuple(u for u in loaded.scenario.fire_unit if u.id == unit),
        }
    )
    made = adopt(scenario, held)
    tables = lower(made.scenario, made.catalogue).tables
    sure, never = np.ones_like(tables.p_posture), np.zeros_like(tables.p_posture)
    exact = np.zeros_like(tables.p_fail)
    return replace(
        tables, p_posture=sure, p_available=sure, p_fault=never, prediction_rate_m_s=never,
        p_fail=exact, sigma_aim_m=exact, sigma_round_m=exact,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "threat", "azimuth_deg", "range_m", "margin_m"),
    [
        ("avenger_erbil", "shahed_131", 270.0, 100e3, 9e3),
        ("avenger_erbil", "quds_1", 270.0, 300e3, 9e3),
        ("cram_erbil", "rocket_122mm", 200.0, 15e3, 1.5e3),
        ("cram_erbil", "shahed_131", 200.0, 100e3, 3e3),
    ],
)
def test_the_edge_agrees_with_raids_on_both_sides(unit, threat, azimuth_deg, range_m, margin_m):
    found = compute(
        "mixed-raid", units=[unit], threats=[threat], azimuths=[azimuth_deg], points=61,
        range_m=range_m, margin_m=margin_m,
    )  # fmt: skip
    shape = edge(found, threat, "nominal", azimuth_deg, 1)
    lat, lon = found["lat"].values, found["lon"].values
    step = max(lat[1] - lat[0], lon[1] - lon[0])
    altitude_m = float(found.attrs["grid"].split(" at ")[1].split(" m")[0])
    asked = {True: 0, False: 0}
    for distance, fires in ((-step, True), (step, False)):
        ring = shape.buffer(distance)
        line = max(getattr(ring, "geoms", [ring]), key=lambda part: part.area).exterior
        for share in np.linspace(0.0, 1.0, 10, endpoint=False):
            x, y = line.interpolate(share, normalized=True).coords[0]
            inner = lon[2] < x < lon[-3] and lat[2] < y < lat[-3]
            if not inner:  # the grid ends there, not the footprint
                continue
            tables = _raid(unit, threat, y, x, altitude_m, azimuth_deg, range_m)
            outcome = run_block(tables, 1, 0, 64)
            assert (np.median(outcome.out_shots) > 0) == fires, (x, y, distance)
            asked[fires] += 1
    assert min(asked.values()) >= 6


def test_guns_cover_the_radius_that_they_protect_and_the_margin():
    """A disc: the catalogue's radius and margin, or the scenario's own radius in its place."""
    loaded = load("mixed-raid")
    wide = tuple(
        unit.model_copy(update={"protected_m": placed.number(1000.0)})
        for unit in loaded.scenario.fire_unit
    )
    own = adopt(loaded.scenario.model_copy(update={"fire_unit": wide}), loaded.catalogue)
    margin_m = loaded.catalogue.quantity("radar.an_tpq_50.judgement_margin").si_nominal
    gun_m = loaded.catalogue.quantity("interceptor.lpws.protected_radius").si_nominal
    for scenario, radius_m in ((loaded, gun_m), (own, 1000.0)):
        found = compute(
            scenario, units=["cram_erbil"], threats=["rocket_122mm"], azimuths=[200.0], points=121,
            range_m=15e3, margin_m=1.5e3, spread=0.0,
        )  # fmt: skip
        cells = (found["shots"].sel(case="nominal").values > 0).sum()
        north, east = (float(words.split(" m")[0]) for words in found.attrs["grid"].split("by")[:2])
        expected = np.pi * (radius_m + margin_m) ** 2
        assert cells * north * east == pytest.approx(expected, rel=0.03)
