"""Equations and numbers of the theory pages hold: production code against the words of a page."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from scenario.sample import SMALL

from airshield.kernel.codes import UnitState
from airshield.kernel.horizon import EFFECTIVE_RADIUS_M, horizon_range_m
from airshield.kernel.route import route_trajectory, with_dive
from airshield.scenario import read
from airshield.simulate.geometry import WGS84, Place, origin_of_approach
from airshield.simulate.lower import lower
from airshield.simulate.run import run_block

THEORY = Path(__file__).parents[2] / "docs" / "theory"
N = 20_000
FLIGHT = """
[[flight]]
id = "one"
side = "friendly"
type = "fighter_generic"
asset = "base"
waypoint = [
  {{ bearing_deg = 80, range_m = 150000, height_m = 5000 }},
  {{ bearing_deg = 80, range_m = 5000, height_m = 4000 }},
]
p_cleared = {cleared}
p_reply = {reply}
[identification]
attacks_unit = []
[identification.confusion.aircraft]
cruise = 0.1
anti_radiation = 0.05
"""


def fired_at(status: str, *, reply: float, works: float, cleared: float, hostile: float) -> float:
    """Return the share of raids in which a battery that is up fires at the one flight."""
    doctrine = f'method = "shoot_shoot"\ncontrol_status = "{status}"\np_hostile = {hostile}\n'
    text = SMALL[: SMALL.index("[override")].replace('method = "shoot_shoot"\n', doctrine)
    text = text.replace('"pac3_cri"', '"gem_t"').replace(
        "p_operational = 0.9", f"p_operational = 1\np_interrogator = {works}"
    )
    loaded = read(text + FLIGHT.format(cleared=cleared, reply=reply))
    tables = lower(loaded.scenario, loaded.catalogue).tables
    outcome = run_block(tables, 1, 0, N)
    flight = int(np.flatnonzero(tables.threat_side != 0)[0])
    up = outcome.out_unit[:, 0] == UnitState.UP
    return float((outcome.out_shots[up, flight] > 0).mean())


def test_who_is_fired_at_follows_the_equations_of_the_page():
    r, g, k, h = 0.8, 0.7, 0.2, 0.3
    known = {"reply": r, "works": g, "cleared": k, "hostile": h}
    unknown = {"reply": 0.0, "works": 1.0, "cleared": 0.0, "hostile": 0.0}
    assert fired_at("free", **unknown) == 1.0
    not_friend = (1 - r * g) * (1 - k)
    # Nine of ten raids have the battery up; 3.3 standard errors: one false alarm in a thousand.
    for status, wanted in (
        ("free", not_friend),
        ("tight", not_friend * (0.15 * 1.0 + 0.85 * h)),
        ("hold", 0.0),
    ):
        error = 3.3 * math.sqrt(wanted * (1 - wanted) / (0.8 * N))
        assert fired_at(status, **known) == pytest.approx(wanted, abs=error), status
    assert fired_at("free", **{**unknown, "cleared": 1.0}) == 0.0


def test_the_horizons_of_the_page():
    page = (THEORY / "detection.md").read_text("utf-8")
    assert "an antenna at 4 m sees one at 60 m from 40 km, at\n20 m from 27 km" in page
    for height_m, shown_km in ((60.0, 40), (20.0, 27)):
        # Over a sphere of 4/3 radius: the tangent from each height.
        both = sum(math.sqrt(2 * 4 / 3 * 6371e3 * h) for h in (4.0, height_m))
        assert horizon_range_m(4.0, height_m, EFFECTIVE_RADIUS_M) == pytest.approx(both, rel=1e-4)
        assert round(both / 1e3) == shown_km


def test_a_route_takes_the_geodesic_at_its_speed_and_dives_at_its_angle():
    target = Place.at(33.8, 42.4, 180.0)
    start = origin_of_approach(target, 270.0, 100e3)
    path = np.array(
        [
            (start.latitude_rad, start.longitude_rad, 180.0 + 300.0),
            (target.latitude_rad, target.longitude_rad, 180.0),
        ]
    )
    angle = math.radians(15.0)
    points = with_dive(path, angle)
    route = route_trajectory(target.lla, points, np.full(len(points) - 1, 50.0))
    _, _, metres = WGS84.inv(
        *(math.degrees(x) for x in (start.longitude_rad, start.latitude_rad)),
        *(math.degrees(x) for x in (target.longitude_rad, target.latitude_rad)),
    )
    assert metres == pytest.approx(100e3, abs=0.1)
    # The dive's slope is longer than the ground under it; the altitude adds h / R.
    dive_m = 300.0 / math.tan(angle)
    longer_m = math.hypot(300.0, dive_m) - dive_m + 100e3 * 480.0 / 6371e3
    assert route.flight_time_s * 50.0 == pytest.approx(100e3 + longer_m, abs=3.0)
    assert np.linalg.norm(route.vel_enu_m_s, axis=1) == pytest.approx(50.0, rel=1e-6)
    assert route.impact_angle_rad == pytest.approx(angle, abs=2e-3)
    assert route.pos_enu_m[-1] == pytest.approx((0.0, 0.0, 0.0), abs=1e-6)
