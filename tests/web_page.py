"""Drive the served page in headless Chromium with software GL, and watch what it says and asks."""

import os
import shutil
import time
from pathlib import Path

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
HELD_MS = 150
"""How long a hand holds a mouse button down."""
SHOTS = os.environ.get("AIRSHIELD_SHOTS")


def until(page, condition, seconds=240.0):
    """Wait until a condition holds; the page's own policy forbids the library's way to poll."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, (condition, page.locator("body").inner_text()[:300])
        page.wait_for_timeout(50)


def open_view(page, address, view):
    page.goto(f"{address}/#/{view}")
    until(page, f"document.querySelector('#main').dataset.view === '{view.split('/')[0]}'")
    until(page, READY)


def run(page, button):
    """Start a run and wait for what it left."""
    page.click(button)
    until(page, "document.querySelector('#main').dataset.view === 'run'")
    until(page, READY)


def press(page, selector):
    """Put the mouse on an element and hold it down, once the mouse is seen there.

    Where the mouse is, is judged by the last drawn picture: right after a scroll it may still be
    over a frame that stood there, which then takes the click.
    """
    place = page.locator(selector)
    place.scroll_into_view_if_needed()
    end = time.monotonic() + 60.0
    while not page.evaluate(f"document.querySelector('{selector}').matches(':hover')"):
        assert time.monotonic() < end, selector
        box = place.bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 - 1)
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(50)
    page.mouse.down()


def click(page, selector):
    """Click as a hand does, with the mouse held down for a moment."""
    press(page, selector)
    page.wait_for_timeout(HELD_MS)
    page.mouse.up()


def state(page):
    return page.evaluate("airshieldPage.state()")


def shot(page, name):
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


def chromium(play):
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    assert path, "no Chromium found; on Debian: apt-get install chromium"
    return play.chromium.launch(executable_path=path, args=FLAGS)


def watched(browser, address, width=1280, height=720):
    """Return a new page that keeps what is said on the console and which addresses it asks."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.said, page.asked = [], []
    page.on("console", lambda m: page.said.append(m.text) if m.type in ("error", "warning") else 0)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("request", lambda request: page.asked.append(request.url))
    page.allowed = (address, "data:", "blob:")
    return page
