"""Plans against what flies low and what guns meet: every class, as scenarios know it."""

import pytest

from airshield.catalogue import bundled
from airshield.catalogue.classes import against
from airshield.errors import InputError
from airshield.plan.files import parse_plan
from airshield.plan.judge import Judge
from airshield.plan.raids import approaches
from airshield.plan.site_coverage import reach_m, site_coverage
from airshield.plan.sites import sites
from airshield.plan.sites_file import SitesFile, check_sites

CATALOGUE = bundled()
HEAD = """
schema_version = 1
id = "mixed"
title = "Mixed"
begins = 2020-04-01
ends = 2020-05-01
boresights_deg = [90]

[[asset]]
id = "taji"
site = "taji"

[[host]]
id = "baghdad"
permits_from = 2020-04-01

[[candidate]]
site = "taji"
host = "baghdad"

[[candidate]]
site = "al_asad"
host = "baghdad"

[[arrival]]
id = "first"
kind = "own"
number = 1
ready_from = 2020-04-01

[doctrine]
id = "own"
method = "shoot_shoot"
"""
PATRIOT = """
[[battery_kind]]
id = "own"
battery = "patriot"
p_operational = 1

[[battery_kind.launcher_group]]
interceptor = "gem_t"
launchers = 4
"""
CRAM = """
[[battery_kind]]
id = "own"
battery = "cram"
p_operational = 1

[[battery_kind.launcher_group]]
interceptor = "lpws"
launchers = 2
"""


def axis(threat, where='launch_area = "kermanshah"', more=""):
    return f"""
[[axis]]
id = "{threat}"
threat = "{threat}"
{where}
likelihood = 1
threats = 3
spacing_s = 20
{more}
"""


NEAR = "approach_azimuth_deg = 60\nground_range_m = 15000"


def posed(*parts):
    return parse_plan("mixed", HEAD + "".join(parts), SitesFile, check_sites)


def shots_at_taji(plan):
    found = site_coverage(plan, CATALOGUE)
    at = [j for j, stand in enumerate(found.stands) if stand.site == "taji"]
    return dict(zip([one.axis for one in found.demands], found.shots[at[0]], strict=True))


def test_each_battery_covers_what_it_is_made_for_and_nothing_else():
    raids = axis("qiam_1") + axis("shahed_136") + axis("quds_1") + axis("rocket_122mm", NEAR)
    patriot, cram = posed(PATRIOT, raids), posed(CRAM, raids)
    held = shots_at_taji(patriot)
    assert held["qiam_1"] >= 1
    assert held["rocket_122mm"] == 0
    guns = shots_at_taji(cram)
    assert guns["rocket_122mm"] >= 1
    assert guns["shahed_136"] >= 1
    assert guns["qiam_1"] == guns["quds_1"] == 0


def test_reach_is_that_against_what_comes():
    path = against(CATALOGUE.has, "gem_t", "drone").range_max
    assert reach_m(posed(PATRIOT, axis("shahed_136")), CATALOGUE) == (
        CATALOGUE.quantity(f"interceptor.gem_t.{path}").si_high
    )
    gun = CATALOGUE.quantity("interceptor.lpws.range_max").si_high
    assert reach_m(posed(CRAM, axis("rocket_122mm", NEAR)), CATALOGUE) == gun
    assert reach_m(posed(CRAM, axis("qiam_1")), CATALOGUE) == 0.0


def test_an_axis_from_near_comes_from_its_bearing_at_every_asset():
    (one,) = approaches(posed(CRAM, axis("rocket_122mm", NEAR)), CATALOGUE)
    assert (one.azimuth_deg, one.ground_range_m) == (60.0, 15000.0)


def test_guns_are_sited_against_rockets_and_judged():
    found = sites(posed(CRAM, axis("rocket_122mm", NEAR)), CATALOGUE, replications=200)
    assert [one.site for one in found.best.placements] == ["taji"]
    assert found.best.covered == 1.0
    assert found.best.difference.low > 0.0


def test_height_of_an_axis_reaches_the_raid():
    # Below the radar's horizon at its own height, in plain view at 3 km.
    def detected(more):
        plan = posed(PATRIOT, axis("quds_1", more=more))
        judge = Judge(plan, CATALOGUE, approaches(plan, CATALOGUE), 1e6, 1, 300)
        stand = next(s for s in site_coverage(plan, CATALOGUE).stands if s.site == "taji")
        return judge.raid(0, [stand])[1].mean()

    assert detected("height_m = 3000") < detected("height_m = 30")


def test_a_task_that_a_doctrine_refuses_is_no_cover():
    refuses = '\n[[doctrine.against]]\nclass = "drone"\nengage = false\n'
    assert shots_at_taji(posed(refuses, CRAM, axis("shahed_136")))["shahed_136"] == 0


@pytest.mark.parametrize(
    ("raid", "expected"),
    [
        (axis("fighter_generic"), "aircraft fly as `[[flight]]`"),
        (axis("shahed_136", more='style = "lofted"'), "only what falls has a style"),
        (axis("qiam_1", more="height_m = 100"), "only what flies low has this key"),
        (axis("qiam_1", "ground_range_m = 300000"), "missing; name a launch area"),
        (axis("qiam_1", 'launch_area = "tabriz"\n' + NEAR), "comes from one place"),
    ],
)
def test_what_a_class_does_not_take_is_named(raid, expected):
    with pytest.raises(InputError) as caught:
        posed(PATRIOT, raid)
    (fault,) = caught.value.faults
    assert expected in str(fault)
    assert fault.line


def test_an_axis_on_which_nothing_can_come_is_named():
    with pytest.raises(InputError, match="no rocket_122mm reaches any of the assets"):
        sites(posed(CRAM, axis("rocket_122mm")), CATALOGUE, replications=0)
