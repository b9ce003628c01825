"""The dataset, its ends, and what is refused."""

import dataclasses
import os
import subprocess
import sys

import numpy as np
import pytest
from coverage_room import placed

from airshield.coverage import compute
from airshield.coverage.arrivals import arrival_of, fly_in, thinned
from airshield.coverage.bounds import LESS_IS_BETTER, MORE_IS_BETTER, chosen, direction
from airshield.coverage.dataset import VARIABLES, middle_of_gap
from airshield.coverage.defence import lower_defence, place_of
from airshield.coverage.grid import grid_around
from airshield.coverage.summary import areas, at_assets
from airshield.coverage.sweep import Sweep
from airshield.errors import InputError
from airshield.kernel import coverage_columns as column
from airshield.posture import resolve
from airshield.scenario import load
from airshield.simulate.picker import Picker

ASKED = {"units": ["patriot_al_asad"], "threats": ["fateh_313"], "points": 24, "azimuths": 4}


@pytest.fixture(scope="module")
def found():
    return compute("iraq-2020", **ASKED)


def test_the_dataset_has_its_axes_units_and_what_must_be_said(found):
    assert dict(found.sizes) == {
        "threat": 1, "case": 3, "azimuth": 4, "lat": 24, "lon": 24, "rose_azimuth": 36,
        "asset": 2, "fire_unit": 1,
    }  # fmt: skip
    for name in found.data_vars:
        assert found[name].attrs["units"]
        assert found[name].attrs["long_name"]
    assert "priors" in found.attrs["comment"]
    p = found["unit_p_up"].item()
    # The ledger of 12 April 2020: P(operational) .8849591.
    assert p == pytest.approx(0.8849591 * 0.88 * 0.97, rel=1e-6)


def test_more_shots_and_stops_from_low_to_high(found):
    shots = (found["shots"] > 0).sum(("azimuth", "lat", "lon")).values[0]
    assert shots[0] <= shots[1] < shots[2]
    assert shots[1] > 0
    inside = found.sel(case="nominal", threat="fateh_313")
    met = inside["shots"] > 0
    assert (inside["p_stop"].where(met) > 0).sum() == met.sum()
    early, late = inside["earliest_intercept_s"], inside["latest_intercept_s"]
    assert (early.where(met) <= late.where(met) + 1e-4).sum() == met.sum()
    assert int(early.isnull().sum()) == int((~met).sum())
    assert float(inside["keep_out_altitude_m"].min()) >= 3999.0


def test_all_azimuths_together(found):
    own = found.sel(threat="fateh_313", case="nominal")
    assert (own["shots_mean"].values == own["shots"].values.mean(axis=0, dtype="f4")).all()
    assert (own["shots_least"].values == own["shots"].values.min(axis=0)).all()
    seen = own["least_covered_azimuth_deg"].values
    covered = own["shots"].values.max(axis=0) > 0
    assert (np.isfinite(seen) == covered).all()
    # The battery looks east, so the widest gap has its middle in the west.
    assert set(np.unique(seen[covered])) <= {180.0, 270.0, 0.0}


@pytest.mark.parametrize(
    ("weak", "middle"),
    [
        ("1000", (0,)),
        ("0110", (1, 2)),
        ("1001", (0, 3)),
        ("1111", (0, 1, 2, 3)),
        ("110111", (4, 5)),
    ],
)
def test_the_middle_of_a_gap_goes_round_the_circle(weak, middle):
    assert int(middle_of_gap(np.array([c == "1" for c in weak]))) in middle


def test_low_and_high_agree_with_nominal_where_nothing_is_spread():
    same = compute("iraq-2020", **(ASKED | {"azimuths": [80.0]}), spread=0.0)
    for name in VARIABLES:
        low, nominal, high = same[name].values[0]
        assert np.array_equal(low, nominal, equal_nan=True)
        assert np.array_equal(high, nominal, equal_nan=True)


def test_the_numbers_do_not_depend_on_threads(found):
    again = compute("iraq-2020", **ASKED, threads=1)
    three = compute("iraq-2020", **ASKED, threads=3)
    for name in found.data_vars:
        assert np.array_equal(again[name].values, three[name].values, equal_nan=True), name


def test_nobody_to_engage_a_rocket_is_said_and_covers_nothing():
    none = compute("iraq-2020", **(ASKED | {"threats": ["rocket_122mm"], "points": 8}))
    assert none["shots"].values.max() == 0
    assert "gem_t: no range against rockets" in none.attrs["left_out"]


def test_rows_of_the_summary(found):
    one = next(row for row in areas(found) if row.shots == 1)
    north, east = (float(words.split(" m")[0]) for words in found.attrs["grid"].split("by")[:2])
    cells = (found["shots"].values[0] >= 1).sum(axis=(2, 3)).mean(axis=1)
    assert one.mean_km2 == pytest.approx(cells * north * east / 1e6, rel=0.01)
    assert one.best_azimuth_deg == 90.0
    al_asad, erbil = at_assets(found)
    assert al_asad.shots_most[1] == 2
    assert 90.0 < al_asad.least_covered_azimuth_deg < 360.0
    assert erbil.shots_most == (0.0, 0.0, 0.0)
    assert erbil.least_covered_azimuth_deg is None


def _faults(**asked):
    with pytest.raises(InputError) as caught:
        compute("iraq-2020", **(ASKED | asked))
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"points": 1}, "empty grid"),
        ({"points": 601}, "too many"),
        ({"margin_m": 0.0}, "empty grid"),
        ({"threats": ["qiam"]}, 'did you mean "qiam_1"?'),
        ({"units": ["patriot_erbi"]}, 'did you mean "patriot_erbil"?'),
        ({"azimuths": 0}, "1 to 360"),
        ({"azimuths": [400.0]}, "between -360 and 360"),
        ({"style": "steep"}, "nominal, lofted, depressed"),
        ({"range_m": -5.0}, "above 0"),
        ({"spread": 1.5}, "no share"),
    ],
)
def test_each_mistake_is_one_clear_line(asked, words):
    (line,) = _faults(**asked)
    assert words in line


def test_no_fire_unit_that_is_up_is_said():
    loaded = resolve(load("iraq-2020")).loaded
    for change in (
        {"p_operational": placed.number(0.0)},
        {"launcher_group": ()},
    ):
        down = tuple(unit.model_copy(update=change) for unit in loaded.scenario.fire_unit)
        own = loaded.scenario.model_copy(update={"fire_unit": down})
        with pytest.raises(InputError, match="no fire unit is up"):
            compute(dataclasses.replace(loaded, scenario=own), points=8)
    held = tuple(d.model_copy(update={"control_status": "hold"}) for d in loaded.scenario.doctrine)
    own = loaded.scenario.model_copy(update={"doctrine": held})
    with pytest.raises(InputError, match="no fire unit is up"):
        compute(dataclasses.replace(loaded, scenario=own), points=8)


def _covered(loaded, values):
    pick = Picker(loaded.catalogue, values)
    units = loaded.scenario.fire_unit[:1]
    defence = lower_defence(pick, loaded.scenario, units, "qiam_1")
    grid = grid_around([place_of(pick, units[0])], 40e3, 28)
    family = fly_in(pick, "qiam_1", grid.centre, 95.0, 431e3, "nominal")
    found = Sweep(grid.lla, grid.shape).run(arrival_of(family), defence)
    return int((found[:, column.SHOTS] > 0).sum()), found[:, column.P_STOP].sum(), pick.used


def test_each_value_at_its_better_end_takes_no_coverage_away():
    loaded = resolve(load("iraq-2020")).loaded
    ground, _, used = _covered(loaded, {})
    moved = 0
    for path in used:
        if not direction(path) or path.startswith("scenario."):
            continue
        for case, sign in (("high", 1), ("low", -1)):
            values = chosen(case, [path], loaded.catalogue, {})
            other = _covered(loaded, values)[0]
            assert sign * (other - ground) >= 0, (path, case)
            moved += other != ground
    # Reach, lowest height, delay, detection: not every value sets an edge of this footprint.
    assert moved >= 5


def test_every_value_that_is_read_is_sorted():
    loaded = resolve(load("iraq-2020")).loaded
    neither = {path.rsplit(".", 1)[-1] for path in _covered(loaded, {})[2] if not direction(path)}
    # A boresight has no better end; the flight's boost and the false-alarm rate hardly any.
    assert neither <= {"boresight_deg", "burn_time", "pfa", "track_looks"}
    assert not MORE_IS_BETTER & LESS_IS_BETTER


def test_a_thinned_path_keeps_ends_and_bends():
    t_s = np.arange(-1000, 1) * 0.5
    east = -50.0 * t_s
    up = np.where(t_s < -20.0, 1000.0, -50.0 * t_s)
    path = np.column_stack([east, 0.0 * t_s, up])
    thin = thinned(t_s, path)
    assert len(thin.t_s) < 250
    assert (thin.t_s[0], thin.t_s[-1]) == (t_s[0], t_s[-1])
    for k in range(3):
        assert np.interp(t_s, thin.t_s, thin.pos_enu_m[:, k]) == pytest.approx(path[:, k], abs=1e-6)


_SOURCE = """
import hashlib, sys
import numpy as np
from airshield.coverage.arrivals import arrival_of, fly_in
from airshield.coverage.defence import lower_defence, place_of
from airshield.coverage.grid import grid_around
from airshield.coverage.sweep import Sweep
from airshield.posture import resolve
from airshield.scenario import load
from airshield.simulate import shots
from airshield.simulate.picker import Picker
shots._time_of_flight = lambda *a: np.linspace(0.0, a[5], 81)[:, None] / 1000.0 * np.ones((1, 61))
loaded = resolve(load("iraq-2020")).loaded
pick, units = Picker(loaded.catalogue, {}), loaded.scenario.fire_unit[:1]
defence = lower_defence(pick, loaded.scenario, units, "qiam_1")
grid = grid_around([place_of(pick, units[0])], 12e3, 3)
arrival = arrival_of(fly_in(pick, "qiam_1", grid.centre, 80.0, 431e3, "nominal"))
found = Sweep(grid.lla, grid.shape, threads=1).run(arrival, defence)
np.savetxt(sys.stdout, found)
"""


@pytest.mark.slow
def test_compiled_and_interpreted_find_the_same():
    found = []
    for disabled in ("0", "1"):
        environment = os.environ | {"NUMBA_DISABLE_JIT": disabled}
        done = subprocess.run(
            [sys.executable, "-c", _SOURCE], env=environment, check=True, capture_output=True,
            text=True,
        )  # fmt: skip
        found.append(np.array([line.split() for line in done.stdout.splitlines()], float))
    assert (found[0][:, column.SHOTS] > 0).any()
    assert found[0] == pytest.approx(found[1], abs=1e-9, nan_ok=True)
