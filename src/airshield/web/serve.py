"""Listen: open the port, print the address, open a browser, stop cleanly."""

from __future__ import annotations

import secrets
import socket
import webbrowser
from dataclasses import replace
from pathlib import Path

import uvicorn

from airshield.errors import Fault, InputError
from airshield.web.app import create_app
from airshield.web.settings import Settings, is_loopback


def _refuse(key: str, message: str) -> InputError:
    return InputError([Fault("command line", None, key, message)])


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises
    ------
    InputError : the port is taken or none, or the host is no address of this machine.
    """
    if not 0 <= port <= 65535:
        raise _refuse("port", f"{port} is no port; give 0 (any free one) to 65535")
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        opened = socket.create_server((host, port), family=family)
    except OSError as reason:
        message = f"{host}:{port} cannot be listened on ({reason.strerror}); give another --port"
        raise _refuse("port", message) from None
    return opened


def address(settings: Settings, port: int) -> str:
    """Return the address to open, with the token where there is one."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    query = f"?token={settings.token}" if settings.token else ""
    return f"http://{host}:{port}/{query}"


def serve(settings: Settings, port: int, browser: bool) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    port : 0 to 65535, 0 for any free one. browser : open one.

    Raises
    ------
    InputError : the port, the host or the workspace cannot be used.
    """
    if not is_loopback(settings.host) and settings.token is None:
        settings = replace(settings, token=secrets.token_urlsafe(24))
    opened = listen(settings.host, port)
    try:
        app = create_app(settings)
    except OSError as reason:
        opened.close()
        message = f"{settings.workspace} cannot be used ({reason.strerror}); name another folder"
        raise _refuse("workspace", message) from None
    where = address(settings, opened.getsockname()[1])
    print(f"airshield is at {where}", flush=True)
    print(f"workspace {Path(settings.workspace).resolve()}; stop with Ctrl+C", flush=True)
    if browser:
        webbrowser.open(where)
    config = uvicorn.Config(app, log_level="warning", access_log=False, ws="none", lifespan="on")
    uvicorn.Server(config).run(sockets=[opened])
