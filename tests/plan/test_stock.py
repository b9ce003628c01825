"""Stock plans: intervals, prices, the scenario's own stock by simulation, and mistakes."""

import json
from dataclasses import replace

import pytest

import airshield as ash
from airshield.catalogue import bundled
from airshield.cli.app import run
from airshield.errors import InputError
from airshield.plan.files import parse_plan, read_text
from airshield.plan.stock import hit_and_stop
from airshield.plan.stock_file import StockFile, check_stock
from airshield.scenario.models import Estimate

TEXT = read_text("stock-2020")[1]


def mine(old, new):
    assert old in TEXT
    return parse_plan("mine", TEXT.replace(old, new, 1), StockFile, check_stock)


def test_the_interval_holds_the_nominal_and_says_infeasible():
    found = ash.plan.stock(mine("p_no_leaker = 0.5", "p_no_leaker = 0.1"))
    for need in found.needs:
        assert need.ceiling_low <= need.ceiling <= need.ceiling_high
        if need.rounds is not None:
            assert need.fewest <= need.rounds
        assert need.most is None
    assert "infeasible at any stock" in found.summary()


def test_a_wider_range_never_needs_a_narrower_interval():
    one = ash.plan.stock(mine("p_no_leaker = 0.5", "p_no_leaker = 0.05"))
    raid = 'threats = 11\nthreat = "qiam_1"'
    few = ash.plan.stock(mine(raid, raid.replace("11", "3")))
    assert all(need.fewest for need in (*one.needs, *few.needs))


def test_prices_have_their_sources_and_missing_ones_are_named():
    drones = dict(ash.plan.stock("stock-drones").exchange)["shoot_shoot"]
    # Forty rounds of 3 MUSD at twenty drones of 0.035 MUSD.
    assert drones.ratio[1] == pytest.approx(40 * 3.0 / (20 * 0.035))
    assert drones.ratio[0] < drones.ratio[1] < drones.ratio[2]
    assert all("http" in source for source in drones.sources)
    missing = dict(ash.plan.stock("stock-2020").exchange)["shoot_shoot"]
    assert missing.ratio is None
    assert "pac3_cri, qiam_1" in missing.missing


def test_a_price_of_the_file_is_used_and_named():
    text = TEXT.replace('"pac3_cri"', '"gem_t"')
    text += (
        "\n[threat_price]\nlow = 0.5\nnominal = 1\nhigh = 2\n"
        'basis = "estimate"\nnote = "a guess of this test"\n'
    )
    found = ash.plan.stock(parse_plan("mine", text, StockFile, check_stock))
    exchange = dict(found.exchange)["shoot_shoot"]
    assert exchange.ratio[1] == pytest.approx(exchange.rounds / 11 * 3.0)
    assert any("a guess of this test (estimate)" in source for source in exchange.sources)


def test_a_scenario_is_stocked_by_simulation():
    found = ash.plan.stock_by_simulation(ash.load("textbook"), 0.6, replications=4000)
    # Two rounds at each of four missiles give 0.686, so that eight rounds do and fewer do not.
    assert found.rounds == {"battery:pac3_cri": 8}
    assert found.reached[1] <= 0.68574961 <= found.reached[2]
    never = ash.plan.stock_by_simulation(ash.load("textbook"), 0.9, replications=500)
    assert never.rounds is None
    assert never.unlimited[0] < 0.9


def test_a_hit_on_a_drone_is_a_stop_and_one_on_a_missile_need_not_be():
    held = ash.plan.stock("stock-drones")
    assert held.given_hit == (1.0, 1.0, 1.0)
    found = bundled()
    kill = found.quantity("interceptor.gem_t.sskp_drone")
    assert held.p_kill == (kill.si_low, kill.si_nominal, kill.si_high)
    _, given = hit_and_stop(found, "gem_t", "qiam_1")
    assert given[1] == found.quantity("outcome.warhead_given_hit_blast").si_nominal < 1.0


def test_rounds_in_reserve_count_as_rounds():
    bare = ash.load("textbook")
    (unit,) = bare.scenario.fire_unit
    (group,) = unit.launcher_group
    late = Estimate(low=1e4, nominal=1e4, high=1e4)
    group = group.model_copy(
        update={"launchers": 1, "rounds_per_launcher": 4, "reserve_rounds": 4, "reload_s": late}
    )
    unit = unit.model_copy(update={"launcher_group": (group,)})
    more = replace(bare, scenario=bare.scenario.model_copy(update={"fire_unit": (unit,)}))
    found = ash.plan.stock_by_simulation(more, 0.6, replications=2000)
    # What comes too late helps nobody now; ready at once, the eight of the textbook do.
    assert found.now[0] < 0.6
    assert found.rounds == {"battery:pac3_cri": 8}


def test_a_scenario_without_rounds_and_an_impossible_wish_are_refused():
    with pytest.raises(InputError, match="no rounds to scale"):
        ash.plan.stock_by_simulation(ash.load("al-asad-2020-01-08"), 0.9)
    with pytest.raises(InputError, match="not in"):
        ash.plan.stock_by_simulation(ash.load("textbook"), 1.0)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("p_no_leaker = 0.5", "p_no_leaker = 1.0", "p_no_leaker: 1.0 must be less than 1"),
        ("threats = 11", "threats = 0", "raid.threats: 0 must be at least 1"),
        ("low = 0.95", "low = 1.95", "raid.p_track: 1.95, 0.99, 1 must rise"),
        ('threat = "qiam_1"', 'threat = "qiam"', 'raid.threat: "qiam" is no threat'),
        ('interceptor = "pac3_cri"', 'interceptor = "pac3"', '"pac3" is no interceptor'),
        ('interceptor = "pac3_cri"', 'interceptor = "tamir"', "no kill probability"),
        ("rounds = [1, 2]", "rounds = []", "rounds: missing; write the rounds of each look"),
        ("rounds = [2]", "rounds = [0]", "rounds.1: 0 must be at least 1"),
        ('kind = "barrage"', 'kind = "barrage"\nrounds = [3]', "spreads what there is"),
        ('kind = "barrage"', 'kind = "salvo"\nrounds = [3, 4]', "a salvo has one number"),
        ('doctrine = "shoot_shoot"', 'doctrine = "shoot"', 'has the id "shoot"'),
        ('doctrine = "shoot_shoot"', 'doctrine = "barrage"', "states no rounds"),
        ("stock = 32", "stock = -1", "supply.stock: -1 must be at least 1"),
        ("high = 0.1,", "high = 0.02,", "raids_per_day: must rise"),
        ("horizon_days", "horizon_day", 'unknown key; did you mean "horizon_days"'),
    ],
)
def test_a_mistake_is_named(old, new, expected):
    with pytest.raises(InputError) as caught:
        mine(old, new)
    assert len(caught.value.faults) == 1
    assert expected in str(caught.value), caught.value
    assert caught.value.faults[0].line


def test_the_command_says_infeasible_and_ends_with_3(tmp_path, capsys):
    path = tmp_path / "mine.toml"
    path.write_text(
        TEXT.replace("p_no_leaker = 0.5", "p_no_leaker = 0.999").replace(
            "high = 1,", "high = 0.99,"
        )
    )
    assert run(["plan", "stock", str(path)]) == 3
    assert "infeasible at any stock" in " ".join(capsys.readouterr().out.lower().split())


def test_the_envelope_says_infeasible_as_the_exit_code_does(tmp_path, capsys):
    path = tmp_path / "mine.toml"
    path.write_text(
        TEXT.replace("p_no_leaker = 0.5", "p_no_leaker = 0.999").replace(
            "high = 1,", "high = 0.99,"
        )
    )
    assert run(["plan", "stock", str(path), "--json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["exit_code"]) == (False, 3)
    assert told["result"]["needs"]


def test_a_question_in_brackets_is_printed_as_it_stands(tmp_path, capsys):
    path = tmp_path / "mine.toml"
    question = next(line for line in TEXT.splitlines() if line.startswith("question = "))
    path.write_text(TEXT.replace(question, 'question = "Enough [/bold] rounds [red]?"'))
    assert run(["plan", "stock", str(path)]) == 0
    assert "Enough [/bold] rounds [red]?" in capsys.readouterr().out


def test_the_command_prints_days_and_prices(capsys):
    assert run(["plan", "stock", "stock-2020"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "First day on which 32 rounds are too few (16 more every 30 days)" in out
    assert "no public price in the catalogue" in out
    assert run(["plan", "stock", "stock-drones", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)["result"]
    assert [need["doctrine"] for need in result["needs"]][-1] == "barrage"


def test_the_command_takes_a_scenario(capsys):
    words = ["plan", "stock", "textbook", "--replications", "500", "--p-no-leaker"]
    assert run([*words, "0.6"]) == 0
    assert "battery:pac3_cri" in capsys.readouterr().out
    assert run([*words, "0.95", "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["result"]["rounds"] is None
    assert run([*words, "2"]) == 2
