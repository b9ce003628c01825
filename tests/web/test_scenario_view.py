"""The coverage layer of a draft, and a draft that hangs on a ledger."""

import pytest
from headless import LAYER, open_view, until
from web_page import shot, state

from airshield.posture import resolve
from airshield.scenario import load

pytestmark = pytest.mark.browser


def _table(page, number):
    return page.locator("#layer table").nth(number).inner_text()


def test_the_layer_follows_the_draft(page, address):
    open_view(page, address, "scenario/textbook")
    page.click("#layer summary")
    until(page, LAYER)
    layer = state(page)["layer"]
    assert layer["rows"] > 3
    before = _table(page, 1)
    shot(page, "layer")
    page.select_option("#layer-azimuth", str((layer["azimuth"] + 180) % 360))
    until(page, "!airshieldPage.state().layer.busy")
    until(page, f"document.querySelectorAll('#layer table')[1].innerText !== {before!r}")
    assert "Left out" not in page.locator("#layer-state").inner_text()
    page.select_option("#layer-azimuth", str(layer["azimuth"]))
    until(page, LAYER)
    until(page, f"document.querySelectorAll('#layer table')[1].innerText === {before!r}")
    page.click("#choose-battery")
    page.select_option("#unit-site", "taji")
    until(page, "airshieldPage.state().units[0].site === 'taji'")
    until(page, "document.querySelectorAll('#layer table')[0].innerText !== ''")
    until(page, "!airshieldPage.state().layer.busy")
    page.select_option("#layer-threat", "quds_1")
    until(page, "document.querySelector('#layer caption').innerText.includes('quds')")
    until(page, "!airshieldPage.state().layer.busy")
    page.select_option("#layer-case", "high")
    page.click("#layer summary")
    until(page, "airshieldPage.state().layer.shapes === 0")
    assert page.evaluate("fetch('/api/runs').then(r => r.json()).then(r => r.length)") == 0


def test_a_layer_without_any_unit_says_why_and_is_cancelled(page, address):
    open_view(page, address, "scenario/textbook")
    page.click("#choose-battery")
    page.fill("#unit-p", "0")
    page.locator("#unit-p").press("Tab")
    page.click("#layer summary")
    until(page, "document.querySelector('#layer-state').classList.contains('bad')")
    assert "no fire unit is up" in page.locator("#layer-state").inner_text()
    page.click("#undo")
    until(page, LAYER)
    page.select_option("#layer-azimuth", "10")
    page.evaluate("document.querySelector('#layer-cancel').click()")
    until(page, "!airshieldPage.state().layer.busy")
    words = page.locator("#layer-state").inner_text()
    assert "Cancelled" in words or "one threat alone" in words


def _p(scenario="iraq-2020", **dates):
    standings = resolve(load(scenario), **dates).standings
    return {name: one.p_operational for name, one in standings.items()}


def test_a_ledger_stays_with_its_draft(page, address, folder):
    open_view(page, address, "scenario/iraq-2020")
    shown = {one["id"]: one["p_operational"] for one in state(page)["units"]}
    assert shown == pytest.approx(_p())
    page.fill("#posture-on", "2020-03-30")
    page.locator("#posture-on").press("Tab")
    page.fill("#posture-known-by", "2020-03-30")
    page.locator("#posture-known-by").press("Tab")
    until(page, "airshieldPage.state().posture.known_by === '2020-03-30'")
    earlier = load("iraq-2020").scenario.posture.on.replace(month=3, day=30)
    wanted = _p(on=earlier, known_by=earlier)
    until(
        page,
        "airshieldPage.state().units.find(u => u.id === 'patriot_erbil').p_operational < "
        f"{wanted['patriot_erbil'] + 1e-9}",
    )
    shown = {one["id"]: one["p_operational"] for one in state(page)["units"]}
    assert shown == pytest.approx(wanted)
    page.click("#choose-patriot_al_asad")
    assert "by the ledger" in page.locator("#unit-presence").inner_text()
    page.select_option("#unit-site", "taji")
    until(page, "airshieldPage.state().units[0].site === 'taji'")
    shot(page, "ledger")
    moved = state(page)["units"][0]
    assert moved["p_operational"] == pytest.approx(wanted["patriot_al_asad"])
    page.once("dialog", lambda dialog: dialog.accept("with-its-ledger"))
    page.click("#save-as")
    until(page, "airshieldPage.state().name === 'with-its-ledger'")
    saved = load(str(folder / "scenarios" / "with-its-ledger.toml")).scenario
    assert saved.posture.on == saved.posture.known_by == earlier
    assert saved.fire_unit[0].site == "taji"
    assert saved.fire_unit[0].posture.site == "al_asad"
    assert saved.fire_unit[0].p_operational is None


def test_without_a_unit_on_it_the_ledger_is_left_out_and_the_page_says_so(page, address):
    open_view(page, address, "scenario/iraq-2020")
    for unit in ("patriot_al_asad", "patriot_erbil"):
        page.click(f"#choose-{unit}")
        page.click("#unit-own")
    until(page, "airshieldPage.state().posture === null")
    assert "left out" in page.locator("#posture-left-out").inner_text()
    page.click("#unit-ledger")
    until(page, "airshieldPage.state().posture !== null")
    until(page, "airshieldPage.state().faults.length === 0")
    page.fill("#posture-on", "2019-01-01")
    page.locator("#posture-on").press("Tab")
    until(page, "airshieldPage.state().faults.length > 0")
    assert "before the ledger's coverage" in page.locator("#notice").inner_text()
    assert all("422" in line for line in page.said)
    page.said.clear()
