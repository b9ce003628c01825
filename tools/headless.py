"""Drive a page in headless Chromium with software GL: for the tests and for the pictures."""

from __future__ import annotations

import shutil
import sys
import time

from playwright.sync_api import Browser, Error, Frame, Page, Playwright

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
READY = "document.querySelector('#main')?.dataset.ready === 'yes'"
"""A view of the served page has all it shows."""
SCENE = "window.airshieldReplay !== undefined && airshieldReplay.state().frames > 0"
"""A replay has drawn its first frame."""
LAYER = "airshieldPage.state().layer.shapes > 0 && !airshieldPage.state().layer.busy"
"""The coverage layer of a draft is drawn."""
LOOK_MS = 50
SECONDS = 240.0
"""Far more than a busy machine needs: what is waited for comes, or the page is at fault."""


def chromium(play: Playwright) -> Browser:
    """Start the Chromium of this machine, or end with the line that installs one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        sys.exit("no Chromium found; on Debian: apt-get install chromium")
    return play.chromium.launch(executable_path=path, args=FLAGS)


def _holds(page: Page | Frame, condition: str) -> bool:
    try:
        return bool(page.evaluate(condition))
    except Error as error:
        # The page, or a frame on it, went elsewhere while it was asked.
        if "context was destroyed" not in str(error):
            raise
        return False


def until(page: Page | Frame, condition: str, seconds: float = SECONDS) -> None:
    """Wait until a condition holds; the page's own policy forbids the library's way to poll."""
    end = time.monotonic() + seconds
    while not _holds(page, condition):
        if time.monotonic() > end:
            raise TimeoutError(f"{condition}\n{page.locator('body').inner_text()[:300]}")
        page.wait_for_timeout(LOOK_MS)


def drawn(page: Page | Frame) -> None:
    """Wait until what the page shows now has been drawn: two frames, each after the one before."""
    page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
    )


def open_view(page: Page, address: str, view: str) -> None:
    """Open a view of the served page and wait until it is ready."""
    page.goto(f"{address}/#/{view}")
    until(
        page,
        f"document.querySelector('#main')?.dataset.view === '{view.split('/', maxsplit=1)[0]}'",
    )
    until(page, READY)


def run(page: Page, button: str) -> None:
    """Start a run and wait for what it left."""
    page.click(button)
    until(page, "document.querySelector('#main')?.dataset.view === 'run'")
    until(page, READY)
