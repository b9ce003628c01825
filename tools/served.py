"""Serve the page from a thread, on a free port of loopback: for the tests and for the pictures."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import uvicorn

from airshield.web import Settings, create_app


@contextlib.contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """Yield the address of a server that runs until the block ends."""
    # Bound here, so that the first request waits for the server instead of being refused.
    opened = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(settings), log_level="warning", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([opened],))
    thread.start()
    try:
        yield f"http://127.0.0.1:{opened.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        opened.close()
