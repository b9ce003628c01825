"""One server for the tests of a module."""

import httpx
import pytest
from web_server import LIMITS, serving

from airshield.web.settings import Settings


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("workspace")


@pytest.fixture(scope="module")
def address(folder):
    with serving(Settings(folder, limits=LIMITS)) as found:
        yield found


@pytest.fixture(scope="module")
def client(address):
    with httpx.Client(base_url=address, timeout=60.0) as found:
        yield found
