"""Contrast, names and roles by axe-core on each view, at a desk's and a phone's width."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from headless import open_view, run, until
from web_page import watched

pytestmark = pytest.mark.browser
# The report and the replay are pages of their own with tests of their own.
OPTIONS = {
    "iframes": False,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
}
SIZES = [(1280, 720), (390, 800)]


def _check(page):
    found = Axe().run(page, options=OPTIONS)
    told = [
        (one["id"], node["target"], node["any"][0]["message"] if node["any"] else one["help"])
        for one in found.response["violations"]
        for node in one["nodes"]
    ]
    assert told == []
    assert len(found.response["passes"]) > 10


@pytest.fixture(params=SIZES, ids=["desk", "phone"])
def sized(request, browser, address):
    page = watched(browser, address, *request.param)
    yield page
    page.close()
    assert page.said == []


@pytest.mark.parametrize("view", ["scenarios", "runs", "posture", "plans", "sources"])
def test_views(sized, address, view):
    open_view(sized, address, view)
    if view == "posture":
        sized.locator("button.belief").first.click()
        until(sized, "document.querySelectorAll('#claims tbody tr').length > 3")
    _check(sized)


def test_a_scenario_with_its_layer_and_a_chosen_unit(sized, address):
    open_view(sized, address, "scenario/iraq-2020")
    sized.click("#choose-patriot_erbil")
    sized.click("#layer summary")
    until(sized, "airshieldPage.state().layer.shapes > 0")
    _check(sized)


@pytest.mark.parametrize("button", ["#run", "#run-compare", "#run-replay", "#run-coverage"])
def test_runs(sized, address, button):
    open_view(sized, address, "scenario/textbook")
    if button == "#run-compare":
        sized.locator("#count-raid").fill("2")
        sized.locator("#count-raid").press("Tab")
    sized.fill("#replications", "100")
    sized.uncheck("#ranges")
    run(sized, button)
    _check(sized)
    assert sized.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("plan", ["march-2020", "bases-2020"])
def test_plans(sized, address, plan):
    open_view(sized, address, "plans")
    sized.fill("#plan-replications", "20")
    run(sized, f"#plan-{plan}")
    _check(sized)
    assert sized.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_requests_page(sized, address):
    sized.goto(f"{address}/docs")
    _check(sized)
    assert sized.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_refusal_is_readable(sized, address):
    open_view(sized, address, "scenarios")
    sized.goto(f"{address}/#/scenario/nothing")
    until(sized, "document.querySelector('#main .bad') !== null")
    _check(sized)
    sized.said.clear()
