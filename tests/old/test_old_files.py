"""Files of each kind as they were written in November 2026: what comes later still reads them."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from airshield.catalogue import load_catalogue
from airshield.plan.assignment_file import load_assignment
from airshield.plan.bases_file import load_bases
from airshield.plan.sites_file import load_sites
from airshield.plan.stock_file import load_stock
from airshield.posture import infer, resolve
from airshield.posture import load as load_ledger
from airshield.posture.policy import load_policy
from airshield.posture.reading.confirm import confirm
from airshield.scenario import load
from airshield.study.compare import compare
from airshield.study.dataset import open_study
from airshield.study.files import load_study
from airshield.study.index import find_runs

V1 = Path(__file__).with_name("v1")


def believed(path):
    return infer(load_ledger(path), dt.date(2020, 4, 12))


READ = {
    "scenario": lambda path: load(path).scenario.schema_version,
    "scenario-ledger": lambda path: resolve(load(path)).loaded.scenario.schema_version,
    "plan-assignment": lambda path: load_assignment(path).schema_version,
    "plan-bases": lambda path: load_bases(path).schema_version,
    "plan-sites": lambda path: load_sites(path).schema_version,
    "plan-stock": lambda path: load_stock(path).schema_version,
    "study": lambda path: load_study(path).spec.schema_version,
    "ledger": lambda path: believed(path).loaded.ledger.schema_version,
    "policy": lambda path: bool(load_policy(path).systems),
    "catalogue": lambda path: bool(load_catalogue([path]).hash),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_a_file_of_the_first_version_loads(name):
    assert READ[name](V1 / f"{name}.toml") == 1


def test_a_draft_of_the_first_version_is_confirmed(tmp_path):
    assert confirm(V1 / "draft.toml", tmp_path / "ledger.toml").confirmed >= 1


def test_results_of_the_first_version_are_found_and_opened(tmp_path):
    """Their parts have no checksums, and the manifest of `assess` neither a date nor `complete`."""
    shutil.copytree(V1 / "study", tmp_path / "study")
    shutil.copytree(V1 / "result", tmp_path / "result")
    found = open_study(tmp_path / "study").sel(sample=0, arm="defended", asset="all")
    assert found.n.values.tolist() == [[200, 200], [200, 200]]
    assert len(compare(tmp_path / "study", "p_kill")) == 8
    rows = find_runs(tmp_path)
    kinds = [dict(zip(rows.columns, row, strict=True)) for row in rows.rows]
    assert sorted((row["kind"], row["complete"]) for row in kinds) == [
        ("assess", True), ("study", True),
    ]  # fmt: skip


def test_every_file_here_is_read():
    named = {f"{name}.toml" for name in READ} | {"draft.toml", "study", "result"}
    assert {path.name for path in V1.iterdir()} == named
