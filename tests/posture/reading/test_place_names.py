"""Places in prose: a mention and the tables that know it mean the same id."""

import pytest

from airshield.posture.reading.lexicon import load_lexicon
from airshield.posture.reading.names import slug
from airshield.posture.reading.place_names import places

SPOTS = [
    (entry.split("/")[0], country)
    for country, entries in load_lexicon().places["spots"].items()
    for entry in entries
]


@pytest.mark.parametrize(("name", "country"), SPOTS)
def test_the_country_of_a_mention_is_known(name, country):
    mention = places(f"Two batteries stand at {name}.", load_lexicon())[0]
    # "Isa Air Base" is the place "isa", as in "Isa".
    assert load_lexicon().country_of[mention.site] == slug(country)
