"""The second back end against a server of our own on this machine."""

import datetime as dt
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from airshield.errors import ClaimError
from airshield.posture.reading import SourceText, read_files
from airshield.posture.reading.model_reader import ModelReader, check_address

TEXT = "A Patriot battery is at Erbil, two officials said. A militia vowed to burn the launchers."
SOURCE = SourceText(TEXT, "a.txt", "A paper", dt.date(2020, 4, 13))
GOOD = {
    "quote": "A Patriot battery is at Erbil",
    "system": "patriot",
    "site": "erbil",
    "status": "present",
    "count_min": 1,
    "count_max": 1,
    "event_end": "2020-04-13",
    "attribution": "unnamed official",
    "speaker": "two officials",
}


class Handler(BaseHTTPRequestHandler):
    """Answer with what the test has put on the server; remember what was asked."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((json.loads(body), dict(self.headers)))
        status, answer, extra = self.server.answer
        self.send_response(status)
        for name, value in extra.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def server():
    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.answer = [], (200, b"", {})
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    server.url = f"http://127.0.0.1:{server.server_port}/v1/chat/completions"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def says(server, content):
    words = content if isinstance(content, str) else json.dumps(content)
    envelope = {"choices": [{"message": {"content": words}}]}
    server.answer = (200, json.dumps(envelope).encode(), {})


def test_what_the_model_says_becomes_a_draft_of_the_same_format(server, tmp_path):
    threat = {"quote": "vowed to burn the launchers", "kind": "threat"}
    says(
        server, "Here it is:\n```json\n" + json.dumps({"claims": [GOOD], "traps": [threat]}) + "```"
    )
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    reader = ModelReader(server.url, "small", "secret")
    draft = read_files([path], SOURCE.published, "A paper", tmp_path / "out", reader=reader).draft
    (claim,) = draft.claim
    assert (claim.system, claim.status, claim.sites) == ("patriot", "present", ("erbil",))
    assert (claim.decision, claim.char_start) == ("pending", 0)
    assert [t.kind for t in draft.trap] == ["threat"]
    assert draft.reader == "model/small"
    ((asked, headers),) = server.asked
    assert asked["model"] == "small"
    assert TEXT in asked["messages"][0]["content"]
    assert headers["Authorization"] == "Bearer secret"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"quote": "A Patriot battery is at Balad"}, "quote is not in the text"),
        ({"status": "everywhere"}, "status"),
        ({"count_min": -1}, "count_min"),
        ({"information_credibility": 1}, "information_credibility"),
        ({"site": "not a site!"}, "site"),
        ({"event_end": "soon"}, "event_end"),
    ],
)
def test_a_claim_that_does_not_hold_is_dropped_and_the_draft_says_so(server, change, why):
    says(server, {"claims": [{**GOOD, **change}, GOOD]})
    reading = ModelReader(server.url).read(SOURCE)
    assert len(reading.proposals) == 1
    (note,) = reading.notes
    assert note.startswith("claim 1")
    assert why in note


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((500, b"", {}), "answered 500"),
        ((200, b"<html>", {}), "not JSON"),
        ((200, b'{"choices": []}', {}), "without the JSON"),
        ((200, b'{"choices": [{"message": {"content": "no"}}]}', {}), "without the JSON"),
        ((200, b" " * 5_000_002, {}), "more than 5 MB"),
        ((302, b"", {"Location": "http://127.0.0.1:9/elsewhere"}), "answered 302"),
    ],
)
def test_an_address_that_answers_badly_gets_one_sentence(server, answer, words):
    server.answer = answer
    with pytest.raises(ClaimError, match=words) as caught:
        ModelReader(server.url).read(SOURCE)
    (fault,) = caught.value.faults
    assert "\n" not in str(fault)


def test_an_address_that_does_not_answer_gets_one_sentence(server):
    server.shutdown()
    server.server_close()
    with pytest.raises(ClaimError, match="does not answer"):
        ModelReader(server.url, timeout_s=2).read(SOURCE)


@pytest.mark.parametrize("address", ["", "erbil", "file:///etc/passwd", "ftp://a/b", "http://[x"])
def test_only_web_addresses_are_taken(address):
    with pytest.raises(ClaimError, match="is no address"):
        check_address(address)
