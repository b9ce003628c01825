"""Kill commands at random moments while they compute and write; judge what is left.

Not a test module: `test_kills.py` starts it, so that warnings of fork stay outside.
"""

import hashlib
import json
import os
import random
import re
import shutil
import signal
import sys
import time
from pathlib import Path

from airshield.cli.app import run

SECONDS = re.compile(rb'("elapsed_s": |>)[0-9.]+(?=,| s on [0-9]+ threads)')


def contents(folder):
    """Return the files of a folder by name, but for how long the run took and hashes of that."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name.startswith("."):
            continue
        content = SECONDS.sub(rb"\1", path.read_bytes())
        if path.name == "manifest.json":
            content = json.dumps({**json.loads(content), "files": {}}).encode()
        found[str(path.relative_to(folder))] = hashlib.sha256(content).hexdigest()
    return found


def sound(folder, clean):
    """Tell what is wrong with what a killed run left; empty if nothing is."""
    if not folder.exists():
        return ""
    found, faults = contents(folder), []
    whole = {name: digest for name, digest in found.items() if name != "manifest.json"}
    faults += [name for name, digest in whole.items() if clean.get(name) != digest]
    manifest = folder / "manifest.json"
    if manifest.exists() and (content := json.loads(manifest.read_bytes())).get("complete"):
        for name, digest in content["files"].items():
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
                faults.append(f"{name} is not what the manifest names")
        faults += [f"{name} is missing" for name in clean if name not in found]
    return "; ".join(faults)


def _in_child(words):
    pid = os.fork()
    if pid == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        code = 1
        try:
            code = run(words)
        finally:
            os._exit(code)
    return pid


def kills(words, out_option, base, count, seed):
    """Kill a command `count` times in the middle of it; print what was seen."""
    os.environ["AIRSHIELD_THREADS"] = "1"
    clean = base / "clean"
    for _ in range(2):  # what is compiled or loaded first is no part of how long it takes
        shutil.rmtree(clean, ignore_errors=True)
        start = time.perf_counter()
        assert os.waitpid(_in_child([*words, out_option, str(clean)]), 0)[1] == 0
        length = time.perf_counter() - start
    want, out = contents(clean), base / "killed"
    moments, killed, faults, partly = random.Random(seed), 0, [], 0
    while killed < count:
        pid = _in_child([*words, out_option, str(out)])
        time.sleep(moments.uniform(0.0, length))
        os.kill(pid, signal.SIGTERM if killed % 2 else signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        killed += os.WIFSIGNALED(status)
        if not os.WIFSIGNALED(status) and os.WEXITSTATUS(status):
            faults.append(f"the same command again ended with {os.WEXITSTATUS(status)}")
        fault = sound(out, want)
        faults += [fault] if fault else []
        partly += out.exists() and 0 < len(contents(out)) < len(want)
        if not os.WIFSIGNALED(status):
            shutil.rmtree(out, ignore_errors=True)
    assert os.waitpid(_in_child([*words, out_option, str(out)]), 0)[1] == 0
    last = contents(out)
    faults += [f"{n} differs in the end" for n in {*last, *want} if last.get(n) != want.get(n)]
    same = last == want
    found = {"killed": killed, "faults": faults, "partly": partly, "same": same}
    left = [p.name for p in out.rglob(".*") if p.is_file()]
    print(json.dumps({**found, "left": left, "files": len(want), "seconds": round(length, 1)}))


if __name__ == "__main__":
    words, out_option, base, count, seed = sys.argv[1:]
    kills(json.loads(words), out_option, Path(base), int(count), int(seed))
