"""Who may ask: host, origin, token, size; what a page may do."""

import httpx
import pytest
from served import serving
from web_server import LIMITS

from airshield.web.guard import host_allowed, host_name
from airshield.web.settings import Settings, is_loopback

pytestmark = pytest.mark.usefixtures("client")


def _code(response):
    return response.status_code, response.json()["error"]["code"]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "169.254.1.1", "", "[::2]"])
def test_another_host_name_is_refused(client, host):
    assert _code(client.get("/api/state", headers={"host": host})) == (421, "host")


@pytest.mark.parametrize("host", ["localhost", "localhost:8765", "127.0.0.1:1", "[::1]:8765"])
def test_names_of_loopback_are_taken(client, host):
    assert client.get("/api/state", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1"])
def test_another_sites_page_is_refused(client, origin):
    answer = client.post("/api/view", json={"data": {}}, headers={"origin": origin})
    assert _code(answer) == (403, "origin")


def test_the_own_page_may_ask(client, address):
    answer = client.get("/api/state", headers={"origin": address})
    assert answer.status_code == 200


def test_a_body_that_is_too_long_or_no_json_is_refused(client):
    long = b"x" * (LIMITS.body_bytes + 1)
    kind = {"content-type": "application/json"}
    assert _code(client.post("/api/view", content=long, headers=kind)) == (413, "size")
    assert _code(client.post("/api/view", data={"data": "x"})) == (415, "type")
    streamed = client.post("/api/view", content=iter([b"{}"]), headers=kind)
    assert _code(streamed) == (411, "length")


@pytest.mark.parametrize("path", ["/", "/api/state", "/api/nothing"])
def test_each_answer_carries_the_policy(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_beyond_loopback_the_token_is_asked_for(tmp_path):
    settings = Settings(tmp_path, token="secret-of-the-test")
    with serving(settings) as where, httpx.Client(base_url=where) as client:
        assert _code(client.get("/api/state")) == (401, "token")
        assert _code(client.get("/api/state?token=wrong")) == (401, "token")
        shown = {"authorization": "Bearer secret-of-the-test"}
        assert client.get("/api/state", headers=shown).status_code == 200
        first = client.get("/api/state?token=secret-of-the-test")
        assert first.status_code == 200
        assert "HttpOnly; SameSite=Strict" in first.headers["set-cookie"]
        assert client.get("/api/state").status_code == 200


def test_host_names_beyond_loopback(tmp_path):
    settings = Settings(tmp_path, host="0.0.0.0", token="x")
    assert host_allowed("192.0.2.7", settings)
    assert not host_allowed("rebound.example", settings)
    assert host_name("[::1]:80") == "::1"
    assert is_loopback("127.8.8.8")
    assert not is_loopback("0.0.0.0")
