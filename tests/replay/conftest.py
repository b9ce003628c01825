"""One real run and recordings of it for the tests of this room."""

import pytest

from airshield.assessment.assess import answer
from airshield.replay.record import from_answer


@pytest.fixture(scope="session")
def answered():
    return answer("iraq-2020", replications=2048)


@pytest.fixture(scope="session")
def recording(answered):
    return from_answer(answered, 2, "typical")
