"""The replay in the page: three replications one click away, and each in any format."""

import time
from pathlib import Path

import pytest
from headless import SCENE, open_view, run, until
from web_page import click, shot, state

pytestmark = pytest.mark.browser


def _frame(page):
    return page.locator("iframe.replay").element_handle().content_frame()


def test_three_replications_and_any_format(page, address):
    open_view(page, address, "scenario/textbook")
    page.fill("#replications", "200")
    run(page, "#run-replay")
    where = page.url
    start = time.monotonic()
    page.goto("about:blank")
    page.goto(where)
    until(page, "document.querySelector('iframe.replay') !== null")
    until(_frame(page), SCENE)
    took = time.monotonic() - start
    print(f"first frame of the replay after {took:.2f} s")
    # The aim is 3 s, measured when nothing else runs; this says only that it comes.
    assert took < 60.0
    frame = _frame(page)
    frame.evaluate("airshieldReplay.setTime(-20)")
    assert frame.evaluate("airshieldReplay.state().threats") > 0
    shot(page, "replay")
    chosen = state(page)["run"]["summary"]["chosen"]
    for word in ("low-loss", "typical", "high-loss"):
        page.click(f"#show-{word}")
        wanted = chosen[word]["replication"]
        until(frame, f"airshieldReplay.state().replication === {wanted}")
    page.select_option("#export-format", "czml")
    click(page, "#export")
    until(page, "['done', 'failed'].includes(airshieldPage.state().exported?.state)")
    assert state(page)["exported"]["state"] == "done", state(page)["exported"]
    until(page, "document.querySelectorAll('#exported a').length > 0")
    assert state(page)["exported"]["summary"]["replication"] == chosen["high-loss"]["replication"]
    with page.expect_download() as download:
        page.locator("#exported a").first.click()
    assert Path(download.value.path()).read_text("utf-8").startswith("[")
    page.fill("#export-replication", "11")
    page.select_option("#export-format", "csv")
    click(page, "#export")
    until(page, "document.querySelectorAll('#exported a').length > 1")
    names = page.locator("#exported a").all_inner_texts()
    assert all(name.startswith("textbook-r11-") for name in names)
    page.fill("#export-replication", "last")
    click(page, "#export")
    until(page, "document.querySelector('#export-state').classList.contains('bad')")
    assert all("422" in line for line in page.said)
    page.said.clear()


def test_from_an_assessment_one_click_leads_to_a_replication(page, address):
    open_view(page, address, "scenario/textbook")
    page.fill("#replications", "200")
    page.uncheck("#ranges")
    run(page, "#run")
    page.click("#replay-high-loss")
    until(page, "airshieldPage.state().replay === 'high-loss'")
    number = state(page)["run"]["summary"]["chosen"]["high-loss"]["replication"]
    until(_frame(page), SCENE)
    until(_frame(page), f"airshieldReplay.state().replication === {number}")
