"""Two hundred threats, four hundred interceptors in the page: run, replayed, played and paused."""

import time

import numpy as np
import pytest
from headless import SCENE, open_view, run, until
from web_page import click, shot, state

from airshield.scenario import bundled_text

pytestmark = pytest.mark.browser
THREATS = 200
# Launchers enough for two rounds at each threat, a channel for each, a raid of some ten minutes.
CHANGES = (
    ("count = 4", f"count = {THREATS}"),
    ("launchers = 1", "launchers = 40"),
    ("spacing_s = 30", "spacing_s = 2"),
    ("nominal = 9, high = 9", f"nominal = {THREATS}, high = {THREATS}"),
    ("low = 9", f"low = {THREATS}"),
    ('id = "textbook"', 'id = "many"'),
)
FRAMES = """new Promise((done) => {
  const stamps = [];
  const look = (at) => {
    stamps.push(at);
    if (stamps.length < 40) requestAnimationFrame(look); else done(stamps);
  };
  requestAnimationFrame(look);
})"""
HEAR = """document.querySelector('#play').addEventListener('click', (event) => {
  requestAnimationFrame(() => { window.answeredMs = performance.now() - event.timeStamp; });
})"""


@pytest.fixture
def many(folder):
    text = bundled_text("textbook")
    for old, new in CHANGES:
        assert old in text
        text = text.replace(old, new)
    (folder / "scenarios").mkdir(exist_ok=True)
    (folder / "scenarios" / "many.toml").write_text(text)


def test_two_hundred_threats_and_four_hundred_interceptors(page, address, many):
    start = time.monotonic()
    open_view(page, address, "scenario/many")
    print(f"a scenario of {THREATS} threats opens in {time.monotonic() - start:.2f} s")
    page.fill("#replications", "50")
    start = time.monotonic()
    run(page, "#run-replay")
    frame = page.locator("iframe.replay").element_handle().content_frame()
    until(frame, SCENE)
    print(
        f"fifty raids played and three of them on the screen after {time.monotonic() - start:.2f} s"
    )
    # What the tables of the scene hold is what was flown.
    assert frame.locator("#threats tr").count() == THREATS
    shots = frame.evaluate(
        "[...document.querySelectorAll('#threats tr')].map((row) => +row.cells[2].textContent)"
    )
    assert sum(shots) >= 390
    assert state(page)["replay"] == "typical"
    page.evaluate("document.querySelector('iframe.replay').scrollIntoView()")
    frame.evaluate("airshieldReplay.setTime(150)")
    frame.evaluate(HEAR)
    frame.evaluate("airshieldReplay.play()")
    drawn, began = frame.evaluate("airshieldReplay.state().frames"), time.monotonic()
    apart = np.diff(frame.evaluate(FRAMES))
    took = time.monotonic() - began
    flown = frame.evaluate("airshieldReplay.state()")
    assert flown["playing"]
    assert flown["frames"] - drawn >= 30
    print(
        f"{flown['threats']} threats and {flown['interceptors']} interceptors in the air: a frame "
        f"takes {np.median(apart):.0f} ms, 95 % within {np.quantile(apart, 0.95):.0f} ms; "
        f"{(flown['frames'] - drawn) / took:.1f} frames a second"
    )
    shot(page, "replay-many")
    box = frame.locator("#play").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    until(frame, "window.answeredMs !== undefined")
    assert not frame.evaluate("airshieldReplay.state().playing")
    print(f"Pause answers within {frame.evaluate('answeredMs'):.0f} ms of the click")
    click(page, "#show-high-loss")
    until(frame, "airshieldReplay.state().now < 150")
