"""Play runs one after the other in processes of their own, and keep them in the workspace.

A run is a folder: `request.json` and the scenario texts before it starts, `run.json` with its
state, and what the worker wrote. A run that a stopped server left unfinished is told as broken off.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import secrets
import shutil
import sys
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from airshield.result.store import read_json, write_json, write_text
from airshield.web.faults import RefusalError
from airshield.web.jobs_names import STAY
from airshield.web.settings import Limits

RUN_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{6}")
WAITING = ("queued", "running")
PASSING_KEPT = 8
"""Ended runs of a layer that may still be fetched, by whichever tab."""
IDLE_S = 120.0
"""After so long without a layer its worker is sent home: it holds some 300 MB."""
Json = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """One run and how far it is.

    Attributes
    ----------
    state : queued, running, done, failed, cancelled or broken_off.
    progress : (stage, done, wanted), wanted 0 where it is not known.
    summary : what the list shows of the answer; error : in the one shape of an error.
    passing : not listed, and deleted when others have come or the server starts again.
    """

    id: str
    kind: str
    titles: tuple[str, ...]
    options: Json
    created: str
    state: str = "queued"
    stage: str = ""
    done: int = 0
    wanted: int = 0
    seconds: float = 0.0
    summary: Json = field(default_factory=dict)
    error: Json | None = None
    files: tuple[str, ...] = ()
    passing: bool = False


_SAVED = TypeAdapter(Run)


def _from_file(path: Path) -> Run | None:
    """Return a run as it was saved, None where a file is not what we write."""
    try:
        run: Run = _SAVED.validate_python(read_json(path))
    except ValidationError:
        return None
    return run if run.id == path.parent.name else None


async def _spawn(what: str) -> asyncio.subprocess.Process:
    """Start a worker on a folder, or on what its standard input will name."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "airshield.web.worker",
        what,
        stdin=asyncio.subprocess.PIPE if what == STAY else asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )


class Runs:
    """The runs of one workspace."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder = folder
        self._limits = limits
        self._runs: dict[str, Run] = {}
        self._workers: dict[str, asyncio.subprocess.Process] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        # What is looked at while editing does not wait for a long run.
        self._turn = asyncio.Semaphore(limits.runs_at_once)
        self._turn_passing = asyncio.Semaphore(1)
        self._standing: asyncio.subprocess.Process | None = None
        self._dismissal: asyncio.TimerHandle | None = None
        self._load()

    def _load(self) -> None:
        for path in sorted(self._folder.glob("*/run.json")):
            run = _from_file(path)
            if run is None or not RUN_ID.fullmatch(path.parent.name):
                continue
            if run.passing:
                shutil.rmtree(path.parent)
                continue
            if run.state in WAITING:
                run = replace(run, state="broken_off")
                write_json(path, asdict(run))
            self._runs[run.id] = run

    def all(self) -> list[Run]:
        """Return every run that is kept, the latest first."""
        names = sorted(self._runs, reverse=True)
        return [self._runs[name] for name in names if not self._runs[name].passing]

    def get(self, name: str) -> Run:
        """Return one run.

        Raises
        ------
        RefusalError : there is none of that name.
        """
        if name not in self._runs:
            raise RefusalError(404, "missing", "there is no such run")
        return self._runs[name]

    def folder(self, name: str) -> Path:
        """Return the folder of a run that exists."""
        return self._folder / self.get(name).id

    def file(self, name: str, file: str) -> Path:
        """Return the path of a file that the run lists, and of no other.

        Raises
        ------
        RefusalError : no such run or file.
        """
        run = self.get(name)
        path = self.folder(name) / file
        if file not in run.files or not path.is_file():
            raise RefusalError(404, "missing", "the run has no such file")
        return path

    def start(
        self,
        kind: str,
        texts: dict[str, str],
        titles: tuple[str, ...],
        options: Json,
        *,
        passing: bool = False,
    ) -> Run:
        """Queue a run; return it.

        Parameters
        ----------
        texts : files that the worker reads, by name. passing : neither listed nor kept.

        Raises
        ------
        RefusalError : too many runs wait, or are kept.
        """
        waiting = sum(run.state in WAITING for run in self._runs.values())
        if waiting >= self._limits.runs_waiting:
            message = f"{waiting} runs wait already; cancel one or wait for one to end"
            raise RefusalError(429, "limit", message)
        self._forget()
        kept = sum(not run.passing for run in self._runs.values())
        if not passing and kept >= self._limits.runs_kept:
            message = f"the workspace keeps {self._limits.runs_kept} runs; remove some"
            raise RefusalError(409, "limit", message)
        now = time.gmtime()
        name = f"{time.strftime('%Y%m%d-%H%M%S', now)}-{secrets.token_hex(3)}"
        created = time.strftime("%Y-%m-%dT%H:%M:%SZ", now)
        run = Run(name, kind, titles, options, created, files=tuple(texts), passing=passing)
        folder = self._folder / name
        folder.mkdir()
        for file, text in texts.items():
            write_text(folder / file, text)
        write_json(folder / "request.json", {"kind": kind, **options})
        self._keep(run)
        task = asyncio.get_running_loop().create_task(self._play(name))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return run

    def _forget(self) -> None:
        """Delete passing runs that ended, but for the latest."""
        ended = [
            run.id
            for run in self._runs.values()
            if run.passing and run.state not in WAITING and run.id not in self._workers
        ]
        for name in sorted(ended)[:-PASSING_KEPT]:
            self.remove(name)

    def _keep(self, run: Run, *, saved: bool = True) -> None:
        self._runs[run.id] = run
        if saved:
            write_json(self._folder / run.id / "run.json", asdict(run))

    async def _play(self, name: str) -> None:
        turn = self._turn_passing if self._runs[name].passing else self._turn
        async with turn:
            # It may have been cancelled, and even removed, while it waited.
            if name not in self._runs or self._runs[name].state != "queued":
                return
            started = time.monotonic()
            self._keep(replace(self._runs[name], state="running"))
            worker = await self._worker(self._runs[name])
            self._workers[name] = worker
            answered = False
            try:
                following = self._follow(name, worker, started)
                answered = await asyncio.wait_for(following, self._limits.run_s)
            except TimeoutError:
                message = f"the run took longer than {self._limits.run_s:g} s; ask for less"
                self._fail(name, "limit", message)
            finally:
                if worker is self._standing and answered:
                    self._dismissal = asyncio.get_running_loop().call_later(IDLE_S, self._dismiss)
                else:
                    with contextlib.suppress(ProcessLookupError):
                        worker.kill()
                    await worker.wait()
                self._workers.pop(name, None)
                run = self._runs[name]
                if run.state == "running":
                    self._fail(name, "broken", "the run ended without an answer")
                seconds = round(time.monotonic() - started, 2)
                self._keep(replace(self._runs[name], seconds=seconds))

    async def _worker(self, run: Run) -> asyncio.subprocess.Process:
        """Return a process that plays a run; for passing ones, the one that stands ready."""
        folder = str(self._folder / run.id)
        if not run.passing:
            return await _spawn(folder)
        if self._dismissal is not None:
            self._dismissal.cancel()
        worker = self._standing
        if worker is None or worker.returncode is not None:
            worker = self._standing = await _spawn(STAY)
        if worker.stdin is not None:
            worker.stdin.write(f"{folder}\n".encode())
        return worker

    def _dismiss(self) -> None:
        """End the worker that stands ready."""
        if self._standing is not None:
            with contextlib.suppress(ProcessLookupError):
                self._standing.kill()
            self._standing = None

    def _fail(self, name: str, code: str, message: str) -> None:
        error = {"code": code, "message": message, "faults": []}
        self._keep(replace(self._runs[name], state="failed", error=error))

    async def _follow(self, name: str, worker: asyncio.subprocess.Process, started: float) -> bool:
        """Take what the worker says, one JSON object a line; tell whether it came to an end."""
        said_by = worker.stdout
        if said_by is None:
            return False
        async for line in said_by:
            seconds = round(time.monotonic() - started, 2)
            run, said = replace(self._runs[name], seconds=seconds), json.loads(line)
            if run.state != "running":
                return False
            if "stage" in said:
                self._keep(replace(run, **said), saved=False)
                continue
            if "error" in said:
                self._keep(replace(run, state="failed", error=said["error"]))
            else:
                files = (*run.files, *said["files"])
                self._keep(replace(run, state="done", summary=said["summary"], files=files))
            return True
        return False

    async def cancel(self, name: str) -> Run:
        """Stop a run that waits or runs; one that ended stays as it is."""
        run = self.get(name)
        if run.state in WAITING:
            run = replace(run, state="cancelled")
            self._keep(run)
            if name in self._workers:
                with contextlib.suppress(ProcessLookupError):
                    self._workers[name].terminate()
        return run

    def remove(self, name: str) -> None:
        """Delete a run that has ended.

        Raises
        ------
        RefusalError : it still waits or runs.
        """
        run = self.get(name)
        if run.state in WAITING or name in self._workers:
            raise RefusalError(409, "running", "cancel the run first")
        shutil.rmtree(self._folder / run.id)
        del self._runs[name]

    async def stop(self) -> None:
        """End every worker: the server stops."""
        for name in [run.id for run in self.all() if run.state in WAITING]:
            self._keep(replace(self._runs[name], state="broken_off"))
        for worker in self._workers.values():
            with contextlib.suppress(ProcessLookupError):
                worker.kill()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._dismissal is not None:
            self._dismissal.cancel()
        standing = self._standing
        self._dismiss()
        if standing is not None:
            await standing.wait()
