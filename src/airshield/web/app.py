"""Put the page's server together: routes for scenarios, runs and answers, one shape of error."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from airshield import __version__
from airshield.errors import Fault, InputError
from airshield.web import answer_routes, run_routes, scenario_routes
from airshield.web.described import described
from airshield.web.faults import RefusalError, error_content, from_input
from airshield.web.guard import Guard
from airshield.web.runs import Runs
from airshield.web.settings import Settings
from airshield.web.workspace import Workspace


def static_folder() -> Path:
    """Return where the built page lies in the package."""
    return Path(str(resources.files("airshield.web") / "static"))


def _refused(request: Request, error: Exception) -> JSONResponse:
    del request
    refusal = from_input(error) if isinstance(error, InputError) else error
    if not isinstance(refusal, RefusalError):
        raise error
    content = error_content(refusal.code, str(refusal), refusal.faults)
    return JSONResponse(content, refusal.status)


def _misshapen(request: Request, error: Exception) -> JSONResponse:
    del request
    found = error.errors() if isinstance(error, RequestValidationError) else []
    faults = tuple(
        Fault("request", None, ".".join(str(step) for step in one["loc"]), str(one["msg"]))
        for one in found
    )
    message = str(faults[0]) if faults else "the request has the wrong shape"
    return JSONResponse(error_content("request", message, faults), 422)


def _http(request: Request, error: Exception) -> JSONResponse:
    del request
    status = error.status_code if isinstance(error, HTTPException) else 500
    words = str(error.detail) if isinstance(error, HTTPException) else "a bug of ours"
    return JSONResponse(error_content("http", words), status)


def create_app(settings: Settings) -> FastAPI:
    """Return the server as an ASGI application.

    Parameters
    ----------
    settings : where files lie and who may ask; the workspace is made if it is not there.

    Raises
    ------
    OSError : the workspace cannot be made.
    """
    limits = settings.limits
    workspace = Workspace(settings.workspace, limits.scenarios_kept)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.runs = Runs(workspace.folder / "runs", limits)
        yield
        await app.state.runs.stop()

    app = FastAPI(
        title="airshield",
        version=__version__,
        openapi_url="/api/openapi.json",
        # The usual documentation pages load scripts from elsewhere; `described` writes one.
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.workspace = workspace
    app.state.settings = settings
    for room in (scenario_routes, run_routes, answer_routes):
        app.include_router(room.router, prefix="/api")
    for kind in (RefusalError, InputError):
        app.add_exception_handler(kind, _refused)
    app.add_exception_handler(RequestValidationError, _misshapen)
    app.add_exception_handler(HTTPException, _http)

    @app.get("/docs", include_in_schema=False, response_class=HTMLResponse)
    def docs() -> HTMLResponse:
        return HTMLResponse(described(app.openapi()))

    folder = static_folder()
    if folder.is_dir():
        app.mount("/", StaticFiles(directory=folder, html=True), name="page")
    # Event streams pass unpacked, or progress would wait for a full buffer.
    app.add_middleware(GZipMiddleware, minimum_size=4096, compresslevel=5)
    app.add_middleware(Guard, settings=settings)
    return app
