"""Each notebook runs from top to bottom, is kept without outputs, and shows tables and pictures."""

import datetime as dt
import re
import warnings
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import airshield as ash

FOLDER = Path(__file__).parents[2] / "docs" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def shown(run):
    """Return the kinds of data that the cells of a notebook show."""
    outputs = [out for cell in run.cells for out in cell.get("outputs", [])]
    return outputs, {kind for out in outputs for kind in out.get("data", {})}


def test_there_are_two_and_the_index_names_them():
    assert len(NOTEBOOKS) >= 2
    index = (FOLDER / "index.md").read_text("utf-8")
    for path in NOTEBOOKS:
        assert f"({path.name})" in index


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs_and_small(path):
    notebook = nbformat.read(path, 4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not cell.get("outputs"), cell.source
        assert cell.get("execution_count") is None, cell.source
    assert path.stat().st_size < 20_000


def test_what_a_cell_may_end_with_is_told_in_a_line():
    ledger = ash.posture.load("iraq-2020")
    for found in (
        ash.load("iraq-2020"),
        ash.catalogue.bundled(),
        ledger,
        ash.posture.infer(ledger, dt.date(2020, 4, 12)),
        ash.replay.record("textbook", 0, replications=16),
    ):
        assert len(repr(found)) < 200, repr(found)[:300]
        assert re.search(r"iraq|Iraq|textbook|toml|2020", repr(found)), repr(found)


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_tables_and_pictures(path, tmp_path):
    notebook = nbformat.read(path, 4)
    with warnings.catch_warnings():
        # The client and the kernel talk over sockets of their own; their threads end late.
        warnings.simplefilter("ignore", ResourceWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        run = NotebookClient(
            notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}
        ).execute()
    outputs, kinds = shown(run)
    assert {"text/html", "image/png"} <= kinds
    assert not [out for out in outputs if out.get("name") == "stderr"]
