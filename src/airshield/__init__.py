"""Analyse air and missile defence from open sources: what a posture defends, and how sure we are.

`ash.load`, `ash.assess` and `ash.compare` are the three functions; the rooms are namespaces
(`ash.catalogue`, `ash.scenario`, `ash.simulate`, `ash.posture`, `ash.assessment`, `ash.coverage`,
`ash.plan`, `ash.report`, `ash.replay`, `ash.study`). Names are resolved when they are first used,
so that importing airshield is quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from airshield.assessment import assess, compare
    from airshield.scenario import load

__version__ = "0.1.0"

_FUNCTIONS = {
    "assess": "airshield.assessment",
    "compare": "airshield.assessment",
    "load": "airshield.scenario",
}
_ROOMS = (
    "assessment",
    "catalogue",
    "coverage",
    "plan",
    "posture",
    "replay",
    "report",
    "result",
    "scenario",
    "simulate",
    "study",
    "validation",
)

__all__ = ["__version__", "assess", "compare", "load"]


def __getattr__(name: str) -> Any:
    if name in _FUNCTIONS:
        return getattr(importlib.import_module(_FUNCTIONS[name]), name)
    if name in _ROOMS:
        return importlib.import_module(f"airshield.{name}")
    raise AttributeError(f"module 'airshield' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, *_ROOMS])
