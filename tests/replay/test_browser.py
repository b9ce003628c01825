"""The replay as a reader sees it, in headless Chromium from disk with software GL."""

import io
import time

import numpy as np
import pytest
from headless import SCENE, chromium, drawn, until
from matplotlib.image import imread
from playwright.sync_api import sync_playwright

from airshield.assessment.assess import answer
from airshield.replay.choose import number_of
from airshield.replay.html import write_replay
from airshield.replay.record import from_answer
from airshield.report.basemap import in_view
from airshield.scenario import bundled_text, read

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as play:
        browser = chromium(play)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def recordings(answered):
    words = ("typical", "low-loss", "high-loss")
    return [from_answer(answered, number_of(answered, word), word) for word in words]


@pytest.fixture(scope="module")
def file(recordings, tmp_path_factory):
    return write_replay(recordings, tmp_path_factory.mktemp("replay") / "replay.html", in_view)


@pytest.fixture
def page(browser, file):
    """An open page; afterwards: no console message, no request but the file itself."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    until(page, SCENE)
    yield page
    page.close()
    assert said == []
    assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]


def _state(page):
    return page.evaluate("airshieldReplay.state()")


def test_it_opens_with_a_scene_and_the_first_recording(page, recordings):
    state = _state(page)
    assert state["scene"]
    assert state["replication"] == recordings[0].replication
    assert state["threats"] > 0
    assert page.locator("#runs button").count() == 3
    assert page.locator("#threats tr").count() == 16


def test_something_is_drawn(page):
    """More than one colour in the picture: threats in the air are painted in theirs."""
    page.evaluate("airshieldReplay.setTime(-20)")
    drawn(page)
    box = page.locator("#stage").screenshot()
    pixels = (imread(io.BytesIO(box), format="png")[:, :, :3] * 255).astype(int)
    near = np.abs(pixels - np.array([0xB3, 0x47, 0x00])).sum(axis=2) < 40
    assert near.sum() > 100
    land = np.abs(pixels - np.array([0xF3, 0xF1, 0xEC])).sum(axis=2) < 6
    assert land.mean() > 0.2


def test_the_clock_shows_what_is_in_the_air(page, recordings):
    first = recordings[0]
    for t in (-200.0, -20.0, 30.0, first.end_s):
        page.evaluate(f"airshieldReplay.setTime({t})")
        flying = [e for e in first.entities if e.moves and e.track.t_s[0] <= t <= e.track.t_s[-1]]
        state = _state(page)
        assert state["threats"] == sum(e.kind == "threat" for e in flying)
        assert state["interceptors"] == sum(e.kind == "interceptor" for e in flying)
    assert _state(page)["leakers"] == first.leakers


def test_play_pause_and_step(page, recordings):
    before = _state(page)["now"]
    page.keyboard.press("Space")
    until(page, f"airshieldReplay.state().now > {before} + 3")
    page.keyboard.press("Space")
    assert not _state(page)["playing"]
    held = _state(page)["now"]
    page.keyboard.press("n")
    later = _state(page)["now"]
    times = [round(event.t_s, 2) for event in recordings[0].events]
    assert later > held
    assert round(later, 2) in times
    page.click("#back")
    assert _state(page)["now"] <= held


def test_each_recording_is_one_click_away(page, recordings):
    for k, recording in enumerate(recordings):
        page.locator("#runs button").nth(k).click()
        state = _state(page)
        assert state["replication"] == recording.replication
        page.evaluate("airshieldReplay.setTime(airshieldReplay.state().end)")
        assert _state(page)["leakers"] == recording.leakers


def test_the_list_says_why_and_jumps(page, recordings):
    leaker = next(event for event in recordings[0].events if event.kind == "leaker")
    row = page.locator("#events tr.leaker").first
    assert leaker.text in row.inner_text()
    assert leaker.reason in row.inner_text()
    row.locator("button").click()
    assert _state(page)["now"] == pytest.approx(leaker.t_s, abs=0.01)
    assert leaker.text in page.locator("#now").inner_text()
    main = _state(page)["visible"]
    page.select_option("#filter", "all")
    assert _state(page)["visible"] == len(recordings[0].events) > main


def test_the_camera_follows_a_threat_and_goes_to_a_unit(page, recordings):
    threat = next(e for e in recordings[0].entities if e.kind == "threat" and e.moves)
    page.select_option("#camera", threat.id)
    start = _state(page)["target"]
    page.select_option("#speed", "30")
    page.click("#play")
    until(page, f"airshieldReplay.state().now > {_state(page)['now']} + 20")
    page.click("#play")
    state = _state(page)
    assert state["follow"] == threat.id
    assert sum((a - b) ** 2 for a, b in zip(start, state["target"], strict=True)) > 10.0**2
    page.select_option("#camera", "patriot_erbil")
    assert _state(page)["follow"] == "patriot_erbil"


def test_the_scene_turns_by_keyboard(page):
    page.focus("#canvas")
    frames = _state(page)["frames"]
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("+")
    until(page, f"airshieldReplay.state().frames > {frames}")


@pytest.mark.parametrize("width", [1280, 760, 400, 320])
def test_nothing_is_cut_off(browser, file, width):
    page = browser.new_page(viewport={"width": width, "height": 720})
    page.goto(file.as_uri())
    until(page, SCENE)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#play").bounding_box()["height"] >= 24
    page.close()


def test_two_hundred_threats_stay_usable(browser, tmp_path):
    """First picture and frames with software GL; the bars leave room for a busy machine."""
    text = bundled_text("iraq-2020").replace("count = 5", "count = 66")
    text = text.replace("nominal = 20, high = 60", "nominal = 5, high = 60")
    many = from_answer(answer(read(text), replications=64), 0)
    path = write_replay([many], tmp_path / "many.html", in_view)
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    start = time.monotonic()
    page.goto(path.as_uri())
    until(page, SCENE)
    assert time.monotonic() - start < 60.0
    page.evaluate("airshieldReplay.setTime(0); airshieldReplay.play()")
    frames = _state(page)["frames"]
    until(page, f"airshieldReplay.state().frames >= {frames + 4}")
    page.close()


def test_without_a_scene_the_list_still_tells(browser, file):
    page = browser.new_page()
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(file.as_uri())
    assert page.locator("#no-scene").is_visible()
    assert page.locator("#events tr").count() > 10
    page.close()
