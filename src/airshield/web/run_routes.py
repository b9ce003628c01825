"""Answer for runs: start, follow, cancel, remove, hand out files."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.responses import StreamingResponse

from airshield.scenario import Loaded
from airshield.web import plans
from airshield.web.drafts import checked, draft
from airshield.web.faults import RefusalError
from airshield.web.framed import policy
from airshield.web.jobs_names import FIRST, PLAN, SECOND
from airshield.web.messages import PlanSource, RunRequest, Source
from airshield.web.runs import WAITING, Runs
from airshield.web.settings import Limits
from airshield.web.workspace import Workspace

router = APIRouter(tags=["runs"])
Json = dict[str, Any]
_LOOK_S = 0.1
_ALIVE_S = 15.0


def _runs(request: Request) -> Runs:
    found: Runs = request.app.state.runs
    return found


def _text(source: Source, request: Request) -> tuple[Loaded, str]:
    workspace: Workspace = request.app.state.workspace
    limits: Limits = request.app.state.settings.limits
    if sum(given is not None for given in (source.name, source.data, source.run)) != 1:
        raise RefusalError(422, "request", "give each scenario by name, by data or by run: one")
    if source.data is not None:
        found, text = draft(source.data, limits)
        return found.source, text
    if source.run is not None:
        text = _runs(request).file(source.run, FIRST).read_text("utf-8")
        return checked(text, source.run, limits).source, text
    text = workspace.text(source.name or "")
    return checked(text, source.name or "", limits).source, text


def _plan_text(source: PlanSource | None) -> tuple[str, str]:
    """Return (title, text) of a plan that passes every check."""
    if source is None or (source.name is None) == (source.text is None):
        raise RefusalError(422, "request", "give a plan by name or by text: one")
    text = plans.text_of(source.name) if source.name is not None else source.text or ""
    return plans.read(text, source.name or "plan").title, text


def _check(body: RunRequest, scenarios: list[Loaded], limits: Limits) -> None:
    wanted = {"compare": 2, "plan": 0}.get(body.kind, 1)
    if len(scenarios) != wanted:
        raise RefusalError(422, "request", f"{body.kind} takes {wanted} scenario(s)")
    if body.kind == "export" and not body.formats:
        raise RefusalError(422, "request", "name at least one format")
    if body.passing and body.kind != "coverage":
        raise RefusalError(422, "request", "only coverage is computed in passing")
    if body.replications > limits.replications:
        message = f"{body.replications:,} replications are more than the {limits.replications:,}"
        raise RefusalError(422, "limit", f"{message} that the page plays; use the command line")
    for loaded in scenarios:
        threats = sum(volley.count for volley in loaded.scenario.volley)
        if threats * body.replications > limits.threat_replications:
            most = limits.threat_replications // threats
            message = f"{threats:,} threats allow {most:,} replications on the page"
            raise RefusalError(422, "limit", f"{message}; ask for fewer, or use the command line")


@router.get("/runs")
async def runs(request: Request) -> list[Json]:
    """Return every run, the latest first."""
    return [asdict(run) for run in _runs(request).all()]


@router.post("/runs", status_code=202)
async def start(request: Request, body: RunRequest) -> Json:
    """Queue a run of one scenario, of two to compare, or of a plan."""
    limits: Limits = request.app.state.settings.limits
    found = [await run_in_threadpool(_text, one, request) for one in body.scenarios]
    _check(body, [loaded for loaded, _ in found], limits)
    texts = {name: text for name, (_, text) in zip((FIRST, SECOND), found, strict=False)}
    titles = tuple(loaded.scenario.title for loaded, _ in found)
    if body.kind == "plan":
        title, texts[PLAN] = await run_in_threadpool(_plan_text, body.plan)
        titles = (title,)
    options = body.model_dump(exclude={"kind", "scenarios", "plan", "passing"})
    started = _runs(request).start(body.kind, texts, titles, options, passing=body.passing)
    return asdict(started)


@router.get("/runs/{name}")
async def run(request: Request, name: str) -> Json:
    """Return one run."""
    return asdict(_runs(request).get(name))


@router.post("/runs/{name}/cancel")
async def cancel(request: Request, name: str) -> Json:
    """Stop a run; one that has ended stays as it is."""
    return asdict(await _runs(request).cancel(name))


@router.delete("/runs/{name}")
async def remove(request: Request, name: str) -> Json:
    """Delete a run that has ended, with its files."""
    _runs(request).remove(name)
    return {"removed": name}


async def _events(runs: Runs, name: str) -> AsyncIterator[str]:
    last, quiet = None, 0.0
    while True:
        try:
            now = runs.get(name)
        except RefusalError:
            return
        if now != last:
            last, quiet = now, 0.0
            yield f"data: {json.dumps(asdict(now), ensure_ascii=False)}\n\n"
        if now.state not in WAITING:
            return
        await asyncio.sleep(_LOOK_S)
        quiet += _LOOK_S
        if quiet >= _ALIVE_S:
            quiet = 0.0
            yield ": alive\n\n"


@router.get("/runs/{name}/events", response_class=StreamingResponse)
async def events(request: Request, name: str) -> StreamingResponse:
    """Stream the run's state as server-sent events until it has ended."""
    held = _runs(request)
    held.get(name)
    return StreamingResponse(_events(held, name), media_type="text/event-stream")


@router.get("/runs/{name}/files/{file}", response_class=Response)
def file(request: Request, name: str, file: str) -> Response:
    """Return a file of the run; pages run their own scripts only, in a frame without origin."""
    path = _runs(request).file(name, file)
    if path.suffix == ".html":
        text = path.read_text("utf-8")
        return HTMLResponse(text, headers={"content-security-policy": policy(text)})
    if path.suffix == ".json":
        return FileResponse(path, media_type="application/json")
    return FileResponse(path, filename=path.name, media_type="application/octet-stream")
