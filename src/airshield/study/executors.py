"""Play parts: on threads of this machine, or on a Dask cluster; the bits are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice
from typing import Any

from airshield.errors import Fault, InputError, RunError
from airshield.extras import late
from airshield.simulate.run import thread_count
from airshield.study.job import Job, play

Jobs = Iterator[Job]
Executor = Callable[[Jobs], Iterator[tuple[str, bytes]]]
"""Plays jobs and yields (name of the part, its bytes) in whatever order they come."""
AHEAD = 2
"""Parts that wait for each thread or worker: enough that none is idle, few in memory."""
LOST_MOST = 10
"""How often a part is sent again after the workers that played it died."""


def on_threads(jobs: Jobs) -> Iterator[tuple[str, bytes]]:
    """Play parts on this machine, one thread each; with a single part on all threads."""
    threads = thread_count()
    if threads == 1:
        yield from ((job.name, play(job)) for job in jobs)
        return
    with ThreadPoolExecutor(threads) as pool:
        running: dict[Future[bytes], str] = {}
        try:
            while True:
                for job in islice(jobs, AHEAD * threads - len(running)):
                    running[pool.submit(play, job)] = job.name
                if not running:
                    return
                for done in wait(running, return_when=FIRST_COMPLETED).done:
                    yield running.pop(done), done.result()
        finally:
            for future in running:
                future.cancel()


def on_dask(client: Any, jobs: Jobs) -> Iterator[tuple[str, bytes]]:
    """Play parts on the workers of a Dask client; parts of lost workers are played again.

    Dask gives a part to another worker when its own dies; where that happens so often that Dask
    takes the part for the cause, it is sent anew, `LOST_MOST` times.

    Raises
    ------
    RunError : a part was lost too often.
    """
    distributed = late("distributed", "cluster")
    lost: dict[str, int] = {}
    running: dict[str, tuple[Any, Job]] = {}
    watch = distributed.as_completed(with_results=False, raise_errors=False)

    def submit(job: Job) -> None:
        key = f"airshield-{job.run_hash[:12]}-{job.name}-{lost.get(job.name, 0)}"
        future = client.submit(play, job, key=key, pure=False)
        running[key] = future, job
        watch.add(future)

    def fill() -> None:
        room = AHEAD * max(1, len(client.nthreads())) - len(running)
        for job in islice(jobs, max(0, room)):
            submit(job)

    fill()
    while running:
        future = next(watch)
        _, job = running.pop(future.key)
        error = future.exception() if future.status == "error" else None
        if future.status in ("cancelled", "lost") or isinstance(error, distributed.KilledWorker):
            lost[job.name] = lost.get(job.name, 0) + 1
            if lost[job.name] > LOST_MOST:
                raise RunError(f"part {job.name} was lost with its worker {LOST_MOST} times")
            submit(job)
        elif error is not None:
            raise error
        else:
            yield job.name, future.result()
        future.release()
        fill()


@contextmanager
def dask_client(scheduler: str | None, workers: int | None) -> Iterator[Any]:
    """Connect to a scheduler, or start workers on this machine, one thread each.

    Raises
    ------
    MissingExtraError : distributed is not installed; InputError : nobody answers there.
    """
    distributed = late("distributed", "cluster")
    if scheduler is None:
        with (
            distributed.LocalCluster(
                n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0"
            ) as cluster,
            distributed.Client(cluster) as client,
        ):
            yield client
        return
    try:
        client = distributed.Client(scheduler, timeout="10s")
    except (OSError, TimeoutError, ValueError) as reason:
        message = f"no Dask scheduler answers at {scheduler} ({reason}); as tcp://host:8786"
        raise InputError([Fault("command line", None, "scheduler", message)]) from None
    with client:
        yield client
