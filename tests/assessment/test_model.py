"""What an assessment can be turned into, and what it says when it cannot."""

import json
import sys
from dataclasses import FrozenInstanceError, fields, replace

import pytest

from airshield.assessment.model import Measure, Outcome
from airshield.errors import MissingExtraError, OutputError

MEASURES = {f.name for f in fields(Outcome)} - {"leakers_p05", "leakers_p95"}


def test_records_hold_every_measure_of_every_asset_and_arm_once(assessment):
    rows = assessment.records()
    keys = {(r["asset"], r["arm"], r["measure"]) for r in rows}
    assert len(keys) == len(rows)
    assert keys == {
        (answer.asset_id, arm, name)
        for answer in assessment.assets
        for arm in ("defended", "undefended")
        for name in MEASURES
    }


def test_every_number_of_the_table_is_that_of_the_answer(assessment):
    frame = assessment.to_frame().set_index(["asset", "arm", "measure"])
    dataset = assessment.to_xarray()
    for answer in assessment.assets:
        for arm in ("defended", "undefended"):
            for name in MEASURES:
                measure = getattr(getattr(answer, arm), name)
                row = frame.loc[(answer.asset_id, arm, name)]
                assert (row.low, row.value, row.high) == (measure.low, measure.value, measure.high)
                cells = dataset[name].sel(asset=answer.asset_id, arm=arm)
                bounds = [float(cells.sel(bound=b)) for b in ("low", "value", "high")]
                assert bounds == [measure.low, measure.value, measure.high]
    assert dataset.attrs["seed"] == assessment.provenance.seed


@pytest.mark.parametrize(("package", "method"), [("pandas", "to_frame"), ("xarray", "to_xarray")])
def test_a_missing_extra_is_named(assessment, monkeypatch, package, method):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=package) as caught:
        getattr(assessment, method)()
    assert "frames" in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_saved_assessment_is_all_of_it(assessment, tmp_path):
    assessment.save(tmp_path / "a.json")
    read = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert set(read) == {f.name for f in fields(assessment)}
    assert read == json.loads(json.dumps(assessment.to_dict()))


def test_what_is_not_finite_is_null(assessment, tmp_path):
    """Strict JSON knows no infinity: one replication has no interval."""
    open_ended = Measure(1.0, float("-inf"), float("inf"), "t", 0.95, 1)
    whole = assessment.assets[-1]
    odd = replace(assessment, assets=(replace(whole, difference_leakers=open_ended),))
    odd.save(tmp_path / "a.json")
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert "Infinity" not in text
    assert json.loads(text)["assets"][0]["difference_leakers"]["low"] is None


def test_what_cannot_be_written_is_said(assessment, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError):
        assessment.save(tmp_path / "file" / "a.json")
    assert (tmp_path / "file").read_text(encoding="utf-8") == ""


def test_the_notebook_view_escapes_names_too(assessment):
    whole = replace(assessment.assets[-1], name="<b>&")
    view = replace(assessment, assets=(whole,), headline="a < b")._repr_html_()
    assert "&lt;b&gt;&amp;" in view
    assert "a &lt; b" in view
    assert f"{whole.defended.leakers.value:.2f}" in view


def test_an_assessment_cannot_be_changed(assessment):
    with pytest.raises(FrozenInstanceError):
        assessment.headline = "all is well"
    assert assessment.summary() == assessment.headline
