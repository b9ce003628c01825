"""Plans, exports, coverage in passing: run as jobs, checked as files are."""

import json
import math

import httpx
import pytest
from served import serving
from web_server import LIMITS, ended

from airshield.plan.bases import bases
from airshield.plan.files import read_text
from airshield.plan.sites import sites
from airshield.replay import FORMATS
from airshield.web.runs import PASSING_KEPT
from airshield.web.settings import Settings


def _start(client, kind, **options):
    return client.post("/api/runs", json={"kind": kind} | options)


def _plan(client, **plan):
    return _start(client, "plan", plan=plan, replications=40)


def _content(client, run, file):
    return client.get(f"/api/runs/{run['id']}/files/{file}").json()


def test_the_bundled_plans_of_sites_and_bases_are_listed(client):
    rows = client.get("/api/plans").json()
    assert {row["name"]: row["kind"] for row in rows} == {
        "march-2020": "sites",
        "bases-2020": "bases",
    }
    assert all(row["title"] and row["question"] for row in rows)


def test_the_frontier_is_that_of_the_command_line(client):
    run = ended(client, _plan(client, name="bases-2020").json())
    assert run["state"] == "done", run
    content = _content(client, run, "plan.json")
    own = bases("bases-2020", replications=40)
    assert run["summary"]["headline"] == own.summary()
    assert len(content["frontier"]) == len(own.frontier) == 24
    for shown, point in zip(content["frontier"], own.frontier, strict=True):
        assert (shown["kept"], shown["batteries"]) == (point.kept, point.batteries)
        assert tuple(shown["bases"]) == point.bases
        assert shown["people_exposed"]["value"] == point.people_exposed.value
        assert (
            shown["people_exposed"]["low"]
            <= shown["people_exposed"]["value"]
            <= shown["people_exposed"]["high"]
        )
        assert [p["site"] for p in shown["placements"]] == [s for s, _ in point.placements]
    assert {one["id"] for one in content["bases"]} == {
        name for point in own.frontier for name in point.bases
    }


def test_sites_of_a_plan_file_that_the_page_sends(client):
    text = read_text("march-2020")[1].replace('title = "March 2020', 'title = "Mine')
    run = ended(client, _plan(client, text=text).json())
    assert run["state"] == "done", run
    assert run["titles"][0].startswith("Mine")
    content = _content(client, run, "plan.json")
    own = sites("march-2020", replications=40)
    assert content["summary"] == own.summary()
    best = content["plans"][0]
    assert [(p["site"], p["boresight_deg"]) for p in best["placements"]] == [
        (one.site, one.boresight_deg) for one in own.best.placements
    ]
    for one in (*best["placements"], *content["placed"]):
        ring = one["shape"]["coordinates"][0]
        assert any(math.dist(point, (one["lon"], one["lat"])) < 1e-4 for point in ring)
    assert "plan.toml" in run["files"]


@pytest.mark.parametrize(
    ("plan", "code", "words"),
    [
        ({}, "request", "name or by text"),
        ({"name": "bases-2020", "text": "x = 1"}, "request", "name or by text"),
        ({"name": "nothing"}, "missing", "no bundled plan"),
        ({"name": "../x"}, "request", ""),
        ({"name": "stock-2020"}, "faults", "airshield plan stock"),
        ({"text": "= ="}, "faults", ""),
        ({"text": 'sites = "/etc/passwd"\n[[base]]\nasset = "x"'}, "faults", "use the CLI"),
        ({"text": "[[candidate]]\nsite = 5"}, "faults", ""),
    ],
)
def test_what_is_no_plan_is_refused(client, plan, code, words):
    answer = _plan(client, **plan)
    assert 400 <= answer.status_code < 500
    assert answer.json()["error"]["code"] == code, answer.text
    assert words in answer.json()["error"]["message"]


def test_a_fault_of_a_plan_is_told_at_its_line(client):
    text = read_text("bases-2020")[1].replace("capacity = 4000", 'capacity = "many"')
    fault = _plan(client, text=text).json()["error"]["faults"][0]
    line = text.splitlines().index('capacity = "many"') + 1
    assert (fault["line"], fault["key"]) == (line, "base.al_asad.capacity") or fault["line"] == line


def test_each_format_is_exported_for_the_chosen_replication(client):
    named = [row["name"] for row in client.get("/api/formats").json()]
    assert named == list(FORMATS)
    asked = {"scenarios": [{"name": "textbook"}], "replications": 100}
    run = ended(client, _start(client, "export", formats=named, replication="7", **asked).json())
    assert run["state"] == "done", run
    written = [file for file in run["files"] if file != "scenario.toml"]
    assert any(file.startswith("textbook-r7") for file in written)
    assert run["summary"]["replication"] == 7
    endings = {file.rsplit(".", 1)[1] for file in written}
    assert {"czml", "kml", "geojson", "acmi", "asi", "parquet", "csv", "nc"} <= endings
    for file in written:
        assert len(client.get(f"/api/runs/{run['id']}/files/{file}").content) > 20
    for bad in ({"formats": []}, {"formats": ["exe"]}, {"formats": ["kml"], "replication": "-1"}):
        assert _start(client, "export", **asked | bad).json()["error"]["code"] == "request"


def test_a_replay_says_which_replications_it_shows(client):
    asked = {"scenarios": [{"name": "textbook"}], "replications": 200}
    run = ended(client, _start(client, "replay", **asked).json())
    chosen = run["summary"]["chosen"]
    assert list(chosen) == ["typical", "low-loss", "high-loss"]
    losses = [chosen[word]["leakers"] for word in ("low-loss", "typical", "high-loss")]
    assert losses == sorted(losses)


def test_coverage_in_passing_overtakes_a_run_and_is_not_kept(tmp_path):

    settings = Settings(tmp_path, limits=LIMITS)
    asked = {
        "scenarios": [{"name": "textbook"}],
        "threats": ["scud_b"],
        "azimuths_deg": [90],
        "points": 12,
        "passing": True,
    }
    with serving(settings) as where, httpx.Client(base_url=where, timeout=60) as client:
        long = {"scenarios": [{"name": "iraq-2020"}], "replications": LIMITS.replications}
        busy = _start(client, "assess", **long).json()
        run = ended(client, _start(client, "coverage", **asked).json())
        assert run["state"] == "done", run
        content = _content(client, run, "coverage.json")
        assert content["threats"] == ["scud_b"]
        assert content["azimuths"] == [90.0]
        rose = content["roses"][0]
        assert (len(rose["shots"]), len(rose["shots"][0])) == (3, len(content["rose_azimuths"]))
        client.post(f"/api/runs/{busy['id']}/cancel")
        assert [one["id"] for one in client.get("/api/runs").json()] == [busy["id"]]
        assert _start(client, "assess", **long, passing=True).status_code == 422
        for _ in range(PASSING_KEPT + 1):
            ended(client, _start(client, "coverage", **asked).json())
        kept = [path for path in (tmp_path / "runs").iterdir() if path.name != busy["id"]]
        assert len(kept) <= PASSING_KEPT + 1
        assert client.get(f"/api/runs/{run['id']}").status_code == 404
    with serving(settings) as where, httpx.Client(base_url=where) as client:
        assert [one["id"] for one in client.get("/api/runs").json()] == [busy["id"]]
        assert len(list((tmp_path / "runs").iterdir())) == 1


def test_the_requests_can_be_read_without_a_script(client):
    answer = client.get("/docs")
    assert answer.headers["content-type"].startswith("text/html")
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    openapi = client.get("/api/openapi.json").json()
    for path in openapi["paths"]:
        assert path.replace("{", "{") in answer.text
    assert "Aim points along the longer side" in answer.text
    assert json.dumps("netcdf") in answer.text.replace("&#34;", '"')
