"""Make the pictures of the pages again: `python tools/screenshots.py [FOLDER]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from headless import chromium
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from serve_pictures import shoot_views

from airshield.assessment.assess import answer, assess
from airshield.replay.choose import QUANTILES, number_of
from airshield.replay.html import write_replay
from airshield.replay.record import from_answer
from airshield.report import write_report
from airshield.report.basemap import in_view

SCENE = "airshieldReplay.setTime(-5)"
CLOSE = "airshieldReplay.setTime(8.5); airshieldReplay.focus('al_asad')"
PICTURES = (
    ("replay.png", 1280, 720, SCENE),
    ("replay-close.png", 1280, 720, CLOSE),
    ("replay-phone.png", 400, 800, SCENE),
)
REPORT = ("report.png", 1120, 1480, "scrollTo(0, 0)")
COLOURS = 128
SETTLES_MS = 800


def shoot(browser: Browser, page_file: Path, picture: Path, size: tuple[int, int], do: str) -> None:
    """Open the page, bring it to a moment, and save one picture with few colours."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(page_file.as_uri())
    page.evaluate(do)
    page.wait_for_timeout(SETTLES_MS)
    page.screenshot(path=picture)
    page.close()
    fewer(picture)


def fewer(picture: Path) -> None:
    """Save a picture again with few colours."""
    Image.open(picture).convert("P", palette=Image.Palette.ADAPTIVE, colors=COLOURS).save(
        picture, optimize=True
    )


def main(folder: Path) -> None:
    """Write every picture into a folder."""
    answered = answer("iraq-2020")
    runs = [from_answer(answered, number_of(answered, word), word) for word in QUANTILES]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, sync_playwright() as play:
        page_file = write_replay(runs, Path(work) / "replay.html", in_view)
        browser = chromium(play)
        report = write_report(assess("iraq-2020"), Path(work) / "report.html")
        for name, width, height, do in (*PICTURES, REPORT):
            source = report if name == REPORT[0] else page_file
            shoot(browser, source, folder / name, (width, height), do)
            print(folder / name)
        for picture in shoot_views(browser, Path(work) / "workspace", folder):
            fewer(picture)
            print(picture)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "docs" / "img")
