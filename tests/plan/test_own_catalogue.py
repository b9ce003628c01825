"""Plans stand on the user's own catalogue, too: sites that no bundled file knows."""

import json

import pytest

from airshield.catalogue import load_catalogue
from airshield.cli.app import run
from airshield.errors import InputError
from airshield.plan.bases_file import load_bases
from airshield.plan.sites_file import load_sites
from airshield.plan.stock_file import load_stock

SITES = """
schema_version = 1
id = "palm_sites"
title = "One battery for a field and a port"
begins = 2026-01-01
ends = 2026-03-01
asset = [{ id = "field", site = "palm_field" }, { id = "port", site = "palm_port" }]
host = [{ id = "own", name = "Own government", permits_from = 2026-01-10 }]
candidate = [{ site = "palm_field", host = "own" }, { site = "palm_port", host = "own" }]
boresights_deg = [45]

[[axis]]
id = "inland"
threat = "scud_b"
approach_azimuth_deg = 45
ground_range_m = 220000
likelihood = 1
spacing_s = 30

[[battery_kind]]
id = "patriot"
battery = "patriot"
p_operational = 0.9
launcher_group = [{ interceptor = "pac3_mse", launchers = 2 }]

[[arrival]]
id = "first"
kind = "patriot"
number = 1
ready_from = 2026-01-05

[doctrine]
id = "default_tbm"
method = "shoot_shoot"
"""
BASES = """
schema_version = 1
id = "palm_bases"
title = "Field or port"
sites = "{sites}"
on = 2026-02-01
keep = [1]
batteries = [0, 1]
base = [{{ asset = "field", capacity = 1000 }}, {{ asset = "port", capacity = 1000 }}]
"""
STOCK = """
schema_version = 1
title = "Ten drones"
p_no_leaker = 0.8
raid = { threats = 10, threat = "palm_drone" }
rounds = { interceptor = "pac3_mse", p_kill = 0.7 }
doctrine = [{ id = "salvo", kind = "salvo" }]
"""
CATALOGUE = """
schema = "airshield-catalogue/1"

[threat.palm_drone]
class = "drone"
"""
SITE = """
[site.palm_{name}]
name = "Palm {name} (made up)"
lat = {lat}
lon = -12.5
elevation_m = 60
position_error_km = 5.0
radius = {{ low = 1, nominal = 1.5, high = 2, unit = "km", basis = "estimate", note = "made up" }}
people = {{ low = 4, nominal = 8, high = 12, unit = "count", basis = "estimate", note = "made up" }}
"""


@pytest.fixture
def files(tmp_path):
    sites, bases = tmp_path / "sites.toml", tmp_path / "bases.toml"
    own, stock = tmp_path / "own.toml", tmp_path / "stock.toml"
    sites.write_text(SITES, "utf-8")
    bases.write_text(BASES.format(sites=sites.as_posix()), "utf-8")
    stock.write_text(STOCK, "utf-8")
    parts = (SITE.format(name=name, lat=lat) for name, lat in (("field", 8.2), ("port", 8.6)))
    own.write_text(CATALOGUE + "".join(parts), "utf-8")
    return {"sites": sites, "bases": bases, "stock": stock, "own": own}


@pytest.mark.parametrize(
    ("kind", "load"), [("sites", load_sites), ("bases", load_bases), ("stock", load_stock)]
)
def test_a_plan_is_read_beside_the_own_catalogue(kind, load, files):
    assert load(files[kind], load_catalogue([files["own"]])).schema_version == 1
    with pytest.raises(InputError, match="palm_"):
        load(files[kind])


def test_files_of_a_plan_are_checked_with_it(files, capsys):
    named = [str(files[kind]) for kind in ("sites", "bases", "stock")]
    assert run(["check", *named, "--catalogue", str(files["own"])]) == 0
    assert capsys.readouterr().out.count("no fault") == 3


def test_the_command_places_a_battery_outside_the_bundled_theatre(files, tmp_path, capsys):
    out = tmp_path / "out"
    words = ["plan", "sites", str(files["sites"]), "--replications", "0", "--no-plots"]
    assert run([*words, "--out", str(out)]) == 2
    assert "palm_field" in capsys.readouterr().err
    assert run([*words, "--out", str(out), "--catalogue", str(files["own"])]) == 0
    found = json.loads((out / "sites.json").read_text("utf-8"))
    assert found["best"]["placements"][0]["site"].startswith("palm_")
    assert found["best"]["covered"] > found["today"]["covered"] == 0.0
