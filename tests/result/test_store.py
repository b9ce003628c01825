"""Result folders: whole or not at all, never over another run."""

import json

import pytest

from airshield.errors import OutputError
from airshield.result.store import MANIFEST, finite, prepare, write_json, write_manifest, write_text

RUN = {"seed": 1}


def _finished(folder, inputs=RUN):
    prepare(folder, inputs)
    write_json(folder / "assessment.json", {"x": 1})
    write_manifest(folder, inputs, {"done": True})


def test_the_same_run_is_replaced_and_another_refused(tmp_path):
    folder = tmp_path / "out"
    _finished(folder)
    _finished(folder)
    with pytest.raises(OutputError, match=r"another run.*--force"):
        prepare(folder, {"seed": 2})
    assert prepare(folder, {"seed": 2}, force=True) == folder


def test_foreign_files_are_not_taken_over(tmp_path):
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(OutputError, match="not empty"):
        prepare(tmp_path, RUN)
    prepare(tmp_path, RUN, force=True)
    assert (tmp_path / "thesis.docx").read_text() == "mine"


def test_a_file_in_the_way_is_named(tmp_path):
    path = tmp_path / "out"
    path.write_text("x")
    with pytest.raises(OutputError, match="is a file"):
        prepare(path, RUN)
    with pytest.raises(OutputError, match="cannot be written"):
        prepare(path / "below", RUN)


def test_the_manifest_lists_the_files_with_their_hashes(tmp_path):
    _finished(tmp_path / "out")
    content = json.loads((tmp_path / "out" / MANIFEST).read_text())
    assert list(content["files"]) == ["assessment.json"]
    assert content["inputs"] == RUN
    assert content["done"] is True


def test_json_has_no_infinities():
    assert finite({"a": (float("inf"), 1.0), "b": float("nan")}) == {"a": [None, 1.0], "b": None}


@pytest.mark.parametrize("refusal", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_breaks_off_leaves_nothing_and_keeps_what_was(tmp_path, monkeypatch, refusal):
    path = tmp_path / "a.json"
    write_text(path, "before")

    def refuse(*_):
        raise refusal

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises((OutputError, KeyboardInterrupt)):
        write_text(path, "after")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]
    assert path.read_text("utf-8") == "before"
