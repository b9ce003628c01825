"""Values for lowering: nominal unless chosen, and remembered."""

import pytest

from airshield.catalogue import bundled
from airshield.errors import CatalogueError
from airshield.simulate.picker import Picker

SPEED, DELAY = "interceptor.gem_t.speed_max", "battery.patriot.detection_to_launch_tbm"


def test_values_are_nominal_in_si_unless_chosen():
    values = Picker(bundled(), {DELAY: 15.0})
    assert values.get(SPEED) == 1600.0
    assert values.get(DELAY) == 15.0
    assert Picker(bundled(), {}).get(DELAY) == 9.0


def test_a_chosen_zero_counts_as_chosen():
    assert Picker(bundled(), {DELAY: 0.0}).get(DELAY) == 0.0


def test_used_paths_are_remembered_once_in_order():
    values = Picker(bundled(), {})
    for path in (SPEED, DELAY, SPEED):
        values.get(path)
    assert values.used == (SPEED, DELAY)


def test_texts_and_flags_pass_through_and_are_no_values():
    values = Picker(bundled(), {})
    assert values.text("interceptor.gem_t.guidance") == "TVM"
    assert values.flag("interceptor.gem_t.needs_radar_until_intercept")
    assert values.used == ()


def test_an_unknown_path_names_the_nearest():
    with pytest.raises(CatalogueError, match=r'did you mean "interceptor.gem_t.speed_max"'):
        Picker(bundled(), {}).get("interceptor.gem_t.sped_max")
