"""Unknowns: strata, numbers stated alike, samples that two scenarios share."""

import numpy as np

from airshield.assessment.unknowns import draw_common, latin_hypercube, spans
from airshield.scenario import parameters


def test_every_stratum_of_every_axis_holds_one_point():
    points = latin_hypercube(32, 5, (1,))
    for axis in points.T:
        assert sorted((axis * 32).astype(int)) == list(range(32))
    assert np.array_equal(points, latin_hypercube(32, 5, (1,)))


def test_numbers_stated_alike_are_one_unknown(loaded, lowered):
    found = spans(lowered.used, loaded.catalogue, parameters(loaded.scenario))
    rates = [span for path, span in found.items() if path.endswith("p_failure")]
    assert len(rates) == 1
    assert len(rates[0].paths) == len(loaded.scenario.volley)
    # Two units with their own lines stay two unknowns.
    assert sum(path.endswith("boresight_deg") for path in found) == 2


def test_a_path_draws_the_same_whatever_else_is_unknown(loaded, lowered):
    found = spans(lowered.used, loaded.catalogue, parameters(loaded.scenario))
    path = "battery.patriot.availability"
    alone = draw_common({path: found[path]}, loaded.catalogue, 8, 3)
    among = draw_common(found, loaded.catalogue, 8, 3)
    assert [row[path] for row in alone] == [row[path] for row in among]
    assert draw_common({}, loaded.catalogue, 8, 3) == [{}] * 8
