"""What tests do on the served page: hands, pictures, and watching what it says and asks."""

import os
import time
from pathlib import Path

from headless import SECONDS

HELD_MS = 150
"""How long a hand holds a mouse button down."""
SHOTS = os.environ.get("AIRSHIELD_SHOTS")


class Held:
    """Answers of one address that wait until they are let go."""

    def __init__(self, page, pattern):
        self._page, self._waiting = page, []
        page.route(pattern, self._hold)

    def _hold(self, route):
        self._waiting.append(route)

    def wait(self):
        """Wait until one is asked for."""
        end = time.monotonic() + SECONDS
        while not self._waiting:
            assert time.monotonic() < end, "nothing was asked for"
            self._page.wait_for_timeout(50)

    def let_go(self):
        """Answer what has been asked, and wait until the page has heard it."""
        self.wait()
        while self._waiting:
            route = self._waiting.pop()
            with self._page.expect_response(route.request.url):
                route.continue_()
        self._page.evaluate("new Promise((done) => setTimeout(done))")


def press(page, selector):
    """Put the mouse on an element and hold it down, once the mouse is seen there.

    Where the mouse is, is judged by the last drawn picture: right after a scroll it may still be
    over a frame that stood there, which then takes the click.
    """
    place = page.locator(selector)
    place.scroll_into_view_if_needed()
    end = time.monotonic() + SECONDS
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


def watched(browser, address, width=1280, height=720):
    """Return a new page that keeps what is said on the console and which addresses it asks."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(1000 * SECONDS)
    page.said, page.asked = [], []
    page.on("console", lambda m: page.said.append(m.text) if m.type in ("error", "warning") else 0)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("request", lambda request: page.asked.append(request.url))
    page.allowed = (address, "data:", "blob:")
    return page
