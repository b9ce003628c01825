"""Maps and roses of a coverage: what is drawn, what the key says, what every plot says."""

import numpy as np
import pytest
from matplotlib import rc_context
from matplotlib.collections import QuadMesh

from airshield.coverage import compute
from airshield.errors import OutputError
from airshield.report.coverage_plots import (
    SHADES,
    azimuths_chart,
    footprint_chart,
    mean_chart,
    rose_chart,
    save_coverage,
)
from airshield.report.style import SETTINGS


@pytest.fixture(scope="module")
def found():
    return compute("iraq-2020", units=["patriot_al_asad"], threats=["fateh_313"], points=24,
                   azimuths=[80.0, 260.0], spread=0.5)  # fmt: skip


def words(figure):
    parts = [figure, *figure.subfigs]
    texts = [text.get_text() for part in parts for text in part.texts]
    legends = [legend for part in parts for legend in part.legends]
    return " ".join(texts + [text.get_text() for legend in legends for text in legend.get_texts()])


def test_a_footprint_shows_three_cases_and_from_where_it_comes(found):
    figure = footprint_chart(found, "fateh_313", 90.0)
    said = words(figure)
    assert "low: all values 50% of the way to their worse end" in said
    assert "priors" in said
    assert any("from 80°" in text.get_text() for text in figure.axes[0].texts)
    styles = {
        str(line)
        for collection in figure.axes[0].collections
        for line in map(str, collection.get_linestyle())
        if len(collection.get_edgecolor())
    }
    # Solid, dotted and dashed edges.
    assert len(styles) >= 3


def test_nothing_covered_is_said(found):
    said = words(footprint_chart(found, "fateh_313", 260.0))
    assert said.count("no shot anywhere") == 3


def test_a_panel_for_each_azimuth(found):
    figure = azimuths_chart(found, "fateh_313")
    assert [axes.get_title(loc="left") or axes.get_title() for axes in figure.axes] == [
        "from 80°", "from 260°",
    ]  # fmt: skip


def test_means_lie_where_the_shots_are(found):
    figure = mean_chart(found, "fateh_313")
    mesh = next(c for c in figure.axes[0].collections if isinstance(c, QuadMesh))
    nominal = found["shots_mean"].sel(threat="fateh_313", case="nominal").values
    drawn = np.ma.getmaskarray(mesh.get_array()).reshape(nominal.shape)
    assert (drawn == (nominal <= 0.0)).all()


def test_a_rose_for_each_asset_and_threat(found):
    figure = rose_chart(found)
    assert len(figure.axes) == 2
    heights = [bar.get_height() for bar in figure.axes[0].patches]
    own = found["rose_shots"].sel(asset="al_asad", threat="fateh_313", case="nominal").values
    assert heights == list(own)
    assert figure.axes[0].patches[0].get_facecolor()[:3] == pytest.approx(
        tuple(int(SHADES[1][k : k + 2], 16) / 255 for k in (1, 3, 5))
    )


def test_files_are_written_or_the_fault_is_one_line(found, tmp_path):
    with rc_context(SETTINGS):
        written = save_coverage(found, tmp_path, formats=("svg",))
    assert len(written) == 4
    with pytest.raises(OutputError, match="cannot be written"):
        save_coverage(found, tmp_path / "none", formats=("png",))
