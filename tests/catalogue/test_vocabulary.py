"""A user's file may only say what something reads: a slip of the pen is a fault, not a silence."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from airshield.catalogue import bundled, load_catalogue
from airshield.catalogue.vocabulary import RECORDS, slips, split
from airshield.errors import CatalogueError

from .user_file import GOOD, write


def refused(tmp_path, body):
    with pytest.raises(CatalogueError) as caught:
        load_catalogue([write(tmp_path, body)])
    return caught.value.faults


@pytest.mark.parametrize(
    ("body", "key", "words"),
    [
        ("[threat.x]\nmanoeuvering_descent = true", "threat.x.manoeuvering_descent", "manoeuvring"),
        (
            "[threat.x]\nmanoeuvring_descent = 'yes'",
            "threat.x.manoeuvring_descent",
            "true or false",
        ),
        ("[threat.x]\nkind = true", "threat.x.kind", "a text"),
        (f"[interceptor.x]\nrange_vs_tmb = {{ {GOOD} }}", "interceptor.x.range_vs_tmb", "_vs_tbm"),
        ("[threat.x]\nrange_max = 300", "threat.x.range_max", 'unit = "km"'),
        (f"[threat.x]\nburn_time = {{ {GOOD} }}", "threat.x.burn_time", "s, min, h, day"),
        (f"[threat.x]\nstages = {{ {GOOD} }}", "threat.x.stages", "a plain number"),
        ("[radars.x]\nname = 'x'", "radars.x.name", 'did you mean "radar"'),
        ("[radar]\nname = 'x'", "radar.name", "an entry has an id"),
        (f"[outcome]\ndisplacment = {{ {GOOD} }}", "outcome.displacment", '"displacement"'),
        ("[site.x]\nlat = 1.0\nlon = 2.0", "site.x", "needs a name"),
        ("[site.x]\nname = 'x'\nlat = 1.0", "site.x", "lat stands alone"),
        ("[site.x]\nname = 'x'\nlat = '1.0'\nlon = 2.0", "site.x.lat", "a plain number"),
    ],
)
def test_what_nothing_reads_is_refused(tmp_path, body, key, words):
    (fault,) = refused(tmp_path, body)
    assert fault.key == key
    assert words in fault.message
    assert fault.line in (2, 3, 4)


@pytest.mark.parametrize(
    "body",
    [
        f"[interceptor.gem_t]\nrange_vs_tbm = {{ {GOOD} }}",
        "[radar.mine]\nname = 'Mine'\nrange_note = 'as read'\nnote = 'x'",
        "[site.camp]\nname = 'Camp'\nlat = 33.5\nlon = 44",
        "[site.al_asad]\nlat = 33.7\nlon = 42.4",
        "[site.utopia]\nname = 'No place'",
        f"[evidence.trial]\nhits_in_trial = {{ {GOOD} }}",
        f"[outcome]\ndisplacement = {{ {GOOD} }}",
    ],
)
def test_what_the_catalogue_knows_and_remarks_are_welcome(tmp_path, body):
    if "range_vs_tbm" in body:
        body = body.replace("low = 1, nominal = 2, high = 3", "low = 9, nominal = 9, high = 9")
    assert load_catalogue([write(tmp_path, body)]).hash != bundled().hash


def test_the_bundled_catalogue_speaks_its_own_language():
    catalogue = bundled()
    assert list(slips(catalogue.quantities, catalogue.facts, catalogue)) == []


def test_paths_split_into_kind_id_and_name():
    assert split("radar.an_mpq_65.search_sector") == ("radar", "an_mpq_65", "search_sector")
    assert split("outcome.displacement") == ("outcome", "", "displacement")
    assert split("battery.patriot.mix_2020.gem_t_launchers")[2] == "mix_2020.gem_t_launchers"
    assert split("radar.name") == ("radar", "name", "")


COMPUTED = sorted(p for p in bundled().quantities if split(p)[0] not in RECORDS)
KNOWN = {(split(p)[0], split(p)[2]) for p in (*bundled().quantities, *bundled().facts)}


@given(st.sampled_from(COMPUTED), st.integers(0, 1000))
def test_dropping_any_letter_of_any_name_is_noticed(path, at):
    head, _, name = path.rpartition(".")
    at %= len(name)
    typo = f"{head}.{name[:at]}{name[at + 1 :]}"
    kind, _, rest = split(typo)
    assume((kind, rest) not in KNOWN)
    assert list(slips({typo: bundled().quantity(path)}, {}, bundled()))
