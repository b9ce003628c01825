"""Each key of each file that is read stands on the page of its format; so do those of manifests."""

import json
from pathlib import Path

import pytest

from airshield.catalogue.schema import catalogue_schema
from airshield.cli.app import run
from airshield.plan import assignment_file, bases_file, sites_file, stock_file
from airshield.posture.models import Ledger
from airshield.posture.policy_file import PolicyFile
from airshield.scenario import scenario_schema
from airshield.study.models import StudyFile

FORMATS = Path(__file__).parents[2] / "docs" / "formats"
SCHEMAS = {
    "scenario": scenario_schema(),
    "catalogue": catalogue_schema(),
    "ledger": Ledger.model_json_schema(),
    "policy": PolicyFile.model_json_schema(),
    "study": StudyFile.model_json_schema(),
    "assignment": assignment_file.AssignmentFile.model_json_schema(),
    "bases": bases_file.BasesFile.model_json_schema(),
    "sites": sites_file.SitesFile.model_json_schema(),
    "stock": stock_file.StockFile.model_json_schema(),
}
PAGES = dict.fromkeys(("assignment", "bases", "sites", "stock"), "plan") | {"policy": "ledger"}
# Rows A to F of a table of reliabilities, told as such.
LETTERS = set("ABCDEF")


def keys(schema):
    """Return the name of every property of a JSON Schema, however deep."""
    if isinstance(schema, list):
        return {key for part in schema for key in keys(part)}
    if not isinstance(schema, dict):
        return set()
    own = schema.get("properties", {})
    names = set(own) if isinstance(own, dict) and all(map(_is_schema, own.values())) else set()
    return names | {key for part in schema.values() for key in keys(part)}


def _is_schema(value):
    return isinstance(value, dict)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_stands_on_its_page(name):
    page = (FORMATS / f"{PAGES.get(name, name)}.md").read_text("utf-8")
    if PAGES.get(name) == "plan":  # assets, doctrines and launcher groups are those of a scenario
        page += (FORMATS / "scenario.md").read_text("utf-8")
    found = keys(SCHEMAS[name]) - (LETTERS if name == "policy" else set())
    assert len(found) > 4
    missing = sorted(key for key in found if f"`{key}`" not in page)
    assert not missing, f"not on the page of {name}: {', '.join(missing)}"


def manifest_row(command):
    page = (FORMATS / "result.md").read_text("utf-8")
    text = page.split("## Manifests of other commands\n")[1].split("\n## ")[0]
    (row,) = [line for line in text.splitlines() if line.startswith(f"| `{command}` |")]
    return row


def held(folder, command):
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    row = manifest_row(command)
    common = {"format", "run_hash", "complete", "inputs", "files"}
    always = {"command", "catalogue_hash", "version"}
    wanted = (set(manifest) - common) | (set(manifest["inputs"]) - always)
    for key in wanted:
        assert f"`{key}`" in row, (command, key)


@pytest.mark.slow
def test_manifests_of_other_commands_have_the_keys_of_the_page(tmp_path):
    asked = [
        "--out",
        str(tmp_path / "coverage"),
        "--points",
        "4",
        "--azimuth-deg",
        "81",
        "--no-plots",
    ]
    assert run(["coverage", "iraq-2020", "--unit", "patriot_al_asad", *asked]) == 0
    held(tmp_path / "coverage", "coverage")
    for name, plan in (("sites", "march-2020"), ("bases", "bases-2020")):
        asked = ["--out", str(tmp_path / name), "--replications", "2", "--no-plots"]
        assert run(["plan", name, plan, *asked]) == 0
        held(tmp_path / name, f"plan {name}")


@pytest.mark.slow
def test_the_manifest_of_a_study_has_the_keys_of_the_page(tmp_path):
    study = tmp_path / "tiny.toml"
    study.write_text(
        'schema_version = 1\nid = "tiny"\ntitle = "t"\nscenario = "textbook"\nreplications = 64\n'
        '[[axis]]\nid = "missiles"\nkeys = ["volley.*.count"]\ndivide = true\nvalues = [4]\n',
        encoding="utf-8",
    )
    assert run(["study", "run", str(study), "--out", str(tmp_path / "out")]) == 0
    held(tmp_path / "out", "study run")
