"""The bundled borders: closed rings on the globe, capitals in their countries."""

import numpy as np
import pytest
from matplotlib.path import Path

from airshield.report.basemap import borders, in_view

# Capitals to 0.1 degree, from any atlas: an independent check of names, order and sign.
CAPITALS = [
    ("Iraq", 44.4, 33.3),
    ("Iran", 51.4, 35.7),
    ("Ukraine", 30.5, 50.4),
    ("Brazil", -47.9, -15.8),
    ("Australia", 149.1, -35.3),
]


@pytest.mark.parametrize(("country", "lon", "lat"), CAPITALS)
def test_a_capital_lies_in_its_country(country, lon, lat):
    rings = dict(borders())[country]
    # Even-odd over all rings: holes count.
    assert sum(Path(ring).contains_point((lon, lat)) for ring in rings) % 2 == 1


def test_rings_are_closed_and_on_the_globe():
    for name, rings in borders():
        for ring in rings:
            assert len(ring) >= 4, name
            assert np.array_equal(ring[0], ring[-1]), name
            assert np.abs(ring[:, 0]).max() <= 180.0, name
            assert np.abs(ring[:, 1]).max() <= 90.0, name


def test_countries_far_from_the_view_are_left_out():
    names = {name for name, _ in in_view(42.0, 48.0, 33.0, 37.0)}
    assert {"Iraq", "Iran"} <= names
    assert not names & {"Brazil", "Australia", "China"}
