"""The plan views: frontier and chosen sites."""

import pytest
from headless import open_view, run, until
from web_page import shot, state

from airshield.plan.bases import bases
from airshield.plan.files import read_text
from airshield.plan.sites import sites

pytestmark = pytest.mark.browser


def test_the_frontier_and_the_sites_of_each_point(page, address):
    open_view(page, address, "plans")
    page.fill("#plan-replications", "200")
    run(page, "#plan-bases-2020")
    own = bases("bases-2020", replications=200)
    assert page.locator("#plan-summary").inner_text() == own.summary()
    assert page.locator("svg.chart .point").count() == len(own.frontier)
    best = own.best()
    assert state(page)["placements"] == [site for site, _ in best.placements]
    shot(page, "plan-bases")
    other = next(one for one in own.frontier if (one.kept, one.batteries) == (5, 2))
    page.click("#choose-5-2")
    until(page, "airshieldPage.state().plan === '5-2'")
    assert state(page)["placements"] == [site for site, _ in other.placements]
    assert f"{other.people_exposed.value:.3g}" in page.locator("#point-exposed").inner_text()
    assert page.locator("#choose-5-2").get_attribute("aria-pressed") == "true"
    page.locator("svg.chart .point").first.click()
    until(page, "airshieldPage.state().plan === '3-0'")
    assert state(page)["placements"] == []


def test_sites_from_a_plan_file_survive_on_the_list_of_runs(page, address, tmp_path):
    open_view(page, address, "plans")
    page.fill("#plan-replications", "100")
    file = tmp_path / "mine.toml"
    file.write_text(read_text("march-2020")[1])
    page.set_input_files("#plan-file", file)
    until(page, "document.querySelector('#main').dataset.view === 'run'")
    until(page, "document.querySelector('#main').dataset.ready === 'yes'")
    own = sites("march-2020", replications=100)
    assert state(page)["placements"] == [one.site for one in own.best.placements]
    assert page.locator("#plan-summary").inner_text() == own.summary()
    shot(page, "plan-sites")
    page.click("#choose-1")
    until(page, "airshieldPage.state().plan === 'no more batteries'")
    assert state(page)["placements"] == []
    open_view(page, address, "runs")
    assert page.locator("tbody th", has_text="plan").count() >= 1


def test_a_file_that_is_no_plan_is_told(page, address, tmp_path):
    open_view(page, address, "plans")
    file = tmp_path / "no-plan.toml"
    file.write_text("title = 1")
    page.set_input_files("#plan-file", file)
    until(page, "document.querySelector('#notice').classList.contains('bad')")
    assert "neither a siting plan" in page.locator("#notice").inner_text()
    assert all("422" in line for line in page.said)
    page.said.clear()
