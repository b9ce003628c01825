"""Limits of the server that tests talk to, and waiting for its runs."""

import time

from airshield.web.settings import Limits

LIMITS = Limits(replications=60_000, runs_waiting=3, body_bytes=200_000)


def ended(client, run, seconds=240.0):
    """Wait until a run has ended; return it."""
    end = time.monotonic() + seconds
    while run["state"] in ("queued", "running"):
        assert time.monotonic() < end, run
        time.sleep(0.1)
        run = client.get(f"/api/runs/{run['id']}").json()
    return run
