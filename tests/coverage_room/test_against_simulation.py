"""Coverage at an aim point is what a simulated raid at that point meets."""

import numpy as np
import pytest
from coverage_room import placed

from airshield.coverage.arrivals import arrival_of, fly_in
from airshield.coverage.compute import compute
from airshield.coverage.contours import edge
from airshield.coverage.defence import lower_defence, place_of
from airshield.coverage.sweep import Sweep
from airshield.kernel import coverage as kernel
from airshield.simulate.geometry import Place
from airshield.simulate.lower import lower
from airshield.simulate.picker import Picker
from airshield.simulate.run import run_block

AZIMUTH_DEG, RANGE_M = 80.0, 431e3
# North, east of the unit (m): inside, near the edge, where the track is late, outside.
NODES = (
    (0.0, 0.0),
    (3e3, 4e3),
    (-9e3, -6e3),
    (2e3, 12e3),
    (-2e3, -14e3),
    (14e3, 1e3),
    (0.0, -40e3),
)


@pytest.fixture(scope="module")
def one():
    return placed.certain(placed.iraq(), ("patriot_al_asad",))


def nodes(loaded):
    pick = Picker(loaded.catalogue, {})
    (unit,) = loaded.scenario.fire_unit
    home = place_of(pick, unit)
    for north, east in NODES:
        lat = home.latitude_rad + north / 6.36e6
        lon = home.longitude_rad + east / 6.378e6 / np.cos(home.latitude_rad)
        yield Place(lat, lon, home.altitude_m)


def raid(loaded, place, threat="fateh_313"):
    lat, lon = np.degrees([place.latitude_rad, place.longitude_rad])
    return placed.aimed_at(
        loaded, float(lat), float(lon), place.altitude_m,
        threat=threat, azimuth_deg=AZIMUTH_DEG, range_m=RANGE_M,
    )  # fmt: skip


def swept(loaded, places, reference, threat="fateh_313"):
    pick = Picker(loaded.catalogue, {})
    units = tuple(sorted(loaded.scenario.fire_unit, key=lambda unit: unit.id))
    defence = lower_defence(pick, loaded.scenario, units, threat)
    family = fly_in(pick, threat, reference, AZIMUTH_DEG, RANGE_M, "nominal")
    points = np.array([place.lla for place in places])
    return Sweep(points).run(arrival_of(family), defence)


def test_windows_and_intercepts_are_those_of_the_lowered_scenario(one):
    seen = 0
    for place in nodes(one):
        lowered = lower(raid(one, place).scenario, raid(one, place).catalogue)
        # Flown at the node itself, so that only the way through the tables differs.
        row = swept(one, [place], place)[0]
        shots = [group[0] for group in lowered.shots if len(group[0].intercept_s)]
        track = lowered.tracks[0][0]
        delay = lowered.tables.delay_s[0, 0]
        ready = np.interp(0.5, track.p, track.t_s) + delay if len(track.p) else np.inf
        usable = [shot for shot in shots if ready <= shot.close_s]
        if not usable:
            assert row[kernel.SHOTS] == 0
            assert np.isnan(row[kernel.EARLIEST_S])
            continue
        seen += 1
        assert row[kernel.LATEST_S] == pytest.approx(
            max(shot.intercept_s[-1] for shot in usable), abs=1e-6
        )
        assert row[kernel.KEEP_OUT_M] == pytest.approx(
            min(shot.altitude_m[-1] for shot in usable), abs=1e-3
        )
        first = []
        for shot in usable:
            launches = np.linspace(shot.open_s, shot.close_s, len(shot.intercept_s))
            first.append(np.interp(max(ready, shot.open_s), launches, shot.intercept_s))
        assert row[kernel.EARLIEST_S] == pytest.approx(min(first), abs=1e-6)
    assert seen >= 4


def test_one_arrival_moved_is_as_good_as_one_flown_there(one):
    places = list(nodes(one))
    moved = swept(one, places, places[0])
    flown = np.array([swept(one, [place], place)[0] for place in places])
    assert (moved[:, kernel.SHOTS] == flown[:, kernel.SHOTS]).all()
    met = moved[:, kernel.SHOTS] > 0
    # 14 km away the path differs by metres: the Earth turns under another latitude.
    assert abs(moved[met, kernel.LATEST_S] - flown[met, kernel.LATEST_S]).max() < 0.02
    assert abs(moved[met, kernel.KEEP_OUT_M] - flown[met, kernel.KEEP_OUT_M]).max() < 1.0
    assert abs(moved[:, kernel.P_STOP] - flown[:, kernel.P_STOP]).max() < 1e-3


@pytest.mark.parametrize("threat", ["fateh_313", "qiam_1"])
def test_rounds_and_stops_are_those_of_simulated_raids(one, threat):
    """Two interceptors, bodies, correlation, false kills: 3.5 standard errors at 7 nodes."""
    places = list(nodes(one))
    found = swept(one, places, places[0], threat)
    for place, row in zip(places, found, strict=True):
        at = raid(one, place, threat)
        tables = lower(at.scenario, at.catalogue).tables
        outcome = run_block(tables, 5, 0, 40_000)
        stopped = (outcome.out_fate == 1).mean()
        error = np.sqrt(max(stopped * (1.0 - stopped), 1e-5) / 40_000)
        assert abs(row[kernel.P_STOP] - stopped) < 3.5 * error + 0.003, place
        if row[kernel.SHOTS] == 0:
            assert outcome.out_shots.mean() < 0.5


def test_unlucky_rounds_are_counted_as_in_a_raid(one):
    """With rounds that never hit, a simulated raid fires what coverage counts."""
    names = [f"interceptor__{name}__sskp_tbm" for name in ("gem_t", "pac3_cri")]
    never = dict.fromkeys([*names, *(f"{name}_manoeuvring" for name in names)], 1e-9)
    dull = placed.certain(
        placed.iraq(), ("patriot_al_asad",), outcome__assessment_false_kill=0.0, **never
    )
    places = list(nodes(dull))
    for place, row in zip(places, swept(dull, places, places[0]), strict=True):
        at = raid(dull, place)
        outcome = run_block(lower(at.scenario, at.catalogue).tables, 1, 0, 64)
        assert np.median(outcome.out_shots) == row[kernel.SHOTS]


@pytest.fixture(scope="module")
def drawn(one):
    return compute(one, threats=["fateh_313"], azimuths=[AZIMUTH_DEG], points=100, range_m=RANGE_M)


def test_the_drawn_edge_agrees_with_raids_just_inside_and_just_outside(one, drawn):
    shape = edge(drawn, "fateh_313", "nominal", AZIMUTH_DEG, 1)
    lat, lon = drawn["lat"].values, drawn["lon"].values
    step = max(lat[1] - lat[0], lon[1] - lon[0])
    altitude = float(drawn.attrs["grid"].split(" at ")[1].split(" m")[0])
    for distance, fires in ((-1.0 * step, True), (1.0 * step, False)):
        ring = (
            shape.buffer(distance).geoms[0]
            if hasattr(shape.buffer(distance), "geoms")
            else (shape.buffer(distance))
        )
        line = ring.exterior
        for share in np.linspace(0.0, 1.0, 12, endpoint=False):
            x, y = line.interpolate(share, normalized=True).coords[0]
            at = raid(one, Place.at(y, x, altitude))
            outcome = run_block(lower(at.scenario, at.catalogue).tables, 1, 0, 64)
            assert (np.median(outcome.out_shots) > 0) == fires, (x, y, distance)
