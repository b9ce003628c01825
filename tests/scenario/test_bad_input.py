"""Each key of the battlefield, written wrongly: one line that says where, what and how to mend."""

from __future__ import annotations

import types
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from scenario.sample import FILE, SMALL, WIDE, faults
from scenario.test_load import ONE_FAULT

from airshield.scenario import models
from airshield.scenario.models import Estimate, Model, Override, Posture, Reported, Scenario

GUNS = 'boresight_deg = 0\np_operational = 0.7\ndoctrine = "bursts"\n'
GROUP = 'interceptor = "lpws"\nlaunchers = 4\n'
EYES = "boresight_deg = 90\n"
BURSTS = 'method = "shoot_look_shoot"\n'
AGAINST = 'control_status = "tight"\n'
ROCKETS = 'threat = "rocket_107mm"\n'
DRONES = 'threat = "shahed_131"\n'
PLACE = "bearing_deg = 300\nrange_m = 30000\nheight_m = 200\n"
CLEARED = "p_cleared = 0\n"
SIREN = "siren = true\n"
PATRIOT = "boresight_deg = 80\n"
ORDER = 'time_s = -60\nclass = "aircraft"\norder = "hold"\n'
IDENTIFIED = "catalogue = true\n"
ROW = "anti_radiation = 0.01\n"
PLACES = WIDE[WIDE.index("[[flight.waypoint]]") : WIDE.index("[[order]]")]
LAST = PLACES[: PLACES.index("[[flight.waypoint]]", 1)]

# (text, what stands there instead, line of the fault from the first line of the text, its key,
# what the message must hold)
Row = tuple[str, str, int, str, str]


def after(text: str, new: str, key: str, holds: str, at: int | None = None) -> Row:
    """Return the row of one line (or more) written below a text; the fault is at its last."""
    lines = text.count("\n") + new.count("\n")
    return text, f"{text}{new}\n", lines if at is None else at, key, holds


CONFUSION = "identification.confusion"
WARNING = "asset.camp.warning"
ROWS: list[Row] = [
    # ------------------------------------------------------------------ assets and warning
    after(ROW, '[[asset]]\nid = "camp"\nsite = "taji"', "asset.camp.id", "stands twice", 2),
    after(SIREN, 'siren_delay_s = "soon"', f"{WARNING}.siren_delay_s", "a number in seconds"),
    after(SIREN, "siren_delay_s = -3", f"{WARNING}.siren_delay_s", "not be below 0 seconds"),
    after(SIREN, "siren_delay_min = 1", f"{WARNING}.siren_delay_min", "write `siren_delay_s`"),
    (SIREN, 'siren = "on"\n', 0, f"{WARNING}.siren", '"on" is neither true nor false'),
    (SIREN, "siren = false\nsiren_delay_s = 3\n", 1, f"{WARNING}.siren_delay_s", "`siren = false`"),
    after(SIREN, "intelligence = 1", f"{WARNING}.intelligence", "neither true nor false"),
    after(SIREN, "intelligence_h = 3", f"{WARNING}.intelligence_h", "write `intelligence_s`"),
    after(SIREN, "intelligence_s = -1", f"{WARNING}.intelligence_s", "below 0 seconds"),
    after(
        SIREN,
        "intelligence = false\nintelligence_s = 9",
        f"{WARNING}.intelligence_s",
        "a source that is off",
    ),
    after(SIREN, "early_warning = 0", f"{WARNING}.early_warning", "neither true nor false"),
    after(
        SIREN,
        "early_warning_delay_s = { low = 3, nominal = 2, high = 4 }",
        f"{WARNING}.early_warning_delay_s",
        "must stand in that order",
    ),
    after(
        SIREN,
        "early_warning = false\nearly_warning_delay_s = 9",
        f"{WARNING}.early_warning_delay_s",
        "take out `early_warning = false`",
    ),
    after(SIREN, "sirens = true", f"{WARNING}.sirens", 'did you mean "siren"?'),
    after("people = 1500\n", "warning = true", "asset.base.warning", "where a table is needed"),
    after("people = 1500\n", "warning_s = -2", "asset.base.warning_s", "below 0 seconds"),
    after("people = 1500\n", "priority = 0", "asset.base.priority", "0 must be at least 1"),
    after("people = 1500\n", "priority = 1001", "asset.base.priority", "at most 1000"),
    after("people = 1500\n", "priority = 1.5", "asset.base.priority", "not a whole number"),
    after("people = 1500\n", "shelter_max = 0.5", "asset.base.shelter_max", "nobody is warned"),
    after(
        "people = 1500\n",
        "warning_s = 30\nshelter_max = 1.2",
        "asset.base.shelter_max",
        "between 0 and 1",
    ),
    ('id = "tents"\n', 'id = "Tents"\n', 0, "asset.camp.sub_area.Tents.id", "is not an id"),
    ("radius_m = 200\n", "radius_m = 0\n", 0, "asset.camp.sub_area.tents.radius_m", "more than 0"),
    ("people = 50\n", "people = -5\n", 0, "asset.camp.sub_area.tents.people", "not be below 0"),
    after("people = 50\n", 'east_m = "x"', "asset.camp.sub_area.tents.east_m", "not a number"),
    after("people = 50\n", "north_km = 1", "asset.camp.sub_area.tents.north_km", "`north_m`"),
    after("people = 50\n", "north_m = true", "asset.camp.sub_area.tents.north_m", "not a number"),
    # ------------------------------------------------------------------ fire units
    after(GUNS, "name = 3", "fire_unit.guns.name", "3 is not a text"),
    after(GUNS, "note = 3", "fire_unit.guns.note", "3 is not a text"),
    after(GUNS, 'radar = "an_tpq_5"', "fire_unit.guns.radar", "is no radar of the catalogue"),
    ('id = "guns"\n', 'id = "4guns"\n', 0, "fire_unit.4guns.id", "is not an id"),
    ('id = "eyes"\n', 'id = "guns"\n', 0, "fire_unit.guns.id", "stands twice"),
    after(GUNS, 'status = "there"', "fire_unit.guns.status", "is not one of"),
    after(GUNS, "p_radar_only = 1.2", "fire_unit.guns.p_radar_only", "between 0 and 1"),
    after(GUNS, "p_autonomous = -0.1", "fire_unit.guns.p_autonomous", "between 0 and 1"),
    after(GUNS, "p_autonomous = 1.2", "fire_unit.guns.p_autonomous", "between 0 and 1"),
    after(
        GUNS,
        "p_radar_only = 0.6\np_autonomous = { low = 0.1, nominal = 0.3, high = 0.5 }",
        "fire_unit.guns.p_autonomous",
        "1.1 together with p_radar_only; at most 1",
    ),
    after(
        GUNS,
        "operational_split = true",
        "fire_unit.guns.operational_split",
        'the catalogue has no split for "cram"',
    ),
    after(GUNS, "operational_split = 1", "fire_unit.guns.operational_split", "neither true nor"),
    (
        PATRIOT,
        f"{PATRIOT}operational_split = true\np_autonomous = 0.1\n",
        2,
        "fire_unit.battery.p_autonomous",
        "write one or the other",
    ),
    after(GUNS, 'command = "central"', "fire_unit.guns.command", 'did you mean "centralised"?'),
    after(GUNS, 'net = "Net 1"', "fire_unit.guns.net", "is not an id"),
    after(
        GUNS,
        'command = "autonomous"\nnet = "own"',
        "fire_unit.guns.net",
        "an autonomous unit has no link",
    ),
    after(
        GUNS,
        'command = "autonomous"\ntrack_net = "own"\nlink_delay_s = 1',
        "fire_unit.guns.track_net",
        "an autonomous unit has no link",
        4,
    ),
    after(
        GUNS, "share_delay_s = 3", "fire_unit.guns.share_delay_s", "only a decentralised unit hears"
    ),
    after(
        GUNS,
        'command = "decentralised"\nshare_delay_s = -1',
        "fire_unit.guns.share_delay_s",
        "below 0 seconds",
    ),
    after(
        GUNS,
        'command = "decentralised"',
        "fire_unit.guns.share_delay_s",
        'missing; the catalogue has no link_delay for "cram"',
        -4,
    ),
    after(GUNS, "track_net = 4", "fire_unit.guns.track_net", "4 is not a text"),
    after(
        GUNS,
        'track_net = "camp"',
        "fire_unit.guns.link_delay_s",
        'missing; the catalogue has no link_delay for "cram"',
        -4,
    ),
    after(GUNS, "link_delay_s = 1", "fire_unit.guns.link_delay_s", "without a `track_net`"),
    after(
        GUNS,
        'track_net = "camp"\nlink_delay_s = -1',
        "fire_unit.guns.link_delay_s",
        "below 0 seconds",
    ),
    after(GUNS, "p_link_lost = 2", "fire_unit.guns.p_link_lost", "between 0 and 1"),
    after(GUNS, 'link_lost_s = "late"', "fire_unit.guns.link_lost_s", "a number in seconds"),
    after(
        GUNS,
        'command = "autonomous"\nlink_lost_s = 20',
        "fire_unit.guns.link_lost_s",
        "an autonomous unit has no link",
    ),
    after(GUNS, "p_interrogator = 1.1", "fire_unit.guns.p_interrogator", "between 0 and 1"),
    after(GUNS, "protected_m = 0", "fire_unit.guns.protected_m", "above 0 metres"),
    after(GUNS, "protected_km = 1", "fire_unit.guns.protected_km", "write `protected_m`"),
    after(GUNS, "self_defence_m = -1", "fire_unit.guns.self_defence_m", "not be below 0 metres"),
    after(GUNS, "vulnerable_m = -1", "fire_unit.guns.vulnerable_m", "not be below 0 metres"),
    after(GUNS, "vulnerable_ft = 90", "fire_unit.guns.vulnerable_ft", "write `vulnerable_m`"),
    (
        GUNS,
        "boresight_deg = 0\np_operational = 0.7\n",
        -4,
        "fire_unit.guns.doctrine",
        "a fire unit with launchers fires by a `[[doctrine]]`",
    ),
    # ------------------------------------------------------------------ sensors
    after(
        EYES,
        'doctrine = "pairs"',
        "fire_unit.eyes.launcher_group",
        "take out doctrine for a unit that only sees",
        -4,
    ),
    after(
        EYES,
        "protected_m = 500\nself_defence_m = 500",
        "fire_unit.eyes.launcher_group",
        "take out protected_m and self_defence_m",
        -4,
    ),
    after(
        EYES,
        'launcher_group = "none"',
        "fire_unit.eyes.launcher_group",
        "`[[fire_unit.launcher_group]]`",
    ),
    # ------------------------------------------------------------------ launcher groups
    (
        GROUP,
        GROUP.replace("= 4", "= 4000"),
        1,
        "fire_unit.guns.launcher_group.1.launchers",
        "4000 must be at most 1000",
    ),
    *(
        after(GROUP, line, f"fire_unit.guns.launcher_group.1.{key}", holds)
        for line, key, holds in (
            ("rounds_per_launcher = 0", "rounds_per_launcher", "0 must be at least 1"),
            ("rounds_per_launcher = 20000", "rounds_per_launcher", "at most 10000"),
            ("rounds_per_launcher = 2.5", "rounds_per_launcher", "not a whole number"),
            ("reserve_rounds = -1", "reserve_rounds", "-1 must be at least 0"),
            ("reserve_rounds = 200000", "reserve_rounds", "at most 100000"),
            ("reload_rounds = 2", "reload_rounds", "nothing to reload with"),
            ("reload_s = 5", "reload_s", "nothing to reload with"),
            ("reserve_rounds = 4\nreload_rounds = 0", "reload_rounds", "at least 1"),
            ("reserve_rounds = 4\nreload_s = -5", "reload_s", "below 0 seconds"),
            ("reserve_rounds = 4\nreload_min = 5", "reload_min", "write `reload_s`, in seconds"),
            ('basis = "guess"', "basis", "is not one of"),
            ("note = 3", "note", "3 is not a text"),
        )
    ),
    # ------------------------------------------------------------------ doctrines
    after(
        ROW, '[[doctrine]]\nid = "Loud"\nmethod = "ripple"', "doctrine.Loud.id", "is not an id", 2
    ),
    *(
        after(BURSTS, line, f"doctrine.bursts.{key}", holds)
        for line, key, holds in (
            ('control_status = "open"', "control_status", '"open" is not one of "free"'),
            ('control_without_link = "off"', "control_without_link", "is not one of"),
            ('hostile_by_class = ["plane"]', "hostile_by_class.1", '"plane" is not one of'),
            ('hostile_by_class = "drone"', "hostile_by_class", "is not a list"),
            ('hostile_by_class = ["drone", "drone"]', "hostile_by_class", "stands twice"),
            ("p_hostile = 1.5", "p_hostile", "between 0 and 1"),
            ("rounds = 17", "rounds", "at most 16"),
            ("rounds_last = 0", "rounds_last", "at least 1"),
            ("interval_s = -1", "interval_s", "below 0 seconds"),
            ("kill_probability_floor = 2", "kill_probability_floor", "at most 1"),
            ("reserve = 2", "reserve", "at most 1"),
            ("note = 3", "note", "3 is not a text"),
        )
    ),
    *(
        after(AGAINST, line, f"doctrine.bursts.against.1.{key}", holds)
        for line, key, holds in (
            ("engage = 0", "engage", "neither true nor false"),
            ("engage = false", "engage", "take out `control_status` or engage = false"),
            ('method = "shoot"', "method", "is not one of"),
            ('control_without_link = "off"', "control_without_link", "is not one of"),
            ("p_hostile = -1", "p_hostile", "between 0 and 1"),
            ("rounds = 0", "rounds", "at least 1"),
            ("rounds_last = 20", "rounds_last", "at most 16"),
            ('method = "ripple"\nrounds_last = 2', "rounds_last", "write `rounds`"),
            ("interval_min = 1", "interval_min", "write `interval_s`"),
            ("interval_s = -1", "interval_s", "below 0 seconds"),
            ("kill_probability_floor = 2", "kill_probability_floor", "at most 1"),
            ("note = 3", "note", "3 is not a text"),
            ('threat_class = "drone"', "threat_class", 'did you mean "class"?'),
        )
    ),
    (
        f'class = "drone"\n{AGAINST}',
        f'class = "plane"\n{AGAINST}',
        0,
        "doctrine.bursts.against.1.class",
        '"plane" is not one of "ballistic"',
    ),
    (AGAINST, 'control_status = "shut"\n', 0, "doctrine.bursts.against.1.control_status", "is not"),
    after(
        AGAINST,
        '[[doctrine.against]]\nclass = "drone"',
        "doctrine.bursts.against.2.class",
        "write one table for each class",
    ),
    (
        "[[doctrine.against]]\n",
        "[doctrine.against]\n",
        0,
        "doctrine.bursts.against",
        "`[[doctrine.against]]`",
    ),
    # ------------------------------------------------------------------ volleys
    *(
        after(ROCKETS, line, f"volley.rockets.{key}", holds)
        for line, key, holds in (
            ('style = "depressed"', "style", "write nominal or lofted"),
            ('style = "flat"', "style", "is not one of"),
            ("height_m = 20", "height_m", "rockets fall from where they come"),
            ("speed_m_s = 20", "speed_m_s", "rockets fall from where they come"),
            ("waypoint = []", "waypoint", "only what flies low has this key"),
            ("aim_error_m = -1", "aim_error_m", "not be below 0 metres"),
            ("aim_error_km = 1", "aim_error_km", "write `aim_error_m`"),
            ("p_failure = 2", "p_failure", "between 0 and 1"),
            ("p_dud = 2", "p_dud", "between 0 and 1"),
            ("p_recognise = 0.5", "p_recognise", "write decoy = true"),
            ("decoy = 1", "decoy", "neither true nor false"),
            ("decoy = true\np_dud = 0.1", "p_dud", "a decoy has nothing that could fail"),
            ("decoy = true\np_recognise = 1.5", "p_recognise", "between 0 and 1"),
            ('first_impact_s = "noon"', "first_impact_s", "a number in seconds"),
            ('basis = "guess"', "basis", "is not one of"),
            ("source = 3", "source", "3 is not a text"),
            ("note = 3", "note", "3 is not a text"),
        )
    ),
    *(
        after(DRONES, line, f"volley.drones.{key}", holds)
        for line, key, holds in (
            ('style = "lofted"', "style", "drones fly a route"),
            ("aim_error_m = 2", "aim_error_m", "only rockets share an aim error"),
            ("height_m = 0", "height_m", "above 0 and at most 40000 metres"),
            ("height_m = 41000", "height_m", "above 0 and at most 40000 metres"),
            ("height_ft = 300", "height_ft", "write `height_m`, in metres"),
            ("speed_m_s = 0", "speed_m_s", "above 0 and at most 3000 metres per second"),
            ("speed_m_s = 4000", "speed_m_s", "above 0 and at most 3000 metres per second"),
            ("speed_kmh = 180", "speed_kmh", "write `speed_m_s`, in metres per second"),
            ("speed_kn = 100", "speed_kn", "write `speed_m_s`, in metres per second"),
        )
    ),
    # ------------------------------------------------------------------ way-points
    *(
        (PLACE, PLACE.replace(old, new), at, f"volley.drones.waypoint.1.{key}", holds)
        for old, new, at, key, holds in (
            ("bearing_deg = 300", "bearing_deg = 400", 0, "bearing_deg", "at most 360"),
            ("bearing_deg = 300", "bearing_rad = 5", 0, "bearing_rad", "`bearing_deg`, in degrees"),
            ("range_m = 30000", "range_m = -1", 1, "range_m", "at least 0 in metres"),
            ("range_m = 30000", "range_km = 30", 1, "range_km", "write `range_m`, in metres"),
            ("range_m = 30000\n", "", -1, "range_m", "missing; add this key"),
            ("height_m = 200", "height_m = 0", 2, "height_m", "more than 0 in metres"),
            ("height_m = 200", "height_m = 50000", 2, "height_m", "at most 40000 in metres"),
            (
                "height_m = 200",
                "height_m = { low = 1, nominal = 2, high = 3 }",
                2,
                "height_m",
                "a table is not a number in metres",
            ),
        )
    ),
    (
        PLACE,
        PLACE.replace("30000", "130000"),
        -1,
        "volley.drones.waypoint",
        "130 km is farther than where it comes from (100 km)",
    ),
    (PLACE, PLACE.replace("30000", "0"), -1, "volley.drones.waypoint", "where the route ends"),
    (
        PLACE,
        f"{PLACE}[[volley.waypoint]]\n{PLACE}",
        3,
        "volley.drones.waypoint.2",
        "the same place as the way-point before",
    ),
    # ------------------------------------------------------------------ flights
    *(
        after(CLEARED, line, f"flight.pair.{key}", holds)
        for line, key, holds in (
            ('leaves_s = "x"', "leaves_s", "not a number in seconds"),
            ("leaves_min = 2", "leaves_min", "write `leaves_s`, in seconds"),
            ("speed_m_s = -2", "speed_m_s", "above 0 and at most 3000 metres per second"),
            ("speed_mph = 400", "speed_mph", "write `speed_m_s`"),
            ("p_reply = 1.1", "p_reply", "between 0 and 1"),
            ('basis = "guess"', "basis", "is not one of"),
            ("source = 3", "source", "3 is not a text"),
            ("note = 3", "note", "3 is not a text"),
        )
    ),
    (CLEARED, "p_cleared = 3\n", 0, "flight.pair.p_cleared", "between 0 and 1"),
    (CLEARED, "", -7, "flight.pair.p_cleared", "missing; add this key"),
    ("spacing_s = 30\n", "", -6, "flight.pair.spacing_s", "the time between the 2 aircraft"),
    ("spacing_s = 30\n", "spacing_s = -3\n", 0, "flight.pair.spacing_s", "below 0 seconds"),
    ('side = "friendly"\n', 'side = "hostile"\n', 0, "flight.pair.side", "is not one of"),
    (
        'type = "fighter_generic"\n',
        'type = "fateh_313"\n',
        0,
        "flight.pair.type",
        '"fateh_313" is no aircraft of the catalogue',
    ),
    (
        'type = "fighter_generic"\n',
        'type = "fighter"\n',
        0,
        "flight.pair.type",
        'did you mean "fighter_generic"?',
    ),
    ("count = 2\n", "count = 0\n", 0, "flight.pair.count", "at least 1"),
    (
        'asset = "base"\nspacing_s = 30\n',
        'asset = "bass"\nspacing_s = 30\n',
        0,
        "flight.pair.asset",
        'did you mean "base"?',
    ),
    ('id = "pair"\n', 'id = "Pair"\n', 0, "flight.Pair.id", "is not an id"),
    ('id = "pair"\n', 'id = "drones"\n', 0, "flight.drones.id", "`volley` and `flight` tables"),
    (
        PLACES,
        LAST,
        0,
        "flight.pair.waypoint",
        "a route has two way-points or more",
    ),
    (PLACES, "", -8, "flight.pair.waypoint", "missing; add this key"),
    (
        PLACES,
        LAST + LAST,
        LAST.count("\n"),
        "flight.pair.waypoint.2",
        "the same place as the way-point before",
    ),
    # ------------------------------------------------------------------ orders
    (ORDER, ORDER.replace("-60", '"now"'), 0, "order.1.time_s", "not a number in seconds"),
    (ORDER, ORDER.replace("time_s = -60", "time_min = -1"), 0, "order.1.time_min", "`time_s`"),
    (ORDER, ORDER.replace("time_s = -60\n", ""), -1, "order.1.time_s", "missing"),
    (ORDER, ORDER.replace("aircraft", "jet"), 1, "order.1.class", '"jet" is not one of'),
    (ORDER, ORDER.replace("hold", "stop"), 2, "order.1.order", '"stop" is not one of "engage"'),
    (ORDER, ORDER.replace('order = "hold"\n', ""), -1, "order.1.order", "missing"),
    after(ORDER, 'fire_unit = "gun"', "order.1.fire_unit", 'did you mean "guns"?'),
    after(ORDER, 'fire_unit = "eyes"', "order.1.fire_unit", "has no launchers and only sees"),
    after(ORDER, "note = 3", "order.1.note", "3 is not a text"),
    (
        ORDER,
        f"{ORDER}[[order]]\n{ORDER.replace('hold', 'free')}",
        6,
        "order.2.order",
        '"free" and "hold" at one time to every unit; choose one',
    ),
    (
        ORDER,
        f'fire_unit = "guns"\n{ORDER}[[order]]\nfire_unit = "guns"\n'
        f"{ORDER.replace('hold', 'engage')}",
        8,
        "order.2.order",
        '"engage" and "hold" at one time to "guns"',
    ),
    ("[[order]]\n", "[order]\n", 0, "order", "`[[order]]`"),
    # ------------------------------------------------------------------ identification
    (IDENTIFIED, "catalogue = 1\n", 0, "identification.catalogue", "neither true nor false"),
    after(
        IDENTIFIED,
        'attacks_unit = ["missile"]',
        "identification.attacks_unit.1",
        '"missile" is not one of',
    ),
    after(IDENTIFIED, 'attacks_unit = "drone"', "identification.attacks_unit", "is not a list"),
    (
        "[identification.confusion.aircraft]\nanti_radiation = 0.01\n",
        "confusion = 3\n",
        0,
        CONFUSION,
        "where a table is needed",
    ),
    (
        "[identification.confusion.aircraft]\n",
        "[identification.confusion.jet]\n",
        0,
        f"{CONFUSION}.jet",
        "unknown key; known: aircraft",
    ),
    *(
        (
            "[identification.confusion.aircraft]\nanti_radiation = 0.01\n",
            f"[identification.confusion]\n{name} = 0.2\n",
            1,
            f"{CONFUSION}.{name}",
            "0.2 stands where a table is needed",
        )
        for name in models.CLASSES
    ),
    *(
        (ROW, f"{name} = 1.2\n", 0, f"{CONFUSION}.aircraft.{name}", "between 0 and 1")
        for name in models.CLASSES
        if name != "aircraft"
    ),
    after(
        ROW,
        "drone = 0.6\ncruise = { low = 0.1, nominal = 0.2, high = 0.5 }",
        f"{CONFUSION}.aircraft",
        "1.11 at the high ends: all errors together are at most 1",
        -1,
    ),
    after(ROW, "aircraft = 0.9", f"{CONFUSION}.aircraft.aircraft", "follows from the others"),
    after(ROW, "jet = 0.1", f"{CONFUSION}.aircraft.jet", "unknown key; known: aircraft"),
    after(ROW, 'drone = "often"', f"{CONFUSION}.aircraft.drone", "is not a number"),
    # ------------------------------------------------------------------ terrain and the whole
    after(ROW, '[terrain]\nfile = "none.tif"', "terrain.file", "none.tif: no such file"),
    after(ROW, '[terrain]\nfile = "/"', "terrain.file", "name a GeoTIFF"),
    after(ROW, '[terrain]\nfile = ""', "terrain.file", "must not be empty"),
    after(ROW, "[terrain]\nfile = 3", "terrain.file", "3 is not a text"),
    after(ROW, "[terrain]", "terrain.file", "missing; add this key"),
    after(ROW, "[[terrain]]", "terrain", "a list stands where a table is needed"),
    ('question = "What gets through?"\n', "question = 7\n", 0, "question", "7 is not a text"),
    ('title = "Small"\n', 'title = "Small"\nsummary = 7\n', 1, "summary", "7 is not a text"),
    (
        'title = "Small"\n',
        'title = "Small"\nassumptions = "none"\n',
        1,
        "assumptions",
        "write it in brackets",
    ),
    (
        'title = "Small"\n',
        'title = "Small"\nidentification = true\n',
        1,
        "identification",
        "where a table is needed",
    ),
]


def named(row: Row) -> str:
    return f"{row[3]}: {row[1].strip().splitlines()[-1] if row[1].strip() else 'taken out'}"


def test_the_wide_scenario_itself_is_sound():
    assert faults(WIDE) == ()


@pytest.mark.parametrize(("text", "new", "at", "key", "holds"), ROWS, ids=map(named, ROWS))
def test_one_mistake_makes_one_line_at_its_place(text, new, at, key, holds):
    broken = WIDE
    if key == "identification" and new.endswith("identification = true\n"):
        broken = WIDE[: WIDE.index("[identification]")]
    first = broken[: broken.index(text)].count("\n") + 1
    found = faults(broken.replace(text, new, 1))
    assert [(fault.file, fault.line, fault.key) for fault in found] == [(FILE, first + at, key)]
    assert holds in found[0].message
    assert "\n" not in str(found[0])
    assert "pydantic" not in str(found[0]).lower()


def bare(node: Any) -> Any:
    """Take off `Annotated`, `| None` and the tuple around a model."""
    while get_origin(node) in (Annotated, Union, types.UnionType, tuple):
        node = get_args(node)[0]
    return node


def keys_of(model: type[Model]) -> set[tuple[str, str]]:
    """Return (table, key) of a model and of every table in it."""
    found = set()
    for key, name in model.keys().items():
        found.add((model.__name__, key))
        inner = bare(model.model_fields[name].annotation)
        if isinstance(inner, type) and issubclass(inner, Model):
            found |= keys_of(inner)
    return found


def place_of(dotted: str) -> tuple[str, str]:
    """Return (table, key) of a fault's key; ids and numbers on the way are no keys."""
    model, place = Scenario, ("", "")
    for word in dotted.split("."):
        keys = model.keys()
        if word not in keys:
            continue
        place = (model.__name__, word)
        inner = bare(model.model_fields[keys[word]].annotation)
        if isinstance(inner, type) and issubclass(inner, Model):
            model = inner
    return place


def test_every_key_of_every_table_is_written_wrongly_somewhere():
    wrong = {place_of(row[3]) for row in (*ROWS, *ONE_FAULT)}
    numbers = keys_of(Estimate) | keys_of(Override)
    arrays = {("Scenario", key) for key in ("asset", "fire_unit", "doctrine", "volley", "flight")}
    # tests/scenario/test_posture.py: they need a table and a key of a unit at once.
    posture = keys_of(Posture) | keys_of(Reported) | {("Scenario", "posture")}
    elsewhere = {*numbers, *arrays, *posture, ("Scenario", "override"), ("Asset", "sub_area")}
    elsewhere.add(("FireUnit", "posture"))
    assert keys_of(Scenario) - wrong - elsewhere == set()


@pytest.mark.parametrize("array", ["asset", "fire_unit", "doctrine", "volley", "flight"])
def test_a_table_in_the_place_of_an_array_is_refused(array):
    text = SMALL if f"[[{array}]]" in SMALL else f'{SMALL}[[flight]]\nid = "one"\n'
    (first, *others) = faults(text.replace(f"[[{array}]]", f"[{array}]", 1))
    assert (first.key, f"`[[{array}]]`" in first.message) == (array, True)
    # Sub-tables of what is no array are faults of their own.
    assert all(fault.key.startswith(f"{array}.") for fault in others)


def test_orders_to_nobody_are_refused():
    start = SMALL.index("[[fire_unit]]")
    text = SMALL[:start] + SMALL[SMALL.index("[[volley]]") :]
    (fault,) = faults(f'{text}[[order]]\ntime_s = 0\norder = "hold"\n')
    assert fault.key == "order"
    assert "orders without a `[[fire_unit]]`" in fault.message


def test_what_the_raid_does_not_hold_is_no_fault():
    assert faults(f'{SMALL}[[order]]\ntime_s = 0\nclass = "drone"\norder = "hold"\n') == ()
    assert faults(f"{SMALL}[identification.confusion.drone]\naircraft = 0.2\n") == ()


def test_a_file_that_is_no_tiff_is_told_with_its_line(tmp_path):
    from airshield.errors import ScenarioError  # noqa: PLC0415
    from airshield.scenario import load  # noqa: PLC0415

    (tmp_path / "text.tif").write_text("not a picture")
    path = tmp_path / FILE
    path.write_text(f'{SMALL}[terrain]\nfile = "text.tif"\n')
    with pytest.raises(ScenarioError) as caught:
        load(path)
    (fault,) = caught.value.faults
    assert (fault.line, fault.key) == (SMALL.count("\n") + 2, "terrain.file")
    assert "text.tif: this is not a TIFF file" in fault.message
