"""Take pictures of the page of `airshield serve`: each view as a user would see it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page

from airshield.web import Settings, create_app

READY = "document.querySelector('#main').dataset.ready === 'yes'"
LAYER = "airshieldPage.state().layer.shapes > 0 && !airshieldPage.state().layer.busy"
FRAME = "window.airshieldReplay !== undefined && airshieldReplay.state().frames > 0"
SECONDS = 240.0
SIZE = (1280, 720)


@contextmanager
def serving(workspace: Path) -> Iterator[str]:
    """Yield the address of a server that runs until the block ends."""
    opened = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(Settings(workspace)), log_level="warning", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([opened],))
    thread.start()
    try:
        yield f"http://127.0.0.1:{opened.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def until(page: Page, condition: str) -> None:
    """Wait for a condition; the page's policy forbids the library's own way to poll."""
    end = time.monotonic() + SECONDS
    while not page.evaluate(condition):
        if time.monotonic() > end:
            raise TimeoutError(condition)
        page.wait_for_timeout(100)


def _view(page: Page, address: str, view: str) -> None:
    page.goto(f"{address}/#/{view}")
    room = view.partition("/")[0]
    until(page, f"document.querySelector('#main')?.dataset.view === '{room}'")
    until(page, READY)


def _run(page: Page, button: str) -> None:
    page.click(button)
    until(page, "document.querySelector('#main')?.dataset.view === 'run'")
    until(page, READY)


def _scenario(page: Page, address: str) -> None:
    _view(page, address, "scenario/iraq-2020")
    page.click("#choose-patriot_al_asad")


def _layer(page: Page, address: str) -> None:
    _view(page, address, "scenario/iraq-2020")
    page.click("#layer summary")
    until(page, LAYER)
    page.evaluate("document.querySelector('.panel').scrollTop = 250")


def _run_view(page: Page, address: str) -> None:
    _view(page, address, "scenario/iraq-2020")
    page.fill("#replications", "5000")
    page.uncheck("#ranges")
    _run(page, "#run")
    page.wait_for_timeout(1500)


def _replay(page: Page, address: str) -> None:
    _view(page, address, "scenario/iraq-2020")
    page.fill("#replications", "5000")
    _run(page, "#run-replay")
    page.wait_for_timeout(2000)


def _compare(page: Page, address: str) -> None:
    _view(page, address, "scenario/iraq-2020")
    page.click("#choose-patriot_al_asad")
    page.fill("#unit-boresight", "0")
    page.locator("#unit-boresight").press("Tab")
    page.fill("#replications", "5000")
    _run(page, "#run-compare")


def _posture(page: Page, address: str) -> None:
    _view(page, address, "posture")
    page.locator("button.belief").first.click()
    until(page, "document.querySelectorAll('#claims tbody tr').length > 3")


def _plan(name: str, choose: str) -> Callable[[Page, str], None]:
    def act(page: Page, address: str) -> None:
        _view(page, address, "plans")
        _run(page, f"#plan-{name}")
        page.click(choose)
        page.evaluate("document.querySelector('.split').scrollIntoView()")

    return act


def _frontier(page: Page, address: str) -> None:
    _plan("bases-2020", "#choose-5-2")(page, address)
    page.evaluate("document.querySelector('svg.chart').scrollIntoView()")


PICTURES: tuple[tuple[str, Callable[[Page, str], None]], ...] = (
    ("serve-scenario.png", _scenario),
    ("serve-layer.png", _layer),
    ("serve-run.png", _run_view),
    ("serve-compare.png", _compare),
    ("serve-replay.png", _replay),
    ("serve-posture.png", _posture),
    ("serve-sites.png", _plan("march-2020", "#choose-0")),
    ("serve-bases.png", _plan("bases-2020", "#choose-5-2")),
    ("serve-frontier.png", _frontier),
)


def shoot_views(browser: Browser, workspace: Path, folder: Path) -> Iterator[Path]:
    """Save one picture of each view; yield its path."""
    with serving(workspace) as address:
        for name, act in PICTURES:
            page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
            act(page, address)
            page.wait_for_timeout(800)
            page.screenshot(path=folder / name)
            page.close()
            yield folder / name
