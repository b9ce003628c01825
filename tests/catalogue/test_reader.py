"""One file's text: what is refused, where, and with which mend."""

import pytest

from airshield.catalogue.reader import read_file
from airshield.errors import CatalogueError

from .user_file import GOOD, HEADER


def faults(body, header=HEADER):
    return read_file(header + body, "mine.toml").faults


def quantity(**changes):
    pairs = dict(pair.split(" = ") for pair in GOOD.split(", ")) | changes
    inside = ", ".join(f"{key} = {text}" for key, text in pairs.items() if text)
    return f"[radar.x]\n\nrange_vs_1m2 = {{ {inside} }}"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": '"miles"'}, '"miles" is not a unit'),
        ({"unit": ""}, "unit is missing"),
        ({"unit": "5"}, '"5" is not a unit'),
        ({"low": "9"}, "not in order"),
        ({"high": "1.5"}, "not in order"),
        ({"nominal": ""}, "nominal is missing"),
        ({"nominal": "true"}, "is not a number"),
        ({"nominal": '"2"'}, "is not a number"),
        ({"high": "inf"}, "not a finite number"),
        ({"low": "nan"}, "not a finite number"),
        ({"low": "-1"}, "must not be negative"),
        ({"basis": ""}, "basis is missing"),
        ({"basis": '"hearsay"'}, '"hearsay" is not a basis'),
        ({"basis": "[1]"}, "is not a basis"),
        ({"note": ""}, "needs its reasoning"),
        ({"basis": '"seen"'}, "needs a source"),
        ({"note": "3"}, "3 is not a text"),
        ({"colour": '"red"'}, "unknown key"),
        ({"nomnal": "1"}, 'did you mean "nominal"'),
    ],
)
def test_a_faulty_quantity_is_refused_at_its_line(changes, words):
    found = faults(quantity(**changes))
    assert len(found) == 1
    assert found[0].file == "mine.toml"
    assert found[0].line == 4
    assert found[0].key.startswith("radar.x.range_vs_1m2")
    assert words in found[0].message


def test_a_whole_number_that_no_reader_holds_is_refused_at_its_line():
    with pytest.raises(CatalogueError, match="more than 64 bits") as caught:
        faults(quantity(high="1" + 400 * "0"))
    (fault,) = caught.value.faults
    assert (fault.file, fault.line, fault.key) == ("mine.toml", 4, "radar.x.range_vs_1m2.high")


def test_a_sound_quantity_is_read_as_written():
    reader = read_file(HEADER + quantity(), "mine.toml")
    assert reader.faults == []
    read = reader.quantities["radar.x.range_vs_1m2"]
    assert (read.low, read.nominal, read.high, read.unit) == (1.0, 2.0, 3.0, "km")
    assert (read.basis, read.source, read.claims_to_cite, read.note) == (
        "estimate",
        "",
        "",
        "guess",
    )


def test_angles_may_be_negative():
    assert not faults(quantity(low="-5", unit='"deg"'))


@pytest.mark.parametrize("name", ["sskp_tbm", "pk_rocket", "availability", "failure_fraction"])
def test_a_probability_above_one_is_refused(name):
    body = quantity(unit='"1"').replace("range_vs_1m2", name)
    assert "between 0 and 1" in faults(body)[0].message


@pytest.mark.parametrize(
    ("body", "line", "key", "words"),
    [
        ("[site.x]\nname = 'x'\nlat = 91.0\nlon = 1.0", 4, "site.x.lat", "outside -90..90"),
        ("[site.x]\nname = 'x'\nlat = 9.0\nlon = 181", 5, "site.x.lon", "outside -180..180"),
        ("[site.x]\nlat = nan", 3, "site.x.lat", "not a finite number"),
        ("[radar.x]\nwhen = 2020-01-08", 3, "radar.x.when", "neither a quantity"),
        ("[radar.x]\nlist = ['a', 1]", 3, "radar.x.list", "neither a quantity"),
        ("[radar.Big]\nname = 'x'", 2, "radar.Big", "small letters"),
        ('["radar.x"]\nname = "x"', 2, "radar.x", "small letters"),
        ("mass = 3\n[radar.x]", 2, "mass", "outside of any entry"),
        ("[[radar]]\nname = 'x'", 2, "radar", "outside of any entry"),
    ],
)
def test_other_faults_name_line_key_and_rule(body, line, key, words):
    (fault,) = faults(body)
    assert (fault.line, fault.key) == (line, key)
    assert words in fault.message


def test_a_file_must_say_its_schema():
    (fault,) = faults("[radar.x]\nname = 'x'", header="")
    assert fault.key == "schema"
    assert "airshield-catalogue/1" in fault.message


def test_several_faults_come_at_once_in_the_order_of_the_file():
    body = quantity(unit='"miles"', low='"a"') + "\nother = { nominal = 1 }"
    assert len(faults(body)) == 6
    assert [fault.line for fault in faults(body)] == [4, 4, 5, 5, 5, 5]


@pytest.mark.parametrize("body", ["[radar.x]\nr = {", "a = 1\na = 2", "[a]\n[a]", "\0"])
def test_broken_toml_is_a_fault_of_the_catalogue_with_its_line(body):
    with pytest.raises(CatalogueError, match="not valid TOML") as caught:
        read_file(body, "mine.toml")
    assert caught.value.faults[0].line is not None


def test_radius_follows_from_extent_unless_the_file_says_it():
    extent = f"[site.x]\nname = 'x'\nextent = {{ {GOOD} }}\npersonnel_2020 = {{ {GOOD} }}"
    follows = read_file(HEADER + extent, "f").quantities
    assert follows["site.x.radius"].si_high == 1500.0
    assert follows["site.x.people"].nominal == 2.0
    assert follows["site.x.radius"].note.startswith("half of the extent")
    said = read_file(HEADER + extent + f"\nradius = {{ {GOOD} }}", "f").quantities
    assert said["site.x.radius"].si_high == 3000.0
