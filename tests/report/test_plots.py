"""Plots: all of them, in both formats, the same bytes twice, nothing finer than a site."""

import json
from dataclasses import replace
from importlib import resources

import numpy as np
import pytest
from pyproj import Geod
from report.sample import rung, sample_assessment

from airshield.assessment.model import Measure
from airshield.errors import OutputError
from airshield.report import figures, save_all
from airshield.report.basemap import borders, in_view
from airshield.report.map_plot import wedge

NAMES = {"map", "ladder", "leakers", "reasons", "expenditure", "swings", "spread"}


def test_every_plot_is_saved_in_both_formats(assessment, tmp_path):
    paths = save_all(assessment, tmp_path)
    assert {p.stem for p in paths} == NAMES
    assert all(p.stat().st_size > 4000 for p in paths)


def test_the_same_assessment_draws_the_same_bytes(assessment, tmp_path):
    before = {p: p.read_bytes() for p in save_all(assessment, tmp_path, ("svg",))}
    save_all(assessment, tmp_path, ("svg",))
    assert [p.name for p, content in before.items() if p.read_bytes() != content] == []


def test_every_plot_says_that_kill_probabilities_are_priors(assessment):
    for name, figure in figures(assessment).items():
        texts = [text.get_text() for text in figure.texts] + [figure.get_supxlabel()]
        assert any("priors" in text for text in texts), name


def test_what_has_nothing_to_show_is_left_out(assessment):
    bare = replace(assessment, units=(), expenditure=(), ladder=(), spread=(), reasons=())
    assert set(figures(bare)) == {"map", "leakers", "swings"}


def test_a_folder_that_cannot_be_written_is_a_fault(assessment, tmp_path):
    with pytest.raises(OutputError):
        save_all(assessment, tmp_path / "absent", ("png",))


def test_the_basemap_is_the_whole_world_in_400_kilobytes():
    path = resources.files("airshield.report") / "data" / "borders.geojson"
    text = path.read_text("utf-8")
    assert len(text.encode()) <= 400_000
    assert json.loads(text)["type"] == "FeatureCollection"
    names = {name for name, _ in borders()}
    assert {"Iraq", "Iran", "Kuwait", "Brazil", "New Zealand"} <= names
    assert {name for name, _ in in_view(43.0, 44.0, 33.0, 34.0)} == {"Iraq"}


def test_a_wedge_keeps_its_distances():
    shape = wedge(33.8, 42.4, 60.0, 100.0, 50_000.0, 100_000.0)
    distances = [Geod(ellps="WGS84").inv(42.4, 33.8, lon, lat)[2] for lon, lat in shape]
    assert np.allclose(sorted(distances)[:40], 50_000.0)
    assert np.allclose(sorted(distances)[-40:], 100_000.0)


def test_reasons_are_drawn_for_all_and_for_each_asset():
    sample = sample_assessment()
    axes = figures(sample)["reasons"].axes[0]
    assert [text.get_text().strip() for text in axes.texts if text.get_weight() == "bold"] == [
        "All defended assets",
        "North Base",
    ]
    words = [label.get_text() for label in axes.get_yticklabels()]
    assert words == ["engaged and missed", "fire unit not there", "engaged and missed"]
    # The bars stand at their labels, and as long as the numbers say.
    assert [bar.get_y() + 0.3 for bar in axes.patches] == pytest.approx(list(axes.get_yticks()))
    assert [bar.get_width() for bar in axes.patches] == [2.0, 0.5, 2.0]
    alone = replace(sample, assets=(sample.assets[0], sample.assets[-1]))
    assert len(figures(alone)["reasons"].axes[0].patches) == 2


def test_a_long_ladder_is_cut_and_says_so():
    sample = sample_assessment()
    rungs = tuple(rung("Alpha", "u1", "cri") for _ in range(30))
    axes = figures(replace(sample, ladder=rungs))["ladder"].axes[0]
    assert axes.get_title(loc="left") == "Engagement timeline ladder (first 24 of 30 rows)"
    assert len(axes.get_yticks()) == 24


def test_one_replication_draws_without_intervals(tmp_path):
    sample = sample_assessment()
    lone = Measure(2.0, float("-inf"), float("inf"), "t", 0.95, 1)
    assets = tuple(replace(a, defended=replace(a.defended, leakers=lone)) for a in sample.assets)
    reasons = tuple(replace(r, leakers=lone) for r in sample.reasons)
    spent = tuple(replace(e, spent=lone) for e in sample.expenditure)
    bare = replace(sample, assets=assets, reasons=reasons, expenditure=spent)
    assert len(save_all(bare, tmp_path, ("svg",))) == len(NAMES)


def test_each_asset_stands_in_the_leakers_plot_with_both_means():
    above, below = figures(sample_assessment())["leakers"].axes
    assert [text.get_text().split("\n")[0] for text in below.get_yticklabels()] == [
        "North Base",
        "South Base",
    ]
    words = [text.get_text() for text in below.texts]
    assert words[0] == "defended 2.00 (1.98–2.02), no defence 4.50 (4.48–4.52)"
    labels = above.get_legend_handles_labels()[1]
    assert "defended mean over all ranges: 1.9–3.4 (5–95 %)" in labels
    assert "no defence: mean 5.01 (4.99–5.03)" in labels


def test_the_map_counts_the_threats_of_each_approach():
    words = {text.get_text() for text in figures(sample_assessment())["map"].axes[0].texts}
    assert {"6 threats", "2 threats", "North Base", "South Base"} <= words


def test_svg_text_falls_back_to_a_sans_serif(tmp_path):
    save_all(sample_assessment(), tmp_path, ("svg",))
    assert "sans-serif" in (tmp_path / "reasons.svg").read_text("utf-8")


def test_names_are_never_read_as_formulae(assessment, tmp_path):
    odd = replace(assessment.assets[0], name="$\\frac$ base $x^$")
    found = replace(assessment, assets=(odd, *assessment.assets[1:]))
    svg = next(p for p in save_all(found, tmp_path, ("svg",)) if p.stem == "leakers")
    assert "$\\frac$ base $x^$" in svg.read_text("utf-8")
