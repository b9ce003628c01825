"""Answer for scenarios: list, open, look at a draft, save, hand out the file."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from airshield import __version__
from airshield.catalogue import bundled
from airshield.errors import InputError
from airshield.scenario import bundled_names, bundled_text, read
from airshield.web.drafts import checked, draft, to_json
from airshield.web.faults import error_content, from_input
from airshield.web.messages import Draft, Save
from airshield.web.settings import Limits
from airshield.web.view import sites, threats, view
from airshield.web.workspace import Workspace, version_of

router = APIRouter(tags=["scenarios"])
Json = dict[str, Any]


def parts(request: Request) -> tuple[Workspace, Limits]:
    """Return the workspace and the limits of the application."""
    return request.app.state.workspace, request.app.state.settings.limits


@router.get("/state")
async def state(request: Request) -> Json:
    """Return the version and the limits: what the page shows before anything is opened."""
    limits = request.app.state.settings.limits
    return {"airshield": __version__, "limits": vars(limits)}


def _row(name: str, text: str, own: bool) -> Json:
    row: Json = {"name": name, "own": own, "version": version_of(text)}
    try:
        return row | {"title": read(text, name).scenario.title, "error": None}
    except InputError as error:
        refusal = from_input(error)
        return row | {"title": name, "error": error_content("faults", str(refusal))["error"]}


@router.get("/scenarios")
def scenarios(request: Request) -> list[Json]:
    """Return the saved scenarios, then the bundled ones."""
    workspace, _ = parts(request)
    own = [_row(name, workspace.text(name), True) for name in workspace.names()]
    taken = {row["name"] for row in own}
    rest = [name for name in bundled_names() if name not in taken]
    return [*own, *(_row(name, bundled_text(name), False) for name in rest)]


@router.get("/scenarios/{name}")
def scenario(request: Request, name: str) -> Json:
    """Return one scenario in the shape of its file, with what the map shows of it."""
    workspace, limits = parts(request)
    text = workspace.text(name)
    found = checked(text, name, limits)
    return {
        "name": name,
        "own": name in workspace.names(),
        "version": version_of(text),
        "data": to_json(found.source),
        "view": view(found),
    }


@router.get("/scenarios/{name}/version")
def version(request: Request, name: str) -> Json:
    """Return the version of a scenario's file: another tab may have saved."""
    workspace, _ = parts(request)
    return {"version": version_of(workspace.text(name))}


@router.get("/scenarios/{name}/file", response_class=PlainTextResponse)
def file(request: Request, name: str) -> PlainTextResponse:
    """Return the scenario's file, as the command line reads it."""
    workspace, _ = parts(request)
    head = {"content-disposition": f'attachment; filename="{name}.toml"'}
    return PlainTextResponse(workspace.text(name), headers=head)


@router.post("/view")
def look(request: Request, body: Draft) -> Json:
    """Check a draft and return what the map shows of it."""
    _, limits = parts(request)
    found, _ = draft(body.data, limits)
    return {"view": view(found)}


@router.put("/scenarios/{name}")
def save(request: Request, name: str, body: Save) -> Json:
    """Save a draft as a scenario file; a version that somebody else changed is not overwritten."""
    workspace, limits = parts(request)
    _, text = draft({**body.data, "id": name}, limits)
    saved = workspace.save(name, text, body.expected_version)
    return {"name": name, "version": saved, "file": str(workspace.folder / "scenarios")}


@router.get("/sites")
def places() -> list[Json]:
    """Return the sites of the catalogue: where a fire unit may stand."""
    return sites(bundled())


@router.get("/threats")
def types() -> list[Json]:
    """Return the types of threats of the catalogue, by class: what coverage can be asked for."""
    return threats(bundled())
