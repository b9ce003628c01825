from __future__ import annotations

import pytest
from scenario.sample import SMALL, edited, faults

from airshield.catalogue import bundled
from airshield.catalogue.quantity import is_share
from airshield.scenario import read


def overridden(line: str, entry: str = 'override."interceptor.pac3_cri"'):
    text = edited(34, line).replace('override."interceptor.pac3_cri"', entry)
    return read(text).catalogue


def test_an_override_keeps_the_unit_and_takes_its_own_words():
    line = 'range_vs_tbm = { low = 10, nominal = 15, high = 20, basis = "estimate", note = "n" }'
    own = overridden(line).quantity("interceptor.pac3_cri.range_vs_tbm")
    assert (own.unit, own.si_nominal, own.basis, own.note) == ("km", 15_000.0, "estimate", "n")
    assert own.source == ""
    assert own.claims_to_cite == ""


def test_a_plain_number_has_no_spread():
    own = overridden("sskp_tbm = 0.7").quantity("interceptor.pac3_cri.sskp_tbm")
    assert (own.low, own.nominal, own.high) == (0.7, 0.7, 0.7)


def test_a_group_without_entries_is_overridden_by_its_name():
    own = overridden("displacement = 2", "override.outcome")
    assert own.quantity("outcome.displacement").si_nominal == 2000.0


def test_the_bundled_catalogue_is_not_touched():
    before = bundled().hash
    assert overridden("sskp_tbm = 0.7").hash != before
    assert bundled().hash == before


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("sskp_tbm = { low = 0.8, nominal = 0.6, high = 0.9 }", "in that order"),
        ("sskp_tbm = -0.1", "between 0 and 1"),
        ("burn_time = 0", "must be above zero"),
        # A relation between entries: the manoeuvring case may not be the easier one.
        ("sskp_tbm = 0.2", "sskp_tbm_manoeuvring does not go with this value: 0.33"),
    ],
)
def test_what_a_catalogue_may_not_hold_an_override_may_not_either(line, words):
    found = faults(edited(34, line))
    assert [fault.line for fault in found] == [34]
    assert words in found[0].message


@pytest.mark.parametrize(
    "path",
    [p for p in bundled().quantities if is_share(p.rsplit(".", 1)[-1])],
)
def test_every_share_of_the_catalogue_stays_between_0_and_1(path):
    """A share above one is refused whichever entry it stands in."""
    entry, name = path.rsplit(".", 1)
    plain = SMALL.split("[override")[0]
    found = faults(plain + f'\n[override."{entry}"]\n{name} = 1.5\n')
    assert any("a probability lies between 0 and 1" in fault.message for fault in found)


def test_an_override_widens_the_reach_of_a_missile():
    far = SMALL.replace("ground_range_m = 430000", "ground_range_m = 550000")
    assert [fault.key for fault in faults(far)] == ["volley.raid.ground_range_m"]
    wider = '\n[override."threat.fateh_313"]\nrange_max = 600\n'
    assert faults(far + wider) == ()
