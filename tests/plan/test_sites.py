"""The siting question: bundled answer, refusals, orders, what binds, and mistakes."""

import json

import numpy as np
import pytest
from plan.sample_sites import TEXT, by_site, mine

from airshield.catalogue import bundled
from airshield.cli.app import run
from airshield.coverage.arrivals import arrival_of, fly_in
from airshield.coverage.defence import lower_defence
from airshield.coverage.sweep import Sweep
from airshield.errors import InfeasibleError, InputError
from airshield.kernel.coverage_columns import LOOKS
from airshield.plan.judge import Judge
from airshield.plan.raids import Stand, approaches, likelihoods, scenario
from airshield.plan.site_coverage import reach_m, site_coverage
from airshield.plan.sites import people, sites
from airshield.simulate.geometry import Place
from airshield.simulate.picker import Picker

CATALOGUE = bundled()


@pytest.fixture(scope="module")
def answer():
    return sites("march-2020", replications=400)


def test_march_2020_goes_where_most_unprotected_people_are(answer):
    # The compounds at Baghdad airport and the Green Zone are 15 km apart: one battery serves both.
    assert [one.site for one in answer.best.placements] == ["bdsc_victory", "taji"]
    assert answer.best.gap <= 1e-6
    assert answer.best.covered > answer.today.covered
    assert answer.best.difference.low > 0.0
    assert "Best: third at bdsc_victory" in answer.summary()


def test_march_2020_what_a_refusal_changes(answer):
    plans = dict(answer.refusals)
    refused = plans["Government of Iraq"]
    assert {one.site for one in refused.placements} <= {"erbil", "harir", "arifjan", "buehring"}
    assert refused.covered < answer.best.covered
    assert refused.to_best.low > 0.0
    assert plans["State of Kuwait"].placements == answer.best.placements


def test_march_2020_which_order(answer):
    assert len(answer.orders) == 2
    assert answer.orders[0].covered == pytest.approx(answer.best.covered)
    assert answer.orders[1].covered < answer.best.covered
    assert answer.orders[1].to_best.low > 0.0


def test_likelihoods_are_a_distribution():
    plan = mine()
    chance = likelihoods(plan, approaches(plan, CATALOGUE))
    assert sum(chance) == pytest.approx(1.0)
    assert min(chance) > 0.0
    own = dict(zip(approaches(plan, CATALOGUE), chance, strict=True))
    rates = {(one.asset, one.axis): p for one, p in own.items()}
    assert rates["arifjan", "west"] == pytest.approx(0.05 * rates["taji", "west"])


def test_coverage_of_a_pair_is_that_of_the_ladder():
    plan = mine()
    found = site_coverage(plan, CATALOGUE)
    shots = dict(zip(found.stands, found.shots, strict=True))
    demands = [(one.asset, one.axis) for one in found.demands]
    east, west = (Stand("patriot", "taji", look) for look in (90.0, 270.0))
    assert shots[east][demands.index(("taji", "west"))] >= 1
    assert shots[west].sum() == 0
    assert shots[east][demands.index(("erbil", "west"))] == 0


def test_with_a_coverage_by_hand_the_most_people_come_first():
    plan = mine()
    found = sites(plan, coverage=by_site(plan, CATALOGUE), replications=0)
    chance = likelihoods(plan, approaches(plan, CATALOGUE))
    worth = {}
    for p, demand in zip(chance, approaches(plan, CATALOGUE), strict=True):
        crowd = people(plan, CATALOGUE)[demand.asset]
        worth[demand.asset] = worth.get(demand.asset, 0.0) + p * crowd
    free = [one.site for one in plan.candidate if one.site not in ("al_asad", "erbil")]
    # Two sites may be worth the same: what they are worth decides.
    assert [worth[one.site] for one in found.best.placements] == pytest.approx(
        sorted((worth[site] for site in free), reverse=True)[:2]
    )
    assert found.best.people_exposed is None


def test_the_judge_plays_the_same_raids_for_every_plan():
    plan = mine()
    demands = approaches(plan, CATALOGUE)
    d = next(k for k, one in enumerate(demands) if (one.asset, one.axis) == ("taji", "west"))
    judge = Judge(plan, CATALOGUE, demands, reach_m(plan, CATALOGUE), 1, 300)
    bare, leakers = judge.raid(d, [])
    far, _ = judge.raid(d, [Stand("patriot", "erbil", 90.0)])
    held, fewer = judge.raid(d, [Stand("patriot", "taji", 90.0)])
    np.testing.assert_array_equal(bare, far)
    assert (fewer <= leakers).all()
    assert held.mean() < bare.mean()


def test_a_refusal_that_leaves_no_plan_is_said():
    end = '\n[[requirement]]\nasset = "harir"\naxis = "west"\nby = 2020-05-20\n'
    found = sites(mine(end=end), replications=0)
    assert found.impossible == ("Kurdistan Regional Government",)
    assert "If Kurdistan Regional Government refuses, no plan meets" in found.summary()


@pytest.mark.parametrize(
    ("changes", "end", "expected"),
    [
        ([], '\n[[requirement]]\nasset = "besmaya"\nby = 2020-05-20\n', "reach binds"),
        (
            [("permits_from = 2020-04-10\nnote", "note")],
            '\n[[requirement]]\nasset = "taji"\naxis = "west"\nby = 2020-05-20\n',
            "the permissions bind",
        ),
        (
            [],
            '\n[[requirement]]\nasset = "taji"\naxis = "west"\nby = 2020-04-15\n',
            "the dates of arrival bind",
        ),
        (
            [],
            "".join(
                f'\n[[requirement]]\nasset = "{a}"\naxis = "west"\nby = 2020-05-20\n'
                for a in ("taji", "balad", "harir")
            ),
            "the number of batteries binds",
        ),
    ],
)
def test_what_binds_is_named(changes, end, expected):
    with pytest.raises(InfeasibleError) as caught:
        sites(mine(*changes, end=end), replications=0)
    assert expected in str(caught.value), caught.value


def test_a_requirement_is_met_at_a_price():
    end = '\n[[requirement]]\nasset = "harir"\naxis = "west"\nby = 2020-05-20\n'
    found = sites(mine(end=end), replications=0)
    assert any(one.site in ("harir", "erbil") for one in found.best.placements)
    assert found.best.covered < sites(mine(), replications=0).best.covered


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("number = 1", "number = 30", "31 batteries are more than the candidate sites take (10)"),
        ('host = "baghdad"', 'host = "bagdad"', '"bagdad" is no `[[host]]` of this file'),
        ('host = "kuwait"', 'host = "cairo"', '"cairo" is no'),
        ("ends = 2020-06-30", "ends = 2020-03-01", "is not after the beginning"),
        ('launch_area = "tabriz"', 'launch_area = "tabris"', "is no launch area"),
        ("arifjan = 0.05", "arifian = 0.05", 'aimed.arifian: "arifian" is no asset'),
        ("arifjan = 0.05", "arifjan = 0", "must be more than 0"),
        ("boresights_deg = [0,", "boresights_deg = [999,", "must be at most 360"),
        ('site = "harir"\nhost', 'site = "erbil"\nhost', "stands twice among the candidates"),
        ('interceptor = "gem_t"', 'interceptor = "gem"', '"gem" is no interceptor'),
        ("permits_from = 2020-04-10", 'permits_from = "soon"', "is not a date"),
        ('kind = "patriot"\nsite', 'kind = "thaad"\nsite', "is no battery kind"),
        ("opportunities = 1", "opportunity = 1", 'did you mean "opportunities"'),
    ],
)
def test_a_mistake_is_named(old, new, expected):
    with pytest.raises(InputError) as caught:
        mine((old, new))
    assert any(expected in str(fault) for fault in caught.value.faults), caught.value
    assert all(fault.line for fault in caught.value.faults)


def test_where_no_host_permits_anything_one_line_says_so():
    text = TEXT
    for date in ("2020-04-10", "2020-03-30"):
        text = text.replace(f"permits_from = {date}\n", "")
    with pytest.raises(InputError) as caught:
        mine((TEXT, text))
    assert "no host permits anything before the end" in str(caught.value)


def test_a_host_without_a_site_is_named():
    end = '\n[[host]]\nid = "jordan"\npermits_from = 2020-04-01\n'
    with pytest.raises(InputError, match='no candidate stands in "jordan"'):
        mine(end=end)


def test_the_command_saves_and_prints(tmp_path, capsys):
    out = tmp_path / "out"
    words = ["plan", "sites", "march-2020", "--out", str(out), "--replications", "50"]
    assert run(words) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "Best: third at bdsc_victory" in printed
    assert {"sites.json", "sites.png", "sites.svg", "manifest.json"} == {
        path.name for path in out.iterdir()
    }
    saved = json.loads((out / "sites.json").read_text())
    assert saved["best"]["placements"][0]["up_from"] == "2020-04-20"
    assert run([*words, "--seed", "2"]) == 2
    assert "holds another run" in capsys.readouterr().err


def test_the_command_refuses_and_says_infeasible(tmp_path, capsys):
    path = tmp_path / "mine.toml"
    path.write_text(TEXT + '\n[[requirement]]\nasset = "besmaya"\nby = 2020-05-20\n')
    words = ["plan", "sites", str(path), "--no-plots", "--out", str(tmp_path / "out")]
    assert run([*words, "--replications", "0"]) == 3
    assert "no feasible plan; reach binds" in capsys.readouterr().err
    assert run([*words, "--replications", "-1"]) == 2
    assert run([*words, "--within", "1.5"]) == 2


def _by_map(plan, stand, demand):
    """Return the looks of one stand at one asset by the kernel that draws the maps."""
    pick = Picker(CATALOGUE, {})
    threat = next(one.threat for one in plan.axis if one.id == demand.axis)
    site = CATALOGUE.site(next(one.site for one in plan.asset if one.id == demand.asset))
    place = Place.at(site.lat_deg, site.lon_deg, site.elevation_m)
    family = fly_in(pick, threat, place, demand.azimuth_deg, demand.ground_range_m, "nominal")
    made = scenario(plan, [plan.asset[0]], [stand], [], certain=True)
    defence = lower_defence(pick, made, made.fire_unit, threat)
    return Sweep(np.array([place.lla])).run(arrival_of(family), defence)[0, LOOKS]


@pytest.mark.parametrize("alone", [False, True])
def test_coverage_at_the_candidates_is_that_of_the_production_map(alone):
    # Two ways to one number: shot tables of a raid, and the map's kernel at the asset's place. The
    # tables count the looks that a window holds for one interceptor; the map plays the doctrine,
    # whose pairs and better rounds cost looks. With one interceptor and one round they are equal.
    plan = mine()
    if alone:
        (kind,) = plan.battery_kind
        single = {"method": "shoot_look_shoot", "rounds": 1, "rounds_last": 1}
        plan = plan.model_copy(
            update={
                "battery_kind": (
                    kind.model_copy(update={"launcher_group": kind.launcher_group[:1]}),
                ),
                "doctrine": plan.doctrine.model_copy(update=single),
            }
        )
    known = site_coverage(plan, CATALOGUE)
    compared = {False: 0, True: 0}
    for stand, row in zip(known.stands, known.shots, strict=True):
        for demand, shots in zip(known.demands, row, strict=True):
            near = demand.asset in ("taji", "union_iii", "erbil", "harir")
            if stand.site not in ("taji", "erbil") or not near:
                continue
            looks = _by_map(plan, stand, demand)
            assert looks == shots if alone else (looks > 0) == (shots > 0), (stand, demand)
            assert looks <= shots
            compared[bool(shots > 0)] += 1
    assert min(compared.values()) >= 20
