"""Values go where their key paths say, and every point is a scenario that was checked."""

import pytest
from study.sample import CUBE, SMALL

from airshield.posture import resolve
from airshield.scenario import load
from airshield.study.design import design
from airshield.study.files import read_study
from airshield.study.models import Axis
from airshield.study.vary import RefusedError, varied


def axis(*keys, values=(1,), **more):
    return Axis(id="a", keys=keys, values=values, **more)


def counts(loaded):
    return [volley.count for volley in loaded.scenario.volley]


def test_a_total_is_divided_by_largest_remainder():
    base = resolve(load("iraq-2020")).loaded
    assert counts(base) == [5, 5, 5, 1]
    divided = axis("volley.*.count", divide=True)
    assert counts(varied(base, [divided], {"a": 32})) == [10, 10, 10, 2]
    # 4 of 16: 1.25 each of the first three and 0.25 of the last, which is left out.
    assert counts(varied(base, [divided], {"a": 4})) == [2, 1, 1]
    for total in range(1, 40):
        assert sum(counts(varied(base, [divided], {"a": total}))) == total


def test_an_array_is_cut_in_the_order_of_the_file():
    base = resolve(load("iraq-2020")).loaded
    ids = [unit.id for unit in base.scenario.fire_unit]
    for n in range(3):
        found = varied(base, [axis("fire_unit")], {"a": n}).scenario.fire_unit
        assert [unit.id for unit in found] == ids[:n]
    with pytest.raises(RefusedError, match="0 to 2"):
        varied(base, [axis("fire_unit")], {"a": 3})


def test_a_star_stands_for_every_row_and_a_path_goes_deep():
    base = resolve(load("iraq-2020")).loaded
    keys = ("fire_unit.*.launcher_group.pac3_cri.launchers",)
    found = varied(base, [axis(*keys)], {"a": 7}).scenario.fire_unit
    own = [g.launchers for u in found for g in u.launcher_group if g.interceptor == "pac3_cri"]
    assert own == [7, 7]


def test_a_catalogue_value_is_certain_at_a_point():
    found = varied(load("textbook"), [axis("interceptor.pac3_cri.sskp_tbm")], {"a": 0.4})
    quantity = found.catalogue.quantity("interceptor.pac3_cri.sskp_tbm")
    assert (quantity.low, quantity.nominal, quantity.high) == (0.4, 0.4, 0.4)


@pytest.mark.parametrize("key", ["approach_azimuth_deg", "ground_range_m", "style", "spacing_s"])
def test_how_a_raid_flies_is_not_varied(key):
    with pytest.raises(RefusedError, match="not how it flies"):
        varied(load("textbook"), [axis(f"volley.raid.{key}")], {"a": 1})


def test_a_grid_runs_over_every_pair_and_a_hypercube_over_every_stratum():
    study = read_study(SMALL)
    assert [tuple(point.values()) for point in study.points] == [
        (2, 0.5), (2, 0.7), (4, 0.5), (4, 0.7),
    ]  # fmt: skip
    cube = read_study(CUBE.replace("points = 5", "points = 8"))
    points = design(cube.spec)
    # One whole number in each of eight strata of 1..8, one kill probability in each of .5 to .9.
    assert sorted(point["raid_size"] for point in points) == list(range(1, 9))
    assert sorted(int((point["p_kill"] - 0.5) / 0.05) for point in points) == list(range(8))
