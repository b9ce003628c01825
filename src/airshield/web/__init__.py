"""Serve airshield as a local page: look at a scenario, change it, run it, read the answer.

Names are resolved when they are first used: a worker needs none of the server.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from airshield.web.app import create_app
    from airshield.web.settings import Limits, Settings

__all__ = ["Limits", "Settings", "create_app"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        room = "app" if name == "create_app" else "settings"
        return getattr(importlib.import_module(f"airshield.web.{room}"), name)
    raise AttributeError(f"module 'airshield.web' has no attribute {name!r}")
