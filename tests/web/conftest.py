"""One server and one browser for the tests of a module."""

import httpx
import pytest
from headless import chromium
from playwright.sync_api import sync_playwright
from served import serving
from web_page import watched
from web_server import LIMITS

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


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as play:
        browser = chromium(play)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, address):
    """An open page; afterwards: no error said, no request to anywhere else."""
    page = watched(browser, address)
    yield page
    page.close()
    assert page.said == []
    assert [url for url in page.asked if not url.startswith(page.allowed)] == []
