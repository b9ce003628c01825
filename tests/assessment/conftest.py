"""One real assessment for the tests of this room."""

import pytest

from airshield.assessment import assess
from airshield.scenario import load
from airshield.simulate.lower import lower


@pytest.fixture(scope="session")
def loaded():
    return load("iraq-2020")


@pytest.fixture(scope="session")
def lowered(loaded):
    return lower(loaded.scenario, loaded.catalogue)


@pytest.fixture(scope="session")
def assessment(loaded):
    return assess(loaded, replications=2048)
