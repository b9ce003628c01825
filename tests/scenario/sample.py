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
