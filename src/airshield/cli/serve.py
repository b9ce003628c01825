"""Define `airshield serve`: the page on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def serve(
    port: Annotated[int, typer.Option(help="Port; 0 takes any free one.")] = 8765,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open a browser.")
    ] = False,
    workspace: Annotated[
        Path, typer.Option(help="Folder of saved scenarios and runs; made if missing.")
    ] = Path("airshield-workspace"),
    host: Annotated[
        str, typer.Option(help="Address to listen on; beyond loopback a token is asked for.")
    ] = "127.0.0.1",
) -> None:
    """Serve the page: look at a scenario, change it, run it, read the answer. No network needed."""
    from airshield.extras import late

    for package in ("fastapi", "uvicorn"):
        late(package, "web")
    from airshield.web.serve import serve as listen
    from airshield.web.settings import Settings

    listen(Settings(workspace, host), port, not no_browser)
