"""One real assessment for the tests of this room."""

import pytest

from airshield.assessment import assess
from airshield.posture import resolve
from airshield.scenario import load
from airshield.simulate.lower import lower


@pytest.fixture(scope="session")
def loaded():
    return resolve(load("iraq-2020")).loaded


@pytest.fixture(scope="session")
def lowered(loaded):
    return lower(loaded.scenario, loaded.catalogue)


@pytest.fixture(scope="session")
def assessment():
    return assess("iraq-2020", replications=2048)
