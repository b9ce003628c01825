"""The pictures of plans hold what the plans say."""

import pytest
from matplotlib.figure import Figure

from airshield.errors import OutputError
from airshield.plan.bases import BasesPlan, FrontierPoint
from airshield.plan.judge import Mean
from airshield.plan.sites import sites
from airshield.plan.sites_file import load_sites
from airshield.report.plan_plots import frontier_chart, save_figure, sites_map


def texts(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_the_map_names_every_asset_and_draws_every_battery():
    plan = load_sites("march-2020")
    figure = sites_map(plan, sites(plan, replications=0))
    assert {f"{asset.id}" for asset in plan.asset} == {
        words.split(" ")[0] for words in texts(figure)
    }
    marks = [line for line in figure.axes[0].lines if line.get_marker() == "^"]
    assert len(marks) == len(plan.placed) + 2


def frontier():
    points = [
        FrontierPoint(
            k, n, feasible=True, people_exposed=Mean(10.0 / k - n, 9.0 / k - n, 11.0 / k - n)
        )
        for k in (2, 3, 4)
        for n in (0, 1)
    ]
    return BasesPlan("A frontier", "", 100.0, (*points, FrontierPoint(1, 0, False)), 1, 50)


def test_the_frontier_has_a_line_for_each_number_of_batteries():
    figure = frontier_chart(frontier())
    legend = figure.axes[0].get_legend()
    labels = [text.get_text() for text in legend.get_texts()]
    assert labels == ["0 further batteries", "1 further battery"]
    heights = [line.get_ydata() for line in figure.axes[0].lines if len(line.get_ydata()) == 3]
    assert any(list(line) == pytest.approx([5.0, 10.0 / 3.0, 2.5]) for line in heights)


def test_figures_are_saved_or_refused(tmp_path):
    assert [path.suffix for path in save_figure(Figure(), tmp_path, "empty")] == [".png", ".svg"]
    with pytest.raises(OutputError):
        save_figure(Figure(), tmp_path / "nowhere", "empty")
