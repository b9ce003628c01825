"""Result folders: whole or not at all, never over another run."""

import errno
import json
import os

import pytest

from airshield.errors import OutputError
from airshield.result.store import (
    MANIFEST,
    begin,
    finite,
    prepare,
    run_folder,
    write_json,
    write_manifest,
    write_text,
)

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


def test_a_run_that_was_broken_off_may_be_given_again(tmp_path):
    folder = tmp_path / "out"
    with run_folder(folder, RUN):
        begin(folder, RUN)
        write_json(folder / "assessment.json", {"x": 1})
    (folder / ".report.html.a1b2c3d4").write_bytes(b"half")
    assert json.loads((folder / MANIFEST).read_text())["complete"] is False
    with pytest.raises(OutputError, match="another run"):
        prepare(folder, {"seed": 2})
    with run_folder(folder, RUN):
        begin(folder, RUN)
        write_manifest(folder, RUN, {})
    assert json.loads((folder / MANIFEST).read_text())["complete"] is True
    assert sorted(p.name for p in folder.iterdir()) == ["assessment.json", MANIFEST]


def test_a_manifest_of_the_run_before_names_no_file_of_the_next(tmp_path):
    _finished(tmp_path)
    with run_folder(tmp_path, {"seed": 2}, force=True):
        begin(tmp_path, {"seed": 2})
    content = json.loads((tmp_path / MANIFEST).read_text())
    assert (content["complete"], content["files"]) == (False, {})


def test_two_runs_into_one_folder_are_refused(tmp_path):
    held = run_folder(tmp_path, RUN)
    with held, pytest.raises(OutputError, match=r"another run writes.*name another --out"):
        run_folder(tmp_path, RUN).__enter__()
    with run_folder(tmp_path, RUN):
        pass


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_full_disk_is_one_line_and_leaves_the_old_file(tmp_path, monkeypatch, step):
    path = tmp_path / "a.json"
    write_json(path, {"x": 1})

    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if step == "write":
        monkeypatch.setattr(os, "fdopen", full)
    elif step == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(type(path), "replace", full)
    with pytest.raises(OutputError, match="No space left on device"):
        write_json(path, {"x": 2})
    monkeypatch.undo()
    assert json.loads(path.read_text()) == {"x": 1}
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


@pytest.mark.parametrize("content", ["[" * 100_000, "[]", "nul", '{"run_hash": 3}', "\udcff"])
def test_a_manifest_that_is_none_is_another_file(tmp_path, content):
    (tmp_path / MANIFEST).write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(OutputError, match="not empty"):
        prepare(tmp_path, RUN)


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
