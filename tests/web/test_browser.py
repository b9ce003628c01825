"""The page as a user drives it, in headless Chromium with software GL: state, requests, console."""

import io
import os
import shutil
import time
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread
from playwright.sync_api import sync_playwright
from web_server import LIMITS, serving

from airshield.assessment.assess import answer
from airshield.catalogue import bundled
from airshield.web.settings import Settings

FLAGS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
READY = "document.querySelector('#main').dataset.ready === 'yes'"
SHOTS = os.environ.get("AIRSHIELD_SHOTS")
pytestmark = pytest.mark.browser


def _until(page, condition, seconds=240.0):
    """Wait until a condition holds; the page's own policy forbids the library's way to poll."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, (condition, page.locator("#main").inner_text()[:300])
        page.wait_for_timeout(50)


def _open(page, address, view):
    page.goto(f"{address}/#/{view}")
    _until(page, f"document.querySelector('#main').dataset.view === '{view.split('/')[0]}'")
    _until(page, READY)


def _run(page, button):
    """Start a run and wait for what it left."""
    page.click(button)
    _until(page, "document.querySelector('#main').dataset.view === 'run'")
    _until(page, READY)


def _state(page):
    return page.evaluate("airshieldPage.state()")


def _shot(page, name):
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


@pytest.fixture(scope="module")
def browser():
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    assert path, "no Chromium found; on Debian: apt-get install chromium"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def _watched(browser, address, width=1280):
    page = browser.new_page(viewport={"width": width, "height": 720})
    page.said, page.asked = [], []
    page.on("console", lambda m: page.said.append(m.text) if m.type in ("error", "warning") else 0)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("request", lambda request: page.asked.append(request.url))
    page.allowed = (address, "data:", "blob:")
    return page


@pytest.fixture
def page(browser, address):
    """An open page; afterwards: no error said, no request to anywhere else."""
    page = _watched(browser, address)
    yield page
    page.close()
    assert page.said == []
    assert [url for url in page.asked if not url.startswith(page.allowed)] == []


def test_move_a_unit_undo_run_it_and_save_the_bits(page, address, folder):
    start = time.monotonic()
    _open(page, address, "scenario/textbook")
    assert time.monotonic() - start < 10.0
    before = _state(page)["units"][0]
    page.click("#choose-battery")
    page.select_option("#unit-site", "taji")
    page.locator("#unit-boresight").fill("80")
    page.locator("#unit-boresight").press("Tab")
    _until(page, "airshieldPage.state().units[0].boresight_deg === 80")
    moved = _state(page)
    assert moved["dirty"]
    assert moved["units"][0]["site"] == "taji"
    assert "unsaved" in page.locator("#unsaved").inner_text()
    page.click("#undo")
    page.click("#undo")
    _until(page, f"airshieldPage.state().units[0].site === '{before['site']}'")
    assert not _state(page)["dirty"]
    page.click("#redo")
    _until(page, "airshieldPage.state().units[0].site === 'taji'")
    page.once("dialog", lambda dialog: dialog.accept("moved-by-hand"))
    page.click("#save-as")
    _until(page, "airshieldPage.state().name === 'moved-by-hand'")
    _until(page, READY)
    page.fill("#replications", "300")
    page.uncheck("#ranges")
    page.click("#run")
    _until(page, "airshieldPage.state().run?.state === 'done'")
    saved = folder / "scenarios" / "moved-by-hand.toml"
    own = answer(str(saved), seed=1, replications=300).played.outcome_hash
    assert _state(page)["run"]["summary"]["outcome_hash"] == own
    _until(page, READY)
    frame = page.frame_locator("iframe.assess")
    assert frame.locator("h1").inner_text().startswith("Textbook")
    assert frame.locator("table.assumptions th button").count() > 0, "its own script runs"
    _shot(page, "report")


def test_two_tabs_are_told(page, browser, address):
    _open(page, address, "scenario/textbook")
    page.once("dialog", lambda dialog: dialog.accept("in-two-tabs"))
    page.click("#save-as")
    _until(page, "airshieldPage.state().name === 'in-two-tabs'")
    _until(page, READY)
    other = browser.new_page()
    _open(other, address, "scenario/in-two-tabs")
    for tab, count in ((other, "3"), (page, "2")):
        tab.locator("#count-raid").fill(count)
        tab.locator("#count-raid").press("Tab")
        _until(tab, "airshieldPage.state().dirty")
        tab.click("#save")
        if tab is other:
            _until(other, "!airshieldPage.state().dirty")
    other.close()
    _until(page, "document.querySelector('#notice').classList.contains('bad')")
    # The answer to the last edit comes later than the refusal, and must not wipe it away.
    page.wait_for_timeout(1500)
    assert "changed since you opened it" in page.locator("#notice").inner_text()
    assert _state(page)["dirty"]
    # The browser tells of every answer that is a refusal; this one is meant.
    assert all("409" in line for line in page.said)
    page.said.clear()


def test_a_fault_is_told_at_its_place_and_mended_by_undo(page, address):
    _open(page, address, "scenario/textbook")
    page.click("#choose-battery")
    page.locator("#unit-p").fill("7")
    page.locator("#unit-p").press("Tab")
    _until(page, "airshieldPage.state().faults.length > 0")
    assert "p_operational" in page.locator("#notice").inner_text()
    page.click("#undo")
    _until(page, "airshieldPage.state().faults.length === 0")
    assert all("422" in line for line in page.said)
    page.said.clear()


def test_compare_a_draft_with_its_file_and_cancel_a_long_run(page, address):
    _open(page, address, "scenario/textbook")
    page.locator("#count-raid").fill("2")
    page.locator("#count-raid").press("Tab")
    page.fill("#replications", "2000")
    _run(page, "#run-compare")
    assert "the first is better" in page.locator("#verdict").inner_text()
    _shot(page, "compare")
    _open(page, address, "scenario/textbook")
    assert _state(page)["dirty"], "the draft has waited"
    page.click("#undo")
    page.fill("#replications", str(LIMITS.replications))
    page.click("#run")
    page.click("#cancel")
    _until(page, "airshieldPage.state().run.state === 'cancelled'")
    assert page.locator("#cancel").count() == 0


def test_the_map_is_drawn(page, address):
    _open(page, address, "scenario/iraq-2020")
    assert page.locator("button.unit img").count() == 2
    page.wait_for_timeout(700)
    pixels = imread(io.BytesIO(page.locator(".map").screenshot()), format="png")[:, :, :3]
    rgb = (pixels * 255).astype(int)
    land = np.abs(rgb - np.array([0xF6, 0xF4, 0xEE])).sum(axis=2) < 6
    orange = (rgb[:, :, 0] > 200) & (rgb[:, :, 2] < 170) & (rgb[:, :, 1] < 215)
    blue = (rgb[:, :, 2] > 200) & (rgb[:, :, 0] < 190)
    assert land.mean() > 0.3
    assert orange.mean() > 0.02
    assert blue.mean() > 0.01
    _shot(page, "map")


def test_the_replay_is_scrubbed_in_its_frame(page, address):
    _open(page, address, "scenario/textbook")
    page.fill("#replications", "200")
    _run(page, "#run-replay")
    frame = page.locator("iframe.replay").element_handle().content_frame()
    _until(frame, "window.airshieldReplay !== undefined && airshieldReplay.state().frames > 0")
    frame.evaluate("airshieldReplay.setTime(-20)")
    assert frame.evaluate("airshieldReplay.state().threats") > 0
    with page.expect_download() as download:
        page.locator(".files a", has_text=".czml").click()
    assert Path(download.value.path()).read_text("utf-8").startswith("[")
    _shot(page, "replay")


def test_the_posture_of_two_days(page, address):
    _open(page, address, "posture")
    at = "airshieldPage.state().rows.find(r => r.system === 'patriot' && r.site === 'al_asad')"
    assert page.evaluate(f"{at}.shown") == "95 %"
    page.locator("button.belief").first.click()
    _until(page, "document.querySelectorAll('#claims tbody tr').length > 3")
    _shot(page, "posture")
    page.locator("#day").fill("20")
    _until(page, "airshieldPage.state().on === '2020-01-21'")
    assert not page.evaluate(f"{at}?.reported")


def test_coverage_and_sources(page, address):
    _open(page, address, "scenario/textbook")
    _run(page, "#run-coverage")
    page.select_option("#case", "high")
    assert int(page.locator(".map").get_attribute("data-shapes")) > 0
    _shot(page, "coverage")
    _open(page, address, "sources")
    page.fill("#filter", "interceptor.pac3_cri.sskp_tbm")
    alike = [path for path in bundled().quantities if "interceptor.pac3_cri.sskp_tbm" in path]
    assert page.locator("#found").inner_text().startswith(f"{len(alike)} of ")
    assert page.locator("tbody tr").count() == len(alike)


@pytest.mark.parametrize("view", ["scenarios", "scenario/iraq-2020", "posture", "sources", "runs"])
@pytest.mark.parametrize("width", [1280, 400])
def test_nothing_is_cut_off(browser, address, view, width):
    page = _watched(browser, address, width)
    _open(page, address, view)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    _shot(page, f"{view.replace('/', '-')}-{width}")
    page.close()


def test_the_first_visit_with_a_token_opens_the_page(browser, tmp_path):
    with serving(Settings(tmp_path, token="of-this-test")) as where:
        page = browser.new_page()
        page.goto(f"{where}/?token=of-this-test")
        _until(page, READY)
        assert page.locator("tbody tr").count() > 0
        page.close()
