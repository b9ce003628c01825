"""Open, change, save: the page can neither read nor write what it should not."""

import json
from itertools import pairwise

import pytest

from airshield.posture import resolve
from airshield.scenario import bundled_names, dump, load
from airshield.web.view import view


def _open(client, name):
    return client.get(f"/api/scenarios/{name}").json()


def _save(client, name, data, version=None):
    return client.put(f"/api/scenarios/{name}", json={"data": data, "expected_version": version})


@pytest.mark.parametrize("name", bundled_names())
def test_each_bundled_scenario_comes_back_as_it_is(client, folder, name):
    opened = _open(client, name)
    assert not opened["own"]
    saved = _save(client, f"copy-of-{name}", opened["data"])
    assert saved.status_code == 200, saved.text
    again = load(folder / "scenarios" / f"copy-of-{name}.toml").scenario
    assert dump(again.model_copy(update={"id": name})) == dump(load(name).scenario)


def test_two_tabs_do_no_harm(client):
    data = _open(client, "textbook")["data"]
    first = _save(client, "two-tabs", data).json()["version"]
    mine, other = {**data, "title": "mine"}, {**data, "title": "the other"}
    second = _save(client, "two-tabs", other, first)
    assert second.status_code == 200
    late = _save(client, "two-tabs", mine, first)
    assert late.status_code == 409
    assert late.json()["error"]["code"] == "conflict"
    assert _open(client, "two-tabs")["data"]["title"] == "the other"
    assert _save(client, "two-tabs", mine, second.json()["version"]).status_code == 200


def test_bundled_and_existing_names_are_not_overwritten(client):
    data = _open(client, "textbook")["data"]
    assert _save(client, "textbook", data).json()["error"]["code"] == "bundled"
    assert _save(client, "once", data).status_code == 200
    assert _save(client, "once", data).json()["error"]["code"] == "conflict"


@pytest.mark.parametrize(
    "name", ["..%2f..%2fetc%2fpasswd", "%2e%2e", "A", "a_b", "x" * 65, "a.toml", "a%00b", "-a"]
)
def test_a_name_is_no_path(client, name):
    for answer in (
        client.get(f"/api/scenarios/{name}"),
        client.put(f"/api/scenarios/{name}", json={"data": {}}),
    ):
        assert answer.status_code in (404, 405, 422)
        assert set(answer.json()["error"]) == {"code", "message", "faults"}


def test_a_link_out_of_the_workspace_is_refused(client, folder, tmp_path):
    secret = tmp_path / "secret.toml"
    secret.write_text("title = 'secret'")
    (folder / "scenarios" / "way-out.toml").symlink_to(secret)
    assert client.get("/api/scenarios/way-out").status_code == 403
    assert client.get("/api/scenarios/way-out/file").status_code == 403
    assert "way-out" not in [row["name"] for row in client.get("/api/scenarios").json()]


def test_a_scenario_names_no_file_of_the_machine(client):
    data = _open(client, "textbook")["data"] | {"terrain": {"file": "/etc/passwd"}}
    answer = client.post("/api/view", json={"data": data})
    assert answer.status_code == 422
    assert "run it with the CLI" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"date": "yesterday"}, "date"),
        ({"nonsense": 1}, "nonsense"),
        ({"volley": []}, ""),
        ({"schema_version": 2}, "schema_version"),
        ({"asset": [{"id": "base", "site": "nowhere"}]}, "asset.base.site"),
        ({"title": None}, "title"),
    ],
)
def test_a_faulty_draft_is_told_as_a_file_is(client, change, key):
    data = _open(client, "textbook")["data"] | change
    answer = client.post("/api/view", json={"data": data})
    assert answer.status_code == 422
    faults = answer.json()["error"]["faults"]
    assert any(fault["key"] == key for fault in faults) or not key, faults


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"data": 5}', b'{"data": {"a": NaN}}'])
def test_what_is_no_draft_is_refused(client, body):
    answer = client.post("/api/view", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["error"]["message"]


def test_too_many_threats_are_refused_with_the_limit(client):
    data = _open(client, "textbook")["data"]
    data["volley"][0]["count"] = 2001
    answer = client.post("/api/view", json={"data": data})
    assert answer.json()["error"]["code"] == "limit"
    assert "2,000" in answer.json()["error"]["message"]


def test_the_map_shows_sites_sectors_and_bands():
    shown = view(resolve(load("iraq-2020")))
    kinds = [feature["properties"]["kind"] for feature in shown["shapes"]["features"]]
    assert {k: kinds.count(k) for k in set(kinds)} == {
        "band": 4, "axis": 4, "track": 2, "search": 2, "asset": 2,
    }  # fmt: skip
    for unit in shown["units"]:
        site = load("iraq-2020").catalogue.site(unit["site"])
        assert (unit["lat"], unit["lon"]) == (site.lat_deg, site.lon_deg)
    for feature in shown["shapes"]["features"]:
        if feature["geometry"]["type"] == "Polygon":
            ring = feature["geometry"]["coordinates"][0]
            assert ring[0] == ring[-1]
            twice_area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
            assert twice_area > 0.0, "the outer ring runs anticlockwise (RFC 7946)"
    json.dumps(shown, allow_nan=False)


def test_posture_and_claims(client):
    answer = client.get("/api/posture", params={"on": "2020-04-12", "known_by": "2020-04-12"})
    rows = {(r["system"], r["site"]): r for r in answer.json()["rows"]}
    assert rows["patriot", "al_asad"]["shown"] == "95 %"
    early = client.get("/api/posture", params={"on": "2020-01-10", "known_by": "2020-01-10"}).json()
    assert all(r["site"] != "al_asad" or not r["reported"] for r in early["rows"])
    claims = client.get("/api/posture/al_asad/claims", params={"on": "2020-04-12"}).json()
    steps = claims["answers"][0]["claims"]
    assert any("a copy moves nothing" in step["why"] and step["moved"] == 0 for step in steps)
    assert all(step["source"] for step in steps)
    for bad in ("2020-13-01", "x", "1066-01-01"):
        assert client.get("/api/posture", params={"on": bad}).status_code == 422
    assert client.get("/api/posture/atlantis/claims?on=2020-04-12").status_code == 404
