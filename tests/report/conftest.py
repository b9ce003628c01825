"""One real assessment for every test of the report."""

import pytest

from airshield.assessment import assess


@pytest.fixture(scope="session")
def assessment():
    return assess("iraq-2020", replications=512)
