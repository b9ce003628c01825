"""Run studies in a process of its own: kill them, kill their workers, weigh them.

Not a test module: `test_kill.py` starts it, so that warnings of fork and of clusters stay outside.
"""

import hashlib
import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from peak_memory import peak_bytes

from airshield.study.executors import dask_client, on_dask
from airshield.study.run import run


def digest(folder):
    """Return the hash of every file of a folder, names and bytes."""
    rows = [
        (str(path.relative_to(folder)), hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def _child(study, out):
    pid = os.fork()
    if pid == 0:
        run(study, out)
        os._exit(0)
    return pid


def kills(study, base, count, seed):
    """Kill runs at random moments; print how often, and whether the end was always the same."""
    start = time.perf_counter()
    run(study, base / "clean")
    length = time.perf_counter() - start
    want = digest(base / "clean")
    moments, killed, ended, same = random.Random(seed), 0, 0, True
    out = base / "killed"
    while killed < count:
        pid = _child(study, out)
        time.sleep(moments.uniform(0.0, 0.7 * length))
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        killed += os.WIFSIGNALED(status)
        if not os.WIFSIGNALED(status):
            ended += 1
            same = same and digest(out) == want
            shutil.rmtree(out)
    run(study, out)
    same = same and digest(out) == want
    print(json.dumps({"killed": killed, "ended": ended + 1, "same": same, "seconds": length}))


def worker_lost(study, base):
    """Kill one of two workers after the first part; print whether the end is the same."""
    run(study, base / "alone")
    with dask_client(None, 2) as client:
        pids = sorted(client.run(os.getpid).values())

        def executor(jobs):
            for number, done in enumerate(on_dask(client, jobs)):
                if number == 0:
                    os.kill(pids[0], signal.SIGKILL)
                yield done

        ran = run(study, base / "cluster", executor=executor)
        alive = sorted(client.run(os.getpid).values())
    same = digest(base / "alone") == digest(base / "cluster")
    print(json.dumps({"same": same, "ended": ran.ended, "lost": pids[0] not in alive}))


def weigh(small, large, base):
    """Print the peak memory after a small and after a large study, MiB."""
    peaks = []
    for study in (small, large):
        run(study, base / Path(study).stem)
        peaks.append(peak_bytes() / 2**20)
    print(json.dumps({"small": peaks[0], "large": peaks[1]}))


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "kills":
        kills(rest[0], Path(rest[1]), int(rest[2]), int(rest[3]))
    elif what == "worker":
        worker_lost(rest[0], Path(rest[1]))
    else:
        weigh(rest[0], rest[1], Path(rest[2]))
