"""The page as a reader sees it, in headless Chromium from disk."""

import pytest
from headless import chromium
from playwright.sync_api import sync_playwright

from airshield.report import write_report

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as play:
        browser = chromium(play)
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


@pytest.fixture
def page(browser, page_file):
    page = browser.new_page()
    page.goto(page_file.as_uri())
    yield page
    page.close()


def _column(page, k):
    return page.locator(f"table.assumptions tbody tr > :nth-child({k})").all_inner_texts()


def test_the_filter_narrows_the_long_table(page):
    rows = page.locator("#assumed tbody tr")
    whole = rows.count()
    page.fill("#filter", "sskp")
    seen = page.locator("#assumed tbody tr:visible").count()
    assert 0 < seen < whole
    assert page.inner_text("#filtered") == f"{seen} of {whole} values"
    page.fill("#filter", "SSKP gem_t")
    both = page.locator("#assumed tbody tr:visible")
    assert 0 < both.count() < seen
    assert all("sskp" in text and "gem_t" in text for text in both.all_inner_texts())
    page.fill("#filter", "")
    assert page.locator("#assumed tbody tr:visible").count() == whole


def test_a_head_sorts_by_number_up_down_and_back_again(page):
    before = _column(page, 3)
    head = page.locator("table.assumptions th[scope=col]").nth(2)
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    up = [float(text) for text in _column(page, 3)]
    assert up == sorted(up)
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert [float(text) for text in _column(page, 3)] == up[::-1]
    head.locator("button").click()
    assert head.get_attribute("aria-sort") is None
    assert _column(page, 3) == before


def test_the_table_is_sorted_from_the_keyboard(page):
    page.focus("#filter")
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "value":
            break
    page.keyboard.press("Enter")
    names = _column(page, 1)
    by_letter = page.evaluate("(n) => n.slice().sort((a, b) => a.localeCompare(b))", names)
    assert names == by_letter
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    low = [float(text) for text in _column(page, 2)]
    assert low == sorted(low)


def test_what_is_empty_stands_last_either_way(page):
    button = page.locator("table.assumptions th[scope=col]").nth(7).locator("button")
    for _ in range(2):
        button.click()
        cited = _column(page, 8)
        empty = [text == "" for text in cited]
        assert empty == sorted(empty)
        assert 0 < sum(empty) < len(empty)


def test_without_script_the_page_reads_as_well(browser, page_file):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_file.as_uri())
    assert page.locator("table.assumptions tbody tr:visible").count() > 50
    assert not page.locator("#filter").is_visible()
    assert page.locator("table.assumptions button").count() == 0
    context.close()


def test_the_policy_stops_what_was_not_written_with_the_page(browser, page_file, tmp_path):
    text = page_file.read_text("utf-8")
    foreign = "<script>document.title = 'taken'</script></body>"
    odd = tmp_path / "odd.html"
    odd.write_text(text.replace("</body>", foreign), encoding="utf-8")
    page = browser.new_page()
    page.goto(odd.as_uri())
    assert page.title() != "taken"
    page.close()


def test_nothing_is_cut_off_on_paper(browser, page_file):
    # A4 less its margins, at 96 dots per inch.
    page = browser.new_page(viewport={"width": 720, "height": 1000})
    page.emulate_media(media="print")
    page.goto(page_file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 720
    page.close()
