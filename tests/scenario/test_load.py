from __future__ import annotations

import hashlib

import pytest
from scenario.sample import FILE, SMALL, edited, faults

from airshield.catalogue import Catalogue, bundled, load_catalogue
from airshield.errors import CatalogueError, ScenarioError
from airshield.scenario import adopt, bundled_text, load, read


def test_a_sound_file_loads_with_its_overrides_applied(tmp_path):
    path = tmp_path / FILE
    path.write_text(SMALL)
    loaded = load(path)
    assert loaded.scenario.id == "small"
    assert loaded.file == str(path)
    assert loaded.text_hash == hashlib.sha256(SMALL.encode()).hexdigest()
    own = loaded.catalogue.quantity("interceptor.pac3_cri.sskp_tbm")
    assert (own.low, own.nominal, own.high, own.basis) == (0.5, 0.6, 0.7, "scenario")
    assert bundled().quantity("interceptor.pac3_cri.sskp_tbm").nominal == 0.65


def test_a_byte_order_mark_is_no_fault(tmp_path):
    path = tmp_path / FILE
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
    assert load(path).scenario.id == "small"


def test_windows_line_ends_are_no_fault():
    assert read(SMALL.replace("\n", "\r\n")).scenario.id == "small"


def refused(path) -> str:
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert caught.value.exit_code == 2
    (fault,) = caught.value.faults
    assert fault.line is None
    assert "\n" not in str(fault)
    return str(fault)


def test_a_missing_file_is_named(tmp_path):
    assert "there is no such file" in refused(tmp_path / "none.toml")


def test_a_bundled_name_with_a_slip_names_the_nearest():
    message = refused("iraq2020")
    assert message.startswith("iraq2020: there is no such file, and no bundled scenario")
    assert 'did you mean "iraq-2020"?' in message


def test_a_directory_is_named(tmp_path):
    assert "this is a directory" in refused(tmp_path)


@pytest.mark.parametrize("content", [b"", b"  \n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_named(tmp_path, content):
    path = tmp_path / FILE
    path.write_bytes(content)
    assert "the file is empty" in refused(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\x89PNG\r\n\x1a\n\xff\xfe", "not UTF-8 text"), (b'id = "a\0b"\n', "a binary file")],
)
def test_a_binary_file_is_named(tmp_path, content, words):
    path = tmp_path / FILE
    path.write_bytes(content)
    assert words in refused(path)


def test_broken_toml_says_the_line():
    (fault,) = faults(edited(9, "radius_m = = 2500"))
    assert (fault.file, fault.line) == (FILE, 9)
    assert "not valid TOML" in fault.message


def test_a_key_written_twice_says_the_line():
    (fault,) = faults(edited(10, "radius_m = 2600"))
    assert fault.line == 10
    assert "not valid TOML" in fault.message


# (line, what stands there instead, line of the fault, its key, what the message must hold)
ONE_FAULT = [
    (9, "radius_km = 2.5", 9, "asset.base.radius_km", "write `radius_m`, in metres"),
    (9, "radius = 2500", 9, "asset.base.radius", "write `radius_m`, in metres"),
    (9, "radios_m = 2500", 9, "asset.base.radios_m", 'did you mean "radius_m"?'),
    (15, "boresight_rad = 1.4", 15, "fire_unit.battery.boresight_rad", "in degrees"),
    (9, 'radius_m = "wide"', 9, "asset.base.radius_m", '"wide" is not a number'),
    (9, "radius_m = true", 9, "asset.base.radius_m", "true is not a number"),
    (9, "radius_m = -2500", 9, "asset.base.radius_m", "-2500: a length must be above 0 metres"),
    (9, "radius_m = 0", 9, "asset.base.radius_m", "above 0 metres"),
    (9, "radius_m = nan", 9, "asset.base.radius_m", "nan is not a finite number"),
    (10, "people = -1", 10, "asset.base.people", "must not be below 0"),
    (31, "ground_range_m = -430000", 31, "volley.raid.ground_range_m", "above 0 metres"),
    (31, "ground_range_m = 600000", 31, "volley.raid.ground_range_m", "100 km beyond the range"),
    (31, "ground_range_m = 50000", 31, "volley.raid.ground_range_m", "70 km inside the minimum"),
    (27, 'threat = "fateh313"', 27, "volley.raid.threat", 'did you mean "fateh_313"?'),
    (27, 'threat = "fighter_generic"', 27, "volley.raid.threat", "aircraft fly as `[[flight]]`"),
    (8, 'site = "al_assad"', 8, "asset.base.site", 'did you mean "al_asad"?'),
    (8, 'site = "iraq"', 8, "asset.base.site", "a country or region"),
    (14, 'site = "al_assad"', 14, "fire_unit.battery.site", 'did you mean "al_asad"?'),
    (13, 'battery = "patriott"', 13, "fire_unit.battery.battery", 'did you mean "patriot"?'),
    (13, 'battery = "cram"', 13, "fire_unit.battery.battery", "no detection_to_launch_tbm"),
    (17, 'doctrine = "pair"', 17, "fire_unit.battery.doctrine", 'did you mean "pairs"?'),
    (29, 'asset = "bass"', 29, "volley.raid.asset", 'did you mean "base"?'),
    (
        20,
        'interceptor = "pac3_mri"',
        20,
        "fire_unit.battery.launcher_group.1.interceptor",
        'did you mean "pac3_cri"?',
    ),
    (
        20,
        'interceptor = "stinger"',
        20,
        "fire_unit.battery.launcher_group.1.interceptor",
        "no sskp_tbm",
    ),
    (
        21,
        "launchers = 0",
        21,
        "fire_unit.battery.launcher_group.1.launchers",
        "0 must be at least 1",
    ),
    (16, "p_operational = 1.2", 16, "fire_unit.battery.p_operational", "between 0 and 1"),
    (16, "p_operational = 90", 16, "fire_unit.battery.p_operational", "between 0 and 1"),
    (15, "boresight_deg = 400", 15, "fire_unit.battery.boresight_deg", "-360 and 360 degrees"),
    (
        30,
        "approach_azimuth_deg = { low = -200, nominal = 0, high = 200 }",
        30,
        "volley.raid.approach_azimuth_deg",
        "at most 360 degrees wide",
    ),
    (
        18,
        "launch_spacing_s = { low = 2, nominal = 1, high = 3 }",
        18,
        "fire_unit.battery.launch_spacing_s",
        "2, 1, 3: low, nominal and high must stand in that order",
    ),
    (
        18,
        "launch_spacing_s = { low = 1, nominal = 2 }",
        18,
        "fire_unit.battery.launch_spacing_s.high",
        "`high` is missing",
    ),
    (28, "count = 0", 28, "volley.raid.count", "0 must be at least 1"),
    (28, "count = 2.5", 28, "volley.raid.count", "2.5 is not a whole number"),
    (28, "count = 20000", 28, "volley.raid.count", "at most 10000"),
    (32, 'spacing_s = "often"', 32, "volley.raid.spacing_s", "write a number in seconds"),
    (32, "spacing_s = inf", 32, "volley.raid.spacing_s", "inf is not a finite number"),
    (24, 'method = "shoot_shot"', 24, "doctrine.pairs.method", 'did you mean "shoot_shoot"?'),
    (24, 'method = "salvo"\nrounds_last = 2', 25, "doctrine.pairs.rounds_last", "`rounds`"),
    (26, 'id = "Raid 1"', 26, "volley.Raid 1.id", '"Raid 1" is not an id'),
    (1, "schema_version = 2", 1, "schema_version", "reads schema_version 1"),
    (2, 'id = "Small!"', 2, "id", "small letters, digits and dashes"),
    (3, "title = 3", 3, "title", "3 is not a text"),
    (5, 'date = "2020-04-12"', 5, "date", "without quotes"),
    (15, "", 11, "fire_unit.battery.boresight_deg", "missing"),
    (
        34,
        "sskp_tbmm = 0.6",
        34,
        'override."interceptor.pac3_cri".sskp_tbmm',
        'did you mean "sskp_tbm"?',
    ),
    (
        34,
        "sskp_tbm = 1.6",
        34,
        'override."interceptor.pac3_cri".sskp_tbm',
        "between 0 and 1",
    ),
    (
        34,
        "range_vs_tbm = -5",
        34,
        'override."interceptor.pac3_cri".range_vs_tbm',
        "-5 km must not be negative",
    ),
    (
        34,
        "altitude_min_tbm = 30",
        34,
        'override."interceptor.pac3_cri".altitude_min_tbm',
        "30 km is above",
    ),
    (
        33,
        '[override."interceptor.pac3"]',
        34,
        'override."interceptor.pac3".sskp_tbm',
        "is no entry of the catalogue",
    ),
]


@pytest.mark.parametrize(("line", "new", "at", "key", "holds"), ONE_FAULT)
def test_one_mistake_makes_one_line_at_its_place(line, new, at, key, holds):
    found = faults(edited(line, new))
    assert [(fault.file, fault.line, fault.key) for fault in found] == [(FILE, at, key)]
    assert holds in found[0].message
    assert "\n" not in str(found[0])
    assert "pydantic" not in str(found[0]).lower()
    assert "http" not in str(found[0])


def test_the_small_scenario_itself_is_sound():
    assert faults(SMALL) == ()


def test_a_fire_unit_without_launchers_is_refused():
    text = "".join(
        line for n, line in enumerate(SMALL.splitlines(keepends=True), 1) if n not in (19, 20, 21)
    )
    (fault,) = faults(text)
    assert (fault.line, fault.key) == (11, "fire_unit.battery.launcher_group")
    assert "a fire unit without launchers" in fault.message


def test_an_empty_list_of_launchers_is_refused_at_its_line():
    text = SMALL.replace(
        '[[fire_unit.launcher_group]]\ninterceptor = "pac3_cri"\nlaunchers = 2\n',
        "launcher_group = []\n",
    )
    (fault,) = faults(text)
    assert (fault.line, fault.key) == (19, "fire_unit.battery.launcher_group")


@pytest.mark.parametrize("array", ["asset", "fire_unit", "doctrine", "volley"])
def test_an_id_that_stands_twice_is_refused(array):
    first = SMALL.index(f"[[{array}]]")
    end = SMALL.find("\n[", first + len(array) + 4) + 1
    if array == "fire_unit":
        end = SMALL.index("[[doctrine]]")
    again = SMALL[first:end]
    head = SMALL[: SMALL.index("[override")]
    (fault,) = faults(head + again + SMALL[len(head) :])
    assert fault.key.endswith(".id")
    assert fault.line == head.count("\n") + 2
    assert "stands twice" in fault.message


def test_a_file_without_assets_and_volleys_says_so():
    found = faults('schema_version = 1\nid = "a"\ntitle = "t"\nquestion = "q"\n')
    assert [fault.key for fault in found] == ["asset", "volley"]
    assert all("at least one" in fault.message for fault in found)
    found = faults(
        'schema_version = 1\nid = "a"\ntitle = "t"\nquestion = "q"\nasset = []\nvolley = []\n'
    )
    assert [(fault.line, fault.key) for fault in found] == [(5, "asset"), (6, "volley")]


def test_a_table_where_an_array_of_tables_is_needed():
    found = faults(edited(6, "[asset]"))
    assert found[0].key == "asset"
    assert "`[[asset]]`" in found[0].message


def test_all_faults_come_at_once_in_the_order_of_their_lines():
    text = edited(9, "radius_km = 2.5")
    for old, new in [
        ('site = "al_asad"\nradius', 'site = "al_assad"\nradius'),
        ("p_operational = 0.9", "p_operational = 9"),
        ('threat = "fateh_313"', 'threat = "fateh_31"'),
        ("spacing_s = 10", 'spacing_s = "x"'),
        ("nominal = 0.6, high", "nominal = 0.9, high"),
    ]:
        assert old in text
        text = text.replace(old, new)
    found = faults(text)
    assert [fault.line for fault in found] == [8, 9, 16, 27, 32, 34]


def test_more_than_fifty_faults_are_all_collected():
    volley = SMALL[SMALL.index("[[volley]]") : SMALL.index("[override")]
    many = "".join(
        volley.replace('"raid"', f'"raid_{n}"').replace("fateh_313", "nothing") for n in range(60)
    )
    found = faults(SMALL.replace(volley, many))
    assert len(found) == 60


def test_a_status_that_is_not_operational_has_no_chance():
    found = faults(edited(16, 'p_operational = 0.9\nstatus = "withdrawn"'))
    assert [fault.line for fault in found] == [16]
    assert faults(edited(16, 'p_operational = 0\nstatus = "withdrawn"')) == ()


def test_people_stand_in_the_asset_or_in_sub_areas():
    sub = 'people = 10\n[[asset.sub_area]]\nid = "tents"\nradius_m = 200\npeople = 50'
    (fault,) = faults(edited(10, sub))
    assert (fault.line, fault.key) == (10, "asset.base.people")
    assert faults(edited(10, sub.removeprefix("people = 10\n"))) == ()


def test_a_scenario_built_in_python_is_checked_too():
    sound = read(SMALL).scenario
    assert adopt(sound).scenario == sound
    wrong = sound.model_copy(
        update={"volley": (sound.volley[0].model_copy(update={"threat": "fateh_31"}),)}
    )
    with pytest.raises(ScenarioError, match=r"small: volley\.raid\.threat: .*fateh_313"):
        adopt(wrong)


def test_the_identity_clash_is_refused_with_both_ids(monkeypatch):
    monkeypatch.setattr("airshield.scenario.identity.identity_key", lambda kind, name: len(kind))
    messages = [fault.message for fault in faults(SMALL)]
    assert any(
        '"raid_00001" and "raid_00002" share one 32-bit identity' in text for text in messages
    )


def test_latitude_91_in_a_users_catalogue_is_refused_with_its_line(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(
        'schema = "airshield-catalogue/1"\n[site.camp]\nname = "Camp"\nlat = 91\nlon = 44\n'
    )
    with pytest.raises(CatalogueError) as caught:
        load(tmp_path / "any.toml", load_catalogue([path]))
    assert [(fault.line, fault.key) for fault in caught.value.faults] == [(4, "site.camp.lat")]


def test_a_coordinate_beyond_the_pole_never_reaches_a_scenario(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(
        'schema = "airshield-catalogue/1"\n[site.camp]\nname = "Camp"\nlat = 33.5\nlon = 44\n'
    )
    catalogue = load_catalogue([path])
    text = SMALL.replace('id = "base"\nsite = "al_asad"', 'id = "base"\nsite = "camp"')
    assert read(text, FILE, catalogue).catalogue.site("camp").lat_deg == 33.5


def test_an_interceptor_without_a_load_is_named_before_it_is_played():
    whole = bundled()
    path = "interceptor.pac3_cri.per_launcher"
    quantities = {name: own for name, own in whole.quantities.items() if name != path}
    with pytest.raises(ScenarioError) as caught:
        read(bundled_text("iraq-2020"), "iraq-2020", Catalogue(quantities, whole.facts, ()))
    messages = {fault.message for fault in caught.value.faults}
    assert (
        'the catalogue has no per_launcher for "pac3_cri"; write `rounds_per_launcher`' in messages
    )


def test_a_gun_against_what_no_gun_meets_is_taken_out_not_completed():
    # A catalogue file cannot add `pk_cruise`: no gun is played against cruise missiles.
    guns = bundled_text("taji-2020-03-11-gun")
    text = (
        guns[: guns.index("[[volley]]")]
        + """[[volley]]
id = "missiles"
threat = "quds_1"
count = 2
asset = "taji"
approach_azimuth_deg = 60
ground_range_m = 200000
spacing_s = 5
"""
    )
    with pytest.raises(ScenarioError) as caught:
        read(text)
    (fault,) = caught.value.faults
    assert fault.key.startswith("fire_unit.cram_taji.launcher_group")
    assert "no reach against cruise missiles; take it out" in fault.message
