"""Fifty clients at once on loopback while a run goes on: no error, bounded memory, answers come."""

import os
import re
import subprocess
import sys
import time

import anyio
import httpx
import numpy as np
import psutil
import pytest

CLIENTS, ROUNDS, ALONE = 50, 2, 50
GROWTH_MOST_MB = 150.0
"""Threads, buffers and answers of fifty clients; what each request left behind would add up."""


@pytest.fixture
def server(tmp_path):
    """A server in a process of its own, whose memory can be told from that of the tests."""
    command = [sys.executable, "-m", "airshield", "serve", "--port", "0", "--no-browser"]
    process = subprocess.Popen(
        [*command, "--workspace", str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    said = re.search(r"http://\S+", process.stdout.readline())
    assert said, "the server names its address first"
    with httpx.Client(base_url=said[0], timeout=60.0) as client:
        yield process, client, said[0]
    process.terminate()
    process.communicate(timeout=30)


def _resident_mb(process):
    return psutil.Process(process.pid).memory_info().rss / 2**20


async def _client(address, data, times, failed):
    posture = {"on": "2020-04-12"}
    async with httpx.AsyncClient(base_url=address, timeout=120.0) as client:
        for _ in range(ROUNDS):
            for method, path, more in (
                ("GET", "/", {}),
                ("GET", "/api/state", {}),
                ("GET", "/api/runs", {}),
                ("POST", "/api/view", {"json": {"data": data}}),
                ("GET", "/api/posture", {"params": posture}),
                ("GET", "/api/scenarios/iraq-2020", {}),
            ):
                start = time.perf_counter()
                answer = await client.request(method, path, **more)
                times.append((path, time.perf_counter() - start))
                if answer.status_code != 200:
                    failed.append((path, answer.status_code, answer.text[:200]))


async def _all(address, data, times, failed):
    async with anyio.create_task_group() as group:
        for _ in range(CLIENTS):
            group.start_soon(_client, address, data, times, failed)


def _print_times(clients, times):
    for path in sorted({path for path, _ in times}):
        own = [1000.0 * seconds for where, seconds in times if where == path]
        middle, late = np.quantile(own, (0.5, 0.95))
        print(f"{clients} at a time, {path}: median {middle:.0f} ms, 95 % within {late:.0f} ms")


def _alone(client):
    """One client asks for small things while the run uses all cores."""
    times = []
    for _ in range(ALONE):
        for path in ("/", "/api/state", "/api/runs"):
            start = time.perf_counter()
            assert client.get(path).status_code == 200
            times.append((path, time.perf_counter() - start))
    return times


def _playing(client, run):
    """Wait until the run has begun to play."""
    while (run := client.get(f"/api/runs/{run['id']}").json())["state"] == "queued":
        time.sleep(0.1)
    assert run["state"] == "running", run


def test_fifty_clients_while_a_run_goes_on(server):
    process, client, address = server
    data = client.get("/api/scenarios/textbook").json()["data"]
    body = {"kind": "assess", "scenarios": [{"name": "iraq-2020"}], "replications": 1_000_000}
    run = client.post("/api/runs", json=body).json()
    _playing(client, run)
    _print_times(1, _alone(client))
    times, failed, resident = [], [], [_resident_mb(process)]
    for _ in range(2):
        anyio.run(_all, address, data, times, failed)
        resident.append(_resident_mb(process))
    assert failed == []
    assert len(times) == 2 * CLIENTS * ROUNDS * 6
    assert client.get(f"/api/runs/{run['id']}").json()["state"] in ("queued", "running", "done")
    client.post(f"/api/runs/{run['id']}/cancel")
    _print_times(CLIENTS, times)
    words = ", ".join(f"{mb:.0f}" for mb in resident)
    print(f"memory of the server before, after one and two rounds of {CLIENTS} clients: {words} MB")
    assert resident[1] - resident[0] < GROWTH_MOST_MB
    # The second round finds threads and caches ready: what still grows would grow for ever.
    # 45 kB a request would break the bar.
    assert resident[2] - resident[1] < 27.0
