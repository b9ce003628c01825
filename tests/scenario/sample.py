"""A small valid scenario, and a way to break one line of it."""

from __future__ import annotations

from airshield.errors import Fault, ScenarioError
from airshield.scenario import read

FILE = "mine.toml"
SMALL = """\
schema_version = 1
id = "small"
title = "Small"
question = "What gets through?"
date = 2020-04-12
[[asset]]
id = "base"
site = "al_asad"
radius_m = 2500
people = 1500
[[fire_unit]]
id = "battery"
battery = "patriot"
site = "al_asad"
boresight_deg = 80
p_operational = 0.9
doctrine = "pairs"
launch_spacing_s = { low = 0.5, nominal = 1, high = 2 }
[[fire_unit.launcher_group]]
interceptor = "pac3_cri"
launchers = 2
[[doctrine]]
id = "pairs"
method = "shoot_shoot"
[[volley]]
id = "raid"
threat = "fateh_313"
count = 4
asset = "base"
approach_azimuth_deg = { low = 70, nominal = 80, high = 90 }
ground_range_m = 430000
spacing_s = 10
[override."interceptor.pac3_cri"]
sskp_tbm = { low = 0.5, nominal = 0.6, high = 0.7 }
"""
WIDE = f"""\
{SMALL}[[asset]]
id = "camp"
site = "taji"
[asset.warning]
siren = true
[[asset.sub_area]]
id = "tents"
radius_m = 200
people = 50
[[fire_unit]]
id = "guns"
battery = "cram"
site = "taji"
boresight_deg = 0
p_operational = 0.7
doctrine = "bursts"
[[fire_unit.launcher_group]]
interceptor = "lpws"
launchers = 4
[[fire_unit]]
id = "eyes"
battery = "patriot"
site = "taji"
boresight_deg = 90
p_operational = 1
[[doctrine]]
id = "bursts"
method = "shoot_look_shoot"
[[doctrine.against]]
class = "drone"
control_status = "tight"
[[volley]]
id = "rockets"
threat = "rocket_107mm"
count = 12
asset = "camp"
approach_azimuth_deg = 230
ground_range_m = 6000
spacing_s = 0.6
[[volley]]
id = "drones"
threat = "shahed_131"
count = 5
asset = "camp"
approach_azimuth_deg = 270
ground_range_m = 100000
spacing_s = 20
[[volley.waypoint]]
bearing_deg = 300
range_m = 30000
height_m = 200
[[flight]]
id = "pair"
side = "friendly"
type = "fighter_generic"
count = 2
asset = "base"
spacing_s = 30
p_cleared = 0
[[flight.waypoint]]
bearing_deg = 75
range_m = 120000
height_m = 5000
[[flight.waypoint]]
bearing_deg = 255
range_m = 60000
height_m = 4000
[[order]]
time_s = -60
class = "aircraft"
order = "hold"
[identification]
catalogue = true
[identification.confusion.aircraft]
anti_radiation = 0.01
"""
"""The small scenario with guns, a sensor, rockets, drones, a flight, an order and confusion."""


def edited(line: int, new: str) -> str:
    """Return the small scenario with one line (from 1) put another way; "" takes it out."""
    lines = SMALL.splitlines(keepends=True)
    lines[line - 1] = f"{new}\n" if new else ""
    return "".join(lines)


def faults(text: str) -> tuple[Fault, ...]:
    """Return what a text is refused for; nothing where it is accepted."""
    try:
        read(text, FILE)
    except ScenarioError as error:
        return error.faults
    return ()
