"""The paragraph: what the answer hangs on, in words, and whether anybody states it."""

import pytest

from airshield.assessment.headline import hangs_on
from airshield.assessment.model import Spread
from airshield.catalogue import bundled

SPREAD = (Spread("leakers", 0.5, 0.5, 0.0, "chance", 1.0, 2.0, 8, 100),)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("interceptor.pac3_cri.sskp_tbm", "kill probability against ballistic missiles of"),
        ("interceptor.lpws.pk_rocket", "kill probability against rockets of"),
        ("outcome.warhead_given_hit_htk", "warhead given hit htk"),
    ],
)
def test_a_value_that_no_source_states_is_called_a_prior(path, words):
    said = hangs_on({path: (-1.0, 1.0)}, SPREAD, bundled())
    assert words in said
    assert "a prior that no source states" in said


def test_a_value_with_a_source_is_not():
    said = hangs_on({"interceptor.gem_t.speed_max": (-1.0, 1.0)}, SPREAD, bundled())
    assert "prior" not in said
