"""Run studies: a scenario along axes, in blocks, on one machine or many, resumable to the bit."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from airshield.study.compare import compare
    from airshield.study.dataset import open_study as open  # noqa: A004
    from airshield.study.files import load_study as load
    from airshield.study.run import run

__all__ = ["compare", "load", "open", "run"]

_WHERE = {
    "compare": ("compare", "compare"),
    "load": ("files", "load_study"),
    "open": ("dataset", "open_study"),
    "run": ("run", "run"),
}


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        module, own = _WHERE[name]
        return getattr(importlib.import_module(f"airshield.study.{module}"), own)
    raise AttributeError(f"module 'airshield.study' has no attribute {name!r}")
