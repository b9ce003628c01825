"""The page is told anew while a user types, clicks and drags: nothing of that is lost."""

from contextlib import closing

import pytest
from headless import open_view, until
from served import serving
from web_page import HELD_MS, Held, click, press, state, watched

from airshield.scenario import load
from airshield.web.settings import Limits, Settings

pytestmark = pytest.mark.browser


def _type(page, selector, words):
    """Replace what stands in a field key by key, without leaving it."""
    page.click(selector)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(words)


def _edited(page):
    """Make an edit whose answer waits."""
    held = Held(page, "**/api/view")
    _type(page, "#count-raid", "3")
    page.keyboard.press("Tab")
    held.wait()
    return held


def test_typing_goes_on_while_an_answer_arrives(page, address, client):
    open_view(page, address, "scenario/textbook")
    page.uncheck("#ranges")
    held = _edited(page)
    _type(page, "#replications", "12")
    page.keyboard.press("ArrowLeft")
    held.let_go()
    page.keyboard.type("34")
    assert page.input_value("#replications") == "1342"
    click(page, "#run")
    until(page, "airshieldPage.state().run?.id")
    run = state(page)["run"]
    assert run["options"]["replications"] == 1342
    # Its answer is not asked for here, and would keep the runs of other tests waiting.
    client.post(f"/api/runs/{run['id']}/cancel")


def test_a_field_of_the_draft_is_not_reset_while_it_is_typed_in(page, address):
    open_view(page, address, "scenario/textbook")
    held = _edited(page)
    _type(page, "#azimuth-raid", "12")
    held.let_go()
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    assert page.input_value("#azimuth-raid") == "123"
    held.let_go()
    click(page, "#undo")
    assert page.input_value("#azimuth-raid") != "123"
    assert page.input_value("#count-raid") == "3"
    click(page, "#undo")
    assert page.input_value("#count-raid") == str(load("textbook").scenario.volley[0].count)
    held.let_go()


def test_a_click_that_ends_an_edit_counts(page, address, client):
    open_view(page, address, "scenario/textbook")
    page.uncheck("#ranges")
    page.fill("#replications", "300")
    held = Held(page, "**/api/view")
    _type(page, "#count-raid", "3")
    # The press ends the edit, whose answer comes before the button is let up again.
    press(page, "#run")
    held.let_go()
    page.wait_for_timeout(HELD_MS)
    page.mouse.up()
    until(page, "airshieldPage.state().run?.id")
    run = state(page)["run"]
    assert run["options"]["replications"] == 300
    played = client.get(f"/api/runs/{run['id']}/files/scenario.toml").text
    assert "count = 3" in played
    client.post(f"/api/runs/{run['id']}/cancel")


def test_a_change_moves_no_button_from_under_its_click(page, address):
    open_view(page, address, "scenario/textbook")
    page.click("#layer summary")
    until(page, "airshieldPage.state().layer.shapes > 0 && !airshieldPage.state().layer.busy")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    _type(page, "#count-raid", "3")
    before = page.locator("#save-as").bounding_box()
    click(page, "#save-as")
    until(page, "airshieldPage.state().dirty")
    assert page.locator("#save-as").bounding_box() == before
    assert len(asked) == 1
    # While the layer is computed anew, what lies below it stays where it is.
    below = page.locator("#units-head").bounding_box()
    page.select_option("#layer-azimuth", "10")
    until(page, "airshieldPage.state().layer.busy")
    assert page.locator("#units-head").bounding_box()["y"] == pytest.approx(below["y"], abs=1.0)


def test_the_caret_and_the_open_tables_stay(page, address):
    open_view(page, address, "scenario/textbook")
    page.click("#tables summary")
    held = _edited(page)
    page.focus("#method-two_shots")
    before = page.evaluate("document.activeElement.id")
    held.let_go()
    assert page.evaluate("document.activeElement.id") == before
    assert page.evaluate("document.querySelector('#tables').open")


def test_a_unit_is_dragged_while_an_answer_arrives(page, address):
    open_view(page, address, "scenario/iraq-2020")
    units = {one["id"]: one for one in state(page)["units"]}
    held = Held(page, "**/api/view")
    page.fill("#posture-on", "2020-04-11")
    page.locator("#posture-on").press("Tab")
    held.wait()
    unit = page.locator("button.unit").first
    box = unit.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 60, steps=5)
    held.let_go()
    page.mouse.move(box["x"] + 150, box["y"] + 60, steps=5)
    page.mouse.up()
    held.let_go()
    moved = [one for one in state(page)["units"] if one["site"] != units[one["id"]]["site"]]
    assert len(moved) == 1


def test_cancel_is_one_button_while_the_progress_is_told(browser, tmp_path):
    limits = Limits(replications=5_000_000)
    # Closed first, whatever happens: a server waits for who still listens to it.
    with (
        serving(Settings(tmp_path, limits=limits)) as address,
        closing(watched(browser, address)) as page,
    ):
        open_view(page, address, "scenario/iraq-2020")
        page.fill("#replications", "5000000")
        click(page, "#run")
        until(page, "airshieldPage.state().run?.done > 0")
        press(page, "#cancel")
        for _ in range(3):
            done = state(page)["run"]["done"]
            until(page, f"airshieldPage.state().run.done !== {done}")
        page.mouse.up()
        until(page, "airshieldPage.state().run.state === 'cancelled'")
        assert page.locator("#cancel").count() == 0
        assert page.said == []
