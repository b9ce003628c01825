"""The page as a reader sees it, in headless Chromium from disk."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

from airshield.report import write_report

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    assert path, "no Chromium found; on Debian: apt-get install chromium"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def page_file(assessment, tmp_path_factory):
    return write_report(assessment, tmp_path_factory.mktemp("page") / "report.html")


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_page_opens_from_disk_without_requests_or_errors(browser, page_file, width):
    page = browser.new_page(viewport={"width": width, "height": 720})
    requests, errors = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(page_file.as_uri())
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert errors == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("figure svg").count() == 7
    page.close()


def test_the_filter_narrows_the_long_table(browser, page_file):
    page = browser.new_page()
    page.goto(page_file.as_uri())
    rows = page.locator("#assumed tbody tr")
    whole = rows.count()
    page.fill("#filter", "sskp")
    seen = page.locator("#assumed tbody tr:visible").count()
    assert 0 < seen < whole
    page.close()


def test_nothing_is_cut_off_on_paper(browser, page_file):
    # A4 less its margins, at 96 dots per inch.
    page = browser.new_page(viewport={"width": 720, "height": 1000})
    page.emulate_media(media="print")
    page.goto(page_file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 720
    page.close()
