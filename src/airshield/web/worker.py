"""Play one run of the workspace in a process of its own: `python -m airshield.web.worker FOLDER`.

It says what it does on standard output, one JSON object a line: progress, then the files and the
summary, or the error. Everything else is in the folder. With `--stay` in the place of a folder it
plays folder after folder as standard input names them: what was loaded and compiled stays.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from airshield.errors import AirshieldError, InputError
from airshield.result.store import finite
from airshield.web.faults import error_content, from_input
from airshield.web.jobs import JOBS
from airshield.web.jobs_names import STAY

NICER = 3
"""The page that answers must come before the run that computes."""
_EVERY_S = 0.1


class Teller:
    """Say progress, at most ten times a second for each stage."""

    def __init__(self) -> None:
        self._last = ("", 0.0)

    def __call__(self, stage: str, done: int, wanted: int) -> None:
        """Report (stage, done, wanted)."""
        now = time.monotonic()
        if stage == self._last[0] and now - self._last[1] < _EVERY_S and done != wanted:
            return
        self._last = (stage, now)
        say({"stage": stage, "done": done, "wanted": wanted})


def say(content: dict[str, Any]) -> None:
    """Write one line."""
    print(json.dumps(finite(content), ensure_ascii=False), flush=True)


def work(folder: Path) -> None:
    """Do what `request.json` of a folder asks for."""
    request = json.loads((folder / "request.json").read_text("utf-8"))
    try:
        done = JOBS[request["kind"]](folder, request, Teller())
    except InputError as error:
        refusal = from_input(error)
        say(error_content(refusal.code, str(refusal), refusal.faults))
    except AirshieldError as error:
        say(error_content("run", str(error)))
    else:
        say({"files": list(done.files), "summary": done.summary})


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(NICER)
    if sys.argv[1] == STAY:
        for line in sys.stdin:
            work(Path(line.rstrip("\n")))
    else:
        work(Path(sys.argv[1]))
