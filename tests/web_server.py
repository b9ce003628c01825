"""A real server on a free port of loopback, its workspace in a temporary folder."""

import contextlib
import threading
import time

import uvicorn

from airshield.web.app import create_app
from airshield.web.settings import Limits

LIMITS = Limits(replications=60_000, runs_waiting=3, body_bytes=200_000)


@contextlib.contextmanager
def serving(settings):
    """Yield (address, server) of a server that runs in a thread until the block ends."""
    config = uvicorn.Config(create_app(settings), port=0, log_level="warning", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def ended(client, run, seconds=240.0):
    """Wait until a run has ended; return it."""
    end = time.monotonic() + seconds
    while run["state"] in ("queued", "running"):
        assert time.monotonic() < end, run
        time.sleep(0.1)
        run = client.get(f"/api/runs/{run['id']}").json()
    return run
