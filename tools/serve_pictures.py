"""Take pictures of the page of `airshield serve`: each view as a user would see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from headless import LAYER, SCENE, drawn, open_view, run, until
from playwright.sync_api import Browser, Page
from served import serving

from airshield.web import Settings

SIZE = (1280, 720)


def _scenario(page: Page, address: str) -> None:
    open_view(page, address, "scenario/iraq-2020")
    page.click("#choose-patriot_al_asad")


def _layer(page: Page, address: str) -> None:
    open_view(page, address, "scenario/iraq-2020")
    page.click("#layer summary")
    until(page, LAYER)
    page.evaluate("document.querySelector('.panel').scrollTop = 250")


def _run_view(page: Page, address: str) -> None:
    open_view(page, address, "scenario/iraq-2020")
    page.fill("#replications", "5000")
    page.uncheck("#ranges")
    run(page, "#run")
    page.frame_locator("iframe.assess").locator("h1").wait_for()


def _replay(page: Page, address: str) -> None:
    open_view(page, address, "scenario/iraq-2020")
    page.fill("#replications", "5000")
    run(page, "#run-replay")
    frame = page.frames[-1]
    until(frame, SCENE)
    # A moment with something in the air, counted as drawn only when the picture after it is, too.
    for second in (-6, -5):
        before = frame.evaluate("airshieldReplay.state().frames")
        frame.evaluate(f"airshieldReplay.setTime({second})")
        until(frame, f"airshieldReplay.state().frames > {before}")
        drawn(frame)
    drawn(page)


def _compare(page: Page, address: str) -> None:
    open_view(page, address, "scenario/iraq-2020")
    page.click("#choose-patriot_al_asad")
    page.fill("#unit-boresight", "0")
    page.locator("#unit-boresight").press("Tab")
    page.fill("#replications", "5000")
    run(page, "#run-compare")


def _posture(page: Page, address: str) -> None:
    open_view(page, address, "posture")
    page.locator("button.belief").first.click()
    until(page, "document.querySelectorAll('#claims tbody tr').length > 3")


def _plan(name: str, choose: str) -> Callable[[Page, str], None]:
    def act(page: Page, address: str) -> None:
        open_view(page, address, "plans")
        run(page, f"#plan-{name}")
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
    with serving(Settings(workspace)) as address:
        for name, act in PICTURES:
            page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
            act(page, address)
            page.wait_for_timeout(800)
            page.screenshot(path=folder / name)
            page.close()
            yield folder / name
